package publish

import (
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/jobs"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// TestASequence is put together in the panel, edited, kept and started.
func TestASequence(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.answers()
	for _, m := range [][2]string{{"dev/1/set", "ON"}, {"dev/2/set", "OFF"}} {
		p.topic.SetText(m[0])
		p.payload.SetText(m[1])
		p.work.addStep()
	}
	q := p.Sequence()
	if len(q.Steps) != 2 || q.Rounds != 1 || q.Steps[1].Draft.Text != "OFF" {
		t.Fatalf("%+v", q)
	}
	p.work.showSequence()
	down := uitest.Find[*widgets.Button](b.window.Canvas().Overlays().Top())
	for _, button := range down {
		if button.Tip == "Later" {
			button.OnTapped()
			break
		}
	}
	asked[*widgets.Entry](b, "rounds").SetText("2")
	b.confirm()
	b.until("it is over", func() bool { return strings.Contains(p.work.line.words, "done") })
	var got []string
	for _, m := range b.sent() {
		got = append(got, m.Topic)
	}
	if want := "dev/2/set dev/1/set dev/2/set dev/1/set"; strings.Join(got, " ") != want {
		t.Errorf("sent %q", got)
	}
	if q := p.Sequence(); q.Rounds != 2 || q.Steps[0].Draft.Topic != "dev/2/set" {
		t.Errorf("kept %+v", q)
	}
}

// TestASequenceEndsWithoutAConnection if that is chosen, which is kept.
func TestASequenceEndsWithoutAConnection(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	p.topic.SetText("dev/1/set")
	p.work.addStep()
	p.work.showSequence()
	if gone := asked[*widgets.Select](b, "gone"); gone.SelectedIndex() != 0 {
		t.Errorf("at first it is %q", gone.Selected)
	}
	asked[*widgets.Select](b, "gone").SetSelectedIndex(1)
	b.desk.Dismiss()
	if q := p.Sequence(); q.Gone != jobs.End {
		t.Fatalf("kept %+v", q)
	}
	p.work.showSequence()
	if gone := asked[*widgets.Select](b, "gone"); gone.SelectedIndex() != 1 {
		t.Errorf("then it is %q", gone.Selected)
	}
	asked[*widgets.Entry](b, "rounds").SetText("")
	b.session.refuse = broker.ErrNotConnected
	b.confirm()
	b.until("it has ended", func() bool { return len(p.work.jobs) == 1 && p.work.jobs[0].job.Status().Problem != nil })
}
