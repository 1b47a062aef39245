package charts

import (
	"time"

	"mangrove/broker"
	"mangrove/model/series"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/widgets/chart"
)

// source has a chart draw the numbers that are collected.
type source struct {
	*connection.Reading
	columns []series.Column
}

// Range implements chart.Source.
func (s *source) Range(from, to int64) (r chart.Range, strays int, ok bool) {
	w, strays, ok := s.Reading.Range(from, to)
	return chart.Range(w), strays, ok
}

// Columns implements chart.Source.
func (s *source) Columns(r chart.Range, into []chart.Column) (before, after chart.Point) {
	if len(s.columns) != len(into) {
		s.columns = make([]series.Column, len(into))
	}
	b, a := s.Reading.Columns(series.Window(r), s.columns)
	for i := range s.columns {
		c := &s.columns[i]
		into[i] = chart.Column{Count: c.Count, First: chart.Point(c.First), Last: chart.Point(c.Last), Low: c.Low, High: c.High, Gap: c.Gap, Above: c.Above, Below: c.Below}
	}
	return chart.Point(b), chart.Point(a)
}

// Near implements chart.Source.
func (s *source) Near(at int64) (chart.Point, bool) {
	p, ok := s.Reading.Near(at)
	return chart.Point(p), ok
}

// line is one series of a chart, with what is collected for it.
type line struct {
	chart.Line

	reading *connection.Reading
}

func (r *Room) newLine(of connection.NumberOf) *line {
	reading := r.numbers.Want(of)
	l := &line{reading: reading}
	l.Source = &source{Reading: reading}
	l.Name = nameOf(of)
	return l
}

// readingOf is what a line of a chart shows.
func readingOf(l *chart.Line) *connection.Reading {
	if s, ok := l.Source.(*source); ok {
		return s.Reading
	}
	return nil
}

// nameOf is what a series is called: the end of its topic and its path.
func nameOf(of connection.NumberOf) string {
	name := format.SignTopic(format.BothEnds(of.Topic))
	if of.Path != "" {
		name += "  " + format.Excerpt(of.Path)
	}
	return name
}

// describe has a line say what it is in a time.
func (l *line) describe(c *connection.Connection, t *chart.Timeline) {
	from, to := t.Bounds()
	now := time.Time{}
	l.Until = c.LastConnected.UnixNano()
	if c.Status.Phase == broker.Connected {
		l.Until = time.Now().UnixNano()
		if t.Live() {
			now = time.Unix(0, to)
		}
	}
	if ended, unknown := l.reading.Ended(); unknown {
		l.Until = min(l.Until, ended)
	}
	l.Unit = format.Excerpt(l.reading.Unit())
	l.follow()
	s, ok := l.reading.Summary(from, to, now)
	if !ok {
		l.Words = ""
		return
	}
	l.Words = format.Excerpt(format.Series(s, l.Unit, l.reading.Words()))
}

// follow takes what a line is from its kind, which does not depend on the time on view.
func (l *line) follow() {
	if k, known := l.reading.Kind(); known && k.Class != series.Empty {
		l.Holds, l.Whole = k.Holds(), k.Whole
		l.OnOff = l.reading.Words() || k.OnOff && l.reading.Unit() == ""
	}
}
