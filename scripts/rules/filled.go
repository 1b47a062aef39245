package rules

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

// Filled finds sentences whose places and values do not belong together: a place without a value, a
// value without a place, a verb of fmt, and pairs for one and for several that differ in more
// than their words. Only sentences that are written where they are filled are looked at, with
// values that are written there too.
func Filled(f File) (found []Finding) {
	if f.isTest() {
		return nil
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		texts, values, ok := f.filling(call)
		if !ok {
			return true
		}
		for _, wrong := range misfits(texts, values) {
			found = append(found, f.finding(call.Pos(), "%s", wrong))
		}
		return true
	})
	return found
}

// filler is a function that fills sentences.
type filler struct {
	path, name string
	before     int
	pair       bool
}

// fillers are the functions that fill sentences, and how many arguments stand before the
// sentences; those of a pair are one for one of something and one for several.
var fillers = []filler{
	{module + "/model/wording", "Fill", 0, false},
	{module + "/model/wording", "Count", 1, true},
	{module + "/cmd/mangrove", "counted", 1, true},
	{module + "/ui/format", "Fill", 0, false},
	{module + "/ui/format", "Counted", 1, true},
}

// filling are the sentences that a call fills, and the names of their values. It is not ok when they
// are made elsewhere.
func (f File) filling(call *ast.CallExpr) (texts, values []string, ok bool) {
	for _, by := range fillers {
		if !f.calls(call, by.path, by.name) {
			continue
		}
		sentences := 1
		if by.pair {
			sentences, values = 2, append(values, "count")
		}
		args := call.Args[min(by.before, len(call.Args)):]
		for i, arg := range args {
			text, is := constantText(arg)
			switch {
			case i < sentences:
				if !is {
					return nil, nil, false
				}
				texts = append(texts, text)
			case (i-len(texts))%2 == 0:
				if !is || call.Ellipsis.IsValid() {
					return nil, nil, false
				}
				values = append(values, text)
			}
		}
		return texts, values, len(texts) > 0
	}
	return nil, nil, false
}

// calls tells whether a call is of a function, in its own package or from another.
func (f File) calls(call *ast.CallExpr, path, name string) bool {
	switch use := call.Fun.(type) {
	case *ast.Ident:
		return path == module+"/"+f.folder() && use.Name == name
	case *ast.SelectorExpr:
		return f.refers(use, path, name)
	}
	return false
}

// anyVerb is a verb of fmt with whatever may stand in it.
var anyVerb = regexp.MustCompile(`%[-+# 0]*[\[\]0-9.]*[sdqvxXcgfeTt]\b`)

// misfits says what is wrong with sentences and the names of their values.
func misfits(texts, values []string) (wrong []string) {
	used := make(map[string]bool)
	for _, text := range texts {
		for _, place := range places.FindAllString(text, -1) {
			name := strings.Trim(place, "{}")
			used[name] = true
			if !slices.Contains(values, name) {
				wrong = append(wrong, "the place "+place+" has no value")
			}
		}
		if anyVerb.MatchString(text) {
			wrong = append(wrong, "a verb of fmt stands in a sentence that is filled by names")
		}
	}
	for i, name := range values {
		if !used[name] && (i != 0 || name != "count" || len(texts) != 2) {
			wrong = append(wrong, "the value "+name+" has no place")
		}
		if slices.Contains(values[:i], name) {
			wrong = append(wrong, "two values are called "+name)
		}
	}
	if len(texts) == 2 && !strings.Contains(texts[1], "{count}") {
		wrong = append(wrong, "the sentence for several does not say {count}")
	}
	return wrong
}
