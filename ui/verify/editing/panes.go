package editing

import (
	"fyne.io/fyne/v2"

	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// panes has the parts, the form and the YAML stand side by side, or, where there is no room,
// either the first two or the last one.
type panes struct {
	which *widgets.Segmented
	shown func() // the choice between them came, or went
}

// Widths of the panes.
const (
	allWidth   = 900 // from which on there is room for all
	leastParts = 206 // what its buttons take
	mostParts  = 330
	leastForm  = 240
	partsShare = 0.26
	formShare  = 0.54 // of what the parts leave
	paneGap    = 1
)

// Layout implements fyne.Layout.
func (p *panes) Layout(o []fyne.CanvasObject, size fyne.Size) {
	list, form, yaml := o[0], o[1], o[2]
	all := size.Width >= allWidth
	if p.which.Visible() == all {
		arrange.SetHidden(all, p.which)
		p.shown()
	}
	arrange.SetHidden(!all && p.which.Chosen() == 1, list, form)
	arrange.SetHidden(!all && p.which.Chosen() == 0, yaml)
	wide := size.Width
	if !all {
		wide /= partsShare * 3.2
	}
	first := min(max(leastParts, wide*partsShare), mostParts)
	second := size.Width - first - paneGap
	third := size.Width
	if all {
		second *= formShare
		third = size.Width - first - second - 2*paneGap
	}
	place(list, 0, first, size.Height)
	place(form, first+paneGap, second, size.Height)
	place(yaml, size.Width-third, third, size.Height)
}

func place(o fyne.CanvasObject, x, width, height float32) {
	o.Move(fyne.NewPos(x, 0))
	o.Resize(fyne.NewSize(width, height))
}

// MinSize implements fyne.Layout: all of them scroll.
func (p *panes) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastParts+leastForm, 120)
}
