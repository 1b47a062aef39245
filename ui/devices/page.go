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
	IsOpen  func(*connection.Connection) bool                        // has a tab still
	GoTo    func(c *connection.Connection, topic string, chart bool) // shows a topic in the tree, and its chart

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
	table    *table
	one      *one
	empty    *widget.Label
	body     *fyne.Container
	split    *container.Split
	watches  map[*connection.Connection]*watch
	current  *connection.Connection // on view; nil: none
	selected key                    // the device on view
	opened   bool                   // there is one
	drawn    drawn
	seen     bool // the page is on view
}

// drawn is what the page shows.
type drawn struct {
	of       *found
	current  *connection.Connection
	opened   bool
	selected key
	width    float32
}

// New makes the page.
func New(do Options) *Page {
	p := &Page{do: do, counts: widgets.NewStrip(22, 13), notes: widgets.NewStrip(18, 12), filter: widgets.NewEntry("Filter by name, model, status, problem …"),
		table: newTable(), watches: map[*connection.Connection]*watch{}}
	p.one = newOne(func(topic string, chart bool) { p.do.GoTo(p.current, topic, chart) }, p.close)
	p.filter.OnChanged = func(string) {
		p.table.find(p.filter.Value())
		p.say(p.table.of)
	}
	p.save = widgets.NewButton("Save", theme.DocumentSaveIcon(), p.saveTable)
	p.save.Tip = "Save the devices as CSV or JSON"
	p.shape = widgets.NewButton("Template", theme.SettingsIcon(), p.askTemplate)
	p.shape.Tip = "Say which level of your topics names a device"
	p.save.Importance, p.shape.Importance = widget.LowImportance, widget.LowImportance
	p.empty = widget.NewLabel("")
	p.empty.Wrapping = fyne.TextWrapWord
	p.empty.Importance = widget.LowImportance
	p.table.rows.OnSelect = p.open
	p.table.rows.OnKey = func(_ uint32, ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyEscape || !p.opened {
			return false
		}
		p.close()
		return true
	}
	over := container.NewBorder(nil, nil, nil, container.NewHBox(p.shape, p.save), arrange.AtMost(360, p.filter))
	head := widgets.NewPanel(look.Raised, container.NewVBox(p.counts, over, p.notes), 4, look.PageEdge)
	none := container.NewStack(p.table.object, container.NewVBox(container.NewGridWrap(fyne.NewSize(1, 26)), arrange.Padded(look.PageEdge-theme.InnerPadding(), look.PageEdge, p.empty)))
	p.body = container.NewStack(none)
	p.split = container.NewVSplit(none, p.one.object)
	p.split.Offset = 0.6
	p.root = container.NewBorder(container.NewVBox(head, widget.NewSeparator()), nil, nil, nil, p.body)
	return p
}

// Object is the page.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// Keyboard is what is worked with on the page.
func (p *Page) Keyboard() fyne.Focusable { return p.table.rows }

// Seen is told when the page comes on view or goes: nothing is looked at while it is not.
func (p *Page) Seen(yes bool) {
	p.seen = yes
	if !yes {
		for _, w := range p.watches {
			w.end()
		}
	}
}

// Stop ends what runs beside the window.
func (p *Page) Stop() { p.Seen(false) }

// Restyle takes the colours of a new theme.
func (p *Page) Restyle() {
	p.drawn = drawn{}
	p.table.renew()
}

