package publish

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestTheRowFollowsTheKeyboard: what has got it is on view, however narrow the panel is.
func TestTheRowFollowsTheKeyboard(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(false)
	b.window.Resize(fyne.NewSize(330, 700))
	b.step()
	for _, to := range []fyne.Focusable{p.how.file, p.how.formats, p.how.more, p.how.template} {
		b.window.Canvas().Focus(to)
		b.step()
		o, driver := to.(fyne.CanvasObject), fyne.CurrentApp().Driver()
		from := driver.AbsolutePositionForObject(o).X - driver.AbsolutePositionForObject(p.how.scroll).X
		if end := from + o.Size().Width; from < 0 || end > p.how.scroll.Size().Width {
			t.Errorf("%T is at %v to %v of %v", to, from, end, p.how.scroll.Size().Width)
		}
	}
	if row := p.how.scroll.Content.MinSize().Width; row <= p.how.scroll.Size().Width {
		t.Fatalf("there is room for all of the row: %v", row)
	}
}

// TestPropertiesTakeTheHeightTheyNeed: two columns no more than that.
func TestPropertiesTakeTheHeightTheyNeed(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(false)
	p.more.setOpen(true)
	for width, columns := range map[float32]int{1000: 2, 400: 1} {
		b.window.Resize(fyne.NewSize(width, 700))
		b.step()
		b.step()
		last, add := p.more.isText, p.more.add
		if p.more.columns.columns != columns {
			t.Fatalf("%v wide: %d columns", width, p.more.columns.columns)
		}
		driver := fyne.CurrentApp().Driver()
		end := driver.AbsolutePositionForObject(last).Y + last.Size().Height
		if gap := driver.AbsolutePositionForObject(add).Y - end; gap < 0 || gap > 20 {
			t.Errorf("%v wide: there are %v between the last property and the button below", width, gap)
		}
	}
}
