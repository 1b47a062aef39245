package brokers

import (
	"io"
	"net"
	"strconv"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/ui/desk"
	"mangrove/ui/format"
)

// startBox starts the built-in broker, and has it announced if that is wanted.
func (p *boxPage) startBox(listen string, announce bool) {
	p.starting = true
	go func() { // ends when the broker listens or could not
		box, err := p.do.Start(listen)
		var announced io.Closer
		var silent error
		if err == nil && announce {
			announced, silent = p.do.Announce(listen, box.Address())
		}
		p.desk.Run(func() {
			p.starting = false
			if err != nil {
				p.showProblem(explain.Error(err, listened(listen)))
				return
			}
			p.replaceBox(box)
			p.announced = announced
			if silent != nil {
				p.showProblem("The broker is running but cannot be announced. " + explain.Error(silent, broker.Address{}))
			}
		})
	}()
}

// listened is an address to listen on, for sentences about it.
func listened(on string) broker.Address {
	host, port, _ := net.SplitHostPort(on)
	n, _ := strconv.Atoi(port)
	return broker.Address{Scheme: "mqtt", Host: host, Port: n}
}

// replaceBox takes over a broker that runs; the one before it is stopped.
func (p *boxPage) replaceBox(box broker.Box) {
	p.stopBox()
	p.running = box
}

// askToStop stops the built-in broker, after a question if messages go with it that are
// retained there and nowhere else.
func (p *boxPage) askToStop() {
	if p.running == nil {
		return
	}
	n := p.running.Stats().Retained
	if n == 0 {
		p.stopBox()
		return
	}
	p.desk.Confirm(&desk.Confirmation{Title: "Stop the built-in broker?", Action: "Stop", Do: p.stopBox, Words: lostWords(uint64(n))}) //nolint:gosec // a count
}

// lostWords say what is lost when the broker stops.
func lostWords(retained uint64) string {
	const how = " To save what it holds, cancel, explore the broker, and choose Export all under Export and history in the connection's menu."
	if retained == 1 {
		return "It holds 1 message, which is lost when it stops." + how
	}
	return format.Fill("It holds {retained} messages, which are lost when it stops.", "retained", format.Count(retained)) + how
}

// stopBox stops the built-in broker, and shows the last of its log.
func (p *boxPage) stopBox() {
	if p.running == nil {
		return
	}
	p.stopAnnouncing()
	box := p.running
	p.running = nil
	p.do.OnStop()
	go func() { // ends in bounded time
		box.Close() //nolint:errcheck // its log says what went wrong
		p.desk.Run(func() {
			if p.running == nil {
				p.drawEvents(box)
			}
		})
	}()
}

// stopAnnouncing ends the announcement of the built-in broker.
func (p *boxPage) stopAnnouncing() {
	if p.announced != nil {
		go p.announced.Close() //nolint:errcheck // nothing can be done about it; ends at once
		p.announced = nil
	}
}
