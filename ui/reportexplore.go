package ui

import (
	"time"

	"mangrove/ui/connection"
	"mangrove/ui/report"
)

// report tells of the page of a connection.
func (e *explore) report(r *report.Report, now time.Time) {
	c := e.conn
	r.Page = "explore"
	r.State, _ = connection.StateWords(c.Status, c.Profile.Address, now)
	r.Version = c.Status.Version.String()
	r.Address = c.Profile.Address.String()
	r.Topics, r.Intake, r.History = c.Store.Topics(), c.Store.Intake(), c.Store.Usage()
	r.Selected = c.Topic
	e.bar.report(r)
	e.tree.Report(r)
	e.inspector.Report(r)
	e.publish.Report(r)
}

// report tells of the line that says how the connection stands.
func (b *connBar) report(r *report.Report) {
	r.Problem = b.problem.Text
	r.Place("disconnect", b.off)
	r.PlaceWithin("connect now", b.retry)
	r.PlaceWithin("password", b.login)
	r.PlaceWithin("edit connection", b.edit)
	r.PlaceWithin("reconnect", b.reconnect)
	r.Place("pause", b.pause)
	r.Place("view menu", b.more)
}
