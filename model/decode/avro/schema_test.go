package avro

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"mangrove/model/decode/internal/vectors"
	"mangrove/model/decode/schemafile"
)

func TestCompile(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  []string
		hex   string
		drawn string
	}{
		"one":                             {[]string{"tree"}, []string{"test.Tree"}, "540000", `{n="42" int@0-1, left="" null@1-2, all=[]}`},
		"one that is named by another":    {[]string{"reading", "unit"}, []string{"test.plant.Reading"}, "02 0000000000000440", `{unit="KG" test.plant.Unit@0-1, value="2.5" double@1-9}`},
		"one that is given twice":         {[]string{"tree", "tree"}, []string{"test.Tree"}, "540000", `{n="42" int@0-1, left="" null@1-2, all=[]}`},
		"the other order":                 {[]string{"unit", "reading"}, []string{"test.plant.Reading"}, "02", `"KG" test.plant.Unit@0-1`},
		"two that know nothing of others": {[]string{"tree", "everything"}, []string{"test.Everything", "test.Tree"}, "540000", `{n="42" int@0-1, left="" null@1-2, all=[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			s := compiled(t, c.files...)
			if got := s.Types(); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
			tree, _, err := Reader{Schema: s}.Decode(vectors.Unhex(t, c.hex))
			if err != nil {
				t.Fatal(err)
			}
			if got := vectors.Drawn(tree, 0); got != c.drawn {
				t.Errorf("got  %s\nwant %s", got, c.drawn)
			}
		})
	}
	tree, consumed, err := Reader{Schema: compiled(t, "unit", "reading"), Type: "test.plant.Reading"}.Decode(vectors.Unhex(t, "02 0000000000000440"))
	if err != nil || consumed != 9 || tree.Type(0) != "test.plant.Reading" {
		t.Errorf("by its name: %d bytes, %v", consumed, err)
	}
}

func TestFaultsOfFiles(t *testing.T) {
	for name, c := range map[string]struct {
		content, want string
		line, column  int
	}{
		"no JSON":                  {"{\n\"type\": \"record\",\n}", "not JSON: unexpected: }", 3, 1},
		"cut off":                  {"{\n\"type\": ", "not JSON: cut off", 2, 8},
		"nothing":                  {"", "not JSON: cut off", 1, 1},
		"a type that there is not": {`{"type": "record", "name": "R", "fields": [{"name": "a", "type": "Nope"}]}`, "Nope", 0, 0},
		"a record without a name":  {`{"type": "record", "fields": []}`, "name", 0, 0},
		"a .proto file":            {"syntax = \"proto3\";", "not JSON", 1, 1},
		"nested without end":       {strings.Repeat(`{"type": "array", "items": `, 20_000) + `"int"` + strings.Repeat("}", 20_000), "", 0, 0},
		"too large":                {strings.Repeat(" ", schemafile.LargestFile+1), schemafile.ErrTooLarge.Error(), 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.avsc")
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Compile([]string{path})
			e := (*schemafile.Error)(nil)
			if !errors.As(err, &e) {
				t.Fatalf("%v", err)
			}
			if !strings.Contains(e.Error(), c.want) || e.Line != c.line || e.Column != c.column || e.File != path {
				t.Errorf("%s %d:%d %s\nwant %d:%d %s", e.File, e.Line, e.Column, e, c.line, c.column, c.want)
			}
		})
	}
	if _, err := Compile([]string{filepath.Join(t.TempDir(), "none.avsc")}); err == nil || !strings.Contains(err.Error(), "none.avsc: not found") {
		t.Errorf("a file that there is not: %v", err)
	}
	if _, err := Compile(tooLarge(t)); err == nil || !strings.Contains(err.Error(), schemafile.ErrTooMany.Error()) {
		t.Errorf("more than is taken of all files: %v", err)
	}
	if _, err := Compile(nil); err == nil {
		t.Error("no files are compiled")
	}
}

// tooLarge are files of which none is too large, but all of them are.
func tooLarge(t *testing.T) (files []string) {
	folder := t.TempDir()
	for i := range schemafile.LargestAll/schemafile.LargestFile + 1 {
		path := filepath.Join(folder, strconv.Itoa(i)+".avsc")
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, schemafile.LargestFile)); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	return files
}
