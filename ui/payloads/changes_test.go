package payloads

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/payload"
	"mangrove/ui/widgets"
)

// compareTexts compares two messages, and gives what is said and the text, with what is
// marked as added in braces and what is marked as removed in brackets.
func compareTexts(t *testing.T, before, after string) (words, text string) {
	t.Helper()
	s := model.NewStore(model.Options{})
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.Local)
	s.Apply(model.Batch{At: at, Messages: []model.Message{msg("a", before)}})
	s.Apply(model.Batch{At: at.Add(2 * time.Second), Messages: []model.Message{msg("a", after)}})
	id, _ := s.Find("a")
	last := s.Position(id)
	list := s.NewStream(id, false, nil).List()
	rows := list.Rows(0, make([]model.StreamRow, list.Len()))
	c := compareNow(Pair{Store: s, Before: rows[len(rows)-1].Before, After: last, columns: 200})
	var b strings.Builder
	for i := range c.lines.Len() {
		l := c.lines.Line(i)
		from := 0
		for _, m := range l.Marks {
			around := map[widgets.MarkKind][2]string{widgets.Added: {"{", "}"}, widgets.Removed: {"[", "]"}}[m.Kind]
			b.WriteString(l.Raw[from:m.From] + around[0] + l.Raw[m.From:m.To] + around[1])
			from = m.To
		}
		b.WriteString(l.Raw[from:] + "\n")
	}
	return c.words, strings.TrimRight(b.String(), "\n")
}

// TestOneValueThatIsNoText is shown as what it means, and compared so, and not as the
// characters that its bytes happen to be.
func TestOneValueThatIsNoText(t *testing.T) {
	for _, c := range []struct {
		name          string
		as            []decode.Format
		before, after string
		view          payload.View
		words, row    string
		changes       string
	}{
		{"a number of a fixed size", []decode.Format{"int16be"}, "\x00A", "\x00B", payload.AutoView, "Shown as int16be, because it was asked for", "66  int16be", "  65  →  66"},
		{"CBOR", []decode.Format{decode.CBOR}, "\xf9\x4d\x60", "\x61t", payload.AutoView, "Shown as CBOR, because it was asked for", `"t"`, "  21.5  →  \"t\""},
		{"as a table", []decode.Format{decode.MsgPack}, "\x01", "\xc3", payload.TableView, "Shown as MessagePack, because it is not a list of objects", "true", "  1  →  true"},
		{"laid out", []decode.Format{decode.MsgPack}, "\x01", "\x02", payload.PrettyView, "Shown as MessagePack, because it is one value", "2", "  1  →  2"},
		{"encoded in another way", []decode.Format{decode.CBOR}, "\x01", "\x18\x01", payload.AutoView, "Shown as CBOR, because it was asked for", "1", "  the values are the same; only how they are encoded or the order of names differs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Reading{Rule: &decode.Rule{As: c.as}}
			s := model.NewStore(model.Options{})
			s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("a", c.before)}})
			id, _ := s.Find("a")
			first := s.Position(id)
			s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("a", c.after)}})
			d := readable(Request{Reading: r, Store: s, ID: id, Position: s.Position(id), View: c.view, columns: 80})
			if d.shown != payload.TreeView || d.words != c.words {
				t.Fatalf("view %v: %q", d.shown, d.words)
			}
			v := newTreeView()
			v.outline, v.width = d.outline, 400
			row := ""
			for _, span := range v.spans(0, nil) {
				row += span.Text
			}
			if len(d.outline.shown) != 1 || row != c.row {
				t.Errorf("%d rows, %q", len(d.outline.shown), row)
			}
			got := compareNow(Pair{Reading: r, Store: s, Before: first, After: s.Position(id), columns: 200})
			if text := strings.TrimRight(got.lines.Line(0).Raw, "\n"); text != c.changes {
				t.Errorf("compared: %q, want %q", text, c.changes)
			}
		})
	}
}

