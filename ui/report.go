package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/ui/loop"
)

// Report is the state of the window as somebody at the screen could read it,
// and where things stand on it. Scripts that drive the window with a real
// mouse and keyboard wait for it and aim with it; nothing reads it back.
type Report struct {
	At       time.Time      `json:"at"`
	Page     string         `json:"page"` // home, explore or broker
	State    string         `json:"state"`
	Problem  string         `json:"problem"`
	Notices  []string       `json:"notices"` // of how the program ended the last time
	Version  string         `json:"version"` // MQTT version in use, when connected
	Address  string         `json:"address"`
	Topics   int            `json:"topics"`
	Intake   model.Intake   `json:"intake"`
	History  model.Usage    `json:"history"`
	Work     loop.Work      `json:"work"`
	Rows     []ReportRow    `json:"rows"`   // seen in the tree
	Tabs     []string       `json:"tabs"`   // the titles of all, whether seen or not
	Broker   []string       `json:"broker"` // figures that the connected broker publishes of itself
	Found    string         `json:"found"`  // what a search says
	Listed   []string       `json:"listed"` // messages of a subtree that are seen
	Status   string         `json:"status"` // the line at the bottom
	Selected string         `json:"selected"`
	Shown    string         `json:"shown"`    // what the payload is shown as, and why
	Payload  string         `json:"payload"`  // the lines of it that are seen
	Topic    string         `json:"topic"`    // in the publish panel
	Result   string         `json:"result"`   // of the last publish
	Box      string         `json:"box"`      // address of the bundled broker
	Places   map[string]Box `json:"places"`   // of what can be clicked, by name
	Keyboard string         `json:"keyboard"` // the name of the place that has the keyboard
}

// ReportRow is a row of the tree.
type ReportRow struct {
	Topic string `json:"topic"`
	Text  string `json:"text"`
	Place Box    `json:"place"`
	Arrow Box    `json:"arrow"` // empty when it cannot be opened
}

// Box is where something stands in the window, in pixels.
type Box struct {
	X, Y, W, H float32
}

// reportEvery is the shortest time between two reports.
const reportEvery = 100 * time.Millisecond

// report tells whoever watches how the window looks now. It says whether
// somebody does, who must then be told of what comes after as well.
func (w *Window) report(now time.Time) (watched bool) {
	if w.services.Report == nil {
		return false
	}
	if now.Sub(w.reported) < reportEvery {
		return true
	}
	w.reported = now
	r := Report{At: now, Page: "home", Places: map[string]Box{}, Status: w.status.left.Text(), Work: w.loop.Worked()}
	r.place(w, "rail explore", w.rail[pageExplore])
	r.place(w, "rail broker", w.rail[pageBox])
	r.addLastRun(w)
	if w.box != nil {
		r.Box = w.box.Address()
	}
	for _, e := range w.tabs.list {
		r.Tabs = append(r.Tabs, e.conn.title())
	}
	switch {
	case w.page == pageBox:
		r.Page = "broker"
		r.addBox(w)
	case w.tabs.active != nil:
		r.Page = "explore"
		r.addExplore(w, now)
	default:
		r.addHome(w)
	}
	for _, o := range w.home.asked {
		r.place(w, o.name, o.object)
		if l, ok := o.object.(*widget.Label); ok && l.Text != "" {
			r.Problem = l.Text
		}
	}
	r.bound()
	if r.news(&w.told) {
		w.told = r
		w.services.Report(r)
	}
	return true
}

// addLastRun tells of how the program ended the last time.
func (r *Report) addLastRun(w *Window) {
	for i, n := range []*notice{w.crashed, w.lastRun} {
		if name := []string{"crash report", "open again"}[i]; n.object.Visible() {
			r.Notices = append(r.Notices, n.words.Text)
			r.place(w, name, n.action)
			r.place(w, "no "+name, n.cross)
		}
	}
}

func (r *Report) place(w *Window, name string, o fyne.CanvasObject) {
	if !o.Visible() {
		return
	}
	r.Places[name] = w.boxOf(o)
	if f := w.window.Canvas().Focused(); f != nil && any(f) == any(o) {
		r.Keyboard = name
	}
}

