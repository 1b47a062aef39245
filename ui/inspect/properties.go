package inspect

import (
	"time"

	"mangrove/model"
)

// lookedInto is the message of the list that is on view, whose properties are too when
// the list was left for them.
func (p *Pane) lookedInto() (m model.StreamRow, chosen bool) {
	if !p.ofList() {
		return m, false
	}
	m = p.messages.lookedInto()
	return m, m.Position != 0
}

// ofList reports whether it is a message of the list that is shown, when one is chosen.
func (p *Pane) ofList() bool {
	switch p.modes.Chosen() {
	case Messages:
		return true
	case Properties:
		return p.fromList && p.messages.lists(p.conn.Selected)
	}
	return false
}

// Message is the one of the list that is looked into, 0 when none is.
func (p *Pane) Message() model.Position {
	if !p.ofList() || !p.messages.lists(p.conn.Selected) {
		return 0
	}
	return p.messages.chosen.Position
}

// Show goes over to a mode with a message of the list looked into, or with none for 0. A
// message that the history has let go is none.
func (p *Pane) Show(mode int, message model.Position) {
	switch {
	case mode == Messages || message != 0:
		p.modes.Choose(Messages)
		p.messages.listTopic(p.conn.Selected)
		p.messages.lookInto(message)
	case mode == Properties: // of the latest message, whatever is chosen in the list
		p.modes.Choose(Latest)
	}
	p.followMode()
	p.modes.Choose(mode)
}

// View is the view that the user has chosen for the payload on view, by its code; empty:
// none was, or there is no payload.
func (p *Pane) View() string { return p.payload.ViewByHand(p.payloadTopic(&p.messages.chosen)) }

// ShowView shows the payload of a place that [Pane.Show] has gone over to in a view, by its
// code, or for none in the one that is found out.
func (p *Pane) ShowView(message model.Position, code string) {
	m, _ := p.conn.Store.Row(message)
	if topic := p.payloadTopic(&m); topic != "" {
		p.payload.ChooseView(topic, code)
	}
}

// payloadTopic is the topic whose payload is on view: that of a message of the list when one
// is looked into, or the selected one. It is empty when something else is on view.
func (p *Pane) payloadTopic(m *model.StreamRow) string {
	switch p.modes.Chosen() {
	case Messages:
		if m.Position != 0 {
			return m.Topic
		}
	case Latest:
		return p.conn.Topic
	}
	return ""
}

// followMode notes where the properties were asked for from.
func (p *Pane) followMode() {
	mode := p.modes.Chosen()
	if mode == p.before {
		return
	}
	if mode == Properties {
		p.fromList = p.before == Messages && p.messages.lookedInto().Position != 0
	}
	p.before = mode
}

// drawProperties shows the properties of the selected topic's latest message, or of the one
// that was looked into in the list.
func (p *Pane) drawProperties(now time.Time) {
	p.show(p.noBar, p.properties.Object)
	if m, chosen := p.lookedInto(); chosen {
		p.conn.Subject = m.Topic
		e, _ := p.conn.Store.At(m.Position)
		e.Position = m.Position
		p.properties.Show(&e, p.conn.Status.Version, now)
		return
	}
	p.count()
	p.drawLatest(now)
	e := p.payload.Entry()
	p.properties.Show(&e, p.conn.Status.Version, now)
}
