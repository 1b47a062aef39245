package yamledit

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestPlaces: where a line and a column are, and the other way round, as counting each letter tells
// it.
func TestPlaces(t *testing.T) {
	long := strings.Repeat("aü€\U0001F469", 3*lettersApart/4)
	for _, s := range []string{"", "a: b", "a: b\n", "\uFEFFa: b\r\nü: é\r\r\n", "a\rb\u2028c\u0085d\u2029", long, long + "\n" + long + "\r\n\n" + long, strings.Repeat("x", 2*lettersApart), strings.Repeat("\r\n", lettersApart) + "x"} {
		d := &Document{Text: s, lines: placesOf(s)}
		for i, begin := range d.lines.starts {
			at := begin
			for column := 1; ; column++ {
				if got := d.offset(i+1, column); got != at {
					t.Fatalf("%.40q: line %d, column %d is at %d, not %d", s, i+1, column, got, at)
				}
				if d.lineOf(at) == i {
					if got := d.columnOf(at); got != column-1 {
						t.Fatalf("%.40q: %d is column %d, not %d", s, at, got, column-1)
					}
				}
				if at == len(s) || i+1 < len(d.lines.starts) && at >= d.lines.starts[i+1] {
					break
				}
				_, n := utf8.DecodeRuneInString(s[at:])
				at += n
			}
		}
		if d.offset(len(d.lines.starts), len(s)+2) >= 0 || d.offset(0, 1) >= 0 || d.offset(1, 0) >= 0 || d.offset(len(d.lines.starts)+1, 1) >= 0 {
			t.Errorf("%.40q: there is something behind its end", s)
		}
	}
}

// TestOneLongLine: a change of a text that is one line takes about as long as of one with many.
func TestOneLongLine(t *testing.T) {
	took := func(between string) time.Duration {
		var b strings.Builder
		for i := range 3000 {
			fmt.Fprintf(&b, "{id: d%d, topic: a/b, present: true},%s", i, between)
		}
		d, err := Parse("[" + b.String() + "]")
		if err != nil {
			t.Fatal(err)
		}
		least := time.Hour
		for range 5 {
			began := time.Now()
			if _, err := d.Remove(Path{"0"}); err != nil {
				t.Fatal(err)
			}
			least = min(least, time.Since(began))
		}
		return least
	}
	if one, many := took(" "), took("\n"); one > 6*many {
		t.Errorf("one line takes %v, many %v", one, many)
	}
}
