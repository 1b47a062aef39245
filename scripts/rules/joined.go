package rules

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// speaking are the folders whose sentences people read: all that lies below them.
var speaking = []string{"broker/explain", "cmd/mangrove", "ui"}

// noSentences read like a part of one, and are none that anybody is shown.
var noSentences = []string{
	"profile ", "heading ", "found ", "secret ", "charts.of ", "charts.at ", // begin keys
	"close of ", "send on closed ", "unaligned ", "concurrent map ", // begin what Go's runtime says
	"panic: ", // likewise
}

var (
	// begun and unended are texts that are a part of a sentence: what stood before it, or stands
	// behind it, is put to them where they are used.
	begun   = regexp.MustCompile(`^( ?[,;:)] ?[a-z{%]| [a-z(])`)
	unended = regexp.MustCompile(`[a-z,;(}] $`)
	whole   = regexp.MustCompile(`^\s*["“„'(\[{A-Z0-9…][\s\S]*[.!?…]["”)]?\s*$|^\s*$`)
	lowered = regexp.MustCompile(`[a-z]{2,}`)
	units   = regexp.MustCompile(`\b(min|ms|kB)\b`)
	layouts = regexp.MustCompile(`\b(2006|Jan|Mon|15:04)\b`)
	places  = regexp.MustCompile(`\{[a-zA-Z][a-zA-Z0-9 ]*\}`)
)

// Joined finds sentences that are put together of parts: words that are joined to a value with
// + or by fmt.Sprintf, Errorf or Fprintf, lists with a word between their members, and texts that can only be a part of
// a sentence. Another language has another order, and its translator sees one part at a time. A
// sentence stands whole, with a named place for each value: see package wording.
func Joined(f File) (found []Finding) {
	if !f.speaks() {
		return nil
	}
	known := make(map[ast.Node]bool) // what is a part of something that has been looked at, or no sentence
	complain := func(n ast.Node, words string) { found = append(found, f.finding(n.Pos(), "%s", words)) }
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if n == nil || known[n] {
			return false
		}
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			if n.Tag != nil {
				known[n.Tag] = true
			}
		case *ast.KeyValueExpr:
			known[n.Key] = true
		case *ast.CompositeLit:
			if use, ok := n.Type.(*ast.SelectorExpr); ok && f.refers(use, module+"/ui/desk", "NamedObject") {
				return false // for scripts
			}
		case *ast.CallExpr:
			return f.checkJoining(n, known, complain)
		case *ast.BinaryExpr:
			return f.checkSum(n, complain)
		case *ast.BasicLit:
			if isPart(textOf(n)) {
				complain(n, partOfSentence)
			}
		}
		return true
	})
	return found
}

const partOfSentence = "a part of a sentence: give the whole of it, with a named place for what differs (see package wording)"

// isPart tells whether a text can only be a part of a sentence.
func isPart(text string) bool {
	return hasWords(text) && (begun.MatchString(text) || unended.MatchString(text))
}

// speaks tells whether the file is one with sentences for the user.
func (f File) speaks() bool {
	speaks := slices.ContainsFunc(speaking, func(folder string) bool { return within(f.folder(), folder) })
	return speaks && !f.isTest() && !within(f.folder(), "ui/uitest")
}

// checkSum looks at a sum of texts. It reports whether to look at its parts.
func (f File) checkSum(sum *ast.BinaryExpr, complain func(ast.Node, string)) bool {
	if sum.Op != token.ADD {
		return true
	}
	terms := termsOf(sum)
	if slices.ContainsFunc(terms, isID) {
		return false // a key
	}
	if len(terms) == 1 { // one text on several lines
		if text, _ := constantText(terms[0]); isPart(text) {
			complain(sum, partOfSentence)
		}
		return false
	}
	for _, term := range terms {
		text, is := constantText(term)
		if is && (hasWords(text) && !whole.MatchString(text) || text == ": ") {
			complain(sum, "words are joined to a value: give the whole sentence, with a named place for the value, to wording.Fill or format.Fill")
			return false
		}
	}
	return true
}

// checkJoining looks at calls that put texts together. It reports whether to look at what they get.
func (f File) checkJoining(call *ast.CallExpr, known map[ast.Node]bool, complain func(ast.Node, string)) bool {
	use, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return true
	}
	switch {
	case f.refers(use, "strings", "Join"):
		if text, is := constantText(call.Args[len(call.Args)-1]); is && hasWords(text) {
			complain(call, "a list with words between its members is a part of a sentence: list them with a comma, or name each in its place")
		}
		return true
	case f.refers(use, "fmt", "Sprintf"), f.refers(use, "fmt", "Errorf"), f.refers(use, "fmt", "Fprintf"):
		at := 0
		if use.Sel.Name == "Fprintf" {
			at = min(1, len(call.Args)-1)
		}
		if text, is := constantText(call.Args[at]); is && hasWords(verbs.ReplaceAllString(text, "")) && verbs.MatchString(text) {
			complain(call, "the values of a sentence have names: use wording.Fill or format.Fill")
		}
	case strings.HasPrefix(use.Sel.Name, "Place") && use.Sel.Name != "PlaceHolder": // a name for scripts
		return false
	case f.compares(use):
		for _, arg := range call.Args {
			known[arg] = true
		}
	}
	return true
}

// compares tells whether a function looks for a text in another, which is none that is said.
func (f File) compares(use *ast.SelectorExpr) bool {
	for _, name := range []string{
		"Contains", "HasPrefix", "HasSuffix", "TrimPrefix", "TrimSuffix", "CutPrefix", "CutSuffix", "Cut", "Index", "LastIndex", "Split", "ReplaceAll",
	} {
		if f.refers(use, "strings", name) || f.refers(use, "bytes", name) {
			return true
		}
	}
	return f.refers(use, "regexp", "MustCompile")
}

// isID tells whether an expression is the id of something.
func isID(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name == "id"
	case *ast.SelectorExpr:
		return x.Sel.Name == "ID"
	}
	return false
}

// termsOf are the terms of a sum, constant ones that stand side by side as one.
func termsOf(x ast.Expr) []ast.Expr {
	sum, ok := x.(*ast.BinaryExpr)
	if _, constant := constantText(x); constant || !ok || sum.Op != token.ADD {
		return []ast.Expr{x}
	}
	terms := append(termsOf(sum.X), termsOf(sum.Y)...)
	for i := len(terms) - 1; i > 0; i-- {
		_, before := constantText(terms[i-1])
		if _, here := constantText(terms[i]); before && here {
			terms = slices.Replace(terms, i-1, i+1, ast.Expr(&ast.BinaryExpr{X: terms[i-1], Op: token.ADD, Y: terms[i], OpPos: terms[i].Pos()}))
		}
	}
	return terms
}

// constantText is a text that is written down, on one line or several.
func constantText(x ast.Expr) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		return textOf(x), x.Kind == token.STRING
	case *ast.ParenExpr:
		return constantText(x.X)
	case *ast.BinaryExpr:
		left, ok := constantText(x.X)
		right, both := constantText(x.Y)
		return left + right, ok && both && x.Op == token.ADD
	}
	return "", false
}

// hasWords tells whether a text is, or is a part of, something that is said: there are words in it,
// and blanks between or around them. Names of files and of units have none, layouts of times
// are none.
func hasWords(text string) bool {
	return strings.Contains(text, " ") && lowered.MatchString(units.ReplaceAllString(places.ReplaceAllString(text, ""), "")) && !layouts.MatchString(text) &&
		!slices.Contains(noSentences, text)
}
