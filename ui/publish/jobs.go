package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/jobs"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// Bounds of what is published by itself.
const (
	mostJobs  = 20 // that go on at a time
	mostEnded = 10 // that are still listed
	mostBurst = 100_000
	// inFlight is what the client has under way at a time, too.
	mostInFlight = 100
)

// running is a job that goes on, or has ended and is still listed.
type running struct {
	name  string
	job   *jobs.Job
	ended bool // it is being ended
}

// start begins a job.
func (w *work) start(name string, plan jobs.Plan) {
	plan.Values = w.panel.templateValues()
	r := &running{name: name, job: jobs.Start(context.Background(), w.panel.conn.Session, plan)}
	w.jobs = append(w.jobs, r)
	w.ending.Go(func() { <-r.job.Done() }) // ends with the job, whom Stop ends
	w.forget(mostEnded)
	w.draw()
}

// cannotStart says why no more can be begun, "" when it can.
func (w *work) cannotStart() string {
	c, going := w.panel.conn, 0
	for _, r := range w.jobs {
		if r.goesOn() {
			going++
		}
	}
	switch {
	case c.Profile.ReadOnly:
		return w.words(broker.ErrReadOnly)
	case c.Ended():
		return w.words(broker.ErrClosed)
	case going >= mostJobs:
		return fmt.Sprintf("%d jobs are running. Stop one first.", mostJobs)
	}
	return ""
}

func (r *running) goesOn() bool {
	select {
	case <-r.job.Done():
		return false
	default:
		return true
	}
}

// end stops a job. What is under way has a moment to be acknowledged.
func (w *work) end(r *running) {
	if r.ended || !r.goesOn() {
		return
	}
	r.ended = true
	w.ending.Go(r.job.Stop) // ends in bounded time
}

// forget forgets the oldest of the jobs that have ended, but for so many.
func (w *work) forget(most int) {
	ended := 0
	for _, r := range w.jobs {
		if !r.goesOn() {
			ended++
		}
	}
	w.jobs = slices.DeleteFunc(w.jobs, func(r *running) bool {
		if ended > most && !r.goesOn() {
			ended--
			return true
		}
		return false
	})
}

// stateWords say how a job stands.
func (w *work) stateWords(s *jobs.Status) (words string, bad bool) {
	switch {
	case s.Ended.IsZero() && s.Waiting:
		return "waiting for the connection", true
	case s.Ended.IsZero() && s.Paused:
		return "paused", false
	case s.Ended.IsZero():
		return "running", false
	case s.Problem != nil:
		return "ended: " + w.words(s.Problem), true
	case s.Stopped:
		return "stopped", false
	}
	return "done", false
}

// rateWords say how many messages there are in a second, and how many there should be.
func rateWords(s *jobs.Status) string {
	words := perSecond(s.Rate)
	if s.Wanted > 0 && s.Ended.IsZero() && !s.Paused && !s.Waiting && (s.Late > 0 || s.Rate < 0.95*s.Wanted && s.Rounds > 3) {
		words += " of " + perSecond(s.Wanted)
	}
	return words
}

func perSecond(rate float64) string {
	switch {
	case rate >= 1000:
		return format.Count(int64(rate)) + "/s"
	case rate >= 10:
		return strconv.FormatFloat(rate, 'f', 0, 64) + "/s"
	case rate >= 1:
		return strconv.FormatFloat(rate, 'f', 1, 64) + "/s"
	}
	return strconv.FormatFloat(rate, 'g', 2, 64) + "/s"
}

// countWords say what became of the messages of a job.
func countWords(s *jobs.Status) string {
	published := format.Count(int64(s.Published))
	if s.Messages > 0 {
		published += " of " + format.Count(int64(s.Messages))
	}
	parts := []string{published + " published"}
	for _, c := range []struct {
		n    int
		name string
	}{{s.Unconfirmed, "unconfirmed"}, {s.Refused, "refused"}, {s.Unanswered, "without an answer"}, {s.NoSubscribers, "for no subscriber"}} {
		if c.n > 0 {
			parts = append(parts, format.Count(int64(c.n))+" "+c.name)
		}
	}
	if s.Acknowledged > 0 && s.Acknowledged < s.Published {
		parts = append(parts, format.Count(int64(s.Acknowledged))+" acknowledged")
	}
	if mean := s.Latency.Mean(); mean > 0 {
		parts = append(parts, fmt.Sprintf("%s (at most %s)", format.Interval(mean), format.Interval(s.Latency.Most)))
	}
	return strings.Join(parts, ", ")
}

