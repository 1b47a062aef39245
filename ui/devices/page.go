package devices

import (
	"io"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/devices"
	"mangrove/model/device"
	"mangrove/ui/charts"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// Options is what the page asks of the program around it.
type Options struct {
	Desk    *desk.Desk
	Current func() *connection.Connection                            // the one whose devices are shown; nil without one
	GoTo    func(c *connection.Connection, topic string, chart bool) // shows a topic in the tree, and its chart

	Charts func(*connection.Connection) *charts.Room // of a connection; nil: its tab is closed

	Template     func() string // of topics, see [device.ParseTemplate]; empty: none
	KeepTemplate func(string)
}

// Page is the page of devices.
type Page struct {
	root     fyne.CanvasObject
	do       Options
	counts   *widgets.Strip
	notes    *widgets.Strip
	filter   *widgets.Entry
	save     *widgets.Button
	shape    *widgets.Button
	table    *widgets.Arranged[device.Device, key]
	order    order
	one      *one
	below    *widgets.DetailBelow
	watches  map[*connection.Connection]*watch
	current  *connection.Connection // on view; nil: none
	found    *found                 // that the table was given
	selected key                    // the device on view
	opened   bool                   // there is one
	seen     bool                   // the page is on view
}

// New makes the page.
func New(do Options) *Page {
	p := &Page{do: do, counts: widgets.NewStrip(22, 13), notes: widgets.NewStrip(18, 12), filter: widgets.NewFilter("Filter by name, model, status, problem …"),
		watches: map[*connection.Connection]*watch{}, found: new(found)}
	p.table = widgets.NewArranged(widgets.Items[device.Device, key]{
		Key: keyOf, Words: words, Line: p.line, Run: do.Desk.Run, Shown: p.say,
		Tip:    func(d *device.Device) []string { return about(d, p.found.at) },
		Titles: func(width float32) []text.Span { return placesIn(width).head(p.order) },
	})
	p.table.Head.OnTapped = p.sort
	p.table.Rows.OnSelect = p.open
	p.table.Rows.OnKey = func(_ uint32, ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyEscape || !p.opened {
			return false
		}
		p.close()
		return true
	}
	p.one = newOne(func(topic string, chart bool) { p.do.GoTo(p.current, topic, chart) }, p.close)
	p.filter.OnChanged = func(string) { p.table.Filter(p.filter.Value()) }
	p.save = widgets.NewButton("Save", theme.DocumentSaveIcon(), p.saveTable)
	p.save.Tip = "Save the devices as CSV or JSON"
	p.shape = widgets.NewButton("Template", theme.SettingsIcon(), p.askTemplate)
	p.shape.Tip = "Say which level of your topics names a device"
	p.save.Importance, p.shape.Importance = widget.LowImportance, widget.LowImportance
	over := container.NewBorder(nil, nil, nil, container.NewHBox(p.shape, p.save), arrange.AtMost(360, p.filter))
	head := widgets.NewPanel(look.Raised, container.NewVBox(p.counts, over, p.notes), 4, look.PageEdge)
	p.below = widgets.NewDetailBelow(p.table.Object, p.one.object)
	p.root = container.NewBorder(container.NewVBox(head, widget.NewSeparator()), nil, nil, nil, p.below.Object)
	return p
}

// line is the row of a device.
func (p *Page) line(d *device.Device, width float32) []text.Span {
	places := placesIn(width)
	return places.line(d, p.found.fresh[keyOf(d)], p.found.at)
}

// sort sorts by the column under a click.
func (p *Page) sort(x float32) {
	places := placesIn(p.table.Width())
	if c := places.at(x); c < columnsEnd {
		p.order = p.order.next(c)
		p.table.Sort(p.order.comparing())
	}
}

// Object is the page.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// Keyboard is what is worked with on the page.
func (p *Page) Keyboard() fyne.Focusable { return p.table.Rows }

// Seen is told when the page comes on view or goes: nothing is looked at while it is not.
func (p *Page) Seen(yes bool) {
	p.seen = yes
	if !yes {
		p.one.chart(nil)
		for _, w := range p.watches {
			w.end()
		}
	}
}

// Stop ends what runs beside the window.
func (p *Page) Stop() { p.Seen(false) }

// Closed is told that the tab of a connection is closed: it would be kept with all that it has
// received.
func (p *Page) Closed(c *connection.Connection) {
	if w := p.watches[c]; w != nil {
		w.end()
		delete(p.watches, c)
	}
	if c == p.current {
		p.turnTo(nil)
	}
}

// turnTo has another connection on view, or none.
func (p *Page) turnTo(c *connection.Connection) {
	p.close()
	p.current = c
	p.show(new(found))
}

// Restyle takes the colours of a new theme.
func (p *Page) Restyle() {
	p.table.Renew()
	p.one.restyle()
	p.say()
}

// Draw shows what has changed.
func (p *Page) Draw(time.Time) (moving bool) {
	c := p.do.Current()
	for of, w := range p.watches {
		if of != c {
			w.end()
		}
	}
	if c != p.current {
		p.turnTo(c)
	}
	if c == nil {
		p.say()
		return false
	}
	w := p.watchOf(c)
	w.frozen.Store(silentSince(c))
	if p.seen {
		w.begin()
	}
	if f := w.found.Load(); f != nil && f != p.found {
		p.show(f)
	}
	if p.seen && p.opened {
		p.one.drawValues(time.Now())
	}
	return false
}

// show takes what a look has found, and keeps the device that is selected.
func (p *Page) show(f *found) {
	p.found = f
	p.table.Show(f.devices)
	p.showOne()
}

// silentSince is when a connection that is none ended, nil while there is one.
func silentSince(c *connection.Connection) *time.Time {
	if c.Status.Phase == broker.Connected || c.LastConnected.IsZero() {
		return nil
	}
	at := c.LastConnected
	return &at
}

// watchOf is what recognises the devices of a connection.
func (p *Page) watchOf(c *connection.Connection) *watch {
	w := p.watches[c]
	if w == nil {
		w = newWatch(c, p.do.Desk.Run, func() { p.Draw(time.Now()) })
		p.watches[c] = w
	}
	w.setTemplate(p.do.Template())
	return w
}

// showOne shows the device that is chosen, if there is one.
func (p *Page) showOne() {
	var d *device.Device
	if p.opened {
		d = p.found.device(p.selected)
	}
	if p.below.Open(d != nil); d == nil {
		return
	}
	var topics, about []string
	if p.found.of == p.selected {
		topics, about = p.found.topics, p.found.about
	}
	if p.one.values == nil {
		if room := p.do.Charts(p.current); room != nil {
			p.one.chart(room)
		}
	}
	p.one.draw(d, p.found.at)
	p.one.drawTopics(topics, about, p.current, p.found.at)
}

// say says how many devices there are, or why there are none.
func (p *Page) say() {
	p.sayCounts()
	arrange.SetHidden(len(p.found.devices) == 0, p.save)
	p.table.Say(p.emptyWords())
}

// sayCounts says how many devices there are, and what is not known of them.
func (p *Page) sayCounts() {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	f := p.found
	if f.at.IsZero() {
		p.counts.Set(text.Span{Text: "Devices", Style: text.Bold, Colour: plain})
		p.notes.Set()
		return
	}
	shown := summary(f.devices)
	if n := p.table.Len(); n != len(f.devices) {
		shown += format.Fill("  ·  {number} shown", "number", format.Count(n))
	}
	p.counts.Set(text.Span{Text: p.current.Title(), Style: text.Bold, Colour: plain}, text.Span{Text: "   " + shown, Colour: muted, X: -1})
	var notes []string
	if f.behind {
		notes = append(notes, "Still looking through the history.")
	}
	if f.missed {
		notes = append(notes, "Some messages were missed: there was no connection for a while, or they were discarded before they were looked at.")
	}
	if f.left > 0 {
		notes = append(notes, format.Counted(f.left, "{count} more device than are kept.", "{count} more devices than are kept."))
	}
	if len(notes) == 0 {
		notes = append(notes, "Found by what they send. Point at a line to see how its status is known; click it for its topics.")
	}
	p.notes.Set(text.Span{Text: strings.Join(notes, " "), Colour: muted})
}

// emptyWords says why the table is empty.
func (p *Page) emptyWords() string {
	switch f := p.found; {
	case p.current == nil:
		return "Nothing is connected. Connect to a broker on the Explore page; its devices appear here."
	case f.at.IsZero(), len(f.devices) == 0 && f.behind:
		return "Looking for devices…"
	case len(f.devices) == 0:
		return "No devices are recognised yet. Devices of Zigbee2MQTT, Tasmota, Shelly, ESPHome, Homie, Sparkplug B, Home Assistant discovery and others appear by themselves. " +
			"For topics of your own, press Template and say which level names a device, as in site/{area}/{device}/{metric}."
	case p.table.Len() == 0:
		return "No device matches the filter."
	}
	return ""
}

// open shows the device of a row.
func (p *Page) open(row uint32) {
	d := p.table.Item(row)
	if d == nil {
		return
	}
	p.opened, p.selected = true, keyOf(d)
	want := p.selected
	p.watchOf(p.current).selected.Store(&want)
	p.showOne()
}

// close shows none.
func (p *Page) close() {
	p.opened = false
	p.one.chart(nil)
	if w := p.watches[p.current]; w != nil {
		w.selected.Store(nil)
	}
	p.table.Rows.Deselect()
	p.below.Open(false)
}

// saveTable saves the devices, all of them.
func (p *Page) saveTable() {
	all := devices.Found{Devices: p.found.devices, Left: p.found.left}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem("Save as CSV…", func() { p.saveAs("devices.csv", all.CSV) }),
		fyne.NewMenuItem("Save as JSON…", func() { p.saveAs("devices.json", all.JSON) }),
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.save)
	widgets.ShowMenu(p.save, at.AddXY(0, p.save.Size().Height), items...)
}

