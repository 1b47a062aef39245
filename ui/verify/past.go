package verify

import (
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/verification"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// past is the runs of a checklist that are kept.
type past struct {
	runs []verification.Past // the one that was kept last first
	// since is how the run on view differs from the one before it; nil: there is none.
	since  *verification.Comparison
	before verification.Past
}

// pastOf reads the runs of a checklist that are kept. It may take a while.
func (p *Page) pastOf(path string) ([]verification.Past, error) {
	if p.do.History == nil {
		return nil, nil
	}
	return p.do.History(path).Runs()
}

// keeps reports whether a run that is over is kept: nothing came of one without a connection.
func (p *Page) keeps(r *run) bool { return p.do.History != nil && r.hasBegun() && r.problem() == nil }

// past is how the run stands, as it is kept.
func (r *run) past() verification.Past {
	return r.live.Standing(time.Now(), false).Past(r.of.list, r.profile.Address.PublicURL())
}

// keepRun keeps a run that is over, beside the goroutine that draws, and says how it differs
// from the one before.
func (p *Page) keepRun(r *run) {
	if !p.keeps(r) {
		return
	}
	history := p.do.History(r.of.path)
	before, done := p.keptBefore, make(chan struct{})
	p.keptBefore = done
	go func() { // ends when it is kept
		defer close(done)
		if before != nil {
			<-before // the later state of a run is written later
		}
		now := r.past()
		runs, err := history.Keep(now)
		of := past{runs: runs}
		of.compare(&now)
		p.do.Desk.Run(func() {
			if p.run != r {
				return
			}
			p.past = of
			if err != nil {
				widgets.ShowToast("This run could not be kept for comparison. "+explain.Error(err, broker.Address{}), true)
			}
			p.showState()
		})
	}()
}

// compare holds a run against the latest before it.
func (o *past) compare(now *verification.Past) {
	if before := now.Before(o.runs); before != nil {
		c := verification.Compare(before.Earlier(), now.Earlier())
		o.since, o.before = &c, *before
	}
}

// sinceWords say how the run differs from the one before, in numbers.
func (o *past) sinceWords() string {
	if o.since == nil {
		return ""
	}
	return format.Fill("  Since {time}: {changes}.", "time", format.DateClock(o.before.Ended.Local()), "changes", changeCounts(o.since))
}

// changeCounts are how many checks are otherwise.
func changeCounts(c *verification.Comparison) string {
	var said []string
	for _, one := range []struct {
		n     int
		words string
	}{{len(c.Worse), "{count} worse"}, {len(c.Gone), "{count} gone"}, {len(c.Added), "{count} new"}, {len(c.Better), "{count} better"}} {
		if one.n > 0 {
			said = append(said, format.Fill(one.words, "count", format.Count(one.n)))
		}
	}
	if len(said) == 0 {
		return "no change"
	}
	return strings.Join(said, ", ")
}

// compared are the runs that the latest one, or that on view, can be held against.
func (p *Page) compared() []verification.Past {
	if len(p.past.runs) < 2 {
		return nil
	}
	return p.past.runs[1:]
}

// mostOffered are the earlier runs that a menu has.
const mostOffered = 15

// runsMenu offers the earlier runs.
func (p *Page) runsMenu() {
	var items []*fyne.MenuItem
	latest := &p.past.runs[0]
	all := p.compared()
	for i := range all[:min(len(all), mostOffered)] {
		before := &all[i]
		item := fyne.NewMenuItem(format.Excerpt(format.DateClock(before.Ended.Local())+"   "+tallyWords(before.Tally)), func() { p.showChanges(before, latest) })
		item.Disabled = before.LeftOut+latest.LeftOut > 0
		items = append(items, item)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.runs)
	widgets.ShowMenu(p.runs, at.AddXY(0, p.runs.Size().Height), items...)
}

// showChanges lists what is otherwise in the latest run than in one before it.
func (p *Page) showChanges(before, latest *verification.Past) {
	c := verification.Compare(before.Earlier(), latest.Earlier())
	list := widgets.NewList("Every check has the same verdict as then.")
	width := p.do.Desk.Width(changesWide)
	list.Set(changeLines(width-changesEdge, &c))
	words := widgets.NewStrip(22, 12)
	said := format.Fill("{changes}, {count} as before.", "changes", changeCounts(&c), "count", format.Count(c.Same))
	if !c.Checklist {
		said += " The checklist has changed since."
	}
	words.Set(text.Span{Text: said, Colour: look.Colour(theme.ColorNameForeground)})
	content := container.NewBorder(words, nil, nil, nil, container.New(arrange.Low{Height: 8 * look.RowHeight}, list.Object))
	d := p.do.Desk.NewDialog(format.Fill("From {before} to {after}", "before", format.DateClock(before.Ended.Local()), "after", format.DateClock(latest.Ended.Local())), content)
	d.Resize(fyne.NewSize(width, 420))
	p.do.Desk.Show(d)
	p.do.Desk.Focus(list.Rows)
}

// mostChanges are listed; how many more there are is said.
const mostChanges = 2_000

// changeLines are a line for each change, the worst first.
func changeLines(width float32, c *verification.Comparison) (lines [][]text.Span) {
	more := 0
	for _, group := range []struct {
		word    string
		colour  fyne.ThemeColorName
		changes []verification.Change
	}{
		{"Worse", theme.ColorNameError, c.Worse}, {"Gone", theme.ColorNameWarning, c.Gone},
		{"New", look.Muted, c.Added}, {"Better", theme.ColorNameSuccess, c.Better},
	} {
		for i := range group.changes {
			if len(lines) == mostChanges {
				more++
				continue
			}
			lines = append(lines, changeLine(width, group.word, look.Colour(group.colour), &group.changes[i]))
		}
	}
	if more > 0 {
		lines = append(lines, []text.Span{{Text: format.Fill("… and {count} more", "count", format.Count(more)), Colour: look.Colour(look.Muted), X: look.PageEdge}})
	}
	return lines
}

// Columns of the changes.
const (
	changesWide = 900
	changesEdge = 40 // of the dialog, beside them
	changeWord  = 64
	quarter     = 0.25 // of the rest: the verdicts, and the name
)

func changeLine(width float32, word string, colour color.Color, c *verification.Change) []text.Span {
	name, what := changeWord+(width-changeWord)*quarter, changeWord+(width-changeWord)*2*quarter
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	of := c.Of()
	var states string
	switch {
	case c.Before.State == "":
		states = verdictWords(of)
	case c.After.State == "":
		states = format.Fill("was {verdict}", "verdict", verdictWords(of))
	default:
		states = verdictWords(&c.Before) + " → " + verdictWords(&c.After)
	}
	called := of.Subject
	if part := of.Part(); part != "" {
		called = format.Fill("{part}  of {subject}", "part", part, "subject", of.Subject)
	}
	return []text.Span{
		{Text: word, Colour: colour, X: look.PageEdge, Limit: changeWord},
		{Text: format.Excerpt(states), Colour: plain, X: changeWord, Limit: name - columnGap},
		{Text: format.SignTopic(called), Colour: plain, X: name, Limit: what - columnGap, Keep: "/"},
		{Text: format.Excerpt(of.Name() + "  ·  " + of.Sentence()), Colour: muted, X: what, Limit: width},
	}
}

func verdictWords(v *verification.EarlierVerdict) string {
	words := explain.VerdictState(v.State)
	if v.Waived {
		return format.Fill("{verdict}, waived", "verdict", words)
	}
	return words
}
