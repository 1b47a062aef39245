package publish

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/retained"
	"mangrove/model/decode/schemas"
	"mangrove/model/template"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// publishTimeout is how long a publish waits for its acknowledgement.
const publishTimeout = 30 * time.Second

// pendingTimeout is how long the next connection is waited for to end a publish: brokers
// are asked to keep the session for a minute.
const pendingTimeout = 2 * time.Minute

// Panel publishes test messages: a topic, a payload and how it is to be sent.
type Panel struct {
	Object fyne.CanvasObject
	OnFold func(folded bool) // the panel has become one line, or all of it
	OnTurn func()            // it asks for another height
	OnUse  func()            // something is pressed that does not take the keyboard
	// OnOffer says what goes on, or was done, with something to do about it; nil: nothing.
	OnOffer func(words, action string, do func())
	// OnSay says for a while what was done.
	OnSay func(words string)
	// OnUndo says what can be undone.
	OnUndo func(words string, undo func())
	// OnGoTo shows a message of the history; nil: it is not shown.
	OnGoTo func(topic string, at time.Time, payload []byte)
	// Open opens a connection of its own to look at what the broker keeps; nil: it goes by
	// what was received.
	Open    retained.Opener
	Quiet   time.Duration   // how long nothing may come before all has; 0: the usual time
	Cleared *retained.Shelf // what was cleared is kept there
	// Values are what templates are answered with, besides values of topics and the
	// number of the message; nil: nothing.
	Values func() template.Values

	// Shelf has what is kept of messages, and the stored connections; nil: nothing is kept.
	Shelf *shelf.Shelf

	conn *connection.Connection
	desk *desk.Desk

	past        *widgets.Button // opens the list of messages that were published, or are saved
	pastTool    *widgets.Button // the same, where there is no room for it in the line
	list        *messageList    // nil: it was not opened yet
	environment *environmentPart
	toldNewer   bool // the history is of a newer program, and that was said

	topic   *topicField
	qos     *widgets.Segmented
	retain  *widget.Check
	payload *payloadEntry
	short   *payloadLine // the payload, while the panel is folded
	note    *topicNote   // under the topic
	json    *jsonNote    // about the payload
	button  *widgets.Button
	result  *widgets.Strip
	fold    *widgets.Button
	title   fyne.CanvasObject
	options *fyne.Container // QoS and Retain
	qosWord fyne.CanvasObject
	spelt   float32 // what options and button take with that word
	body    *fyne.Container
	ways    *fyne.Container   // how the payload is written, over its room in the body
	head    *fyne.Container   // the line with the button, and what is said of what is typed
	told    fyne.CanvasObject // the line of the result
	unseen  *widgets.Strip    // what would be published and is not seen, while the panel is folded
	hides   string            // what stands there
	turned  bool              // the panel asks for another height
	follow  string            // the topic the selection has put into the field
	edits   bool              // the topic was edited since: it is what was typed, even where that is the same
	missing string            // the file that has the payload, and was not chosen
	taken   typed             // what was copied here, and not typed
	words   string            // of the result
	bad     bool
	about   fyne.Focusable // the field that these words are about, until it is edited; mostly none
	saidOf  typed          // what stood in the fields when they were said
	offline bool           // there was no connection to publish on
	how     *howRow        // how the payload is written
	schema  *schemaPart
	more    *propertiesPart // of MQTT 5
	preview *preview
	shelf   schemas.Shelf
	compact bool      // it is to take as little height as it can
	tight   bool      // it does, or the window is low
	high    bool      // the window has some height
	sent    int       // messages of templates, which count them
	began   time.Time // of the panel, which templates go by
	own     ownRetained
	turns   turns           // of the messages that are published
	kept    string          // the topic that was last published to as retained
	fields  *fyne.Container // the line, or two, with topic and button
	seats   *arrange.Seats
	line    *arrange.Line
	work    *work // what it publishes by itself
}