// Draw shows what has changed.
func (p *Page) Draw(now time.Time) (moving bool) {
	c := p.do.Current()
	for of, w := range p.watches {
		if of != c {
			w.end()
		}
		if !p.do.IsOpen(of) { // which would be kept with all that it has received
			delete(p.watches, of)
		}
	}
	if c != p.current {
		p.current = c
		p.close()
	}
	if c == nil {
		p.show(nil, now)
		return false
	}
	w := p.watchOf(c)
	w.frozen.Store(silentSince(c))
	if p.seen {
		w.begin()
	}
	p.show(w.found.Load(), now)
	return false
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

// show shows what was found, unless that is on view.
func (p *Page) show(f *found, now time.Time) {
	if d := (drawn{f, p.current, p.opened, p.selected, p.root.Size().Width}); d != p.drawn {
		p.drawn = d
		p.table.show(f, now)
		p.say(f)
		p.showOne(f, now)
	}
}

// showOne shows the device that is chosen, if there is one.
func (p *Page) showOne(f *found, now time.Time) {
	var d *device.Device
	if p.opened && f != nil {
		d = f.device(p.selected)
	}
	p.place(d != nil)
	if d == nil {
		return
	}
	var topics []string
	if f.of == p.selected {
		topics = f.topics
	}
	p.one.draw(d, topics, p.current, now)
}

// say says how many devices there are, or why there are none.
func (p *Page) say(f *found) {
	p.sayCounts(f)
	arrange.SetHidden(f == nil || len(f.devices) == 0, p.save)
	words := format.Excerpt(p.emptyWords(f))
	if p.empty.Text != words {
		p.empty.SetText(words)
	}
	arrange.SetHidden(words == "", p.empty)
}

// place shows the table, with the device below it or not.
func (p *Page) place(open bool) {
	o := p.split.Leading
	if open {
		o = p.split
	}
	if p.body.Objects[0] != o {
		p.body.Objects[0] = o
		p.body.Refresh()
		p.split.Refresh()
	}
}

// sayCounts says how many devices there are, and what is not known of them.
func (p *Page) sayCounts(f *found) {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	if f == nil {
		p.counts.Set(text.Span{Text: "Devices", Style: text.Bold, Colour: plain})
		p.notes.Set()
		return
	}
	shown := summary(f.devices)
	if n := p.table.Len(); n != len(f.devices) {
		shown += "  ·  " + format.Count(n) + " shown"
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
		notes = append(notes, format.Plural(f.left, "more device")+" than are kept.")
	}
	if len(notes) == 0 {
		notes = append(notes, "Found by what they send. Point at a line to see how its status is known; click it for its topics.")
	}
	p.notes.Set(text.Span{Text: strings.Join(notes, " "), Colour: muted})
}

// emptyWords says why the table is empty.
func (p *Page) emptyWords(f *found) string {
	switch {
	case p.current == nil:
		return "Nothing is connected. Connect to a broker on the Explore page; its devices appear here."
	case f == nil:
		return "Looking for devices…"
	case len(f.devices) == 0 && f.behind:
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
func (p *Page) open(k uint32) {
	d := p.table.device(k)
	if d == nil {
		return
	}
	p.opened, p.selected = true, keyOf(d)
	w, want := p.watchOf(p.current), p.selected
	w.selected.Store(&want)
	p.Draw(time.Now())
}

// close shows none.
func (p *Page) close() {
	p.opened = false
	p.table.rows.Deselect()
	p.place(false)
}

// saveTable saves the devices, all of them.
func (p *Page) saveTable() {
	f := p.table.of
	if f == nil {
		return
	}
	all := devices.Found{Devices: f.devices, Left: f.left}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem("Save as CSV…", func() { p.saveAs("devices.csv", all.CSV) }),
		fyne.NewMenuItem("Save as JSON…", func() { p.saveAs("devices.json", all.JSON) }),
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.save)
	widgets.ShowMenu(p.save, at.AddXY(0, p.save.Size().Height), items...)
}

func (p *Page) saveAs(name string, write func(io.Writer) error) {
	p.do.Desk.Save(name, write, func(path string) { widgets.ShowToast("Saved "+path+".", false) })
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
	r.Place("devices", p.table.rows)
	r.Place("device filter", p.filter)
	r.Place("device template", p.shape)
	r.Place("save devices", p.save)
	rows, _, _ := p.table.rows.Seen()
	for i := range rows {
		r.Listed = append(r.Listed, widgets.LineText(rows[i].Spans))
	}
	if p.body.Objects[0] == p.split {
		r.Payload = p.one.title.Text() + "\n" + p.one.state.Text() + "\n"
		for _, l := range p.one.topics.Lines {
			r.Payload += widgets.LineText(l.Spans) + "\n"
		}
		r.Place("device topics", p.one.topics.Rows)
	}
}
