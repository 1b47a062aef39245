package format

import (
	"errors"
	"io/fs"
	"testing"

	"mangrove/model"
	"mangrove/model/decode/schemafile"
	"mangrove/model/decode/schemas"
)

func TestSchemaProblem(t *testing.T) {
	several := &schemas.ErrNoMessage{Names: []string{"p.A", "p.B"}}
	many := &schemas.ErrNoMessage{Name: "p.X", Names: []string{"a", "b", "c", "d", "e", "f", "g"}}
	for want, err := range map[string]error{
		"The schema cannot be used: a.proto, line 3, column 7: syntax error.": &schemafile.Error{File: "protos/a.proto", Line: 3, Column: 7, Code: schemafile.Compiler, Words: "syntax error"},
		"The schema cannot be used: a.proto: there is no such file.":          schemafile.Unreadable("a.proto", fs.ErrNotExist),
		"The schema cannot be used: there is no .proto file.":                 &schemafile.Error{Code: schemafile.NoProto},
		"The schema has several messages. Type the name of one: p.A, p.B.":    &schemafile.Error{File: "a.proto", Code: schemafile.NoMessage, Err: several},
		"The schema has no message p.X. It has a, b, c, d, e and 2 more.":     &schemafile.Error{File: "a.proto", Code: schemafile.NoMessage, Err: many},
		"Type a filter, such as a/b.":                                         errors.New("type a filter, such as a/b"),
		"The wildcard # must stand alone in the last level, as in a/#.":       model.ErrHash,
	} {
		if got := SchemaProblem(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
