package verify

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
)

// TestAllIsJudged: once nothing is waited for any more, the page says so and what to do next, and
// Finish asks nothing.
func TestAllIsJudged(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.openFile(b.write("version: 1\ndeadline: 1h\ndevices:\n  - {id: a, topic: a, present: true, fields: {v: {type: number, samples: 2}}}\n"))
	test.Tap(b.start)
	b.until("it runs", func() bool { return b.first() != nil && b.shown != nil && !b.shown.Account.Began.IsZero() })
	b.until("it says what is missing", func() bool { return strings.Contains(b.state.Text(), "2 checks have not seen enough yet.") })
	if b.start.Importance == widget.HighImportance {
		t.Error("Finish stands out while something is missing")
	}
	for range 2 {
		b.first().sink.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("a"), Payload: []byte(`{"v":1}`)}}})
	}
	b.until("it says that all is judged", func() bool { return strings.Contains(b.state.Text(), "All is judged: press Finish") })
	if b.start.Importance != widget.HighImportance {
		t.Error("Finish does not stand out")
	}
	test.Tap(b.start)
	if b.do.Desk.Asked != nil {
		t.Error("it asks though nothing is missing")
	}
	b.until("it is over", func() bool { return b.run.ended })
}
