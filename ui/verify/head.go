package verify

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// actsLine lays out the filter and the buttons on the right of it in a line. The buttons that
// have words give them up where the filter would have too little room.
type actsLine struct {
	arrange.Worded
	worded []*widgets.Button // the same
}

// Widths of the filter.
const (
	mostFilter  = 300
	leastFilter = 150
	barestWidth = 60
)

// newActsLine makes it for buttons that show their words.
func newActsLine(worded ...*widgets.Button) *actsLine {
	l := &actsLine{worded: worded}
	for _, b := range worded {
		l.Worded = append(l.Worded, arrange.NewWorded(&b.Button)...)
	}
	return l
}

// Layout implements fyne.Layout.
func (l *actsLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.Say(true)
	if arrange.Taken(objects[1:])+leastFilter > size.Width {
		l.Say(false)
	}
	left := size.Width - arrange.Taken(objects[1:])
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(max(0, min(left, mostFilter)), size.Height))
	for x, i := left, 1; i < len(objects); i++ {
		if o := objects[i]; o.Visible() {
			o.Move(fyne.NewPos(x+theme.Padding(), 0))
			o.Resize(fyne.NewSize(o.MinSize().Width, size.Height))
			x += o.MinSize().Width + theme.Padding()
		}
	}
}

// MinSize implements fyne.Layout: that of the buttons without their words.
func (l *actsLine) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	size = fyne.NewSize(barestWidth, objects[0].MinSize().Height)
	for _, o := range objects[1:] {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		for _, b := range l.worded {
			if o == fyne.CanvasObject(b) {
				least.Width = least.Height
			}
		}
		size = fyne.NewSize(size.Width+least.Width+theme.Padding(), max(size.Height, least.Height))
	}
	return size
}
