package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/facts"
	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/explore"
	"mangrove/ui/format"
	"mangrove/ui/home"
	"mangrove/ui/runs"
	"mangrove/ui/topics"
	"mangrove/ui/widgets"
)

// offerFound says how the last run ended, and offers what is left of it.
func (w *Window) offerFound() {
	f := w.services.Found
	if f.Report != "" {
		w.crashed.Offer(format.Fill("Mangrove crashed last time. A report is in {path}. It contains no messages and no passwords.", "path", f.Report),
			"Open the report", func() { w.openReport(f.Report) })
	}
	if words := leftWords(f.Drafts); words != "" {
		w.lastRun.Offer(words+" Nothing connects until you do.", "Open again", func() { w.home.WhenRead(w.restore) })
		w.lastRun.Closed = w.services.ForgetFound
	}
}

// followOpened has the offer say what is left of it when all connections that were open are
// open again.
func (w *Window) followOpened() {
	if !w.lastRun.Object.Visible() {
		return
	}
	open := slices.Clone(w.tabs.list)
	for _, d := range w.services.Found.Drafts {
		if len(d.Tabs) == 0 || slices.ContainsFunc(d.Tabs, func(tab runs.Tab) bool { return takeOf(&open, tab) == nil }) {
			return
		}
	}
	w.lastRun.Offer("What was typed when Mangrove last ended can be put back.", "Put back", func() { w.home.WhenRead(w.restore) })
}

// leftWords says what is left of earlier runs, nothing when nothing is.
func leftWords(drafts []runs.Draft) string {
	tabs, lists, typed := 0, 0, false
	for _, d := range drafts {
		tabs, lists, typed = tabs+len(d.Tabs), lists+len(d.Checklists), typed || d.Typed()
	}
	words := leftTabs(tabs)
	switch {
	case words != "" && lists > 0:
		return words + " A checklist that was being written comes back, too."
	case words != "":
		return words
	case lists > 0:
		return "When Mangrove last ended, a checklist was being written. You can go on with it."
	case typed:
		return "When Mangrove last ended, something was being typed on this page. You can restore it."
	}
	return ""
}

// leftTabs says which connections are left of earlier runs, nothing when none are.
func leftTabs(tabs int) string {
	switch {
	case tabs == 1:
		return "When Mangrove last ended, a connection was open. You can reopen it with what was typed there."
	case tabs > 1:
		return format.Fill("When Mangrove last ended, {tabs} connections were open. You can reopen them with what was typed there.", "tabs", format.Count(tabs))
	}
	return ""
}

// largestReport is the most that is shown of the report of a crash, in bytes.
const largestReport = 1 << 20

// openReport shows the report of a crash.
func (w *Window) openReport(path string) {
	content, err := profiles.ReadFile(path, largestReport)
	if err != nil {
		w.crashed.Warn("The report cannot be opened. " + explain.Error(err, broker.Address{}) + format.Fill(" It was at {path}.", "path", path))
		return
	}
	view := widgets.NewTextView(18, 13)
	view.OnColumns = func(columns int) { view.SetLines(widgets.NewTextLines(content, columns, nil), false) }
	view.SetLines(widgets.NewTextLines(content, view.Columns(), nil), true)
	where := widgets.NewSentences(format.Fill("This is the file {path}. Attach it when you report the crash.", "path", path), widget.LowImportance)
	copyAll := widgets.NewButton("Copy", theme.ContentCopyIcon(), func() { widgets.CopyText("Report", string(content)) })
	d := w.desk.NewDialog("Crash report", container.NewBorder(where, container.NewHBox(copyAll), nil, nil, view))
	d.Resize(fyne.NewSize(860, 560))
	w.desk.Show(d)
}

