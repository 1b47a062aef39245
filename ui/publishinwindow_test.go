package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/explore"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// field is a field of the publish panel, whatever it is made of.
type field interface {
	fyne.CanvasObject
	fyne.Focusable
	fyne.Shortcutable
	SetText(string)
	Value() string
}

// publishTopic is the topic in the publish panel of the current connection.
func (b *bench) publishTopic() field { return placed[field](b, "publish topic") }

// publishPayload is the payload in it.
func (b *bench) publishPayload() field { return placed[field](b, "publish payload") }

// publishButton publishes it.
func (b *bench) publishButton() *widgets.Button { return placed[*widgets.Button](b, "publish") }

// result is what became of a publish.
func (b *bench) result() string { return b.lookAt(time.Now()).Result }

// placedOn is what stands at a place of a connection, which need not be the current one.
func placedOn[T fyne.CanvasObject](b *bench, e *explore.Page, place string) T {
	b.t.Helper()
	r := report.New(b.window.Canvas(), time.Now())
	e.Report(r, r.At)
	o, ok := r.Object(place).(T)
	if !ok {
		b.t.Fatalf("at %q there is no %T", place, o)
	}
	return o
}

// TestEnterInTheTopicGoesOnToThePayload has a message published only by the
// button and by Ctrl+Enter.
func TestEnterInTheTopicGoesOnToThePayload(t *testing.T) {
	b := newBench(t)
	p := b.connect().Publish
	topic := b.publishTopic()
	test.Type(topic, "a/b")
	for _, folded := range []bool{true, false} {
		p.SetFolded(folded)
		b.window.Canvas().Focus(topic)
		topic.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		b.step()
		if b.window.Canvas().Focused() != fyne.Focusable(b.publishPayload()) || p.IsOpen() == folded || b.result() != "" {
			t.Fatalf("folded %v: the keyboard is with %T, and the result %q", folded, b.window.Canvas().Focused(), b.result())
		}
	}
	b.openPublish()
	sent := 0
	for name, field := range map[string]fyne.Focusable{"topic": topic, "payload": b.publishPayload()} {
		b.window.Canvas().Focus(field)
		field.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
		sent++
		b.until("Ctrl+Enter publishes from the "+name, func() bool {
			b.session.mu.Lock()
			defer b.session.mu.Unlock()
			return len(b.session.published) == sent
		})
	}
}

// TestKeyOpensThePublishPanel goes to the payload of the connection that is worked
// with, wherever the keyboard is, and not while a dialog has it.
func TestKeyOpensThePublishPanel(t *testing.T) {
	b := newBench(t)
	left, right := b.openTab("left"), b.openTab("right")
	b.tabs.compare(left, right)
	press := func() {
		b.window.Canvas().(fyne.Shortcutable).TypedShortcut(
			&desktop.CustomShortcut{KeyName: fyne.KeyP, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift})
		b.step()
	}
	for _, e := range []*explore.Page{left, right} {
		b.window.Canvas().Focus(e.Tree.SearchField())
		for range 2 { // a second time nothing is folded again
			press()
			b.has(e.Conn.Title(), placedOn[field](b, e, "publish payload"))
			if !e.Publish.IsOpen() {
				t.Fatalf("%s: the panel is folded", e.Conn.Title())
			}
		}
	}
	right.Publish.SetFolded(true)
	b.window.Canvas().Focus(right.Tree.Keyboard())
	b.do("Subscriptions…")
	press()
	if right.Publish.IsOpen() {
		t.Error("the panel opens under a dialog")
	}
}

func TestPublishTopicFollowsTheSelection(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a", "1"), msg("b", "2"))
	b.selectTopic("a")
	if b.publishTopic().Value() != "a" {
		t.Errorf("the field has %q", b.publishTopic().Value())
	}
	test.Type(b.publishTopic(), "x/")
	b.selectTopic("b")
	if b.publishTopic().Value() != "x/a" {
		t.Errorf("an edited field has %q after another selection", b.publishTopic().Value())
	}
}

// ctrlEnter is typed to whoever has the keyboard.
func (b *bench) ctrlEnter() {
	s := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}
	if to, ok := b.window.Canvas().Focused().(fyne.Shortcutable); ok {
		to.TypedShortcut(s)
		return
	}
	b.window.Canvas().(fyne.Shortcutable).TypedShortcut(s)
}

