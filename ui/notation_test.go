package ui

import (
	"slices"
	"strings"
	"testing"

	"mangrove/ui/inspect"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// TestOneNotation: what cannot be seen of a payload looks in lists as
// in the payload, and in sentences as it is drawn.
func TestOneNotation(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	const payload, want = "on\u200b\x1b off", "on[U+200B][U+001B] off"
	b.receive(held("a", payload))
	b.selectTopic("a")
	drawn := func(where, s string) {
		t.Helper()
		if text.WithMarks(s) != want || s == want {
			t.Errorf("%s: %q is drawn", where, s)
		}
	}
	b.until("it is shown", func() bool { return b.payloadSeen() != "" })
	drawn("the payload", b.payloadSeen())
	e.Inspector.SetMode(inspect.Messages)
	b.until("it is listed", func() bool { return strings.HasPrefix(placed[*widgets.Strip](b, "messages kept").Text(), "1 message") })
	rows, _, _ := placed[*widgets.Rows](b, "messages").Seen()
	if len(rows) != 1 || !slices.ContainsFunc(rows[0].Spans, func(s text.Span) bool { return text.WithMarks(s.Text) == want && s.Text != want }) {
		t.Errorf("the messages: %+v", rows)
	}
	e.Publish.AskClear("a")
	if words := b.dialogWords(); !strings.Contains(words, "as "+want+" (") {
		t.Errorf("a question says %q", words)
	}
}
