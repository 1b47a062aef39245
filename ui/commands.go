package ui

import (
	"fyne.io/fyne/v2"

	"mangrove/ui/desk"
)

// commands are what can be done by a key, wherever the keyboard is.
func (w *Window) commands() []desk.Command {
	var current *explore // as of the last look whether something can be done
	onTab := func() bool {
		w.tabs.followFocus()
		current = w.tabs.active
		return current != nil && w.page == pageExplore && !w.covered()
	}
	uncovered := func() bool { return !w.covered() }
	return []desk.Command{
		{Name: "Publish", Group: "Message", Keys: []fyne.Shortcut{desk.Control(fyne.KeyReturn), desk.Control(fyne.KeyEnter)},
			Do: func() { publishByKey(w.tabs.visible(), w.window.Canvas().Focused()) }, Can: func() bool { return w.page == pageExplore }},
		{Name: "Search", Group: "Connection", Keys: []fyne.Shortcut{desk.Control(fyne.KeyF)}, Do: func() { w.desk.Focus(current.tree.search.box) }, Can: onTab},
		{Name: "Pause", Group: "Connection", Keys: []fyne.Shortcut{desk.Control(fyne.KeyP)}, Do: func() { current.togglePause() }, Can: onTab},
		{Name: "Close tab", Group: "Window", Keys: []fyne.Shortcut{desk.Control(fyne.KeyW)}, Do: func() { w.tabs.askToClose(current) }, Can: onTab},
		{Name: "Start page", Group: "Window", Keys: []fyne.Shortcut{desk.Control(fyne.KeyT)}, Do: func() { w.tabs.choose(nil) }},
		{Name: "Next tab", Group: "Window", Keys: []fyne.Shortcut{desk.Control(fyne.KeyPageDown)}, Do: func() { w.tabs.step(1) }},
		{Name: "Previous tab", Group: "Window", Keys: []fyne.Shortcut{desk.Control(fyne.KeyPageUp)}, Do: func() { w.tabs.step(-1) }},
		{Name: "Back", Group: "Window", Keys: []fyne.Shortcut{desk.Alt(fyne.KeyLeft)}, Do: func() { w.walk(-1) }, Can: uncovered},
		{Name: "Forward", Group: "Window", Keys: []fyne.Shortcut{desk.Alt(fyne.KeyRight)}, Do: func() { w.walk(1) }, Can: uncovered},
		{Name: "Quit", Group: "Window", Keys: []fyne.Shortcut{desk.Control(fyne.KeyQ)}, Do: w.askToQuit},
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
