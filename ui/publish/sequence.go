package publish

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/draft"
	"mangrove/broker/jobs"
	"mangrove/broker/request"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// addStep has the message as it is typed be the last of the sequence.
func (w *work) addStep() {
	if len(w.sequence.Steps) >= jobs.MostSteps {
		w.panel.showOutcome(format.Fill("A sequence has at most {limit} messages.", "limit", jobs.MostSteps), true)
		return
	}
	d, ok := w.panel.message()
	if !ok {
		return
	}
	if w.sequence.Rounds == 0 && len(w.sequence.Steps) == 0 {
		w.sequence.Rounds = 1
	}
	w.sequence.Steps = append(w.sequence.Steps, jobs.SequenceStep{Draft: d.Clone()})
	w.panel.showOutcome(format.Fill("Added to the sequence as message {count}.", "count", len(w.sequence.Steps)), false)
}

// Sequence is the sequence as it is typed, and SetSequence puts it back.
func (p *Panel) Sequence() jobs.Sequence {
	q := p.work.sequence
	q.Steps = slices.Clone(q.Steps) // it is written beside the goroutine that draws
	return q
}

// SetSequence puts back a sequence.
func (p *Panel) SetSequence(q jobs.Sequence) { p.work.sequence = q }

// sequenceDialog is where a sequence is edited.
type sequenceDialog struct {
	work          *work
	q             *desk.Question
	steps         *fyne.Container
	rounds, every string
	gone          *widgets.Select
	typed         []stepTyped
	problem       *widget.Label
}

// stepTyped is what is typed of a step.
type stepTyped struct {
	after, filter, where, within string
	waits                        bool
}

// showSequence opens the dialog.
func (w *work) showSequence() { _ = w.showSequenceWith("") }

// showSequenceWith opens it with what is wrong with the sequence, "" for nothing.
func (w *work) showSequenceWith(problem string) *sequenceDialog {
	d := &sequenceDialog{work: w, steps: container.NewVBox(), problem: widgets.NewSentences("", widget.DangerImportance)}
	widgets.ShowProblem(d.problem, problem)
	if w.sequence.Rounds > 0 {
		d.rounds = strconv.Itoa(w.sequence.Rounds)
	}
	if w.sequence.Every > 0 {
		d.every = timeText(w.sequence.Every)
	}
	d.gone = newGone(w.sequence.Gone)
	rounds, every := fieldOf("empty: until it is stopped", &d.rounds), fieldOf("such as 10s; empty: one round after the other", &d.every)
	add := widgets.NewButton("Add the message of the panel", theme.ContentAddIcon(), func() {
		d.keep()
		n, words := len(w.sequence.Steps), ""
		if w.addStep(); len(w.sequence.Steps) == n {
			words = w.panel.words // which lies behind the dialog
		}
		d.fill()
		widgets.ShowProblem(d.problem, words)
	})
	start := widgets.NewButton("Start", theme.MediaPlayIcon(), d.start)
	bottom := container.NewVBox(container.NewHBox(add), form(field{"Times", rounds}, field{"A round every", every}, field{goneName, d.gone}), d.problem)
	scroll := container.NewVScroll(d.steps)
	scroll.SetMinSize(fyne.NewSize(0, 120))
	d.fill()
	d.q = w.panel.desk.Ask("Sequence", container.NewBorder(nil, bottom, nil, nil, scroll), start,
		desk.NamedObject{Name: "add step", Object: add}, desk.NamedObject{Name: "rounds", Object: rounds}, desk.NamedObject{Name: "gone", Object: d.gone}, desk.NamedObject{Name: "problem", Object: d.problem})
	d.q.KeepsAll()
	d.q.Dialog.SetOnClosed(d.keep)
	d.q.Dialog.Resize(fyne.NewSize(w.panel.desk.Width(780), min(560, w.panel.desk.Canvas().Size().Height-60)))
	return d
}

// timeText writes milliseconds so that [typedTime] reads them.
func timeText(ms int64) string { return (time.Duration(ms) * time.Millisecond).String() }

// fill shows the steps.
func (d *sequenceDialog) fill() {
	w := d.work
	d.typed = make([]stepTyped, len(w.sequence.Steps))
	d.steps.RemoveAll()
	for i := range w.sequence.Steps {
		s, t := &w.sequence.Steps[i], &d.typed[i]
		t.within = "5s"
		if s.After > 0 {
			t.after = timeText(s.After)
		}
		if s.Reply != nil {
			t.waits, t.filter, t.where, t.within = true, s.Reply.Filter, s.Reply.Where, timeText(s.Reply.Within)
		}
		d.steps.Add(d.row(i))
	}
	if len(w.sequence.Steps) == 0 {
		d.steps.Add(widgets.NewSentences("There is no message yet. Type one in the publish panel and add it.", widget.LowImportance))
	}
	d.steps.Refresh()
}

