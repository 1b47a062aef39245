package draft

import (
	"errors"

	"github.com/tidwall/gjson"

	"mangrove/model"
	"mangrove/model/value"
)

// Why a topic has no value for a template.
var (
	ErrNoMessage = errors.New("no message was received")
	ErrNoField   = errors.New("its latest message has no such field")
)

// Latest answers templates with the latest values in a store: of a topic, or of the field
// that a path of JSON names in it.
func Latest(store *model.Store) func(topic, path string) (string, error) {
	return func(topic, path string) (string, error) {
		id, known := store.Find(topic)
		if !known {
			return "", ErrNoMessage
		}
		e := store.Received(id)
		switch {
		case e.Position == 0 || e.Lost > 0:
			return "", ErrNoMessage
		case path == "":
			return string(e.Payload), nil
		}
		if !value.FindsOnly(path) || !value.IsJSON(e.Payload) {
			return "", ErrNoField
		}
		field := gjson.GetBytes(e.Payload, path)
		if !field.Exists() {
			return "", ErrNoField
		}
		if field.Type == gjson.Number {
			return field.Raw, nil // every digit
		}
		return field.String(), nil
	}
}
