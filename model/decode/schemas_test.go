package decode

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"mangrove/model/decode/avro"
	"mangrove/model/decode/protobuf"
	"mangrove/model/value"
)

// readers are of a .proto and an .avsc file.
func readers(t *testing.T) (p, a Reader) {
	t.Helper()
	folder := t.TempDir()
	proto, avsc := filepath.Join(folder, "a.proto"), filepath.Join(folder, "a.avsc")
	if err := errors.Join(
		os.WriteFile(proto, []byte("syntax = \"proto3\"; message M { int32 n = 1; string s = 2; }"), 0o600),
		os.WriteFile(avsc, []byte(`{"type": "record", "name": "R", "fields": [{"name": "n", "type": "int"}, {"name": "s", "type": "string"}]}`), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	messages, err := protobuf.Compile([]string{proto}, nil)
	if err != nil {
		t.Fatal(err)
	}
	records, err := avro.Compile([]string{avsc})
	if err != nil {
		t.Fatal(err)
	}
	return protobuf.Reader{Schema: messages}, avro.Reader{Schema: records}
}

func TestPayloadsWithASchema(t *testing.T) {
	p, a := readers(t)
	for name, c := range map[string]struct {
		as      []Format
		schema  Reader
		payload string
		format  Format
		json    string
		rest    int
		problem string
	}{
		"protobuf":              {[]Format{Protobuf}, p, "\x08\x05\x12\x02hi", Protobuf, `{"n":5,"s":"hi"}`, 0, ""},
		"protobuf cut off":      {[]Format{Protobuf}, p, "\x08\x05\x12\x05hi", Protobuf, `{"n":5}`, 4, "cut off: length 5"},
		"another message":       {[]Format{Protobuf}, p, "\x0a\x02hi", Protobuf, `{"n":"hi"}`, 0, "mismatch: n"},
		"no message":            {[]Format{Protobuf}, p, "hello", Text, `"hello"`, 0, "unexpected: tag 108"},
		"without a schema":      {[]Format{Protobuf}, nil, "\x08\x05\x12\x02hi", Protobuf, `{"1":5,"2":"hi"}`, 0, ""},
		"in gzip, another":      {[]Format{Gzip, Protobuf}, p, gzipped(t, "\x0a\x02hi"), Protobuf, `{"n":"hi"}`, 0, "mismatch: n"},
		"avro":                  {[]Format{Avro}, a, "\x0a\x04hi", Avro, `{"n":5,"s":"hi"}`, 0, ""},
		"avro with more":        {[]Format{Avro}, a, "\x0a\x04hi!!", Avro, `{"n":5,"s":"hi"}`, 2, ""},
		"avro cut off":          {[]Format{Avro}, a, "\x0a\x08hi", Avro, `{"n":5}`, 3, "cut off: length 4"},
		"avro without a schema": {[]Format{Avro}, nil, "\x0a\x04hi", Text, `"\n\u0004hi"`, 0, "no schema"},
	} {
		t.Run(name, func(t *testing.T) {
			r := Payload(Input{Payload: []byte(c.payload), Rule: &Rule{As: c.as, Schema: c.schema, From: "a/#"}})
			problem := ""
			if r.Problem != nil {
				problem = r.Problem.Err.Error()
			}
			if r.Format() != c.format || r.Rest != c.rest || problem != c.problem {
				t.Errorf("%s, %d bytes over, %q; want %s, %d, %q", r.Format(), r.Rest, problem, c.format, c.rest, c.problem)
			}
			if got := string(r.Tree.AppendJSON(nil, 0)); got != c.json {
				t.Errorf("got %s, want %s", got, c.json)
			}
		})
	}
}

// TestMessagesAreGuessed: only what chance does not make, and a container by its head.
func TestMessagesAreGuessed(t *testing.T) {
	for payload, want := range map[string]Format{
		"\x0a\x05hello\x10\x05": Protobuf, "\x08\x05": Bytes, "\x08\x05\x12\x05hi": Bytes,
		"Obj\x01\x04\x16avro.schema\x0a\"int\"\x14avro.codec\x08null\x00mmmmmmmmmmmmmmmm\x02\x02\x06mmmmmmmmmmmmmmmm": Avro,
	} {
		if r := Payload(Input{Payload: []byte(payload)}); r.Format() != want {
			t.Errorf("%q is %s, want %s", payload, r.Format(), want)
		}
	}
	var f *value.Fault
	if r := Payload(Input{Payload: []byte("Obj\x01\x04\x16avro.sch")}); r.Problem == nil || r.Problem.As != Avro || !errors.As(r.Problem.Err, &f) {
		t.Errorf("a container cut off: %+v", r.Problem)
	}
}

func gzipped(t *testing.T, content string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write([]byte(content))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
