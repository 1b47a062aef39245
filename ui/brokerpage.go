package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// What the page of brokers shows.
const (
	showConnected = iota
	showBox
)

// brokerPage is the page of brokers: the one of the current connection, and
// the built-in one.
type brokerPage struct {
	object fyne.CanvasObject
	window *Window
	choice *widgets.Segmented
	box    *boxPage
	body   *fyne.Container
	none   fyne.CanvasObject
}

func newBrokerPage(w *Window) *brokerPage {
	p := &brokerPage{window: w, box: newBoxPage(w)}
	p.choice = widgets.NewSegmented([]string{"Connected broker", "Built-in broker"}, func(int) { p.draw(time.Now()) })
	p.choice.Choose(showBox)
	none := widget.NewLabel("Nothing is connected.")
	none.Importance = widget.LowImportance
	p.none = arrange.Padded(look.PageEdge-theme.InnerPadding(), 0, container.NewVBox(none))
	p.body = container.NewStack(p.box.object)
	bar := widgets.NewPanel(look.Raised, container.NewHBox(p.choice), 4, look.PageEdge)
	p.object = container.NewBorder(container.NewVBox(bar, widget.NewSeparator()), nil, nil, nil, p.body)
	return p
}

// draw shows what has changed.
func (p *brokerPage) draw(now time.Time) {
	o := p.none
	e := p.window.tabs.active
	switch {
	case p.choice.Chosen() == showBox:
		p.box.draw(now)
		o = p.box.object
	case e != nil:
		e.broker.draw(now)
		o = e.broker.object
	}
	if p.body.Objects[0] != o {
		p.body.Objects[0] = o
		p.body.Refresh()
	}
}

// restyle takes the colours of a new theme.
func (p *brokerPage) restyle() { p.box.restyle() }
