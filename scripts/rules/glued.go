package rules

import (
	"go/ast"
	"go/token"
	"slices"
)

// formats is the package in which numbers get their nouns in the window.
const formats = module + "/ui/format"

// counting are the functions that put a number before its noun, by their package.
var counting = map[string][]string{formats: {"Plural", "Noun"}, explanations: {"numberOf"}}

// Glued finds numbers with their nouns that are glued to the rest of a sentence with +, as in
// Plural(n, "message") + " were lost": of one it would be wrong, and another language has
// another order. The sentence for one and the one for several stand as a whole each.
func Glued(f File) (found []Finding) {
	if f.isTest() {
		return nil
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		sum, ok := n.(*ast.BinaryExpr)
		if !ok || sum.Op != token.ADD {
			return true
		}
		for _, part := range []ast.Expr{sum.X, sum.Y} {
			if f.counts(part) {
				found = append(found, f.finding(part.Pos(), "a number with its noun is glued to a sentence: give a whole sentence for one and one for several, to format.Counted or perNumber"))
			}
		}
		return true
	})
	return found
}

// counts reports whether an expression is a number with its noun.
func (f File) counts(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	for path, names := range counting {
		switch use := call.Fun.(type) {
		case *ast.Ident:
			if path == module+"/"+f.folder() && slices.Contains(names, use.Name) {
				return true
			}
		case *ast.SelectorExpr:
			if slices.ContainsFunc(names, func(name string) bool { return f.refers(use, path, name) }) {
				return true
			}
		}
	}
	return false
}
