package payloads

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// Properties shows the MQTT 5 properties of one message, a row for each.
type Properties struct {
	Object fyne.CanvasObject
	rows   *widgets.Rows
	hint   *widget.Label
	said   string // by the hint
	block  []byte // of the message on view
	came   time.Time
	second int64 // of the countdown
	list   []propertyWords
	epoch  uint64
	names  float32 // the width of the column of names
	width  float32
}

// Measures of a row.
const (
	propertyEdge  = 8
	propertyCopy  = 44 // for the word at its end
	widestName    = 240
	narrowestName = 120
)

// NewProperties makes a list that shows nothing yet.
func NewProperties() *Properties {
	p := &Properties{hint: widget.NewLabel("")}
	p.hint.Wrapping, p.hint.Importance = fyne.TextWrapWord, widget.LowImportance
	p.rows = widgets.NewRows(p, look.RowHeight+2, look.RowText)
	p.rows.OnCopy, p.rows.OnToggle = p.copyRow, p.copyRow
	p.rows.OnMenu = p.menu
	widgets.TipRows(p.rows, p.tipWords)
	p.Object = widgets.NewPanel(look.Panel, container.NewStack(p.rows, container.NewClip(container.NewPadded(container.NewVBox(p.hint)))), 0, 0)
	return p
}

// Show shows the properties of a message, which came on a connection that speaks a
// version. Position 0 is none.
func (p *Properties) Show(e *model.Entry, v broker.Version, now time.Time) {
	second := now.Unix()
	if bytes.Equal(e.Properties, p.block) && e.At.Equal(p.came) && second == p.second && p.list != nil {
		return
	}
	p.block, p.came, p.second = e.Properties, e.At, second
	list := propertiesOf(e.Properties, e.At, now)
	p.say(e, v, len(list) == 0)
	if list == nil {
		list = []propertyWords{}
	}
	if !slices.Equal(list, p.list) {
		p.list = list
		p.measure()
		p.epoch++
	}
	p.rows.Update()
}

// Count is how many there are.
func (p *Properties) Count() int { return len(p.list) }

// say tells why there is nothing to be seen.
func (p *Properties) say(e *model.Entry, v broker.Version, none bool) {
	words := ""
	switch {
	case !none:
	case e.Position == 0:
		words = "Nothing has been published to this level itself."
	case e.Lost > 0:
		words = lostWords(e.Lost)
	case v == broker.V311 || v == broker.V31:
		words = format.Fill("MQTT {version} has no properties. They come with MQTT 5, when publisher, broker and this connection speak it.", "version", v.String())
	default:
		words = "This message came without properties."
	}
	if p.said != words {
		p.said = words
		p.hint.SetText(format.Excerpt(words))
	}
	arrange.SetHidden(words == "", p.hint)
	arrange.SetHidden(words != "", p.rows)
}

// measure finds how wide the names are.
func (p *Properties) measure() {
	p.names = narrowestName
	for _, one := range p.list[:min(len(p.list), lookedAt)] {
		p.names = max(p.names, min(widestName, text.Width(one.name, text.Regular, look.RowText)))
	}
}

func (p *Properties) copyRow(key uint32) {
	if int(key) < len(p.list) {
		widgets.CopyText(p.list[key].name, p.list[key].copied)
	}
}

func (p *Properties) menu(key uint32, at fyne.Position) {
	if int(key) >= len(p.list) {
		return
	}
	one := p.list[key]
	widgets.ShowMenu(p.rows, at,
		fyne.NewMenuItem("Copy value", func() { p.copyRow(key) }),
		fyne.NewMenuItem("Copy name and value", func() { widgets.CopyText("Property", fmt.Sprintf("%s: %s", one.name, one.value)) }),
		fyne.NewMenuItem("Copy all properties", func() { widgets.CopyText("Properties", propertyLines(p.list)) }))
}

// Len implements widgets.RowSource.
func (p *Properties) Len() int { return len(p.list) }

// Index implements widgets.RowSource.
func (p *Properties) Index(key uint32) int {
	if int(key) < len(p.list) {
		return int(key)
	}
	return -1
}

// Fill implements widgets.RowSource.
func (p *Properties) Fill(from int, width float32, rows []widgets.Row) []widgets.Row {
	if width != p.width {
		p.width = width
		p.epoch++
	}
	rows = rows[:max(0, min(len(rows), p.Len()-from))]
	for i := range rows {
		key := uint32(from + i)
		if r := &rows[i]; r.Key != key || r.Revision != p.epoch {
			*r = widgets.Row{Key: key, Revision: p.epoch, Spans: p.spans(from+i, r.Spans[:0])}
			if p.list[key].copied != "" {
				r.HandleFrom, r.HandleTo = width-propertyCopy, width
			}
		}
	}
	return rows
}

// spans lays out a row: the name, the value, and at the end what copies it.
func (p *Properties) spans(i int, into []text.Span) []text.Span {
	one := &p.list[i]
	right := p.width - propertyCopy - propertyEdge
	names := min(p.names, 0.4*p.width)
	into = append(into,
		text.Span{Text: one.name, Colour: look.Colour(look.Muted), X: propertyEdge, Limit: propertyEdge + names + 4},
		text.Span{Text: format.Beginning(one.value), Style: text.Mono, Colour: look.Colour(theme.ColorNameForeground), X: propertyEdge + names + 12, Limit: right})
	if one.copied != "" {
		into = append(into, text.Span{Text: "Copy", Colour: look.Colour(theme.ColorNameHyperlink), X: p.width - propertyEdge, Right: true})
	}
	return into
}

// tipWords are the whole of a row that is cut.
func (p *Properties) tipWords(key uint32) []string {
	if int(key) >= len(p.list) || !text.Cut(p.spans(int(key), nil), look.RowText, p.width, text.ScaleOf(p.rows)) {
		return nil
	}
	return []string{p.list[key].name, format.ExcerptOf(p.list[key].value, mostInTip)}
}

// Keyboard is what takes the keys of the list.
func (p *Properties) Keyboard() fyne.Focusable { return p.rows }

// Restyle takes the colours of a new theme.
func (p *Properties) Restyle() {
	p.epoch++
	p.rows.Refresh()
}

// Report tells of the properties, which may be on view.
func (p *Properties) Report(r *report.Report, seen bool) {
	r.PlaceIf(seen, "payload properties", p.rows)
	r.PlaceIf(seen, "payload properties hint", p.hint)
}

// Seen are the properties as text, one a line.
func (p *Properties) Seen() string { return propertyLines(p.list) }
