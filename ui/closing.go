package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/desk"
	"mangrove/ui/explore"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// askToClose closes tabs, after a question if messages go with them.
func (t *tabs) askToClose(list ...*explore.Page) {
	closeAll := func() {
		for _, e := range list {
			t.close(e)
		}
	}
	t.askToLose(list, closing, closeAll)
}

// askToQuit closes the window, after a question if messages, a checklist or a report go with it.
func (w *Window) askToQuit() {
	quit := func() {
		if w.verify.UnsavedReport() {
			w.show(pageVerify)
		}
		w.verify.LetReportGo(func() { w.tabs.askToLose(w.tabs.list, quitting, w.close) })
	}
	switch {
	case w.desk.Asked != nil && w.verify.UnsavedReport(): // one question at a time
	case !w.verify.Unsaved():
		quit()
	case w.desk.Asked == nil: // one question at a time
		w.show(pageVerify)
		var q *desk.Question
		confirm := widgets.NewButton("Quit without saving", nil, func() {
			q.Close()
			quit()
		})
		q = w.desk.Ask("Quit Mangrove?", widgets.NewSentences(format.Counted(w.verify.UnsavedLists(), "The checklist on this page is not saved. It is lost when you quit.",
			"{count} checklists are not saved: the one on this page, and those that come after it when it is closed. They are lost when you quit."), widget.MediumImportance), confirm)
		confirm.Importance = widget.DangerImportance
		q.Dialog.Resize(fyne.NewSize(w.desk.Width(520), 0))
	}
}

// ending is what is about to take messages away.
type ending struct{ button, one, several string }

var (
	closing  = ending{"Close", "Close {name}?", "Close {count} connections?"}
	quitting = ending{"Quit", "Quit Mangrove?", "Quit Mangrove?"}
)

// askToLose does something after a question, if it takes messages away that
// are nowhere else.
func (t *tabs) askToLose(list []*explore.Page, what ending, do func()) {
	var lost uint64
	var names []string
	for _, e := range list {
		if n := e.Conn.UnsavedMessages(); n > 0 {
			lost += n
			names = append(names, e.Conn.Title())
		}
	}
	d := t.window.desk
	switch {
	case lost == 0 || t.unasked:
		do()
		return
	case d.Asked != nil:
		return // one question at a time
	}
	words, title := format.Counted(lost, "{count} message will be lost.", "{count} messages will be lost."), format.Fill(what.one, "name", names[0])
	if len(names) > 1 {
		words = format.Counted(lost, "{count} message from {connections} connections will be lost.", "{count} messages from {connections} connections will be lost.",
			"connections", len(names))
	}
	if len(list) > 1 {
		title = format.Fill(what.several, "count", len(list))
	}
	words += " To save the latest message of each topic, cancel and choose Export all under Export and history in the connection's menu."
	unasked := widget.NewCheck("Do not ask again until Mangrove restarts", nil)
	if what == quitting {
		unasked.Hide()
	}
	confirm := widgets.NewButton(format.Excerpt(what.button), nil, nil)
	about := widgets.NewSentences(words, widget.MediumImportance)
	q := d.Ask(title, container.NewVBox(about, unasked), confirm, desk.NamedObject{Name: "question", Object: about}, desk.NamedObject{Name: "unasked", Object: unasked})
	confirm.OnTapped = func() {
		t.unasked = unasked.Checked
		q.Close()
		do()
	}
	confirm.Importance = widget.DangerImportance
	q.Dialog.Resize(fyne.NewSize(d.Width(520), 160))
}
