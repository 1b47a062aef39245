package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/explore"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// slowSession takes its time to be closed.
type slowSession struct {
	broker.Session
	until <-chan time.Time
}

func (s *slowSession) Close() error {
	<-s.until
	return s.Session.Close()
}

// TestSessionsTakeLeave: the program does not end before they have said so to
// their brokers, but for one that does not come to an end.
func TestSessionsTakeLeave(t *testing.T) {
	for name, leave := range map[string]func(*bench, *explore.Page){
		"of a tab that is closed":   func(b *bench, e *explore.Page) { b.tabs.close(e) },
		"of one that has been left": func(b *bench, _ *explore.Page) { test.Tap(b.button("disconnect")) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.lastWords = patience
			e := b.connect()
			e.Conn.Session = &slowSession{e.Conn.Session, time.After(200 * time.Millisecond)}
			leave(b, e)
			b.waitForSessions()
			select {
			case <-b.session.closed:
			default:
				t.Error("the program ends before the session")
			}
		})
	}
	b := newBench(t)
	e := b.connect()
	ends := make(chan time.Time)
	e.Conn.Session = &slowSession{e.Conn.Session, ends}
	b.tabs.close(e)
	b.lastWords = time.Millisecond
	b.waitForSessions() // which gives up
	close(ends)
}

// TestLongWordsOfBrokers: a label is given no more than it can lay out at once.
func TestLongWordsOfBrokers(t *testing.T) {
	long := strings.Repeat("no word of this can be read ", 2_000)
	b := newBench(t)
	e := b.connect()
	status := b.session.Status()
	status.Phase, status.Problem = broker.Stopped, &broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: broker.BadLogin, Reason: long}
	b.session.set(status)
	b.step()
	b.step()
	e.Notice.Say(long)
	b.desk.Toast.Say(long, true)
	b.do("Subscriptions…")
	filter := placed[*widgets.Entry](b, "subscribe filter")
	filter.SetText("a#" + long)
	filter.OnSubmitted("")
	for name, words := range map[string]string{
		"the bar": placed[*widget.Label](b, "problem").Text, "the notice": e.Notice.Words.Text, "the toast": b.desk.Toast.Words.Text, "the subscriptions": placed[*widget.Label](b, "subscribe problem").Text,
	} {
		if words == "" || len(words) > format.LargestSentence+10 {
			t.Errorf("%s has %d bytes", name, len(words))
		}
	}
}
