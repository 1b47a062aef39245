package payloads

import (
	"encoding/base64"
	"encoding/hex"
	"image/color"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// fastest is the shortest time between two payloads shown: more a second than
// anybody can read.
const fastest = 100 * time.Millisecond

// flickerTime is how long another message may take to be made readable until what is on
// view, which is of the message before, goes. A shorter time would be a flicker.
const flickerTime = 200 * time.Millisecond

// View shows the payload of one message.
type View struct {
	Bar     fyne.CanvasObject // how the payload is shown
	Object  fyne.CanvasObject // the payload
	decoder *decoder

	words   *widgets.Strip
	formats *widget.Select
	zoom    *widgets.Button // an image pixel for pixel, or as a whole
	view    *widgets.TextView
	picture *widgets.Picture
	hint    *widget.Label
	props   *propertiesBar
	Save    func(topic string, e model.Entry) // keeps a payload as a file
	Copy    func()                            // copies it
	byHand  map[string]payload.View           // chosen by the user, by topic
	topic   string                            // of the message asked for

	asked   Request // the last one
	askedAt time.Time
	shown   decoded
}

// narrowestBar is the room that the bar asks for: the menu of the formats with the
// beginning of a word.
const narrowestBar = 96

// New makes a view that shows nothing yet. What has been made readable is shown by a
// function that run has called on the goroutine that draws. Set Save and Copy before
// it is drawn; end it with [View.Stop].
func New(run func(func())) *View {
	p := &View{byHand: map[string]payload.View{}, props: newPropertiesBar()}
	p.decoder = newDecoder(func(d decoded) { run(func() { p.show(d) }) })
	p.words = widgets.NewStrip(20, 12)
	p.formats = widget.NewSelect(slices.Clone(format.ViewNames), nil)
	p.formats.SetSelectedIndex(int(payload.AutoView))
	p.formats.PlaceHolder = widestFormat() // a menu is as wide as that
	p.formats.OnChanged = func(string) { p.choose(payload.View(p.formats.SelectedIndex())) }
	p.zoom = widgets.NewButton("", nil, p.toggleZoom)
	p.zoom.Importance = widget.LowImportance
	p.view = widgets.NewTextView(18, 13)
	p.view.Colour = markColour
	p.view.OnMenu = p.menu
	p.picture = widgets.NewPicture()
	p.picture.OnMenu, p.picture.OnZoom = p.pictureMenu, p.toggleZoom
	p.picture.Hide()
	p.nameZoom()
	p.hint = widget.NewLabel("")
	p.hint.Wrapping = fyne.TextWrapWord
	p.hint.Importance = widget.LowImportance
	p.Bar = container.New(arrange.Ends{Fit: func(float32) {}, Narrowest: narrowestBar},
		arrange.Middle(p.words), container.NewBorder(nil, nil, p.zoom, nil, p.formats))
	p.props.around = container.NewBorder(p.props.object, nil, nil, nil,
		container.NewStack(p.view, p.picture, container.NewClip(container.NewPadded(container.NewVBox(p.hint)))))
	p.Object = widgets.NewPanel(look.Panel, p.props.around, 0, 0)
	arrange.SetHidden(true, p.zoom)
	return p
}

// Stop ends what runs beside the window.
func (p *View) Stop() { p.decoder.stop() }

// Ask has a message on a topic shown.
func (p *View) Ask(topic string, r Request, now time.Time) {
	r.columns = p.view.Columns()
	p.topic = topic
	if chosen, ok := p.byHand[topic]; ok {
		r.View, r.Because, r.byHand = chosen, "", true
	}
	if r != p.asked && (r.ID != p.asked.ID || r.Chosen || now.Sub(p.askedAt) >= fastest) {
		p.asked, p.askedAt = r, now
		p.decoder.ask(r)
	}
	if p.behind() && now.Sub(p.askedAt) >= flickerTime {
		p.empty("Still decoding this message.")
	}
}

// behind reports whether what is on view is not of the message asked for.
func (p *View) behind() bool {
	a, s := p.asked, p.shown
	return a.Store != s.Store || a.ID != s.ID || a.Chosen != s.Chosen || a.Chosen && a.Position != s.Position
}

// choose notes how the user wants the messages of the topic on view shown, and
// of no other.
func (p *View) choose(v payload.View) {
	if v == payload.AutoView {
		delete(p.byHand, p.topic)
	} else {
		p.byHand[p.topic] = v
	}
	p.askedAt = time.Time{}
}

// nameFormats has the menu show how the payload is shown, and whether that was
// chosen or found out.
func (p *View) nameFormats(d *decoded) {
	names, at := slices.Clone(format.ViewNames), payload.AutoView
	if d.byHand {
		at = d.View
		names[at] += " (chosen)"
	} else if kind := map[string]string{"text": "text", "bytes": "hex", "JSON": "JSON", "an image": "image"}[d.as]; kind != "" {
		names[at] += " (" + kind + ")"
	}
	if p.formats.Selected == names[at] && slices.Equal(p.formats.Options, names) {
		return
	}
	p.formats.Options, p.formats.Selected = names, names[at]
	p.formats.Refresh()
}

// widestFormat is the longest of what the menu may show.
func widestFormat() (widest string) {
	var most float32
	for _, name := range format.ViewNames {
		name += " (chosen)"
		if w := fyne.MeasureText(name, theme.TextSize(), fyne.TextStyle{}).Width; w > most {
			widest, most = name, w
		}
	}
	return widest
}

// toggleZoom shows an image pixel for pixel, or as a whole.
func (p *View) toggleZoom() {
	p.picture.SetActual(!p.picture.Actual())
	p.nameZoom()
}

func (p *View) nameZoom() {
	words := "1:1"
	if p.picture.Actual() {
		words = "Fit"
	}
	p.zoom.SetText(words)
}

// Clear shows a hint in place of a message.
func (p *View) Clear(hint string) {
	p.asked, p.topic = Request{}, ""
	p.empty(hint)
}

// empty shows a hint in place of what is on view.
func (p *View) empty(hint string) {
	p.shown = decoded{}
	p.words.Set()
	arrange.SetHidden(true, p.view, p.picture, p.formats, p.zoom)
	p.props.show(nil)
	p.say(hint)
}

// Entry is the message asked for, whether it is shown yet or not: position 0
// when there is none.
func (p *View) Entry() model.Entry {
	a := p.asked
	switch {
	case a.Store == nil:
		return model.Entry{}
	case !p.behind():
		return p.shown.entry
	case a.Chosen:
		e, _ := a.Store.At(a.Position)
		return e
	}
	e, _ := a.Store.Latest(a.ID, 0)
	return e
}

func (p *View) say(words string) {
	if words = format.Excerpt(words); p.hint.Text != words {
		p.hint.SetText(words)
	}
	arrange.SetHidden(words == "", p.hint)
}

// show puts a decoded message into the view. It runs on the goroutine that
// draws.
func (p *View) show(d decoded) {
	if d.ID != p.asked.ID || d.Store != p.asked.Store || d.Chosen != p.asked.Chosen {
		return // somebody has gone on to another message
	}
	other := d.ID != p.shown.ID || d.View != p.shown.View || d.Chosen
	p.shown = d
	p.words.Set(text.Span{Text: d.words, Colour: look.Colour(look.Muted)})
	p.nameFormats(&d)
	p.view.Save = p.saving(p.topic, d.entry)
	p.props.show(d.entry.Properties)
	arrange.SetHidden(false, p.formats)
	p.say("")
	if d.entry.Lost > 0 {
		p.say(lostWords(d.entry.Lost))
	}
	arrange.SetHidden(d.image == nil, p.picture, p.zoom)
	arrange.SetHidden(d.image != nil, p.view)
	p.picture.SetImage(d.image, d.small)
	if d.image != nil {
		return
	}
	p.view.SetLines(d.lines, other)
}

// OnView is the message on view, position 0 when there is none, and whether it was
// chosen in the history rather than the latest.
func (p *View) OnView() (e *model.Entry, chosen bool) { return &p.shown.entry, p.shown.Chosen }

// IsAsked reports whether a message has been asked for.
func (p *View) IsAsked() bool { return p.asked.Position != 0 }

// Report tells of the payload.
func (p *View) Report(r *report.Report) {
	r.Shown, r.Payload = p.shown.words, strings.Join(p.view.Seen(), "\n")
	r.Place("payload view", p.view)
	r.PlaceWithin("payload format", p.formats)
	r.PlaceWithin("payload hint", p.hint)
	r.PlaceWithin("payload zoom", p.zoom)
	r.PlaceWithin("payload properties", p.props.fold)
}

// Restyle takes the colours of a new theme.
func (p *View) Restyle() {
	p.view.Refresh()
	p.props.restyle()
	p.words.Set(text.Span{Text: p.shown.words, Colour: look.Colour(look.Muted)})
}

// saving saves a message when it is called, whatever is shown by then.
func (p *View) saving(topic string, e model.Entry) func() { return func() { p.Save(topic, e) } }

func (p *View) menu(at fyne.Position) {
	items := []*fyne.MenuItem{fyne.NewMenuItem("Copy", p.view.Copy), fyne.NewMenuItem("Select all", p.view.SelectAll)}
	if path := payload.Path(p.shown.laidOut, p.view.MenuOffset()); path != "" {
		items = append(items, fyne.NewMenuItem("Copy path "+format.ExcerptOf(path, 40), func() { widgets.CopyText("Path", path) }))
	}
	items = append(items, fyne.NewMenuItemSeparator())
	widgets.ShowMenu(p.view, at, append(items, p.payloadItems()...)...)
}

func (p *View) pictureMenu(at fyne.Position) {
	widgets.ShowMenu(p.picture, at, p.payloadItems()...)
}

// payloadItems are what a menu offers to do with the payload as a whole.
func (p *View) payloadItems() []*fyne.MenuItem {
	e := p.Entry()
	save := p.saving(p.topic, e)
	as := func(form string, write func([]byte) string) func() {
		return func() {
			if CheckValue(&e) {
				widgets.Copy(widgets.Copying{What: "Payload in " + form, Text: write(e.Payload), Save: save})
			}
		}
	}
	return []*fyne.MenuItem{
		fyne.NewMenuItem("Copy payload as received", p.Copy),
		fyne.NewMenuItem("Copy payload in hexadecimal", as("hexadecimal", hex.EncodeToString)),
		fyne.NewMenuItem("Copy payload in Base64", as("Base64", base64.StdEncoding.EncodeToString)),
		fyne.NewMenuItem("Save payload…", save),
	}
}

// markColour is the colour of a marked piece of a payload.
func markColour(kind widgets.MarkKind) color.Color {
	switch kind {
	case widgets.Key:
		return look.Colour(look.Key)
	case widgets.String:
		return look.Colour(look.String)
	case widgets.Number:
		return look.Colour(look.Number)
	case widgets.Literal:
		return look.Colour(look.Literal)
	case widgets.Quiet:
		return look.Colour(look.Muted)
	case widgets.Added:
		return look.Colour(theme.ColorNameSuccess)
	case widgets.Removed:
		return look.Colour(theme.ColorNameError)
	}
	return look.Colour(theme.ColorNameForeground)
}
