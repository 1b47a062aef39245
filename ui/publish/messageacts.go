package publish

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/broker/collections"
	"mangrove/broker/draft"
	"mangrove/broker/sent"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets/arrange"
)

// chosenDraft is the selected message, and why that is not all of it.
func (l *messageList) chosenDraft() (d draft.Draft, lacks string, ok bool) {
	entry, message, ok := l.selected()
	switch {
	case !ok, entry != nil && !entry.IsMessage():
		return d, "", false
	case entry != nil && entry.Left > 0:
		lacks = format.Fill("The payload of {size} was too large to be kept. Choose it again before you publish.", "size", format.Size(entry.Left))
	case entry != nil && entry.Inexact:
		lacks = "Not all of the message could be kept. Check it before you publish."
	case message != nil && message.File != "":
		lacks = format.Fill("The payload is in the file {file}. Choose it before you publish.", "file", format.ExcerptOf(message.File, 200))
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
	entry, message, _ := l.selected()
	if entry != nil {
		environment = entry.Environment
	}
	l.question.Close()
	if entry != nil && entry.Series != nil {
		p.loadFor(environment, entry.Series.Drafts()...)
		p.work.takeSeries(entry.Series)
		return
	}
	undo := p.TakeDraft(d)
	if message != nil {
		p.missing = message.File
	}
	p.loadFor(environment, d)
	if lacks != "" {
		p.showOutcome(lacks, true)
	}
	if undo != nil {
		p.OnUndo("What was typed in the publish panel was replaced.", undo)
	}
	p.Enter()
}

// loadFor has an environment be the one of the panel where one of the drafts needs it.
func (p *Panel) loadFor(environment string, of ...draft.Draft) {
	if environment == "" || environment == p.environment.chosen {
		return
	}
	if slices.ContainsFunc(of, func(d draft.Draft) bool { return d.Template }) {
		p.environment.load(environment)
	}
}

// sendSelected publishes the selected message as it was. It asks before one goes to another
// broker than it was for.
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
	send := func() {
		l.question.Close()
		l.panel.SendAgain(d)
	}
	entry, _, _ := l.selected()
	here := l.panel.conn.Profile.Address
	if entry == nil || entry.Address == here.PublicURL() {
		send()
		return
	}
	l.panel.desk.Confirm(&desk.Confirmation{
		Title: "Publish on another broker?", Action: "Publish", Sudden: true, Do: send,
		Words: format.Fill("The message to {topic} was sent to {connection}. It would be published on {here}.",
			"topic", format.TopicInSentence(l.panel.shorten(d.Topic)), "connection", format.ExcerptOf(l.panel.connectionName(entry.Connection, entry.Address), 100), "here", here),
	})
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
		l.showTold("Its payload was too large to be kept, so it cannot be saved.")
	default:
		l.askName(collections.Message{Draft: entry.Draft.Clone()}, "Save the message")
	}
}

// saveTyped asks for a name for what stands in the panel.
func (l *messageList) saveTyped() {
	d, wrong := l.panel.read()
	if wrong != nil {
		l.showTold(wrong.words)
		return
	}
	l.askName(collections.Message{Draft: d.Clone()}, "Save the panel's message")
}

// replaceSelected has the selected message be what stands in the panel, which can be undone.
func (l *messageList) replaceSelected() {
	_, message, ok := l.selected()
	if !ok || message == nil {
		return
	}
	d, wrong := l.panel.read()
	if wrong != nil {
		l.showTold(wrong.words)
		return
	}
	book, before, after := l.panel.messages().Saved, *message, *message
	after.Draft, after.File = d.Clone(), ""
	l.change(format.Fill("The saved message {name} was replaced with the panel's message.", "name", format.ExcerptOf(before.Title(), 60)), func() (func() error, error) {
		return func() error { return book.Put(before) }, book.Put(after)
	}, func() {})
}

