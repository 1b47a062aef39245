package inspect

import (
	"time"

	"mangrove/model"
)

// lookedInto is the message of the list that is on view, whose properties are too when
// the list was left for them.
func (p *Pane) lookedInto() (m model.StreamRow, chosen bool) {
	switch p.modes.Chosen() {
	case Messages:
	case Properties:
		if !p.fromList || p.messages.request == nil || p.messages.request.Top != p.conn.Selected {
			return m, false
		}
	default:
		return m, false
	}
	m = p.messages.lookedInto()
	return m, m.Position != 0
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