// drawJobs brings the line of the jobs up to date: the one that there is, or all together.
func (w *work) drawJobs() (turned bool) {
	if w.list != nil {
		w.list.draw()
	}
	if len(w.jobs) == 0 {
		return w.line.set("", false)
	}
	show := workAction{"Show the jobs", theme.ListIcon(), w.panel.using(w.showJobs)}
	if len(w.jobs) == 1 {
		r := w.jobs[0]
		s := r.job.Status()
		state, bad := w.stateWords(&s)
		words := format.ExcerptOf(r.name, 60) + "  ·  " + rateWords(&s) + "  ·  " + state + "  ·  " + countWords(&s)
		if !s.Ended.IsZero() {
			return w.line.set(words, bad, show, w.dismissAction())
		}
		return w.line.set(words, bad, w.pauseAction(r), w.stopAction(r), show)
	}
	var going, held int
	var rate float64
	var published int
	for _, r := range w.jobs {
		s := r.job.Status()
		published += s.Published
		if s.Ended.IsZero() {
			going++
			rate += s.Rate
			if s.Paused || s.Waiting {
				held++
			}
		}
	}
	words := fmt.Sprintf("%s running", format.Plural(going, "job"))
	if ended := len(w.jobs) - going; ended > 0 {
		words += fmt.Sprintf(", %d ended", ended)
	}
	if held > 0 {
		words += fmt.Sprintf(", %d paused or waiting", held)
	}
	words += "  ·  " + perSecond(rate) + "  ·  " + format.Count(int64(published)) + " published"
	if going == 0 {
		return w.line.set(words, false, show, w.dismissAction())
	}
	return w.line.set(words, false, show, workAction{"Stop all jobs", theme.MediaStopIcon(), w.panel.using(w.stopJobs)})
}

func (w *work) dismissAction() workAction {
	return workAction{"Remove the ended jobs", theme.CancelIcon(), w.panel.using(func() { w.forget(0); w.draw() })}
}

func (w *work) pauseAction(r *running) workAction {
	if r.job.Status().Paused {
		return workAction{"Resume", theme.MediaPlayIcon(), w.panel.using(func() { r.job.Pause(false); w.draw() })}
	}
	return workAction{"Pause", theme.MediaPauseIcon(), w.panel.using(func() { r.job.Pause(true); w.draw() })}
}

func (w *work) stopAction(r *running) workAction {
	return workAction{"Stop", theme.MediaStopIcon(), w.panel.using(func() { w.end(r) })}
}

func (w *work) stopJobs() {
	for _, r := range w.jobs {
		w.end(r)
	}
}

// jobList is the dialog with all jobs.
type jobList struct {
	work  *work
	rows  *fyne.Container
	lines map[*running]*jobRow
	none  *widget.Label
}

// jobRow is a job in it.
type jobRow struct {
	object *fyne.Container
	line   *workLine
	counts *widget.Label
}

// showJobs opens it.
func (w *work) showJobs() {
	l := &jobList{work: w, rows: container.NewVBox(), lines: make(map[*running]*jobRow), none: widget.NewLabel("No job is listed.")}
	all := widgets.NewButton("Stop all", theme.MediaStopIcon(), w.stopJobs)
	tidy := widgets.NewButton("Remove the ended ones", theme.CancelIcon(), func() { w.forget(0); w.draw() })
	content := container.NewBorder(nil, container.NewHBox(all, tidy), nil, nil, container.NewVScroll(l.rows))
	w.list = l
	l.draw()
	d := w.panel.desk.NewDialog("Jobs of "+w.panel.conn.Title(), content)
	d.SetOnClosed(func() { w.list = nil })
	d.Resize(fyne.NewSize(w.panel.desk.Width(760), 420))
	w.panel.desk.Show(d)
}

// draw brings the rows up to date.
func (l *jobList) draw() {
	w := l.work
	objects := make([]fyne.CanvasObject, 0, len(w.jobs)+1)
	for _, r := range w.jobs {
		row := l.lines[r]
		if row == nil {
			row = &jobRow{line: newWorkLine(), counts: widget.NewLabel("")}
			row.counts.Wrapping, row.counts.Importance = fyne.TextWrapWord, widget.LowImportance
			row.object = container.NewVBox(row.line.object, row.counts, widget.NewSeparator())
			l.lines[r] = row
		}
		s := r.job.Status()
		state, bad := w.stateWords(&s)
		words := format.ExcerptOf(r.name, 60) + "  ·  " + rateWords(&s)
		if s.Ended.IsZero() {
			row.line.set(words, bad, w.pauseAction(r), w.stopAction(r))
		} else {
			row.line.set(words, bad)
		}
		if all := state + "  ·  " + countWords(&s); row.counts.Text != all {
			row.counts.SetText(all)
		}
		objects = append(objects, row.object)
	}
	if len(objects) == 0 {
		objects = append(objects, l.none)
	}
	if !slices.Equal(objects, l.rows.Objects) {
		l.rows.Objects = objects
		l.rows.Refresh()
	}
}

// repeatTyped is how a message is to be published again and again, as it is typed.
type repeatTyped struct{ every, jitter, count, burst, inFlight string }

