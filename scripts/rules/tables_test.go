package rules

import "testing"

func TestFilledTables(t *testing.T) {
	table := parse(t, "ui/b.go", "package p\n\nvar forms = map[int]string{0: \"{a} left\", 1: \"{a} left of {b}\"}\n\nvar odd = []string{\"{a} left\", other}\n\nconst plain = \"Saved {path}.\"\n")
	body := func(statements string) string {
		return "package p\n\nimport \"mangrove/ui/format\"\n\nfunc f(given string) {\n" + statements + "\n}\n"
	}
	for _, s := range []sample{
		{"from a table", "ui/a.go", body(`format.Fill(forms[n], "a", x, "b", y)`), nil},
		{"a place without a value", "ui/a.go", body(`format.Fill(forms[n], "a", x)`), []string{"ui/a.go:6: the place {b} has no value"}},
		{"a value without a place", "ui/a.go", body(`format.Fill(forms[n], "a", x, "b", y, "c", z)`), []string{"the value c has no place in any"}},
		{"a constant", "ui/a.go", body(`format.Fill(plain, "file", x)`), []string{"the place {path} has no value", "the value file has no place"}},
		{"a table with more", "ui/a.go", body(`format.Fill(odd[n], "c", x)`), nil},
		{"a table of the function", "ui/a.go", body("words := map[bool]string{true: \"{a} left\"}[n > 1]\nformat.Fill(words, \"b\", x)"), []string{"the place {a} has no value", "the value b has no place"}},
		{"a variable", "ui/a.go", body("words := \"Saved {path}.\"\nif n {\nwords = \"Saved {file}.\"\n}\nformat.Fill(words, \"path\", x)"), []string{"the place {file} has no value"}},
		{"a variable that gets more", "ui/a.go", body("words := \"Saved {path}.\"\nwords = more()\nformat.Fill(words, \"file\", x)"), nil},
		{"what a function is given", "ui/a.go", body(`format.Fill(given, "file", x)`), nil},
		{"what a loop goes through", "ui/a.go", body("for _, plain := range all {\nformat.Fill(plain, \"file\", x)\n}"), nil},
		{"a table of another package", "ui/other/a.go", body(`format.Fill(forms[n], "c", x)`), nil},
		{"a test", "ui/a_test.go", body(`format.Fill(forms[n], "c", x)`), nil},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, FilledTables([]File{table, parse(t, s.path, s.source)})) })
	}
}
