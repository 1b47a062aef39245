package brokers

import (
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/facts"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// factsPane shows what the broker of a connection says of itself.
type factsPane struct {
	object fyne.CanvasObject
	conn   *connection.Connection
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

func newFactsPane(c *connection.Connection) *factsPane {
	p := &factsPane{conn: c, head: widgets.NewStrip(26, 15), limits: widgets.NewStrip(20, 12.5), empty: widget.NewLabel("")}
	p.empty.Wrapping = fyne.TextWrapWord
	p.empty.Importance = widget.LowImportance
	p.table = container.NewVBox()
	for range facts.Figures {
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
	l.chart = widgets.NewSparkline(facts.Kept, fyne.NewSize(180, 18))
	cell := func(w float32, o fyne.CanvasObject) fyne.CanvasObject {
		return container.NewGridWrap(fyne.NewSize(w, 24), o)
	}
	l.object = container.NewHBox(cell(180, l.name), cell(260, l.value), cell(130, l.speed), container.NewCenter(l.chart))
	l.object.Hide()
	return l
}

// draw shows what has changed.
func (p *factsPane) draw(now time.Time) {
	c := p.conn
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	state, _ := connection.StateWords(c.Status, c.Profile.Address, now)
	p.head.Set(text.Span{Text: c.Title(), Style: text.Bold, Colour: plain},
		text.Span{Text: "   " + state + "   " + c.Profile.Address.String(), Colour: muted, X: -1})
	valueColour, told := plain, limitWords(c.Status)
	if latest := c.Facts.Latest(); c.Status.Phase != broker.Connected && !latest.IsZero() {
		valueColour, told = muted, format.Fill("Last updated at {time}, not connected now.", "time", format.Clock(latest))
	}
	p.limits.Set(text.Span{Text: told, Colour: muted})
	shown := 0
	for i := range facts.Figures {
		if f := c.Facts.Figure(i); f.Updates > 0 {
			p.lines[i].draw(i, f, valueColour)
			shown++
		}
	}
	words := ""
	if shown == 0 {
		words = format.Excerpt(nothingKnown(c.Status))
	}
	if p.empty.Text != words {
		p.empty.SetText(words)
	}
	arrange.SetHidden(words == "", p.empty)
}

// nothingKnown says why there are no figures.
func nothingKnown(st broker.Status) string {
	for _, g := range st.Subscriptions {
		if g.Filter == broker.SystemFilter && g.Denied != nil {
			return "The broker does not let this client read its statistics below $SYS. Few cloud brokers do, and nothing else depends on them."
		}
	}
	if st.Phase != broker.Connected {
		return "Not connected, so nothing is known about the broker."
	}
	return "The broker has not published any statistics below $SYS yet. Some brokers do so every ten seconds, some every minute, some never."
}

// limitWords says what a broker has announced that it does not take.
func limitWords(st broker.Status) string {
	if st.Phase != broker.Connected {
		return ""
	}
	l := st.Limits
	list := []string{"MQTT " + st.Version.String(), format.Fill("client id {client ID}", "client ID", format.Excerpt(st.ClientID))}
	if st.Version == broker.V5 {
		list = append(list, format.Fill("QoS up to {QoS}", "QoS", l.MaxQoS))
		if l.MaxPacket > 0 {
			list = append(list, format.Fill("packets up to {size}", "size", format.Size(l.MaxPacket)))
		}
		for _, no := range []struct {
			is   bool
			what string
		}{
			{l.ReceiveMaximum > 0, format.Fill("{receive maximum} unacknowledged messages at a time", "receive maximum", l.ReceiveMaximum)},
			{l.NoRetain, "no retained messages"}, {l.NoWildcards, "no wildcards"}, {l.NoShared, "no shared subscriptions"},
			{l.KeepAlive > 0, format.Fill("keep alive {time}", "time", format.Interval(l.KeepAlive))},
		} {
			if no.is {
				list = append(list, no.what)
			}
		}
	}
	return strings.Join(list, "  ·  ")
}

// figureNames are what the figures are called.
var figureNames = [facts.Figures]string{
	facts.Version: "Version", facts.Uptime: "Running for",
	facts.Connected: "Clients connected", facts.Sessions: "Sessions", facts.Subscriptions: "Subscriptions", facts.Retained: "Retained messages",
	facts.Received: "Messages received", facts.Sent: "Messages sent", facts.Dropped: "Messages dropped",
	facts.BytesReceived: "Bytes received", facts.BytesSent: "Bytes sent", facts.MemoryUsed: "Memory",
}

// draw shows a figure.
func (l *factLine) draw(figure facts.Figure, f *facts.Fact, valueColour color.NRGBA) {
	kind, muted := figure.Kind(), look.Colour(look.Muted)
	l.name.Set(text.Span{Text: figureNames[figure], Colour: muted})
	if figure == facts.Dropped && f.Value > 0 {
		valueColour = look.Colour(theme.ColorNameWarning)
	}
	l.value.Set(text.Span{Text: factWords(f, kind), Style: text.Bold, Colour: valueColour})
	speed := ""
	switch kind {
	case facts.Counter:
		speed = format.PerSecond(f.PerSecond)
	case facts.Bytes:
		speed = format.BytesPerSecond(f.PerSecond)
	}
	l.speed.Set(text.Span{Text: speed, Colour: muted})
	l.chart.Set(f.Past)
	arrange.SetHidden(kind == facts.Text || kind == facts.Time, l.chart)
	arrange.SetHidden(false, l.object)
}

// longestTime in seconds is 30 years: what is more is shown as it came.
const longestTime = 1e9

// factWords writes a figure.
func factWords(f *facts.Fact, kind facts.Kind) string {
	switch kind {
	case facts.Time:
		if f.Value > 0 && f.Value < longestTime && !strings.Contains(f.Text, ",") {
			return format.Interval(time.Duration(f.Value) * time.Second)
		}
	case facts.Level, facts.Counter:
		return format.Count(int64(f.Value))
	case facts.Bytes, facts.Memory:
		return format.Size(int64(f.Value))
	}
	return f.Text
}
