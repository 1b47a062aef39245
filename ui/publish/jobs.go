package publish

import (
	"context"
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
	"mangrove/ui/format"
	"mangrove/ui/widgets"
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
	name string
	job  *jobs.Job
	of   []draft.Draft // what it publishes
	// sequence is what it is made of; nil: one message.
	sequence *jobs.Sequence
	ended    bool // it is being ended
	secrets
}

// start begins a job that publishes messages of drafts.
func (w *work) start(name string, plan jobs.Plan, of ...draft.Draft) {
	w.begin(&running{name: name, of: of}, plan)
}

// begin begins a job.
func (w *work) begin(r *running, plan jobs.Plan) {
	plan.Values = w.panel.templateValues()
	r.job, r.secrets = jobs.Start(context.Background(), w.panel.conn.Session, plan), w.panel.environment.secrets
	w.jobs = append(w.jobs, r)
	keep, entry := w.panel.keeper(), r.entry(w.panel.environment.id())
	w.ending.Go(func() { // ends with the job, whom Stop ends
		<-r.job.Done()
		s := r.job.Status()
		entry.Counts, entry.Outcome = countsOf(&s, len(r.of)), r.outcome(&s)
		keep(entry)
	})
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
		return format.Fill("{limit} jobs are running. Stop one first.", "limit", mostJobs)
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
func (w *work) stateWords(r *running, s *jobs.Status) (words string, bad bool) {
	switch {
	case s.Ended.IsZero() && s.Waiting:
		return "waiting for the connection", true
	case s.Ended.IsZero() && s.Paused:
		return "paused", false
	case s.Ended.IsZero():
		return "running", false
	case s.Problem != nil:
		return format.Fill("ended  ·  {why}", "why", r.why(s.Problem, w.panel.conn.Profile.Address, r.of...)), true
	case s.Stopped:
		return "stopped", false
	}
	return "done", false
}

// rateWords say how many messages there are in a second, and how many there should be.
func rateWords(s *jobs.Status) string {
	if s.Rate == 0 {
		return "" // it has not gone on for long enough
	}
	rate := perSecond(s.Rate)
	if s.Wanted > 0 && s.Ended.IsZero() && !s.Paused && !s.Waiting && (s.Late > 0 || s.Rate < 0.95*s.Wanted && s.Rounds > 3) {
		rate = format.Fill("{rate} of {wanted}", "rate", rate, "wanted", perSecond(s.Wanted))
	}
	return "  ·  " + rate
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
	parts := []string{format.Fill("{count} published", "count", format.Count(int64(s.Published)))}
	if s.Messages > 0 {
		parts[0] = format.Fill("{count} of {all} published", "count", format.Count(int64(s.Published)), "all", format.Count(int64(s.Messages)))
	}
	for _, c := range []struct {
		n     int
		words string
	}{
		{s.Unconfirmed, "{count} unconfirmed"}, {s.Again, "{count} sent again"}, {s.Refused, "{count} refused"},
		{s.Unanswered, "{count} without an answer"}, {s.NoSubscribers, "{count} without a subscriber"},
	} {
		if c.n > 0 {
			parts = append(parts, format.Fill(c.words, "count", format.Count(int64(c.n))))
		}
	}
	if s.Acknowledged > 0 && s.Acknowledged < s.Published {
		parts = append(parts, format.Fill("{count} acknowledged", "count", format.Count(int64(s.Acknowledged))))
	}
	if mean := s.Latency.Mean(); mean > 0 {
		parts = append(parts, format.Fill("{mean} (at most {most})", "mean", format.Interval(mean), "most", format.Interval(s.Latency.Most)))
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
		state, bad := w.stateWords(r, &s)
		words := format.ExcerptOf(bothEnds(r.name, 60), 80) + rateWords(&s) + "  ·  " + state + "  ·  " + countWords(&s)
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
	facts := []string{format.Counted(going, "{count} job running", "{count} jobs running")}
	if ended := len(w.jobs) - going; ended > 0 {
		facts = append(facts, format.Fill("{count} ended", "count", ended))
	}
	if held > 0 {
		facts = append(facts, format.Fill("{count} paused or waiting", "count", held))
	}
	words := strings.Join([]string{strings.Join(facts, ", "), perSecond(rate), format.Fill("{count} published", "count", format.Count(int64(published)))}, "  ·  ")
	if going == 0 {
		return w.line.set(words, false, show, w.dismissAction())
	}
	return w.line.set(words, false, show, workAction{"Stop all jobs", theme.MediaStopIcon(), w.panel.using(w.stopJobs)})
}

func (w *work) dismissAction() workAction {
	return workAction{"Remove ended jobs", theme.CancelIcon(), w.panel.using(func() { w.forget(0); w.draw() })}
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
	tidy := widgets.NewButton("Remove ended jobs", theme.CancelIcon(), func() { w.forget(0); w.draw() })
	content := container.NewBorder(nil, container.NewHBox(all, tidy), nil, nil, container.NewVScroll(l.rows))
	w.list = l
	l.draw()
	d := w.panel.desk.NewDialog(format.Fill("Jobs of {name}", "name", w.panel.conn.Title()), content)
	d.SetOnClosed(func() { w.list = nil })
	d.Resize(fyne.NewSize(w.panel.desk.Width(760), min(420, w.panel.desk.Canvas().Size().Height-60)))
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
		state, bad := w.stateWords(r, &s)
		words := format.ExcerptOf(bothEnds(r.name, 60), 80) + rateWords(&s)
		if s.Ended.IsZero() {
			row.line.set(words, bad, w.pauseAction(r), w.stopAction(r))
		} else {
			row.line.set(words, bad)
		}
		if all := format.Excerpt(state + "  ·  " + countWords(&s)); row.counts.Text != all {
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
