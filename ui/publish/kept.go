package publish

import (
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

// keeper gives what keeps an entry of what was published over the connection that there is
// now. It waits for the file, and is called beside the goroutine that draws.
func (p *Panel) keeper() func(sent.Entry) {
	history, of, address := p.messages().Sent, p.conn.Stored.ID, p.conn.Profile.Address.PublicURL()
	return func(e sent.Entry) {
		if history == nil {
			return
		}
		e.Connection, e.Address = of, address
		if err := history.Add(e); err != nil {
			p.desk.Run(func() { p.sayNotKept(err) })
		}
	}
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
		p.list.showTold(words)
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
