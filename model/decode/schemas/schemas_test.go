package schemas

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/model/decode"
	"mangrove/model/decode/avro"
	"mangrove/model/decode/schemafile"
	"mangrove/model/value"
)

func TestOpen(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{
		"one.proto":   "syntax = \"proto3\"; package p; message One { int32 n = 1; message In {} }",
		"two.proto":   "syntax = \"proto3\"; package p; message A { int32 n = 1; } message B { string s = 1; }",
		"wrong.proto": "syntax = \"proto3\";\nmessage {",
		"r.AVSC":      `{"type": "record", "name": "R", "fields": [{"name": "n", "type": "int"}]}`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var shelf Shelf
	for name, c := range map[string]struct {
		file, message string
		names         []string
		payload, json string
		err           string
	}{
		"the only message":      {"one.proto", "", []string{"p.One", "p.One.In"}, "\x08\x05", `{"n":5}`, ""},
		"one that is named":     {"two.proto", "p.B", []string{"p.A", "p.B"}, "\x0a\x01x", `{"s":"x"}`, ""},
		"none is named":         {"two.proto", "", []string{"p.A", "p.B"}, "", "", "two.proto: no message: none is named of p.A, p.B"},
		"one that there is not": {"one.proto", "p.No", []string{"p.One", "p.One.In"}, "", "", "one.proto: no message: p.No is none of p.One, p.One.In"},
		"what does not compile": {"wrong.proto", "", nil, "", "", "wrong.proto, line 2, column 9: syntax error"},
		"no file":               {"none.proto", "", nil, "", "", "none.proto: not found"},
		"a record":              {"r.AVSC", "", []string{"R"}, "\x0a", `{"n":5}`, ""},
		"a record by its name":  {"r.AVSC", "R", []string{"R"}, "\x0a", `{"n":5}`, ""},
		"no record":             {"r.AVSC", "S", []string{"R"}, "", "", "r.AVSC: no message: S is none of R"},
	} {
		t.Run(name, func(t *testing.T) {
			from := Source{Files: []string{filepath.Join(folder, c.file)}, Message: c.message}
			s, err := Open(from)
			if !says(err, c.err) {
				t.Errorf("%v, want %q", err, c.err)
			}
			if s != nil && !reflect.DeepEqual(s.Names, c.names) {
				t.Errorf("%q, want %q", s.Names, c.names)
			}
			tree, _, err := shelf.Reader(from).Decode([]byte(c.payload))
			var f *value.Fault
			if c.err != "" {
				if !errors.As(err, &f) || f.Code != value.NoSchema || !says(f.Err, c.err) {
					t.Errorf("a payload: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := string(tree.AppendJSON(nil, 0)); got != c.json {
				t.Errorf("got %s, want %s", got, c.json)
			}
		})
	}
	if got := (Source{Files: []string{"a.avsc"}}).Format(); got != decode.Avro {
		t.Errorf("%s", got)
	}
}

// says reports whether an error begins so; no error, with nothing.
func says(err error, beginning string) bool {
	if err == nil || beginning == "" {
		return err == nil && beginning == ""
	}
	return strings.HasPrefix(err.Error(), beginning)
}

// TestAFullShelfKeepsWhatItHas: room is made for another one only.
func TestAFullShelfKeepsWhatItHas(t *testing.T) {
	var shelf Shelf
	source := func(i int) Source { return Source{Files: []string{strconv.Itoa(i) + ".avsc"}} }
	var last *kept
	for i := range mostKept {
		last = shelf.of(source(i))
	}
	if shelf.of(source(mostKept-1)) != last {
		t.Error("one that is there is read again")
	}
	shelf.of(source(mostKept))
	if len(shelf.open) > mostKept {
		t.Errorf("%d are kept", len(shelf.open))
	}
}

// TestReadersSayWhenTheyAreReady: who must not wait for a schema to be read has that done
// beside; one that cannot be read is ready to say so.
func TestReadersSayWhenTheyAreReady(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.avsc")
	if err := os.WriteFile(path, []byte(`"int"`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, from := range map[string]Source{"one": {Files: []string{path}}, "one that there is not": {Files: []string{path + "x"}}} {
		rule := &decode.Rule{As: []decode.Format{decode.Avro}, Schema: new(Shelf).Reader(from)}
		for until := time.Now().Add(time.Minute); !rule.Ready(); runtime.Gosched() {
			if time.Now().After(until) {
				t.Fatalf("%s: it is never ready", name)
			}
		}
		if r := decode.Payload(decode.Input{Payload: []byte{2}, Rule: rule}); (r.Problem == nil) != (name == "one") {
			t.Errorf("%s: %v, %v", name, r.As, r.Problem)
		}
	}
	for name, rule := range map[string]*decode.Rule{"no rule": nil, "no schema": {}, "one that needs no file": {Schema: avro.Reader{}}} {
		if !rule.Ready() {
			t.Errorf("%s is not ready", name)
		}
	}
}

// TestShelf: a schema is read once, until it is forgotten.
func TestShelf(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.avsc")
	write := func(content string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`"int"`)
	var shelf Shelf
	from := Source{Files: []string{path}}
	first, err := shelf.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	write(`nothing`)
	if again, err := shelf.Open(from); err != nil || again != first {
		t.Errorf("it is read again: %v", err)
	}
	shelf.Forget()
	var e *schemafile.Error
	if _, err := shelf.Open(from); !errors.As(err, &e) {
		t.Errorf("it is not read again: %v", err)
	}
}
