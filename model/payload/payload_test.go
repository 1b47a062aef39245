package payload

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
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
		{"brackets in a string", `["` + strings.Repeat("[", 2*deepest) + `"]`, JSON},
		{"Korean", "정상", Text},
		{"not UTF-8", "a\xffb", Binary},
		{"JSON with a byte that is not UTF-8 in a string", "{\"a\":\"\xff\"}", Binary},
		{"zero bytes", "a\x00b", Binary},
		{"image", string(pngImage(t)), Image},
		{"cut in a character", "온"[:2], Binary},
	}
	for _, c := range cases {
		if got := Detect([]byte(c.payload)); got.Kind != c.want || got.Because == "" {
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
		{"control characters", "a\x1bb", 3, "a\ufffdb"},
		{"image", string(pngImage(t))[:20], 12_345, "PNG image, 12 kB"},
	}
	for _, c := range cases {
		if got := Preview([]byte(c.begin), c.size); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int]string{
		0: "0 B", 999: "999 B", 1000: "1.0 kB", 9_949: "9.9 kB", 9_950: "10 kB", 999_499: "999 kB",
		999_500: "1.0 MB", 50_000_000: "50 MB", 5_300_000_000: "5.3 GB",
	} {
		if got := Size(n); got != want {
			t.Errorf("Size(%d) = %q, want %q", n, got, want)
		}
	}
}

func FuzzDetect(f *testing.F) {
	f.Add([]byte(`{"a":[1,"x"]}`))
	f.Add([]byte("\xff\x00"))
	f.Add([]byte("온도"))
	f.Fuzz(func(_ *testing.T, b []byte) {
		if v := Detect(b); v.Kind == JSON {
			Layout(b)
		}
		Preview(b, len(b))
		Preview(b, len(b)+1)
	})
}
