package payloads

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
)

// fastest is the shortest time between two payloads shown: more a second than
// anybody can read.
const fastest = 100 * time.Millisecond

// flickerTime is how long another message may take to be made readable until what is on
// view, which is of the message before, goes. A shorter time would be a flicker.
const flickerTime = 200 * time.Millisecond

// lateTime is how long a later message of the topic on view, or another view of it, may take
// until that is said.
const lateTime = time.Second

// View shows the payload of one message.
type View struct {
	Bar    fyne.CanvasObject // how the payload is shown
	Object fyne.CanvasObject // the payload
	work   *worker[Request, decoded]

	reason  *said           // as what it is shown, and why
	readAs  *widgets.Button // as what the payload is to be read
	formats *widget.Select
	widest  string          // that the menu of them may show
	offers  offered         // in the bar, where there is room
	zoom    *widgets.Button // an image pixel for pixel, or as a whole
	view    *widgets.TextView
	tree    *treeView
	table   *tableView
	find    *findBar
	reading *readings // of selected bytes as numbers
	advice  *advice
	picture *widgets.Picture
	area    *fyne.Container
	hint    *widget.Label
	Save    func(topic string, e model.Entry)  // keeps a payload as a file
	Copy    func()                             // copies it
	Always  func(topic string, v payload.View) // keeps a view for more topics; nil: cannot be kept
	Chart   func(Field) func()                 // shows the chart of a value, nil of one that has none; may be nil itself
	Items   func(Field) []*fyne.MenuItem       // what more a menu offers for a value; may be nil

	// Readings are as what the payloads of a topic can be read, in a menu; nil: only as
	// what they are found to be.
	Readings func(topic string) []*fyne.MenuItem

	// Rebirth has the edge node of a topic publish again what its metrics are called; not
	// ok for a topic of none. It may be nil.
	Rebirth func(topic string) (r Remedy, ok bool)

	byHand map[string]payload.View // chosen by the user, by topic
	topic  string                  // of the message asked for

	ruled   payload.View // what the connection says of the topic
	asked   Request      // the last one
	askedAt time.Time
	late    bool // it is said that what is on view is not what was asked for
	shown   decoded
	laid    laidOut // what the laid out text means
	chosen  bytesOf // selected, whatever it is shown as
}

// narrowestBar is the room that the bar asks for: the menu of the formats with the
// beginning of a word.
const narrowestBar = 96

// New makes a view that shows nothing yet. What has been made readable is shown by a
// function that run has called on the goroutine that draws. Set Save and Copy before
// it is drawn; end it with [View.Stop].
func New(run func(func())) *View {
	p := &View{byHand: map[string]payload.View{}, tree: newTreeView(), table: newTableView(run), find: newFindBar(run), reading: newReadings()}
	p.tree.saving = func() func() { return p.saving(p.topic, p.Entry()) }
	p.table.saving = p.tree.saving
	p.work = newWorker(makeReadableSafely, func(d decoded) { run(func() { p.show(d) }) })
	p.readAs = widgets.NewIconButton(readAsName, theme.DocumentIcon(), p.ShowReadings)
	p.readAs.IconPlacement = widget.ButtonIconTrailingText
	p.reason = newSaid(p.ShowReadings)
	p.formats = widget.NewSelect(slices.Clone(format.ViewNames), nil)
	p.formats.SetSelectedIndex(int(payload.AutoView))
	p.widest = widestFormat()
	p.formats.PlaceHolder = p.widest // a menu is as wide as that
	p.formats.OnChanged = func(string) { p.choose(p.formats.SelectedIndex()) }
	p.zoom = widgets.NewButton("", nil, p.toggleZoom)
	p.zoom.Importance = widget.LowImportance
	p.view = widgets.NewTextView(18, 13)
	p.view.Colour = widgets.MarkColour
	p.picture = widgets.NewPicture()
	p.picture.OnMenu, p.picture.OnZoom = p.pictureMenu, p.toggleZoom
	p.picture.Hide()
	p.nameZoom()
	p.hint = widget.NewLabel("")
	p.hint.Wrapping = fyne.TextWrapWord
	p.hint.Importance = widget.LowImportance
	p.offers.formats = true
	p.Bar = container.New(barLayout{p}, arrange.Middle(p.reason.over), p.readAs, p.zoom, p.formats)
	p.advice = newAdvice()
	p.area = container.NewBorder(p.find.object, container.NewVBox(p.advice.object, p.reading.object), nil, nil,
		container.NewStack(p.view, p.tree.rows, p.table.object, p.picture, container.NewClip(container.NewPadded(container.NewVBox(p.hint)))))
	p.Object = widgets.NewPanel(look.Panel, p.reason.under(p.area), 0, 0)
	p.reason.onMove = func() { p.Bar.Refresh() }
	arrange.SetHidden(true, p.zoom, p.tree.rows, p.readAs)
	p.connect()
	return p
}

