package brokers

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/discovery"
	"mangrove/broker/explain"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// onlyHere is where the built-in broker listens when nothing is typed.
const onlyHere = "127.0.0.1"

// boxListHeight is what the lists need at the least: a head and a row.
const boxListHeight = 60

// boxPage is the page of the built-in broker.
type boxPage struct {
	object fyne.CanvasObject
	desk   *desk.Desk
	do     Options

	running   broker.Box // nil while it is stopped
	starting  bool
	announced io.Closer // announces it; nil when nobody does

	host, port  *widgets.Entry
	where       *fyne.Container // what is typed of the address, while the broker is stopped
	bound       *widget.Label   // who can reach it, while it runs
	announce    *widget.Check
	start, stop *widgets.Button
	open, copy  *widgets.Button
	reach       func(listen string) []string // at which addresses others reach it
	reached     []string                     // those of the broker that runs
	state       *widgets.Strip
	figures     *widgets.Strip
	problem     *widget.Label
	clients     *widgets.List
	events      *widgets.Log
	lastEvent   uint64
	asked       time.Time
	from        broker.Box // whose events are listed
}

func newBoxPage(do Options) *boxPage {
	p := &boxPage{desk: do.Desk, do: do, reach: discovery.Reach, state: widgets.NewStrip(24, 15), figures: widgets.NewStrip(20, 12.5)}
	p.host, p.port = widgets.NewEntry(onlyHere), widgets.NewEntry("1883, or 0 for any free port")
	p.host.SetText(onlyHere)
	p.port.SetText("1883")
	p.host.OnSubmitted = func(string) { p.askToStart() }
	p.port.OnSubmitted = p.host.OnSubmitted
	p.announce = widget.NewCheck("Let other computers on the network find it", nil)
	p.announce.Hide()
	p.host.OnChanged = func(string) { arrange.SetHidden(!discovery.Reachable(p.listen()), p.announce) }
	p.start = widgets.NewButton("Start", theme.MediaPlayIcon(), p.askToStart)
	p.start.Importance = widget.HighImportance
	p.stop = widgets.NewButton("Stop", theme.MediaStopIcon(), p.askToStop)
	p.open = widgets.NewButton("Explore it", theme.SearchIcon(), p.explore)
	p.open.Importance = widget.HighImportance
	p.copy = widgets.NewButton("Copy address", theme.ContentCopyIcon(), p.copyAddress)
	p.problem = widget.NewLabel("")
	p.problem.Wrapping = fyne.TextWrapWord
	p.problem.Importance = widget.DangerImportance
	p.problem.Hide()
	p.where = container.NewHBox(
		arrange.Middle(arrange.FlushLeft(widget.NewLabel("Listen on"))), arrange.FixedWidth(150, p.host), arrange.Middle(widget.NewLabel("port")), arrange.FixedWidth(90, p.port))
	p.bound = widget.NewLabel("")
	p.bound.Wrapping = fyne.TextWrapWord
	p.bound.Hide()
	listen := container.NewHBox(p.where, p.start, p.open, p.copy, p.stop, p.announce)
	head := widgets.NewPanel(look.Panel, container.NewVBox(p.state, p.figures, arrange.FlushLeft(p.bound), listen, arrange.FlushLeft(p.problem)), 10, look.PageEdge)

	p.clients = widgets.NewList("No client is connected.")
	p.events = widgets.NewLog("Log", "No events yet.")
	down := container.NewVSplit(container.New(arrange.Low{Height: boxListHeight}, titled("Clients", p.clients.Object)),
		container.New(arrange.Low{Height: boxListHeight}, p.events.Object))
	down.Offset = 0.45
	p.object = container.NewBorder(container.NewVBox(head, widget.NewSeparator()), nil, nil, nil, down)
	return p
}

func titled(title string, o fyne.CanvasObject) fyne.CanvasObject {
	head := widgets.NewPanel(look.Raised, widget.NewLabelWithStyle(format.Excerpt(title), fyne.TextAlignLeading, fyne.TextStyle{Bold: true}), 0, look.PageEdge-theme.InnerPadding())
	return container.NewBorder(head, nil, nil, nil, widgets.NewPanel(look.Panel, o, 0, 0))
}

// askToStart starts the broker that is asked for, once it is clear that it may.
func (p *boxPage) askToStart() {
	p.showProblem("")
	if _, err := strconv.ParseUint(strings.TrimSpace(p.port.Value()), 10, 16); err != nil {
		p.showProblem("The port must be a whole number from 0 to 65535; 0 picks a free one.")
		return
	}
	listen, announce := p.listen(), p.announce.Visible() && p.announce.Checked
	start := func() {
		p.start.Disable()
		p.startBox(listen, announce)
	}
	if !discovery.Reachable(listen) {
		start()
		return
	}
	p.desk.Confirm(openToOthers(listen, p.reach(listen), announce, start))
}

