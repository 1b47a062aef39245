package publish

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/model"
)

// keeping is a broker with what it keeps, by topics.
type keeping struct {
	mu    sync.Mutex
	kept  map[string]string
	plain bool   // it sends nothing that it keeps for a filter with wildcards
	holds string // the topic that it acknowledges, and does not clear
}

// open is a connection to it.
func (k *keeping) open(p broker.Profile, sink model.Sink) broker.Session {
	k.mu.Lock()
	defer k.mu.Unlock()
	b := model.Batch{At: time.Now()}
	for topic, payload := range k.kept {
		if slices.ContainsFunc(p.Subscriptions, func(s broker.Subscription) bool {
			return s.Filter == topic || !k.plain && model.Match(s.Filter, topic)
		}) {
			b.Messages = append(b.Messages, held(topic, payload))
		}
	}
	sink.Apply(b)
	s := &session{onPublish: func(m broker.Publication) {
		k.mu.Lock()
		defer k.mu.Unlock()
		if m.Topic != k.holds {
			delete(k.kept, m.Topic)
		}
	}}
	return keptOn{device{s}}
}

func (k *keeping) topics() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.kept)
}

// keptOn is a connection that gets what is kept.
type keptOn struct{ device }

func (k keptOn) Status() broker.Status {
	s := k.session.Status()
	s.Version = broker.V5
	return s
}

func (keptOn) Unsubscribe(context.Context, ...string) error { return nil }

// pressWhenReady presses a button of the dialog once it can be pressed.
func pressWhenReady(b *bench, words string) {
	b.t.Helper()
	b.until(words, func() bool { return b.dialogButton(words) != nil && !b.dialogButton(words).Disabled() })
	test.Tap(b.dialogButton(words))
}

// TestWhatIsKnownIsLookedForByName where a broker sends nothing for a filter with wildcards:
// what was received, and what was published here.
func TestWhatIsKnownIsLookedForByName(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	k := &keeping{kept: map[string]string{"dev/a": "1", "dev/b": "2", "other": "3"}, plain: true}
	p.Open, p.Quiet = k.open, time.Millisecond
	b.receive(held("dev/a", "1"), held("other", "3"))
	p.own.note(broker.Publication{Topic: "dev/b", Payload: []byte("2"), Retain: true}, time.Now())
	p.AskClearBelow(b.find("dev"))
	pressWhenReady(b, "Clear 2")
	b.until("they are cleared", func() bool { return strings.Contains(p.words, "Cleared 2 of 2 retained messages at and below dev on ") })
	if k.topics() != 1 {
		t.Errorf("it keeps %d topics", k.topics())
	}
	p.AskClearBelow(b.find("dev"))
	b.until("nothing is there any more", func() bool { return p.words == "The broker keeps no retained message at and below dev." })
	p.own.note(broker.Publication{Topic: "dev/b", Payload: []byte("2"), Retain: true}, time.Now())
	p.AskClearBelow(b.find("dev")) // a login may write and not read
	pressWhenReady(b, "Clear 1")
	b.until("it is cleared", func() bool { return strings.Contains(p.words, "Cleared 1 of 1 ") })
}

// TestWhatIsAcknowledgedAndKeptIsNamed: below MQTT 5 a broker acknowledges what it does not do.
func TestWhatIsAcknowledgedAndKeptIsNamed(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	k := &keeping{kept: map[string]string{"dev/a": "1", "dev/b": "2"}, holds: "dev/b"}
	p.Open, p.Quiet = k.open, time.Millisecond
	b.receive(held("dev/a", "1"), held("dev/b", "2"))
	p.AskClearBelow(b.find("dev"))
	pressWhenReady(b, "Clear 2")
	b.until("it is said", func() bool {
		return strings.Contains(p.words, "Cleared 1 of 2 retained messages at and below dev on ") && strings.Contains(p.words, "1 message is still there. The broker has acknowledged that")
	})
	pressWhenReady(b, "Close")
	p.AskClear("dev/b")
	pressWhenReady(b, "Clear")
	b.until("it is said of one", func() bool {
		return strings.Contains(p.words, "The retained message of dev/b is still there. The broker")
	})
	if b.offered.action == "Undo" {
		t.Error("what was not cleared can be undone")
	}
}