// connect has the parts tell the view what is done with them.
func (p *View) connect() {
	p.view.OnMenu, p.view.OnSelect, p.view.OnFind, p.view.OnKey = p.menu, p.selectedInText, p.openFind, p.findKey
	p.tree.onMenu, p.tree.onSelect, p.tree.rows.OnFind = p.treeMenu, p.selectedInTree, p.openFind
	p.tree.rows.OnRune = p.treeRune
	p.tree.rows.Act, p.tree.rows.OnAct = p.chartWord, p.chartOf
	p.table.onMenu, p.table.onSelect, p.table.rows.OnFind = p.treeMenu, p.selectedInTree, p.openFind
	p.find.again, p.find.goTo, p.find.onClose = func() { p.findAgain(true) }, p.goToHit, p.closeFind
}

// chartWord is what is offered on the row of a value that can be charted.
func (p *View) chartWord(key uint32) string {
	tree := p.shown.tree
	if p.Chart == nil || tree == nil || int(key) >= tree.Len() || p.Chart(Field{Topic: p.topic, Tree: tree, Node: int(key)}) == nil {
		return ""
	}
	return "Chart"
}

// chartOf shows the chart of a value.
func (p *View) chartOf(key uint32) {
	if show := p.Chart(p.fieldAt(int(key))); show != nil {
		show()
	}
}

// Stop ends what runs beside the window.
func (p *View) Stop() {
	p.work.stop()
	p.find.stop()
}

// Ask has a message on a topic shown.
func (p *View) Ask(topic string, r Request, now time.Time) {
	r.columns = p.view.Columns()
	p.topic, r.Topic, p.ruled = topic, topic, r.View
	if chosen, ok := p.byHand[topic]; ok {
		r.View, r.Because, r.byHand = chosen, "", true
	}
	if r != p.asked && (r.ID != p.asked.ID || r.Chosen || now.Sub(p.askedAt) >= fastest) {
		if later := p.asked; later.Position == 0 || !r.isLater(later) { // of another message nobody wants to know any more
			p.work.giveUp()
			if p.late {
				p.late = false
				p.say(&p.shown)
			}
			if p.shown.Store == nil { // what was said was of another
				p.hintAt("")
			}
		}
		p.asked, p.askedAt = r, now
		p.work.ask(r)
	}
	p.advise()
	p.sayBehind(now)
}

// isLater reports whether it asks for the same as before of a later message: then what comes
// of the one before is shown, too, or of a topic on which much comes nothing would be.
func (r Request) isLater(before Request) bool {
	before.Position = r.Position
	return !r.Chosen && r == before
}

// sayBehind says that a message is still being read, once that takes a while.
func (p *View) sayBehind(now time.Time) {
	since := now.Sub(p.askedAt)
	switch {
	case p.behind() && since >= flickerTime:
		p.empty(format.Excerpt(format.Fill("Still reading this payload of {size}. Select another message to stop that.", "size", format.Size(p.sizeAsked()))))
	case p.behind() || p.late || p.shown.Store == nil || since < lateTime:
	case p.asked.Position != p.shown.Position:
		p.late = true
		p.reason.set("The latest message is still being read; this is an earlier one", "")
	case p.asked.View != p.shown.View:
		p.late = true
		p.reason.set(format.Fill("Still on the way to {view}. Choose another view, or select another message, to stop that.", "view", format.ViewNames[p.asked.View]), "")
	case p.asked.Rule != p.shown.Rule:
		p.late = true
		p.reason.set("Still reading this payload as another format. Select another message to stop that.", "")
	}
}

// sizeAsked is the size of the payload asked for.
func (p *View) sizeAsked() int {
	e, _ := p.asked.Store.Envelope(p.asked.Position)
	return e.Size
}

