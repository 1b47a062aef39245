package publish

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// fieldColumns lays out fields with their labels before them: two fields beside each
// other where there is the room.
type fieldColumns struct {
	columns int  // of the last layout; 0: there was none
	turned  bool // they are others than before: who lays this out is to ask again how high it is
}

// twoColumns is the width from which on two fields stand beside each other.
const twoColumns = 620

// Layout implements fyne.Layout.
func (f *fieldColumns) Layout(o []fyne.CanvasObject, size fyne.Size) {
	columns := columnsIn(size.Width)
	f.turned = f.turned || columns != f.columns
	f.columns = columns
	width := (size.Width - float32(columns-1)*theme.Padding()) / float32(columns)
	label := float32(0)
	for i := 0; i < len(o); i += 2 {
		label = max(label, o[i].MinSize().Width)
	}
	y, height := float32(0), float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		column := i / 2 % columns
		if column == 0 && i > 0 {
			y, height = y+height+theme.Padding(), 0
		}
		x, h := float32(column)*(width+theme.Padding()), max(o[i].MinSize().Height, o[i+1].MinSize().Height)
		o[i].Move(fyne.NewPos(x, y))
		o[i].Resize(fyne.NewSize(label, h))
		o[i+1].Move(fyne.NewPos(x+label, y))
		o[i+1].Resize(fyne.NewSize(width-label, h))
		height = max(height, h)
	}
}

func columnsIn(width float32) int {
	if width >= twoColumns {
		return 2
	}
	return 1
}

// MinSize implements fyne.Layout: as wide as one column, and as high as those of the last
// layout.
func (f *fieldColumns) MinSize(o []fyne.CanvasObject) (size fyne.Size) {
	row := float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		label, field := o[i].MinSize(), o[i+1].MinSize()
		size.Width = max(size.Width, label.Width+field.Width)
		if i/2%max(1, f.columns) == 0 {
			size.Height, row = size.Height+row, 0
		}
		row = max(row, max(label.Height, field.Height)+theme.Padding())
	}
	size.Height += row
	return size
}
