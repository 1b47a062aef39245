package payload

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"mangrove/model/printable"
)

func pngImage(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDetect(t *testing.T) {
	cases := []struct {
		name    string
		payload string
		want    Kind
	}{
		{"nothing", "", Empty},
		{"object", `{"a":1}`, JSON},
		{"array with space around", " [1, 2]\n", JSON},
		{"a large integer is JSON all the same", `{"n":12345678901234567890}`, JSON},
		{"number", "21.4", Text},
		{"broken JSON", `{"a":`, Text},
		{"JSON and more", `{"a":1} tail`, Text},
		{"nested as deep as it goes", strings.Repeat("[", deepest) + strings.Repeat("]", deepest), JSON},
		{"nested deeper", strings.Repeat("[", deepest+1) + strings.Repeat("]", deepest+1), Text},
		{"absurdly deep", strings.Repeat("[", 10_000_000), Text},
		{"laid out a thousand times as large", "[" + strings.Repeat(strings.Repeat("[", 900)+strings.Repeat("]", 900)+",", 80) + "1]", Text},
		{"brackets in a string", `["` + strings.Repeat("[", 2*deepest) + `"]`, JSON},
		{"Korean", "정상", Text},
		{"not UTF-8", "a\xffb", Binary},
		{"JSON with a byte that is not UTF-8 in a string", "{\"a\":\"\xff\"}", Binary},
		{"zero bytes", "a\x00b", Binary},
		{"image", string(pngImage(t)), Image},
		{"BMP", "BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x02\x00\x00\x00", Image},
		{"text that begins like BMP", "BMS is charging: 81 %", Text},
		{"bytes that begin like BMP", "BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x29\x00\x00\x00\xff\x00\x00\x00", Binary},
		{"cut in a character", "온"[:2], Binary},
		{"zero bytes behind too little", "A\x00\x00\x00", Binary},
		{"control characters", "\x01\x02ab", Binary},
		{"a zero byte alone", "\x00", Binary},
		{"colours of a terminal", "\x1b[31mred\x1b[0m", Text},
		{"a float", "\x41\xb4\x00\x00", Binary},
		{"Latin-1 everywhere", "\xe9\xe8\xe0", Binary},
		{"a byte of Latin-1 between signs", "{\xe9}]", Binary},
		{"odd UTF-16", "\xff\xfeA\x00B", Binary},
		{"UTF-16 with half a pair", "\xff\xfeA\x00\x00\xd8", Binary},
		{"numbers of 16 bits", "A\x00B\x00", Binary},
	}
	for _, c := range cases {
		if got := Detect([]byte(c.payload)); got.Kind != c.want || got.Because.Code == "" {
			t.Errorf("%s: %+v, want %v", c.name, got, c.want)
		}
	}
}

func TestLayoutKeepsEveryDigit(t *testing.T) {
	in := `{"id":12345678901234567890,"x":1.0e-7,"y":0.10,"s":"ü\u00fc\n"}`
	out := string(Layout([]byte(in)))
	for _, want := range []string{`12345678901234567890`, `1.0e-7`, `0.10`, `"ü\u00fc\n"`} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is missing in %s", want, out)
		}
	}
}

func TestPreview(t *testing.T) {
	cases := []struct {
		name, begin string
		size        int
		want        string
	}{
		{"empty", "", 0, ""},
		{"text", "21.4", 4, "21.4"},
		{"lines", "{\n  \"a\": 1\n}\n", 13, `{ "a": 1 }`},
		{"cut", "abc", 9, "abc…"},
		{"cut in a character", "ab\xec\x98", 9, "ab…"},
		{"all of a character cut", "\xec\x98", 3, "…"},
		{"binary", "\x01\xff", 2, "01 ff  (2 B)"},
		{"long binary", strings.Repeat("\xff", 40), 1000, strings.TrimSpace(strings.Repeat("ff ", 32)) + "…  (1.0 kB)"},
		{"control characters", "a\x1bb", 3, `a\x1bb`},
		{"one zero byte at the end", "{\"v\":21.5}\x00", 11, `{"v":21.5}\x00`},
		{"a buffer", "ON\x00\x00\x00", 5, `ON\x00×3`},
		{"a small number", "A\x00\x00\x00", 4, "41 00 00 00  (4 B)"},
		{"byte order mark", "\ufeff21.5", 7, `\ufeff21.5`},
		{"Latin-1", "22\xb0C", 4, `22\xb0C`},
		{"C1", "21\u009b5n and so on", 15, `21\u009b5n and so on`},
		{"turned around", "abc\u202edef", 9, `abc\u202edef`},
		{"no width", "on\u200b", 5, `on\u200b`},
		{"line separator", "a\u2028b", 5, `a\u2028b`},
		{"one control character", "\x01", 1, "01  (1 B)"},
		{"UTF-16", "\xff\xfeO\x00N\x00", 6, "ON  (UTF-16)"},
		{"UTF-16 without a mark, cut", strings.Repeat("O\x00N\x00", 3), 400, "ONONON…  (UTF-16)"},
		{"image", string(pngImage(t))[:20], 12_345, "PNG image, 12 kB"},
	}
	for _, c := range cases {
		if got := printable.Line(Preview([]byte(c.begin), c.size)); got != c.want {
			t.Errorf("%s: %q is printed, want %q", c.name, got, c.want)
		}
	}
}

