package ui

import (
	"fmt"
	"io"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// What the inspector shows of the selected topic.
const (
	showLatest = iota
	showMessages
)

// inspector shows the selected topic: its latest message, or the list of all
// messages at and below it. While nothing is selected it shows the busiest
// topics.
type inspector struct {
	object fyne.CanvasObject
	conn   *connection.Connection
	feed   *connection.Feed
	desk   *desk.Desk
	goTo   func(model.ID)
	saved  func(path string)
	onLook func() // another message is looked into

	topic, facts       *widgets.Strip
	modes              *widgets.Segmented
	copyTopic, copyAll *widget.Button
	saveAll            *widget.Button
	head               *fyne.Container
	terse              bool // the buttons say less, for the topic to be seen

	payload  *payloadPane
	messages *streamPane
	busiest  *busiest
	split    *container.Split // the messages over the payload
	under    *fyne.Container  // the lower part of it
	underBar *widgets.Panel   // of the payload there
	bar      *fyne.Container  // what goes with the mode
	body     *fyne.Container
}

func newInspector(c *connection.Connection, f *connection.Feed, w *Window) *inspector {
	p := &inspector{conn: c, feed: f, desk: w.desk}
	p.topic = widgets.NewStrip(22, 14)
	p.facts = widgets.NewStrip(20, 12)
	p.modes = widgets.NewSegmented([]string{"Latest", "Messages"}, func(int) { p.draw(time.Now()) })
	p.copyTopic = widget.NewButtonWithIcon("Topic", theme.ContentCopyIcon(), func() { widgets.CopyText("Topic", c.Subject) })
	p.copyAll = widget.NewButtonWithIcon("Payload", theme.ContentCopyIcon(), p.copyPayload)
	p.saveAll = widget.NewButtonWithIcon("Save", theme.DocumentSaveIcon(), p.savePayload)
	for _, b := range []*widget.Button{p.copyTopic, p.copyAll, p.saveAll} {
		b.Importance = widget.LowImportance
	}
	p.payload = newPayloadPane(w.desk.Run)
	p.payload.copy, p.payload.save = p.copyPayload, p.saveEntry
	p.messages = newStreamPane(c, f, func() {
		p.draw(time.Now())
		p.onLook()
	})
	p.messages.rows.OnCopy = func(key uint32) { p.copyMessage(key) }
	p.busiest = newBusiest(c, f, func(id model.ID) { p.goTo(id) })
	p.underBar = widgets.NewPanel(look.Panel, p.payload.bar, 3, 8)
	p.under = container.NewBorder(p.underBar, nil, nil, nil, p.payload.object)
	p.split = container.NewVSplit(p.messages.object, p.under)
	p.bar, p.body = container.NewStack(p.payload.bar), container.NewStack(p.payload.object)
	modes := widgets.NewPanel(look.Panel, container.NewBorder(nil, nil, arrange.Middle(p.modes), nil, p.bar), 3, 8)
	p.head = container.NewBorder(nil, nil, nil, container.NewHBox(p.copyTopic, p.copyAll, p.saveAll), container.NewVBox(p.topic, p.facts))
	p.object = container.NewBorder(
		container.NewVBox(widgets.NewPanel(look.Raised, p.head, 4, 8), modes, widget.NewSeparator()), nil, nil, nil, p.body)
	return p
}

// stop ends what runs beside the window.
func (p *inspector) stop() { p.payload.stop() }

// listMessages goes over to the list of messages.
func (p *inspector) listMessages() {
	p.modes.Choose(showMessages)
	p.draw(time.Now())
}

// show puts a bar over a body.
func (p *inspector) show(bar, body fyne.CanvasObject) {
	if p.body.Objects[0] == body {
		return
	}
	p.bar.Objects[0], p.body.Objects[0] = bar, body
	p.bar.Refresh()
	p.body.Refresh()
	if body == p.split { // which the toolkit does not lay out again when it comes back with its size of before
		p.split.Refresh()
		p.under.Refresh()
	}
}

// lowMessages is the height below which the list of messages has all of it
// while none of them is looked into.
const lowMessages = 200

// lowPayload is the height below which a message under the list has all of its
// room for the payload, and none for how that is shown.
const lowPayload = 64

// draw shows what has changed about the selected topic.
func (p *inspector) draw(now time.Time) {
	listing := p.modes.Chosen() == showMessages
	p.conn.Subject = p.conn.Topic
	nothing := p.conn.Selected == model.Root
	p.feed.Ranking.Store(nothing && !listing)
	switch {
	case listing:
		p.drawMessages(now)
	case nothing:
		p.messages.off()
		p.busiest.draw()
		p.show(p.busiest.bar, p.busiest.object)
	default:
		p.messages.off()
		p.show(p.payload.bar, p.payload.object)
		p.drawLatest(now)
	}
	p.drawHead(now)
	hasPayload := p.payload.isAsked() && (listing || !nothing)
	p.drawButtons(hasPayload)
}

// narrowHead is the width below which the buttons beside a topic leave too
// little of it.
const narrowHead = 440

// drawButtons shows what can be done with the topic and the payload on view.
// Where there is little room, only the payload's buttons are seen, and without
// words: a topic can be copied from its row as well.
func (p *inspector) drawButtons(hasPayload bool) {
	width := p.head.Size().Width
	if terse := width > 0 && width < narrowHead; terse != p.terse {
		p.terse = terse
		payload, save := "Payload", "Save"
		if terse {
			payload, save = "", ""
		}
		p.copyAll.SetText(payload)
		p.saveAll.SetText(save)
	}
	arrange.SetHidden(!hasPayload, p.copyAll, p.saveAll)
	arrange.SetHidden(p.conn.Subject == "" || p.terse && hasPayload, p.copyTopic)
	if needs := p.head.Objects[1].MinSize().Width; p.head.Objects[1].Size().Width != needs {
		p.head.Refresh()
	}
}

func (p *inspector) drawLatest(now time.Time) {
	c := p.conn
	pos := c.Store.Position(c.Selected)
	if pos == 0 {
		p.payload.clear("Nothing has been published to this level itself. Open it to see the topics below, or choose Messages to list them all.")
		return
	}
	p.payload.want(c.Topic, p.request(c.Topic, request{id: c.Selected, pos: pos}), now)
}

// request completes a request for a message on a topic.
func (p *inspector) request(topic string, r request) request {
	r.store = p.conn.Store
	r.view, r.because = p.conn.ViewOf(topic)
	return r
}

func (p *inspector) drawMessages(now time.Time) {
	p.messages.want(p.conn.Selected)
	p.messages.draw()
	chosen := p.messages.lookedInto()
	if chosen.Position == 0 && p.body.Size().Height < lowMessages {
		p.show(p.messages.bar, p.messages.object)
	} else {
		lower := p.body.Objects[0] == p.messages.object
		p.show(p.messages.bar, p.split)
		p.giveWay()
		if key, ok := p.messages.rows.Selected(); ok && lower { // which stays on view in what the list has left
			p.messages.rows.Select(key, true)
		}
	}
	if chosen.Position == 0 {
		p.payload.clear("Select a message above to see it.")
		return
	}
	p.conn.Subject = chosen.Topic
	p.payload.want(chosen.Topic, p.request(chosen.Topic, request{id: chosen.ID, pos: chosen.Position, chosen: true}), now)
}

// giveWay has the payload under the list before the bar over it, where there is
// not room for both.
func (p *inspector) giveWay() {
	low := p.under.Size().Height < lowPayload
	if p.underBar.Visible() == low {
		arrange.SetHidden(low, p.underBar)
		p.under.Refresh()
	}
}

// drawHead shows the topic and the facts about it and the message on view. A
// message looked into in the list has its own.
func (p *inspector) drawHead(now time.Time) {
	c := p.conn
	if m := p.messages.lookedInto(); p.modes.Chosen() == showMessages && m.Position != 0 {
		name := "(topic let go)"
		if m.Topic != "" {
			name = format.TopicInSentence(format.BothEnds(m.Topic))
		}
		p.topic.Set(text.Span{Text: name, Style: text.Bold, Colour: look.Colour(theme.ColorNameForeground), Keep: "/"})
		p.facts.Set(text.Span{Text: strings.Join(messageFacts(&m), "  ·  "), Colour: look.Colour(look.Muted)})
		return
	}
	if c.Selected == model.Root {
		words, facts := "Busiest topics", "Select a topic to see its latest message."
		if p.modes.Chosen() == showMessages {
			st := c.Store.Stats(model.Root, now)
			words, facts = "All messages", format.Plural(st.Topics, "topic")+" with "+format.Plural(st.SubtreeMessages, "message")
		}
		p.topic.Set(text.Span{Text: words, Style: text.Bold, Colour: look.Colour(theme.ColorNameForeground)})
		p.facts.Set(text.Span{Text: facts, Colour: look.Colour(look.Muted)})
		return
	}
	p.topic.Set(text.Span{Text: format.Topic(format.BothEnds(c.Topic)), Style: text.Bold, Colour: look.Colour(theme.ColorNameForeground), Keep: "/"})
	p.facts.Set(text.Span{Text: strings.Join(p.factsOf(now), "  ·  "), Colour: look.Colour(look.Muted)})
}

func (p *inspector) factsOf(now time.Time) []string {
	c := p.conn
	st := c.Store.Stats(c.Selected, now)
	var facts []string
	if e, chosen := p.payload.onView(); !chosen {
		facts = entryFacts(e, now)
	}
	if st.Messages > 0 {
		if st.Intervals.Learned > 0 {
			facts = append(facts, "every "+format.Interval(st.Intervals.Learned))
		}
		facts = append(facts, format.Plural(st.Messages, "message")+p.keptWords(st.Messages))
	}
	if below := st.Topics; below > 1 || st.Messages == 0 {
		facts = append(facts, "subtree of "+format.Plural(below, "topic")+" with "+format.Plural(st.SubtreeMessages, "message"))
	}
	return facts
}

// mostKept is how far the messages are counted that the history still has.
const mostKept = 1_000

// keptWords says how many of the selected topic's messages can still be listed,
// when these are not all.
func (p *inspector) keptWords(received uint64) string {
	kept := p.conn.Store.Kept(p.conn.Selected, mostKept)
	if kept >= mostKept || uint64(kept) >= received {
		return ""
	}
	return ", " + format.Count(kept) + " kept"
}

// entryFacts says what is known of the latest message on view.
func entryFacts(e *model.Entry, now time.Time) []string {
	if e.Position == 0 {
		return nil
	}
	return append(flags(e.QoS, e.Retained, e.Dup), format.Size(e.Size), format.Ago(now, e.At))
}

// messageFacts says what is known of a message of the list.
func messageFacts(m *model.StreamRow) []string {
	return append(flags(m.QoS, m.Retained, m.Dup), format.Size(m.Size), m.At.Format("2006-01-02 15:04:05.000"))
}

func flags(qos byte, retained, dup bool) []string {
	facts := []string{fmt.Sprintf("QoS %d", qos)}
	if retained {
		facts = append(facts, "retained")
	}
	if dup {
		facts = append(facts, "duplicate")
	}
	return facts
}

func (p *inspector) copyPayload() {
	e := p.payload.entry()
	if e.Position == 0 {
		widgets.Tell("This message is no longer in the history.", true)
		return
	}
	if !isThere(&e) {
		return
	}
	topic := p.conn.Subject
	widgets.CopyPayload(e.Payload, func() { p.saveEntry(topic, e) })
}

func (p *inspector) savePayload() { p.saveEntry(p.conn.Subject, p.payload.entry()) }

// copyMessage copies the payload of a message of the list.
func (p *inspector) copyMessage(key uint32) {
	if m, ok := p.messages.message(key); ok {
		if e, _ := p.conn.Store.At(m.Position); isThere(&e) {
			widgets.CopyPayload(e.Payload, func() { p.saveEntry(m.Topic, e) })
		}
	}
}

// saveEntry saves a payload as a file, whose name says what it is. That is
// found out beside the goroutine that draws.
func (p *inspector) saveEntry(topic string, e model.Entry) {
	if !isThere(&e) {
		return
	}
	write := func(w io.Writer) error {
		_, err := w.Write(e.Payload)
		return err
	}
	go func() { // ends when the payload has been looked at
		name := desk.FileName(topic, extension(payload.Detect(e.Payload).Kind, e.Payload))
		p.desk.Run(func() {
			p.desk.Save(name, write, func(path string) { p.saved(format.Size(len(e.Payload)) + " saved to " + path + ".") })
		})
	}()
}

// restyle takes the colours of a new theme.
func (p *inspector) restyle() {
	p.payload.restyle()
	p.messages.restyle()
	p.busiest.restyle()
}
