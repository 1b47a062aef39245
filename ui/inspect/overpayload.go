package inspect

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// overPayload is what stands over the payload of a message that is chosen in the list:
// between the two, or where there is not room for that in the place of what goes with the
// list, as long as the message is looked into.
type overPayload struct {
	panel *widgets.Panel  // between them
	high  *fyne.Container // in the place of the list's
	leave *widgets.Button
	bar   fyne.CanvasObject
	stack *fyne.Container // in the panel
	in    *fyne.Container // in the place of the list's
}

// newOverPayload makes it of a bar; list is what goes with the list, than which it is no
// higher in its place.
func newOverPayload(bar, list fyne.CanvasObject, leave func()) overPayload {
	o := overPayload{bar: bar, stack: container.NewStack(bar)}
	o.panel = widgets.NewPanel(look.Panel, o.stack, barEdge, look.PageEdge)
	o.leave = widgets.NewIconButton("Back to the list (Escape)", theme.CancelIcon(), leave)
	o.in = container.NewStack()
	o.high = container.New(arrange.Least{Height: func() float32 { return list.MinSize().Height }},
		container.NewBorder(nil, nil, nil, arrange.Middle(o.leave), o.in))
	return o
}

// barEdge is what a bar has above and below it.
const barEdge = 3

// height is what it takes between the list and the payload.
func (o *overPayload) height() float32 { return o.bar.MinSize().Height + 2*barEdge }

// isHigh reports whether it stands in the place of what goes with the list.
func (o *overPayload) isHigh() bool { return len(o.stack.Objects) == 0 }

// move puts it there, or back.
func (o *overPayload) move(high bool) {
	if o.stack.Objects, o.in.Objects = []fyne.CanvasObject{o.bar}, nil; high {
		o.stack.Objects, o.in.Objects = nil, []fyne.CanvasObject{o.bar}
	}
	arrange.SetHidden(high, o.panel)
	o.in.Refresh()
	o.high.Refresh()
	o.stack.Refresh()
}

// report tells where it stands; beside says that it does so beside the modes.
func (o *overPayload) report(r *report.Report, beside bool) {
	r.Place("payload bar", o.panel)
	r.PlaceIf(beside, "leave message", o.leave)
}

// giveWay has the payload under the list before the bar over it, where there is not room
// for both; what the bar has stands in the place of the list's own while a message is
// looked into.
func (p *Pane) giveWay(looking bool) {
	o := &p.overUnder
	if low := p.under.Size().Height < leastPayload+o.height(); o.isHigh() != low {
		o.move(low)
		p.under.Refresh()
		p.split.Refresh()
	}
	if o.isHigh() && looking {
		p.show(o.high, p.split)
	} else {
		p.show(p.messages.bar, p.split)
	}
}
