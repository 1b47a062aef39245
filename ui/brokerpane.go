package ui

import (
	"fmt"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// brokerPane shows what the broker of a connection says of itself.
type brokerPane struct {
	object fyne.CanvasObject
	conn   *connection
	head   *widgets.Strip
	limits *widgets.Strip
	empty  *widget.Label
	lines  []*factLine
	table  *fyne.Container
}

// factLine shows one figure.
type factLine struct {
	name, value, speed *widgets.Strip
	chart              *widgets.Sparkline
	object             fyne.CanvasObject
}

func newBrokerPane(c *connection) *brokerPane {
	p := &brokerPane{conn: c, head: widgets.NewStrip(26, 15), limits: widgets.NewStrip(20, 12.5), empty: widget.NewLabel("")}
	p.empty.Wrapping = fyne.TextWrapWord
	p.empty.Importance = widget.LowImportance
	p.table = container.NewVBox()
	for range factNames {
		l := newFactLine()
		p.lines = append(p.lines, l)
		p.table.Add(l.object)
	}
	head := widgets.NewPanel(look.Panel, container.NewVBox(p.head, p.limits), 10, look.PageEdge)
	p.object = container.NewBorder(container.NewVBox(head, widget.NewSeparator()), nil, nil, nil,
		widgets.NewPanel(look.Panel, container.NewVScroll(container.NewVBox(arrange.FlushLeft(p.empty), p.table)), 6, look.PageEdge))
	return p
}

func newFactLine() *factLine {
	l := &factLine{name: widgets.NewStrip(24, 13), value: widgets.NewStrip(24, 13), speed: widgets.NewStrip(24, 12.5)}
	l.chart = widgets.NewSparkline(factHistory, fyne.NewSize(180, 18))
	cell := func(w float32, o fyne.CanvasObject) fyne.CanvasObject {
		return container.NewGridWrap(fyne.NewSize(w, 24), o)
	}
	l.object = container.NewHBox(cell(180, l.name), cell(260, l.value), cell(130, l.speed), container.NewCenter(l.chart))
	l.object.Hide()
	return l
}

// draw shows what has changed.
func (p *brokerPane) draw(now time.Time) {
	c := p.conn
	c.facts.look(now)
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	state, _ := stateWords(c.status, c.profile.Address, now)
	p.head.Set(text.Span{Text: c.title(), Style: text.Bold, Colour: plain},
		text.Span{Text: "   " + state + "   " + c.profile.Address.String(), Colour: muted, X: -1})
	valueColour, told := plain, limitWords(c.status)
	if latest := c.facts.latest(); c.status.Phase != broker.Connected && !latest.IsZero() {
		valueColour, told = muted, "The figures are of "+latest.Format("15:04:05")+", when there was a connection."
	}
	p.limits.Set(text.Span{Text: told, Colour: muted})
	shown := 0
	for i := range p.lines {
		if f := &c.facts.facts[i]; f.updates > 0 {
			p.lines[i].draw(factNames[i].name, factNames[i].kind, f, valueColour)
			shown++
		}
	}
	words := ""
	if shown == 0 {
		words = format.Excerpt(nothingKnown(c.status))
	}
	if p.empty.Text != words {
		p.empty.SetText(words)
	}
	arrange.SetHidden(words == "", p.empty)
}

// nothingKnown says why there are no figures.
func nothingKnown(st broker.Status) string {
	for _, g := range st.Subscriptions {
		if g.Filter == SystemFilter && g.Denied != nil {
			return "The broker does not let this client see what it publishes of itself below $SYS. That is usual with brokers in a cloud, and harms nothing."
		}
	}
	if st.Phase != broker.Connected {
		return "Nothing is known of the broker while there is no connection."
	}
	return "The broker has published nothing of itself below $SYS yet. Some do so every ten seconds, some once a minute, some never."
}

// limitWords says what a broker has announced that it does not take.
func limitWords(st broker.Status) string {
	if st.Phase != broker.Connected {
		return ""
	}
	l := st.Limits
	list := []string{"MQTT " + st.Version.String(), "client id " + format.Excerpt(st.ClientID)}
	if st.Version == broker.V5 {
		list = append(list, fmt.Sprintf("QoS up to %d", l.MaxQoS))
		if l.MaxPacket > 0 {
			list = append(list, "packets up to "+format.Size(l.MaxPacket))
		}
		for _, no := range []struct {
			is   bool
			what string
		}{
			{l.ReceiveMaximum > 0, fmt.Sprintf("%d unconfirmed messages at a time", l.ReceiveMaximum)},
			{l.NoRetain, "no retained messages"}, {l.NoWildcards, "no wildcards"}, {l.NoShared, "no shared subscriptions"},
			{l.KeepAlive > 0, "keep alive " + format.Interval(l.KeepAlive)},
		} {
			if no.is {
				list = append(list, no.what)
			}
		}
	}
	return strings.Join(list, "  ·  ")
}

// draw shows a figure.
func (l *factLine) draw(name string, kind factKind, f *fact, valueColour color.NRGBA) {
	muted := look.Colour(look.Muted)
	l.name.Set(text.Span{Text: name, Colour: muted})
	if name == factNames[factDropped].name && f.value > 0 {
		valueColour = look.Colour(theme.ColorNameWarning)
	}
	l.value.Set(text.Span{Text: factWords(f, kind), Style: text.Bold, Colour: valueColour})
	speed := ""
	switch kind {
	case factCounter:
		speed = format.PerSecond(f.perSecond)
	case factBytes:
		speed = format.Size(int64(f.perSecond)) + "/s"
	}
	l.speed.Set(text.Span{Text: speed, Colour: muted})
	l.chart.Set(f.past)
	arrange.SetHidden(kind == factText || kind == factTime, l.chart)
	arrange.SetHidden(false, l.object)
}

// longestTime in seconds is 30 years: what is more is shown as it came.
const longestTime = 1e9

// factWords writes a figure.
func factWords(f *fact, kind factKind) string {
	switch kind {
	case factTime:
		if f.value > 0 && f.value < longestTime && !strings.Contains(f.text, ",") {
			return format.Interval(time.Duration(f.value) * time.Second)
		}
	case factLevel, factCounter:
		return format.Count(int64(f.value))
	case factBytes, factMemory:
		return format.Size(int64(f.value))
	}
	return f.text
}
