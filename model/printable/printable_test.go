package printable

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// dangers are what must never reach a terminal, with what stands for it.
var dangers = []struct{ name, raw, line string }{
	{"NUL", "\x00", `\x00`},
	{"bell", "\a", `\a`},
	{"escape", "\x1b[31m", `\x1b[31m`},
	{"carriage return", "\r", `\r`},
	{"DEL", "\x7f", `\x7f`},
	{"C1 as a character", "\u009b31m", `\u009b31m`},
	{"C1 that begins a title", "\u009d0;x\u009c", `\u009d0;x\u009c`},
	{"C1 as a byte", "\x9b31m", `\x9b31m`},
	{"no UTF-8", "\xff\xc3(", `\xff\xc3(`},
	{"a character cut off", "\xec\x98", `\xec\x98`},
	{"a surrogate", "\xed\xa0\x80", `\xed\xa0\x80`},
	{"too long an encoding of /", "\xc0\xaf", `\xc0\xaf`},
	{"right to left override", "\u202eabc", `\u202eabc`},
	{"embedding and its end", "\u202aabc\u202c", `\u202aabc\u202c`},
	{"isolate and its end", "\u2066abc\u2069", `\u2066abc\u2069`},
	{"direction marks", "\u200e\u200f\u061c", `\u200e\u200f\u061c`},
	{"zero-width blank", "a\u200bb", `a\u200bb`},
	{"joiners between Latin letters", "a\u200db\u200cc", `a\u200db\u200cc`},
	{"a joiner at the end", "온\u200d", `온\u200d`},
	{"word joiner", "a\u2060b", `a\u2060b`},
	{"byte order mark", "\ufeffa", `\ufeffa`},
	{"soft hyphen", "a\u00adb", `a\u00adb`},
	{"line separators", "a\u2028b\u2029c\u0085d", `a\u2028b\u2029c\u0085d`},
	{"filler", "a\u3164b\u115fc", `a\u3164b\u115fc`},
	{"tags", "a\U000e0041", `a\U000e0041`},
	{"variation of a letter", "a\ufe0f", `a\ufe0f`},
}

func TestDangers(t *testing.T) {
	for _, d := range dangers {
		if got := Line(d.raw); got != d.line {
			t.Errorf("%s as a line: %q, want %q", d.name, got, d.line)
		}
		if got := Text(d.raw); got != d.line {
			t.Errorf("%s as a text: %q, want %q", d.name, got, d.line)
		}
		if Safe(d.raw) || !Safe(d.line) {
			t.Errorf("%s: safe as it is %v, escaped %v", d.name, Safe(d.raw), Safe(d.line))
		}
		if got := Name(d.raw); got != `"`+d.line+`"` {
			t.Errorf("%s as a name: %q", d.name, got)
		}
		var out strings.Builder
		if n, err := NewWriter(&out).Write([]byte(d.raw + "|\n")); err != nil || n != len(d.raw)+2 || out.String() != d.line+"|\n" {
			t.Errorf("%s written: %d, %v, %q", d.name, n, err, out.String())
		}
	}
}

func TestWhatCanBeSeenStays(t *testing.T) {
	for _, s := range []string{
		"", "21.5 °C", "Küche", "Ku\u0308che", "온도", "نص عربي", "می\u200cخواهم", "क्\u200dष", "👩\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "🌡\ufe0f", "1\ufe0f\u20e3",
		"a\u00a0b", `a\x1b`, "\ufffd", "\u0600", "|<>&'\"",
	} {
		if got := Line(s); got != s {
			t.Errorf("%q becomes %q", s, got)
		}
	}
	if got := Text("a\r\n\tb\nc"); got != "a\n\tb\nc" {
		t.Errorf("lines: %q", got)
	}
	if got := Line("a\n\tb"); got != `a\n\tb` {
		t.Errorf("one line: %q", got)
	}
}

func TestName(t *testing.T) {
	for name, want := range map[string]string{
		"hall": "hall", "living room": "living room", "": `""`, " a": `" a"`, "a ": `"a "`, "a  b": `"a  b"`, "a\u00a0b": `"a\u00a0b"`,
		"a\u3000b": `"a\u3000b"`, `a"b`: `a"b`, `a\b`: `a\b`, "a\nb": `"a\nb"`, "\"\x1b": `"\"\x1b"`, "Küche": `Küche`, "\xff": `"\xff"`,
	} {
		if got := Name(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

func TestJSONStaysTheSameValue(t *testing.T) {
	for _, d := range dangers {
		if !utf8.ValidString(d.raw) {
			continue // which the encoder has replaced
		}
		encoded, err := json.MarshalIndent([]string{d.raw, "Küche"}, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		printed := JSON(encoded)
		var got []string
		if err := json.Unmarshal(printed, &got); err != nil || got[0] != d.raw || got[1] != "Küche" {
			t.Errorf("%s: %v, %q in %s", d.name, err, got, printed)
		}
		if rest := strings.NewReplacer("\n", "", "\t", "").Replace(string(printed)); !Safe(rest) {
			t.Errorf("%s: %q", d.name, printed)
		}
	}
	if plain := []byte(`{"a":1}`); !bytes.Equal(JSON(plain), plain) {
		t.Errorf("%s", JSON(plain))
	}
}

func FuzzPrintable(f *testing.F) {
	for _, d := range dangers {
		f.Add(d.raw)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if line := Line(s); !Safe(line) || Line(line) != line {
			t.Errorf("%q becomes %q", s, line)
		}
		if name := Name(s); !Safe(name) {
			t.Errorf("the name %q becomes %q", s, name)
		}
	})
}

// TestLinesThatAreWrittenEnd somewhere, whatever is in them.
func TestLinesThatAreWrittenEnd(t *testing.T) {
	var out strings.Builder
	long := strings.Repeat("€\x1b", 60_000)
	if _, err := io.WriteString(NewWriter(&out), "short\n"+long+"\nafter it"); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	if len(lines) != 3 || lines[0] != "short" || lines[2] != "after it" || !strings.HasSuffix(lines[1], " B)") || !utf8.ValidString(lines[1]) {
		t.Errorf("%d lines: %.100q", len(lines), lines)
	}
	for _, line := range lines {
		if len(line) > LargestLine+40 || strings.ContainsRune(line, 0x1b) {
			t.Errorf("a line of %d bytes", len(line))
		}
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1.0 kB", 9_949: "9.9 kB", 9_950: "10 kB", 999_499: "999 kB",
		999_500: "1.0 MB", 50_000_000: "50 MB", 5_300_000_000: "5.3 GB",
	} {
		if got := Size(n); got != want {
			t.Errorf("Size(%d) = %q, want %q", n, got, want)
		}
	}
}
