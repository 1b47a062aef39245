package inspect

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/payloads"
	"mangrove/ui/widgets"
)

// What is shown of a message that is chosen in the list.
const (
	itsPayload = iota
	itsChanges
)

// comparison shows a chosen message of the list, or what has changed since another one:
// the one before it on its topic, or one that was marked.
type comparison struct {
	modes   *widgets.Segmented
	changes *payloads.Changes
	marked  model.StreamRow // position 0 when none is
	bar     *fyne.Container
	body    *fyne.Container
	payload *payloads.View
}

func newComparison(run func(func()), v *payloads.View, draw func()) *comparison {
	c := &comparison{changes: payloads.NewChanges(run), payload: v}
	c.modes = widgets.NewSegmented([]string{"Payload", "Changes"}, func(int) { draw() })
	c.modes.Folds = true
	c.bar, c.body = container.NewStack(v.Bar), container.NewStack(v.Object)
	return c
}

// pair is what a message is compared with.
func (c *comparison) pair(m model.StreamRow) payloads.Pair {
	if c.marked.Position != 0 && c.marked.Position != m.Position {
		return payloads.Pair{Before: c.marked.Position, After: m.Position, Marked: true}
	}
	return payloads.Pair{Before: m.Before, After: m.Position}
}

// draw shows the message or its changes. The payload has its place here only while the
// messages are listed.
func (c *comparison) draw(conn *connection.Connection, m model.StreamRow) {
	bar, body := c.payload.Bar, c.payload.Object
	if c.modes.Chosen() == itsChanges && m.Position != 0 {
		pair := c.pair(m)
		pair.Store, pair.Reading = conn.Store, reading(conn, m.Topic)
		if pair.Marked && c.marked.Topic != m.Topic {
			pair.Other, pair.OtherReading = c.marked.Topic, reading(conn, c.marked.Topic)
		}
		c.changes.Ask(pair)
		bar, body = c.changes.Bar, c.changes.Object
	}
	if c.body.Objects[0] != body {
		c.bar.Objects[0], c.body.Objects[0] = bar, body
		c.bar.Refresh()
		c.body.Refresh()
	}
}

// leastBar is the width below which nothing stands beside the choice of what is shown.
const leastBar = 40

// object is the bar over what is shown.
func (c *comparison) object() fyne.CanvasObject {
	return container.New(&besideModes{modes: c.modes, yield: leastBar}, c.modes, c.bar)
}

// Compare shows what has changed in a message of the list since the one before it, or
// since the marked one.
func (p *Pane) Compare(m model.StreamRow, toMarked bool) {
	if !toMarked {
		p.mark(model.StreamRow{})
	}
	p.compared.modes.Choose(itsChanges)
	p.messages.choose(m)
}

// MarkToCompare has the messages that are chosen from now on compared with this one.
func (p *Pane) MarkToCompare(m model.StreamRow) {
	p.mark(m)
	p.compared.modes.Choose(itsChanges)
}

// mark marks a message to compare others with, at position 0 none. Its row says so.
func (p *Pane) mark(m model.StreamRow) {
	if m.Position == p.compared.marked.Position {
		return
	}
	p.compared.marked = m
	p.messages.markRow(m.Position)
}

// forgetMark marks none any more where the marked one is not among those that are listed.
func (p *Pane) forgetMark() {
	marked := p.compared.marked.Topic
	if p.conn.Selected != model.Root && marked != p.conn.Topic && !strings.HasPrefix(marked, p.conn.Topic+"/") {
		p.mark(model.StreamRow{})
	}
}

// Marked is the message that others are compared with, position 0 when none is marked.
func (p *Pane) Marked() model.Position { return p.compared.marked.Position }

// Listed are the messages that are listed.
func (p *Pane) Listed() model.Listing {
	if p.messages.list == nil {
		return model.Listing{}
	}
	return p.messages.list.Listing
}

// reading is what the payloads of a topic are read with.
func reading(c *connection.Connection, topic string) payloads.Reading {
	r := payloads.NewReading(topic, c.FormatOf(topic), c.Sparkplug)
	_, r.ByHand, _ = c.FormatFor(topic)
	return r
}