// TestCtrlEnterOnlyInThePublishPanel has nothing published while the keyboard
// is anywhere else, and Retain go with the topic it was ticked for.
func TestCtrlEnterOnlyInThePublishPanel(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(held("dev/a", "1"), held("dev/b", "2"))
	c := b.window.Canvas()
	b.selectTopic("dev/a")
	b.openPublish()
	retain := placed[*widget.Check](b, "retain")
	retain.SetChecked(true)
	b.selectTopic("dev/b")
	if retain.Checked || b.publishTopic().Value() != "dev/b" {
		t.Errorf("another topic, %q, is to be retained: %v", b.publishTopic().Value(), retain.Checked)
	}
	retain.SetChecked(true)
	for name, o := range map[string]fyne.Focusable{"tree": e.Tree.Keyboard(), "search": e.Tree.SearchField(), "payload view": placed[*widgets.TextView](b, "payload view"), "nothing": nil} {
		c.Focus(o)
		b.ctrlEnter()
		if b.step(); len(b.sent()) > 0 || c.Overlays().Top() != nil {
			t.Errorf("with the keyboard in %s: sent %v", name, b.sent())
		}
		if !strings.Contains(b.desk.Toast.Words.Text, "Ctrl+Enter publishes only while") {
			t.Errorf("%s: the toast says %q", name, b.desk.Toast.Words.Text)
		}
	}
	for name, o := range map[string]fyne.Focusable{"qos": placed[*widgets.Segmented](b, "qos"), "retain": retain, "payload": b.publishPayload()} {
		c.Focus(o)
		b.ctrlEnter()
		button := b.dialogButton("Clear")
		if button == nil || len(b.sent()) > 0 {
			t.Fatalf("%s: it was not asked, sent %v", name, b.sent())
		}
		if b.desk.Toast.Object.Visible() {
			t.Errorf("%s: it still says %q", name, b.desk.Toast.Words.Text)
		}
		test.Tap(b.dialogButton("Cancel"))
	}
}

// TestCtrlEnterTakesThePanelWithTheKeyboard publishes on the connection whose
// panel is typed into, of two side by side.
func TestCtrlEnterTakesThePanelWithTheKeyboard(t *testing.T) {
	b := newBench(t)
	left := b.connect()
	right := b.connect()
	b.tabs.compare(right, left)
	for i, e := range []*explore.Page{left, right} {
		placedOn[field](b, e, "publish topic").SetText("a")
		placedOn[field](b, e, "publish payload").SetText("x")
		b.step()
		b.window.Canvas().Focus(placedOn[field](b, e, "publish payload"))
		b.ctrlEnter()
		b.until("it is published", func() bool {
			b.all[i].mu.Lock()
			defer b.all[i].mu.Unlock()
			return len(b.all[i].published) == 1
		})
	}
}

func held(topic, payload string) model.Message {
	m := msg(topic, payload)
	m.Retained = true
	return m
}

// sent is what was published so far.
func (b *bench) sent() []broker.Publication {
	b.session.mu.Lock()
	defer b.session.mu.Unlock()
	return append([]broker.Publication{}, b.session.published...)
}

// dialogButton is the button of the dialog on view, nil when there is none.
func (b *bench) dialogButton(words string) *widgets.Button {
	return uitest.DialogButton(b.window.Canvas(), words)
}

// dialogWords is what the dialog on view says.
func (b *bench) dialogWords() string { return uitest.DialogWords(b.window.Canvas()) }

// TestDividerLeavesRows: however far the open panel is drawn up, two rows of what is over
// it are seen, one in a low window; and the window can be as low as ever.
func TestDividerLeavesRows(t *testing.T) {
	for name, c := range map[string]struct {
		place  string
		show   func(b *bench)
		lowest float32 // window with so much room
	}{
		"the busiest topics":    {"busiest", func(*bench) {}, 400},
		"the messages":          {"messages", func(b *bench) { b.selectTopic("a"); b.tabs.active.Inspector.ListMessages() }, 400},
		"a message looked into": {"messages", func(b *bench) { b.lookInto("a", 1) }, 460},
	} {
		b := newBench(t)
		e := b.connect()
		down := find[*container.Split](e.Object)[1]
		for i := range 20 {
			b.receive(msg(fmt.Sprintf("a/%02d", i), "1"), msg(fmt.Sprintf("a/%02d", i), "2"))
		}
		c.show(b)
		for _, height := range []float32{800, 600, 500, c.lowest} {
			b.window.Resize(fyne.NewSize(900, height))
			b.step()
			b.openPublish()
			down.SetOffset(0)
			b.step()
			b.step()
			least := float32(2)
			if height < 500 {
				least = 1
			}
			// What is low has less, so that a window that is made lower can become lower still.
			lowest := float32(420)
			if height <= 500 {
				lowest = 400
			}
			b.until(fmt.Sprintf("%g high, %s: %g rows are seen, and the window can be %g high", height, name, least, lowest), func() bool {
				return placed[*widgets.Rows](b, c.place).Size().Height >= least*look.RowHeight && b.window.Content().MinSize().Height <= lowest
			})
		}
	}
}
