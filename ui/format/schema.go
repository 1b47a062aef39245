package format

import (
	"errors"
	"strings"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/decode/schemafile"
	"mangrove/model/decode/schemas"
)

// mostMessages is how many messages of a schema a sentence names.
const mostMessages = 5

// SchemaProblem is a sentence that says why a format of payloads, or its schema, cannot
// be used.
func SchemaProblem(err error) string {
	var message *schemas.ErrNoMessage
	var file *schemafile.Error
	switch {
	case errors.As(err, &message) && message.Name == "":
		return Fill("The schema has several messages. Type the name of one: {names}.", "names", namesOf(message.Names))
	case errors.As(err, &message):
		return Fill("The schema has no message {name}. It has {names}.", "name", message.Name, "names", namesOf(message.Names))
	case errors.As(err, &file):
		return Fill("The schema cannot be used: {why}.", "why", strings.TrimSuffix(explain.Schema(file), "."))
	}
	return explain.Error(err, broker.Address{})
}

// namesOf lists the first few names.
func namesOf(names []string) string {
	if more := len(names) - mostMessages; more > 0 {
		return AndMore(names[:mostMessages], more)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
