package rules

import "testing"

func TestGlued(t *testing.T) {
	body := func(expression string) string {
		return "package p\n\nimport (\n\t\"fmt\"\n\t\"mangrove/ui/format\"\n)\n\nvar _ = " + expression + "\n"
	}
	const complaint = "glued to a sentence"
	for _, s := range []sample{
		{"before more", "ui/a.go", body(`format.Plural(n, "message") + " lost"`), []string{"ui/a.go:8: a number with its noun is " + complaint}},
		{"in the middle", "ui/topics/a.go", body(`"of " + format.Plural(n, "topic") + " here"`), []string{complaint}},
		{"its noun", "ui/a.go", body(`x + format.Noun(n, "byte")`), []string{complaint}},
		{"in its own package", "ui/format/a.go", "package format\n\nvar _ = \"of \" + Plural(n, \"member\")\n", []string{complaint}},
		{"in package explain", "broker/explain/a.go", "package explain\n\nvar _ = numberOf(n, \"byte\") + \" left\"\n", []string{complaint}},
		{"the same name elsewhere", "broker/a.go", "package broker\n\nvar _ = numberOf(n, \"byte\") + \" left\"\n", nil},
		{"a whole", "ui/a.go", body(`format.Counted(n, "%s message lost", "%s messages lost")`), nil},
		{"one of several figures", "ui/a.go", body(`fmt.Sprintf("%s with %s", format.Plural(a, "chart"), format.Plural(b, "line"))`), nil},
		{"a test", "ui/a_test.go", body(`format.Plural(n, "message") + " lost"`), nil},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Glued(parse(t, s.path, s.source))) })
	}
}