// restore puts back what is left of earlier runs. Nothing connects.
func (w *Window) restore() {
	had, tabs := slices.Clone(w.tabs.list), 0
	for _, d := range w.services.Found.Drafts {
		tabs += len(d.Tabs)
		var shown *explore.Page
		for i := range d.Tabs {
			if e := w.tabs.reopen(d.Tabs[i], &had); e != nil && i == d.Active {
				shown = e
			}
		}
		w.home.PutBack(d)
		w.tabs.choose(shown)
	}
	for i := range w.services.Found.Drafts {
		w.verify.PutBack(&w.services.Found.Drafts[i])
	}
	if tabs == 0 && w.verify.Unsaved() {
		w.show(pageVerify)
	}
	w.keepDraft() // before what it was made of goes
	if w.services.ForgetFound != nil {
		w.services.ForgetFound()
	}
}

// takeOf takes a page of the connection of a tab out of a list, nil when there is none.
func takeOf(list *[]*explore.Page, d runs.Tab) *explore.Page {
	i := slices.IndexFunc(*list, func(e *explore.Page) bool { return !e.Conn.Demo && d.IsOf(e.Draft()) })
	if i < 0 {
		return nil
	}
	e := (*list)[i]
	*list = slices.Delete(*list, i, i+1)
	return e
}

// reopen opens a tab as it was, without connecting. One that has been opened since
// the start gets what was typed, each the one of one tab.
func (t *tabs) reopen(d runs.Tab, had *[]*explore.Page) *explore.Page {
	to, ok := t.targetOf(d)
	if !ok {
		return nil
	}
	if e := takeOf(had, d); e != nil {
		d.Secret = d.Secret && e.Conn.Profile.Password == ""
		d.Query = d.Query && e.Conn.Profile.Address.Query == ""
		e.PutBack(d)
		return e
	}
	if t.of(d.Stored) != nil {
		to.AsCopy()
	}
	store := t.window.newStore()
	o := broker.Opened{Session: &connection.Disconnected{At: time.Now()}, Store: store, System: store, Listeners: &model.Listeners{}}
	e := explore.New(&connection.Connection{Target: to, Session: o.Session, Store: store, System: store, Listeners: o.Listeners, Facts: facts.New(o)}, t.window.desk, t.actions())
	t.tellApart(e.Conn)
	t.list = append(t.list, e)
	e.PutBack(d)
	return e
}

func (w *Window) newStore() *model.Store {
	if w.services.NewStore == nil {
		return model.NewStore(model.Options{})
	}
	return w.services.NewStore()
}

// targetOf is what a tab was connected to, false when that is not known.
func (t *tabs) targetOf(d runs.Tab) (connection.Target, bool) {
	if p, ok := t.window.shelf.Get(d.Stored); ok {
		return connection.NewTarget(p, storedPart(p)), true
	}
	p, err := broker.ParseURL(d.Address.URL)
	p.Username = d.Address.User
	if i := d.Address.Version; i > 0 && i < len(broker.Versions) {
		p.Version = broker.Versions[i]
	}
	return connection.Target{Profile: p}, err == nil
}

// storedPart is what is known of a stored connection without its secrets.
func storedPart(p profiles.Profile) broker.Profile {
	return broker.Profile{Address: p.Address, Version: p.Version, Username: p.Username, ReadOnly: p.ReadOnly}
}

// TakePreferences takes over the preferences of before.
func TakePreferences(from, to fyne.Preferences) {
	for _, key := range []string{widthKey, heightKey, explore.AcrossKey, explore.DownKey, pairKey} {
		if v := from.Float(key); v > 0 {
			to.SetFloat(key, v)
		}
	}
	for _, key := range []string{lookKey, templateKey, "fyne:fileDialogLastFolder"} {
		if v := from.String(key); v != "" {
			to.SetString(key, v)
		}
	}
	for _, key := range []string{topics.ColumnsKey, "fyne:fileDialogViewLayout"} {
		if v := from.IntWithFallback(key, -1); v >= 0 {
			to.SetInt(key, v)
		}
	}
	if from.Bool(explore.OpenKey) {
		to.SetBool(explore.OpenKey, true)
	}
	home.TakeRecent(from, to)
}