func TestChanges(t *testing.T) {
	for _, c := range []struct{ name, before, after, words, text string }{
		{
			"values of JSON", `{"t":21.5,"gone":1,"l":[1,2]}`, `{"l":[1,2,3],"t":22.50,"new":{"a":"b"}}`,
			"4 changes since the message before, 03:04:05.000, 2.0 s earlier.",
			"+ l.2: {3}\n  t: [21.5]  →  {22.50}\n− gone: [1]\n+ new: {{\"a\":\"b\"}}",
		},
		{
			"words of a long text in JSON", `{"s":"a text that is quite long, of some device"}`, `{"s":"a text that is quite short, of some device"}`,
			"1 change since the message before, 03:04:05.000, 2.0 s earlier.",
			`  s: "a text that is quite [long], of some device"  →  "a text that is quite {short}, of some device"`,
		},
		{
			"one line becomes two", "a fox\nline three", "a fox\nline 3\nline four", "1 changed part since the message before, 03:04:05.000, 2.0 s earlier.",
			"  a fox\n[− ]line [three]\n{+ }line {3}\n{+ }{line four}",
		},
		{"the whole of JSON", `{"a":1}`, `[1]`, "1 change since the message before, 03:04:05.000, 2.0 s earlier.", `  [{"a":1}]  →  {[1]}`},
		{"blanks of JSON", `{"a":1}`, `{ "a" : 1 }`, "No value has changed since the message before, 03:04:05.000, 2.0 s earlier.", "  the values are the same; only blanks, escapes or the order of names differ"},
		{"a number", "21.5", "22.5", "1 changed part since the message before, 03:04:05.000, 2.0 s earlier.", "[− ][21].5\n{+ }{22}.5"},
		{
			"lines", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nx 1 y\nz\n", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nx 2 y\nz\n",
			"1 changed part since the message before, 03:04:05.000, 2.0 s earlier.",
			"  … 8 lines the same\n  i\n  j\n  k\n[− ]x [1] y\n{+ }x {2} y\n  z",
		},
		{"text becomes JSON", "on", `{"a":1}`, "1 changed part since the message before, 03:04:05.000, 2.0 s earlier.", "[− ][on]\n{+ }{{\"a\":1}}"},
		{"a line break", "a", "a\n", "1 changed part since the message before, 03:04:05.000, 2.0 s earlier.", "[− ]a (no line break at the end)\n{+ }a"},
		{"no line break at either end", "a\nb\nc", "a\nb", "1 changed part since the message before, 03:04:05.000, 2.0 s earlier.", "  a\n  b\n[− ][c]"},
		{"bytes", "\x00\x01\xff\xfe\x00", "\x00\x01\xfe\xfe\x00\x00", "", ""},
		{"nothing", "same", "same", "Identical to the message before, 03:04:05.000.", ""},
		{"empty before", "", "x", "This payload has 1 B; that of the message before, 03:04:05.000, 2.0 s earlier, is empty.", "[− ](empty payload)\n{+ x}"},
		{
			"JSON before", `{"t":21.5}`, "", "This payload is empty; that of the message before, 03:04:05.000, 2.0 s earlier, has 10 B.",
			`[− {"t":21.5}]` + "\n{+ }(empty payload)",
		},
		{
			"two lines before", "a\nb\n", "", "This payload is empty; that of the message before, 03:04:05.000, 2.0 s earlier, has 4 B.",
			"[− a]\n[− b]\n{+ }(empty payload)",
		},
		{
			"bytes before", "\x00\x01\xff\xfe", "", "This payload is empty; that of the message before, 03:04:05.000, 2.0 s earlier, has 4 B.",
			"[− 00 01 ff fe]\n{+ }(empty payload)",
		},
		{"both empty", "", "", "This payload is empty, as is that of the message before, 03:04:05.000.", "  both payloads are empty"},
	} {
		words, text := compareTexts(t, c.before, c.after)
		if c.name == "bytes" { // in which of several ways is not promised
			if !strings.Contains(text, "00000002  ") || !strings.HasSuffix(words, "2.0 s earlier.") {
				t.Errorf("bytes: %s\n%s", words, text)
			}
			continue
		}
		if words != c.words || text != c.text {
			t.Errorf("%s: %s\n%s\nwant %s\n%s", c.name, words, text, c.words, c.text)
		}
	}
}

// TestBytesBreakBetweenBytes: a run that differs is broken into lines between two bytes.
func TestBytesBreakBetweenBytes(t *testing.T) {
	w := &changeWriter{columns: 60}
	before, after := make([]byte, 100), make([]byte, 100)
	for i := range before {
		before[i], after[i] = 0x80, 0x90
	}
	w.bytes(before, after)
	for line := range strings.Lines(string(w.text)) {
		if line = strings.TrimSuffix(line, "\n"); utf8.RuneCountInString(line) > 60 || strings.HasSuffix(line, " 8") || strings.HasSuffix(line, " 9") {
			t.Errorf("%q", line)
		}
	}
	if got := strings.Count(string(w.text), "80") + strings.Count(string(w.text), "90"); got != 200 {
		t.Errorf("%d bytes are written:\n%s", got, w.text)
	}
}

// TestChangesToAClearedMessage say that the broker keeps it no more.
func TestChangesToAClearedMessage(t *testing.T) {
	s := model.NewStore(model.Options{})
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.Local)
	s.Apply(model.Batch{At: at, Messages: []model.Message{msg("a", "on")}})
	id, _ := s.Find("a")
	first := s.Position(id)
	gone := msg("a", "")
	gone.Retained = true
	s.Apply(model.Batch{At: at.Add(time.Second), Messages: []model.Message{gone}})
	c := compareNow(Pair{Store: s, Before: first, After: s.Position(id), columns: 80})
	if want := "This payload is empty; that of the message before, 03:04:05.000, 1.0 s earlier, has 2 B. It is retained, so the broker keeps no message for this topic any more."; c.words != want {
		t.Errorf("it says %q, want %q", c.words, want)
	}
}

func TestFirstMessageHasNoChanges(t *testing.T) {
	s := model.NewStore(model.Options{})
	s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("a", "1")}})
	id, _ := s.Find("a")
	if c := compareNow(Pair{Store: s, After: s.Position(id), columns: 80}); c.words != "The history has no earlier message on this topic to compare with." {
		t.Errorf("it says %q", c.words)
	}
}

func TestChangesOfWhatHasLeftTheHistory(t *testing.T) {
	s := model.NewStore(model.Options{Budget: 12 << 20})
	s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("a", "1")}})
	id, _ := s.Find("a")
	first := s.Position(id)
	s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("a", "2")}})
	for range 3_000 {
		s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("b", strings.Repeat("x", 10_000))}})
	}
	if c := compareNow(Pair{Store: s, Before: first, After: s.Position(id), columns: 80}); c.words != "One of the two messages is no longer in the history." {
		t.Errorf("it says %q", c.words)
	}
}
