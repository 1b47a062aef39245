package explain

import (
	"errors"

	"mangrove/broker"
	"mangrove/broker/kept"
	"mangrove/model/wording"
)

// keptNames are what files hold.
var keptNames = map[kept.Kind]string{
	kept.SentMessages: "sent messages", kept.SavedMessages: "saved messages", kept.Environments: "environments",
	kept.Runs: "earlier runs",
}

// explainKept is for files of messages, of environments and of runs.
func explainKept(err error, _ broker.Address) string {
	var file *kept.Error
	var environment *kept.EnvironmentError
	switch {
	case errors.As(err, &file):
		return fileWordsOf(file)
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

func fileWordsOf(e *kept.Error) string {
	what := keptNames[e.Of]
	switch e.Code {
	case kept.Busy:
		return wording.Fill("Another Mangrove is still writing the {what}. Try again, or close it.", "what", what)
	case kept.Newer:
		return wording.Fill("The {what} were written by a newer Mangrove, so they are left unchanged. Install that version to use them.", "what", what)
	case kept.Damaged:
		return wording.Fill("The file of {what} is damaged.", "what", what)
	case kept.Moved:
		return wording.Fill("The file of {what} was damaged, so it was moved to {path} and the list starts empty.", "what", what, "path", broker.Shorten(e.Path))
	case kept.Unmoved:
		return wording.Fill("The file of {what} is damaged and cannot be renamed. Move {path} away.", "what", what, "path", broker.Shorten(e.Path))
	case kept.NotRead:
		return wording.Fill("The {what} cannot be read. Check the permissions of {path}.", "what", what, "path", broker.Shorten(e.Path))
	case kept.NotWritten:
		return wording.Fill("The {what} could not be saved. Check the disk and the permissions of {path}.", "what", what, "path", broker.Shorten(e.Path))
	case kept.TooLarge:
		return wording.Fill("There is no room for that much in the file of {what}.", "what", what)
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
