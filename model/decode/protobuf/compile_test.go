package protobuf

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"mangrove/model/decode/internal/vectors"
	"mangrove/model/decode/schemafile"
)

// written makes files in a folder of their own.
func written(t testing.TB, files map[string]string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

const proto3 = "syntax = \"proto3\";\n"

func TestCompile(t *testing.T) {
	folder := written(t, map[string]string{
		"a.proto":       proto3 + "package p;\nimport \"parts/b.proto\";\nmessage A { B b = 1; map<string, int32> m = 2; message In { int32 n = 1; } }",
		"parts/b.proto": proto3 + "package p;\n// { ( < [\n/* {{{ \" */ message B { string s = 1; }",
		"c.proto":       proto3 + "package p;\nmessage C { int32 n = 1; }",
		"bom.proto":     "\ufeff" + proto3 + "message Bom { int32 n = 1; }",
	})
	for name, c := range map[string]struct {
		files []string
		want  []string
		only  string
	}{
		"imports":                     {[]string{"a.proto"}, []string{"p.A", "p.A.In", "p.B"}, "p.A"},
		"two files of a package":      {[]string{"c.proto", "a.proto"}, []string{"p.A", "p.A.In", "p.C", "p.B"}, ""},
		"a file twice":                {[]string{"c.proto", "c.proto"}, []string{"p.C"}, "p.C"},
		"an imported one is chosen":   {[]string{"parts/b.proto", "a.proto"}, []string{"p.A", "p.A.In", "p.B"}, ""},
		"a byte order mark before it": {[]string{"bom.proto"}, []string{"Bom"}, "Bom"},
	} {
		t.Run(name, func(t *testing.T) {
			var paths []string
			for _, file := range c.files {
				paths = append(paths, filepath.Join(folder, file))
			}
			s, err := Compile(paths, []string{folder})
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Messages(); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
			if m := s.find(""); (m != nil) != (c.only != "") || m != nil && string(m.FullName()) != c.only {
				t.Errorf("the only one is %v, want %q", m, c.only)
			}
		})
	}
	s, err := Compile([]string{filepath.Join(folder, "a.proto")}, nil) // its own folder
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Decode("p.None", nil); vectors.FaultText(err) != "no schema: p.None at 0" {
		t.Errorf("a message that there is not: %v", err)
	}
}

func TestFaultsOfFiles(t *testing.T) {
	for name, c := range map[string]struct {
		files  map[string]string
		want   string
		line   int
		column int
	}{
		"a missing semicolon":         {map[string]string{"a.proto": proto3 + "message A {\n  int32 n = 1\n}"}, "a.proto, line 4, column 1: syntax error: expecting ';'", 4, 1},
		"a type that there is not":    {map[string]string{"a.proto": proto3 + "message A { Nope n = 1; }"}, "a.proto, line 2, column 13: field A.n: unknown type Nope", 2, 13},
		"a number twice":              {map[string]string{"a.proto": proto3 + "message A { int32 n = 1; int32 m = 1; }"}, "both have the same tag 1", 2, 36},
		"an import that there is not": {map[string]string{"a.proto": proto3 + "\nimport \"x/none.proto\";"}, "a.proto, line 3, column 8: import not found: x/none.proto", 3, 8},
		"imports in a circle":         {map[string]string{"a.proto": proto3 + "import \"b.proto\";", "b.proto": proto3 + "import \"a.proto\";"}, "cycle found in imports", 2, 8},
		"an import of itself":         {map[string]string{"a.proto": proto3 + "import \"a.proto\";"}, "cycle found in imports", 2, 8},
		"an import that is wrong":     {map[string]string{"a.proto": proto3 + "import \"b.proto\";", "b.proto": proto3 + "mess"}, "b.proto, line 2, column 1: syntax error", 2, 1},
		"an import from elsewhere":    {map[string]string{"a.proto": proto3 + "import \"../b.proto\";"}, "a.proto, line 2, column 8: bad import: b.proto: outside", 2, 8},
		"an absolute import":          {map[string]string{"a.proto": proto3 + "import \"/etc/hosts\";"}, "bad import: hosts: outside", 2, 8},
		"an import that is a folder":  {map[string]string{"a.proto": proto3 + "import \"b.proto\";", "b.proto/c.proto": proto3}, "bad import: b.proto: no file", 2, 8},
		"a message twice":             {map[string]string{"a.proto": proto3 + "import \"b.proto\"; message A {}", "b.proto": proto3 + "message A {}"}, "already defined", 2, 0},
		"compiled":                    {map[string]string{"a.proto": "\n\x07a.proto\x12\x01p\"\x03\n\x01Ab\x06proto3"}, "a.proto: not text", 0, 0},
		"nested without end":          {map[string]string{"a.proto": proto3 + strings.Repeat("message A {", 100_000)}, "a.proto, line 2: nested too deep", 2, 0},
		"no .proto at all":            {map[string]string{"a.proto": "\x00\x01PNG"}, "a.proto: not text", 0, 0},
		"too large":                   {map[string]string{"a.proto": proto3 + strings.Repeat(" ", schemafile.LargestFile)}, "a.proto: file too large", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			folder := written(t, c.files)
			_, err := Compile([]string{filepath.Join(folder, "a.proto")}, nil)
			e := (*schemafile.Error)(nil)
			if !errors.As(err, &e) {
				t.Fatalf("%v", err)
			}
			if said := e.Error(); !strings.Contains(said, c.want) || e.Line != c.line || c.column != 0 && e.Column != c.column {
				t.Errorf("%d:%d %s\nwant %d:%d %s", e.Line, e.Column, said, c.line, c.column, c.want)
			}
		})
	}
	if _, err := Compile([]string{filepath.Join(t.TempDir(), "none.proto")}, nil); err == nil || !strings.Contains(err.Error(), "none.proto: not found") {
		t.Errorf("a file that there is not: %v", err)
	}
	if _, err := Compile(nil, nil); err == nil {
		t.Error("no files are compiled")
	}
}

func FuzzCompile(f *testing.F) {
	for _, name := range []string{"everything.proto", "old.proto", "editions.proto"} {
		content, err := os.ReadFile("testdata/proto/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	folder := f.TempDir()
	path := filepath.Join(folder, "a.proto")
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Compile([]string{path}, nil)
		if err != nil {
			return
		}
		for _, m := range s.Messages() {
			if _, _, err := s.Decode(m, []byte("\x08\x01\x12\x01a")); err != nil && vectors.FaultText(err) == "" {
				t.Error(err)
			}
		}
	})
}
