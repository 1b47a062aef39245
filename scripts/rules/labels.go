package rules

import (
	"go/ast"
	"slices"
)

// keepers are the packages whose types are written into files and read again.
var keepers = []string{
	module + "/broker/cause", module + "/broker/collections", module + "/broker/environments", module + "/broker/sent", module + "/ui/runs",
}

// Labels finds sentences that are put into what a file keeps: it would stay in the language, and
// in the words, of the day. A code with its values is kept, and the sentence made when it is
// shown.
func Labels(f File) (found []Finding) {
	if f.isTest() {
		return nil
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		value, ok := n.(*ast.CompositeLit)
		if !ok || !f.isKept(value.Type) {
			return true
		}
		for _, element := range value.Elts {
			if named, ok := element.(*ast.KeyValueExpr); ok && f.isWords(named.Value) {
				found = append(found, f.finding(named.Pos(), "a sentence is kept in a file: keep a code with its values, as a cause.Cause, and make the sentence when it is shown"))
			}
		}
		return true
	})
	return found
}

// isKept tells whether a type is one of those that files keep.
func (f File) isKept(of ast.Expr) bool {
	use, ok := of.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	return slices.ContainsFunc(keepers, func(path string) bool { return f.refers(use, path, use.Sel.Name) })
}

// isWords tells whether an expression is a sentence, or made by package explain.
func (f File) isWords(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.BasicLit:
		return threeWords.MatchString(textOf(x))
	case *ast.BinaryExpr:
		return f.isWords(x.X) || f.isWords(x.Y)
	case *ast.CallExpr:
		use, ok := x.Fun.(*ast.SelectorExpr)
		return ok && f.refers(use, explanations, use.Sel.Name)
	}
	return false
}
