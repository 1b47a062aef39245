// Package codestest finds the codes that a package declares, for the tests that see that
// each of them has its words.
package codestest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Of gives the codes of a type that a package declares: those that somebody adds, too,
// so that none is left without a sentence.
func Of(t testing.TB, folder, name string) (codes []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(folder, entry.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok {
				codes = append(codes, textsOf(spec, name)...)
			}
			return true
		})
	}
	if len(codes) < 2 {
		t.Fatalf("%s declares the codes %q of the type %s", folder, codes, name)
	}
	return codes
}

// textsOf are the constant texts of a declaration, if they are of a type.
func textsOf(spec *ast.ValueSpec, name string) (all []string) {
	if of, ok := spec.Type.(*ast.Ident); !ok || of.Name != name {
		return nil
	}
	for _, value := range spec.Values {
		if literal, ok := value.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, _ := strconv.Unquote(literal.Value) // it has been parsed
			all = append(all, text)
		}
	}
	return all
}
