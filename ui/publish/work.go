package publish

import (
	"fmt"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/explain"
	"mangrove/broker/jobs"
	"mangrove/broker/request"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// work is what a panel publishes by itself: jobs, sequences and requests. It shows a line
// under the panel for as long as there is any, and dialogs with all of it.
type work struct {
	panel  *Panel
	menu   *widgets.Button // beside Publish
	object *fyne.Container // the lines under the panel

	jobs     []*running
	line     *workLine // of the jobs
	list     *jobList  // the dialog with all of them; nil: it is not open
	repeat   repeatTyped
	reply    request.Reply // as it was typed last
	devices  devicesTyped
	round    *round    // the last one; nil: none
	asking   *workLine // of the round, or of the answer
	sequence jobs.Sequence
	played   *simulation // the last one; nil: none
	playing  *workLine   // of it

	client *request.Client
	of     broker.Session // that the client is for
	ending sync.WaitGroup // jobs and requests, until they have ended
}

func newWork(p *Panel) *work {
	w := &work{panel: p, repeat: repeatTyped{every: "1s"}, reply: request.Reply{Within: 5000}}
	w.menu = widgets.NewIconButton("Repeat, sequence, request", theme.MoreHorizontalIcon(), p.using(w.showMenu))
	w.line, w.asking, w.playing = newWorkLine(), newWorkLine(), newWorkLine()
	w.object = container.NewVBox(w.line.object, w.asking.object, w.playing.object)
	return w
}

// showMenu offers what there is besides publishing once.
func (w *work) showMenu() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.menu).AddXY(0, w.menu.Size().Height)
	item := func(name string, can bool, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(format.Excerpt(name), do)
		i.Disabled = !can
		return i
	}
	writes := !w.panel.conn.Profile.ReadOnly && !w.panel.conn.Ended()
	widgets.ShowMenu(w.menu, at,
		item("Publish repeatedly…", writes, w.askRepeat),
		item("Publish and wait for the answer…", writes, w.askRequest),
		fyne.NewMenuItemSeparator(),
		item("Add the message to the sequence", true, w.addStep),
		item("Sequence…", true, w.showSequence),
		fyne.NewMenuItemSeparator(),
		item("Simulate devices…", writes && w.panel.Open != nil, w.chooseSimulation),
		fyne.NewMenuItemSeparator(),
		item("Running jobs…", len(w.jobs) > 0, w.showJobs),
		item("Answers of the last request…", w.round != nil, w.showRound))
}

// message is the message as it is typed. ok is false when there is none, which is said.
func (p *Panel) message() (d draft.Draft, ok bool) {
	if p.takeCommand() {
		return d, false
	}
	d, wrong := p.read()
	switch {
	case wrong != nil:
		p.sayOf(wrong.field, wrong.words)
	case clears(&d):
		p.showOutcome(p.work.words(&draft.Error{Field: draft.Payload, Err: draft.ErrClears}), true)
	default:
		d.Unattended = true
		return d, true
	}
	return d, false
}

// requests is what makes requests over the session that there is now.
func (w *work) requests() *request.Client {
	c := w.panel.conn
	if w.of != c.Session {
		w.of, w.client = c.Session, request.NewClient(c.Session, c.Listeners)
	}
	return w.client
}

// words say why something cannot be done, "" for nothing.
func (w *work) words(err error) string { return explain.Error(err, w.panel.conn.Profile.Address) }

// draw brings the lines up to date.
func (w *work) draw() {
	c := w.panel.conn
	if c.Profile.ReadOnly || c.Ended() {
		w.stop()
	}
	arrange.SetHidden(!w.panel.body.Visible(), w.menu)
	turned := w.drawJobs()
	turned = w.drawRound() || turned
	turned = w.drawSimulation() || turned
	if turned {
		w.panel.turned = true
	}
}

// stop ends all jobs and requests, and does not wait until they have.
func (w *work) stop() {
	for _, r := range w.jobs {
		w.end(r)
	}
	if w.round != nil {
		w.round.cancel()
	}
	w.endSimulation()
}

// StopJobs ends what the panel publishes by itself.
func (p *Panel) StopJobs() { p.work.stop() }

// Stop does so for good. Wait, which may be called from any goroutine, returns when all
// have ended: before, their session is not to be closed.
func (p *Panel) Stop() (wait func()) {
	p.work.stop()
	return p.work.ending.Wait
}

func (w *work) restyle() {
	w.line.restyle()
	w.asking.restyle()
	w.playing.restyle()
}

func (w *work) report(r *report.Report) {
	r.PlaceIf(w.menu.Visible(), "publish work", w.menu)
	w.line.report(r, "jobs")
	w.asking.report(r, "request")
	w.playing.report(r, "simulation")
}

// workLine is a line under the panel, with what can be done about it.
type workLine struct {
	object  fyne.CanvasObject
	strip   *widgets.Strip
	buttons []*widgets.Button
	words   string
	bad     bool
}

func newWorkLine() *workLine {
	l := &workLine{strip: widgets.NewStrip(20, 12)}
	box := container.NewHBox()
	for range 3 {
		b := widgets.NewIconButton("", theme.MediaPauseIcon(), nil)
		l.buttons = append(l.buttons, b)
		box.Add(b)
	}
	l.strip.Explain = func() []string { return []string{l.words} }
	l.object = widgets.NewPanel(look.Panel, container.NewBorder(nil, nil, nil, box, arrange.Middle(l.strip)), 2, look.PageEdge)
	l.object.Hide()
	return l
}

// workAction is a button of a line.
type workAction struct {
	name string
	icon fyne.Resource
	do   func()
}

// set shows words and what can be done; no words: nothing. It reports whether the line has
// come or gone.
func (l *workLine) set(words string, bad bool, do ...workAction) (turned bool) {
	if words != l.words || bad != l.bad {
		l.words, l.bad = words, bad
		l.restyle()
	}
	for i, b := range l.buttons {
		if i >= len(do) {
			arrange.SetHidden(true, b)
			continue
		}
		b.OnTapped = do[i].do
		if b.Tip != do[i].name {
			b.Tip = do[i].name
			b.SetIcon(do[i].icon)
		}
		arrange.SetHidden(false, b)
	}
	if turned = l.object.Visible() != (words != ""); turned {
		arrange.SetHidden(words == "", l.object)
	}
	return turned
}

func (l *workLine) restyle() {
	c := look.Colour(theme.ColorNameForeground)
	if l.bad {
		c = look.Colour(theme.ColorNameError)
	}
	l.strip.Set(text.Span{Text: l.words, Colour: c})
}

func (l *workLine) report(r *report.Report, name string) {
	if !l.object.Visible() {
		return
	}
	r.Place(name, l.strip)
	for _, b := range l.buttons {
		r.PlaceIf(b.Visible(), fmt.Sprintf("%s: %s", name, b.Tip), b)
	}
}

// typedTime reads a time: with its unit, or in seconds without.
func typedTime(s string) (d time.Duration, ok bool) {
	if s, ok = ungrouped(s); s == "" || !ok {
		return 0, ok
	}
	if last := s[len(s)-1]; last >= '0' && last <= '9' {
		s += "s"
	}
	d, err := time.ParseDuration(s)
	return d, err == nil && d >= 0 && d <= 365*24*time.Hour
}
