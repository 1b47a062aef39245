package publish

import (
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/ui/widgets/arrange"
)

// TestTabGoesFromTheTopicToThePayload and from there to how it is sent, and Shift+Tab goes
// back: whatever else the panel has does not come between.
func TestTabGoesFromTheTopicToThePayload(t *testing.T) {
	for name, folded := range map[string]bool{"the one line": true, "all of it": false} {
		b := newBench(t)
		p := b.connect()
		p.SetFolded(folded)
		p.topic.SetText("a/b")
		p.payload.SetText("ON")
		b.step()
		way := []fyne.Focusable{p.fold, p.past, p.topic, p.payload, p.qos, p.retain, p.button, p.how.formats, p.how.template}
		if folded {
			way = []fyne.Focusable{p.fold, p.past, p.topic, p.short, p.button}
		}
		c := b.window.Canvas()
		c.Focus(way[0])
		for _, next := range way[1:] {
			c.FocusNext()
			b.has(name+", Tab", next)
		}
		for i := len(way) - 2; i >= 0; i-- {
			c.FocusPrevious()
			b.has(name+", Shift+Tab", way[i])
		}
	}
}

// TestWhatTabReachesLaterStandsWhereItsRoomIs in every width, folded and open.
func TestWhatTabReachesLaterStandsWhereItsRoomIs(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.topic.SetText("a/b")
	d := fyne.CurrentApp().Driver()
	for _, folded := range []bool{true, false, true, false} {
		p.SetFolded(folded)
		for _, width := range []float32{300, 1200, 420, 640} {
			b.window.Resize(fyne.NewSize(width, 500))
			b.step()
			b.step()
			for _, s := range p.seats.Seats {
				if room, is := d.AbsolutePositionForObject(s.Room), d.AbsolutePositionForObject(s.Object); is != room || s.Object.Size() != s.Room.Size() {
					t.Errorf("folded %v, %.0f wide: at %v, %v large; its room is at %v, %v", folded, width, is, s.Object.Size(), room, s.Room.Size())
				}
			}
			if at, right := d.AbsolutePositionForObject(p.button), p.Object.Size().Width; at.X < right/2 || at.X+p.button.Size().Width > right {
				t.Errorf("folded %v, %.0f wide: the button is at %v", folded, width, at)
			}
		}
	}
	if _, found := arrange.PlaceIn(p.Object, p.button); !found {
		t.Error("the button is not in the panel")
	}
}
