package verification

import (
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/model/verify"
)

// pageOf is the report of what came on a checklist, as somebody reads it.
func pageOf(t *testing.T, file string, after func(*Live)) string {
	t.Helper()
	list := read(t, file)
	l := New(list)
	after(l)
	l.run.Finish(time.Now())
	var page strings.Builder
	if err := (&Handover{List: list, Run: l.run, Broker: "mqtt://broker.example", Version: "test"}).HTML(&page); err != nil {
		t.Fatal(err)
	}
	return html.UnescapeString(page.String())
}

// TestAPayloadIsPrintedOnce, however many verdicts rest on it: they have its number.
func TestAPayloadIsPrintedOnce(t *testing.T) {
	page := pageOf(t, "version: 1\ndevices:\n  - {id: x, topic: x, present: true, fields: {a: {type: number, samples: 1}, b: {type: number, samples: 1}}}\n", func(l *Live) {
		send(l, "x", `{"a":1,"b":2}`)
	})
	if n := strings.Count(page, `{"a":1,"b":2}`); n != 1 {
		t.Errorf("it is there %d times:\n%s", n, page)
	}
	if n := strings.Count(page, `<a href="#m0">Message 0</a>`); n != 3 {
		t.Errorf("it is referred to %d times:\n%s", n, page)
	}
}

// TestWhatBytesSay stands beside the bytes: of a payload that is no text its values, and each of
// its bytes in two digits.
func TestWhatBytesSay(t *testing.T) {
	page := pageOf(t, "version: 1\ndevices:\n  - {id: x, topic: x, present: true}\n", func(l *Live) {
		send(l, "x", "\xa1\x61v\x18\x2a") // CBOR: {"v": 42}
	})
	for _, has := range []string{"CBOR", `{"v":42}`, "a1 61 76 18 2a"} {
		if !strings.Contains(page, has) {
			t.Errorf("the page lacks %q:\n%s", has, page)
		}
	}
}

// TestOneMissingDevice is one line of the first page, with the checks that failed for it, and is
// counted as one device.
func TestOneMissingDevice(t *testing.T) {
	page := pageOf(t, "version: 1\ndevices:\n  - {id: here, topic: h, present: true}\n  - {id: gone, topic: g, present: true, retained: true, fields: {a: {type: number}, b: {type: string}}}\n", func(l *Live) {
		send(l, "h", "1")
	})
	first, _, _ := strings.Cut(page, "<h2>here</h2>")
	for _, has := range []string{"2 in all: 1 in order, 1 failed; 1 of those that failed never came", "4 checks", "Nothing of it came, so none of these could hold: present, retained, field a, field b."} {
		if !strings.Contains(first, has) {
			t.Errorf("the first page lacks %q:\n%s", has, first)
		}
	}
	if n := strings.Count(first, "<td>gone</td>"); n != 1 {
		t.Errorf("it has %d lines:\n%s", n, first)
	}
}

// TestADeviceThatIsHeardIsNotMissing, though all that failed did for want of values.
func TestADeviceThatIsHeardIsNotMissing(t *testing.T) {
	page := pageOf(t, "version: 1\ndevices:\n  - {id: speaks, topic: s, availability: {topic: s/up}, online: true, present: true, fields: {a: {type: number}}}\n", func(l *Live) {
		send(l, "s/up", "online")
	})
	first, _, _ := strings.Cut(page, "<h2>speaks</h2>")
	if n := strings.Count(first, "<td>speaks</td>"); n != 2 || strings.Contains(first, "never came") || strings.Contains(first, "Nothing of it came") {
		t.Errorf("%d lines:\n%s", n, first)
	}
}

// TestHexLines: bytes stand in lines of sixteen.
func TestHexLines(t *testing.T) {
	lines := strings.Split(hexLines(slices.Repeat([]byte{0xab}, 17)), "\n")
	if len(lines) != 2 || lines[1] != "ab" || len(lines[0]) != 47 {
		t.Errorf("%q", lines)
	}
}

// TestStatesHaveSigns: a page without colours tells all states apart.
func TestStatesHaveSigns(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range []verify.State{verify.Pass, verify.Warn, verify.Fail, verify.Pending, verify.NotVerifiable, verify.Manual} {
		if sign := signs[s]; sign == "" || seen[sign] {
			t.Errorf("%s has the sign %q", s, sign)
		}
		seen[signs[s]] = true
	}
}
