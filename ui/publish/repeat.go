package publish

import (
	"regexp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/draft"
	"mangrove/broker/jobs"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// mostRounds is how often a message is published by a job; without a number it has no end.
const mostRounds = 2_000_000_000 // of 32 bits, too

// repeatTyped is how a message is to be published again and again, as it is typed.
type repeatTyped struct{ every, jitter, count, burst, inFlight string }

// plan is a plan of it, or what in it is wrong.
func (t *repeatTyped) plan() (p jobs.Plan, wrong string) {
	var ok [5]bool
	p.Every, ok[0] = typedTime(t.every)
	p.Jitter, ok[1] = typedTime(t.jitter)
	p.Rounds, ok[2] = typedCount(t.count, mostRounds)
	p.Burst, ok[3] = typedCount(t.burst, mostBurst)
	p.InFlight, ok[4] = typedCount(t.inFlight, mostInFlight)
	for i, words := range []string{
		"Type the interval as a time, such as 10ms, 1s or 5m.", "Type the jitter as a time, such as 10ms.",
		"Type how many times as a whole number, or leave it empty.",
		format.Fill("Type the messages at once as a number up to {limit}.", "limit", format.Count(mostBurst)), format.Fill("Up to {limit} messages may be unacknowledged at a time.", "limit", mostInFlight),
	} {
		if !ok[i] {
			return p, words
		}
	}
	return p, ""
}

// typedCount reads a whole number; empty: 0.
func typedCount(s string, most int) (n int, ok bool) {
	if s, ok = ungrouped(s); s == "" {
		return 0, ok
	}
	n, err := strconv.Atoi(s)
	return n, ok && err == nil && n >= 0 && n <= most
}

var (
	spaces = strings.NewReplacer(" ", "", "\u00a0", "")
	// grouped is a number with commas between its groups of digits, and maybe a fraction and a unit.
	grouped = regexp.MustCompile(`^\d{1,3}(,\d{2,3})*,\d{3}([^\d,].*)?$`)
)

// ungrouped is a number without what divides its digits. A comma that does not may stand for
// a decimal point, which would be ten times as much without it.
func ungrouped(s string) (plain string, ok bool) {
	s = spaces.Replace(s)
	if strings.Contains(s, ",") && !grouped.MatchString(s) {
		return s, false
	}
	return strings.ReplaceAll(s, ",", ""), true
}

// repeatDialog asks how a message is to be published again and again.
type repeatDialog struct {
	work    *work
	draft   draft.Draft
	q       *desk.Question
	gone    *widgets.Select
	problem *widget.Label
}

// askRepeat asks how the message is to be published again and again. What is wrong with it
// is said before, where that is known at once.
func (w *work) askRepeat() {
	d, ok := w.panel.message()
	if !ok {
		return
	}
	if isMadeAtOnce(&d) {
		if _, err := draft.NewMaker(d, &w.panel.shelf); err != nil {
			w.panel.showOutcome(w.words(err), true)
			return
		}
	}
	(&repeatDialog{work: w, draft: d}).show()
}

func (d *repeatDialog) show() {
	w := d.work
	t := &w.repeat
	every, jitter := fieldOf("interval, such as 10ms, 1s or 5m; 0: as fast as possible", &t.every), fieldOf("random extra delay", &t.jitter)
	count, burst := fieldOf("empty: until it is stopped", &t.count), fieldOf("1", &t.burst)
	under := fieldOf("1 at a time; more is faster, and not in order", &t.inFlight)
	d.gone = newGone(jobs.Wait)
	d.problem = widgets.NewSentences("", widget.DangerImportance)
	d.problem.Hide()
	confirm := widgets.NewButton("Start", theme.MediaPlayIcon(), d.check)
	about := widgets.NewSentences(aboutDraft(&d.draft), widget.LowImportance)
	d.q = w.panel.desk.Ask("Publish repeatedly", container.NewVBox(about, form(
		field{"Every", every}, field{"Jitter", jitter}, field{"Times", count}, field{"Messages at once", burst}, field{"Unacknowledged", under},
		field{goneName, d.gone}), d.problem), confirm,
		desk.NamedObject{Name: "every", Object: every}, desk.NamedObject{Name: "times", Object: count}, desk.NamedObject{Name: "burst", Object: burst}, desk.NamedObject{Name: "problem", Object: d.problem})
	for _, e := range []*widgets.Entry{every, jitter, count, burst, under} {
		e.OnSubmitted = func(string) { d.check() }
	}
	d.q.Dialog.Resize(fyne.NewSize(w.panel.desk.Width(560), 0))
	w.panel.desk.Focus(every)
}

// check starts the job, or says what is wrong.
func (d *repeatDialog) check() {
	w := d.work
	plan, wrong := w.repeat.plan()
	if wrong == "" {
		wrong = w.cannotStart()
	}
	if wrong != "" {
		widgets.ShowProblem(d.problem, wrong)
		return
	}
	plan.Gone = goneOf(d.gone)
	values, why, doubts := w.panel.templateValues(), w.explainer(d.draft), w.panel.doubter()
	w.prepare(d.q, isMadeAtOnce(&d.draft) && !doubts.looks(d.draft), func() (func(), error) {
		maker, err := draft.NewMaker(d.draft, &w.panel.shelf)
		if err == nil {
			_, err = maker.Make(values)
		}
		plan.Steps = []jobs.Step{{Maker: maker}}
		ask := doubts.ofRounds(values, plan.Rounds*max(1, plan.Burst), d.draft)
		return func() {
			d.q.Close()
			w.beginAfter(ask, "Start", func() { w.start(d.draft.Topic, plan, d.draft) })
		}, err
	}, func(err error) { widgets.ShowProblem(d.problem, why(err)) })
}

// goneName is the name of the choice that newGone makes.
const goneName = "Without a connection"

// newGone is the choice of what a job does when there is no connection.
func newGone(now jobs.WhenGone) *widgets.Select {
	s := widgets.NewSelect([]string{"Wait, and go on with the next one", "Stop"}, nil)
	if s.SetSelectedIndex(0); now == jobs.End {
		s.SetSelectedIndex(1)
	}
	return s
}

// goneOf is what is chosen.
func goneOf(s *widgets.Select) jobs.WhenGone {
	if s.SelectedIndex() == 1 {
		return jobs.End
	}
	return jobs.Wait
}

// explainer says what is wrong with messages of drafts, without the values of secret
// variables that there are now.
func (w *work) explainer(of ...draft.Draft) func(error) string {
	s, address := w.panel.environment.secrets, w.panel.conn.Profile.Address
	return func(err error) string { return s.why(err, address, of...) }
}

// prepare has something made for what is asked in a dialog, and goes on with it while that
// is open, or says what is wrong with it.
func (w *work) prepare(q *desk.Question, atOnce bool, do func() (then func(), err error), say func(error)) {
	if q.Busy {
		return
	}
	q.Busy = true
	w.panel.makeBeside(atOnce, func() func() {
		then, err := do()
		return func() {
			switch q.Busy = false; {
			case q.Gone:
			case err != nil:
				say(err)
			default:
				then()
			}
		}
	})
}

// clears reports whether a message clears what a broker keeps, as far as can be seen before
// it is made.
func clears(d *draft.Draft) bool { return d.Retain && len(d.Bytes) == 0 && d.Text == "" }

// bothEnds is a name without its middle where it has more than so many letters: topics
// differ at their end.
func bothEnds(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most/2]) + "…" + string(runes[len(runes)-most/2:])
}

// aboutDraft says what a message is that is published later.
func aboutDraft(d *draft.Draft) string {
	size := len(d.Text)
	if d.Bytes != nil {
		size = len(d.Bytes)
	}
	facts := []string{format.Fill("{size} to {topic} at QoS {QoS}",
		"size", format.Size(size), "topic", format.ExcerptOf(bothEnds(format.TopicInSentence(d.Topic), 70), 100), "QoS", d.QoS)}
	if d.Retain {
		facts = append(facts, "retained")
	}
	if d.Template {
		facts = append(facts, "a template")
	}
	return strings.Join(facts, ", ")
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
		box.Add(container.NewBorder(nil, nil, arrange.OnLine(150, widget.NewLabel(format.Excerpt(f.name))), nil, f.control))
	}
	return box
}
