package ui

import (
	"strings"
	"testing"
	"time"

	"mangrove/ui/widgets"
)

// repeat has the current connection publish again and again, until it is stopped.
func (b *bench) repeat(topic string) {
	b.t.Helper()
	b.openPublish()
	b.publishTopic().SetText(topic)
	b.button("publish work").OnTapped()
	b.choose("Publish repeatedly…")
	for _, o := range b.desk.Asked {
		if e, ok := o.Object.(*widgets.Entry); ok && o.Name == "every" {
			e.SetText("1ms")
		}
	}
	b.desk.Answer()
	n := b.publishedSoFar()
	b.until("it publishes", func() bool { return b.publishedSoFar() > n+10 })
}

func (b *bench) publishedSoFar() int {
	b.session.mu.Lock()
	defer b.session.mu.Unlock()
	return len(b.session.published)
}

// TestJobsEndBeforeTheirSession is closed: with the tab, with the connection and with the
// window, none goes on.
func TestJobsEndBeforeTheirSession(t *testing.T) {
	for name, end := range map[string]func(b *bench){
		"the tab is closed":  func(b *bench) { b.tabs.close(b.tabs.active) },
		"it is disconnected": func(b *bench) { b.button("disconnect").OnTapped() },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.connect()
			b.repeat("job/a")
			b.repeat("job/b")
			end(b)
			<-b.session.closed
			n := b.publishedSoFar()
			for range 10 {
				b.step()
				<-time.After(time.Millisecond)
			}
			if more := b.publishedSoFar(); more != n {
				t.Errorf("%d messages came after the session was closed", more-n)
			}
		})
	}
}

// TestASequenceIsThereAgain after the program was started again.
func TestASequenceIsThereAgain(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.openPublish()
	b.publishTopic().SetText("a/b")
	b.publishPayload().SetText("ON")
	b.button("publish work").OnTapped()
	b.choose("Add the message to the sequence")
	if !strings.Contains(b.result(), "message 1") {
		t.Errorf("it says %q", b.result())
	}
	kept := e.Draft()
	other := b.openTab("other")
	other.PutBack(kept)
	if q := other.Publish.Sequence(); len(q.Steps) != 1 || q.Steps[0].Draft.Topic != "a/b" || q.Steps[0].Draft.Text != "ON" {
		t.Errorf("%+v", q)
	}
}

// TestJobsEndWithTheWindow: none is left behind, which the package looks for.
func TestJobsEndWithTheWindow(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.repeat("job/a")
}

// TestASequenceThatWasNotKeptIsTold when the rest comes back.
func TestASequenceThatWasNotKeptIsTold(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	kept := e.Draft()
	kept.Steps = 3
	e.PutBack(kept)
	if words := e.Notice.Words.Text; !strings.Contains(words, "The sequence of 3 messages was not kept") {
		t.Errorf("it says %q", words)
	}
}