// plan is a plan of it, or what in it is wrong.
func (t *repeatTyped) plan() (p jobs.Plan, wrong string) {
	var ok [5]bool
	p.Every, ok[0] = typedTime(t.every)
	p.Jitter, ok[1] = typedTime(t.jitter)
	p.Rounds, ok[2] = typedCount(t.count, 1<<40)
	p.Burst, ok[3] = typedCount(t.burst, mostBurst)
	p.InFlight, ok[4] = typedCount(t.inFlight, mostInFlight)
	for i, words := range []string{
		"Type the interval as a time, such as 10ms, 1s or 5m.", "Type the jitter as a time, such as 10ms.",
		"Type how many times as a whole number, or leave it empty.",
		fmt.Sprintf("Messages at once are a number up to %s.", format.Count(mostBurst)), fmt.Sprintf("Waiting at a time are up to %d messages.", mostInFlight),
	} {
		if !ok[i] {
			return p, words
		}
	}
	return p, ""
}

// typedCount reads a whole number; empty: 0.
func typedCount(s string, most int) (n int, ok bool) {
	if s = spaces.Replace(s); s == "" {
		return 0, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n <= most
}

var spaces = strings.NewReplacer(" ", "", "\u00a0", "", ",", "")

// askRepeat asks how the message is to be published again and again.
func (w *work) askRepeat() {
	d := w.panel.message()
	if clears(&d) {
		w.panel.say(clearsByHand, true)
		return
	}
	maker, err := draft.NewMaker(d, &w.shelf)
	if err == nil {
		_, err = maker.Make(w.panel.templateValues())
	}
	if err != nil {
		w.panel.say(w.words(err), true)
		return
	}
	t := &w.repeat
	every, jitter := fieldOf("interval, such as 10ms, 1s or 5m; 0: as fast as possible", &t.every), fieldOf("up to so much later, at random", &t.jitter)
	count, burst := fieldOf("empty: until it is stopped", &t.count), fieldOf("1", &t.burst)
	under := fieldOf("1; more for a short interval over a slow line", &t.inFlight)
	gone := widgets.NewSelect([]string{"Wait, and go on with the next one", "Stop"}, nil)
	gone.SetSelectedIndex(0)
	problem := widgets.NewSentences("", widget.DangerImportance)
	problem.Hide()
	confirm := widgets.NewButton("Start", theme.MediaPlayIcon(), nil)
	about := widgets.NewSentences(aboutDraft(&d), widget.LowImportance)
	q := w.panel.desk.Ask("Publish again and again", container.NewVBox(about, form(
		field{"Every", every}, field{"Jitter", jitter}, field{"Times", count}, field{"Messages at once", burst}, field{"Waiting at a time", under},
		field{"Without a connection", gone}), problem), confirm,
		desk.NamedObject{Name: "every", Object: every}, desk.NamedObject{Name: "times", Object: count}, desk.NamedObject{Name: "burst", Object: burst}, desk.NamedObject{Name: "problem", Object: problem})
	confirm.OnTapped = func() {
		plan, wrong := t.plan()
		if wrong == "" {
			wrong = w.cannotStart()
		}
		if wrong != "" {
			widgets.ShowProblem(problem, wrong)
			return
		}
		if gone.SelectedIndex() == 1 {
			plan.Gone = jobs.End
		}
		plan.Steps = []jobs.Step{{Maker: maker}}
		q.Close()
		w.start(d.Topic, plan)
	}
	for _, e := range []*widgets.Entry{every, jitter, count, burst, under} {
		e.OnSubmitted = func(string) { confirm.OnTapped() }
	}
	q.Dialog.Resize(fyne.NewSize(w.panel.desk.Width(560), 0))
	w.panel.desk.Focus(every)
}

// clearsByHand is said of a message that would clear again and again what a broker keeps.
const clearsByHand = "An empty retained message clears what the broker keeps. Publish it by hand."

// clears reports whether a message is one of those, as far as can be seen.
func clears(d *draft.Draft) bool { return d.Retain && len(d.Bytes) == 0 && d.Text == "" }

// aboutDraft says what a message is that is published later.
func aboutDraft(d *draft.Draft) string {
	size := len(d.Text)
	if d.Bytes != nil {
		size = len(d.Bytes)
	}
	words := fmt.Sprintf("%s to %s at QoS %d", format.Size(size), format.ExcerptOf(format.TopicInSentence(d.Topic), 100), d.QoS)
	if d.Retain {
		words += ", retained"
	}
	if d.Template {
		words += ", a template"
	}
	return words
}

// fieldOf is a field that keeps what is typed in a text.
func fieldOf(hint string, into *string) *widgets.Entry {
	e := widgets.NewEntry(hint)
	e.SetText(*into)
	e.OnChanged = func(s string) { *into = s }
	return e
}

// field is a control with its name.
type field struct {
	name    string
	control fyne.CanvasObject
}

// form stands controls below each other, behind their names.
func form(fields ...field) fyne.CanvasObject {
	box := container.NewVBox()
	for _, f := range fields {
		box.Add(container.NewBorder(nil, nil, arrange.OnLine(150, widget.NewLabel(f.name)), nil, f.control))
	}
	return box
}

// stepOf is the number of a step that an error is about, from 1; 0: of none.
func stepOf(err error) int {
	var at *jobs.StepError
	if errors.As(err, &at) {
		return at.Step + 1
	}
	return 0
}
