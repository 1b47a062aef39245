package explain

import (
	"errors"

	"mangrove/broker"
	"mangrove/broker/cause"
	"mangrove/broker/draft"
)

// explainCause is for what is kept of an error and is none that can be made again.
func explainCause(err error, _ broker.Address) string {
	var c *cause.Cause
	switch {
	case !errors.As(err, &c):
		return ""
	case c.Code == cause.NoDevice:
		return "No device was connected before the time ran out."
	case c.Code == cause.SecretValue:
		return draftSentences[draft.Field(c.Part)].secret
	case c.Said != "": // of a newer program
		return sentence(c.Said)
	}
	return sentence(string(c.Code))
}
