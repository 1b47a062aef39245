package explain

import (
	"errors"
	"fmt"

	"mangrove/broker"
	"mangrove/broker/kept"
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
		return fmt.Sprintf("Another Mangrove is still writing the %s. Try again, or close it.", what)
	case kept.Newer:
		return fmt.Sprintf("The %s were written by a newer Mangrove, so they are left unchanged. Install that version to use them.", what)
	case kept.Damaged:
		return fmt.Sprintf("The file of %s is damaged.", what)
	case kept.Moved:
		return fmt.Sprintf("The file of %s was damaged, so it was moved to %s and the list starts empty.", what, broker.Shorten(e.Path))
	case kept.Unmoved:
		return fmt.Sprintf("The file of %s is damaged and cannot be renamed. Move %s away.", what, broker.Shorten(e.Path))
	case kept.NotRead:
		return fmt.Sprintf("The %s cannot be read. Check the permissions of %s.", what, broker.Shorten(e.Path))
	case kept.NotWritten:
		return fmt.Sprintf("The %s could not be saved. Check the disk and the permissions of %s.", what, broker.Shorten(e.Path))
	case kept.TooLarge:
		return fmt.Sprintf("There is no room for that much in the file of %s.", what)
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
		return fmt.Sprintf("%s cannot be the name of a variable. Use letters, digits and _, and begin with a letter.", name)
	case kept.Twice:
		return fmt.Sprintf("The variable %s is defined twice.", name)
	case kept.TooLong:
		return fmt.Sprintf("The value of %s is too long. It can have %d bytes.", name, e.Most)
	case kept.TooMany:
		return "There are too many environments or variables. Delete some."
	case kept.Gone:
		return "The environment has been deleted in another window."
	case kept.NoSecret:
		return fmt.Sprintf("The value of %s is not in the key ring of this computer. Type it again in the environment.", name)
	}
	return ""
}
