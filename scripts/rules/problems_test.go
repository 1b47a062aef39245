package rules

import "testing"

func TestProblems(t *testing.T) {
	table := func(text string) File {
		return parse(t, problems+"/a.go", "package problem\n\nconst Unread Text = \""+text+"\"\n\nvar Late = Pair{\"{count} message is late.\", \"{count} messages are late.\"}\n")
	}
	const unread = "The file {file} cannot be read ({why}). Name another."
	body := func(expression string) string {
		return "package main\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\t\"mangrove/cmd/mangrove/problem\"\n)\n\nvar _ = " + expression + "\n"
	}
	const words, notWhole = "a person reads why a command failed", "is no whole sentence"
	for _, s := range []struct {
		text string
		sample
	}{
		{unread, sample{"from the table", "cmd/mangrove/a.go", body(`problem.Unread.Because(err, "file", path)`), nil}},
		{unread, sample{"for several", "cmd/mangrove/a.go", body(`problem.Late.Of(n)`), nil}},
		{unread, sample{"words", "cmd/mangrove/a.go", body(`errors.New("there is no file")`), []string{"cmd/mangrove/a.go:9: " + words}}},
		{unread, sample{"words with a value", "cmd/mangrove/a.go", body(`fmt.Errorf("there is no file %s", path)`), []string{words}}},
		{unread, sample{"words around an error", "cmd/mangrove/a.go", body(`fmt.Errorf("open: %w", err)`), []string{words}}},
		{unread, sample{"words made elsewhere", "cmd/mangrove/a.go", body(`errors.New(text)`), []string{words}}},
		{unread, sample{"a chain of errors", "cmd/mangrove/a.go", body(`fmt.Errorf("%w: %w", one, other)`), nil}},
		{unread, sample{"a test", "cmd/mangrove/a_test.go", body(`errors.New("there is no file")`), nil}},
		{unread, sample{"another package", "cmd/mangrove/locale/a.go", body(`errors.New("there is no file")`), nil}},
		{unread, sample{"a value is missing", "cmd/mangrove/a.go", body(`problem.Unread.Because(err)`), []string{"the place {file} has no value"}}},
		{unread, sample{"the error is missing", "cmd/mangrove/a.go", body(`problem.Unread.With("file", path)`), []string{"the place {why} has no value"}}},
		{unread, sample{"a value too many", "cmd/mangrove/a.go", body(`problem.Late.Of(n, "file", path)`), []string{"the value file has no place"}}},
		{unread, sample{"not in the table", "cmd/mangrove/a.go", body(`problem.Gone.With("file", path)`), []string{"package problem has no sentence Gone"}}},
		{"cannot be read.", sample{"without a capital", "cmd/mangrove/a.go", body(`problem.Unread`), []string{notWhole}}},
		{"The file cannot be read", sample{"without an end", "cmd/mangrove/a.go", body(`problem.Unread`), []string{notWhole}}},
		{"The file cannot be read: {why}", sample{"ended by another", "cmd/mangrove/a.go", body(`problem.Unread`), nil}},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Problems([]File{table(s.text), parse(t, s.path, s.source)})) })
	}
}
