package rules

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// File is one Go source file.
type File struct {
	Path      string // from the repository's root, with slashes
	Lines     int
	Generated bool // written by a program: the size rules pass it over
	syntax    *ast.File
	positions *token.FileSet
}

// Finding is one place where a rule is broken.
type Finding struct {
	Place string // path, or path:line
	Rule  string // what is wrong and what to do
}

// String gives the finding as compilers do.
func (f Finding) String() string { return f.Place + ": " + f.Rule }

// Parse reads one file. The path decides which rules hold for it.
func Parse(path string, source []byte) (File, error) {
	positions := token.NewFileSet()
	syntax, err := parser.ParseFile(positions, path, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return File{}, fmt.Errorf("parse %s: %w", path, err)
	}
	return File{
		Path:      path,
		Lines:     lines(source),
		Generated: ast.IsGenerated(syntax),
		syntax:    syntax,
		positions: positions,
	}, nil
}

func lines(source []byte) int {
	n := bytes.Count(source, []byte("\n"))
	if len(source) > 0 && !bytes.HasSuffix(source, []byte("\n")) {
		n++
	}
	return n
}

// isTest tells whether the file belongs to tests only.
func (f File) isTest() bool { return strings.HasSuffix(f.Path, "_test.go") }

// folder is the package's folder, "." for the root.
func (f File) folder() string {
	if i := strings.LastIndexByte(f.Path, '/'); i >= 0 {
		return f.Path[:i]
	}
	return "."
}

func (f File) line(p token.Pos) int { return f.positions.Position(p).Line }

func (f File) finding(p token.Pos, rule string, values ...any) Finding {
	return Finding{Place: fmt.Sprintf("%s:%d", f.Path, f.line(p)), Rule: fmt.Sprintf(rule, values...)}
}

// within tells whether a path (of a folder, a file or a package) is the given
// one or lies under it.
func within(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+"/")
}
