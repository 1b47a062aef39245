package explain

import (
	"errors"
	"path/filepath"

	"mangrove/model/decode/schemafile"
	"mangrove/model/decode/schemas"
	"mangrove/model/value"
	"mangrove/model/wording"
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
	text := "{file}, line {line}, column {column}: {fault}"
	switch {
	case e.Line <= 0 && e.Column <= 0:
		text = "{file}: {fault}"
	case e.Column <= 0:
		text = "{file}, line {line}: {fault}"
	case e.Line <= 0:
		text = "{file}, column {column}: {fault}"
	}
	return wording.Fill(text, "file", filepath.Base(e.File), "line", e.Line, "column", e.Column, "fault", schemaFault(e))
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
		return wording.Fill("the compiler failed: {why}", "why", e.Words)
	case schemafile.Unparsed:
		return wording.Fill("the schema cannot be read: {why}", "why", e.Words)
	case schemafile.SameName:
		return wording.Fill("the file {found} has the same name; give the folder that both are in", "found", e.Found)
	case schemafile.ImportMissing:
		return wording.Fill("{found} is imported, but is in none of the folders", "found", e.Found)
	case schemafile.BadImport:
		return badImport(e.Err)
	case schemafile.NoType:
		return wording.Fill("there is no type {found}", "found", e.Found)
	case schemafile.NotJSON:
		return wording.Fill("this is not JSON: {why}", "why", notJSON(e.Err))
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
	return wording.Fill("{file} is imported: {why}", "file", e.File, "why", schemaFault(e))
}

// notJSON says what is wrong at a place that has been named.
func notJSON(err error) string {
	var f *value.Fault
	switch errors.As(err, &f); {
	case f != nil && f.Code == value.Unexpected && f.Found != "":
		return wording.Fill("{found} is not allowed here", "found", f.Found)
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
	return wording.Fill("it has no message {name}", "name", e.Name)
}
