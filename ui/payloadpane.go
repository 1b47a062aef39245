package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// fastest is the shortest time between two payloads shown: more a second than
// anybody can read.
const fastest = 100 * time.Millisecond

// payloadPane shows the payload of one message.
type payloadPane struct {
	bar     fyne.CanvasObject // how the payload is shown
	object  fyne.CanvasObject // the payload
	decoder *decoder

	words   *widgets.Strip
	formats *widget.Select
	view    *widgets.TextView
	picture *canvas.Image
	hint    *widget.Label

	asked   request // the last one
	askedAt time.Time
	shown   decoded
}

func newPayloadPane(l *loop) *payloadPane {
	p := &payloadPane{}
	p.decoder = newDecoder(func(d decoded) { l.run(func() { p.show(d) }) })
	p.words = widgets.NewStrip(20, 12)
	p.formats = widget.NewSelect(formatNames, func(string) { p.askedAt = time.Time{} })
	p.formats.SetSelectedIndex(int(formatAuto))
	p.view = widgets.NewTextView(18, 13)
	p.view.Colour = markColour
	p.view.OnMenu = p.menu
	p.picture = canvas.NewImageFromImage(nil)
	p.picture.FillMode = canvas.ImageFillContain
	p.picture.Hide()
	p.hint = widget.NewLabel("")
	p.hint.Wrapping = fyne.TextWrapWord
	p.hint.Importance = widget.LowImportance
	p.bar = container.NewBorder(nil, nil, nil, p.formats, middle(p.words))
	p.object = widgets.NewPanel(colorPanel, container.NewStack(p.view, p.picture, container.NewPadded(container.NewVBox(p.hint))), 0, 0)
	return p
}

// stop ends what runs beside the window.
func (p *payloadPane) stop() { p.decoder.stop() }

// want has a message shown.
func (p *payloadPane) want(r request, now time.Time) {
	r.columns = p.view.Columns()
	if chosen := format(p.formats.SelectedIndex()); chosen != formatAuto {
		r.format, r.because = chosen, ""
	}
	if r != p.asked && (r.id != p.asked.id || r.chosen || now.Sub(p.askedAt) >= fastest) {
		p.asked, p.askedAt = r, now
		p.decoder.ask(r)
	}
}

// clear shows a hint in place of a message.
func (p *payloadPane) clear(hint string) {
	p.asked, p.shown = request{}, decoded{}
	p.words.Set()
	setHidden(true, p.view, p.picture, p.formats)
	p.say(hint)
}

func (p *payloadPane) say(words string) {
	if p.hint.Text != words {
		p.hint.SetText(words)
	}
	setHidden(words == "", p.hint)
}

// show puts a decoded message into the view. It runs on the goroutine that
// draws.
func (p *payloadPane) show(d decoded) {
	if d.id != p.asked.id || d.store != p.asked.store || d.chosen != p.asked.chosen {
		return // somebody has gone on to another message
	}
	other := d.id != p.shown.id || d.format != p.shown.format || d.chosen
	p.shown = d
	p.words.Set(text.Span{Text: d.words, Colour: themeColour(colorMuted)})
	setHidden(false, p.formats)
	p.say("")
	if d.image != nil {
		p.picture.Image = d.image
		p.picture.Refresh()
		setHidden(false, p.picture)
		setHidden(true, p.view)
		return
	}
	setHidden(true, p.picture)
	setHidden(false, p.view)
	p.view.SetLines(d.lines, other)
}

// restyle takes the colours of a new theme.
func (p *payloadPane) restyle() {
	p.view.Refresh()
	p.words.Set(text.Span{Text: p.shown.words, Colour: themeColour(colorMuted)})
}

func (p *payloadPane) menu(at fyne.Position) {
	showMenu(p.view, at,
		fyne.NewMenuItem("Copy", p.view.Copy),
		fyne.NewMenuItem("Select all", p.view.SelectAll),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Copy payload as received", func() { copyPayload(p.shown.entry.Payload) }))
}
