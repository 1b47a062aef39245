package ui

import (
	"math"
	"strings"

	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/widgets/text"
)

// Measures of a row of the tree, in Fyne's units.
const (
	rowHeight   = 20
	rowText     = 12.5
	rowIndent   = 14
	rowStart    = 6  // before the arrow of a first level
	rowArrow    = 14 // from the arrow to the name
	columnCount = 62 // messages
	columnRate  = 52
	columnAge   = 50
	columnMark  = 18
	narrowest   = 400 // of a pane that shows the rate
)

// live is what changes in a row by itself, while nothing arrives.
type live struct {
	age     string
	rate    string
	bar     float32 // of the rate
	overdue bool
}

// liveOf gives what stands in the columns of a row now.
func (p *treePane) liveOf(m *model.Row) live {
	var l live
	if m.HasValue {
		l.age = age(p.now, m.At)
		l.overdue = p.overdue(m)
	}
	if p.width >= narrowest && m.Rate >= slowest {
		l.rate = strings.TrimSuffix(perSecond(m.Rate), "/s")
		l.bar = rateBar(m.Rate)
	}
	return l
}

// slowest is the least rate, in messages a second, that a row shows.
const slowest = 0.05

// rateBar is how long the bar of a rate is: each step of the same length is
// a rate three times as high, up to 10,000 a second.
func rateBar(rate float64) float32 {
	part := math.Log(rate/slowest) / math.Log(10_000/slowest)
	return float32(math.Round(min(part, 1) * (columnRate - 8)))
}

// overdue reports whether a message should have come by now. Nothing is
// expected while there is no connection, and none of the time without one
// counts.
func (p *treePane) overdue(m *model.Row) bool {
	st := p.conn.status
	if st.Phase != broker.Connected {
		return false
	}
	silence := min(p.now.Sub(m.At), p.now.Sub(st.Since))
	return m.Patience > 0 && silence > m.Patience
}

// hash16 is enough of what it is to notice that it changed.
func (l *live) hash16() uint16 {
	h := uint32(2_166_136_261)
	for _, s := range []string{l.age, l.rate} {
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16_777_619
		}
		h = (h ^ '|') * 16_777_619
	}
	h = (h ^ uint32(l.bar)) * 16_777_619
	if l.overdue {
		h = (h ^ 1) * 16_777_619
	}
	return uint16(h>>16 ^ h)
}

// spans lays out one row: arrow, name and value on the left; the retained
// mark, the number of messages, the rate and the age in columns on the right.
func (p *treePane) spans(m *model.Row, l live, into []text.Span) []text.Span {
	right := p.width - p.columns()
	into = p.nameSpans(m, right, into)
	into = p.valueSpans(m, right, into)
	c, x := &p.colours, p.width-columnAge
	if m.Retained {
		into = append(into, text.Span{Text: "R", Style: text.Bold, Colour: c.mark, X: right + columnMark, Right: true})
	}
	if p.width >= narrowest {
		if l.bar > 0 {
			into = append(into, text.Span{Bar: l.bar, Colour: c.bar, X: x - l.bar})
		}
		into = append(into, text.Span{Text: l.rate, Colour: c.muted, X: x - 2, Right: true})
		x -= columnRate
	}
	ageColour := c.muted
	if l.overdue {
		ageColour = c.mark
	}
	return append(into,
		text.Span{Text: short(m.Messages), Colour: c.muted, X: x, Right: true},
		text.Span{Text: l.age, Colour: ageColour, X: p.width - 4, Right: true})
}

// columns is the room that the columns on the right take.
func (p *treePane) columns() float32 {
	if p.width < narrowest {
		return columnAge + columnCount + columnMark
	}
	return columnAge + columnRate + columnCount + columnMark
}

// nameSpans is the arrow, the name with what a search found in it, and what is
// below.
func (p *treePane) nameSpans(m *model.Row, right float32, into []text.Span) []text.Span {
	c := &p.colours
	x := float32(rowStart + m.Depth*rowIndent)
	style := text.Regular
	if m.Children > 0 {
		arrow := "▸"
		if m.Open {
			arrow = "▾"
		}
		into = append(into, text.Span{Text: arrow, Style: text.Mono, Colour: c.muted, X: x, Limit: right})
		style = text.Bold
	}
	name := levelName(m.Name)
	x += rowArrow
	at := 0
	for _, hit := range p.hits(m, name) {
		if hit[0] > at {
			into = append(into, text.Span{Text: name[at:hit[0]], Style: style, Colour: c.name, X: x, Limit: right})
			x = -1
		}
		into = append(into, text.Span{Text: name[hit[0]:hit[1]], Style: text.Bold, Colour: c.hit, X: x, Limit: right})
		x, at = -1, hit[1]
	}
	if at < len(name) {
		into = append(into, text.Span{Text: name[at:], Style: style, Colour: c.name, X: x, Limit: right})
	}
	if m.Children > 0 && !m.Open && !m.HasValue {
		into = append(into, text.Span{Text: "  " + plural(m.Topics, "topic"), Colour: c.muted, X: -1, Limit: right})
	}
	if n := m.Folded.Topics; n > 0 {
		into = append(into, text.Span{Text: "  + " + plural(n, "idle topic") + " let go", Colour: c.mark, X: -1, Limit: right})
	}
	return into
}

// hits gives the pieces of a name that a search has found.
func (p *treePane) hits(m *model.Row, name string) [][2]int {
	if p.search.query == nil || name != m.Name {
		return nil
	}
	return p.search.query.Marks(name)
}

// valueSpans is the value behind the name.
func (p *treePane) valueSpans(m *model.Row, right float32, into []text.Span) []text.Span {
	if !m.HasValue {
		return into
	}
	c := &p.colours
	into = append(into, text.Span{Text: " = ", Colour: c.muted, X: -1, Limit: right})
	value := payload.Preview(m.Preview, m.Size)
	if value == "" {
		return append(into, text.Span{Text: "(empty)", Colour: c.muted, X: -1, Limit: right})
	}
	return append(into, text.Span{Text: value, Style: text.Mono, Colour: c.value, X: -1, Limit: right})
}

// treeColours are the colours of the rows, taken from the theme once.
type treeColours struct{ name, value, muted, mark, hit, bar colour }

func readTreeColours() treeColours {
	return treeColours{
		name: themeColour(theme.ColorNameForeground), value: themeColour(colorKey),
		muted: themeColour(colorMuted), mark: themeColour(theme.ColorNameWarning),
		hit: themeColour(theme.ColorNamePrimary), bar: themeColour(theme.ColorNamePrimary),
	}
}
