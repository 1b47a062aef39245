package ui

import (
	"reflect"
	"time"

	"mangrove/ui/runs"
)

// keepEach is how long what is typed, and how the window is laid out, may be in
// memory alone.
const keepEach = 2 * time.Second

// keepState has what would be lost with the program written, if it has changed.
func (w *Window) keepState(now time.Time) {
	if now.Sub(w.kept) < keepEach {
		return
	}
	w.kept = now
	w.keepLayout()
	w.keepDraft()
}

// keepLayout keeps how the window is laid out.
func (w *Window) keepLayout() {
	if size, prefs := w.window.Canvas().Size(), w.app.Preferences(); size.Width > 1 && size.Height > 1 {
		prefs.SetFloat(widthKey, float64(size.Width))
		prefs.SetFloat(heightKey, float64(size.Height))
	}
	if e := w.tabs.active; e != nil {
		e.SaveLayout()
	}
	w.tabs.saveDivider()
}

// keepDraft keeps what is typed and nowhere else.
func (w *Window) keepDraft() {
	if w.services.KeepDraft == nil {
		return
	}
	if d := w.draft(); !reflect.DeepEqual(d, w.drafted) {
		w.drafted = d
		w.services.KeepDraft(d)
	}
}

// draft is what is typed and nowhere else. What the demo shows is made up anew.
func (w *Window) draft() runs.Draft {
	d := runs.Draft{Active: -1}
	w.home.Draft(&d)
	w.verify.Draft(&d)
	for _, e := range w.tabs.list {
		if e.Conn.Demo {
			continue
		}
		if e == w.tabs.active {
			d.Active = len(d.Tabs)
		}
		d.Tabs = append(d.Tabs, e.Draft())
	}
	return d
}
