package explain

import (
	"errors"

	"mangrove/broker"
	"mangrove/broker/kept"
	"mangrove/model/wording"
)

// keptWords are the sentences for files, by what they hold.
var keptWords = map[kept.Kind]map[kept.Code]string{
	kept.SentMessages: {
		kept.Busy:       "Another Mangrove is still writing the sent messages. Try again, or close it.",
		kept.Newer:      "The sent messages were written by a newer Mangrove, so they are left unchanged. Install that version to use them.",
		kept.Damaged:    "The file of sent messages is damaged.",
		kept.Moved:      "The file of sent messages was damaged, so it was moved to {path} and the list starts empty.",
		kept.Unmoved:    "The file of sent messages is damaged and cannot be renamed. Move {path} away.",
		kept.NotRead:    "The sent messages cannot be read. Check the permissions of {path}.",
		kept.NotWritten: "The sent messages could not be saved. Check the disk and the permissions of {path}.",
		kept.TooLarge:   "There is no room for that much in the file of sent messages.",
	},
	kept.SavedMessages: {
		kept.Busy:       "Another Mangrove is still writing the saved messages. Try again, or close it.",
		kept.Newer:      "The saved messages were written by a newer Mangrove, so they are left unchanged. Install that version to use them.",
		kept.Damaged:    "The file of saved messages is damaged.",
		kept.Moved:      "The file of saved messages was damaged, so it was moved to {path} and the list starts empty.",
		kept.Unmoved:    "The file of saved messages is damaged and cannot be renamed. Move {path} away.",
		kept.NotRead:    "The saved messages cannot be read. Check the permissions of {path}.",
		kept.NotWritten: "The saved messages could not be saved. Check the disk and the permissions of {path}.",
		kept.TooLarge:   "There is no room for that much in the file of saved messages.",
	},
	kept.Environments: {
		kept.Busy:       "Another Mangrove is still writing the environments. Try again, or close it.",
		kept.Newer:      "The environments were written by a newer Mangrove, so they are left unchanged. Install that version to use them.",
		kept.Damaged:    "The file of environments is damaged.",
		kept.Moved:      "The file of environments was damaged, so it was moved to {path} and the list starts empty.",
		kept.Unmoved:    "The file of environments is damaged and cannot be renamed. Move {path} away.",
		kept.NotRead:    "The environments cannot be read. Check the permissions of {path}.",
		kept.NotWritten: "The environments could not be saved. Check the disk and the permissions of {path}.",
		kept.TooLarge:   "There is no room for that much in the file of environments.",
	},
	kept.Runs: {
		kept.Busy:       "Another Mangrove is still writing the earlier runs. Try again, or close it.",
		kept.Newer:      "The earlier runs were written by a newer Mangrove, so they are left unchanged. Install that version to use them.",
		kept.Damaged:    "The file of earlier runs is damaged.",
		kept.Moved:      "The file of earlier runs was damaged, so it was moved to {path} and the list starts empty.",
		kept.Unmoved:    "The file of earlier runs is damaged and cannot be renamed. Move {path} away.",
		kept.NotRead:    "The earlier runs cannot be read. Check the permissions of {path}.",
		kept.NotWritten: "The earlier runs could not be saved. Check the disk and the permissions of {path}.",
		kept.TooLarge:   "There is no room for that much in the file of earlier runs.",
	},
}

// explainKept is for files of messages, of environments and of runs.
func explainKept(err error, _ broker.Address) string {
	var file *kept.Error
	var environment *kept.EnvironmentError
	switch {
	case errors.As(err, &file):
		return wording.Fill(keptWords[file.Of][file.Code], "path", broker.Shorten(file.Path))
	case errors.As(err, &environment):
		return environmentWords(environment)
	case errors.Is(err, kept.ErrMany):
		return "There are too many saved messages. Delete some."
	case errors.Is(err, kept.ErrInexact):
		return "The message has text that is not UTF-8, and cannot be saved exactly."
	case errors.Is(err, kept.ErrGone):
		return "The saved message has been deleted in another window."
	}
	return ""
}

func environmentWords(e *kept.EnvironmentError) string {
	name := broker.Shorten(e.Name)
	switch e.Code {
	case kept.NoName:
		return "Give the environment a name of at most 255 bytes."
	case kept.BadVariable:
		if name == "" {
			return "Each variable needs a name."
		}
		return wording.Fill("{name} cannot be the name of a variable. Use letters, digits and _, and begin with a letter.", "name", name)
	case kept.Twice:
		return wording.Fill("The variable {name} is defined twice.", "name", name)
	case kept.TooLong:
		return wording.Fill("The value of {name} is too long. It can have {limit} bytes.", "name", name, "limit", e.Most)
	case kept.TooMany:
		return "There are too many environments or variables. Delete some."
	case kept.Gone:
		return "The environment has been deleted in another window."
	case kept.NoSecret:
		return wording.Fill("The value of {name} is not in the key ring of this computer. Type it again in the environment.", "name", name)
	}
	return ""
}
