package ui

import (
	"fmt"
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
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// boxPage is the page of the bundled broker.
type boxPage struct {
	object fyne.CanvasObject
	window *Window

	host, port  *widgets.Entry
	announce    *widget.Check
	start, stop *widget.Button
	open, copy  *widget.Button
	state       *widgets.Strip
	figures     *widgets.Strip
	problem     *widget.Label
	clients     *list
	events      *logPane
	lastEvent   uint64
	asked       time.Time
	from        broker.Box // whose events are listed
}

func newBoxPage(w *Window) *boxPage {
	p := &boxPage{window: w, state: widgets.NewStrip(24, 15), figures: widgets.NewStrip(20, 12.5)}
	p.host, p.port = widgets.NewEntry("127.0.0.1"), widgets.NewEntry("1883, or 0 for a free one")
	p.host.SetText("127.0.0.1")
	p.port.SetText("1883")
	p.host.OnSubmitted = func(string) { p.startBox() }
	p.port.OnSubmitted = p.host.OnSubmitted
	p.announce = widget.NewCheck("Let other computers on the network find it", nil)
	p.announce.Hide()
	p.host.OnChanged = func(string) { setHidden(!discovery.Reachable(p.listen()), p.announce) }
	p.start = widget.NewButtonWithIcon("Start", theme.MediaPlayIcon(), p.startBox)
	p.start.Importance = widget.HighImportance
	p.stop = widget.NewButtonWithIcon("Stop", theme.MediaStopIcon(), w.stopBox)
	p.open = widget.NewButtonWithIcon("Explore it", theme.SearchIcon(), p.explore)
	p.open.Importance = widget.HighImportance
	p.copy = widget.NewButtonWithIcon("Copy address", theme.ContentCopyIcon(), func() { copyText("Address", w.box.Address()) })
	p.problem = widget.NewLabel("")
	p.problem.Wrapping = fyne.TextWrapWord
	p.problem.Importance = widget.DangerImportance
	p.problem.Hide()
	listen := container.NewHBox(
		middle(widget.NewLabel("Listen on")), fixedWidth(150, p.host), middle(widget.NewLabel("port")), fixedWidth(90, p.port),
		p.start, p.stop, p.open, p.copy, p.announce)
	head := widgets.NewPanel(colorPanel, container.NewVBox(p.state, p.figures, listen, p.problem), 10, 14)

	p.clients = newList("No client is connected.")
	p.events = newLogPane("Log", "Nothing has happened yet.")
	down := container.NewVSplit(titled("Clients", p.clients.object), p.events.object)
	down.Offset = 0.45
	p.object = container.NewBorder(container.NewVBox(head, widget.NewSeparator()), nil, nil, nil, down)
	return p
}

func titled(title string, o fyne.CanvasObject) fyne.CanvasObject {
	head := widgets.NewPanel(colorRaised, widget.NewLabelWithStyle(title, fyne.TextAlignLeading, fyne.TextStyle{Bold: true}), 0, 4)
	return container.NewBorder(head, nil, nil, nil, widgets.NewPanel(colorPanel, o, 0, 0))
}

func fixedWidth(w float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewGridWrap(fyne.NewSize(w, o.MinSize().Height), o)
}

func (p *boxPage) startBox() {
	p.say("")
	if _, err := strconv.ParseUint(strings.TrimSpace(p.port.Value()), 10, 16); err != nil {
		p.say("The port is to be a whole number from 0 to 65535. With 0 the system chooses a free one.")
		return
	}
	p.start.Disable()
	p.window.startBox(p.listen(), p.announce.Visible() && p.announce.Checked)
}

// listen is the address to listen on.
func (p *boxPage) listen() string {
	return net.JoinHostPort(strings.TrimSpace(p.host.Value()), strings.TrimSpace(p.port.Value()))
}

// say shows a problem, or none.
func (p *boxPage) say(words string) {
	p.problem.SetText(words)
	setHidden(words == "", p.problem)
}

func (p *boxPage) explore() {
	if profile, err := broker.ParseURL(p.window.box.Address()); err == nil {
		p.window.Connect(profile)
	}
}

// draw shows what has changed. The counters are looked at twice a second.
func (p *boxPage) draw(now time.Time) {
	box := p.window.box
	setHidden(box != nil, p.start)
	setHidden(box == nil, p.stop, p.open, p.copy)
	if box != nil && !p.announce.Disabled() {
		p.announce.Disable()
	} else if box == nil && p.announce.Disabled() {
		p.announce.Enable()
	}
	if !p.window.starting && p.start.Disabled() {
		p.start.Enable()
	}
	for _, e := range []*widgets.Entry{p.host, p.port} {
		if disable := box != nil; disable != e.Disabled() {
			if disable {
				e.Disable()
			} else {
				e.Enable()
			}
		}
	}
	if box != p.from {
		p.from, p.asked = box, time.Time{}
		if box != nil {
			p.lastEvent = 0
			p.events.clear()
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
	p.events.clear()
	p.clients.clear()
}

func (p *boxPage) drawState(box broker.Box) {
	plain, muted := themeColour(theme.ColorNameForeground), themeColour(colorMuted)
	if box == nil {
		p.state.Set(text.Span{Text: "The broker in the box is stopped", Style: text.Bold, Colour: plain})
		p.figures.Set(text.Span{Text: "Start it to have an MQTT broker on this machine: versions 5, 3.1.1 and 3.1, nothing kept after it stops.", Colour: muted})
		return
	}
	s := box.Stats()
	p.state.Set(text.Span{Text: "Running at ", Style: text.Bold, Colour: plain},
		text.Span{Text: box.Address(), Style: text.Bold, Colour: themeColour(theme.ColorNamePrimary), X: -1})
	dropped := muted
	if s.Dropped > 0 {
		dropped = themeColour(theme.ColorNameWarning)
	}
	p.figures.Set(
		text.Span{Text: fmt.Sprintf("%s, %s, %s retained, %s received, %s sent, %s in, %s out, up %s, ",
			plural(s.Clients, "client"), plural(s.Subscriptions, "subscription"), count(s.Retained), count(s.Received), count(s.Sent),
			sizeOf(int(s.BytesIn)), sizeOf(int(s.BytesOut)), interval(s.Uptime)), Colour: muted},
		text.Span{Text: count(s.Dropped) + " dropped", Colour: dropped, X: -1})
}

func (p *boxPage) drawClients(box broker.Box, now time.Time) {
	if box == nil {
		p.clients.clear()
		return
	}
	plain, muted := themeColour(theme.ColorNameForeground), themeColour(colorMuted)
	var rows [][]text.Span
	for _, c := range box.Clients() {
		id := c.ID
		if c.Username != "" {
			id += " (" + c.Username + ")"
		}
		rows = append(rows, []text.Span{
			{Text: topicWords(id), Colour: plain, X: 10, Limit: 250},
			{Text: "MQTT " + c.Version.String(), Colour: muted, X: 260},
			{Text: c.Remote, Colour: muted, X: 340, Limit: 500},
			{Text: plural(len(c.Subscriptions), "subscription"), Colour: muted, X: 510},
			{Text: short(c.MessagesIn) + " in", Colour: muted, X: 690, Right: true},
			{Text: short(c.MessagesOut) + " out", Colour: muted, X: 780, Right: true},
			{Text: "since " + age(now, c.Since), Colour: muted, X: 800},
		})
	}
	p.clients.set(rows)
}

func (p *boxPage) drawEvents(box broker.Box) {
	if box == nil {
		return // what happened stays to be read
	}
	for _, e := range box.Events(p.lastEvent) {
		p.lastEvent = e.Number
		c := themeColour(theme.ColorNameForeground)
		if e.Level >= slog.LevelWarn {
			c = themeColour(theme.ColorNameWarning)
		}
		p.events.add([]text.Span{
			{Text: e.Time.Format("15:04:05.000"), Style: text.Mono, Colour: themeColour(colorMuted), X: 10},
			{Text: e.Text, Colour: c, X: 110},
		})
	}
}