// openToOthers asks before a broker is started that others than this machine
// reach.
func openToOthers(listen string, reach []string, announce bool, start func()) *desk.Confirmation {
	q := &desk.Confirmation{
		Title: "Open this broker to the network?", Action: "Start it", Do: start,
		Words: format.Fill("It has no login. On {listen}, anyone who can reach this computer can connect, read all messages and publish without a password.",
			"listen", format.ExcerptOf(listen, 80)),
	}
	if announce {
		q.Words += " It also announces itself to everyone on the network."
	}
	if len(reach) > 0 {
		q.Words += " It can be reached at:"
	}
	for _, at := range reach {
		q.List = append(q.List, "mqtt://"+format.ExcerptOf(at, 80))
	}
	return q
}

// address is where to reach the broker that runs: for others if they can.
func (p *boxPage) address() string {
	if len(p.reached) > 0 {
		return "mqtt://" + p.reached[0]
	}
	return p.running.Address()
}

// copyAddress copies the address; of several one is chosen.
func (p *boxPage) copyAddress() {
	if len(p.reached) < 2 {
		widgets.CopyText("Address", p.address())
		return
	}
	below := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.copy).AddXY(0, p.copy.Size().Height)
	widgets.ShowMenu(p.copy, below, p.copyItems()...)
}

// copyItems has an entry for each address at which others reach the broker that
// runs, and one for this machine.
func (p *boxPage) copyItems() (items []*fyne.MenuItem) {
	for _, at := range p.reached {
		items = append(items, fyne.NewMenuItem(format.Excerpt(format.Fill("Copy mqtt://{address}", "address", format.ExcerptOf(at, 80))), func() { widgets.CopyText("Address", "mqtt://"+at) }))
	}
	here := p.running.Address()
	return append(items, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(format.Excerpt(format.Fill("Copy {here}, for programs on this computer", "here", format.ExcerptOf(here, 80))), func() { widgets.CopyText("Address", here) }))
}

// listen is the address to listen on. An empty field is what stands in it in
// grey: this machine only.
func (p *boxPage) listen() string {
	host := strings.TrimSpace(p.host.Value())
	if host == "" {
		host = onlyHere
	}
	return net.JoinHostPort(host, strings.TrimSpace(p.port.Value()))
}

// showProblem says why the broker does not run; empty: nothing is wrong.
func (p *boxPage) showProblem(words string) {
	p.problem.SetText(format.Excerpt(words))
	arrange.SetHidden(words == "", p.problem)
}

func (p *boxPage) explore() {
	if profile, err := broker.ParseURL(p.running.Address()); err == nil {
		p.do.Explore(profile)
	}
}

// draw shows what has changed. The counters are looked at twice a second.
func (p *boxPage) draw(now time.Time) {
	box := p.running
	arrange.SetHidden(box != nil, p.start)
	arrange.SetHidden(box == nil, p.stop, p.open, p.copy)
	if !p.starting && p.start.Disabled() {
		p.start.Enable()
	}
	if running := box != nil; running == p.where.Visible() {
		arrange.SetHidden(running, p.where)
		arrange.SetHidden(running || !discovery.Reachable(p.listen()), p.announce)
	}
	if box != p.from {
		p.from, p.asked = box, time.Time{}
		if box != nil {
			p.lastEvent = 0
			p.events.Clear()
			p.reached = p.reach(box.Stats().Listening)
		}
	}
	if now.Sub(p.asked) < 500*time.Millisecond {
		return
	}
	p.asked = now
	p.drawState(box)
	p.drawClients(box, now)
	p.drawEvents(box)
}

// restyle takes the colours of a new theme.
func (p *boxPage) restyle() {
	p.asked, p.lastEvent = time.Time{}, 0
	p.events.Clear()
	p.clients.Clear()
}

