package format

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", 9_999_999: "9,999,999", 10_000_000: "10 M"} {
		if got := Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1.0 k", 9949: "9.9 k", 9950: "10 k", 999_499: "999 k", 999_500: "1.0 M", 4_200_000_000: "4.2 G"} {
		if got := Short(n); got != want {
			t.Errorf("Short(%d) = %q, want %q", n, got, want)
		}
	}
	for r, want := range map[float64]string{0: "0/s", 0.04: "0/s", 0.21: "0.2/s", 9.94: "9.9/s", 9.96: "10/s", 842.4: "842/s", 1400: "1.4 k/s"} {
		if got := PerSecond(r); got != want {
			t.Errorf("PerSecond(%v) = %q, want %q", r, got, want)
		}
	}
	for r, want := range map[float64]string{
		0: "0 B/s", 1e-9: "< 0.1 B/s", 0.049: "< 0.1 B/s", 0.05: "0.1 B/s", 0.2: "0.2 B/s", 0.96: "1.0 B/s", 9.94: "9.9 B/s", 9.95: "10 B/s", 999.9: "1.0 kB/s", 1400: "1.4 kB/s",
	} {
		if got := BytesPerSecond(r); got != want {
			t.Errorf("BytesPerSecond(%v) = %q, want %q", r, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 topics", 1: "1 topic", 2: "2 topics"} {
		if got := Counted(n, "{count} topic", "{count} topics"); got != want {
			t.Errorf("Counted(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	for d, want := range map[time.Duration]string{
		-time.Hour: "–", -time.Minute: "–", -time.Second: "now", 0: "now", 999 * time.Millisecond: "now", time.Second: "1 s", 59 * time.Second: "59 s",
		time.Minute: "1 min", 59 * time.Minute: "59 min", time.Hour: "1 h", 47 * time.Hour: "47 h", 48 * time.Hour: "2 d",
	} {
		if got := Age(now, now.Add(-d)); got != want {
			t.Errorf("age of %v = %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{-time.Hour: "before the clock was set back", 0: "just now", time.Hour: "1 h ago"} {
		if got := Ago(now, now.Add(-d)); got != want {
			t.Errorf("ago of %v = %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		1500 * time.Microsecond: "1.5 ms", 250 * time.Millisecond: "250 ms", 2500 * time.Millisecond: "2.5 s",
		60 * time.Second: "60 s", 300 * time.Second: "5 min", 3 * time.Hour: "3.0 h",
	} {
		if got := Interval(d); got != want {
			t.Errorf("Interval(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{"a": "a", "": "(empty level)", "온도": "온도", "a\x00b": "a\x00b", "\xff": "\xff", "constructor": "constructor", " a ": "␣a␣", "a/ b": "a/␣b"} {
		if got := Level(in); got != want {
			t.Errorf("Level(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"a/b": "a/b", "/": `"/"`, "//": `"//"`, "a\nb": `"a[U+000A]b"`, "a ": `"a␣"`, "a\u200b": `"a[U+200B]"`, "a\u00a0b": `"a[U+00A0]b"`, "a b": "a b", "\xff": `"[FF]"`, "👨\u200d👩": "👨\u200d👩"} {
		if got := TopicInSentence(in); got != want {
			t.Errorf("TopicInSentence(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTopicsInSentence(t *testing.T) {
	long := strings.Repeat("x", 65_000)
	for _, c := range []struct {
		name   string
		topics []string
		want   string
		most   int // bytes
	}{
		{"none", nil, "", 0},
		{"one", []string{"a/b"}, "a/b", 3},
		{"two", []string{"a", "/"}, `a, "/"`, 6},
		{"as many as are listed", []string{"1", "2", "3", "4", "5"}, "1, 2, 3, 4, 5", 13},
		{"more", []string{"1", "2", "3", "4", "5", "6", "7"}, "1, 2, 3, 4, 5 and 2 more", 24},
		{"thousands of the longest", slices.Repeat([]string{long}, 5_000), "x and 4,995 more", 15_000},
	} {
		if got := TopicsInSentence(c.topics); !strings.HasSuffix(got, c.want) || len(got) > c.most {
			t.Errorf("%s: %d bytes, %q", c.name, len(got), got[max(0, len(got)-40):])
		}
	}
}
