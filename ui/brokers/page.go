package brokers

import (
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// What the page of brokers shows.
const (
	Connected = iota
	BuiltIn
)

// Page is the page of brokers: the one of the current connection, and
// the built-in one.
type Page struct {
	root   fyne.CanvasObject
	do     Options
	choice *widgets.Segmented
	box    *boxPage
	facts  *factsPane // of the current connection; nil while none is looked at
	body   *fyne.Container
	none   fyne.CanvasObject
}

// Options is what the page of brokers asks of the program around it.
type Options struct {
	Desk *desk.Desk
	// Start starts the built-in broker on host:port. It may block.
	Start func(listen string) (broker.Box, error)
	// Announce lets others on the network find the one that listens there and has
	// that URL, until it is closed. It may block.
	Announce func(listen, url string) (io.Closer, error)
	Explore  func(broker.Profile)          // opens a connection
	Current  func() *connection.Connection // the one whose broker is shown; nil without one
	OnStop   func()                        // the built-in broker is stopped
}

// New makes the page.
func New(do Options) *Page {
	p := &Page{do: do, box: newBoxPage(do)}
	p.choice = widgets.NewSegmented([]string{"Connected broker", "Built-in broker"}, func(int) { p.Draw(time.Now()) })
	p.choice.Choose(BuiltIn)
	none := widget.NewLabel("Nothing is connected.")
	none.Importance = widget.LowImportance
	p.none = arrange.Padded(look.PageEdge-theme.InnerPadding(), 0, container.NewVBox(none))
	p.body = container.NewStack(p.box.object)
	bar := widgets.NewPanel(look.Raised, container.NewHBox(p.choice), 4, look.PageEdge)
	p.root = container.NewBorder(container.NewVBox(bar, widget.NewSeparator()), nil, nil, nil, p.body)
	return p
}

// Draw shows what has changed.
func (p *Page) Draw(now time.Time) (moving bool) {
	o := p.none
	current := p.do.Current()
	switch {
	case p.choice.Chosen() == BuiltIn:
		p.letGo()
		p.box.draw(now)
		o = p.box.object
	case current != nil:
		if p.facts == nil || p.facts.conn != current {
			p.facts = newFactsPane(current)
		}
		p.facts.draw(now)
		o = p.facts.object
	default:
		p.letGo()
	}
	if p.body.Objects[0] != o {
		p.body.Objects[0] = o
		p.body.Refresh()
	}
	return false
}

// letGo forgets the connection whose broker was shown, which would be kept with all that
// it has received after its tab is closed.
func (p *Page) letGo() { p.facts = nil }

// Seen is told when the page comes on view or goes: its connection may be closed then.
func (p *Page) Seen(yes bool) {
	if !yes {
		p.letGo()
	}
}

// Restyle takes the colours of a new theme.
func (p *Page) Restyle() { p.box.restyle() }

// Object is the page.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// Keyboard is what is worked with on the page.
func (p *Page) Keyboard() fyne.Focusable { return p.choice }

// Chosen is which broker is shown.
func (p *Page) Chosen() int { return p.choice.Chosen() }

// Choose shows another.
func (p *Page) Choose(which int) { p.choice.Choose(which) }

// RunningBox is the built-in broker, nil while it is stopped.
func (p *Page) RunningBox() broker.Box { return p.box.running }

// TakeBox takes over a built-in broker that runs.
func (p *Page) TakeBox(box broker.Box) { p.box.replaceBox(box) }

// Stop ends the built-in broker with the program.
func (p *Page) Stop() {
	if p.box.announced != nil {
		p.box.announced.Close() //nolint:errcheck // nothing can be done about it
	}
	if p.box.running != nil {
		p.box.running.Close() //nolint:errcheck // the program ends
	}
}
