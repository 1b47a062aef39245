package publish

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/model"
)

// unseen is what a device has retained while the window was connected, with properties.
var unseen = model.Message{Topic: []byte("a/b"), Payload: []byte("theirs\x00\xff"), QoS: 1, Retained: true,
	Properties: []byte("\x03\x00\x04text\x09\x00\x02\x00\xff\x26\x00\x01n\x00\x011\x26\x00\x01n\x00\x012")}

// lookedAt is a broker that shows what it keeps to new subscribers.
type lookedAt struct {
	mu    sync.Mutex
	kept  model.Message
	looks int
	gate  chan struct{} // a look waits for it; nil: it does not
}

func (l *lookedAt) open(p broker.Profile, sink model.Sink) broker.Session {
	l.mu.Lock()
	l.looks++
	kept, gate := l.kept, l.gate
	l.mu.Unlock()
	if gate != nil {
		<-gate
	}
	if len(p.Subscriptions) == 1 && p.Subscriptions[0].Filter == string(kept.Topic) {
		sink.Apply(model.Batch{At: time.Now(), Messages: []model.Message{kept}})
	}
	return keptOn{device{&session{}}}
}

func (l *lookedAt) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.looks
}

// subscribed has the connection of a bench get what is published to a filter, from now on.
func (b *bench) subscribed(s broker.Subscription, v broker.Version) {
	now := time.Now()
	b.conn.Session = subscribed{b.session, broker.Status{Phase: broker.Connected, Version: v, Since: now,
		Limits: broker.Limits{MaxQoS: 2}, Subscriptions: []broker.Grant{{Subscription: s, Answered: true}}}}
	b.conn.Follow(now)
}

// subscribed is a session that gets what is published.
type subscribed struct {
	*session
	status broker.Status
}

func (s subscribed) Status() broker.Status { return s.status }

// replacing presses Publish for a message to a/b, which is retained.
func (b *bench) replacing(p *Panel, payload string) {
	p.topic.SetText("a/b")
	p.payload.SetText(payload)
	p.retain.SetChecked(true)
	test.Tap(p.button)
}

// TestWhatCameLiveCanBePutBack: what the broker keeps since the window is connected is looked
// for before it is replaced, and goes back byte for byte with its QoS and properties.
func TestWhatCameLiveCanBePutBack(t *testing.T) {
	live := unseen
	live.Retained = false
	for name, c := range map[string]struct {
		filter  string
		version broker.Version
		comes   bool
	}{
		"MQTT 3.1.1":             {"a/#", broker.V311, true},
		"MQTT 5":                 {"a/#", broker.V5, true},
		"outside what is wanted": {"other/#", broker.V5, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			p := b.connect()
			b.subscribed(broker.Subscription{Filter: c.filter}, c.version)
			p.Open, p.Quiet = (&lookedAt{kept: unseen}).open, time.Hour
			if c.comes {
				b.receive(held("a/b", "before"))
				b.receive(live)
			}
			b.replacing(p, "ours")
			b.until("it can be undone", func() bool { return b.offered.do != nil })
			if !strings.Contains(b.offered.words, "a/b was replaced: 74 68 65 69 72 73 00 ff") || strings.Contains(b.offered.words, "may hold either") {
				t.Errorf("it says %q", b.offered.words)
			}
			p.Open = nil
			b.offered.do()
			b.until("it goes back", func() bool { return len(b.sent()) == 2 })
			want := broker.Publication{Topic: "a/b", Payload: unseen.Payload, QoS: 1, Retain: true, Properties: &broker.Properties{
				ContentType: "text", CorrelationData: []byte{0, 0xff}, User: []broker.UserProperty{{Name: "n", Value: "1"}, {Name: "n", Value: "2"}}}}
			if got := b.sent()[1]; !reflect.DeepEqual(got, want) {
				t.Errorf("what goes back is %+v", got)
			}
		})
	}
}