// row is a step: what it is, and when the next one comes.
func (d *sequenceDialog) row(i int) fyne.CanvasObject {
	s, t := &d.work.sequence.Steps[i], &d.typed[i]
	name := widget.NewLabel(format.Excerpt(fmt.Sprintf("%d. %s", i+1, aboutDraft(&s.Draft))))
	name.Truncation = fyne.TextTruncateEllipsis
	move := func(by int) func() {
		return func() {
			d.keep()
			steps := d.work.sequence.Steps
			if to := i + by; to >= 0 && to < len(steps) {
				steps[i], steps[to] = steps[to], steps[i]
			}
			d.fill()
		}
	}
	up := widgets.NewIconButton("Earlier", theme.MoveUpIcon(), move(-1))
	down := widgets.NewIconButton("Later", theme.MoveDownIcon(), move(1))
	remove := widgets.NewIconButton("Remove", theme.DeleteIcon(), func() {
		d.keep()
		d.work.removeStep(i)
		d.fill()
	})
	edit := widgets.NewIconButton("Edit the message", theme.DocumentCreateIcon(), func() { d.editStep(i) })
	take := widgets.NewIconButton("Copy to the panel", theme.DownloadIcon(), func() { d.takeStep(i) })
	after := fieldOf("0", &t.after)
	filter := fieldOf("filter; empty: response topic (MQTT 5)", &t.filter)
	where, within := fieldOf("condition, such as state=ON", &t.where), fieldOf("5s", &t.within)
	answer := container.NewVBox(container.NewGridWithColumns(2, filter, container.NewBorder(nil, nil, nil, container.NewHBox(widget.NewLabel("within"), container.NewGridWrap(fyne.NewSize(80, within.MinSize().Height), within)), where)))
	waits := widgets.NewCheck("Wait for an answer", nil)
	waits.OnChanged = func(on bool) {
		t.waits = on
		if on {
			answer.Show()
		} else {
			answer.Hide()
		}
	}
	waits.SetChecked(t.waits)
	if !t.waits {
		answer.Hide()
	}
	wait := container.NewHBox(widget.NewLabel("Wait before it"), container.NewGridWrap(fyne.NewSize(90, after.MinSize().Height), after), waits)
	return container.NewVBox(container.NewBorder(nil, nil, nil, container.NewHBox(take, edit, up, down, remove), name), wait, answer, widget.NewSeparator())
}

// removeStep removes a step, which can be undone once the dialog is closed.
func (w *work) removeStep(i int) {
	gone := w.sequence.Steps[i]
	w.sequence.Steps = append(w.sequence.Steps[:i:i], w.sequence.Steps[i+1:]...)
	w.panel.OnUndo(format.Fill("Message {number} was removed from the sequence.", "number", i+1), func() {
		if now := w.sequence.Steps; len(now) < jobs.MostSteps {
			w.sequence.Steps = slices.Insert(slices.Clone(now), min(i, len(now)), gone)
		}
	})
}

// keep keeps what is typed of the steps, as far as it can be read.
func (d *sequenceDialog) keep() { d.read() }

// read takes in what is typed, and says what in it is wrong.
func (d *sequenceDialog) read() (wrong string) {
	q := &d.work.sequence
	q.Gone = goneOf(d.gone)
	for i := range d.typed {
		s, t := &q.Steps[i], &d.typed[i]
		after, ok := typedTime(t.after)
		if ok {
			s.After = after.Milliseconds()
		} else if wrong == "" {
			wrong = format.Fill("Type the wait before message {number} as a time, such as 200ms.", "number", i+1)
		}
		if s.Reply = nil; !t.waits {
			continue
		}
		within, ok := typedTime(t.within)
		if (!ok || within <= 0) && wrong == "" {
			wrong = format.Fill("Type how long the answer to message {number} may take, such as 5s.", "number", i+1)
		}
		s.Reply = &request.Reply{Filter: t.filter, Where: t.where, Within: max(1, within.Milliseconds())}
	}
	rounds, ok := typedCount(d.rounds, 1<<30)
	if ok {
		q.Rounds = rounds
	} else if wrong == "" {
		wrong = "Type how many times as a whole number, or leave it empty."
	}
	every, ok := typedTime(d.every)
	if ok {
		q.Every = every.Milliseconds()
	} else if wrong == "" {
		wrong = "Type the time of a round, such as 10s, or leave it empty."
	}
	return wrong
}

// start begins the sequence as a job.
func (d *sequenceDialog) start() {
	w := d.work
	wrong := d.read()
	if wrong == "" {
		wrong = w.cannotStart()
	}
	if wrong == "" && len(w.sequence.Steps) == 0 {
		wrong = "Add a message first."
	}
	if wrong != "" {
		widgets.ShowProblem(d.problem, wrong)
		return
	}
	why, q, client, atOnce := w.explainer(draftsOf(&w.sequence)...), w.panel.Sequence(), w.requests(), true
	for i := range q.Steps {
		atOnce = atOnce && isMadeAtOnce(&q.Steps[i].Draft)
	}
	values, doubts := w.panel.templateValues(), w.panel.doubter()
	w.prepare(d.q, atOnce && !doubts.looks(draftsOf(&q)...), func() (func(), error) {
		plan, err := q.Plan(client, &w.panel.shelf)
		ask := doubts.of(values, draftsOf(&q)...)
		return func() {
			d.q.Close()
			w.beginAfter(ask, "Start", func() {
				w.begin(&running{name: format.Counted(len(plan.Steps), "Sequence of {count} message", "Sequence of {count} messages"), of: draftsOf(&q), sequence: &q}, plan)
			})
		}, err
	}, func(err error) {
		widgets.ShowProblem(d.problem, format.Fill("Message {number}: {why}", "number", stepOf(err), "why", why(err)))
	})
}

// draftsOf are the messages of a sequence.
func draftsOf(q *jobs.Sequence) (all []draft.Draft) {
	for i := range q.Steps {
		all = append(all, q.Steps[i].Draft)
	}
	return all
}

// stepOf is the number of a step that an error is about, from 1; 0: of none.
func stepOf(err error) int {
	var at *jobs.StepError
	if errors.As(err, &at) {
		return at.Step + 1
	}
	return 0
}
