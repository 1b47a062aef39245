package payload

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// FuzzDetect: whatever comes, it is something, with a reason; its text is no
// longer than it can be, JSON is the same value when it is laid out, and a row of
// it is a line.
func FuzzDetect(f *testing.F) {
	f.Add([]byte(`{"a":[1,"x"]}`))
	f.Add([]byte(`[1e999, 12345678901234567890, "\ud800", {}]`))
	f.Add([]byte("\xff\x00"))
	f.Add([]byte("온도"))
	f.Add([]byte("\xff\xfe2\x001\x00.\x005\x00"))
	f.Add([]byte("\xef\xbb\xbf21.5\x00\x00"))
	f.Add([]byte("21\xb0C"))
	f.Add(pngImage(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		v := Detect(b)
		if v.Because.Code == "" || len(v.Odd) > 5 {
			t.Errorf("%v because %v, with %v", v.Kind, v.Because, v.Odd)
		}
		if text := readAs(v, b); len(text) > 2*len(b)+2 {
			t.Errorf("%d bytes of text of %d", len(text), len(b))
		}
		if v.Kind == JSON {
			checkLayout(t, v)
		}
		if plain := Plain(b); len(plain) > 2*len(b) || len(b) > 0 && b[0] == '{' && b[len(b)-1] == '}' && !bytes.Equal(plain, b) {
			t.Errorf("%q is searched as %q", b, plain)
		}
		for _, size := range []int{len(b), len(b) + 1, 1 << 30} {
			if line := Preview(b, size); strings.ContainsAny(line, "\n\r") && v.Kind != Empty && !nothingToSee(b) {
				t.Errorf("the row of %q has several lines: %q", b, line)
			}
		}
	})
}

// nothingToSee: blanks alone, of which a row shows the first as they are, in UTF-16
// too, and what may be the beginning of a character.
func nothingToSee(b []byte) bool {
	text := strings.ReplaceAll(strings.ToValidUTF8(string(b), ""), "\x00", "")
	return strings.TrimSpace(text) == ""
}

// checkLayout: laid out it is the same JSON, to the last digit.
func checkLayout(t *testing.T, v Verdict) {
	t.Helper()
	compact := func(text []byte) string {
		var out bytes.Buffer
		if err := json.Compact(&out, text); err != nil {
			t.Fatalf("what is laid out is no JSON: %v: %q", err, text)
		}
		return out.String()
	}
	was, laidOut := readAs(v, nil), v.Layout()
	if json.Valid(was) && compact(was) != compact(laidOut) {
		t.Errorf("%q is laid out as %q", was, laidOut)
	}
}

// FuzzPath: the path to what stands at a byte leads a search there.
func FuzzPath(f *testing.F) {
	f.Add([]byte(`{"a":[1,"\"`), 7)
	f.Add([]byte(`{"a":[1,{"b c":"x"}],"":2,"é":{"#":1}}`), 20)
	f.Fuzz(func(t *testing.T, b []byte, at int) {
		way := Path(b, at)
		if !utf8.Valid(b) || !json.Valid(b) || at < 0 || at >= len(b) || way == "" {
			return
		}
		if len(way) > 3*len(b)+40 {
			t.Errorf("%d bytes lead to byte %d of %d", len(way), at, len(b))
		}
		_ = gjson.GetBytes(b, way) // it must not panic: names of others are patterns to it
	})
}
