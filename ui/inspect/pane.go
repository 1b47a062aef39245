package inspect

import (
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/charts"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/payloads"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// What the inspector shows of the selected topic.
const (
	Latest = iota
	Messages
	Chart
	Properties
)

// Pane shows the selected topic: its latest message, or the list of all
// messages at and below it, or the chart of its numbers. While nothing is selected it
// shows the busiest topics, and the pinned charts.
type Pane struct {
	Object  fyne.CanvasObject
	conn    *connection.Connection
	feed    *connection.Feed
	desk    *desk.Desk
	OnGoTo  func(model.ID)
	OnSaved func(path string)
	OnLook  func()                  // another message is looked into
	OnUse   func()                  // something is pressed that does not take the keyboard
	OnMore  func() []*fyne.MenuItem // what the menu beside the topic has besides

	OnMessageMenu func(m model.StreamRow, at fyne.Position) // of a message of the list
	OnTopicMenu   func(id model.ID, at fyne.Position)       // of one of the busiest topics

	topic              *widgets.Crumbs
	facts              *widgets.Strip
	modes              *widgets.Segmented
	copyTopic, copyAll *widgets.Button
	saveAll, more      *widgets.Button
	named              named      // by the head
	levels             []model.ID // of the topic on view
	names              []string   // of the levels
	head               *fyne.Container
	has                buttons
	counted            *connection.StreamRequest // for the facts of a level

	payload    *payloads.View
	properties *payloads.Properties
	charts     *charts.Room
	latest     model.Entry // of a topic whose chart is on view
	latestOf   model.ID
	messages   *streamPane
	compared   *comparison // a chosen message, or its changes
	busiest    *busiest
	split      *container.Split // the messages over the payload
	list       *fyne.Container  // the upper part of it
	under      *fyne.Container  // the lower part of it
	overUnder  overPayload      // what stands over the payload there
	bar        *fyne.Container  // what goes with the mode
	noBar      *fyne.Container  // nothing does
	body       *fyne.Container
	before     int  // the mode when it was drawn last
	fromList   bool // the properties are those of a message of the list
}

// New makes the inspector of a connection. Its page sets what it is to be told of (OnGoTo,
// OnLook, OnSaved, OnUse and the menus) before it is drawn, and ends it with [Pane.Stop].
func New(c *connection.Connection, f *connection.Feed, d *desk.Desk, r *charts.Room) *Pane {
	p := &Pane{conn: c, feed: f, desk: d, charts: r}
	p.topic = widgets.NewCrumbs(22, 14)
	p.topic.OnTapped, p.topic.OnMore = p.goToLevel, p.moreLevels
	p.facts = widgets.NewStrip(20, 12)
	p.facts.Explain = p.explainFacts
	p.modes = widgets.NewSegmented([]string{"Payload", "Messages", "Chart", "Properties"}, func(int) { p.Draw(time.Now()) })
	p.modes.Short, p.modes.Folds = []string{"Value", "List", "Chart", "Props"}, true
	p.copyTopic = widgets.NewButton("Topic", theme.ContentCopyIcon(), p.using(func() { widgets.CopyText("Topic", c.Subject) }))
	p.copyAll = widgets.NewButton("Payload", theme.ContentCopyIcon(), p.using(p.copyPayload))
	p.saveAll = widgets.NewButton("Save", theme.DocumentSaveIcon(), p.using(p.savePayload))
	p.more = p.newMore()
	for _, b := range []*widgets.Button{p.copyTopic, p.copyAll, p.saveAll} {
		b.Importance = widget.LowImportance
	}
	p.copyAll.Tip, p.saveAll.Tip = "Copy the payload", "Save the payload"
	p.payload, p.properties, p.noBar = payloads.New(d.Run), payloads.NewProperties(), container.NewStack()
	p.payload.Copy, p.payload.Save, p.payload.Items = p.copyPayload, p.SaveEntry, p.fieldItems
	p.payload.Chart = p.chartOf
	p.messages = newStreamPane(c, f, func() {
		p.Draw(time.Now())
		p.OnLook()
	})
	p.messages.rows.OnCopy = func(key uint32) { p.copyMessage(key) }
	p.busiest = newBusiest(c, f, func(id model.ID) { p.OnGoTo(id) })
	p.compared = newComparison(d.Run, p.payload, func() { p.Draw(time.Now()) })
	p.overUnder = newOverPayload(p.compared.object(), p.messages.bar, func() { p.messages.leave() })
	p.messages.menu = func(m model.StreamRow, at fyne.Position) { p.OnMessageMenu(m, at) }
	p.busiest.menu = func(id model.ID, at fyne.Position) { p.OnTopicMenu(id, at) }
	p.under = container.NewBorder(p.overUnder.panel, nil, nil, nil, p.compared.body)
	p.list = container.New(arrange.AtLeast{Height: leastList}, p.messages.object)
	p.split = container.NewVSplit(p.list, container.New(arrange.AtLeast{Height: leastPayload}, p.under))
	p.bar, p.body = container.NewStack(p.payload.Bar), container.NewStack(p.payload.Object)
	modes := widgets.NewPanel(look.Panel, container.New(&besideModes{modes: p.modes}, p.modes, p.bar), 3, look.PageEdge)
	p.head = container.New(arrange.Ends{Fit: p.fitButtons, Narrowest: narrowestHead},
		container.NewVBox(p.topic, p.facts), container.NewHBox(p.copyTopic, p.copyAll, p.saveAll, p.more))
	p.Object = container.NewBorder(
		container.NewVBox(widgets.NewPanel(look.Raised, p.head, 4, look.PageEdge), modes, widget.NewSeparator()), nil, nil, nil, p.body)
	return p
}

// using has the page become the current one when a button is pressed.
func (p *Pane) using(do func()) func() {
	return func() {
		p.OnUse()
		do()
	}
}

// Mode is what is shown of the selected topic, as [Latest] or [Chart].
func (p *Pane) Mode() int { return p.modes.Chosen() }

// SetMode shows something else of it.
func (p *Pane) SetMode(mode int) { p.modes.Choose(mode) }

// ListAgain lists the messages from the beginning: the history is another.
func (p *Pane) ListAgain() {
	p.counted = nil
	p.messages.listAgain()
}

// ShowMessageMenu opens a menu over the list of messages.
func (p *Pane) ShowMessageMenu(at fyne.Position, items ...*fyne.MenuItem) {
	widgets.ShowMenu(p.messages.rows, at, items...)
}

// ShowTopicMenu opens a menu over the busiest topics.
func (p *Pane) ShowTopicMenu(at fyne.Position, items ...*fyne.MenuItem) {
	widgets.ShowMenu(p.busiest.list.Rows, at, items...)
}

// Stop ends what runs beside the window.
func (p *Pane) Stop() {
	p.payload.Stop()
	p.compared.changes.Stop()
}

// Moving reports whether something on view fades.
func (p *Pane) Moving() bool { return p.payload.Draw() }

// OnKeepView is told of a view that the user wants for more topics than the one on view.
func (p *Pane) OnKeepView(keep func(topic string, v payload.View)) { p.payload.Always = keep }

// ForgetView has a topic shown as its connection says.
func (p *Pane) ForgetView(topic string) { p.payload.ForgetChoice(topic) }

// ListMessages goes over to the list of messages.
func (p *Pane) ListMessages() {
	p.modes.Choose(Messages)
	p.Draw(time.Now())
}

// show puts a bar over a body.
func (p *Pane) show(bar, body fyne.CanvasObject) {
	if p.bar.Objects[0] != bar {
		p.bar.Objects[0] = bar
		p.bar.Refresh()
	}
	if p.body.Objects[0] == body {
		return
	}
	p.body.Objects[0] = body
	p.body.Refresh()
	if body == p.split { // which the toolkit does not lay out again when it comes back with its size of before
		p.split.Refresh()
		p.list.Refresh()
		p.under.Refresh()
	}
}

// lowMessages is the height below which the list of messages has all of it
// while none of them is looked into.
const lowMessages = 200

// What the list of messages and a payload under it have at the least: three lines each,
// and what stands over the list.
const (
	leastList    = 20 + 3*look.RowHeight
	leastPayload = 62
)

// Draw shows what has changed about the selected topic.
func (p *Pane) Draw(now time.Time) {
	p.followMode()
	listing, charting := p.modes.Chosen() == Messages, p.modes.Chosen() == Chart
	p.conn.Subject = p.conn.Topic
	nothing := p.conn.Selected == model.Root
	p.feed.Ranking.Store(nothing && !listing && !charting)
	switch {
	case charting:
		p.drawChart(now)
	case listing:
		p.drawMessages(now)
	case nothing:
		p.messages.stopListing()
		p.busiest.draw()
		p.show(p.busiest.bar, p.busiest.object)
	case p.modes.Chosen() == Properties:
		p.drawProperties(now)
	default:
		p.count()
		p.show(p.payload.Bar, p.payload.Object)
		p.drawLatest(now)
	}
	p.drawHead(now)
	hasPayload := p.payload.IsAsked() && !charting && (listing || !nothing)
	p.drawButtons(hasPayload)
}

// narrowHead is the width below which the buttons beside a topic leave too
// little of it.
const narrowHead = 520

// narrowestHead is the room that the head asks for: the buttons without words, and as
// much again of the topic.
const narrowestHead = 140

// drawButtons shows what can be done with the topic and the payload on view.
func (p *Pane) drawButtons(hasPayload bool) {
	if now := (buttons{hasPayload, p.conn.Subject != ""}); p.has != now {
		p.has = now
		p.head.Refresh()
	}
}

// buttons is what there are buttons for.
type buttons struct{ payload, topic bool }

// fitButtons shows the buttons that there is room for. Where there is little, only
// the payload's are seen, and without words: a topic can be copied from its row as
// well.
func (p *Pane) fitButtons(width float32) {
	terse := width < narrowHead
	payload, save := "Payload", "Save"
	if terse {
		payload, save = "", ""
	}
	if p.copyAll.Text != payload {
		p.copyAll.SetText(payload)
		p.saveAll.SetText(save)
	}
	arrange.SetHidden(!p.has.payload, p.copyAll, p.saveAll)
	arrange.SetHidden(!p.has.topic || terse && p.has.payload, p.copyTopic)
	arrange.SetHidden(!p.has.topic, p.more)
}

func (p *Pane) drawLatest(now time.Time) {
	c := p.conn
	pos := c.Store.Position(c.Selected)
	if pos == 0 {
		p.payload.Clear("Nothing has been published to this level itself. Open it to see the topics below, or choose Messages to list all their messages.")
		return
	}
	p.payload.Ask(c.Topic, p.request(c.Topic, payloads.Request{ID: c.Selected, Position: pos}), now)
}

// request completes a request for a message on a topic.
func (p *Pane) request(topic string, r payloads.Request) payloads.Request {
	r.Store, r.Reading = p.conn.Store, reading(p.conn, topic)
	r.View, r.Because = p.conn.ViewOf(topic)
	return r
}

func (p *Pane) drawMessages(now time.Time) {
	p.messages.listTopic(p.conn.Selected)
	p.forgetMark()
	p.messages.draw()
	chosen := p.messages.lookedInto()
	if chosen.Position == 0 && p.body.Size().Height < lowMessages {
		p.show(p.messages.bar, p.messages.object)
	} else {
		lower := p.body.Objects[0] == p.messages.object
		p.show(p.bar.Objects[0], p.split)
		p.giveWay(chosen.Position != 0)
		if key, ok := p.messages.rows.Selected(); ok && lower { // which stays on view in what the list has left
			p.messages.rows.Select(key, true)
		}
	}
	p.compared.draw(p.conn, chosen)
	if chosen.Position == 0 {
		p.payload.Clear("Select a message above to see it.")
		return
	}
	p.conn.Subject = chosen.Topic
	p.payload.Ask(chosen.Topic, p.request(chosen.Topic, payloads.Request{ID: chosen.ID, Position: chosen.Position, Chosen: true}), now)
}

func (p *Pane) copyPayload() {
	e := p.payload.Entry()
	if e.Position == 0 {
		widgets.ShowToast("This message is no longer in the history.", true)
		return
	}
	if !payloads.CheckValue(&e) {
		return
	}
	topic := p.conn.Subject
	widgets.CopyPayload(e.Payload, func() { p.SaveEntry(topic, e) })
}

func (p *Pane) savePayload() { p.SaveEntry(p.conn.Subject, p.payload.Entry()) }

// copyMessage copies the payload of a message of the list.
func (p *Pane) copyMessage(key uint32) {
	if m, ok := p.messages.message(key); ok {
		if e, _ := p.conn.Store.At(m.Position); payloads.CheckValue(&e) {
			widgets.CopyPayload(e.Payload, func() { p.SaveEntry(m.Topic, e) })
		}
	}
}

// SaveEntry saves a payload as a file, whose name says what it is. That is
// found out beside the goroutine that draws.
func (p *Pane) SaveEntry(topic string, e model.Entry) {
	if !payloads.CheckValue(&e) {
		return
	}
	write := func(w io.Writer) error {
		_, err := w.Write(e.Payload)
		return err
	}
	go func() { // ends when the payload has been looked at
		name := desk.FileName(topic, payloads.Extension(payload.Detect(e.Payload).Kind, e.Payload))
		p.desk.Run(func() {
			p.desk.Save(name, write, func(path string) {
				p.OnSaved(format.Fill("{size} saved to {path}.", "size", format.Size(len(e.Payload)), "path", path))
			})
		})
	}()
}

// Report tells of the messages that are listed, and of the payload.
func (p *Pane) Report(r *report.Report) {
	p.payload.Report(r)
	r.Place("modes", p.modes)
	r.PlaceWithin("topic on view", p.topic)
	r.PlaceWithin("facts", p.facts)
	r.Place("copy topic", p.copyTopic)
	r.Place("copy payload", p.copyAll)
	r.Place("save payload", p.saveAll)
	r.Place("copy menu", p.more)
	listed := p.body.Objects[0] == p.properties.Object
	p.properties.Report(r, listed)
	if listed {
		r.Payload = p.properties.Seen()
	}
	p.messages.report(r)
	if p.body.Objects[0] == p.split {
		p.overUnder.report(r, p.bar.Objects[0] == p.overUnder.high)
		r.PlaceWithin("message modes", p.compared.modes)
		p.compared.changes.Report(r)
	}
	r.PlaceWithin("busiest", p.busiest.list.Rows)
	p.reportChart(r)
}

// Restyle takes the colours of a new theme.
func (p *Pane) Restyle() {
	p.named = named{}
	p.payload.Restyle()
	p.properties.Restyle()
	p.compared.changes.Restyle()
	p.messages.restyle()
	p.busiest.restyle()
}
