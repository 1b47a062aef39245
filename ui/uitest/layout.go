package uitest

import (
	"fmt"

	"fyne.io/fyne/v2"
)

// SetWidth gives an object a width, and as often as the toolkit would the height
// that it asks for then.
func SetWidth(o fyne.CanvasObject, width float32) {
	for range 3 {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Refresh()
	}
}

// Overlap names two of the objects that stand on each other, or one that
// stands out of the width.
func Overlap(width float32, objects map[string]fyne.CanvasObject) string {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	for n, o := range objects {
		p, s := at(o), o.Size()
		if !o.Visible() {
			continue
		}
		if p.X < 0 || p.X+s.Width > width+1 {
			return fmt.Sprintf("%s from %g to %g", n, p.X, p.X+s.Width)
		}
		for m, other := range objects {
			q, r := at(other), other.Size()
			if m != n && other.Visible() && p.X < q.X+r.Width && q.X < p.X+s.Width && p.Y < q.Y+r.Height && q.Y < p.Y+s.Height {
				return fmt.Sprintf("%s at %v %v and %s at %v %v", n, p, s, m, q, r)
			}
		}
	}
	return ""
}
