package rules

import "testing"

func TestLabels(t *testing.T) {
	body := func(expression string) string {
		return "package p\n\nimport (\n\t\"mangrove/broker/explain\"\n\t\"mangrove/broker/sent\"\n)\n\nvar _ = " + expression + "\n"
	}
	const complaint = "a sentence is kept in a file"
	for _, s := range []sample{
		{"a sentence", "ui/a.go", body(`sent.Outcome{Reason: "No device was connected."}`), []string{"ui/a.go:8: " + complaint}},
		{"one of package explain", "ui/a.go", body(`&sent.Outcome{State: sent.Failed, Reason: explain.Error(err, a)}`), []string{complaint}},
		{"glued", "ui/a.go", body(`sent.Outcome{Reason: "why: " + explain.Error(err, a)}`), []string{complaint}},
		{"a value", "ui/a.go", body(`sent.Outcome{Reason: answer.Reason, Cause: cause.Of(err)}`), nil},
		{"a code", "ui/a.go", body(`sent.Outcome{State: "no answer"}`), nil},
		{"another type", "ui/a.go", body(`note{words: "No device was connected."}`), nil},
		{"a test", "ui/a_test.go", body(`sent.Outcome{Reason: "No device was connected."}`), nil},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Labels(parse(t, s.path, s.source))) })
	}
}
