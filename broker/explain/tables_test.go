package explain

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// said are the sentences of this package: the texts of the tables and of what is filled with values,
// by where they stand.
func said(t *testing.T) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	files := token.NewFileSet()
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, entry.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.BinaryExpr, *ast.BasicLit:
				if text, ok := textIn(n); ok {
					all[files.Position(n.Pos()).String()] = text
					return false
				}
			}
			return true
		})
	}
	return all
}

// textIn is a text that is written on one line or several.
func textIn(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(n.Value)
		return text, n.Kind == token.STRING && err == nil
	case *ast.BinaryExpr:
		left, ok := textIn(n.X)
		right, both := textIn(n.Y)
		return left + right, ok && both && n.Op == token.ADD
	}
	return "", false
}

var (
	letters   = regexp.MustCompile(`[a-z]{2,}`)
	blanks    = regexp.MustCompile(`  |\n `)
	printed   = regexp.MustCompile(`%[\[\]0-9]*[sdqvX]\b`)
	onePlace  = regexp.MustCompile(`\{[^{}]*\}`)
	wellNamed = regexp.MustCompile(`^\{[a-zA-Z][a-zA-Z ]*[0-9]?\}$`)
)

// braced are what stands in braces and is no value: templates, and a form of JSON.
var braced = []string{"{.n}", "{.value}", "{end}", `{"type": value}`}

// TestSentencesStandWhole: each of them has names for its values and none by their number, no
// blanks where others would be put to it, and ends as sentences do or not at all.
func TestSentencesStandWhole(t *testing.T) {
	all := said(t)
	if len(all) < 1_000 {
		t.Fatalf("found only %d texts", len(all))
	}
	for at, text := range all {
		if !strings.Contains(text, " ") || !letters.MatchString(printed.ReplaceAllString(text, "")) {
			continue // a name, a separator
		}
		if printed.MatchString(text) {
			t.Errorf("%s: a value without a name in %q", at, text)
		}
		for _, place := range onePlace.FindAllString(text, -1) {
			if !wellNamed.MatchString(place) && !slices.Contains(braced, place) {
				t.Errorf("%s: %s is no name of a value in %q", at, place, text)
			}
		}
		if blanks.MatchString(text) {
			t.Errorf("%s: blanks within %q", at, text)
		}
		if last := text[len(text)-1]; last == ',' || last == ';' || strings.HasSuffix(text, " .") || strings.HasSuffix(text, "..") && !strings.HasSuffix(text, "...") {
			t.Errorf("%s: no end of a sentence: %q", at, text)
		}
	}
}

// TestTablesOfPairsSayTheirNumber: the sentence for several has the number in it, that for one needs
// not; both have the same values besides.
func TestTablesOfPairsSayTheirNumber(t *testing.T) {
	pairs := make(map[string][2]string)
	for code, forms := range countedFaults {
		pairs[fmt.Sprint("fault ", code)] = forms
	}
	for code, forms := range sampleForms {
		pairs[fmt.Sprint("sample ", code)] = forms
	}
	for code, forms := range fates {
		pairs[fmt.Sprint("fate ", code)] = forms
	}
	for several, forms := range unansweredClients {
		pairs[fmt.Sprint("unanswered ", several)] = forms
	}
	for code, forms := range leftOut {
		pairs[fmt.Sprint("left out ", code)] = [2]string{forms.one, forms.several}
	}
	for packet, forms := range unanswered {
		pairs["unanswered "+packet] = [2]string{forms.one, forms.several}
	}
	for at, forms := range pairs {
		one, several := placesOf(forms[0]), placesOf(forms[1])
		delete(one, "{count}")
		if !several["{count}"] {
			t.Errorf("%s: %q does not say how many", at, forms[1])
		}
		delete(several, "{count}")
		if fmt.Sprint(one) != fmt.Sprint(several) {
			t.Errorf("%s: %v for one, %v for several", at, one, several)
		}
	}
}

func placesOf(text string) map[string]bool {
	all := make(map[string]bool)
	for _, place := range onePlace.FindAllString(text, -1) {
		all[place] = true
	}
	return all
}

// TestOptionalSentencesHaveTheirDetail, and without it none.
func TestOptionalSentencesHaveTheirDetail(t *testing.T) {
	for _, o := range []optional{
		noWebSocketThere, webSocketRefused, noMQTTThere, malformedSent, packetTooBig, stoppedResponding, authUnanswered, proxyFailed, otherName,
		otherServerName, noSchemaForIt, schemaUnmet,
	} {
		if strings.Contains(o.without, "{detail}") || strings.ReplaceAll(o.with, " ({detail})", "") != o.without {
			t.Errorf("%q and %q differ in more than the detail", o.without, o.with)
		}
	}
}
