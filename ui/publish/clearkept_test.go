package publish

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/retained"
	"mangrove/model"
)

// keeping is a broker with what it keeps, by topics.
type keeping struct {
	mu    sync.Mutex
	kept  map[string]string
	plain bool   // it sends nothing that it keeps for a filter with wildcards
	holds string // the topic for which it acknowledges, and changes nothing
	busy  string // a topic whose device publishes once more before it is cleared
	sinks []model.Sink
}

// tells tells those who have subscribed what was published.
func (k *keeping) tells(topic, payload string) {
	for _, sink := range k.sinks {
		sink.Apply(model.Batch{At: time.Now(), Messages: []model.Message{held(topic, payload)}})
	}
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
	if len(p.Subscriptions) > 0 {
		k.sinks = append(k.sinks, sink)
	}
	s := &session{onPublish: func(m broker.Publication) {
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.busy != "" && len(m.Payload) == 0 {
			k.tells(k.busy, "newest")
			k.busy = ""
		}
		k.tells(m.Topic, string(m.Payload))
		switch {
		case m.Topic == k.holds:
		case len(m.Payload) > 0:
			k.kept[m.Topic] = string(m.Payload)
		default:
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
	p.own.noteOwn(broker.Publication{Topic: "dev/b", Payload: []byte("2"), Retain: true}, time.Now())
	p.AskClearBelow(b.find("dev"))
	pressWhenReady(b, "Clear 2")
	b.until("they are cleared", func() bool { return strings.Contains(p.words, "Cleared 2 of 2 retained messages at and below dev on ") })
	if k.topics() != 1 {
		t.Errorf("it keeps %d topics", k.topics())
	}
	p.AskClearBelow(b.find("dev"))
	b.until("nothing is there any more", func() bool { return p.words == "The broker keeps no retained message at and below dev." })
	p.own.noteOwn(broker.Publication{Topic: "dev/b", Payload: []byte("2"), Retain: true}, time.Now())
	p.AskClearBelow(b.find("dev")) // a login may write and not read
	pressWhenReady(b, "Clear 1")
	b.until("it is cleared", func() bool { return strings.Contains(p.words, "Cleared 1 of 1 ") && b.offered.action == "Undo" })
	b.offered.do()
	b.until("it is published again, which is not seen", func() bool {
		return strings.HasSuffix(p.words, "Published 1 retained message again. It could not be checked whether the broker keeps them as they were.")
	})
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

// TestWhatIsAcknowledgedAndNotKeptIsNamed: Undo looks at the broker, as clearing does.
func TestWhatIsAcknowledgedAndNotKeptIsNamed(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	k := &keeping{kept: map[string]string{"dev/a": "1", "dev/b": "2"}}
	p.Open, p.Quiet = k.open, time.Millisecond
	b.receive(held("dev/a", "1"), held("dev/b", "2"))
	p.AskClearBelow(b.find("dev"))
	pressWhenReady(b, "Clear 2")
	b.until("they are cleared", func() bool { return b.offered.action == "Undo" })
	k.mu.Lock()
	k.holds = "dev/b"
	k.mu.Unlock()
	b.offered.do()
	b.until("it is said", func() bool {
		return strings.Contains(p.words, "Published 1 retained message again; 1 not. The broker has acknowledged that and sends nothing there to a new subscription")
	})
	if k.topics() != 1 {
		t.Errorf("it keeps %d topics", k.topics())
	}
	if words := b.dialogWords(); !strings.Contains(words, "Published 1 message again") {
		t.Errorf("it is not listed: %q", words)
	}
}

// TestRestoredWordsOfOneWhoCannotLook say that what the broker has acknowledged is all that
// is known.
func TestRestoredWordsOfOneWhoCannotLook(t *testing.T) {
	for want, r := range map[string]*restored{
		"Published 2 retained messages again": {of: 2, Result: retained.Result{Done: 2}},
		"Published 2 retained messages again. It could not be checked whether the broker keeps them as they were.":            {of: 2, Result: retained.Result{Done: 2}, unseen: broker.ErrLost},
		"Published 1 retained message again; 1 not. Odd.":                                                                     {of: 2, Result: retained.Result{Done: 1, Failed: []retained.One{{Topic: "a", Err: errors.New("odd")}}}},
		"Published 1 retained message again; 1 not. It could not be checked whether the broker keeps them as they were. Odd.": {of: 2, Result: retained.Result{Done: 1, Failed: []retained.One{{Topic: "a", Err: errors.New("odd")}}}, unseen: broker.ErrLost},
	} {
		if got, _ := r.words(broker.Address{}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for want, err := range map[string]error{"Not as it was. The broker": retained.ErrNotBack, "Not published. Odd": errors.New("odd")} {
		if _, got := left(&retained.Result{Failed: []retained.One{{Topic: "a", Err: err}}}, 0, notRestored, broker.Address{}); !strings.HasPrefix(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestWhatIsPublishedBeforeItIsClearedComesBack: Undo has the message that was there last,
// which a device has published after the broker was looked at.
func TestWhatIsPublishedBeforeItIsClearedComesBack(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	k := &keeping{kept: map[string]string{"dev/a": "1", "dev/b": "2"}, busy: "dev/b"}
	p.Open, p.Quiet = k.open, time.Millisecond
	b.receive(held("dev/a", "1"), held("dev/b", "2"))
	p.AskClearBelow(b.find("dev"))
	pressWhenReady(b, "Clear 2")
	b.until("they are cleared", func() bool { return b.offered.action == "Undo" })
	if words := b.offered.words; !strings.Contains(words, "1 message had changed since the list was shown; Undo publishes the latest.") {
		t.Errorf("it says %q", words)
	}
	b.offered.do()
	b.until("they are there again", func() bool { return strings.Contains(p.words, "Published 2 retained messages again") })
	if k.kept["dev/a"] != "1" || k.kept["dev/b"] != "newest" {
		t.Errorf("the broker keeps %q", k.kept)
	}
}
