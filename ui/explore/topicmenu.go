package explore

import (
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
func (e *Page) topicMenu(id model.ID, at fyne.Position) {
	c := e.Conn
	row := c.Store.Tree().Row(id)
	topic := c.Store.Topic(id)
	branch := row.Children > 0
	items := []*fyne.MenuItem{
		item("Copy topic", true, func() { widgets.CopyText("Topic", topic) }),
		item("Copy level", true, func() { widgets.CopyText("Level", row.Name) }),
		item("Copy payload", row.HasValue, func() { e.copyLatest(id) }),
		fyne.NewMenuItemSeparator(),
		item("Publish to this topic", true, func() { e.Publish.TakeTopic(topic) }),
		item("Copy to the publish panel", row.HasValue, func() {
			if message, _ := c.Store.Latest(id, 0); payloads.CheckValue(&message) {
				e.TakeMessage(topic, message)
			}
		}),
		fyne.NewMenuItemSeparator(),
	}
	items = append(items, e.sparkplugItems(topic)...)
	items = append(items,
		item("Open all below", branch, func() { e.openBelow(id, true) }),
		item("Close all below", branch, func() { e.openBelow(id, false) }),
		item("List the messages", true, func() { e.Inspector.ListMessages() }),
		e.readItem(topic),
		item("Show the chart", row.HasValue, func() { e.ShowChart(topic) }),
		item(e.pinWords(topic), row.HasValue || e.Charts.Pins.Has(topic), func() { e.Charts.Pins.Toggle(topic) }),
		fyne.NewMenuItemSeparator(),
		item("Export as JSON…", true, func() { e.export(id, ".json") }),
		item("Export as CSV…", true, func() { e.export(id, ".csv") }),
		item("Clear the history", true, func() { e.forget(id) }),
		fyne.NewMenuItemSeparator())
	e.Tree.ShowMenu(at, append(items, e.clearItems(id)...)...)
}

// clearItems clear the retained message of a topic, and those below it.
func (e *Page) clearItems(id model.ID) []*fyne.MenuItem {
	row, topic := e.Conn.Store.Tree().Row(id), e.Conn.Store.Topic(id)
	why := e.notPublished(topic)
	return []*fyne.MenuItem{
		item(clearNames[why], why == published && row.HasValue, func() { e.Publish.AskClear(topic) }),
		item(clearBelowNames[why], why == published && row.Children > 0, func() { e.Publish.AskClearBelow(id) }),
	}
}

// clearOnView are those of the topic on view.
func (e *Page) clearOnView() []*fyne.MenuItem {
	id, known := e.Conn.Store.Find(e.Conn.Subject)
	if !known {
		return nil
	}
	return append([]*fyne.MenuItem{fyne.NewMenuItemSeparator()}, e.clearItems(id)...)
}

// withheld is why nothing can be published to a topic now.
type withheld string

const (
	published    withheld = "" // it can
	ofTheBroker  withheld = "the broker's own"
	readOnly     withheld = "read-only"
	notConnected withheld = "not connected"
)

// What entries are called that publish something: that clear retained messages, and that ask for
// a rebirth.
var (
	clearNames = map[withheld]string{
		published: "Clear retained message…", ofTheBroker: "Clear retained message… (the broker's own)",
		readOnly: "Clear retained message… (read-only)", notConnected: "Clear retained message… (not connected)",
	}
	clearBelowNames = map[withheld]string{
		published: "Clear all retained messages below…", ofTheBroker: "Clear all retained messages below… (the broker's own)",
		readOnly: "Clear all retained messages below… (read-only)", notConnected: "Clear all retained messages below… (not connected)",
	}
)

var rebirthNames = map[withheld]string{
	published: "Ask for a rebirth…", ofTheBroker: "Ask for a rebirth… (the broker's own)",
	readOnly: "Ask for a rebirth… (read-only)", notConnected: "Ask for a rebirth… (not connected)",
}

// notPublished says why nothing can be published to a topic now.
func (e *Page) notPublished(topic string) withheld {
	switch c := e.Conn; {
	case broker.IsSystem(topic):
		return ofTheBroker
	case c.Profile.ReadOnly:
		return readOnly
	case c.Ended() || c.Status.Phase != broker.Connected:
		return notConnected
	}
	return published
}

// viewMenu is the menu of the connection.
func (e *Page) viewMenu() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(e.bar.more)
	widgets.ShowMenu(e.bar.more, at.AddXY(0, e.bar.more.Size().Height), e.viewItems()...)
}

func (e *Page) viewItems() []*fyne.MenuItem {
	sorting := fyne.NewMenuItem("Sort by", nil)
	sorting.ChildMenu = fyne.NewMenu("", e.Tree.SortItems()...)
	items := desk.MenuItems(e.Commands())
	groups := slices.IndexFunc(items, func(i *fyne.MenuItem) bool { return i.ChildMenu != nil })
	items = slices.Insert(items, groups, sorting)
	if beside := e.do.Beside(e); beside != nil {
		items = append(items, fyne.NewMenuItemSeparator(), beside)
	}
	return items
}

// overview selects nothing, which shows what concerns all topics.
func (e *Page) overview() {
	e.Tree.Deselect()
	e.Inspector.Draw(time.Now())
}

// export writes the latest messages of a subtree into a file.
func (e *Page) export(top model.ID, extension string) {
	c := e.Conn
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
	topics := format.Counted(c.Store.Tree().Row(top).Topics, "{count} topic", "{count} topics")
	if top == model.Root {
		topics = format.Counted(c.Store.Topics(), "{count} topic", "{count} topics")
	}
	e.desk.Save(name+extension, write, func(path string) {
		words := format.Fill("{topics} saved to {path}.", "topics", topics, "path", path)
		if changed > 0 {
			words += changedCells(changed)
		}
		if c.Store.Intake().LetGo > 0 {
			words += " Discarded values are given by their size: letGo in JSON, let_go in CSV."
		}
		e.Notice.Say(words)
	})
}

// openBelow opens or closes everything below a topic, beside the goroutine that
// draws: it takes a second when there are a million.
func (e *Page) openBelow(id model.ID, open bool) {
	tree := e.Conn.Store.Tree()
	go func() { // ends when all are
		tree.SetOpenBelow(id, open)
		e.desk.Run(func() {})
	}()
}

// forget clears the history below a topic, and offers to bring it back.
func (e *Page) forget(top model.ID) {
	store := e.Conn.Store
	where := "all topics"
	if top != model.Root {
		where = format.TopicInSentence(store.Topic(top))
	}
	go func() { // ends when the history is cleared
		n, undo := store.Forget(top)
		e.desk.Run(func() {
			if n == 0 {
				e.Notice.Say(format.Fill("There is no history for {where}: only the latest message of each topic.", "where", where))
				return
			}
			e.Inspector.ListAgain()
			gone := &connection.ClearedHistory{Messages: uint64(n), Evicted: store.Intake().Evicted}
			e.Conn.Clearings = append(e.Conn.Clearings, gone)
			e.Notice.OfferUndo(format.Counted(n, "{count} message from the history of {where} cleared. The latest message of each topic is kept.", "{count} messages from the history of {where} cleared. The latest message of each topic is kept.",
				"where", where), func() {
				e.Conn.Clearings = slices.DeleteFunc(e.Conn.Clearings, func(c *connection.ClearedHistory) bool { return c == gone })
				go func() { // ends when it is back
					undo()
					e.desk.Run(e.Inspector.ListAgain)
				}()
			})
		})
	}()
}
