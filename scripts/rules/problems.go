package rules

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// problems is the package with the sentences on why a command failed.
const problems = "cmd/mangrove/problem"

// Problems finds errors of the commands that are made of words where they happen, and sentences of
// package problem that are not whole or do not fit the values they are given.
func Problems(files []File) (found []Finding) {
	texts := make(map[string][]string) // the one sentence, or the two, of a name
	for _, f := range files {
		if f.folder() == problems && !f.isTest() {
			found = append(found, f.tabled(texts)...)
		}
	}
	for _, f := range files {
		if f.folder() != "cmd/mangrove" || f.isTest() {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if f.errsInWords(call) {
				found = append(found, f.finding(call.Pos(), "a person reads why a command failed: give a sentence of package problem"))
			}
			for _, wrong := range f.problemMisfits(call, texts) {
				found = append(found, f.finding(call.Pos(), "%s", wrong))
			}
			return true
		})
	}
	return found
}

// tabled puts the sentences of a file into a table, and finds those that are not whole.
func (f File) tabled(texts map[string][]string) (found []Finding) {
	for _, d := range f.syntax.Decls {
		d, ok := d.(*ast.GenDecl)
		if !ok || d.Tok != token.CONST && d.Tok != token.VAR {
			continue
		}
		for _, s := range d.Specs {
			v, ok := s.(*ast.ValueSpec)
			if !ok || len(v.Names) != 1 || len(v.Values) != 1 {
				continue
			}
			said := constantTexts(v.Values[0])
			texts[v.Names[0].Name] = said
			for _, text := range said {
				if !isWholeProblem(text) {
					found = append(found, f.finding(v.Pos(), "%q is no whole sentence: it begins with a capital or a number, not with a name, and ends with a full stop or with {why}", text))
				}
			}
		}
	}
	return found
}

// constantTexts are the texts of an expression: its own, or those of a pair.
func constantTexts(x ast.Expr) (texts []string) {
	if text, is := constantText(x); is {
		return []string{text}
	}
	if pair, ok := x.(*ast.CompositeLit); ok {
		for _, element := range pair.Elts {
			if text, is := constantText(element); is {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// wholeProblem is a sentence that may begin with a flag, and that may end with what has led to
// it, which gets its full stop later.
var wholeProblem = regexp.MustCompile(`^(--)?[A-Za-z{].*(\.|: \{why\}|\. \{reason\})$`)

// isWholeProblem tells whether a sentence is a whole one. It does not begin with a name, whose
// first letter would become a capital.
func isWholeProblem(text string) bool {
	named := strings.HasPrefix(text, "{file}") || strings.HasPrefix(text, "{connection}")
	return wholeProblem.MatchString(text) && !named && (text[0] < 'a' || text[0] > 'z')
}

// errsInWords tells whether a call makes an error of words.
func (f File) errsInWords(call *ast.CallExpr) bool {
	if len(call.Args) == 0 || !f.calls(call, "errors", "New") && !f.calls(call, "fmt", "Errorf") {
		return false
	}
	text, is := constantText(call.Args[0])
	return !is || letters.MatchString(verbs.ReplaceAllString(text, ""))
}

// problemMisfits says what is wrong with the values that a sentence of package problem is given.
func (f File) problemMisfits(call *ast.CallExpr, texts map[string][]string) []string {
	use, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	named, ok := use.X.(*ast.SelectorExpr)
	if !ok || !f.refers(named, module+"/"+problems, named.Sel.Name) {
		return nil
	}
	var values []string
	before := map[string]string{"With": "", "Because": "why", "Of": "count"}
	first, known := before[use.Sel.Name]
	if !known || call.Ellipsis.IsValid() {
		return nil
	}
	args := call.Args
	if first != "" {
		values, args = append(values, first), args[min(1, len(args)):]
	}
	names, ok := namesOf(args)
	if !ok {
		return nil
	}
	values = append(values, names...)
	said := texts[named.Sel.Name]
	if len(said) == 0 {
		return []string{"package problem has no sentence " + named.Sel.Name}
	}
	return slices.Compact(misfits(said, values))
}
