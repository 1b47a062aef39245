package value

import (
	"strings"
	"testing"
)

// TestIsJSON: text that is nested too deep is none, and ends nothing.
func TestIsJSON(t *testing.T) {
	for text, want := range map[string]bool{
		`{"a":[1,"]"]}`: true, `"[[["`: true, `"\"["`: true, "21.5": true, "": false, "[": false, "[1]]": false,
		strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth):     true,
		strings.Repeat("[", MaxDepth+1) + strings.Repeat("]", MaxDepth+1): false,
		strings.Repeat("[", 30<<20):                                       false,
	} {
		if got := IsJSON([]byte(text)); got != want {
			t.Errorf("%.20s, %d bytes: %v", text, len(text), got)
		}
	}
}

// TestFindsOnly: what makes values of values is no path to one.
func TestFindsOnly(t *testing.T) {
	for path, want := range map[string]bool{
		"": true, "a.b": true, "a.#.b": true, `#(name=="x@this").v`: true, `@type`: true, `a\.b`: true, `\@this`: true, "list.0": true,
		"a@this": true, "e@mail.b": true, `#(a%"[x]*").v`: true,
		"@this": false, "a.@tostr": false, "a|@tostr|@tostr": false, "[a,b]": false, "a.{b,c}": false, "#(@tostr==1)": false,
		"#(a.@pretty==1).b": false, `@pretty:{"indent":" "}`: false, "!1": false,
		strings.Repeat("a.", MaxPath/2) + "b": false,
	} {
		if got := FindsOnly(path); got != want {
			t.Errorf("%.40s: %v", path, got)
		}
	}
}
