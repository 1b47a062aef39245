package ui

import (
	"crypto/tls"
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// TestStateIsReadAtTheNarrowest: however far the divider is drawn to the left, the bar
// over the tree says in a word how the connection stands.
func TestStateIsReadAtTheNarrowest(t *testing.T) {
	for name, c := range map[string]struct {
		status broker.Status
		unsafe bool
		paused bool
	}{
		"connected":         {status: broker.Status{Phase: broker.Connected}},
		"connected, paused": {status: broker.Status{Phase: broker.Connected}, paused: true},
		"not verified":      {status: broker.Status{Phase: broker.Connected}, unsafe: true},
		"connecting":        {status: broker.Status{Phase: broker.Connecting}},
		"waiting":           {status: broker.Status{Phase: broker.Waiting, RetryAt: time.Now().Add(30 * time.Second), Problem: broker.ErrHungUp}},
		"given up":          {status: broker.Status{Phase: broker.Stopped, Problem: broker.ErrHungUp}},
	} {
		b := newBench(t)
		e := b.connect()
		b.window.Resize(fyne.NewSize(900, 600))
		if c.unsafe {
			e.Conn.Profile.Address.Scheme, e.Conn.Profile.TLS = "mqtts", &tls.Config{InsecureSkipVerify: true} //nolint:gosec // that is what is looked at
		}
		if c.paused {
			b.do("Pause")
		}
		b.session.set(c.status)
		find[*container.Split](e.Object)[0].SetOffset(0)
		b.step()
		got, want := placed[*widgets.Strip](b, "state").Size().Width, text.Width(placed[*widgets.Strip](b, "state").Text(), text.Bold, 13)*1.1 // glyphs stand on whole pixels
		if got < want {
			t.Errorf("%s: %q has %g of %g", name, placed[*widgets.Strip](b, "state").Text(), got, want)
		}
	}
}

// TestSideBySideFitsASmallWindow: two pages are no wider than the smallest window.
func TestSideBySideFitsASmallWindow(t *testing.T) {
	b := newBench(t)
	left, right := b.openTab("left"), b.openTab("right")
	b.window.Resize(fyne.NewSize(640, 400))
	b.tabs.compare(left, right)
	for _, folded := range []bool{true, false} {
		left.Publish.SetFolded(folded)
		right.Publish.SetFolded(folded)
		b.step()
		if w := b.window.Content().MinSize().Width; w > 640 {
			t.Errorf("folded %v: the window is at least %g wide", folded, w)
		}
	}
}

// TestWordsOfAnEmptyTreeStayInTheirPlace: why there is nothing is not written over
// what stands below.
func TestWordsOfAnEmptyTreeStayInTheirPlace(t *testing.T) {
	b := newBench(t)
	left, right := b.openTab("left"), b.openTab("right")
	b.window.Resize(fyne.NewSize(640, 400))
	b.tabs.compare(left, right)
	left.Tree.SetSearch("nothing like it")
	b.until("there are words", func() bool { return b.isPlaced("tree empty") })
	words := placed[*widget.Label](b, "tree empty")
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(left.Tree.Object), left.Tree.Object.Size()
	below := func() string {
		var sum strings.Builder
		shot := b.window.Canvas().Capture()
		for y := int(at.Y + size.Height); y < int(at.Y+size.Height)+40; y++ {
			for x := int(at.X); x < int(at.X+size.Width); x++ {
				fmt.Fprintf(&sum, "%x", color.NRGBAModel.Convert(shot.At(x, y)))
			}
		}
		return sum.String()
	}
	for range 20 { // on a slow machine what is below may itself change between two pictures
		with := below()
		words.Hide()
		without := below()
		if words.Show(); below() != with {
			continue
		}
		if with != without {
			t.Error("the words of the tree stand over what is below")
		}
		return
	}
	t.Error("what is below never stands still")
}

// TestTheFilterOfMessagesHasRoom: in the narrowest pane the button beside it gives its
// words up, and its hint is a whole word.
func TestTheFilterOfMessagesHasRoom(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("home/hall", "1"), msg("home/lamp", "2"))
	b.selectTopic("home")
	e.Inspector.ListMessages()
	filter, pause := placed[*widgets.Entry](b, "filter"), placed[*widgets.PauseButton](b, "pause messages")
	bar := func(width float32) {
		e.Inspector.Object.Resize(fyne.NewSize(width, 600))
		b.step()
		e.Inspector.Object.Resize(fyne.NewSize(width+1, 600))
	}
	bar(258)
	if whole := []string{"Filter the…", "Filter…", "Filter"}; !slices.Contains(whole, filter.PlaceHolder) || pause.Text != "" || pause.Tip != "Pause" {
		t.Errorf("in %g the hint is %q, the button says %q, its tip %q", filter.Size().Width, filter.PlaceHolder, pause.Text, pause.Tip)
	}
	bar(700)
	if !strings.HasPrefix(filter.PlaceHolder, "Filter the messages") || pause.Text != "Pause" {
		t.Errorf("in %g the hint is %q, the button says %q", filter.Size().Width, filter.PlaceHolder, pause.Text)
	}
}

