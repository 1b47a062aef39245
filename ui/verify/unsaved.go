package verify

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// UnsavedReport reports whether a run is over whose report is in no file.
func (p *Page) UnsavedReport() bool {
	return p.run != nil && p.run.ended && p.run.hasBegun() && !p.run.saved
}

// reportWidth is that of the questions about a run.
const reportWidth = 520

// LetReportGo does something that takes the report of a run away, after a question if it is in
// no file.
func (p *Page) LetReportGo(do func()) {
	if !p.UnsavedReport() {
		do()
		return
	}
	p.do.Desk.AskLater(func() { p.askToLetGo(do) })
}

func (p *Page) askToLetGo(do func()) {
	if !p.UnsavedReport() { // it was saved while another question was asked
		do()
		return
	}
	r := p.run
	var q *desk.Question
	save := widgets.NewButton("Save…", theme.DocumentSaveIcon(), func() {
		q.Close()
		p.offerForms(r, do)
	})
	discard := widgets.NewButton("Discard the report", nil, func() {
		q.Close()
		r.saved = true // nobody wants it
		do()
	})
	discard.Importance = widget.DangerImportance
	words := "The report of this run is not saved. Its verdicts and the messages they rest on will be lost."
	q = p.do.Desk.Ask("Save the report?", widgets.NewSentences(words, widget.MediumImportance), save, desk.NamedObject{Name: "discard report", Object: discard})
	q.Dialog.SetButtons([]fyne.CanvasObject{q.Cancel, discard, save})
	q.Dialog.Resize(fyne.NewSize(p.do.Desk.Width(reportWidth), 0))
}

// askToFinish has a run judged now, after a question if there is something that it would judge
// by its deadline only.
func (p *Page) askToFinish() {
	r, s := p.run, p.shown
	left := time.Duration(0)
	if s != nil {
		left = r.of.list.Deadline - s.Elapsed
	}
	if s == nil || s.Waiting == 0 || s.Account.Began.IsZero() || left <= 0 {
		p.finish(r)
		return
	}
	if p.do.Desk.Asked != nil {
		return // one question at a time
	}
	var q *desk.Question
	now := widgets.NewButton("Finish now", theme.MediaStopIcon(), func() {
		q.Close()
		p.finish(r)
	})
	words := format.Counted(s.Waiting, "{count} check has not been judged. Finish now, or wait until {time}?",
		"{count} checks have not been judged. Finish now, or wait until {time}?", "time", endWords(time.Now(), left))
	q = p.do.Desk.Ask("Finish before the end?", widgets.NewSentences(words, widget.MediumImportance), now)
	q.Cancel.SetText("Wait")
	q.Dialog.Resize(fyne.NewSize(p.do.Desk.Width(reportWidth), 0))
}

// endWords say when a run ends that goes on for a while: with the date where that is another day.
func endWords(now time.Time, left time.Duration) string {
	end := now.Add(left)
	if format.Date(now) == format.Date(end) {
		return format.Clock(end)
	}
	return format.DateClock(end)
}

// finish has a run judge what has come so far.
func (p *Page) finish(r *run) {
	if r.ended {
		return
	}
	r.ending = true
	r.finish()
	p.showState()
}
