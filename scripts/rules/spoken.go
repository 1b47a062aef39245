package rules

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// explanations is the package whose sentences begin with a capital and end with a full stop.
const explanations = module + "/broker/explain"

// sentences are the functions of it that give whole ones.
var sentences = []string{"Error", "File", "Verdict", "RunVerdict", "DeviceProblemSentence", "Faults"}

// Spoken finds sentences of package explain that stand behind a colon, as in "Not sent: The
// broker …": a capital would be in the middle of a sentence. Two sentences say the same.
func Spoken(f File) (found []Finding) {
	if f.isTest() {
		return nil
	}
	complain := func(n ast.Node) {
		found = append(found, f.finding(n.Pos(), "what package explain says is a sentence of its own: end the one before it with a full stop"))
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.ADD && f.isSentence(n.Y) && strings.HasSuffix(lastText(n.X), ": ") {
				complain(n.Y)
			}
		case *ast.CallExpr:
			for _, arg := range f.behindColons(n) {
				if f.isSentence(arg) {
					complain(arg)
				}
			}
		}
		return true
	})
	return found
}

// isSentence tells whether an expression is one of package explain.
func (f File) isSentence(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	use, ok := call.Fun.(*ast.SelectorExpr)
	return ok && slices.ContainsFunc(sentences, func(name string) bool { return f.refers(use, explanations, name) })
}

// lastText is the text that an expression ends with, empty when it is none.
func lastText(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.BasicLit:
		return textOf(x)
	case *ast.BinaryExpr:
		return lastText(x.Y)
	}
	return ""
}

// verbsInTurn are the verbs of a format, and flagged are those that may take another value
// than the next one, as %[1]s and %*d.
var (
	verbsInTurn = regexp.MustCompile(`%%|%[a-zA-Z]`)
	flagged     = regexp.MustCompile(`%[^%a-zA-Z]`)
)

// behindColons are the values of a call of fmt that stand behind a colon.
func (f File) behindColons(call *ast.CallExpr) (args []ast.Expr) {
	use, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 || !f.refers(use, "fmt", "Sprintf") && !f.refers(use, "fmt", "Errorf") {
		return nil
	}
	literal, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return nil
	}
	text, n := textOf(literal), 0
	if flagged.MatchString(verbsInTurn.ReplaceAllString(text, "")) {
		return nil
	}
	for _, at := range verbsInTurn.FindAllStringIndex(text, -1) {
		if text[at[0]:at[1]] == "%%" {
			continue
		}
		if n++; n < len(call.Args) && strings.HasSuffix(text[:at[0]], ": ") {
			args = append(args, call.Args[n])
		}
	}
	return args
}
