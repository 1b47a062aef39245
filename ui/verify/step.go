package verify

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/verify"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// step tells a person what is to be done now, over the verdicts.
type step struct {
	object *widgets.Panel
	words  *widgets.TwoLines
	done   *widgets.Button
	skip   *widgets.Button
	now    *verify.Step // nil: nothing is to be done
}

func newStep(done, skip func()) *step {
	s := &step{words: widgets.NewGrowingLines(14, 3), done: widgets.NewButton("Done", theme.ConfirmIcon(), done), skip: widgets.NewButton("Skip…", nil, skip)}
	s.done.Importance, s.skip.Importance = widget.HighImportance, widget.LowImportance
	s.object = widgets.NewPanel(look.Raised, container.NewBorder(nil, nil, nil, arrange.Middle(container.NewHBox(s.skip, s.done)), arrange.Middle(s.words)), 6, look.PageEdge)
	s.object.Hide()
	return s
}

// show shows a step; nil: there is none.
func (s *step) show(now *verify.Step) {
	s.now = now
	arrange.SetHidden(now == nil, s.object)
	if now == nil {
		return
	}
	words, colour := explain.PersonStep(*now), theme.ColorNameForeground
	if now.More > 0 {
		words = format.Counted(now.More, "{step} ({count} step after this one)", "{step} ({count} steps after this one)", "step", words)
	}
	if now.Phase == verify.Unready {
		colour = look.Muted
	}
	s.words.Set(format.Excerpt(words), "", look.Colour(colour))
	if ready := now.Phase == verify.Ready; ready == s.done.Disabled() {
		if ready {
			s.done.Enable()
		} else {
			s.done.Disable()
		}
	}
}

// stepNow is what a person is to do; nil: nothing.
func (p *Page) stepNow() *verify.Step {
	if !p.isRunning() || p.run.ending || p.shown == nil {
		return nil
	}
	return p.shown.Step
}

// stepDone is told that the step on view is done.
func (p *Page) stepDone() {
	if s := p.stepNow(); s != nil && p.run.live.Done(s.Check) {
		p.task.done.Disable()
		p.run.lookNow()
		return
	}
	widgets.ShowToast("This step cannot be done now.", true)
}

// skipStep asks why the step on view is not done.
func (p *Page) skipStep() {
	s, run := p.stepNow(), p.run
	if s == nil {
		return
	}
	reason := widgets.NewEntry("Why, as the report will say it")
	p.askWords(asking{"Skip this step", explain.SkippedStep(*s), []named{{"Reason", "skip reason", reason}}, "Skip", func() {
		if !run.live.Skip(s.Check, reason.Value()) {
			widgets.ShowToast("This step is already over.", true)
		}
		run.lookNow()
		p.keepRun(run)
	}})
}

// named is a field of a question.
type named struct {
	label, name string
	entry       *widgets.Entry
}

// asking is a question for texts, none of which may be empty.
type asking struct {
	title, about string
	fields       []named
	action       string // on the button that does it
	do           func()
}

// askWords asks for texts.
func (p *Page) askWords(a asking) {
	fields := a.fields
	words := widget.NewLabel(format.Excerpt(a.about))
	words.Wrapping = fyne.TextWrapWord
	form, objects := widget.NewForm(), []desk.NamedObject(nil)
	var q *desk.Question
	confirm := widgets.NewButton(a.action, nil, func() {
		q.Close()
		a.do()
	})
	check := func(string) {
		confirm.Enable()
		for _, f := range fields {
			if strings.TrimSpace(f.entry.Value()) == "" {
				confirm.Disable()
			}
		}
	}
	submit := func(string) { // Enter does what there is to do, or leads to the field that lacks something
		if !confirm.Disabled() {
			confirm.OnTapped()
			return
		}
		p.do.Desk.Focus(fields[slices.IndexFunc(fields, func(f named) bool { return strings.TrimSpace(f.entry.Value()) == "" })].entry)
	}
	for _, f := range fields {
		f.entry.OnChanged, f.entry.OnSubmitted = check, submit
		form.AppendItem(widget.NewFormItem(f.label, f.entry))
		objects = append(objects, desk.NamedObject{Name: f.name, Object: f.entry})
	}
	check("")
	q = p.do.Desk.Ask(a.title, container.NewVBox(words, form), confirm, objects...)
	q.Dialog.Resize(fyne.NewSize(p.do.Desk.Width(560), 0))
	p.do.Desk.Focus(fields[0].entry)
}

