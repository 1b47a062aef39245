package desk

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFileNames(t *testing.T) {
	for topic, want := range map[string]string{
		"site/hall/temperature":  "site-hall-temperature.json",
		"con":                    "_con.json",
		"CON":                    "_CON.json",
		"nul.bin":                "_nul.bin.json",
		"aux/1":                  "aux-1.json",
		"COM1":                   "_COM1.json",
		"lpt9.a.b":               "_lpt9.a.b.json",
		"com10":                  "com10.json",
		"COM¹":                   "COM-.json", // Windows takes a superscript digit for a digit
		"conin$":                 "conin-.json",
		"a...":                   "a.json",
		"a. ":                    "a.-.json",
		"..":                     "topic.json",
		".profile":               "profile.json",
		"":                       "topic.json",
		"a\x00b:c\\d\u202ee":     "a-b-c-d-e.json",
		strings.Repeat("측정", 40): strings.Repeat("측정", 13) + ".json",
		strings.Repeat(".", 90):  "topic.json",
		strings.Repeat("a", 79) + "." + strings.Repeat("b", 9): strings.Repeat("a", 79) + ".json",
	} {
		if got := FileName(topic, ".json"); got != want {
			t.Errorf("%q: %q, not %q", topic, got, want)
		}
		if got := FileName(topic, ""); strings.HasSuffix(got, ".") || got == "" {
			t.Errorf("%q: %q", topic, got)
		}
	}
}

// FuzzFileName: whatever a topic is, it makes the name of a file, and of none in
// another folder.
func FuzzFileName(f *testing.F) {
	f.Add("a/b/../c")
	f.Add("C:\\x")
	f.Add(strings.Repeat("가", 100))
	f.Fuzz(func(t *testing.T, topic string) {
		name := FileName(topic, ".json")
		if strings.ContainsAny(name, "/\\\x00:") || len(name) > 255 || !strings.HasSuffix(name, ".json") || !utf8.ValidString(name) {
			t.Errorf("%q would be the file %q", topic, name)
		}
	})
}
