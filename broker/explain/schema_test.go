package explain_test

import (
	"errors"
	"testing"

	"mangrove/broker/explain"
	"mangrove/model/codestest"
	"mangrove/model/decode/schemafile"
	"mangrove/model/decode/schemas"
	"mangrove/model/value"
)

func TestSchemaFaults(t *testing.T) {
	missing := schemafile.Unreadable("b.proto", schemafile.ErrOutside)
	for code, c := range map[schemafile.Code]struct {
		fault schemafile.Error
		want  string
	}{
		schemafile.Compiler:      {schemafile.Error{Words: "syntax error: expecting ';'"}, "syntax error: expecting ';'"},
		schemafile.Crashed:       {schemafile.Error{Words: "oh"}, "the compiler failed: oh"},
		schemafile.Unparsed:      {schemafile.Error{Words: "oh"}, "the schema cannot be read: oh"},
		schemafile.NoProto:       {schemafile.Error{}, "there is no .proto file"},
		schemafile.NoAvsc:        {schemafile.Error{}, "there is no .avsc file"},
		schemafile.Unread:        {schemafile.Error{}, "the file cannot be read"},
		schemafile.NotFound:      {schemafile.Error{}, "there is no such file"},
		schemafile.Forbidden:     {schemafile.Error{}, "you have no permission to read the file"},
		schemafile.SameName:      {schemafile.Error{Found: "/x/a.proto"}, "the file /x/a.proto has the same name; give the folder that both are in"},
		schemafile.ImportMissing: {schemafile.Error{Found: "x/none.proto"}, "x/none.proto is imported, but is in none of the folders"},
		schemafile.BadImport:     {schemafile.Error{Err: missing}, "b.proto is imported: it is outside the given folders"},
		schemafile.NotText:       {schemafile.Error{}, "this is not plain text in UTF-8. Give the .proto files as they were written, not compiled ones"},
		schemafile.FileTooDeep:   {schemafile.Error{}, "it is nested too deeply"},
		schemafile.TooDeep:       {schemafile.Error{}, "the schema is nested too deeply"},
		schemafile.NoType:        {schemafile.Error{Found: "Nope"}, "there is no type Nope"},
		schemafile.NotJSON:       {schemafile.Error{Err: &value.Fault{Code: value.Unexpected, Offset: 7, Found: "}"}}, "this is not JSON: } is not allowed here"},
		schemafile.NoMessage:     {schemafile.Error{Err: &schemas.ErrNoMessage{Name: "p.X"}}, "it has no message p.X"},
		schemafile.ErrTooLarge:   {schemafile.Error{}, "it is too large for a schema"},
		schemafile.ErrTooMany:    {schemafile.Error{}, "there are too many schema files"},
		schemafile.ErrNoFile:     {schemafile.Error{}, "it is a folder or a device, not a file"},
		schemafile.ErrOutside:    {schemafile.Error{}, "it is outside the given folders"},
	} {
		c.fault.File, c.fault.Code = "a.proto", code
		if got := explain.Schema(&c.fault); got != "a.proto: "+c.want {
			t.Errorf("%s: %q, want %q", code, got, c.want)
		}
	}
	for want, err := range map[string]*schemafile.Error{
		"this is not JSON: it ends too early":       {Code: schemafile.NotJSON, Err: &value.Fault{Code: value.CutOff}},
		"this is not JSON: byte 3 is not UTF-8":     {Code: schemafile.NotJSON, Err: &value.Fault{Code: value.NotUTF8, Offset: 3}},
		"it has several messages; name one of them": {Code: schemafile.NoMessage, Err: &schemas.ErrNoMessage{Names: []string{"a", "b"}}},
	} {
		if got := explain.Schema(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, code := range codestest.Of(t, "../../model/decode/schemafile", "Code") {
		if got := explain.Schema(&schemafile.Error{Code: schemafile.Code(code), Words: "words", Err: errors.New("words")}); got == code || got == "" {
			t.Errorf("%s has no words", code)
		}
	}
}

func TestFaultParts(t *testing.T) {
	for _, part := range codestest.Of(t, "../../model/value", "FaultPart") {
		f := &value.Fault{Code: value.Unexpected, Part: value.FaultPart(part)}
		if got := explain.Unreadable(f); got == "the data at byte 0 is not valid there" {
			t.Errorf("%s has no words", part)
		}
	}
	for want, f := range map[string]*value.Fault{
		"at byte 3 this is not valid: tag 7":                       {Code: value.Unexpected, Offset: 3, Part: value.Tag, Found: "7"},
		"at byte 3 this is not valid: another mark between blocks": {Code: value.Unexpected, Offset: 3, Part: value.Mark},
		"there is no schema for it (fingerprint 00ff)":             {Code: value.NoSchema, Part: value.Fingerprint, Found: "00ff"},
		"there is no schema for it (unknown type)":                 {Code: value.NoSchema, Err: errors.New("unknown type")},
	} {
		if got := explain.Unreadable(f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
