package rules

import (
	"strings"
	"testing"
)

func TestSmallPackages(t *testing.T) {
	of := func(path string, lines int, imports ...string) File {
		source := "package p\n"
		for _, name := range imports {
			source += "import _ \"mangrove/" + name + "\"\n"
		}
		return parse(t, path, source+strings.Repeat("\n", lines-1-len(imports)))
	}
	for _, s := range []struct {
		name  string
		files []File
		want  []string
	}{
		{"one user", []File{of("a/a.go", 149), of("b/b.go", 9, "a")}, []string{"a: 149 lines that only b imports"}},
		{"in two files", []File{of("a/a.go", 100), of("a/b.go", 50), of("b/b.go", 9, "a")}, nil},
		{"two users", []File{of("a/a.go", 9), of("b/b.go", 9, "a"), of("c/c.go", 9, "a")}, nil},
		{"two files of one user", []File{of("a/a.go", 9), of("b/b.go", 9, "a"), of("b/c.go", 9, "a")}, []string{"a: 9 lines"}},
		{"its tests do not count", []File{of("a/a.go", 9), of("a/a_test.go", 500), of("b/b.go", 9, "a"), of("c/c_test.go", 9, "a")}, []string{"a: 9 lines"}},
		{"of tests", []File{of("a/a.go", 9), of("b/b_test.go", 9, "a")}, nil},
		{"on purpose", []File{of("model/decode/meshtastic/a.go", 9), of("model/decode/b.go", 9, "model/decode/meshtastic")}, nil},
	} {
		t.Run(s.name, func(t *testing.T) { sample{want: s.want}.check(t, SmallPackages(s.files)) })
	}
}

func TestNamed(t *testing.T) {
	there := []string{"ui/window.go", "README.md"}
	for _, s := range []struct {
		name, text string
		want       []string
	}{
		{"there", "`ui/window.go`, `window.go` and `README.md`", nil},
		{"gone", "one\n`ui/gone.go` and `gone.go`\n", []string{"G.md:2: there is no file ui/gone.go", "G.md:2: there is no file gone.go"}},
		{"in another folder", "`ui/explore/window.go`", []string{"ui/explore/window.go"}},
		{"no file", "`ui/format.Excerpt`, `make run`, ui/gone.go", nil},
	} {
		t.Run(s.name, func(t *testing.T) { sample{want: s.want}.check(t, Named("G.md", s.text, there)) })
	}
}