// TestAlmostText has texts as devices send them, with what is odd about them.
func TestAlmostText(t *testing.T) {
	wide := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			b.Write([]byte{0, c})
		}
		return b.String()
	}
	const laidOut = "{\n  \"v\": 21.5\n}\n"
	cases := []struct {
		name, payload string
		kind          Kind
		odd           []Finding
		readable      string
	}{
		{"nothing", `{"v":21.5}`, JSON, nil, laidOut},
		{"a zero byte", "{\"v\":21.5}\x00", JSON, []Finding{{Code: ZerosBehind, Count: 1}}, laidOut + "\x00"},
		{"two zero bytes", "{\"v\":21.5}\x00\x00", JSON, []Finding{{Code: ZerosBehind, Count: 2}}, laidOut + "\x00\x00"},
		{"a byte order mark", "\ufeff{\"v\":21.5}", JSON, []Finding{{Code: ByteOrderMark}}, laidOut},
		{"both", "\ufeff{\"v\":21.5}\x00", JSON, []Finding{{Code: ByteOrderMark}, {Code: ZerosBehind, Count: 1}}, laidOut + "\x00"},
		{"text with a zero byte", "21.5\x00", Text, []Finding{{Code: ZerosBehind, Count: 1}}, "21.5\x00"},
		{"zero bytes inside", "one\x00two, three\x00and four", Text, []Finding{{Code: ZerosInside, Count: 2, At: 3}}, "one\x00two, three\x00and four"},
		{"Latin-1", "\ufeff22 \xb0C today", Text, []Finding{{Code: ByteOrderMark}, {Code: Latin1, Count: 1, At: 6, Found: "°"}}, "\ufeff22 \xb0C today"},
		{"Latin-1 in JSON", "{\"u\":\"\xb0C\"}", JSON, []Finding{{Code: Latin1, Count: 1, At: 6, Found: "°"}}, "{\n  \"u\": \"\xb0C\"\n}\n"},
		{"controls", "\x0212.50 kg\x03", Text, []Finding{{Code: Controls, Count: 2}}, "\x0212.50 kg\x03"},
		{"UTF-16 with a mark", "\xff\xfe" + wide(`{"v":21.5}`)[1:] + "\x00", JSON, []Finding{{Code: MarkedUTF16}}, laidOut},
		{"UTF-16", wide("21.5"), Text, []Finding{{Code: UTF16}}, "21.5"},
		{"UTF-16 with a zero", wide("21.5\x00"), Text, []Finding{{Code: UTF16}}, "21.5"},
	}
	for _, c := range cases {
		v := Detect([]byte(c.payload))
		if v.Kind != c.kind || !slices.Equal(v.Odd, c.odd) {
			t.Errorf("%s: %v with %v, want %v with %v; %v", c.name, v.Kind, v.Odd, c.kind, c.odd, v.Because)
		}
		got := readAs(v, []byte(c.payload))
		if v.Kind == JSON {
			got = v.Layout()
		}
		if string(got) != c.readable {
			t.Errorf("%s: %q, want %q", c.name, got, c.readable)
		}
	}
}

// readAs is what a payload is read as: UTF-16 as UTF-8, and all else byte for byte.
func readAs(v Verdict, b []byte) []byte {
	if v.wrapping.wide != "" {
		return v.wrapping.text
	}
	return b
}

func TestPlain(t *testing.T) {
	for payload, want := range map[string]string{
		"": "", "21.5": "21.5", "21.5\x00": "21.5", "\ufeff21.5\x00\x00": "21.5", "\x00": "\x00", "\xff\x00": "\xff",
		"\xff\xfeO\x00N\x00": "ON", "\x00a\x00b\x00c\x00d": "abcd", "\xef": "\xef",
	} {
		if got := string(Plain([]byte(payload))); got != want {
			t.Errorf("%q: %q, want %q", payload, got, want)
		}
	}
}

// TestNumbersAreNotReadAsUTF16: large ones that begin like UTF-16 cost nothing to
// search, however many there are.
func TestNumbersAreNotReadAsUTF16(t *testing.T) {
	for name, begin := range map[string]string{
		"with a mark": "\xff\xfe\x01\x00", "small first": "\x01\x00\x02\x00", "large first": "\x00\x01\x00\x02",
	} {
		numbers := append([]byte(begin), bytes.Repeat([]byte{1, 2, 3, 4}, 1000)...)
		if n := testing.AllocsPerRun(10, func() { Plain(numbers) }); n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// TestBytesAreNotLookedThrough to their end once it is certain that they are no text.
func TestBytesAreNotLookedThrough(t *testing.T) {
	bytes := make([]byte, 10<<20)
	for i := range bytes {
		bytes[i] = byte(i * 7)
	}
	if o := findOdd(bytes); o.seen > enough {
		t.Errorf("%d bytes are looked at", o.seen)
	}
	if text, why := ReadText(bytes); text != nil || why.Code != NotUTF8 {
		t.Errorf("%v, %+v", text, why)
	}
	text := make([]byte, enough+10)
	for i := range text {
		text[i] = 'a'
	}
	if _, why := ReadText(text); why.Code != ValidUTF8 {
		t.Errorf("%+v", why)
	}
	text[len(text)-1] = 0x81
	if found, why := ReadText(text); found != nil || why.At != len(text)-1 {
		t.Errorf("%v, %+v", found, why)
	}
}
