package payload

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"mangrove/model/printable"
)

// TestLayoutKeepsEverything lays out random JSON and compares what is left
// without the white space, byte for byte.
func TestLayoutKeepsEverything(t *testing.T) {
	for seed := range uint64(3_000) {
		r := rand.New(rand.NewPCG(seed, 3))
		var b strings.Builder
		randomJSON(r, &b, 0)
		text := []byte(b.String())
		if v := Detect(text); v.Kind != JSON {
			t.Fatalf("seed %d: %q is shown as %v because %v", seed, text, v.Kind, v.Because)
		}
		var want, got bytes.Buffer
		if err := json.Compact(&want, text); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := json.Compact(&got, Layout(text)); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Fatalf("seed %d: %v\ngot  %s\nwant %s", seed, err, got.Bytes(), want.Bytes())
		}
	}
}

func randomJSON(r *rand.Rand, b *strings.Builder, depth int) {
	space := func() { b.WriteString([]string{"", "", " ", "\r\n", "\t"}[r.IntN(5)]) }
	space()
	switch k := r.IntN(8); {
	case depth == 0 && k < 4, k == 0 && depth < 5:
		b.WriteByte('{')
		for i := range r.IntN(5) {
			if i > 0 {
				b.WriteByte(',')
			}
			space()
			b.WriteString([]string{`"a"`, `"a"`, `""`, `"k\"\\\u0041"`, `"온도"`}[r.IntN(5)])
			space()
			b.WriteByte(':')
			randomJSON(r, b, depth+1)
		}
		space()
		b.WriteByte('}')
	case depth == 0, k == 1 && depth < 5:
		b.WriteByte('[')
		for i := range r.IntN(40 / (depth + 1)) { // wider than a line, but not at every depth
			if i > 0 {
				b.WriteByte(',')
			}
			randomJSON(r, b, depth+1)
		}
		space()
		b.WriteByte(']')
	default:
		b.WriteString([]string{
			"0", "-0", "1e400", "123456789012345678901234567890", "0.10", "-1.5E-7", "true", "false", "null",
			`"text"`, `"{[,:]}"`, `"\\"`, `"a\"b"`, `"\ud83d\ude00 \/ é"`, `""`, fmt.Sprint(r.Int()),
		}[r.IntN(16)])
	}
	space()
}

func TestPreviewOfBlanks(t *testing.T) {
	for begin, want := range map[string]string{" ": `" "`, "\n": `"\n"`, "\r\n\t": `"\r\n\t"`, "": "", " x ": "x"} {
		if got := printable.Line(Preview([]byte(begin), len(begin))); got != want {
			t.Errorf("%q: %s, want %s", begin, got, want)
		}
	}
	if got := Preview(bytes.Repeat([]byte{' '}, 160), 5_000); got == "" || len(got) > 200 {
		t.Errorf("5,000 blanks: %s", got)
	}
}

// TestLayoutIsBounded has JSON whose indentation alone would fill the memory.
func TestLayoutIsBounded(t *testing.T) {
	const deep = 900
	nest := strings.Repeat("[", deep) + "1" + strings.Repeat("]", deep)
	for _, c := range []struct {
		name   string
		copies int
		kind   Kind
	}{{"few", 10, JSON}, {"many", 1_000, Text}} {
		v := Detect([]byte("[" + strings.Repeat(nest+",", c.copies) + "1]"))
		if v.Kind != c.kind {
			t.Errorf("%s: %v because %v", c.name, v.Kind, v.Because)
		}
	}
	if v := Detect([]byte("[" + strings.Repeat(`{"name": "value", "list": [1, 2, 3]}, `, 500_000) + "1]")); v.Kind != JSON {
		t.Errorf("a large list is %v because %v", v.Kind, v.Because)
	}
}
