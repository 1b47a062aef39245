package payload

import (
	"fmt"
	"strings"
	"testing"
)

func TestFaultsOfJSON(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1}`: "none", `[1, 2]`: "none", " {\n}\n": "none", `21.5`: "none", `hello`: "none", ``: "none", `[INFO] started`: "none", `"a`: "none",
		`{`: "1:2 end", `{"a": 1`: "1:8 end", "{\n\t\"a\": 1\n": "2:8 end", `[`: "1:2 end",
		`{"a": 1,}`: "1:9 }", `{'a': 1}`: "1:2 '", `{a: 1}`: "1:2 a", `[1 2]`: "1:4 2", `{"a": 1} x`: "1:10 x", `{} {}`: "1:4 {",
		"{\n  \"a\": 1\n  \"b\": 2\n}": "3:3 \"", "{\r\n\"a\": tru}": "2:9 }", `{"öl": 01}`: "1:9 1", "{\"a\": \"x\ny\"}": "1:9 \n", `{“a”: 1}`: "1:2 “",
		strings.Repeat("[", 20_000): "none", // it is the reader that gives up
	} {
		got := "none"
		if f, bad := FindFault([]byte(text)); bad {
			line, column := LineAndColumn([]byte(text), f.Offset)
			if got = fmt.Sprintf("%d:%d %s", line, column, f.Found); f.Found == "" {
				got += "end"
			}
		}
		if got != want {
			t.Errorf("%.40q: %s, want %s", text, got, want)
		}
	}
}

func FuzzFindFault(f *testing.F) {
	for _, seed := range []string{`{"a": 1,}`, `[`, "{\xff", "{\u2028"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		fault, bad := FindFault(b)
		if bad && (fault.Offset < 0 || fault.Offset > len(b)) {
			t.Fatalf("%q: a fault at %d", b, fault.Offset)
		}
		LineAndColumn(b, fault.Offset)
	})
}
