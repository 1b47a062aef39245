package publish

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// TestNothingTypedIsLost: whatever takes the place of what was typed in the panel, Undo brings
// it back.
func TestNothingTypedIsLost(t *testing.T) {
	long := strings.Repeat("pasted ", 10_000)
	file := filepath.Join(t.TempDir(), "firmware.bin")
	if err := os.WriteFile(file, []byte{1, 2}, 0o600); err != nil {
		t.Fatal(err)
	}
	properties := func(p *Panel) {
		p.more.content.SetText("x/y")
		p.more.addRow(broker.UserProperty{Name: "n", Value: "1"})
	}
	another := func(_ *bench, p *Panel) {
		if undo := p.TakeDraft(draft.Draft{Topic: "other", Text: "ON"}); undo != nil {
			p.OnUndo("", undo)
		}
	}
	for name, c := range map[string]struct {
		put  func(p *Panel)
		take func(b *bench, p *Panel)
	}{
		"properties, another message":   {properties, another},
		"the same payload, with others": {func(p *Panel) { p.payload.SetText("ON"); properties(p) }, another},
		"properties, all removed":       {properties, func(_ *bench, p *Panel) { test.Tap(p.more.clear) }},
		"a long text, removed":          {func(p *Panel) { p.payload.holdText(long, "Pasted text") }, func(_ *bench, p *Panel) { test.Tap(p.payload.drop) }},
		"a long text, a file": {func(p *Panel) { p.payload.holdText(long, "Pasted text") }, func(b *bench, p *Panel) {
			p.TakeFile(file)
			b.until("it is taken", func() bool { return len(p.payload.held) == 2 })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			p := b.connect()
			p.SetFolded(false)
			p.topic.SetText("own/set")
			c.put(p)
			b.step()
			before := p.Draft()
			if c.take(b, p); reflect.DeepEqual(p.Draft(), before) {
				t.Fatal("nothing took its place")
			}
			if b.offered.action != "Undo" {
				t.Fatal("nothing brings it back")
			}
			if b.offered.do(); !reflect.DeepEqual(p.Draft(), before) {
				t.Errorf("it is %+v", p.Draft())
			}
		})
	}
}

// TestNothingIsOfferedForNothing: where nothing was typed, there is nothing to bring back.
func TestNothingIsOfferedForNothing(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.topic.SetText("a")
	for _, text := range []string{"ON", "OFF", "OFF"} {
		if p.TakeDraft(draft.Draft{Topic: "other", Text: text}) != nil {
			t.Errorf("%s: something is offered", text)
		}
		p.topic.SetText("b") // follows what is selected
	}
}

// TestARemovedStepComesBack when the dialog is closed.
func TestARemovedStepComesBack(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	for _, topic := range []string{"a", "b", "c"} {
		p.topic.SetText(topic)
		p.work.addStep()
	}
	p.work.showSequence()
	for _, button := range uitest.Find[*widgets.Button](b.window.Canvas().Overlays().Top()) {
		if button.Tip == "Remove" {
			button.OnTapped()
			break
		}
	}
	b.desk.Dismiss()
	b.offered.do()
	topics := ""
	for _, s := range p.Sequence().Steps {
		topics += s.Draft.Topic
	}
	if topics != "abc" {
		t.Errorf("the sequence is %q", topics)
	}
}

// TestWhatCannotBeImportedStaysTyped.
func TestWhatCannotBeImportedStaysTyped(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	l := b.openList(p, listSaved, 0)
	l.paste()
	for _, typed := range []string{"mosquitto_pub -t a -m \"ON", "[]", ""} {
		asked[*widgets.Entry](b, "commands").SetText(typed)
		b.dialogButton("Import").OnTapped()
		problem := ""
		b.until("it is said", func() bool {
			problem = b.dialogWords()
			return strings.Contains(problem, "imported") || strings.Contains(problem, "no message")
		})
		if got := asked[*widgets.Entry](b, "commands").Value(); got != typed {
			t.Errorf("%q became %q", typed, got)
		}
	}
}

// TestNothingTypedIsNotPublished to what is just selected, by a key in the empty line or a
// press beside it: devices are deleted so.
func TestNothingTypedIsNotPublished(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.conn.Subject = "homeassistant/sensor/hall/config"
	b.step()
	for name, publish := range map[string]func(){"Enter": func() { p.short.OnSubmitted("") }, "the button": func() { test.Tap(p.button) }, "the key": func() { SendByKey([]*Panel{p}, p.topic) }} {
		publish()
		b.step()
		if words := b.dialogWords(); len(b.sent()) > 0 || !strings.Contains(words, "Nothing is typed, and homeassistant/sensor/hall/config is selected") {
			t.Errorf("%s: sent %+v; it says %q", name, b.sent(), words)
		}
		b.desk.Dismiss()
	}
	p.topic.SetText("plug/get") // of which an empty message asks
	p.publish()
	b.until("it is published", func() bool { return len(b.sent()) == 1 })
	b.conn.Subject = "plug/set"
	p.TakeTopic("plug/set")
	p.payload.SetText("ON")
	p.publish()
	b.until("it is published", func() bool { return len(b.sent()) == 2 })
}
