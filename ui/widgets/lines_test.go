package widgets

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"mangrove/ui/widgets/text"
)

// join puts the lines of a text together again.
func join(l Lines) string {
	var s strings.Builder
	for i := range l.Len() {
		line := l.Line(i)
		s.WriteString(line.Raw)
		if i+1 < l.Len() && !line.Joined {
			s.WriteByte('\n')
		}
	}
	return s.String()
}

func TestTextLines(t *testing.T) {
	cases := []struct {
		name string
		text string
		want []string
	}{
		{"empty", "", []string{""}},
		{"one", "abc", []string{"abc"}},
		{"two", "abc\ndef", []string{"abc", "def"}},
		{"break at the end", "abc\n", []string{"abc", ""}},
		{"only breaks", "\n\n", []string{"", "", ""}},
		{"exactly as wide", "12345678", []string{"12345678"}},
		{"exactly as wide and a break", "12345678\nx", []string{"12345678", "x"}},
		{"too wide", "123456789", []string{"12345678", "9"}},
		{"wide characters take two columns", "가나다라마", []string{"가나다라", "마"}},
		{"a wide character does not fit the last column", "1가나다라", []string{"1가나다", "라"}},
		{"carriage returns", "a\r\nb", []string{"a", "b"}},
		{"emoji of several parts", "123456👩\u200d💻x", []string{"123456", "👩\u200d💻x"}},
		{"a selector that takes no room", "1234567❤\ufe0f", []string{"1234567❤\ufe0f"}},
		{"accents of their own", "1234567e\u0301x", []string{"1234567", "e\u0301x"}},
		{"more accents than columns", strings.Repeat("\u0301", 10), []string{strings.Repeat("\u0301", 8), "\u0301\u0301"}},
		{"not UTF-8", "\xff\xfe123456789", []string{"\xff\xfe12", "3456789"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := NewTextLines([]byte(c.text), 8, nil)
			var got []string
			for i := range l.Len() {
				got = append(got, l.Line(i).Raw)
			}
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestLinesOfPartsEnd: whoever publishes nothing but what belongs to the
// character before gets no line without an end, which would be shaped whole.
func TestLinesOfPartsEnd(t *testing.T) {
	for _, part := range []string{"\U000e0061", "\U0001f3fb", "\u20e3", "\ufe0f", "\u200d", "\u0301"} {
		l := NewTextLines([]byte("🏴"+strings.Repeat(part, 10_000)), 80, nil)
		for i := range l.Len() {
			if n := len(l.Line(i).Raw); n > 80*4+longestCharacter {
				t.Errorf("%q: line %d has %d bytes", part, i, n)
				break
			}
		}
	}
}

// TestLinesInAnyOrder asks for lines from the end, and here and there.
func TestLinesInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, text := range map[string]string{
		"short lines":    strings.Repeat("a\nbc\r\n\n", 100),
		"one line":       strings.Repeat("[1,\"two\",3]", 9_000),
		"wide ones":      strings.Repeat("공장 1라인 온도는 21.4 ℃\n", 100),
		"all kinds of":   strings.Repeat("x", 1_000) + strings.Repeat("\n", 40) + strings.Repeat("가\xff", 1_000) + "\n",
		"nothing at all": "",
	} {
		t.Run(name, func(t *testing.T) {
			l := NewTextLines([]byte(text), 400, MarkJSON)
			list := make([]Line, l.Len())
			for i := range list {
				list[i] = l.Line(i)
			}
			for k := range 120 {
				i := len(list) - 1 - k
				if i < 0 || k > 60 {
					i = r.IntN(len(list))
				}
				if raw, _ := l.Raw(i); raw != list[i].Raw || !reflect.DeepEqual(l.Line(i), list[i]) {
					t.Fatalf("line %d is %q, in order it was %q", i, raw, list[i].Raw)
				}
			}
			if got := join(l); got != strings.ReplaceAll(text, "\r", "") {
				t.Errorf("put together again it differs")
			}
		})
	}
}

// TestLinesTakeLittle breaks texts of many lines: what is known of them is less
// than the text.
func TestLinesTakeLittle(t *testing.T) {
	for _, text := range []string{strings.Repeat("\n", 4_000_000), strings.Repeat("12345\n", 700_000), strings.Repeat("e\u0301", 1_000_000)} {
		b := []byte(text)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		l := NewTextLines(b, 8, nil)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 3*uint64(len(b)) {
			t.Errorf("%.10q: %d bytes were set aside for %d", text, took, len(b))
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		if took := int64(after.HeapAlloc) - int64(before.HeapAlloc); took > int64(len(b)) {
			t.Errorf("%.10q: %d bytes are kept for %d", text, took, len(b))
		}
		runtime.KeepAlive(l)
	}
}

func FuzzTextLines(f *testing.F) {
	f.Add([]byte("abc\ndef 가나다\n\n"), 8)
	f.Add([]byte("\xff\xec\x98"), 1)
	f.Fuzz(func(t *testing.T, text []byte, columns int) {
		text = bytes.ReplaceAll(text, []byte("\r"), nil) // a line break with one loses it in Raw
		l := NewTextLines(text, columns%200, MarkJSON)
		if got := join(l); got != string(text) {
			t.Errorf("put together again: %q, want %q", got, text)
		}
	})
}

// TestHexLinesFit has as many bytes on a line as there is room for, and none cut.
func TestHexLinesFit(t *testing.T) {
	data := make([]byte, 100)
	for columns := hexColumns(1); columns < 90; columns++ {
		line := NewHexLines(data, columns).Line(0).Raw
		if n := len(line); n > columns || n < columns/2 && n < hexColumns(16) {
			t.Errorf("of %d columns a line takes %d", columns, n)
		}
	}
}

func TestHexLines(t *testing.T) {
	l := NewHexLines([]byte("0123456789abcdef\x00\xff~"), hexColumns(16))
	want := []string{
		"00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef",
		"00000010  00 ff 7e                                          ..~",
	}
	if l.Len() != len(want) {
		t.Fatalf("%d lines", l.Len())
	}
	for i, w := range want {
		if got := l.Line(i).Raw; got != w {
			t.Errorf("line %d\n%q, want\n%q", i, got, w)
		}
	}
	if got := NewHexLines(nil, 80).Len(); got != 1 {
		t.Errorf("no bytes make %d lines", got)
	}
	if got := NewHexLines(make([]byte, 16), hexColumns(8)).Len(); got != 2 {
		t.Errorf("a narrow view makes %d lines of 16 bytes", got)
	}
}

func TestMarkJSON(t *testing.T) {
	names := map[MarkKind]string{Key: "key", String: "string", Number: "number", Literal: "literal", Quiet: "quiet"}
	cases := []struct {
		name, line string
		state      int
		want       string
		next       int
	}{
		{"member", `  "a": -1.5e3,`, outside, `key "a" quiet : number -1.5e3 quiet ,`, outside},
		{"literals", `[true, null]`, outside, `quiet [ literal true quiet , literal null quiet ]`, outside},
		{"escaped quote", `"a\"b"`, outside, `string "a\"b"`, outside},
		{"string goes on", `"abc`, outside, `string "abc`, inString},
		{"string ends", `def", 1`, inString, `string def" quiet , number 1`, outside},
		{"key ends", `def": 1`, inKey, `key def" quiet : number 1`, outside},
		{"backslash at the end", `"a\`, outside, `string "a\`, inString},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			marks, next := MarkJSON(c.line, c.state)
			var got []string
			for _, m := range marks {
				got = append(got, names[m.Kind], c.line[m.From:m.To])
			}
			if s := strings.Join(got, " "); s != c.want || next != c.next {
				t.Errorf("%s, %d, want %s, %d", s, next, c.want, c.next)
			}
		})
	}
}

// TestBrokenLineIsMarkedThroughout checks that the colours do not depend on
// where a long line is broken.
func TestBrokenLineIsMarkedThroughout(t *testing.T) {
	text := `{"name": "` + strings.Repeat("x", 50) + `", "n": 12345678901234567890}`
	l := NewTextLines([]byte(text), 20, MarkJSON)
	for i := range l.Len() {
		line := l.Line(i)
		if strings.Trim(line.Raw, "x") == "" && (len(line.Marks) != 1 || line.Marks[0] != Mark{0, len(line.Raw), String}) {
			t.Errorf("line %d %q is marked %v", i, line.Raw, line.Marks)
		}
	}
}

func FuzzMarkJSON(f *testing.F) {
	f.Add(`{"a":[1,"x\"`, 0)
	f.Fuzz(func(t *testing.T, line string, state int) {
		at := 0
		marks, _ := MarkJSON(line, ((state%3)+3)%3)
		for _, m := range marks {
			if m.From < at || m.To < m.From || m.To > len(line) {
				t.Fatalf("marks %v of %q", marks, line)
			}
			at = m.To
		}
	})
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{"plain": "plain", "a\tb": "a→b", "\x00\xff": "\x00\xff", "온도": "온도"} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestIsASCII has every byte at every place of a text that is else plain.
func TestIsASCII(t *testing.T) {
	for b := range 256 {
		want := b >= ' ' && b < 0x7f || b == '\n' || b == '\t' || b == '\r'
		for at := range 20 {
			text := []byte("~ plain text\n of ~~~ 2")
			text[at] = byte(b)
			if got := isASCII(text); got != want {
				t.Fatalf("%#02x at %d: %v", b, at, got)
			}
		}
	}
}

// TestMarksHaveRoom: what is drawn as a mark takes more columns than one.
func TestMarksHaveRoom(t *testing.T) {
	for name, s := range map[string]string{
		"control characters": strings.Repeat("\x01", 60), "no UTF-8": strings.Repeat("\xff", 60), "turning the direction": strings.Repeat("\u202e", 60),
		"private use": strings.Repeat("\ue000", 60), "wide": strings.Repeat("温", 60), "emoji": strings.Repeat("😀", 60),
	} {
		v := newTextView(t, s)
		for i := range v.lines.Len() {
			if text.Cut(v.spans(v.lines.Line(i)), v.TextSize, v.Size().Width-barWidth, 1) {
				t.Errorf("%s: line %d is cut", name, i)
			}
		}
	}
}

// BenchmarkTextLines is a megabyte of laid out JSON made ready to be shown.
func BenchmarkTextLines(b *testing.B) {
	text := bytes.Repeat([]byte("  \"temperature\": 21.4,\n"), 1<<20/23)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		NewTextLines(text, 100, MarkJSON)
	}
}

// TestLinesAreGivenUp: breaking a large text asks whether somebody still wants it, and ends
// soon after nobody does.
func TestLinesAreGivenUp(t *testing.T) {
	for name, text := range map[string]string{"breaks": strings.Repeat("\n", 200_000), "one line": strings.Repeat("ä", 2_000_000)} {
		asked := 0
		l := NewTextLinesUntil([]byte(text), 8, nil, func() bool {
			asked++
			return true
		})
		if asked != 1 || l.Len() > 100_000 {
			t.Errorf("%s: asked %d times, and %d lines", name, asked, l.Len())
		}
		asked = 0
		all := NewTextLinesUntil([]byte(text), 8, nil, func() bool {
			asked++
			return false
		})
		if want := NewTextLines([]byte(text), 8, nil).Len(); all.Len() != want || asked < 2 {
			t.Errorf("%s: of what is wanted there are %d lines, want %d; asked %d times", name, all.Len(), want, asked)
		}
	}
}