// TestFindFitsASmallWindow: the line to find something in a payload makes no window wider,
// and leaves its field room to type into.
func TestFindFitsASmallWindow(t *testing.T) {
	for name, c := range map[string]struct {
		width, least float32
		beside       bool
	}{
		"roomy":        {1280, 140, false},
		"small":        {640, 60, false},
		"side by side": {640, 40, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			left, right := b.openTab("left"), b.openTab("right")
			b.window.Resize(fyne.NewSize(c.width, 400))
			if c.beside {
				b.tabs.compare(left, right)
			}
			b.receive(msg("home/hall", `{"state": 1}`))
			b.selectTopic("home/hall")
			b.until("the payload is a tree", func() bool { return b.isPlaced("payload tree") })
			placed[*widgets.Rows](b, "payload tree").TypedShortcut(widgets.FindShortcut())
			b.until("the line is open", func() bool { return b.isPlaced("payload find") })
			if w := b.window.Content().MinSize().Width; w > c.width {
				t.Errorf("the window is at least %g wide", w)
			}
			if w := placed[fyne.Widget](b, "payload find").Size().Width; w < c.least {
				t.Errorf("the field is %g wide", w)
			}
		})
	}
}

// TestWhatStandsOverAMessageOfTheListFits: however wide the pane is, and wherever the bar
// stands, nothing of it stands over something else or out of the pane.
func TestWhatStandsOverAMessageOfTheListFits(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.window.Resize(fyne.NewSize(1280, 800))
	b.receive(msg("home/hall", `{"state": 1}`), msg("home/porch", `{"state": 2}`))
	b.selectTopic("home")
	e.Inspector.ListMessages()
	b.until("the messages are listed", func() bool { return len(b.streamTexts()) == 2 })
	placed[*widgets.Rows](b, "messages").Tapped(&fyne.PointEvent{Position: fyne.NewPos(100, 10)})
	b.until("the message is shown", func() bool { return b.isPlaced("payload tree") })
	each := float32(9)
	if testing.Short() {
		each = 45
	}
	for _, height := range []float32{700, 240} {
		for width := float32(200); width < 760; width += each {
			e.Inspector.Object.Resize(fyne.NewSize(width, height))
			b.step()
			e.Inspector.Object.Resize(fyne.NewSize(width, height+1))
			b.step()
			if width < e.Inspector.Object.MinSize().Width {
				continue
			}
			b.barFits(e.Inspector.Object, fmt.Sprintf("%g wide, %g high", width, height))
		}
	}
}

// barFits sees that what stands over a payload is apart, in its pane, and has room for the
// least of its words.
func (b *bench) barFits(pane fyne.CanvasObject, when string) {
	b.t.Helper()
	r := b.lookAt(time.Now())
	all := map[string]fyne.CanvasObject{}
	for _, name := range []string{"modes", "leave message", "message modes", "payload format", "payload reason", "payload read as", "payload zoom"} {
		if o := r.Object(name); o != nil {
			if _, seen := b.placeOf(o); seen {
				all[name] = o
			}
		}
	}
	left := fyne.CurrentApp().Driver().AbsolutePositionForObject(pane).X
	if s := uitest.Overlap(left+pane.Size().Width, all); s != "" {
		b.t.Errorf("%s: %s", when, s)
	}
	for name, o := range all {
		if menu, ok := o.(*widget.Select); ok && menu.Size().Width < leastMenu {
			b.t.Errorf("%s: %s has %g", when, name, menu.Size().Width)
		}
	}
}

// leastMenu is what a menu needs for the sign of its words and that of a menu.
const leastMenu = 60
