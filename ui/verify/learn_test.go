package verify

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/uitest"
)

// TestLearn makes a checklist of what has come, which is saved and then on view.
func TestLearn(t *testing.T) {
	b := newBench(t)
	if !b.teach.Disabled() {
		t.Error("there is nothing to learn from")
	}
	b.do.Open = nil // what the broker keeps is not known then
	b.connect()
	began := time.Now().Add(-10 * time.Minute)
	for i := range 60 {
		at := began.Add(time.Duration(i) * 10 * time.Second)
		b.current.Store.Apply(model.Batch{At: at, Messages: []model.Message{{Topic: []byte("home/hall/temperature"), Payload: []byte(`{"v":21.5}`)}, {Topic: []byte("home/hall/odd"), Payload: []byte{0xff, 0xfe}}}})
	}
	path := filepath.Join(t.TempDir(), "learned.yaml")
	b.do.Desk.Save = func(name string, write func(io.Writer) error, saved func(string)) {
		f, err := os.Create(path)
		if err == nil {
			err = write(f)
		}
		if err != nil || name != "plant.example.yaml" {
			t.Errorf("%v, %s", err, name)
		}
		_ = f.Close()
		saved(path)
	}
	test.Tap(b.teach)
	b.until("it is offered", func() bool {
		return strings.Contains(uitest.DialogWords(b.window.Canvas()), "learned from 120 messages")
	})
	if said := uitest.DialogWords(b.window.Canvas()); !strings.Contains(said, "the payloads of 1 topic, which are bytes and no text. On: home/hall/odd.") {
		t.Errorf("what was left out is not said: %s", said)
	}
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Save…"))
	b.until("it is on view", func() bool { return b.list != nil })
	content, err := os.ReadFile(path)
	if err != nil || b.list.err != nil || !strings.Contains(string(content), "home/hall/temperature") {
		t.Errorf("%v, %v: %s", err, b.list.err, content)
	}
}

// TestNothingToLearn says so.
func TestNothingToLearn(t *testing.T) {
	b := newBench(t)
	b.connect()
	test.Tap(b.teach)
	b.until("it says so", func() bool { return strings.Contains(b.said, "Nothing has arrived yet") })
	if b.teach.Disabled() {
		t.Error("it cannot be tried again")
	}
}

// TestLearnAcrossAGap: a time without a connection is no silence of a device.
func TestLearnAcrossAGap(t *testing.T) {
	c := &connection.Connection{Store: model.NewStore(model.Options{})}
	began := time.Now().Add(-time.Hour)
	say := func(at time.Time) {
		c.Store.Apply(model.Batch{At: at, Messages: []model.Message{{Topic: []byte("home/hall/temperature"), Payload: []byte("21")}}})
	}
	for i := range 30 {
		say(began.Add(time.Duration(i) * 10 * time.Second))
	}
	c.Store.Interrupted(began.Add(300*time.Second), began.Add(1800*time.Second))
	for i := range 30 {
		say(began.Add(1800*time.Second + time.Duration(i)*10*time.Second))
	}
	l := learnFrom(c, retained.Opener(nil))
	if l.err != nil || l.draft.Away < 20*time.Minute {
		t.Errorf("%v, away for %v", l.err, l.draft.Away)
	}
}
