package topics

import (
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/payloads"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// Measures of a row of the tree, in Fyne's units.
const (
	rowIndent = 14
	rowStart  = 6  // before the arrow of a first level
	rowArrow  = 14 // from the arrow to the name
)

// live is what changes in a row by itself, while nothing arrives.
type live struct {
	age     string
	rate    string
	overdue bool
	bar     uint8 // of the rate, in steps
}

// barSteps is how many lengths a bar has, so that it does not tremble. A bar of fewer
// than leastBar would look like a fault of the screen, and is left out.
const (
	barSteps = 20
	leastBar = 3
)

// barOf is how long the bar behind a rate is.
func barOf(rate, highest float64) uint8 {
	steps := uint8(math.Ceil(min(rate/max(highest, rate), 1) * barSteps))
	if steps < leastBar {
		return 0
	}
	return steps
}

// highestRate is what a bar of the whole length stands for: the highest rate of the rows
// that are seen, rounded up to a power of two, so that it seldom changes.
func highestRate(seen []model.Row) float64 {
	var highest float64
	for i := range seen {
		highest = max(highest, seen[i].Rate)
	}
	if highest < format.LeastRate {
		return 0
	}
	return math.Exp2(math.Ceil(math.Log2(highest)))
}

// liveOf gives what stands in the columns of a row now. There are no rates
// without a connection; ages go on.
func (p *Pane) liveOf(m *model.Row) live {
	var l live
	if m.HasValue {
		l.age = format.Age(p.now, m.At)
		l.overdue = p.overdue(m)
	}
	if m.Rate >= format.LeastRate && p.conn.Status.Phase == broker.Connected {
		l.rate = strings.TrimSuffix(format.PerSecond(m.Rate), "/s")
		l.bar = barOf(m.Rate, p.highest)
	}
	return l
}

// overdue reports whether a message should have come by now. Nothing is
// expected while there is no connection, and none of the time without one
// counts, nor of that before the clock was set.
func (p *Pane) overdue(m *model.Row) bool {
	st := p.conn.Status
	if st.Phase != broker.Connected {
		return false
	}
	silence := p.now.Sub(st.Since)
	if !p.steady.IsZero() {
		silence = min(silence, p.now.Sub(p.steady))
	}
	if since := p.now.Sub(m.At); since >= 0 { // else the clock was set back after it
		silence = min(silence, since)
	}
	return m.Patience > 0 && silence > m.Patience
}

// spans lays out one row: arrow, name and value on the left; the retained
// mark, the number of messages, the rate and the age in columns on the right.
func (p *Pane) spans(m *model.Row, l live, into []text.Span) []text.Span {
	into = p.nameSpans(m, into)
	into = p.valueSpans(m, into)
	c := &p.colours
	put := func(col treeColumn, s string, style text.Style, colour color.NRGBA) {
		if s != "" && p.columns.shown(col) {
			into = append(into, text.Span{Text: s, Style: style, Colour: colour, X: p.columns.ends[col], Right: true})
		}
	}
	if m.Retained {
		put(columnMark, "R", text.Bold, c.retained)
	}
	put(columnCount, format.Short(m.Messages), text.Regular, c.muted)
	if l.bar > 0 && p.columns.shown(columnRate) {
		room := p.columns.need[columnRate]
		into = append(into, text.Span{Bar: room * float32(l.bar) / barSteps, Colour: c.bar, X: p.columns.ends[columnRate] - room})
	}
	put(columnRate, l.rate, text.Regular, c.muted)
	ageColour := c.muted
	if l.overdue {
		ageColour = c.amiss
	}
	put(columnAge, l.age, text.Regular, ageColour)
	return into
}

// widenColumns makes room for what is in a row.
func (p *Pane) widenColumns(m *model.Row, l live) (wider bool) {
	put := func(col treeColumn, s string, style text.Style) {
		wider = p.columns.widen(col, s, style, look.RowText) || wider
	}
	if m.Retained {
		put(columnMark, "R", text.Bold)
	}
	put(columnCount, format.Short(m.Messages), text.Regular)
	put(columnRate, l.rate, text.Regular)
	put(columnAge, l.age, text.Regular)
	return wider
}

// beginOf is where a row begins. Deep levels do not go on to the right: their names
// have a third of the room.
func (p *Pane) beginOf(m *model.Row) float32 {
	return rowStart + min(float32(m.Depth)*rowIndent, max(p.columns.left-rowStart, 0)*2/3)
}

// nameSpans is the arrow, the name with what a search found in it, and what is
// below.
func (p *Pane) nameSpans(m *model.Row, into []text.Span) []text.Span {
	c, right := &p.colours, p.columns.left
	x := p.beginOf(m)
	style := text.Regular
	if m.Children > 0 {
		arrow := "▸"
		if m.Open {
			arrow = "▾"
		}
		into = append(into, text.Span{Text: arrow, Style: text.Mono, Colour: c.muted, X: x, Limit: right})
		style = text.Bold
	}
	x += rowArrow
	put := func(s string, style text.Style, colour color.NRGBA) {
		into = append(into, text.Span{Text: s, Style: style, Colour: colour, X: x, Limit: right})
		x = -1
	}
	if m.Name == "" {
		put(format.EmptyLevel, style, c.muted)
	}
	name := format.Beginning(m.Name)
	p.eachPiece(name, func(from, to int, sign string, hit bool) {
		switch {
		case sign != "":
			put(sign, style, c.sign)
		case hit:
			put(name[from:to], text.Bold, c.hit)
		default:
			put(name[from:to], style, c.name)
		}
	})
	if m.Children > 0 && !m.Open && !m.HasValue {
		put(format.Counted(m.Topics, "  {count} topic", "  {count} topics"), text.Regular, c.muted)
	}
	if n := m.Folded.Topics; n > 0 {
		put(format.Counted(n, "  + {count} idle topic discarded", "  + {count} idle topics discarded"), text.Regular, c.amiss)
	}
	return into
}

// eachPiece goes through the pieces of a name: what a search has found in it,
// odd blanks with their signs, and what is between.
func (p *Pane) eachPiece(name string, do func(from, to int, sign string, hit bool)) {
	odd := format.OddBlanks(name)
	var hits [][2]int
	if p.search.query != nil {
		hits = p.search.query.Marks(name)
	}
	for at := 0; at < len(name); {
		for len(hits) > 0 && hits[0][1] <= at {
			hits = hits[1:]
		}
		if len(odd) > 0 && odd[0].From == at {
			do(at, odd[0].To, odd[0].Sign, false)
			at, odd = odd[0].To, odd[1:]
			continue
		}
		end, hit := len(name), false
		switch {
		case len(hits) == 0:
		case hits[0][0] > at:
			end = hits[0][0]
		default:
			end, hit = hits[0][1], true
		}
		if len(odd) > 0 {
			end = min(end, odd[0].From)
		}
		do(at, end, "", hit)
		at = end
	}
}

// valueSpans is the value behind the name.
func (p *Pane) valueSpans(m *model.Row, into []text.Span) []text.Span {
	if !m.HasValue {
		return into
	}
	c, right := &p.colours, p.columns.left
	into = append(into, text.Span{Text: " = ", Colour: c.muted, X: -1, Limit: right})
	if m.Lost > 0 {
		return append(into, payloads.LostSpan(m.Lost, c.amiss, -1, right))
	}
	value := payload.Preview(m.Preview, m.Size)
	if value == "" {
		return append(into, text.Span{Text: "(empty)", Colour: c.muted, X: -1, Limit: right})
	}
	return widgets.ValueSpans(into, text.Span{Text: value, Style: text.Mono, Colour: c.value, X: -1, Limit: right})
}

// treeColours are the colours of the rows, taken from the theme once.
type treeColours struct {
	name, value, muted, hit, sign, bar color.NRGBA
	retained                           color.NRGBA // its mark
	amiss                              color.NRGBA // what is overdue, was discarded or has been let go
}

func readTreeColours() treeColours {
	bar := look.Colour(look.Muted)
	bar.A = 0x38
	return treeColours{
		name: look.Colour(theme.ColorNameForeground), value: look.Colour(look.Key),
		muted: look.Colour(look.Muted), retained: look.Colour(look.Retained), amiss: look.Colour(theme.ColorNameWarning),
		bar: bar, hit: look.Colour(theme.ColorNameHyperlink), sign: look.Colour(theme.ColorNameHyperlink),
	}
}
