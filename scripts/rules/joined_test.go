package rules

import "testing"

func TestJoined(t *testing.T) {
	body := func(statement string) string {
		return "package p\n\nimport (\n\t\"fmt\"\n\t\"strings\"\n\t\"mangrove/ui/desk\"\n\t\"mangrove/ui/format\"\n)\n\nvar _ = " + statement + "\n"
	}
	const joined, part, list, named = "words are joined to a value", "a part of a sentence", "a list with words", "the values of a sentence have names"
	for _, s := range []sample{
		{"before a value", "ui/a.go", body(`"Saved " + path`), []string{"ui/a.go:10: " + joined}},
		{"around a value", "broker/explain/a.go", body(`"the file " + path + " is gone"`), []string{joined}},
		{"behind a value", "cmd/mangrove/a.go", body(`address + " accepts connections."`), []string{joined}},
		{"a number with its noun", "ui/a.go", body(`format.Counted(n, "{count} message", "{count} messages") + " lost"`), []string{joined}},
		{"a label", "ui/topics/a.go", body(`name + ": " + value`), []string{joined}},
		{"a whole sentence and another", "ui/a.go", body(`"Not sent. " + explain.Error(err, a)`), nil},
		{"another and a whole one", "ui/a.go", body(`words + " Choose another topic."`), nil},
		{"one text on two lines", "ui/a.go", body(`"Choose another topic, " + "or none."`), nil},
		{"a part on two lines", "ui/a.go", body(`", and another " + "one"`), []string{part}},
		{"appended", "ui/a.go", "package p\n\nfunc f() { words += \", retained\" }\n", []string{part}},
		{"appended with a value", "ui/a.go", body(`format.Fill(" of {all}", "all", n)`), []string{part}},
		{"a word with its noun elsewhere", "ui/a.go", body(`"read as "`), []string{part}},
		{"and more", "cmd/mangrove/a.go", body(`format.Fill(" and {count} more", "count", n)`), []string{part}},
		{"a list with and", "ui/a.go", body(`strings.Join(names, " and ")`), []string{list, part}},
		{"a list with commas", "ui/a.go", body(`strings.Join(names, ", ")`), nil},
		{"facts beside each other", "ui/a.go", body(`strings.Join(facts, "  ·  ")`), nil},
		{"a format", "ui/a.go", body(`fmt.Sprintf("The file %s is gone.", path)`), []string{named}},
		{"the format of an error", "ui/a.go", body(`fmt.Errorf("the file %s is gone", path)`), []string{named}},
		{"a chain of errors", "ui/a.go", body(`fmt.Errorf("%w: %w", one, other)`), nil},
		{"printed", "cmd/mangrove/a.go", body(`fmt.Fprintf(w, "the file %s is gone\n", path)`), []string{named}},
		{"printed without words", "cmd/mangrove/a.go", body(`fmt.Fprintf(w, "%s: %s\n", name, id)`), nil},
		{"a format without words", "ui/a.go", body(`fmt.Sprintf("%s (%s)", name, id)`), nil},
		{"a unit", "ui/a.go", body(`fmt.Sprintf("%d min", n)`), nil},
		{"with a place", "ui/a.go", body(`format.Fill("Saved {path}.", "path", path)`), nil},
		{"a key", "ui/a.go", body(`"edit " + p.ID`), nil},
		{"a key of a table", "ui/a.go", body(`map[string]int{"header ": 1}`), nil},
		{"looked for", "ui/a.go", body(`strings.HasPrefix(words, "and so on ")`), nil},
		{"a time", "ui/a.go", body(`at.Format("02 Jan ") + clock`), nil},
		{"a file", "ui/a.go", body(`stem + "-report.zip"`), nil},
		{"a name for scripts", "ui/a.go", body(`r.Place("field "+name, o)`), nil},
		{"another", "ui/a.go", body(`desk.NamedObject{Name: "field " + name}`), nil},
		{"another package", "broker/a.go", body(`"Saved " + path`), nil},
		{"a test", "ui/a_test.go", body(`"Saved " + path`), nil},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Joined(parse(t, s.path, s.source))) })
	}
}
