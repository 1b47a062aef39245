package ui

import (
	"time"

	"fyne.io/fyne/v2/widget"

	"mangrove/ui/report"
	"mangrove/ui/widgets"
)

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
	r := w.lookAt(now)
	r.Shorten()
	if r.DiffersFrom(&w.told) {
		w.told = *r
		w.told.Forget()
		w.services.Report(*r)
	}
	return true
}

// lookAt is a report of the window as it is.
func (w *Window) lookAt(now time.Time) *report.Report {
	r := report.New(w.window.Canvas(), now)
	r.Status, r.Work = w.status.left.Text(), w.loop.WorkDone()
	r.Place("rail explore", w.rail[pageExplore])
	r.Place("rail devices", w.rail[pageDevices])
	r.Place("rail verify", w.rail[pageVerify])
	r.Place("rail warnings", w.rail[pageWarnings])
	r.Place("rail broker", w.rail[pageBox])
	w.reportLastRun(r)
	if box := w.brokers.RunningBox(); box != nil {
		r.Box = box.Address()
	}
	for _, e := range w.tabs.list {
		r.Tabs = append(r.Tabs, e.Conn.Title())
	}
	w.onView().Report(r)
	for _, o := range w.desk.Asked {
		r.Place(o.Name, o.Object)
		if l, ok := o.Object.(*widget.Label); ok && l.Text != "" {
			r.Problem = l.Text
		}
	}
	return r
}

// reportLastRun tells of how the program ended the last time.
func (w *Window) reportLastRun(r *report.Report) {
	for i, n := range []*widgets.Notice{w.crashed, w.lastRun} {
		if name := []string{"crash report", "open again"}[i]; n.Object.Visible() {
			r.Notices = append(r.Notices, n.Words.Text)
			r.Place(name, n.Action)
			r.Place("no "+name, n.Cross)
		}
	}
}
