package explore

import (
	"fmt"
	"time"

	"mangrove/ui/connection"
	"mangrove/ui/report"
)

// Report tells of the page of a connection.
func (e *Page) Report(r *report.Report, now time.Time) {
	c := e.Conn
	r.Page = "explore"
	r.State, _ = connection.StateWords(c.Status, c.Profile.Address, now)
	r.Version = c.Status.Version.String()
	r.Address = c.Profile.Address.String()
	r.Topics, r.Intake, r.History = c.Store.Topics(), c.Store.Intake(), c.Store.Usage()
	r.Selected = c.Topic
	e.bar.report(r)
	e.subs.report(r)
	e.Tree.Report(r)
	e.Inspector.Report(r)
	e.Charts.Report(r)
	e.Publish.Report(r)
}

// ReportHead tells of the line over a page that shows beside another, the first or the
// second of two.
func (e *Page) ReportHead(r *report.Report, number int) {
	r.Place(fmt.Sprint("pane ", number), e.head.object)
	r.Place(fmt.Sprint("name of pane ", number), e.head.title)
	r.Place(fmt.Sprint("colour of pane ", number), e.head.mark)
	r.Place(fmt.Sprint("end pane ", number), e.head.end)
}

// report tells of the line that says how the connection stands.
func (b *connBar) report(r *report.Report) {
	r.Problem = b.problem.Text
	r.Place("state", b.state)
	r.PlaceWithin("problem", b.problem)
	r.PlaceWithin("changed", b.changed)
	r.PlaceWithin("find out why", b.examine)
	r.Place("disconnect", b.off)
	r.PlaceWithin("connect now", b.retry)
	r.PlaceWithin("password", b.login)
	r.PlaceWithin("edit connection", b.edit)
	r.PlaceWithin("reconnect", b.reconnect)
	r.Place("pause", b.pause)
	r.Place("view menu", b.more)
}

// report tells of the subscriptions, which are seen while their dialog is open.
func (p *subscriptions) report(r *report.Report) {
	if !p.open {
		return
	}
	r.Place("subscribe filter", p.filter)
	r.Place("subscribe qos", p.qos)
	r.Place("subscribe no local", p.noLocal)
	r.Place("subscribe keep", p.keep)
	r.Place("subscribe retain", p.retain)
	r.Place("subscribe problem", p.problem)
	r.Place("subscribe", p.button)
}
