package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/explore"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// TestAnOpenPanelHasRoomBesideAnotherPage has the inspector give its room to a publish
// panel that is opened where two pages share a low window.
func TestAnOpenPanelHasRoomBesideAnotherPage(t *testing.T) {
	b := newBench(t)
	first, second := b.connect(), b.connect()
	b.window.Resize(fyne.NewSize(640, 400))
	b.step()
	b.tabs.compare(second, first)
	b.step()
	inspector := placed[*widgets.Segmented](b, "modes")
	seen := func() bool {
		b.step()
		b.step()
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(inspector) != fyne.Position{} && find[*container.Split](second.Object)[1].Leading.Visible()
	}
	if !seen() {
		t.Fatal("the inspector is not seen while the panel is folded")
	}
	test.Tap(placed[*widgets.Button](b, "publish more"))
	if seen() || !second.Publish.IsOpen() {
		t.Errorf("the inspector is seen: %v, the panel is open: %v", seen(), second.Publish.IsOpen())
	}
	b.until("the window can be 400 high", func() bool { return b.window.Content().MinSize().Height <= 400 })
	if b.window.Resize(fyne.NewSize(640, 700)); !seen() {
		t.Error("with room the inspector stays away")
	}
	b.window.Resize(fyne.NewSize(640, 400))
	seen()
	if test.Tap(placed[*widgets.Button](b, "publish more")); second.Publish.IsOpen() {
		test.Tap(placed[*widgets.Button](b, "publish more"))
	}
	if !seen() {
		t.Error("with the panel folded the inspector stays away")
	}
}

// TestNoticesLeaveRoomForTheTree: in a small window a notice is wide and not high, and with
// room it leaves what is beside the tree as it is. The window needs no more height for it.
func TestNoticesLeaveRoomForTheTree(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	words := "12 messages of the history of home/kitchen/sensors cleared. The latest of each topic is kept."
	for _, c := range []struct {
		size fyne.Size
		most float32 // of the notice
		wide bool
	}{
		{fyne.NewSize(640, 400), 70, true},
		{fyne.NewSize(900, 600), 70, true},
		{fyne.NewSize(1280, 800), 90, false},
		{fyne.NewSize(640, 400), 70, true},
	} {
		e.Notice.Hide()
		b.window.Resize(c.size)
		b.step()
		before := e.Inspector.Object.Size().Width
		e.Notice.Say(words)
		b.step()
		notice := e.Notice.Object.Size()
		if notice.Height > c.most || (notice.Width > 0.8*(c.size.Width-90)) != c.wide {
			t.Errorf("in %v the notice has %v", c.size, notice)
		}
		if e.Inspector.Object.Size().Width != before || e.Tree.Object.Size().Height < 100 {
			t.Errorf("in %v the tree has %v, the inspector %v", c.size, e.Tree.Object.Size(), e.Inspector.Object.Size())
		}
		if h := b.window.Content().MinSize().Height; h > c.size.Height {
			t.Errorf("with a notice the window needs %g of %g", h, c.size.Height)
		}
	}
	e.Notice.Hide()
	height := e.Tree.Object.Size().Height
	e.Notice.Say(words)
	b.step()
	if e.Notice.Hide(); e.Tree.Object.Size().Height != height {
		t.Errorf("without the notice the tree has %g of %g", e.Tree.Object.Size().Height, height)
	}
}

// TestAFoldedPanelIsOneLineAtOnce has the pages be laid out to the end when two begin
// to share the window, and each have its half.
func TestAFoldedPanelIsOneLineAtOnce(t *testing.T) {
	for _, c := range []struct {
		name           string
		width          float32
		open, selected bool
	}{
		{"the smallest window", 640, false, false}, {"a topic on view", 640, false, true},
		{"an open panel", 900, true, false}, {"both", 640, true, true},
	} {
		b := newBench(t)
		b.window.Resize(fyne.NewSize(c.width, 600))
		first := b.connect()
		b.receive(msg("a/b/c", "1"))
		second := b.connect()
		b.receive(msg("a/b/c", "1"))
		if c.open {
			b.openPublish()
		}
		if c.selected {
			b.selectTopic("a/b/c")
			b.until("the payload is shown", func() bool { return b.payloadSeen() != "" })
		}
		b.tabs.compare(first, second)
		for name, e := range map[string]*explore.Page{"left": first, "right": second} {
			b.tabs.active = e
			line, button := placed[*widgets.Button](b, "publish more"), placed[*widgets.Button](b, "publish")
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject
			if e.Publish.IsOpen() || at(line).Y != at(button).Y {
				t.Errorf("%s, %s: the panel is open: %v, its button stands at %v, the one to open it at %v", c.name, name, e.Publish.IsOpen(), at(button), at(line))
			}
		}
		if l, r := first.Object.Size().Width, second.Object.Size().Width; l-r > 1 || r-l > 1 {
			t.Errorf("%s: the pages are %g and %g wide", c.name, l, r)
		}
	}
}

