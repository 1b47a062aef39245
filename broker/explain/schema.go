package explain

import (
	"errors"
	"fmt"
	"path/filepath"

	"mangrove/model/decode/schemafile"
	"mangrove/model/decode/schemas"
	"mangrove/model/value"
)

// Schema says where a schema is wrong, and what is: "a.proto, line 3: there is no
// such file".
func Schema(err error) string {
	var e *schemafile.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if e.File == "" {
		return schemaFault(e)
	}
	place := filepath.Base(e.File)
	if e.Line > 0 {
		place += fmt.Sprintf(", line %d", e.Line)
	}
	if e.Column > 0 {
		place += fmt.Sprintf(", column %d", e.Column)
	}
	return place + ": " + schemaFault(e)
}

// schemaFault says what is wrong with a schema.
func schemaFault(e *schemafile.Error) string {
	if words, ok := constantSchemaFaults[e.Code]; ok {
		return words
	}
	switch e.Code {
	case schemafile.Compiler:
		return e.Words
	case schemafile.Crashed:
		return "the compiler failed: " + e.Words
	case schemafile.Unparsed:
		return "the schema cannot be read: " + e.Words
	case schemafile.SameName:
		return "the file " + e.Found + " has the same name; give the folder that both are in"
	case schemafile.ImportMissing:
		return e.Found + " is imported, but is in none of the folders"
	case schemafile.BadImport:
		return badImport(e.Err)
	case schemafile.NoType:
		return "there is no type " + e.Found
	case schemafile.NotJSON:
		return "this is not JSON: " + notJSON(e.Err)
	case schemafile.NoMessage:
		return noMessage(e.Err)
	}
	return string(e.Code)
}

// constantSchemaFaults are those with nothing in them that differs.
var constantSchemaFaults = map[schemafile.Code]string{
	schemafile.NoProto:     "there is no .proto file",
	schemafile.NoAvsc:      "there is no .avsc file",
	schemafile.Unread:      "the file cannot be read",
	schemafile.NotFound:    "there is no such file",
	schemafile.Forbidden:   "you have no permission to read the file",
	schemafile.NotText:     "this is not plain text in UTF-8. Give the .proto files as they were written, not compiled ones",
	schemafile.FileTooDeep: "it is nested too deeply",
	schemafile.TooDeep:     "the schema is nested too deeply",
	schemafile.ErrTooLarge: "it is too large for a schema",
	schemafile.ErrTooMany:  "there are too many schema files",
	schemafile.ErrNoFile:   "it is a folder or a device, not a file",
	schemafile.ErrOutside:  "it is outside the given folders",
}

func badImport(err error) string {
	var e *schemafile.Error
	if !errors.As(err, &e) {
		return "a file that is imported cannot be read"
	}
	return e.File + " is imported: " + schemaFault(e)
}

// notJSON says what is wrong at a place that has been named.
func notJSON(err error) string {
	var f *value.Fault
	switch errors.As(err, &f); {
	case f != nil && f.Code == value.Unexpected && f.Found != "":
		return f.Found + " is not allowed here"
	case f != nil && f.Code == value.CutOff:
		return "it ends too early"
	}
	return Unreadable(err)
}

func noMessage(err error) string {
	var e *schemas.ErrNoMessage
	switch errors.As(err, &e); {
	case e == nil:
		return "it has no such message"
	case e.Name == "":
		return "it has several messages; name one of them"
	}
	return "it has no message " + e.Name
}
