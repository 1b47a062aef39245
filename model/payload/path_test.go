package payload

import (
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

func TestPath(t *testing.T) {
	const text = `{"a": 1, "b": {"c": [10, {"d": "x, ]}"}, 30]}, "e\u0301f": "é", "g h.i": [], "last": null}`
	for mark, want := range map[string]string{
		`{"a"`: "", `a": 1`: "a", `1, "b"`: "a", `"c"`: "b.c", `10`: "b.c.0", `"d"`: "b.c.1.d", `x, ]`: "b.c.1.d", `]}"}`: "b.c.1.d", `30`: "b.c.2",
		`e\u`: "e\u0301f", `é`: "e\u0301f", `[], `: `"g h.i".0`, `null`: "last",
	} {
		if got := Path([]byte(text), strings.Index(text, mark)); got != want {
			t.Errorf("at %s: %q, want %q", mark, got, want)
		}
	}
	if got := gjson.Get(text, Path([]byte(text), strings.Index(text, `"x, `))).String(); got != "x, ]}" {
		t.Errorf("the path leads to %q", got)
	}
}
