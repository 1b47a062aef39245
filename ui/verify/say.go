package verify

import (
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/verification"
	"mangrove/model/checklist"
	"mangrove/model/verify"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// showState says what there is to be said of the checklist and the run.
func (p *Page) showState() {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	name, what := "Verify", ""
	if p.list != nil {
		name = format.Excerpt(filepath.Base(p.list.path))
		if p.list.list != nil {
			what = "   " + listedWords(p.list.list)
		}
	}
	if p.shown != nil {
		what = "   " + tallyWords(p.shown.Tally)
		if absent := p.shown.Devices.Absent; absent > 0 {
			what += "  ·  " + format.Counted(absent, "{count} device or member never came", "{count} devices or members never came")
		}
	}
	p.title.Set(text.Span{Text: name, Style: text.Bold, Colour: plain}, text.Span{Text: what, Colour: muted, X: -1})
	words, colour := p.stateWords()
	p.state.Set(text.Span{Text: format.Excerpt(words + p.newerWords()), Colour: look.Colour(colour)})
	p.sayButtons()
	p.task.show(p.stepNow())
	p.table.Say(p.emptyWords())
	p.grid.table.Say(p.emptyWords())
}

// listedWords say of which site a checklist is, and how much is in it.
func listedWords(l *checklist.Checklist) string {
	words := format.Counted(len(l.Subjects), "{count} device or rule", "{count} devices and rules")
	if l.Site.Name != "" {
		words = format.ExcerptOf(l.Site.Name, 80) + "  ·  " + words
	}
	return words
}

// sayButtons shows what can be done.
func (p *Page) sayButtons() {
	word, icon := "Start", theme.MediaPlayIcon()
	if p.isRunning() {
		word, icon = "Finish", theme.MediaStopIcon()
	}
	if p.start.Text != word {
		p.start.SetText(word)
		p.start.SetIcon(icon)
	}
	p.stress(p.isJudged())
	able := p.isRunning() && !p.run.ending || !p.isRunning() && !p.starting && p.list != nil && p.do.Current() != nil && p.do.Open != nil
	arrange.SetAble(able, p.start)
	arrange.SetHidden(p.run == nil || !p.run.ended || !p.run.hasBegun(), p.save)
	arrange.SetHidden(p.isRunning() || len(p.compared()) == 0, p.runs)
	arrange.SetHidden(p.isRunning(), p.open, p.teach, p.create)
	arrange.SetHidden(p.isRunning() || p.list == nil || p.list.file == nil, p.edit)
	arrange.SetAble(p.do.Current() != nil && !p.learning, p.teach)
}

// isJudged reports whether a run goes on that nothing is missing for but its end.
func (p *Page) isJudged() bool {
	return p.isRunning() && !p.run.ending && p.shown != nil && !p.shown.Account.Began.IsZero() && p.shown.Connected && p.shown.Waiting == 0 && p.shown.Step == nil
}

// stress has Finish stand out where it is what is to be done next.
func (p *Page) stress(yes bool) {
	importance := widget.MediumImportance
	if yes {
		importance = widget.HighImportance
	}
	if p.start.Importance != importance {
		p.start.Importance = importance
		p.start.Refresh()
	}
}

// tallyWords counts verdicts.
func tallyWords(t verify.Tally) string {
	var said []string
	for _, one := range []struct {
		n    int
		what string
	}{{t.Fail, "failed"}, {t.Warn, "with a warning"}, {t.Pending, "pending"}, {t.Manual, "manual"}, {t.Waived, "waived"}, {t.NotVerifiable, "not verifiable"}, {t.Pass, "passed"}} {
		if one.n > 0 {
			said = append(said, format.Count(one.n)+" "+one.what)
		}
	}
	return strings.Join(said, "  ·  ")
}

// stateWords say how the run stands, and in which colour.
func (p *Page) stateWords() (words string, colour fyne.ThemeColorName) {
	r := p.run
	switch {
	case p.learning:
		return "Looking through what has arrived, and asking the broker what it keeps…", look.Muted
	case p.list == nil:
		return "A checklist says which devices must be there and what they must send. It is run against the current connection.", look.Muted
	case p.list.err != nil:
		return "This checklist cannot be used. Correct it with Edit or in another program; it is then read again.", theme.ColorNameError
	case r == nil && p.do.Current() == nil:
		return "Connect to the broker of the installation on the Explore page, then press Start.", look.Muted
	case r == nil:
		return format.Fill("Press Start to check the broker of {name}.", "name", p.do.Current().Title()), look.Muted
	case r.ending && !r.ended:
		return "Finishing: the broker is asked what it keeps.", look.Muted
	case !r.ended:
		return p.runningWords()
	case r.problem() != nil:
		return explain.Error(r.problem(), r.profile.Address), theme.ColorNameError
	}
	words, colour = r.finishedWords()
	return words + p.past.sinceWords(), colour
}

// finishedWords say what came of a run.
func (r *run) finishedWords() (words string, colour fyne.ThemeColorName) {
	s := r.standing.Load()
	words = format.Fill("Finished after {time} at {title}.", "time", format.Interval(s.Account.Heard.Round(time.Second)), "title", r.title)
	switch s.Tally.State() {
	case verify.Fail:
		return words + " The installation is not verified.", theme.ColorNameError
	case verify.Pending, verify.NotVerifiable:
		return words + " Not everything could be judged.", theme.ColorNameWarning
	case verify.Manual:
		return words + " Steps for a person were left out.", theme.ColorNameWarning
	case verify.Waived:
		return words + " What did not pass is waived; no other check failed.", theme.ColorNameWarning
	case verify.Warn:
		return words + " All checks passed, some with a warning.", theme.ColorNameWarning
	default:
		return words + " All checks passed.", theme.ColorNameSuccess
	}
}

// runningWords say how far a run is.
func (p *Page) runningWords() (words string, colour fyne.ThemeColorName) {
	if p.shown == nil || p.shown.Account.Began.IsZero() {
		return format.Fill("Connecting to {title}…", "title", p.run.title), look.Muted
	}
	elapsed := format.Interval(p.shown.Elapsed.Truncate(time.Second))
	if end := p.list.list.Deadline; end > 0 {
		words = format.Fill("Running for {elapsed} of {time} at {title}.", "elapsed", elapsed, "time", format.Interval(end), "title", p.run.title)
	} else {
		words = format.Fill("Running for {elapsed}, until you press Finish, at {title}.", "elapsed", elapsed, "title", p.run.title)
	}
	if !p.shown.Connected {
		return words + " There is no connection; time does not count until it is back.", theme.ColorNameWarning
	}
	if lost := p.shown.Account.Lost; lost > 0 {
		return words + format.Counted(lost, " {count} message lost.", " {count} messages lost."), theme.ColorNameWarning
	}
	switch waiting := p.shown.Waiting; {
	case waiting > 0:
		return words + format.Counted(waiting, " {count} check has not seen enough yet.", " {count} checks have not seen enough yet."), look.Muted
	case p.shown.Step == nil:
		return words + " All is judged: press Finish to end the run, then save its report.", theme.ColorNameForeground
	}
	return words, look.Muted
}

// emptyWords say what stands in the place of verdicts.
func (p *Page) emptyWords() string {
	switch {
	case p.list == nil:
		return "Open a checklist: a YAML file with the devices of the installation, the topics they use, and what must hold. " +
			"New writes one in a form. Learn makes one from what has arrived on the current connection: it is worth trying once each device has sent ten messages, and it says of how many topics that is so. Open also makes one from an AsyncAPI document, a JSON Schema or a list of devices as .csv. docs/verification.md describes it, and docs/checklists has examples for the demo."
	case p.list.err != nil && verification.IsBundle(p.list.file):
		return "This is a .zip file, not a checklist. The report of a run contains its checklist as checklist.yaml. To see whether a report was changed, use mangrove verify --check."
	case p.list.err != nil:
		return explain.Error(p.list.err, broker.Address{})
	case p.shown == nil && len(p.list.list.Doubts) > 0:
		return explain.Faults(p.list.list.Doubts, broker.Address{})
	case p.shown != nil && p.filter.Value() != "" && p.listed() == 0 && len(p.shown.Results) > 0:
		return "No verdict matches the filter."
	}
	return ""
}
