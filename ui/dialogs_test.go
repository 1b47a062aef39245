package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// pressEscape presses the key where the keyboard is.
func (b *bench) pressEscape() {
	c, ev := b.window.Canvas(), &fyne.KeyEvent{Name: fyne.KeyEscape}
	if f := c.Focused(); f != nil {
		f.TypedKey(ev)
		return
	}
	c.OnTypedKey()(ev)
}

// askImport asks for what is to be imported.
func (b *bench) askImport() { test.Tap(b.button("import")) }

func TestEscapeClosesTheDialogOnTop(t *testing.T) {
	for name, open := range map[string]func(b *bench){
		"import, from its field": func(b *bench) { b.askImport() },
		"subscriptions":          func(b *bench) { b.connect(); b.do("Subscriptions…") },
		"subscriptions, from a box to tick": func(b *bench) {
			b.connect()
			b.do("Subscriptions…")
			b.window.Canvas().Focus(placed[*widgets.Check](b, "subscribe keep"))
		},
		"subscriptions, from a choice": func(b *bench) {
			b.connect()
			b.do("Subscriptions…")
			b.window.Canvas().Focus(placed[*widgets.Select](b, "subscribe retain"))
		},
		"subscriptions, from a button": func(b *bench) {
			b.connect()
			b.do("Subscriptions…")
			b.window.Canvas().Focus(placed[*widgets.Button](b, "subscribe"))
		},
		"doctor": func(b *bench) {
			b.services.Network = closedNetwork{}
			b.examine(broker.Profile{Address: broker.Address{Host: "127.0.0.1"}})
		},
		"file":   func(b *bench) { b.desk.ChooseFile(nil) },
		"folder": func(b *bench) { b.desk.ChooseFolder(nil) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newShelfBench(t).bench
			open(b)
			overlays := b.window.Canvas().Overlays()
			if len(overlays.List()) != 1 {
				t.Fatalf("%d dialogs", len(overlays.List()))
			}
			b.pressEscape()
			if len(overlays.List()) != 0 {
				t.Error("it is still open")
			}
			if b.window.Canvas().Focused() == nil {
				t.Error("nothing has the keyboard")
			}
		})
	}
}

func TestTheKeyboardGoesBackWhereItWas(t *testing.T) {
	b := newBench(t)
	b.connect()
	c := b.window.Canvas()
	c.Focus(b.publishTopic())
	b.do("Subscriptions…")
	b.pressEscape()
	b.has("the subscriptions closed", b.publishTopic())
	b.do("Subscriptions…")
	b.show(pageBox)
	b.pressEscape()
	b.has("closed on another page", b.brokers.Keyboard())
}

// TestEscapeEndsWhatTheDialogDoes: closing the doctor stops the examination.
func TestEscapeEndsWhatTheDialogDoes(t *testing.T) {
	b := newBench(t)
	b.services.Network = closedNetwork{}
	d := b.examine(broker.Profile{Address: broker.Address{Host: "127.0.0.1"}})
	stopped := false
	stop := d.stop
	d.stop = func() { stopped = true; stop() }
	b.pressEscape()
	if !stopped {
		t.Error("the examination goes on")
	}
}

func TestEscapeLeavesTheDialogBelowOpen(t *testing.T) {
	b := newShelfBench(t)
	b.askImport()
	b.desk.ChooseFile(nil)
	overlays := b.window.Canvas().Overlays()
	b.pressEscape()
	if len(overlays.List()) != 1 {
		t.Fatalf("%d dialogs are left of two", len(overlays.List()))
	}
	menu := widget.NewPopUp(widget.NewLabel("a list"), b.window.Canvas())
	menu.Show()
	b.pressEscape()
	if len(overlays.List()) != 2 {
		t.Errorf("Escape closed the dialog below a list")
	}
}

// keyed is something that shows whether it has the keyboard.
type keyed struct {
	widget.Check
	has bool
}

func (k *keyed) FocusGained() { k.has = true }
func (k *keyed) FocusLost()   { k.has = false }

// TestNothingLooksTypedIntoInADialogThatIsOpenedAgain, however it was closed.
func TestNothingLooksTypedIntoInADialogThatIsOpenedAgain(t *testing.T) {
	for name, end := range map[string]func(b *bench){
		"Escape":     func(b *bench) { b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) },
		"its button": func(b *bench) { test.Tap(uitest.DialogButton(b.window.Canvas(), "Close")) },
	} {
		b := newBench(t)
		inside := &keyed{}
		inside.ExtendBaseWidget(inside)
		b.desk.Show(b.desk.NewDialog("Kept", inside))
		b.window.Canvas().Focus(inside)
		if !inside.has {
			t.Fatalf("%s: it does not get the keyboard", name)
		}
		end(b)
		if len(b.window.Canvas().Overlays().List()) != 0 || inside.has {
			t.Errorf("%s: it still looks as if it had the keyboard", name)
		}
	}
}
