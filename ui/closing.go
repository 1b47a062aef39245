package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/desk"
	"mangrove/ui/format"
)

// losing is how many messages go with a tab that no broker would send again.
// What the demo made up is no loss, nor is what the broker keeps or has sent
// twice.
func (c *connection) losing() uint64 {
	in := c.store.Intake()
	again := in.Kept + in.Repeated + in.Evicted
	if c.demo || again >= in.Applied {
		return 0
	}
	all := in.Applied - again
	// Some of those cleared may be among the others as well: where something was
	// kept only here, something of it is.
	return all - min(c.cleared(in.Evicted), all-1)
}

// clearance is history that was cleared: so many messages, when so many had been
// let go.
type clearance struct{ messages, evicted uint64 }

// cleared is how many messages of the history were cleared and not let go since,
// as the oldest are first.
func (c *connection) cleared(evicted uint64) (n uint64) {
	for _, one := range c.clearings {
		n += one.messages - min(one.messages, evicted-one.evicted)
	}
	return n
}

// askToClose closes tabs, after a question if messages go with them.
func (t *tabs) askToClose(list ...*explore) {
	closeAll := func() {
		for _, e := range list {
			t.close(e)
		}
	}
	t.askToLose(list, "Close", closeAll)
}

// askToQuit closes the window, after a question if messages go with it.
func (w *Window) askToQuit() { w.tabs.askToLose(w.tabs.list, quitAction, w.close) }

// quitAction is what the button says that ends the program.
const quitAction = "Quit"

// askToLose does something after a question, if it takes messages away that
// are nowhere else.
func (t *tabs) askToLose(list []*explore, action string, do func()) {
	var lost uint64
	var names []string
	for _, e := range list {
		if n := e.conn.losing(); n > 0 {
			lost += n
			names = append(names, e.conn.title())
		}
	}
	h := t.window.home
	switch {
	case lost == 0 || t.unasked:
		do()
		return
	case h.desk.Asked != nil:
		return // one question at a time
	}
	words, title := format.Plural(lost, "message")+" are kept only here.", action+" "+names[0]+"?"
	if lost == 1 {
		words = "1 message is kept only here."
	}
	if len(names) > 1 {
		words = fmt.Sprintf("%s of %d connections are kept only here.", format.Plural(lost, "message"), len(names))
		title = fmt.Sprintf("%s %d connections?", action, len(names))
	}
	words += " To save the latest of each topic, cancel and choose Export in the menu of the view."
	unasked := widget.NewCheck("Do not ask again until the next start", nil)
	if action == quitAction {
		title = "Quit Mangrove?"
		unasked.Hide()
	}
	confirm := widget.NewButton(format.Excerpt(action), nil)
	about := note(words, widget.MediumImportance)
	q := h.desk.Ask(title, container.NewVBox(about, unasked), confirm, desk.Aim{Name: "question", Object: about}, desk.Aim{Name: "unasked", Object: unasked})
	confirm.OnTapped = func() {
		t.unasked = unasked.Checked
		q.Close()
		do()
	}
	confirm.Importance = widget.DangerImportance
	q.Dialog.Resize(fyne.NewSize(h.desk.Width(520), 160))
}
