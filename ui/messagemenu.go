package ui

import (
	"fyne.io/fyne/v2"

	"mangrove/model"
	"mangrove/ui/format"
	"mangrove/ui/payloads"
	"mangrove/ui/widgets"
)

// messageMenu is the menu of a message in the list.
func (e *explore) messageMenu(m model.StreamRow, at fyne.Position) {
	store := e.conn.Store
	there := m.Topic != "" && store.Topic(m.ID) == m.Topic
	item := func(name string, enabled bool, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(format.ExcerptOf(name, 80), do)
		i.Disabled = !enabled
		return i
	}
	entry := func(do func(model.Entry)) func() {
		return func() {
			message, held := store.At(m.Position)
			if !held {
				widgets.Tell("This message is no longer in the history.", true)
				return
			}
			if payloads.CheckValue(&message) {
				do(message)
			}
		}
	}
	e.inspector.ShowMessageMenu(at,
		item("Copy topic", m.Topic != "", func() { widgets.CopyText("Topic", m.Topic) }),
		item("Copy payload", true, entry(func(message model.Entry) {
			widgets.CopyPayload(message.Payload, func() { e.inspector.SaveEntry(m.Topic, message) })
		})),
		item("Save payload…", true, entry(func(message model.Entry) { e.inspector.SaveEntry(m.Topic, message) })),
		fyne.NewMenuItemSeparator(),
		item("Publish to this topic", m.Topic != "", func() { e.publish.TakeTopic(m.Topic) }),
		item("Copy to the publish panel", m.Topic != "", entry(func(message model.Entry) { e.takeMessage(m.Topic, message) })),
		fyne.NewMenuItemSeparator(),
		item("Show in the tree", there, func() { e.tree.Reveal(m.ID) }))
}

// busiestMenu is the menu of one of the busiest topics.
func (e *explore) busiestMenu(id model.ID, at fyne.Position) {
	topic := e.conn.Store.Topic(id)
	e.inspector.ShowTopicMenu(at,
		fyne.NewMenuItem("Copy topic", func() { widgets.CopyText("Topic", topic) }),
		fyne.NewMenuItem("Copy payload", func() { e.copyLatest(id) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Publish to this topic", func() { e.publish.TakeTopic(topic) }),
		fyne.NewMenuItem("Show in the tree", func() { e.tree.Reveal(id) }))
}

// copyLatest copies the latest payload of a topic.
func (e *explore) copyLatest(id model.ID) {
	message, _ := e.conn.Store.Latest(id, 0)
	if !payloads.CheckValue(&message) {
		return
	}
	widgets.CopyPayload(message.Payload, func() { e.inspector.SaveEntry(e.conn.Store.Topic(id), message) })
}

// copyRow copies the latest payload of a row of the tree, or its topic when
// nothing was published to it.
func (e *explore) copyRow(id model.ID) {
	if e.conn.Store.Position(id) == 0 {
		widgets.CopyText("Topic", e.conn.Store.Topic(id))
		return
	}
	e.copyLatest(id)
}

// takeMessage copies a message to the publish panel. What was typed there comes back by
// Undo.
func (e *explore) takeMessage(topic string, m model.Entry) {
	if undo := e.publish.TakeMessage(topic, m); undo != nil {
		e.notice.OfferUndo("The message has taken the place of what was typed in the publish panel.", undo)
	}
}
