package profiles

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"mangrove/model"
	formats "mangrove/model/decode"
	"mangrove/model/decode/schemafile"
	"mangrove/model/decode/schemas"
)

func TestFormatsAreChecked(t *testing.T) {
	folder := t.TempDir()
	proto, wrong, avsc := filepath.Join(folder, "a.proto"), filepath.Join(folder, "wrong.proto"), filepath.Join(folder, "a.avsc")
	must(t, errors.Join(
		os.WriteFile(proto, []byte("syntax = \"proto3\"; message M { int32 n = 1; }"), 0o600),
		os.WriteFile(wrong, []byte("syntax = \"proto3\";\nmessage M {\n int32 n = 1\n}"), 0o600),
		os.WriteFile(avsc, []byte(`"int"`), 0o600)))
	for name, c := range map[string]struct {
		format PayloadFormat
		want   string
	}{
		"a view only":                    {PayloadFormat{Filter: "a/#", View: "hex"}, ""},
		"no filter":                      {PayloadFormat{}, "Type a filter"},
		"no filter that can be":          {PayloadFormat{Filter: "a/#/b"}, "#"},
		"a format nobody knows":          {PayloadFormat{Filter: "a", As: []string{"morse"}}, `no format "morse"`},
		"numbers":                        {PayloadFormat{Filter: "a", As: []string{"int16le"}}, ""},
		"protobuf without a schema":      {PayloadFormat{Filter: "a", As: []string{"protobuf"}}, ""},
		"protobuf":                       {PayloadFormat{Filter: "a", As: []string{"gzip", "protobuf"}, Schema: []string{" " + proto + " ", ""}}, ""},
		"protobuf by its message":        {PayloadFormat{Filter: "a", As: []string{"protobuf"}, Schema: []string{proto}, Message: "M "}, ""},
		"another message":                {PayloadFormat{Filter: "a", As: []string{"protobuf"}, Schema: []string{proto}, Message: "N"}, "a.proto: no message: N"},
		"a schema that does not compile": {PayloadFormat{Filter: "a", As: []string{"protobuf"}, Schema: []string{wrong}}, "wrong.proto, line 4, column 1: syntax error: expecting ';'"},
		"no such file":                   {PayloadFormat{Filter: "a", As: []string{"protobuf"}, Schema: []string{proto + "x"}}, "a.protox: not found"},
		"avro":                           {PayloadFormat{Filter: "a", As: []string{"avro"}, Schema: []string{avsc}}, ""},
		"avro without a schema":          {PayloadFormat{Filter: "a", As: []string{"avro"}}, "Only containers of Avro"},
		"avro with a .proto file":        {PayloadFormat{Filter: "a", As: []string{"avro"}, Schema: []string{proto}}, "is a schema of protobuf"},
	} {
		err := c.format.Check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(told(err)+err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	p := Profile{Formats: []PayloadFormat{{Filter: "a"}, {Filter: "b", As: []string{"protobuf"}, Schema: []string{wrong}}}}
	var e *schemafile.Error
	if all := p.CheckFormats(); len(all) != 2 || all[0] != nil || !errors.As(all[1], &e) || e.Line != 4 {
		t.Errorf("all: %v", all)
	}
	if all := (Profile{Formats: p.Formats[:1]}).CheckFormats(); all != nil {
		t.Errorf("nothing is wrong: %v", all)
	}
}

func TestFormatFor(t *testing.T) {
	var p Profile
	p.SetFormat(PayloadFormat{Filter: "#", As: []string{"cbor"}})
	p.SetFormat(PayloadFormat{Filter: "a/+", As: []string{"gzip", "protobuf"}, Schema: []string{"x.proto"}})
	p.SetFormat(PayloadFormat{Filter: "#", As: []string{"msgpack"}})
	var shelf schemas.Shelf
	for topic, want := range map[string][]formats.Format{"a/b": {"gzip", "protobuf"}, "b": {"msgpack"}} {
		f, ok := p.FormatFor(topic)
		if !ok {
			t.Fatalf("%s: nothing is wanted", topic)
		}
		r := f.Rule(&shelf)
		if !reflect.DeepEqual(r.As, want) || r.From != f.Filter || (r.Schema != nil) != f.NeedsSchema() {
			t.Errorf("%s: %+v", topic, r)
		}
	}
	if len(p.Formats) != 2 {
		t.Errorf("there are %+v", p.Formats)
	}
	if _, ok := p.FormatFor("$SYS/x"); ok {
		t.Error("# matches $SYS/x")
	}
	if r := (PayloadFormat{Filter: "a", View: "hex"}).Rule(&shelf); r != nil {
		t.Errorf("a view only: %+v", r)
	}
}

// TestSetView: a view is kept with its filter, the latest first, and goes with it, but for
// what payloads are read as; one of a subscription stays there.
func TestSetView(t *testing.T) {
	p := Profile{Subscriptions: []Subscription{{Filter: "raw/#", Decoder: "hex"}}, Formats: []PayloadFormat{{Filter: "c", As: []string{"cbor"}}}}
	before := p
	for _, c := range []struct{ filter, view, want string }{
		{"a/+", "hex", "a/+=hex c= hex"}, {"b", "text", "b=text a/+=hex c= hex"}, {"a/+", "tree", "b=text a/+=tree c= hex"}, {"b", "", "a/+=tree c= hex"},
		{"raw/#", "text", "a/+=tree c= text"}, {"c", "hex", "a/+=tree c=hex text"}, {"c", "", "a/+=tree c= text"}, {"none", "", "a/+=tree c= text"},
	} {
		p.SetView(c.filter, c.view)
		got := ""
		for _, f := range p.Formats {
			got += f.Filter + "=" + f.View + " "
		}
		if got += p.Subscriptions[0].Decoder; got != c.want {
			t.Errorf("%s as %q: %s, want %s", c.filter, c.view, got, c.want)
		}
	}
	if before.Subscriptions[0].Decoder != "hex" || before.Formats[0].View != "" || len(before.Formats) != 1 {
		t.Error("a copy of before has changed too")
	}
}

// TestANarrowerFilterIsNotShadowed: whatever was kept first, what is kept for fewer topics
// holds for these, and for the others what is kept for more.
func TestANarrowerFilterIsNotShadowed(t *testing.T) {
	var p Profile
	p.Subscriptions = []Subscription{{Filter: "#", Decoder: "text"}, {Filter: "raw/a", Decoder: "tree"}}
	p.Formats = []PayloadFormat{{Filter: "plant/#", As: []string{"protobuf"}, View: "tree"}, {Filter: "plant/a", View: "text"}}
	view := func(topic string) string { // as the window has it: of formats first
		for _, f := range p.Formats {
			if f.View != "" && model.Match(f.Filter, topic) {
				return f.View
			}
		}
		for _, s := range p.Subscriptions {
			if s.Decoder != "" && model.Match(s.Filter, topic) {
				return s.Decoder
			}
		}
		return ""
	}
	as := func(topic string) string {
		if f, ok := p.FormatFor(topic); ok && f.Rule(&schemas.Shelf{}) != nil {
			return strings.Join(f.As, " ")
		}
		return ""
	}
	check := func(when string, of func(topic string) string, want map[string]string) {
		t.Helper()
		for topic, want := range want {
			if got := of(topic); got != want {
				t.Errorf("%s: %s is %q, want %q, of %+v and %+v", when, topic, got, want, p.Formats, p.Subscriptions)
			}
		}
	}
	p.SetView("plant/a", "hex")
	check("a topic below a wider filter that stands first", view, map[string]string{"plant/a": "hex", "plant/b": "tree"})
	p.SetView("plant/+", "pretty")
	check("a wider one comes later", view, map[string]string{"plant/a": "hex", "plant/b": "pretty", "plant/b/c": "tree"})
	p.SetView("#", "table")
	check("the widest", view, map[string]string{"plant/a": "hex", "plant/b": "pretty", "other": "table"})
	p.SetView("raw/a", "hex")
	check("a subscription behind a wider one", view, map[string]string{"raw/a": "hex", "raw/b": "table"})
	p.SetView("plant/a", "")
	check("found out below a filter that asks for a view", view, map[string]string{"plant/a": "auto", "plant/b": "pretty"})
	check("what they are read as stays", as, map[string]string{"plant/a": "protobuf", "other": ""})
	p.SetReading(PayloadFormat{Filter: "plant/a/x", As: []string{"cbor"}})
	p.SetReading(PayloadFormat{Filter: "plant/a/#", As: []string{"msgpack"}})
	p.SetReading(PayloadFormat{Filter: "plant/b"})
	check("read as something else", as, map[string]string{"plant/a/x": "cbor", "plant/a/y": "msgpack", "plant/b": "", "plant/c": "protobuf"})
	check("how they are shown stays", view, map[string]string{"plant/b": "pretty", "plant/a": "auto"})
	if all := p.CheckFormats(); len(all) > 0 {
		t.Errorf("%v", all)
	}
	p.SetReading(PayloadFormat{Filter: "plant/#"})
	p.SetReading(PayloadFormat{Filter: "plant/b"})
	check("nothing is asked for any more", as, map[string]string{"plant/c": "", "plant/b": "", "plant/a/x": "cbor"})
	if f, known := p.formatOf("plant/b"); known {
		t.Errorf("a format that asks for nothing is kept: %+v", f)
	}
}
