package explore

import (
	"fyne.io/fyne/v2"

	"mangrove/model"
	"mangrove/ui/desk"
)

// Groups of what can be done with a connection, as its menu has them.
const (
	groupTopics     = "Topics"
	groupConnection = "Connection"
	groupRetained   = "Retained messages"
	groupMessages   = "Messages"
	groupHistory    = "Export and history"
)

// Commands are what can be done with the connection of a tab, or of none: then their
// names and keys hold, and nothing else of them may be used.
func (e *Page) Commands() []desk.Command {
	return []desk.Command{
		{Name: "Search", Group: groupTopics, Keys: []fyne.Shortcut{desk.Control(fyne.KeyF)}, Often: true, Do: func() { e.desk.Focus(e.Tree.SearchField()) }},
		{Name: "Pause", Group: groupConnection, Keys: []fyne.Shortcut{desk.Control(fyne.KeyP)}, Often: true, Do: e.togglePause, Is: e.Paused},
		{Name: "Open all", Group: groupTopics, Do: func() { e.openBelow(model.Root, true) }},
		{Name: "Close all", Group: groupTopics, Do: func() { e.openBelow(model.Root, false) }},
		{Name: "Hide empty topics", Group: groupTopics, Do: func() { e.Tree.SetHideCleared(!e.Tree.HidesCleared) }, Is: func() bool { return e.Tree.HidesCleared }},
		{Name: "Pin topic", Group: groupTopics, Keys: []fyne.Shortcut{desk.Control(fyne.KeyD)}, Do: e.togglePin, Is: func() bool { return e.Charts.Pins.Has(e.Conn.Topic) }},
		{Name: "Pinned charts", Group: groupTopics, Keys: []fyne.Shortcut{desk.ControlShift(fyne.KeyD)}, Do: e.toggleBoard, Is: e.isBoard},
		{Name: "Write a message", Group: groupMessages, Keys: []fyne.Shortcut{desk.ControlShift(fyne.KeyP)}, Do: func() { e.Publish.Enter() }},
		{Name: "Read the payload as…", Group: groupMessages, Keys: []fyne.Shortcut{desk.ControlShift(fyne.KeyR)}, Do: func() { e.Inspector.ShowReadings() }, Can: func() bool { return e.Inspector.HasReadings() }},
		{Name: "Always read a filter as…", Group: groupMessages, Do: func() { e.askKeepReading(e.Conn.Subject) }},
		{Name: "Ask for a rebirth…", Group: groupMessages, Do: func() {
			c := e.rebirthCommand(e.Conn.Topic)
			c.Run()
		}, Can: func() bool {
			c := e.rebirthCommand(e.Conn.Topic)
			return c.Can()
		}},
		{Name: "Busiest topics", Group: groupMessages, Do: e.overview},
		{Name: "All messages", Group: groupMessages, Do: func() {
			e.overview()
			e.Inspector.ListMessages()
		}},
		{Name: "Home Assistant leftovers…", Group: groupRetained, Do: func() { e.leftovers.Show() }},
		{Name: "Undo the last clearing…", Group: groupRetained, Do: func() { e.Publish.AskUndoClear() }},
		{Name: "Export all as JSON…", Group: groupHistory, Do: func() { e.export(model.Root, ".json") }},
		{Name: "Export all as CSV…", Group: groupHistory, Do: func() { e.export(model.Root, ".csv") }},
		{Name: "Clear all history", Group: groupHistory, Do: func() { e.forget(model.Root) }},
		{Name: "Edit connection…", Group: groupConnection, Often: true, Do: e.Edit, Can: func() bool { return !e.Conn.Demo }},
		{Name: "Subscriptions…", Group: groupConnection, Often: true, Do: e.showSubscriptions},
		{Name: "Connection doctor…", Group: groupConnection, Often: true, Do: e.examine},
	}
}
