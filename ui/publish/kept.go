package publish

import (
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/kept"
	"mangrove/broker/sent"
	"mangrove/ui/format"
	"mangrove/ui/shelf"
)

// messages is what is kept of messages; without a shelf, nothing is.
func (p *Panel) messages() shelf.Messages {
	if p.Shelf == nil {
		return shelf.Messages{}
	}
	return p.Shelf.Messages()
}

// keepSent keeps what was published, and what became of it. It is called beside the goroutine
// that draws.
func (p *Panel) keepSent(s sending, at time.Time, o sent.Outcome) {
	p.desk.Run(func() {
		e := sent.Entry{
			At: at, Connection: p.conn.Stored.ID, Address: p.conn.Profile.Address.PublicURL(), Environment: s.environment, Draft: s.draft, Outcome: o,
		}
		history := p.messages().Sent
		if history == nil {
			return
		}
		go func() { // ends when the file is written
			if err := history.Add(e); err != nil {
				p.desk.Run(func() { p.sayNotKept(err) })
			}
		}()
	})
}

// sayNotKept says why something could not be kept. That the history is another program's
// is said once, and not with each message.
func (p *Panel) sayNotKept(err error) {
	words := explain.Error(err, broker.Address{})
	if kept.Is(err, kept.Newer) {
		if p.toldNewer {
			return
		}
		p.toldNewer = true
	}
	if p.list.isOpen() {
		p.list.tell(words)
		return
	}
	p.desk.Toast.Say(words, true)
}

// connectionName is what a stored connection is called; the address of one that is not.
func (p *Panel) connectionName(id, address string) string {
	if p.Shelf != nil && id != "" {
		if stored, ok := p.Shelf.Get(id); ok {
			return format.ConnectionName(stored)
		}
	}
	return address
}