// change is a change of what is kept, and what takes it back.
type change struct {
	words string
	undo  func() error
}

// remove deletes the selected message, which can be undone. The one behind it is selected
// then, or else the one before.
func (l *messageList) remove() {
	entry, message, ok := l.selected()
	if !ok {
		return
	}
	kept, id := l.panel.messages(), l.chosen
	key, _ := l.list.Rows.Selected()
	next := cmp.Or(l.idAt(int(key)+1), l.idAt(int(key)-1))
	then := func() {
		if l.chosen == id {
			l.chosen = next
		}
	}
	if message != nil {
		l.change(format.Fill("The saved message {name} was deleted.", "name", format.ExcerptOf(message.Title(), 60)), func() (func() error, error) {
			gone, err := kept.Saved.Remove(id)
			return func() error { return kept.Saved.PutBack(gone) }, err
		}, then)
		return
	}
	l.change(format.Fill("An entry of {entry} was removed from the history.", "entry", l.panel.entryOf(entry)), func() (func() error, error) {
		gone, err := kept.Sent.Remove(func(e *sent.Entry) bool { return e.ID == id })
		return func() error { return kept.Sent.PutBack(gone) }, err
	}, then)
}

func (p *Panel) shorten(topic string) string { return format.ExcerptOf(topic, 100) }

// clearSent removes all that was sent, which can be undone.
func (l *messageList) clearSent() {
	kept := l.panel.messages()
	l.change("The history of sent messages was cleared.", func() (func() error, error) {
		gone, err := kept.Sent.Remove(func(*sent.Entry) bool { return true })
		return func() error { return kept.Sent.PutBack(gone) }, err
	}, func() {})
}

// change changes what is kept, beside the goroutine that draws, and offers to
// undo it. One thing is done at a time: a key that is held deletes no more than is seen.
func (l *messageList) change(words string, do func() (undo func() error, err error), then func()) {
	if l.changing {
		return
	}
	l.changing = true
	p := l.panel
	go func() { // ends when the file is written
		undo, err := do()
		p.desk.Run(func() {
			l.changing = false
			if err != nil {
				p.sayNotKept(err)
				l.load()
				return
			}
			then()
			l.changes = append(l.changes, change{words, undo})
			if !l.isOpen() {
				l.closed()
				return
			}
			arrange.SetHidden(false, l.undo)
			l.showTold(words)
			l.load()
		})
	}()
}

// undoLast takes back the last change.
func (l *messageList) undoLast() {
	if n := len(l.changes); n > 0 && !l.changing {
		last := l.changes[n-1:]
		l.changes = l.changes[:n-1]
		arrange.SetHidden(n == 1, l.undo)
		l.showTold("")
		l.takeBack(last)
	}
}

// takeBack takes back changes, the last one first.
func (l *messageList) takeBack(all []change) {
	l.changing = true
	p := l.panel
	go func() { // ends when the files are written
		var err error
		for _, d := range slices.Backward(all) {
			err = errors.Join(err, d.undo())
		}
		p.desk.Run(func() {
			if l.changing = false; err != nil {
				p.sayNotKept(err)
			}
			l.load()
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
	item("Copy to the panel", l.takeSelected, ok && !l.put.Disabled())
	item(l.again.Text, l.sendSelected, ok && !l.again.Disabled())
	item(l.save.Text, l.saveSelected, ok && !l.save.Disabled())
	item("Delete", l.remove, ok)
	items = append(items, fyne.NewMenuItemSeparator())
	item("Save the panel's message…", l.saveTyped, true)
	if l.kind.Chosen() == listSent {
		item("Clear the history", l.clearSent, len(l.sent) > 0)
		return items
	}
	item("Replace with the panel's message", l.replaceSelected, ok)
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
		return format.Clock(at)
	}
	if at.Year() == now.Year() {
		return at.Format("02 Jan ") + format.ClockShort(at)
	}
	return format.Date(at)
}