func (p *boxPage) drawState(box broker.Box) {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	if box == nil {
		p.state.Set(text.Span{Text: "The built-in broker is stopped", Style: text.Bold, Colour: plain})
		p.figures.Set(text.Span{Text: "Start a broker on this computer for MQTT 5, 3.1.1 and 3.1. Nothing is kept after it stops.", Colour: muted})
		arrange.SetHidden(true, p.bound)
		return
	}
	s := box.Stats()
	p.state.Set(text.Span{Text: "Running: ", Style: text.Bold, Colour: plain},
		text.Span{Text: p.address(), Style: text.Bold, Colour: look.Colour(theme.ColorNamePrimary), X: -1})
	bound, open := boundWords(s.Listening, p.reached)
	p.bound.Importance = widget.LowImportance
	if open {
		p.bound.Importance = widget.WarningImportance
	}
	words := format.Excerpt(bound)
	if p.bound.Text != words {
		p.bound.SetText(words)
	}
	arrange.SetHidden(words == "", p.bound)
	dropped := muted
	if s.Dropped > 0 {
		dropped = look.Colour(theme.ColorNameWarning)
	}
	var spans []text.Span
	for i, one := range figuresOf(&s) { // the end is cut where it is narrow
		if i > 0 {
			spans = append(spans, text.Span{Text: ", ", Colour: muted, X: -1})
		}
		span := text.Span{Text: one.words, Colour: muted, X: -1}
		if one.dropped {
			span.Colour = dropped
		}
		spans = append(spans, span)
	}
	spans[0].X = 0
	p.figures.Set(spans...)
}

// boxFigure says one thing of the built-in broker.
type boxFigure struct {
	words   string
	dropped bool // of what was dropped
}

// figuresOf are what is said, the most needed first.
func figuresOf(s *broker.Stats) []boxFigure {
	return []boxFigure{
		{words: format.Counted(s.Clients, "{count} client", "{count} clients")},
		{words: format.Counted(s.Subscriptions, "{count} subscription", "{count} subscriptions")},
		{words: format.Fill("{received} received", "received", format.Count(s.Received))},
		{words: format.Fill("{sent} sent", "sent", format.Count(s.Sent))},
		{words: format.Fill("{dropped} dropped", "dropped", format.Count(s.Dropped)), dropped: true},
		{words: format.Fill("{retained} retained", "retained", format.Count(s.Retained))},
		{words: format.Fill("{system} below $SYS", "system", format.Count(s.System))},
		{words: format.Fill("{size} in", "size", format.Size(int64(s.BytesIn)))},
		{words: format.Fill("{size} out", "size", format.Size(int64(s.BytesOut)))},
		{words: format.Fill("up {time}", "time", format.Interval(s.Uptime))},
	}
}

// boundWords says where a broker listens, and whether others than this machine
// reach it there, and at which addresses.
func boundWords(listening string, reached []string) (words string, open bool) {
	switch {
	case listening == "":
		return "", false
	case !discovery.Reachable(listening):
		return format.Fill("Listening on {listening}: only programs on this computer can connect.", "listening", listening), false
	}
	words = format.Fill("Listening on {listening}: anyone who can reach this computer can connect, read and publish without a password.", "listening", listening)
	if len(reached) > 1 {
		words += format.Fill(" Others can reach it at {reached}.", "reached", strings.Join(reached, ", "))
	}
	return words, true
}

func (p *boxPage) drawClients(box broker.Box, now time.Time) {
	if box == nil {
		p.clients.Clear()
		return
	}
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	var rows [][]text.Span
	for _, c := range box.Clients() {
		id := format.BothEnds(c.ID) // both are up to 65 kB long, and whose they are says how many there are
		if c.Username != "" {
			id = fmt.Sprintf("%s (%s)", id, format.BothEnds(c.Username))
		}
		rows = append(rows, []text.Span{
			{Text: format.TopicInSentence(id), Colour: plain, X: look.PageEdge, Limit: 205},
			{Text: "MQTT " + c.Version.String(), Colour: muted, X: 212},
			{Text: c.Remote, Colour: muted, X: 290, Limit: 425},
			{Text: format.Counted(c.Subscriptions, "{count} subscription", "{count} subscriptions"), Colour: muted, X: 432},
			{Text: format.Fill("{messages in} in", "messages in", format.Short(c.MessagesIn)), Colour: muted, X: 612, Right: true},
			{Text: format.Fill("{messages out} out", "messages out", format.Short(c.MessagesOut)), Colour: muted, X: 694, Right: true},
			{Text: format.Fill("since {age}", "age", format.Age(now, c.Since)), Colour: muted, X: 706},
		})
	}
	p.clients.Set(rows)
}

func (p *boxPage) drawEvents(box broker.Box) {
	if box == nil {
		return // what happened stays to be read
	}
	for _, e := range box.Events(p.lastEvent) {
		p.lastEvent = e.Number
		c := look.Colour(theme.ColorNameForeground)
		if e.Level >= slog.LevelWarn {
			c = look.Colour(theme.ColorNameWarning)
		}
		p.events.Add([]text.Span{
			{Text: format.ClockMillis(e.Time), Style: text.Mono, Colour: look.Colour(look.Muted), X: look.PageEdge},
			{Text: explain.Event(e), Colour: c, X: 110 + format.ClockRoom()},
		})
	}
}