func (p *Page) saveAs(name string, write func(io.Writer) error) {
	p.do.Desk.Save(name, write, func(path string) { widgets.ShowToast(format.Fill("Saved {path}.", "path", path), false) })
}

// templateWidth is that of the question for a template.
const templateWidth = 480

// askTemplate asks which level of topics names a device.
func (p *Page) askTemplate() {
	field := widgets.NewEntry("site/{area}/{device}/{metric}")
	field.SetText(p.do.Template())
	wrong := widget.NewLabel("")
	wrong.Importance = widget.DangerImportance
	wrong.Hide()
	about := widgets.NewSentences("One level is {device}. Other levels are names, words in braces, or +, and a # at the end stands for all that follow. "+
		"Leave it empty to see the known conventions only.", widget.LowImportance)
	var q *desk.Question
	use := widgets.NewButton("Use it", nil, func() {
		typed := strings.TrimSpace(field.Value())
		if _, err := device.ParseTemplate(typed); err != nil && typed != "" {
			wrong.SetText("This names no device. Write {device} in place of one level, and # only at the end.")
			wrong.Show()
			return
		}
		q.Close()
		p.do.KeepTemplate(typed)
		p.Draw(time.Now())
	})
	field.OnSubmitted = func(string) { use.OnTapped() }
	q = p.do.Desk.Ask("Topics of your own devices", container.NewVBox(about, field, wrong), use, desk.NamedObject{Name: "template", Object: field})
	q.Dialog.Resize(fyne.NewSize(p.do.Desk.Width(templateWidth), 0))
	p.do.Desk.Focus(field)
}

// Report tells of the page.
func (p *Page) Report(r *report.Report) {
	r.Page = "devices"
	r.State = p.counts.Text()
	r.Place("devices", p.table.Rows)
	r.Place("device filter", p.filter)
	r.Place("device template", p.shape)
	r.Place("save devices", p.save)
	rows, _, _ := p.table.Rows.Seen()
	for i := range rows {
		r.Listed = append(r.Listed, widgets.LineText(rows[i].Spans))
	}
	if p.below.IsOpen() {
		r.Payload = p.one.title.Text() + "\n" + p.one.state.Text() + "\n"
		for _, l := range p.one.topics.Lines {
			r.Payload += widgets.LineText(l.Spans) + "\n"
		}
		if p.one.values != nil {
			r.Payload += strings.Join(p.one.values.Words(), "\n") + "\n"
		}
		r.Place("device topics", p.one.topics.Rows)
	}
}
