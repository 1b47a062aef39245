package publish

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
)

// TestOwnIsBounded in all that a message has, not in its payload alone.
func TestOwnIsBounded(t *testing.T) {
	small := slices.Repeat([]broker.UserProperty{{}}, 13_000) // 65 kB of a packet
	var own ownRetained
	if own.noteOwn(broker.Publication{Topic: "t", Payload: []byte("x"), Properties: &broker.Properties{User: small}}, time.Now()); len(own.list) > 0 {
		t.Error("a message of 400 kB is remembered")
	}
}

// TestReplacedRetainedMessagesCanBePutBack: what somebody else has retained is named once it is
// replaced, and goes back byte for byte; what was published here before is replaced without a
// word.
func TestReplacedRetainedMessagesCanBePutBack(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	var said []string
	var undo func()
	p.OnUndo = func(words string, do func()) { said, undo = append(said, words), do }
	theirs := held("a/b", "theirs\x00")
	theirs.QoS = 2
	b.receive(theirs)
	publish := func(payload string, retain bool) {
		p.topic.SetText("a/b")
		p.payload.SetText(payload)
		p.retain.SetChecked(retain)
		n := len(b.sent())
		test.Tap(p.button)
		b.until("it is published", func() bool {
			return len(b.sent()) > n && strings.Contains(p.words, "a/b") && !strings.Contains(p.words, "…")
		})
	}
	if publish("x", false); len(said) > 0 {
		t.Errorf("not retained: %q", said)
	}
	if publish("ours", true); len(said) != 1 || !strings.Contains(said[0], "a/b was replaced: theirs") {
		t.Fatalf("it says %q", said)
	}
	if publish("ours again", true); len(said) != 1 {
		t.Errorf("replacing our own: %q", said)
	}
	n := len(b.sent())
	undo()
	b.until("it goes back", func() bool { return len(b.sent()) > n })
	if m := b.sent()[n]; m.Topic != "a/b" || string(m.Payload) != "theirs\x00" || m.QoS != 2 || !m.Retain {
		t.Errorf("what goes back is %+v", m)
	}
}

// TestTheSizeIsSaidOnce, also where what stands for a payload has it.
func TestTheSizeIsSaidOnce(t *testing.T) {
	for content, want := range map[string]string{
		"on":                "on (2 B)",
		"\x01\x00\xff":      "01 00 ff  (3 B)",
		"\x89PNG\r\n\x1a\n": "PNG image, 8 B",
	} {
		m := retainedMessage{Publication: broker.Publication{Payload: []byte(content)}}
		if got := m.words(); got != want {
			t.Errorf("%q is %q, want %q", content, got, want)
		}
	}
}
