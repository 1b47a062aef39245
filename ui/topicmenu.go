package ui

import (
	"fmt"
	"io"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/export"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/payloads"
	"mangrove/ui/widgets"
)

// topicMenu is the menu of a row.
func (e *explore) topicMenu(id model.ID, at fyne.Position) {
	c := e.conn
	row := c.Store.Tree().Row(id)
	topic := c.Store.Topic(id)
	item := func(name string, enabled bool, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(format.ExcerptOf(name, 80), do)
		i.Disabled = !enabled
		return i
	}
	branch, writable := row.Children > 0, !c.Profile.ReadOnly && !broker.IsSystem(topic)
	e.tree.ShowMenu(at,
		item("Copy topic", true, func() { widgets.CopyText("Topic", topic) }),
		item("Copy level", true, func() { widgets.CopyText("Level", row.Name) }),
		item("Copy payload", row.HasValue, func() { e.copyLatest(id) }),
		fyne.NewMenuItemSeparator(),
		item("Publish to this topic", true, func() { e.publish.TakeTopic(topic) }),
		item("Copy to the publish panel", row.HasValue, func() {
			if message, _ := c.Store.Latest(id, 0); payloads.CheckValue(&message) {
				e.takeMessage(topic, message)
			}
		}),
		fyne.NewMenuItemSeparator(),
		item("Open all below", branch, func() { e.openBelow(id, true) }),
		item("Close all below", branch, func() { e.openBelow(id, false) }),
		item("List the messages", true, func() { e.inspector.ListMessages() }),
		fyne.NewMenuItemSeparator(),
		item("Export as JSON…", true, func() { e.export(id, ".json") }),
		item("Export as CSV…", true, func() { e.export(id, ".csv") }),
		item("Clear the history", true, func() { e.forget(id) }),
		fyne.NewMenuItemSeparator(),
		item("Clear retained message…", writable && row.HasValue, func() { e.publish.AskClear(topic) }),
		item("Clear all retained messages below…", writable && branch, func() { e.publish.AskClearBelow(id) }))
}

// viewMenu is the menu of the connection.
func (e *explore) viewMenu() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(e.bar.more)
	widgets.ShowMenu(e.bar.more, at.AddXY(0, e.bar.more.Size().Height), e.viewItems()...)
}

func (e *explore) viewItems() []*fyne.MenuItem {
	sorting := fyne.NewMenuItem("Sort by", nil)
	sorting.ChildMenu = fyne.NewMenu("", e.tree.SortItems()...)
	items := append([]*fyne.MenuItem{sorting}, desk.MenuItems(e.commands())...)
	if beside := e.do.Beside(e); beside != nil {
		items = append(items, fyne.NewMenuItemSeparator(), beside)
	}
	return items
}

// overview selects nothing, which shows what concerns all topics.
func (e *explore) overview() {
	e.tree.Deselect()
	e.inspector.Draw(time.Now())
}

// export writes the latest messages of a subtree into a file.
func (e *explore) export(top model.ID, extension string) {
	c := e.conn
	name := "topics"
	if top != model.Root {
		name = desk.FileName(c.Store.Topic(top), "")
	}
	head := export.Head{Broker: c.Profile.Address.String(), Protocol: c.Status.Version.String()}
	changed := 0 // cells
	write := func(w io.Writer) error { return export.JSON(w, c.Store, top, head) }
	if extension == ".csv" {
		write = func(w io.Writer) (err error) {
			changed, err = export.CSV(w, c.Store, top, false)
			return err
		}
	}
	topics := format.Plural(c.Store.Tree().Row(top).Topics, "topic")
	if top == model.Root {
		topics = format.Plural(c.Store.Topics(), "topic")
	}
	e.desk.Save(name+extension, write, func(path string) {
		words := fmt.Sprintf("%s saved to %s.", topics, path)
		if changed > 0 {
			words += " " + format.Plural(changed, "cell") + " changed so that no spreadsheet takes them for formulas; the columns payload and topic_base64 hold the exact bytes."
		}
		if c.Store.Intake().LetGo > 0 {
			words += " Where a value was let go, there is its size instead: letGo in JSON, let_go in CSV."
		}
		e.notice.Say(words)
	})
}

// openBelow opens or closes everything below a topic, beside the goroutine that
// draws: it takes a second when there are a million.
func (e *explore) openBelow(id model.ID, open bool) {
	tree := e.conn.Store.Tree()
	go func() { // ends when all are
		tree.SetOpenBelow(id, open)
		e.desk.Run(func() {})
	}()
}

// forget clears the history below a topic, and offers to bring it back.
func (e *explore) forget(top model.ID) {
	store := e.conn.Store
	where := "all topics"
	if top != model.Root {
		where = format.TopicInSentence(store.Topic(top))
	}
	go func() { // ends when the history is cleared
		n, undo := store.Forget(top)
		e.desk.Run(func() {
			if n == 0 {
				e.notice.Say("There is no history of " + where + ": only the latest message of each topic.")
				return
			}
			e.inspector.ListAgain()
			gone := &connection.Clearance{Messages: uint64(n), Evicted: store.Intake().Evicted}
			e.conn.Clearings = append(e.conn.Clearings, gone)
			e.notice.OfferUndo(format.Plural(n, "message")+" of the history of "+where+" cleared. The latest of each topic is kept.", func() {
				e.conn.Clearings = slices.DeleteFunc(e.conn.Clearings, func(c *connection.Clearance) bool { return c == gone })
				go func() { // ends when it is back
					undo()
					e.desk.Run(e.inspector.ListAgain)
				}()
			})
		})
	}()
}