// New makes the publish panel of a connection. Its page sets what it is to
// be told of (OnFold, OnTurn, OnUse, OnOffer, OnSay, OnUndo) before it is drawn.
func New(c *connection.Connection, d *desk.Desk) *Panel {
	p := &Panel{conn: c, desk: d, began: time.Now(), Cleared: retained.NewShelf("")}
	p.topic = newTopicField(p)
	p.topic.OnSubmitted = func(string) {
		if !p.takeCommand() {
			p.toPayload()
		}
	}
	p.topic.OnChanged = p.edited
	p.qos = widgets.NewSegmented([]string{"0", "1", "2"}, nil)
	p.retain = widget.NewCheck("Retain", nil)
	p.payload = newPayloadEntry()
	p.button = widgets.NewButton("Publish", theme.MailSendIcon(), p.using(p.publish))
	p.button.Importance = widget.HighImportance
	p.result = widgets.NewStrip(18, 12)
	p.note, p.json = newTopicNote(), newJSONNote(p.goTo)

	p.fold = widgets.NewIconButton(foldName, theme.MenuDropDownIcon(), p.using(p.toggleFold))
	p.title = widget.NewLabelWithStyle("Publish", fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	p.past = widgets.NewIconButton("Sent and saved messages", theme.HistoryIcon(), p.using(p.showMessages))
	p.past.Hide() // it does not make the panel wider
	label := container.NewHBox(p.fold, p.title, p.past)
	p.qosWord = arrange.Middle(widget.NewLabel("QoS"))
	p.options = container.NewHBox(p.qosWord, p.qos, p.retain)
	p.work = newWork(p)
	right := container.NewHBox(p.options, p.button)
	p.spelt = right.MinSize().Width
	p.short = newPayloadLine(p.payload, p.publish, p.Enter)
	p.short.Hide()
	p.payload.asHex.OnTapped, p.payload.drop.OnTapped = p.using(p.editAsHex), p.using(p.dropHeld)
	p.payload.OnChanged = func(string) { p.editedOf(p.payload) }
	p.payload.OnCursorChanged, p.short.OnCursorChanged = p.drawJSON, p.drawJSON
	fields := container.New(arrange.Shares{First: topicShare}, p.topic, p.short)
	hint := arrange.HintThatFits(p.topic, p.topic.PlaceHolder, "topic")
	p.line = &arrange.Line{
		Narrowest: max(label.MinSize().Width+theme.Padding()+arrange.FieldWidth, p.spelt-p.qosWord.MinSize().Width-theme.Padding()),
		Typed:     func(float32) { hint(p.topic.Size().Width) },
	}
	p.fields = container.New(p.line, label, fields, arrange.NewRoom(right))
	p.how, p.schema, p.more, p.preview = newHowRow(p), newSchemaPart(p), newPropertiesPart(p), newPreview(p)
	p.pastTool = widgets.NewIconButton(p.past.Tip, theme.HistoryIcon(), p.past.OnTapped)
	p.AddTool(p.pastTool)
	p.environment = newEnvironmentPart(p)
	p.how.fixed.Add(p.work.menu)
	p.ways = container.NewVBox(p.how.object, p.schema.object)
	above := arrange.NewRoom(p.ways)
	typed := container.New(layout.NewBorderLayout(above, p.more.object, nil, nil), above, p.payload.object(), p.more.object) // as Tab goes
	p.body = container.NewStack(widgets.NewPanel(look.Panel, typed, 4, look.PageEdge))
	p.told = widgets.NewPanel(look.Panel, p.result, 2, look.PageEdge)
	p.unseen = widgets.NewStrip(18, 12)
	p.unseen.Hide()
	p.head = container.NewVBox(p.fields, p.topic.strip, p.note.strip, p.unseen, p.json.strip, p.preview.strip)
	head := widgets.NewPanel(look.Raised, p.head, 3, look.PageEdge)
	foot := container.NewVBox(p.told, p.work.object)
	p.seats = &arrange.Seats{Others: layout.NewBorderLayout(head, foot, nil, nil), Seats: []arrange.Seat{{Room: p.fields.Objects[2], Object: right}, {Room: above, Object: p.ways}}}
	p.Object = container.New(p.seats, head, p.body, right, p.ways, foot) // as Tab goes: first what is published, then how
	p.drawReadOnly()
	return p
}

// using has the page become the current one when a button is pressed.
func (p *Panel) using(do func()) func() {
	return func() {
		p.OnUse()
		do()
	}
}

// SetCompact has the open panel take as little height as it can.
func (p *Panel) SetCompact(compact bool) {
	p.compact = compact
	p.fitHeight()
}

// topicShare is how much of the line the topic has of a folded panel, which has the
// payload there too.
const topicShare = 0.45

// drawReadOnly says that nothing can be published, as long as that is so.
func (p *Panel) drawReadOnly() {
	readOnly := p.conn.Profile.ReadOnly
	if readOnly == p.button.Disabled() {
		return
	}
	if readOnly {
		p.button.Disable()
		p.showOutcome(explain.Error(broker.ErrReadOnly, p.conn.Profile.Address), false)
		return
	}
	p.button.Enable()
	p.showOutcome("", false)
}

// edited is called when the topic is another. Retain is for the topic it was
// ticked for, and does not go on to others.
func (p *Panel) edited(topic string) {
	p.edits = true
	p.editedOf(p.topic)
	if p.kept != "" && topic != p.kept {
		p.kept = ""
		p.retain.SetChecked(false)
	}
}

// editedOf takes back what is said about a field when it is edited.
func (p *Panel) editedOf(field fyne.Focusable) {
	if p.about == field {
		p.showOutcome("", false)
	}
}

// Draw lets the topic follow the message on view until it is edited, and not while it may be
// about to be: the field has the keyboard. A failure for want of a connection is news only
// until there is one.
func (p *Panel) Draw() {
	p.drawReadOnly()
	if p.offline && p.bad && p.conn.Status.Phase == broker.Connected {
		p.showOutcome(p.words, false)
	}
	if !p.edits && p.topic.Value() == p.follow && p.conn.Subject != p.follow && p.focused() != fyne.Focusable(p.topic) {
		p.follow = p.conn.Subject
		p.TakeTopic(p.follow)
	}
	p.topic.draw(time.Now())
	p.note.draw(p.topic.Value())
	p.drawJSON()
	p.colour()
	p.work.draw()
	p.how.draw()
	p.schema.draw()
	p.more.draw()
	p.fitHeight()
	p.preview.draw(time.Now())
	p.environment.draw()
	p.fitOptions()
	p.fitPast()
	p.drawFolded()
	p.drawTurn()
}

// TakeTopic puts a topic into its field.
func (p *Panel) TakeTopic(topic string) {
	if topic != p.topic.Value() {
		p.retain.SetChecked(false)
	}
	p.topic.SetText(topic)
	p.edits = false
}

// readOnly reports whether nothing may be published, and says so.
func (p *Panel) readOnly() bool {
	if p.conn.Profile.ReadOnly {
		p.showOutcome(explain.Error(broker.ErrReadOnly, p.conn.Profile.Address), false)
	}
	return p.conn.Profile.ReadOnly
}

// cannotClear reports whether no retained message can be cleared now, and says why:
// nobody need answer a question first.
func (p *Panel) cannotClear() bool {
	var why error
	switch {
	case p.readOnly():
		return true
	case p.conn.Ended():
		why = broker.ErrClosed
	case p.conn.Status.Phase != broker.Connected:
		why = broker.ErrNotConnected
	default:
		return false
	}
	p.showOutcome("Nothing was cleared. "+explain.Error(why, p.conn.Profile.Address), true)
	return true
}

// showOutcome shows what became of the last publish.
func (p *Panel) showOutcome(words string, bad bool) {
	p.words, p.bad, p.about, p.saidOf = words, bad, nil, p.typed()
	p.Restyle()
}

// sayOf says what is wrong with a field, until it is edited.
func (p *Panel) sayOf(field fyne.Focusable, words string) {
	p.showOutcome(words, true)
	p.about = field
}

// Restyle takes the colours of a new theme.
func (p *Panel) Restyle() {
	p.note.restyle()
	p.json.restyle()
	p.work.restyle()
	p.preview.restyle()
	p.topic.restyle()
	p.more.restyle()
	c := look.Colour(look.Muted)
	if p.bad {
		c = look.Colour(theme.ColorNameError)
	}
	p.result.Set(text.Span{Text: p.words, Colour: c})
	p.unseen.Set(text.Span{Text: p.hides, Colour: look.Colour(look.Muted), Keep: "/"})
}

// Report tells of the publish panel.
func (p *Panel) Report(r *report.Report) {
	r.Topic, r.Result = p.topic.Value(), p.words
	r.Place("publish topic", p.topic)
	r.Place("publish payload", p.payload)
	r.Place("publish payload", p.short)
	r.Place("publish more", p.fold)
	r.Place("publish", p.button)
	p.work.report(r)
	r.PlaceIf(p.past.Visible(), "publish past", p.past)
	r.PlaceIf(p.pastTool.Visible() && p.IsOpen(), "publish past", p.pastTool)
	if p.IsOpen() {
		r.Place("qos", p.qos)
		r.Place("retain", p.retain)
	}
	r.PlaceIf(p.topic.strip.Visible(), "publish topics", p.topic.strip)
	p.how.report(r)
	p.schema.report(r)
	p.more.report(r)
	r.PlaceIf(p.preview.strip.Visible(), "publish preview", p.preview.strip)
}
