package explain

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/profiles/finding"
)

// findingCodes are all codes of package finding by the names of their constants.
func findingCodes(t *testing.T) map[string]finding.Code {
	t.Helper()
	all := make(map[string]finding.Code)
	for name, value := range constants(t, "../profiles/finding") {
		all[name] = finding.Code(value)
	}
	if len(all) < 200 {
		t.Fatalf("%d codes are found", len(all))
	}
	return all
}

// constants are the texts that are constants of a package, by their names, out of its
// source.
func constants(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for _, path := range sources(t, folder) {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if group, ok := d.(*ast.GenDecl); ok && group.Tok == token.CONST {
				addTexts(all, group)
			}
		}
	}
	return all
}

func addTexts(all map[string]string, group *ast.GenDecl) {
	for _, spec := range group.Specs {
		of := spec.(*ast.ValueSpec)
		for i, value := range of.Values {
			if text, ok := value.(*ast.BasicLit); ok && text.Kind == token.STRING {
				all[of.Names[i].Name], _ = strconv.Unquote(text.Value) // it has been parsed
			}
		}
	}
}

// sources are the files of a package without its tests.
func sources(t *testing.T, folder string) []string {
	t.Helper()
	all, err := filepath.Glob(folder + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(path string) bool { return strings.HasSuffix(path, "_test.go") })
}

// TestEveryFindingHasWords: a code is in one table, tables have nothing else, and no two
// codes are the same.
func TestEveryFindingHasWords(t *testing.T) {
	taken := make(map[finding.Code]string)
	for name, code := range findingCodes(t) {
		if other := taken[code]; other != "" {
			t.Errorf("%s and %s are the same", name, other)
		}
		taken[code] = name
		_, whole := findingWords[code]
		_, partly := partWords[code]
		named := code == finding.SecretNamed || code == finding.Field
		if !whole && !partly && !named || whole && partly {
			t.Errorf("%s has words: %t, as a part of a sentence: %t", name, whole, partly)
		}
	}
	for _, table := range []map[finding.Code]string{findingWords, partWords} {
		for code := range table {
			if taken[code] == "" {
				t.Errorf("there are words for %q", code)
			}
		}
	}
	tables := []map[finding.Code]string{settingWords, fileWords, certificateWords, secretWords, importWords, noteWords, optionWords}
	n := 0
	for _, table := range tables {
		n += len(table)
	}
	if n != len(findingWords) {
		t.Errorf("a code is in two of the tables")
	}
}

// TestWordsHaveTheirValues: each place in braces is filled.
func TestWordsHaveTheirValues(t *testing.T) {
	places := regexp.MustCompile(`\{[^}]*\}?`)
	parts := finding.Parts("", "a", "b", "c")
	for _, table := range []map[finding.Code]string{findingWords, partWords} {
		for code := range table {
			said := Note(finding.Note{
				Code: code, Name: "n", Value: "v", Count: 1, Limit: 2, Parts: parts, Others: parts, Err: errors.New("cause"),
			})
			if table[code] == partWords[code] {
				said = part(finding.Part{Code: code, Value: "v"})
			}
			if place := places.FindString(said); place != "" {
				t.Errorf("%s: %q is left in %q", code, place, said)
			}
		}
	}
}

// TestValuesAreNoPlaces: what somebody has written is not filled in turn.
func TestValuesAreNoPlaces(t *testing.T) {
	said := Error(&finding.Fault{Code: finding.NotReadable, Name: "{cause}", Err: errors.New("{name}")}, broker.Address{})
	if said != "The file {cause} cannot be read; check its permissions: {name}." {
		t.Errorf("it says %q", said)
	}
}

// TestEverySecretHasWords: those that are stored under a name of their own, and those with
// one of the user's behind it.
func TestEverySecretHasWords(t *testing.T) {
	secret, before := regexp.MustCompile(`^Secret[A-Z]`), regexp.MustCompile(`(?i)^(header|property|willProperty)Prefix$`)
	n := 0
	for name, value := range constants(t, "../profiles") {
		switch {
		case before.MatchString(name):
			value += "x"
		case !secret.MatchString(name):
			continue
		}
		if n++; strings.HasPrefix(Secret(value), `"`) {
			t.Errorf("%s has no words", name)
		}
	}
	if n != len(secretNames)+len(secretsOf) {
		t.Errorf("of %d secrets there are words for %d", n, len(secretNames)+len(secretsOf))
	}
}

// TestEveryFindingIsFound: there is no code that nobody gives.
func TestEveryFindingIsFound(t *testing.T) {
	given := make(map[string]bool)
	uses := regexp.MustCompile(`\bfinding\.(\w+)`)
	for _, folder := range []string{"../profiles", "../profiles/importing", "../collections"} {
		for _, path := range sources(t, folder) {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, use := range uses.FindAllSubmatch(content, -1) {
				given[string(use[1])] = true
			}
		}
	}
	for name := range findingCodes(t) {
		if !given[name] {
			t.Errorf("nobody gives %s", name)
		}
	}
}
