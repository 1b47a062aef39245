package rules

import "testing"

func TestProse(t *testing.T) {
	body := func(statement string) string {
		return "package p\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\t\"regexp\"\n)\n\nvar _ = " + statement + "\n"
	}
	for _, s := range []sample{
		{"words", "broker/profiles/a.go", body(`errors.New("gone")`), []string{"broker/profiles/a.go:9: broker/profiles makes errors of codes"}},
		{"a format with words", "broker/profiles/importing/a.go", body(`fmt.Errorf("it is %w", nil)`), []string{"makes errors of codes"}},
		{"a format from elsewhere", "broker/profiles/a.go", body(`fmt.Errorf(format)`), []string{"makes errors of codes"}},
		{"a chain", "broker/profiles/a.go", body(`fmt.Errorf("%w: %w", errGone, err)`), nil},
		{"a sentence", "broker/profiles/a.go", body(`fmt.Sprint("The host is missing.")`), []string{`makes no sentences, as "The host is missing."`}},
		{"a part of one", "broker/profiles/a.go", body("`, which is not` + x"), []string{"makes no sentences"}},
		{"a constant", "broker/profiles/a.go", "package p\n\nconst missing = \"the host is missing\"\n", []string{"makes no sentences"}},
		{"a constant with its type", "broker/profiles/a.go", "package p\n\nconst why string = \"the host is missing\"\n", []string{"makes no sentences"}},
		{"a key of a table", "broker/profiles/a.go", body(`map[string]int{"the host is missing": 1}`), []string{"makes no sentences"}},
		{"a packet", "broker/packet/a.go", body(`fmt.Sprintf("%s cut off before its identifier", name)`), []string{"makes no sentences"}},
		{"two words", "broker/profiles/a.go", body(`"pass phrase"`), nil},
		{"the name of a secret", "broker/profiles/a.go", body(`"what the secrets are for"`), nil},
		{"a pattern", "broker/profiles/a.go", body("regexp.MustCompile(`^a b c$`)"), nil},
		{"a tag", "broker/profiles/a.go", "package p\n\ntype t struct {\n\tA int `json:\"a b c\"`\n}\n", nil},
		{"a test", "broker/profiles/a_test.go", body(`"the host is missing"`), nil},
		{"a code", "model/verify/a.go", "package p\n\nconst (\n\tA Code = \"the host is missing\"\n\tB Code = \"too many of them\"\n)\n", nil},
		{"a text among codes", "model/verify/a.go", "package p\n\nconst (\n\tA Code = \"gone\"\n\tb = \"the host is missing\"\n)\n", []string{"model/verify/a.go:5"}},
		{"another package", "broker/explain/a.go", body(`errors.New("the host is missing")`), nil},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Prose(parse(t, s.path, s.source))) })
	}
}
