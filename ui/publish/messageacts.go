package publish

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/broker/collections"
	"mangrove/broker/draft"
	"mangrove/broker/sent"
	"mangrove/ui/format"
)

// chosenDraft is the selected message, and why that is not all of it.
func (l *messageList) chosenDraft() (d draft.Draft, lacks string, ok bool) {
	entry, message, ok := l.selected()
	switch {
	case !ok, entry != nil && !entry.IsMessage():
		return d, "", false
	case entry != nil && entry.Left > 0:
		lacks = fmt.Sprintf("The payload of %s was too large to be kept. Choose it again before you publish.", format.Size(entry.Left))
	case entry != nil && entry.Inexact:
		lacks = "Not all of the message could be kept. Check it before you publish."
	case message != nil && message.File != "":
		lacks = "The payload is in the file " + format.ExcerptOf(message.File, 200) + ". Choose it before you publish."
	}
	if entry != nil {
		return entry.Draft.Clone(), lacks, true
	}
	return message.Draft.Clone(), lacks, true
}

// takeSelected puts the selected message into the panel.
func (l *messageList) takeSelected() {
	d, lacks, ok := l.chosenDraft()
	if !ok || l.question == nil {
		return
	}
	p, environment := l.panel, ""
	if entry, _, _ := l.selected(); entry != nil {
		environment = entry.Environment
	}
	l.question.Close()
	undo := p.TakeDraft(d)
	if d.Template && environment != "" && environment != p.environment.chosen {
		p.environment.load(environment)
	}
	if lacks != "" {
		p.say(lacks, true)
	}
	if undo != nil {
		p.OnUndo("What was typed in the publish panel was replaced.", undo)
	}
	p.Enter()
}

// sendSelected publishes the selected message as it was.
func (l *messageList) sendSelected() {
	if l.question == nil || l.again.Disabled() {
		return
	}
	if entry, _, _ := l.selected(); entry != nil && entry.Kind == sent.Clearing {
		l.question.Close()
		l.panel.askUndoOf(entry.Shelf)
		return
	}
	d, lacks, ok := l.chosenDraft()
	if !ok || lacks != "" {
		return
	}
	l.question.Close()
	l.panel.SendAgain(d)
}

// SendAgainByKey publishes the message that is selected in the list of one of the panels,
// and reports whether such a list is open.
func SendAgainByKey(panels []*Panel) bool {
	for _, p := range panels {
		if p.list.isOpen() {
			p.list.sendSelected()
			return true
		}
	}
	return false
}

// saveSelected asks for a name for the selected message, or for another one.
func (l *messageList) saveSelected() {
	entry, message, ok := l.selected()
	switch {
	case !ok, entry != nil && !entry.IsMessage():
	case message != nil:
		l.askName(*message, "Rename the message")
	case entry.Left > 0:
		l.tell("Its payload was too large to be kept, so it cannot be saved.")
	default:
		l.askName(collections.Message{Draft: entry.Draft.Clone()}, "Save the message")
	}
}

// saveTyped asks for a name for what stands in the panel.
func (l *messageList) saveTyped() {
	d, wrong := l.panel.read()
	if wrong != nil {
		l.tell(wrong.words)
		return
	}
	l.askName(collections.Message{Draft: d.Clone()}, "Save what stands in the panel")
}

// replaceSelected has the selected message be what stands in the panel, which can be undone.
func (l *messageList) replaceSelected() {
	_, message, ok := l.selected()
	if !ok || message == nil {
		return
	}
	d, wrong := l.panel.read()
	if wrong != nil {
		l.tell(wrong.words)
		return
	}
	book, before, after := l.panel.messages().Saved, *message, *message
	after.Draft, after.File = d.Clone(), ""
	l.change(func() (func() error, error) {
		return func() error { return book.Put(before) }, book.Put(after)
	}, "The saved message "+format.ExcerptOf(before.Title(), 60)+" is now what stands in the panel.")
}

// remove deletes the selected message, which can be undone.
func (l *messageList) remove() {
	entry, message, ok := l.selected()
	if !ok {
		return
	}
	p, kept := l.panel, l.panel.messages()
	if message != nil {
		id, title := message.ID, format.ExcerptOf(message.Title(), 60)
		l.change(func() (func() error, error) {
			gone, err := kept.Saved.Remove(id)
			return func() error { return kept.Saved.PutBack(gone) }, err
		}, "The saved message "+title+" was deleted.")
		return
	}
	id := entry.ID
	l.change(func() (func() error, error) {
		gone, err := kept.Sent.Remove(func(e *sent.Entry) bool { return e.ID == id })
		return func() error { return kept.Sent.PutBack(gone) }, err
	}, "An entry of "+format.TopicInSentence(p.shorten(entry.Draft.Topic))+" was removed from the history.")
}

func (p *Panel) shorten(topic string) string { return format.ExcerptOf(topic, 100) }

// clearSent removes all that was sent, which can be undone.
func (l *messageList) clearSent() {
	kept := l.panel.messages()
	l.change(func() (func() error, error) {
		gone, err := kept.Sent.Remove(func(*sent.Entry) bool { return true })
		return func() error { return kept.Sent.PutBack(gone) }, err
	}, "The history of sent messages was cleared.")
}

// change makes a change of what is kept, beside the goroutine that draws, and offers to
// undo it.
func (l *messageList) change(do func() (undo func() error, err error), words string) {
	p := l.panel
	again := func(err error) {
		if err != nil {
			p.sayNotKept(err)
		}
		l.load()
	}
	go func() { // ends when the file is written
		undo, err := do()
		p.desk.Run(func() {
			again(err)
			if err != nil || undo == nil {
				return
			}
			bring := func() {
				go func() { // ends when the file is written
					err := undo()
					p.desk.Run(func() { again(err) })
				}()
			}
			if !l.isOpen() {
				p.OnUndo(words, bring)
				return
			}
			l.offer(words, bring)
			l.tell(words)
		})
	}()
}

// items are what a menu offers.
func (l *messageList) items() (items []*fyne.MenuItem) {
	_, _, ok := l.selected()
	item := func(words string, do func(), can bool) {
		i := fyne.NewMenuItem(format.Excerpt(words), do)
		i.Disabled = !can
		items = append(items, i)
	}
	item("Put into the panel", l.takeSelected, ok && !l.put.Disabled())
	item(l.again.Text, l.sendSelected, ok && !l.again.Disabled())
	item(l.save.Text, l.saveSelected, ok && !l.save.Disabled())
	item("Delete", l.remove, ok)
	items = append(items, fyne.NewMenuItemSeparator())
	item("Save what stands in the panel…", l.saveTyped, true)
	if l.kind.Chosen() == listSent {
		item("Clear the history", l.clearSent, len(l.sent) > 0)
		return items
	}
	item("Replace by what stands in the panel", l.replaceSelected, ok)
	item("Import a file…", l.importFile, true)
	item("Paste mosquitto_pub commands…", l.paste, true)
	item("Export all…", l.export, len(l.saved) > 0)
	return items
}

// byFolder is the order of saved messages.
func byFolder(a, b collections.Message) int {
	return cmp.Compare(strings.ToLower(a.Folder), strings.ToLower(b.Folder))
}

// whenSent is the time of a message in a list.
func whenSent(at, now time.Time) string {
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04:05")
	}
	if at.Year() == now.Year() {
		return at.Format("02 Jan 15:04")
	}
	return at.Format(time.DateOnly)
}
