package ui

import (
	"fyne.io/fyne/v2"

	"mangrove/ui/desk"
	"mangrove/ui/explore"
	"mangrove/ui/publish"
)

// commands are what can be done by a key, wherever the keyboard is.
func (w *Window) commands() []desk.Command {
	uncovered := func() bool { return !w.covered() }
	own := []desk.Command{
		{Name: "Publish", Group: "Messages", Keys: []fyne.Shortcut{desk.Control(fyne.KeyReturn), desk.Control(fyne.KeyEnter)},
			Do: w.publishByKey, Can: func() bool { return w.section == pageExplore }},
		{Name: "Close tab", Group: "Window", Keys: []fyne.Shortcut{desk.Control(fyne.KeyW)}, Do: func() { w.tabs.askToClose(w.tabs.active) }, Can: w.onTab},
		{Name: "Start page", Group: "Window", Keys: []fyne.Shortcut{desk.Control(fyne.KeyT)}, Do: func() { w.tabs.choose(nil) }, Can: uncovered},
		{Name: "Next tab", Group: "Window", Keys: []fyne.Shortcut{desk.Control(fyne.KeyPageDown)}, Do: func() { w.tabs.step(1) }, Can: uncovered},
		{Name: "Previous tab", Group: "Window", Keys: []fyne.Shortcut{desk.Control(fyne.KeyPageUp)}, Do: func() { w.tabs.step(-1) }, Can: uncovered},
		w.back(), w.forward(),
		{Name: "Quit", Group: "Window", Keys: []fyne.Shortcut{desk.Control(fyne.KeyQ)}, Do: w.askToQuit},
	}
	return append(own, w.tabCommands()...)
}

// back goes where the user was before. It is done by a key and by the mouse, as is forward.
func (w *Window) back() desk.Command {
	return desk.Command{Name: "Back", Group: "Window", Keys: []fyne.Shortcut{desk.Back()}, Do: func() { w.walk(-1) }, Can: func() bool { return !w.covered() }}
}

// forward goes where the user was when back was done.
func (w *Window) forward() desk.Command {
	return desk.Command{Name: "Forward", Group: "Window", Keys: []fyne.Shortcut{desk.Forward()}, Do: func() { w.walk(1) }, Can: func() bool { return !w.covered() }}
}

// tabCommands are those of a connection, done in the tab that is the current one then.
func (w *Window) tabCommands() (list []desk.Command) {
	for i, c := range (&explore.Page{}).Commands() {
		list = append(list, desk.Command{Name: c.Name, Group: c.Group, Keys: c.Keys, Can: w.onTab, Do: func() { w.tabs.active.Commands()[i].Run() }})
	}
	return list
}

// onTab reports whether a connection is on view, and nothing over it. The one with the
// keyboard is the current one then.
func (w *Window) onTab() bool {
	w.tabs.followFocus()
	return w.tabs.active != nil && w.section == pageExplore && !w.covered()
}

// publishByKey publishes what stands in a panel, or what is selected in its list of
// messages when that lies over the window.
func (w *Window) publishByKey() {
	if !w.covered() {
		publish.SendByKey(w.tabs.panels(), w.window.Canvas().Focused())
	} else if len(w.window.Canvas().Overlays().List()) == 1 {
		publish.SendAgainByKey(w.tabs.panels())
	}
}

// covered reports whether a dialog or a menu lies over the window.
func (w *Window) covered() bool { return w.window.Canvas().Overlays().Top() != nil }

func (w *Window) addShortcuts() {
	for _, c := range w.commands() {
		for _, key := range c.Keys {
			w.window.Canvas().AddShortcut(key, func(fyne.Shortcut) { c.Run() })
		}
	}
}

// typedKey is called with the keys that nobody has a use for. Escape closes
// the dialog on top, or else ends the search; Return answers a question.
func (w *Window) typedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter {
		w.desk.Answer()
	}
	if ev.Name != fyne.KeyEscape {
		return
	}
	if w.desk.Dismiss() {
		return
	}
	w.tabs.followFocus()
	if e := w.tabs.active; e != nil && w.section == pageExplore && e.Tree.SearchText() != "" {
		e.Tree.EndSearch()
	}
}