// behind reports whether what is on view is not of the message asked for.
func (p *View) behind() bool {
	a, s := p.asked, p.shown
	return a.Store != s.Store || a.ID != s.ID || a.Chosen != s.Chosen || a.Chosen && a.Position != s.Position
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
	if p.asked.Position != 0 {
		p.work.giveUp()
	}
	p.asked, p.topic = Request{}, ""
	p.empty(hint)
}

// empty shows a hint in place of what is on view.
func (p *View) empty(hint string) {
	p.shown = decoded{}
	p.reason.set("", "")
	p.chosen = bytesOf{}
	arrange.SetHidden(true, p.view, p.tree.rows, p.table.object, p.picture)
	p.offer(offered{})
	p.readBytes()
	p.advise()
	p.hintAt(hint)
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

// say says what the payload is shown as, and why.
func (p *View) say(d *decoded) {
	words := strings.TrimPrefix(d.words, "Shown as ") // which goes without saying beside it
	if words == "" {
		p.reason.set("", "")
		return
	}
	first, size := utf8.DecodeRuneInString(words)
	p.reason.set(string(unicode.ToUpper(first))+words[size:], d.words)
}

func (p *View) hintAt(words string) {
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
	before := p.shown
	p.shown, p.late = d, false
	p.say(&d)
	p.nameFormats(&d)
	p.view.Save = p.saving(p.topic, d.entry)
	p.offer(offered{formats: true, readAs: p.Readings != nil && d.entry.Lost == 0, zoom: d.shown == payload.ImageView})
	p.hintAt("")
	if d.entry.Lost > 0 {
		p.hintAt(lostWords(d.entry.Lost))
	}
	arrange.SetHidden(d.shown != payload.ImageView, p.picture)
	arrange.SetHidden(d.shown != payload.TreeView, p.tree.rows)
	arrange.SetHidden(d.shown != payload.TableView, p.table.object)
	arrange.SetHidden(d.lines == nil, p.view)
	p.picture.SetImage(d.image, d.small)
	p.bring(&before)
	p.advise()
	if p.find.isOpen() {
		p.findAgain(false)
	}
}

// bring puts what was made of a message into its place, and selects there what was
// selected before if it is the same message.
func (p *View) bring(before *decoded) {
	d := &p.shown
	same := d.ID == before.ID && d.Store == before.Store && d.entry.Position == before.entry.Position
	other := d.ID != before.ID || d.shown != before.shown || d.Chosen
	switch {
	case d.lines != nil:
		p.view.SetLines(d.lines, other)
	case d.shown == payload.TreeView:
		p.tree.show(p.topic, uint64(d.entry.Position), d.outline, d.Chosen)
	case d.shown == payload.TableView:
		p.table.show(d.table, d.ID == before.ID && d.Store == before.Store)
	}
	if same && d.shown != before.shown {
		p.showSelection()
	} else if !same && d.lines != nil {
		p.chosen = bytesOf{}
		if from, to, some := p.view.SelectedBytes(); some && d.begin >= 0 { // bytes stay selected where they are
			p.chosen = bytesOf{from + d.begin, to + d.begin}
		}
	}
	p.readBytes()
}

// OnView is the message on view, position 0 when there is none or it is still being read, and
// whether it was chosen in the history rather than the latest.
func (p *View) OnView() (e *model.Entry, chosen bool) {
	if p.behind() {
		return &model.Entry{}, p.asked.Chosen
	}
	return &p.shown.entry, p.shown.Chosen
}

// IsAsked reports whether a message has been asked for.
func (p *View) IsAsked() bool { return p.asked.Position != 0 }

// Report tells of the payload.
func (p *View) Report(r *report.Report) {
	r.Shown, r.Payload = p.shown.words, strings.Join(p.seen(), "\n")
	r.Place("payload view", p.view)
	p.reportRows(r)
	r.PlaceWithin("payload format", p.formats)
	r.PlaceWithin("payload reason", p.reason.seen())
	r.PlaceWithin("payload read as", p.readAs)
	r.PlaceWithin("payload hint", p.hint)
	r.PlaceWithin("payload zoom", p.zoom)
	p.advice.report(r)
}

// Restyle takes the colours of a new theme.
func (p *View) Restyle() {
	p.view.Refresh()
	p.tree.restyle()
	p.table.restyle()
	p.reading.show(p.reading.bytes, p.reading.at)
	p.find.showCount()
	p.say(&p.shown)
}

// saving saves a message when it is called, whatever is shown by then.
func (p *View) saving(topic string, e model.Entry) func() { return func() { p.Save(topic, e) } }
