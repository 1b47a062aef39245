package format

import (
	"errors"
	"testing"

	"mangrove/model/decode"
	"mangrove/model/decode/schemafile"
	"mangrove/model/payload"
	"mangrove/model/value"
)

// TestWhyAFormatIsTaken holds the sentences of what decoders find out.
func TestWhyAFormatIsTaken(t *testing.T) {
	for _, c := range []struct {
		finding payload.Finding
		want    string
	}{
		{payload.Finding{Code: payload.BeginsLike, Found: "gzip"}, "it begins like gzip"},
		{payload.Finding{Code: payload.BeginsLike, Found: "BMP"}, "it begins like a BMP image"},
		{payload.Finding{Code: decode.Asked}, "it was asked for"},
		{payload.Finding{Code: decode.Asked, Found: "plant/+/raw"}, "plant/+/raw asks for it"},
		{payload.Finding{Code: decode.ByTopic, Found: "Sparkplug B"}, "its topic is one of Sparkplug B"},
		{payload.Finding{Code: decode.ByContentType, Found: "application/cbor"}, "its content type is application/cbor"},
		{payload.Finding{Code: decode.ByIndicator}, "its sender marked it as text"},
		{payload.Finding{Code: decode.IsNumber}, "all of it is a number"},
		{payload.Finding{Code: decode.EpochTime, Found: "ms"}, "all of it is a number, which may be a time in ms since 1970"},
		{payload.Finding{Code: decode.IsBoolean}, "all of it is true or false"},
		{payload.Finding{Code: decode.IsTime}, "all of it is a time"},
		{payload.Finding{Code: decode.Holds, Found: "json"}, "what it holds is JSON"},
		{payload.Finding{Code: decode.WholeObject, Count: 2}, "all of its bytes are one object of 2 members"},
		{payload.Finding{Code: decode.WholeList, Count: 1}, "all of its bytes are one list of 1 element"},
		{payload.Finding{Code: decode.WholeMessage, Count: 3}, "all of its bytes are one message of 3 fields"},
		{payload.Finding{Code: payload.MarkedUTF16}, "it begins with a byte order mark of UTF-16"},
		{payload.Finding{Code: payload.UTF16}, "every other byte is zero, as in UTF-16"},
	} {
		if got := Because(c.finding); got != c.want {
			t.Errorf("%v: %q, want %q", c.finding, got, c.want)
		}
	}
	if got := Formats([]decode.Format{decode.Gzip, decode.JSON, "int16le"}); got != "gzip, then JSON, then int16le" {
		t.Errorf("formats are %q", got)
	}
	for _, f := range decode.Formats() {
		if NameOf(f) == "" {
			t.Errorf("%s has no name", f)
		}
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&value.Fault{Code: value.CutOff, Offset: 7}, "not JSON: it ends too early, at byte 7"},
		{&value.Fault{Code: value.Unexpected, Offset: 15, Found: "N"}, "not JSON: at byte 15 this is not valid: N"},
		{&value.Fault{Code: value.Unexpected, Offset: 15}, "not JSON: the data at byte 15 is not valid there"},
		{&value.Fault{Code: value.OutOfRange, Offset: 3}, "not JSON: the number at byte 3 is out of range"},
		{&value.Fault{Code: value.NotUTF8, Offset: 3}, "not JSON: byte 3 is not UTF-8"},
		{&value.Fault{Code: value.NoSchema, Found: "json"}, "not JSON: there is no schema or format for it"},
		{&value.Fault{Code: value.Mismatch, Offset: 3}, "not JSON: at byte 3 it does not match the schema"},
		{&value.Fault{Code: value.Mismatch, Offset: 3, Found: "unit"}, "not JSON: at byte 3 it does not match the schema (unit)"},
		{&value.Fault{Code: value.NoSchema, Err: &schemafile.Error{File: "a.proto", Line: 3, Code: schemafile.Compiler, Words: "syntax error"}}, "not JSON: there is no schema for it (a.proto, line 3: syntax error)"},
		{&value.Fault{Code: value.TooLarge}, "JSON that would exceed the size limit when unpacked"},
		{value.ErrTooDeep, "not JSON: it is nested too deeply"},
		{value.ErrTooMuch, "not JSON: it has too many values to format"},
		{errors.New("another one"), "not JSON: another one"},
	} {
		if got := Problem(&decode.Problem{As: decode.JSON, Err: c.err}); got != c.want {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
}
