package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/cmd/mangrove/problem"
)

func TestDecodeCommandTakesSchemas(t *testing.T) {
	folder := t.TempDir()
	file := func(name, content string) string {
		t.Helper()
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one := file("one.proto", "syntax = \"proto3\"; package p; import \"units/u.proto\"; message R { double v = 1; u.Unit unit = 2; } message S { int32 n = 1; }")
	file("shared/units/u.proto", "syntax = \"proto3\"; package u; enum Unit { NONE = 0; KG = 1; }")
	wrong := file("wrong.proto", "syntax = \"proto3\";\nmessage R {\n  double v = 1\n}")
	avsc := file("a.avsc", `{"type": "record", "name": "R", "fields": [{"name": "n", "type": "int"}, {"name": "s", "type": "string"}]}`)
	imports := []string{"--proto", one, "--import", filepath.Join(folder, "shared")}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte("\x10\x01"))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	const reading = "\x09\x00\x00\x00\x00\x00\x00\x04\x40\x10\x01"
	for _, c := range []struct {
		name, in string
		args     []string
		out, err string // what both begin with
	}{
		{"protobuf", reading, append(imports, "--message", "p.R"),
			`{"as":["protobuf"],"because":[{"code":"asked","found":"--proto"}],"value":{"v":2.5,"unit":"KG"},"consumed":11,"size":11}`, ""},
		{"protobuf in gzip", packed.String(), append(imports, "--message", "p.R", "--as", "gzip,protobuf"), `{"as":["gzip","protobuf"],`, ""},
		{"no message", "", imports, "", "The schema has several messages. Type the name of one: p.R, p.S."},
		{"another message", "", append(imports, "--message", "p.X"), "", "The schema has no message p.X. It has p.R, p.S."},
		{"no import", "", []string{"--proto", one, "--message", "p.R"}, "", "The schema cannot be used: one.proto, line 1, column 38: units/u.proto is imported, but is in none of the folders."},
		{"what does not compile", "", []string{"--proto", wrong}, "", "The schema cannot be used: wrong.proto, line 4, column 1: syntax error: expecting ';'."},
		{"a payload that is cut off", reading[:5], append(imports, "--message", "p.R"), `{"as":["bytes"]`, problem.NotOfSchema.Error()},
		{"another payload", "\x08\x05", append(imports, "--message", "p.R"), `{"as":["protobuf"],"because":[{"code":"asked","found":"--proto"}],"value":{"v":5},`, problem.NotOfSchema.Error()},
		{"avro", "\x0a\x04hi", []string{"--schema", avsc}, `{"as":["avro"],"because":[{"code":"asked","found":"--schema"}],"value":{"n":5,"s":"hi"},"consumed":4,"size":4}`, ""},
		{"avro with more", "\x0a\x04hi!", []string{"--schema", avsc, "--message", "R"}, `{"as":["avro"],`, problem.NotOfSchema.Error()},
		{"both", "", []string{"--schema", avsc, "--proto", one}, "", "A payload is read by one schema"},
		{"a message of nothing", "", []string{"--message", "R"}, "", "--message has no effect without --proto or --schema"},
		{"the other kind of file", "", []string{"--proto", avsc}, "", "--proto takes other files"},
		{"something else", "", append(imports, "--message", "p.R", "--as", "json"), "", "--proto is for protobuf, and --as asks for something else"},
	} {
		out, err := runDecode(t, c.in, c.args...)
		if !strings.HasPrefix(out, c.out) || (out == "") != (c.out == "") {
			t.Errorf("%s: %s\nwant %s", c.name, out, c.out)
		}
		if (err == nil) != (c.err == "") || err != nil && !strings.HasPrefix(err.Error(), c.err) {
			t.Errorf("%s: %v, want %s", c.name, err, c.err)
		}
	}
}
