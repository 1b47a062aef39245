package format

import (
	"strings"
	"testing"

	"mangrove/model/payload"
)

// TestWhyAPayloadIsShownSo holds the sentences of what is found out about payloads.
func TestWhyAPayloadIsShownSo(t *testing.T) {
	for _, c := range []struct{ name, payload, because, odd string }{
		{"nothing", "", "it has no bytes", ""},
		{"an image", "\x89PNG\r\n\x1a\nrest", "it begins like a PNG image", ""},
		{"JSON", ` {"v":21.5}`, "it begins with { and is well-formed to its end", ""},
		{"a list", `[1,2]`, "it begins with [ and is well-formed to its end", ""},
		{"deep JSON", strings.Repeat("[", 1_001), "it is nested more than 1000 levels deep", ""},
		{"large JSON", "[" + strings.Repeat(strings.Repeat("[", 900)+strings.Repeat("]", 900)+",", 1_000) + "1]", "laid out it would be larger than 100 MB", ""},
		{"text", "21.5", "it is valid UTF-8", ""},
		{"a zero byte behind", "{\"v\":21.5}\x00", "it begins with { and is well-formed to its end", "a zero byte at its end"},
		{"two zero bytes behind", "{\"v\":21.5}\x00\x00", "it begins with { and is well-formed to its end", "2 zero bytes at its end"},
		{"a byte order mark", "\ufeff21.5", "it is valid UTF-8", "a byte order mark at its beginning"},
		{"mark and zero", "\ufeff21.5\x00", "it is valid UTF-8", "a byte order mark at its beginning and a zero byte at its end"},
		{"a zero inside", "one\x00two, three", "it is valid UTF-8", "a zero byte at 3"},
		{"zeros inside", "one\x00two, three\x00and four", "it is valid UTF-8", "2 zero bytes, the first at 3"},
		{"Latin-1", "\ufeff22 \xb0C today", "nearly all of it is text", "a byte order mark at its beginning and a byte of Latin-1 at 6: b0, which is °"},
		{"Latin-1 in JSON", "{\"u\":\"\xb0C\"}", "it begins with { and is well-formed to its end", "a byte of Latin-1 at 6: b0, which is °"},
		{"controls", "\x0212.50 kg\x03", "it is valid UTF-8", "2 control characters, the first at 0"},
		{"three things", "\ufeff\x02 12.50 kg \xb0 of it\x00", "nearly all of it is text", "a byte order mark at its beginning, a zero byte at its end, a control character at 3 and a byte of Latin-1 at 14: b0, which is °"},
		{"UTF-16 with a mark", "\xff\xfe2\x001\x00", "it is valid UTF-8", "UTF-16 with a byte order mark"},
		{"UTF-16", "\x002\x001\x00.\x005", "it is valid UTF-8", "UTF-16"},
		{"no UTF-8", "a\xffb", "byte 1 is not UTF-8", ""},
		{"zeros", "a\x00b", "byte 1 is zero", ""},
		{"a control character", "\x01", "it is a control character", ""},
		{"control characters", "\x01\x02ab", "2 of its 4 bytes are control characters", ""},
	} {
		v := payload.Detect([]byte(c.payload))
		if because, odd := Because(v.Because), Odd(v.Odd); because != c.because || odd != c.odd {
			t.Errorf("%s: because %q with %q, want %q with %q", c.name, because, odd, c.because, c.odd)
		}
	}
}
