package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// DetailBelow has a table alone, or above what there is to be seen of one of its rows.
type DetailBelow struct {
	Object *fyne.Container
	split  *container.Split
}

// NewDetailBelow begins with the table alone.
func NewDetailBelow(table, detail fyne.CanvasObject) *DetailBelow {
	d := &DetailBelow{Object: container.NewStack(table), split: container.NewVSplit(table, detail)}
	d.split.Offset = 0.6
	return d
}

// Open shows the detail, or the table alone.
func (d *DetailBelow) Open(yes bool) {
	if d.IsOpen() == yes {
		return
	}
	if d.Object.Objects[0] = d.split.Leading; yes {
		d.Object.Objects[0] = d.split
	}
	d.Object.Refresh()
	d.split.Refresh() // which the toolkit does not lay out again when it comes back with its size of before
}

// IsOpen reports whether the detail is on view.
func (d *DetailBelow) IsOpen() bool { return d.Object.Objects[0] == d.split }