// waive asks why a verdict is accepted, and who does.
func (p *Page) waive() {
	r := p.verdict()
	if r == nil || !p.canWaive(r) {
		return
	}
	run, check, member := p.run, r.Check, r.Member
	reason, by := widgets.NewEntry("Why it is accepted, as the report will say it"), widgets.NewEntry("Name of who accepts it")
	by.SetText(p.waivedBy)
	name, of := namesOf(r)
	about := format.Fill("{subject}, {check}: {verdict}. {why}", "subject", name+of, "check", explain.CheckName(r.Check),
		"verdict", explain.VerdictState(r.State), "why", explain.Verdict(r.Reason))
	p.askWords(asking{"Accept this verdict", about, []named{{"Reason", "waiver reason", reason}, {"Name", "waiver name", by}}, "Waive", func() {
		p.waivedBy = by.Value()
		run.saved = false // that report has another verdict
		run.live.Waive(check, checklist.Waiver{Member: member, Reason: strings.TrimSpace(reason.Value()), By: strings.TrimSpace(by.Value())})
		run.lookNow()
	}})
}

// canWaive reports whether a verdict can be accepted though it has not passed: the last one
// counts, which is known once the run is over.
func (p *Page) canWaive(r *verify.Result) bool {
	return p.run != nil && p.run.ended && p.run.hasBegun() && r.State.Open()
}

// askToPublish asks before a run whether the commands of its checklist are published.
func (p *Page) askToPublish(of *opened, c *connection.Connection) {
	var commands []*checklist.Check
	if of.list != nil && !c.Profile.ReadOnly {
		commands = of.list.Of(checklist.Commanded)
	}
	if len(commands) == 0 {
		p.begin(of, c, false)
		return
	}
	const mostListed = 8
	var topics []string
	for _, one := range commands[:min(len(commands), mostListed)] {
		topics = append(topics, format.SignTopic(one.Command.Topic))
	}
	if more := len(commands) - mostListed; more > 0 {
		topics = append(topics, format.Fill("and {more} more", "more", more))
	}
	words := widget.NewLabel(format.Excerpt(format.Counted(len(commands), "This checklist publishes {count} command to the broker of {name}, and awaits the reply. Devices act on it.", "This checklist publishes {count} commands to the broker of {name}, and awaits the replies. Devices act on them.",
		"name", c.Title())))
	words.Wrapping = fyne.TextWrapWord
	list := widget.NewLabel(format.Excerpts(topics...))
	list.Truncation = fyne.TextTruncateEllipsis
	var q *desk.Question
	begin := func(publish bool) func() {
		return func() {
			q.Close()
			p.begin(of, c, publish)
		}
	}
	without, publish := widgets.NewButton("Start without them", nil, begin(false)), widgets.NewButton("Start and publish", nil, begin(true))
	q = p.do.Desk.Ask("Publish the commands?", container.NewVBox(words, list), publish, desk.NamedObject{Name: "without commands", Object: without})
	publish.Importance = widget.DangerImportance // no key does it by itself
	q.Dialog.SetButtons([]fyne.CanvasObject{q.Cancel, without, publish})
	q.Dialog.Resize(fyne.NewSize(p.do.Desk.Width(560), 0))
	q.OnGone = func() {
		p.starting = false
		p.showState()
	}
}
