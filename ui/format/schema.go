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
		return "The schema has several messages. Type the name of one: " + namesOf(message.Names) + "."
	case errors.As(err, &message):
		return "The schema has no message " + message.Name + ". It has " + namesOf(message.Names) + "."
	case errors.As(err, &file):
		return "The schema cannot be used: " + strings.TrimSuffix(explain.Schema(file), ".") + "."
	}
	return explain.Error(err, broker.Address{})
}

// namesOf lists the first few names.
func namesOf(names []string) string {
	if more := len(names) - mostMessages; more > 0 {
		return strings.Join(names[:mostMessages], ", ") + " and " + Count(more) + " more"
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
