package verify

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/verify"
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

// TestCutTitles: a column whose title has no room has all of it in a tip, and what stands beside
// the columns has none.
func TestCutTitles(t *testing.T) {
	b := newGridBench(t, 700, 200)
	device, path := &checklist.Subject{ID: "a", Device: true}, "uplink_message.decoded_payload.soil_conductivity"
	b.take(t, []verify.Result{{Subject: device, Check: &checklist.Check{Kind: checklist.Field, Path: path}, Verdict: verify.Verdict{State: verify.Pass}}})
	if head := b.head(); !strings.Contains(head, "soil") {
		t.Errorf("the head is %q", head)
	}
	s := b.seats()
	for x, want := range map[float32]string{s.left + 5: "field " + path, 2: "", s.right() + 5: ""} {
		if got := b.table.Head.Whole(x); got != want {
			t.Errorf("at %v: %q, not %q", x, got, want)
		}
	}
}