// TestToastStandsOverNothingNeeded has a toast hide nothing of a page, and none of the
// figures in the status bar where there is room beside them.
func TestToastStandsOverNothingNeeded(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 640, Height: 400}, {Width: 640, Height: 480}, {Width: 900, Height: 600}, {Width: 1280, Height: 800}} {
		b := newBench(t)
		b.window.Resize(size)
		e := b.connect()
		b.receive(msg("a/b", `{"a": 1}`))
		b.selectTopic("a/b")
		b.until("the payload is shown", func() bool { return b.payloadSeen() != "" })
		b.publishTopic().SetText("a/b/set")
		test.Tap(b.publishButton())
		b.until("it is said what became of it", func() bool { return b.result() != "" })
		widgets.ShowToast("Topic copied: 3 bytes.", false)
		b.step()
		panel := b.desk.Toast.Panel
		all := map[string]fyne.CanvasObject{"toast": panel, "payload": placed[*widgets.TextView](b, "payload view"),
			"publish": placed[*widgets.Button](b, "publish"), "tree": placed[*widgets.Rows](b, "tree")}
		for _, line := range uitest.Find[*widgets.Strip](e.Publish.Object) {
			if line.Text() == b.result() {
				all["result"] = line
			}
		}
		if len(all) != 5 {
			t.Fatalf("it is not seen that %q", b.result())
		}
		if s := uitest.Overlap(size.Width, all); s != "" {
			t.Errorf("%v: %s", size, s)
		}
		figures := text.Width(b.status.left.Text(), text.Regular, 12)
		if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(panel).X; size.Width >= 900 && at < figures {
			t.Errorf("%v: the figures end at %g, the toast begins at %g", size, figures, at)
		}
	}
}

// TestMessagesHaveRoomInALowWindow has the list take the room of a message that
// is not looked into, and give it back.
func TestMessagesHaveRoomInALowWindow(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.window.Resize(fyne.NewSize(640, 400))
	b.receive(msg("home/hall", "1"), msg("home/porch", "2"))
	b.selectTopic("home")
	e.Inspector.ListMessages()
	b.until("the messages are listed", func() bool { return len(b.streamTexts()) == 2 })
	list := placed[*widgets.Rows](b, "messages")
	b.step()
	alone := list.Size().Height
	if under := b.isPlaced("payload bar"); under || alone < 60 {
		t.Errorf("the list has a height of %g, with something under it: %v", alone, under)
	}
	list.Tapped(&fyne.PointEvent{Position: fyne.NewPos(100, look.RowHeight/2)})
	b.until("the message is shown", func() bool { return b.payloadSeen() != "" })
	b.step()
	all := map[string]fyne.CanvasObject{"list": list, "payload": placed[*widgets.TextView](b, "payload view"), "publish": b.publishTopic()}
	if s := uitest.Overlap(640, all); s != "" {
		t.Error(s)
	}
	if l, v := list.Size().Height, placed[*widgets.TextView](b, "payload view").Size().Height; l < 3*look.RowHeight || v < 3*18 {
		t.Errorf("the list has a height of %g, the payload of %g", l, v)
	}
	for _, height := range []float32{310, 800, 310} { // as low as an open publish panel leaves it
		b.messageFitsInto(height)
	}
	test.Tap(placed[*widgets.Button](b, "leave message"))
	b.until("the list has its own bar again", func() bool {
		_, seen := b.placeOf(placed[*widgets.Entry](b, "filter"))
		return seen && !b.isPlaced("leave message")
	})
}

// messageFitsInto sees that a message of the list, and what is under it, have room in a
// window of a height: the bar gives way to the payload.
func (b *bench) messageFitsInto(height float32) {
	b.t.Helper()
	b.window.Resize(fyne.NewSize(640, height))
	b.until("the bar has given way, or is back", func() bool { return b.isPlaced("payload bar") == (height > 400) })
	if got := placed[*widgets.TextView](b, "payload view").Size().Height; got < look.RowHeight {
		b.t.Errorf("at %g the payload has a height of %g", height, got)
	}
	for _, name := range []string{"modes", "message modes", "payload format"} {
		o := b.lookAt(time.Now()).Object(name)
		if at, seen := b.placeOf(o); !seen || at.X < 0 || at.Y < 0 || at.X+o.Size().Width > 640 || at.Y+o.Size().Height > height {
			b.t.Errorf("%s stands at %v with %v", name, at, o.Size())
		}
	}
	for _, key := range []fyne.KeyName{fyne.KeyRight, fyne.KeyLeft} {
		placed[*widgets.Segmented](b, "message modes").TypedKey(&fyne.KeyEvent{Name: key})
		b.until("the changes are shown, or the payload", func() bool {
			_, seen := b.placeOf(placed[*widgets.TextView](b, "payload view"))
			return seen == (key == fyne.KeyLeft)
		})
	}
}

// TestTheLineOfAFoldedPanelCannotBeDraggedUp: nothing would stand below it.
func TestTheLineOfAFoldedPanelCannotBeDraggedUp(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a/b", "1"))
	b.step()
	for _, o := range test.LaidOutObjects(b.window.Content()) {
		split, ok := o.(*container.Split)
		if !ok || split.Trailing != e.Publish.Object {
			continue
		}
		height := e.Publish.Object.Size().Height
		split.SetOffset(0.2)
		b.step()
		if now := e.Publish.Object.Size().Height; e.Publish.IsOpen() || now != height {
			t.Errorf("the folded panel is %g high, and was %g", now, height)
		}
		return
	}
	t.Error("there is no panel")
}

// TestAJobHasItsLineInALowWindow: the inspector gives its room to the open panel, and the line at
// the bottom of the window stays in it.
func TestAJobHasItsLineInALowWindow(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.window.Resize(fyne.NewSize(640, 400))
	b.step()
	b.repeat("job/a")
	b.step()
	b.step()
	if least := b.window.Content().MinSize().Height; least > 400 {
		t.Errorf("the window needs a height of %v", least)
	}
}
