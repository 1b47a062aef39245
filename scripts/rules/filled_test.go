package rules

import "testing"

func TestFilled(t *testing.T) {
	body := func(expression string) string {
		return "package p\n\nimport (\n\t\"mangrove/model/wording\"\n\t\"mangrove/ui/format\"\n)\n\nvar _ = " + expression + "\n"
	}
	for _, s := range []sample{
		{"whole", "ui/a.go", body(`format.Fill("Saved {path}.", "path", path)`), nil},
		{"whole, on two lines", "ui/a.go", body(`wording.Fill("Saved " + "{path}.", "path", path)`), nil},
		{"a place without a value", "ui/a.go", body(`format.Fill("Saved {path} in {time}.", "path", path)`), []string{"ui/a.go:8: the place {time} has no value"}},
		{"a value without a place", "ui/a.go", body(`format.Fill("Saved.", "path", path)`), []string{"the value path has no place"}},
		{"a name twice", "ui/a.go", body(`format.Fill("{a} and {a}", "a", x, "a", y)`), []string{"two values are called a"}},
		{"a verb", "ui/a.go", body(`format.Fill("Saved %s in {time}.", "time", t)`), []string{"a verb of fmt"}},
		{"a verb with its number", "ui/a.go", body(`format.Counted(n, "{count} byte at %[2]s", "{count} bytes")`), []string{"a verb of fmt"}},
		{"a percentage", "ui/a.go", body(`format.Fill("{part} % searched", "part", n)`), nil},
		{"for one and several", "ui/a.go", body(`format.Counted(n, "one message of {topic}", "{count} messages of {topic}", "topic", x)`), nil},
		{"in its own package", "ui/format/a.go", "package format\n\nvar _ = Counted(n, \"{count} topic\", \"{number} topics\")\n", []string{"the place {number} has no value", "does not say {count}"}},
		{"several without their number", "broker/explain/a.go", body(`wording.Count(n, "{count} topic", "several topics")`), []string{"does not say {count}"}},
		{"made elsewhere", "ui/a.go", body(`format.Fill(forms[n], "path", path)`), nil},
		{"values made elsewhere", "ui/a.go", body(`format.Fill("{a} of {b}", append(about, "b", x)...)`), nil},
		{"a test", "ui/a_test.go", body(`format.Fill("Saved {path}.")`), nil},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Filled(parse(t, s.path, s.source))) })
	}
}