// TestTheBrokerIsNotLookedAt where it is sure what it keeps, or nothing is replaced.
func TestTheBrokerIsNotLookedAt(t *testing.T) {
	for name, c := range map[string]struct {
		come   []model.Message
		tells  bool
		retain bool
	}{
		"received as retained":          {[]model.Message{held("a/b", "theirs")}, false, true},
		"each one tells":                {[]model.Message{held("a/b", "theirs"), msg("a/b", "event")}, true, true},
		"not retained, after an event":  {[]model.Message{held("a/b", "theirs"), msg("a/b", "event")}, false, false},
		"published here, and come back": {nil, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			p := b.connect()
			l := &lookedAt{}
			p.Open, p.Quiet = l.open, time.Millisecond
			b.subscribed(broker.Subscription{Filter: "a/#", RetainAsPublished: c.tells}, broker.V5)
			if c.come == nil {
				p.own.noteOwn(broker.Publication{Topic: "a/b", Payload: []byte("mine"), Retain: true}, time.Now())
				b.receive(msg("a/b", "mine"))
			}
			for _, m := range c.come {
				b.receive(m)
			}
			p.topic.SetText("a/b")
			p.payload.SetText("ours")
			p.retain.SetChecked(c.retain)
			test.Tap(p.button)
			b.until("it is published", func() bool { return len(b.sent()) == 1 && !strings.Contains(p.words, "…") })
			if l.count() > 0 {
				t.Error("it was looked at")
			}
			if theirs := c.come != nil && c.retain; theirs != strings.Contains(b.offered.words, "a/b was replaced: theirs") {
				t.Errorf("it says %q", b.offered.words)
			}
		})
	}
}

// mute is a broker that does not answer.
type mute struct{ device }

func (mute) Status() broker.Status { return broker.Status{Phase: broker.Connecting} }

// TestWhatCannotBeLookedAtIsSaid: it is published all the same.
func TestWhatCannotBeLookedAtIsSaid(t *testing.T) {
	for name, s := range map[string]broker.Session{"refused": unconnected{device{&session{}}}, "no answer": mute{device{&session{}}}} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			p := b.connect()
			p.Open = func(broker.Profile, model.Sink) broker.Session { return s }
			b.replacing(p, "ours")
			b.until("it is said", func() bool { return strings.Contains(b.offered.words, "It is not known what the broker kept for a/b") })
			if b.offered.action != "" || len(b.sent()) != 1 || string(b.sent()[0].Payload) != "ours" {
				t.Errorf("%q is offered, sent %+v", b.offered.action, b.sent())
			}
		})
	}
}

// TestMessagesKeepTheirOrderDuringALook, whether they are retained or not, and the fields can
// be typed in.
func TestMessagesKeepTheirOrderDuringALook(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	l := &lookedAt{kept: unseen, gate: make(chan struct{})}
	p.Open, p.Quiet = l.open, time.Hour
	want := []string{"1", "2", "3"}
	b.replacing(p, want[0])
	b.until("it is looked", func() bool { return l.count() == 1 })
	b.replacing(p, want[1])
	p.retain.SetChecked(false)
	p.payload.SetText(want[2])
	test.Tap(p.button)
	p.payload.SetText("typed meanwhile")
	b.step()
	if n := len(b.sent()); n > 0 {
		t.Errorf("%d were sent before", n)
	}
	close(l.gate)
	b.until("all are sent", func() bool { return len(b.sent()) == len(want) })
	var got []string
	for _, m := range b.sent() {
		got = append(got, string(m.Payload))
	}
	if !slices.Equal(got, want) || p.payload.Text != "typed meanwhile" {
		t.Errorf("sent %q, and %q is typed", got, p.payload.Text)
	}
}

// TestUndoLeavesWhatCameAfterIt: what a device has retained since is not replaced by what was
// there before.
func TestUndoLeavesWhatCameAfterIt(t *testing.T) {
	for now, want := range map[string][]string{
		"ours":   {"ours", "theirs"},
		"newest": {"ours"},
		"":       {"ours", "theirs"}, // it was cleared
	} {
		t.Run(now, func(t *testing.T) {
			b := newBench(t)
			p := b.connect()
			k := &keeping{kept: map[string]string{"a/b": "theirs"}}
			p.Open, p.Quiet = k.open, time.Millisecond
			b.replacing(p, "ours")
			b.until("it can be undone", func() bool { return b.offered.do != nil })
			k.mu.Lock()
			if k.kept["a/b"] = now; now == "" {
				delete(k.kept, "a/b")
			}
			k.mu.Unlock()
			b.offered.do()
			b.until("it is undone or not", func() bool {
				return len(b.sent()) == 2 && !strings.Contains(p.words, "…") || strings.Contains(p.words, "Nothing was undone: the broker keeps a newer message for a/b: newest (6 B")
			})
			var got []string
			for _, m := range b.sent() {
				got = append(got, string(m.Payload))
			}
			if !slices.Equal(got, want) {
				t.Errorf("sent %q, want %q", got, want)
			}
		})
	}
}
