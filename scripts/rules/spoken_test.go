package rules

import "testing"

func TestSpoken(t *testing.T) {
	body := func(expression string) string {
		return "package p\n\nimport (\n\t\"fmt\"\n\t\"mangrove/broker/explain\"\n)\n\nvar _ = " + expression + "\n"
	}
	const complaint = "a sentence of its own"
	for _, s := range []sample{
		{"behind a colon", "ui/a.go", body(`"Not sent: " + explain.Error(err, a)`), []string{"ui/a.go:8: what package explain says is " + complaint}},
		{"behind more", "ui/a.go", body(`"The file " + path + " cannot be read: " + explain.File(err) + more`), []string{complaint}},
		{"behind a full stop", "ui/a.go", body(`"Not sent. " + explain.Error(err, a)`), nil},
		{"behind a name", "ui/a.go", body(`"Not sent: " + name + explain.Error(err, a)`), nil},
		{"a part of a sentence", "ui/a.go", body(`"it is used by: " + explain.CheckName(c)`), nil},
		{"in a format", "cmd/a.go", body(`fmt.Sprintf("100 %%, on %s: %s", at, explain.Error(err, a))`), []string{complaint}},
		{"in the format of an error", "cmd/a.go", body(`fmt.Errorf("on %s: %s", at, explain.File(err))`), []string{complaint}},
		{"elsewhere in a format", "cmd/a.go", body(`fmt.Sprintf("%s. %s See: %s", at, explain.Error(err, a), where)`), nil},
		{"a format with other values", "cmd/a.go", body(`fmt.Sprintf("%[2]s: %[1]s", explain.Error(err, a), at)`), nil},
		{"a test", "ui/a_test.go", body(`"Not sent: " + explain.Error(err, a)`), nil},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Spoken(parse(t, s.path, s.source))) })
	}
}