// placeWithin places what may stand on a line that is hidden.
func (r *Report) placeWithin(w *Window, name string, o fyne.CanvasObject) {
	if w.app.Driver().AbsolutePositionForObject(o) != (fyne.Position{}) {
		r.place(w, name, o)
	}
}

// boxOf is where an object stands, in pixels.
func (w *Window) boxOf(o fyne.CanvasObject) Box {
	at, size, scale := w.app.Driver().AbsolutePositionForObject(o), o.Size(), w.window.Canvas().Scale()
	return Box{at.X * scale, at.Y * scale, size.Width * scale, size.Height * scale}
}

func (r *Report) addBox(w *Window) {
	r.place(w, "brokers", w.brokers.choice)
	if e := w.tabs.active; e != nil {
		for i := range e.conn.facts.facts {
			if f := &e.conn.facts.facts[i]; f.updates > 0 {
				r.Broker = append(r.Broker, factNames[i].name+": "+f.words(factNames[i].kind))
			}
		}
	}
	p := w.brokers.box
	r.Problem = p.problem.Text
	r.State = p.state.Text()
	r.place(w, "host", p.host)
	r.place(w, "port", p.port)
	r.place(w, "start", p.start)
	r.place(w, "stop", p.stop)
	r.place(w, "explore it", p.open)
	for _, l := range p.events.lines {
		r.Payload += lineText(l.spans) + "\n"
	}
}

func (r *Report) addExplore(w *Window, now time.Time) {
	e, c := w.tabs.active, w.tabs.active.conn
	r.State, _ = stateWords(c.status, c.profile.Address, now)
	r.Problem = e.bar.problem.Text
	r.Version = c.status.Version.String()
	r.Address = c.profile.Address.String()
	r.Topics, r.Intake, r.History = c.store.Topics(), c.store.Intake(), c.store.Usage()
	r.Selected, r.Topic, r.Result = c.topic, e.publish.topic.Value(), e.publish.words
	r.Found = e.tree.found.Text()
	messages, _, _ := e.inspector.messages.rows.Seen()
	for _, m := range messages {
		r.Listed = append(r.Listed, lineText(m.Spans))
	}
	r.Shown = e.inspector.payload.shown.words
	r.Payload = strings.Join(e.inspector.payload.view.Seen(), "\n")
	r.place(w, "disconnect", e.bar.off)
	r.placeWithin(w, "connect now", e.bar.retry)
	r.placeWithin(w, "password", e.bar.login)
	r.placeWithin(w, "edit connection", e.bar.edit)
	r.placeWithin(w, "reconnect", e.bar.reconnect)
	r.place(w, "tree", e.tree.rows)
	r.place(w, "payload view", e.inspector.payload.view)
	r.place(w, "search", e.tree.search.box)
	r.place(w, "pause", e.bar.pause)
	r.place(w, "view menu", e.bar.more)
	r.place(w, "modes", e.inspector.modes)
	r.place(w, "messages", e.inspector.messages.rows)
	r.place(w, "tree head", e.tree.head.strip)
	r.place(w, "publish topic", e.publish.topic)
	r.place(w, "publish payload", e.publish.payload)
	r.place(w, "publish", e.publish.button)
	r.place(w, "qos", e.publish.qos)
	r.place(w, "retain", e.publish.retain)
	tree := w.boxOf(e.tree.rows)
	scale := w.window.Canvas().Scale()
	rows, _, y := e.tree.rows.Seen()
	for i, row := range rows {
		box := Box{tree.X, tree.Y + (y+float32(i*rowHeight))*scale, tree.W, rowHeight * scale}
		line := ReportRow{Topic: c.store.Topic(model.ID(row.Key)), Text: lineText(row.Spans), Place: box}
		if row.HandleTo > 0 {
			line.Arrow = Box{tree.X + row.HandleFrom*scale, box.Y, (row.HandleTo - row.HandleFrom) * scale, box.H}
		}
		r.Rows = append(r.Rows, line)
	}
}
