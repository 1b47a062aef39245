package brokers

import (
	"fmt"

	"mangrove/broker/facts"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
)

// Report tells of the page of brokers.
func (p *Page) Report(r *report.Report) {
	r.Page = "broker"
	r.Place("brokers", p.choice)
	if p.facts != nil {
		r.Place("broker on view", p.facts.head)
	}
	if c := p.do.Current(); c != nil {
		for i := range facts.Figures {
			if f := c.Facts.Figure(i); f.Updates > 0 {
				r.Broker = append(r.Broker, fmt.Sprintf("%s: %s", figureNames[i], factWords(f, i.Kind())))
			}
		}
	}
	p.box.report(r)
}

// report tells of the built-in broker.
func (p *boxPage) report(r *report.Report) {
	r.Problem = p.problem.Text
	r.State = p.state.Text()
	r.Place("host", p.host)
	r.Place("port", p.port)
	r.Place("start", p.start)
	r.Place("stop", p.stop)
	r.Place("explore it", p.open)
	for _, l := range p.events.Lines {
		r.Payload += widgets.LineText(l.Spans) + "\n"
	}
}
