package explore

import (
	"io"

	"fyne.io/fyne/v2"

	"mangrove/model"
	"mangrove/model/export"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/payloads"
	"mangrove/ui/widgets"
)

// item is something in a menu, which may be possible now.
func item(name string, possible bool, do func()) *fyne.MenuItem {
	i := fyne.NewMenuItem(format.Excerpt(name), do)
	i.Disabled = !possible
	return i
}

// messageMenu is the menu of a message in the list.
func (e *Page) messageMenu(m model.StreamRow, at fyne.Position) {
	store := e.Conn.Store
	there := m.Topic != "" && store.Topic(m.ID) == m.Topic
	entry := func(do func(model.Entry)) func() {
		return func() {
			message, held := store.At(m.Position)
			if !held {
				widgets.ShowToast("This message is no longer in the history.", true)
				return
			}
			if payloads.CheckValue(&message) {
				do(message)
			}
		}
	}
	e.Inspector.ShowMessageMenu(at,
		item("Copy topic", m.Topic != "", func() { widgets.CopyText("Topic", m.Topic) }),
		item("Copy payload", true, entry(func(message model.Entry) {
			widgets.CopyPayload(message.Payload, func() { e.Inspector.SaveEntry(m.Topic, message) })
		})),
		item("Save payload…", true, entry(func(message model.Entry) { e.Inspector.SaveEntry(m.Topic, message) })),
		fyne.NewMenuItemSeparator(),
		item("Compare with the message before", m.Before != 0, func() { e.Inspector.Compare(m, false) }),
		item("Mark for comparison", true, func() { e.Inspector.MarkToCompare(m) }),
		item("Compare with the marked message", e.Inspector.Marked() != 0 && e.Inspector.Marked() != m.Position, func() { e.Inspector.Compare(m, true) }),
		fyne.NewMenuItemSeparator(),
		item("Publish to this topic", m.Topic != "", func() { e.Publish.TakeTopic(m.Topic) }),
		item("Copy to the publish panel", m.Topic != "", entry(func(message model.Entry) { e.TakeMessage(m.Topic, message) })),
		fyne.NewMenuItemSeparator(),
		e.readItem(m.Topic),
		item("Show the chart", there, func() { e.ShowChart(m.Topic) }),
		item("Show in the tree", there, func() { e.Tree.Reveal(m.ID) }),
		fyne.NewMenuItemSeparator(),
		item("Export the list as CSV…", true, func() { e.exportMessages(".csv") }),
		item("Export the list as JSON Lines…", true, func() { e.exportMessages(".jsonl") }))
}

// exportMessages writes the messages that are listed into a file, the oldest first.
func (e *Page) exportMessages(extension string) {
	store, list := e.Conn.Store, e.Inspector.Listed()
	name := "messages"
	if e.Conn.Topic != "" {
		name = desk.FileName(e.Conn.Topic, "")
	}
	n, changed := 0, 0
	write := func(w io.Writer) (err error) {
		n, err = export.MessagesJSON(w, store, list)
		return err
	}
	if extension == ".csv" {
		write = func(w io.Writer) (err error) {
			n, changed, err = export.MessagesCSV(w, store, list)
			return err
		}
	}
	e.desk.Save(name+extension, write, func(path string) {
		words := format.Counted(n, "{count} message saved to {path}.", "{count} messages saved to {path}.", "path", path)
		if left := list.Len() - n; left > 0 {
			words += format.Counted(left, " {count} message left the history before being written.", " {count} messages left the history before being written.")
		}
		if changed > 0 {
			words += changedCells(changed)
		}
		e.Notice.Say(words)
	})
}

// busiestMenu is the menu of one of the busiest topics.
func (e *Page) busiestMenu(id model.ID, at fyne.Position) {
	topic := e.Conn.Store.Topic(id)
	e.Inspector.ShowTopicMenu(at,
		fyne.NewMenuItem("Copy topic", func() { widgets.CopyText("Topic", topic) }),
		fyne.NewMenuItem("Copy payload", func() { e.copyLatest(id) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Publish to this topic", func() { e.Publish.TakeTopic(topic) }),
		fyne.NewMenuItem("Show the chart", func() { e.ShowChart(topic) }),
		fyne.NewMenuItem(format.Excerpt(e.pinWords(topic)), func() { e.Charts.Pins.Toggle(topic) }),
		fyne.NewMenuItem("Show in the tree", func() { e.Tree.Reveal(id) }))
}

// copyLatest copies the latest payload of a topic.
func (e *Page) copyLatest(id model.ID) {
	message, _ := e.Conn.Store.Latest(id, 0)
	if !payloads.CheckValue(&message) {
		return
	}
	widgets.CopyPayload(message.Payload, func() { e.Inspector.SaveEntry(e.Conn.Store.Topic(id), message) })
}

// copyRow copies the latest payload of a row of the tree, or its topic when
// nothing was published to it.
func (e *Page) copyRow(id model.ID) {
	if e.Conn.Store.Position(id) == 0 {
		widgets.CopyText("Topic", e.Conn.Store.Topic(id))
		return
	}
	e.copyLatest(id)
}

// TakeMessage copies a message to the publish panel. What was typed there comes back by
// Undo.
func (e *Page) TakeMessage(topic string, m model.Entry) {
	if undo := e.Publish.TakeMessage(topic, m); undo != nil {
		e.Notice.OfferUndo("The message replaced what was typed in the publish panel.", undo)
	}
}

// changedCells says that a CSV has cells that were changed, and where the exact bytes are.
func changedCells(n int) string {
	return format.Counted(n, " {count} cell escaped so that spreadsheets do not read it as a formula; the columns payload and topic_base64 hold the exact bytes.", " {count} cells escaped so that spreadsheets do not read them as formulas; the columns payload and topic_base64 hold the exact bytes.")
}
