package publish

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/collections"
	"mangrove/broker/sent"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// messageList is the dialog with the messages that were published, and those that are
// saved.
type messageList struct {
	panel    *Panel
	question *desk.Question // nil: it is not open
	kind     *widgets.Segmented
	search   *widgets.Entry
	list     *widgets.Table
	chosen   string         // the ID of the selected one
	about    *widgets.Strip // what became of it
	again    *widgets.Button
	more     *widgets.Button
	save     *widgets.Button
	put      *widgets.Button
	undo     *widgets.Button // of what was deleted last
	changes  []change        // since the list was opened
	changing bool            // something is being deleted, or brought back
	told     string          // instead of what is said of the selected one
	content  fyne.CanvasObject

	sent  []sent.Entry // as they were read last
	saved []collections.Message
	shown found
	asked int // searches so far
}

// The lists, in the order of their choice.
const (
	listSent = iota
	listSaved
)

// found is what the list shows: one of sent and saved.
type found struct {
	sent  []*sent.Entry
	saved []*collections.Message
}

// listWidth is how wide the dialog is at the most.
const listWidth = 860

func newMessageList(p *Panel) *messageList {
	l := &messageList{panel: p}
	l.kind = widgets.NewSegmented([]string{"Sent", "Saved"}, func(int) { l.turned() })
	l.search = widgets.NewEntry("search topics, payloads and connections")
	l.search.OnChanged = func(string) { l.find() }
	l.search.OnSubmitted = func(string) { l.takeSelected() }
	l.list = widgets.NewTable(l.head, l.line)
	l.list.Tip = l.tip
	l.list.Rows.OnSelect = func(uint32) { l.choose() }
	l.list.Rows.OnToggle = func(uint32) { l.takeSelected() }
	l.list.Rows.OnMenu = func(_ uint32, at fyne.Position) { widgets.ShowMenu(l.list.Rows, at, l.items()...) }
	l.list.Rows.OnFind = func() { p.desk.Focus(l.search) }
	l.list.Rows.OnKey = func(_ uint32, ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyDelete {
			l.remove()
			return true
		}
		return false
	}
	l.about = widgets.NewStrip(18, 12)
	l.about.Explain = func() []string { return []string{l.about.Text()} }
	l.again = widgets.NewButton("Send again", theme.MailSendIcon(), l.sendSelected)
	l.save = widgets.NewButton("Save as…", theme.DocumentSaveIcon(), l.saveSelected)
	l.more = widgets.NewIconButton("More", theme.MoreVerticalIcon(), func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.more)
		widgets.ShowMenu(l.more, at.AddXY(0, l.more.Size().Height), l.items()...)
	})
	l.put = widgets.NewButton("Copy to the panel", nil, l.takeSelected)
	l.undo = widgets.NewButton("Undo", theme.ContentUndoIcon(), l.undoLast)
	l.undo.Hide()
	head := container.NewBorder(nil, nil, l.kind, container.NewHBox(l.more), l.search)
	foot := container.NewVBox(l.about, container.NewHBox(l.again, l.save, l.undo))
	l.content = container.NewBorder(head, foot, nil, nil, l.list.Object)
	return l
}

// showMessages opens the list.
func (p *Panel) showMessages() {
	if p.messages().Sent == nil {
		p.desk.Toast.Say("There is nowhere to keep messages: the folder for connections could not be opened.", true)
		return
	}
	if p.list == nil {
		p.list = newMessageList(p)
	}
	p.list.show()
}

func (l *messageList) show() {
	d := l.panel.desk
	l.search.SetText("")
	l.question = d.Ask("Sent and saved messages", l.content, l.put,
		desk.NamedObject{Name: "messages kind", Object: l.kind}, desk.NamedObject{Name: "messages search", Object: l.search},
		desk.NamedObject{Name: "messages list", Object: l.list.Rows}, desk.NamedObject{Name: "send again", Object: l.again},
		desk.NamedObject{Name: "save as", Object: l.save}, desk.NamedObject{Name: "messages more", Object: l.more})
	l.question.KeepsAll()
	l.question.OnGone = l.closed
	l.question.Dialog.Resize(fyne.NewSize(d.Width(listWidth), min(520, d.Canvas().Size().Height-60)))
	d.Focus(l.search)
	l.turned()
}

// turned shows the other list.
func (l *messageList) turned() {
	l.forget()
	l.load()
}

// forget forgets what was read, which may be 64 MB.
func (l *messageList) forget() {
	l.asked++ // what is still looked for is of that
	l.sent, l.saved, l.shown = nil, nil, found{}
	l.fill()
}

// load reads the list on view anew.
func (l *messageList) load() {
	if !l.isOpen() {
		return
	}
	p, kind, kept := l.panel, l.kind.Chosen(), l.panel.messages()
	go func() { // ends when the file is read
		var all []sent.Entry
		var saved []collections.Message
		var err error
		if kind == listSent {
			all, err = kept.Sent.All()
		} else {
			saved, err = kept.Saved.All()
			slices.SortStableFunc(saved, byFolder)
		}
		p.desk.Run(func() {
			if err != nil {
				p.sayNotKept(err)
			}
			if kind == l.kind.Chosen() && l.isOpen() {
				l.sent, l.saved = all, collections.MessagesFor(saved, p.conn.Stored.ID)
				l.find()
			}
		})
	}()
}

// find looks for what is typed, beside the goroutine that draws: there may be 64 MB.
func (l *messageList) find() {
	l.asked++
	p, asked, search := l.panel, l.asked, sent.NewSearch(l.search.Value())
	all, saved, names := l.sent, l.saved, make(map[string]string)
	for i := range all {
		names[all[i].Connection] = p.connectionName(all[i].Connection, "")
	}
	go func() { // ends with the search
		var of found
		for i := range all {
			if e := &all[i]; search.Finds(e, names[e.Connection]) {
				of.sent = append(of.sent, e)
			}
		}
		for i := range saved {
			if m := &saved[i]; search.FindsDraft(&m.Draft, m.Name, m.Folder) {
				of.saved = append(of.saved, m)
			}
		}
		p.desk.Run(func() {
			if asked == l.asked {
				l.shown = of
				l.fill()
			}
		})
	}()
}

// fill shows what was found. The message that was selected is, wherever it stands now, or
// else the first.
func (l *messageList) fill() {
	n := len(l.shown.sent) + len(l.shown.saved)
	l.list.Show(n)
	l.list.Rows.Deselect()
	if n > 0 {
		at := 0
		for row := range n {
			if l.idAt(row) == l.chosen {
				at = row
			}
		}
		l.list.Rows.Select(uint32(at), true) //nolint:gosec // there are no more rows than messages
	}
	l.chosen = l.selectedID()
	l.drawAbout()
}

// choose takes in which message the user has selected.
func (l *messageList) choose() {
	l.chosen = l.selectedID()
	l.showTold("")
}

// selected is the message that is selected: one that was published, or a saved one.
func (l *messageList) selected() (entry *sent.Entry, message *collections.Message, ok bool) {
	key, some := l.list.Rows.Selected()
	if row := int(key); some && l.idAt(row) != "" {
		if row < len(l.shown.sent) {
			return l.shown.sent[row], nil, true
		}
		return nil, l.shown.saved[row], true
	}
	return nil, nil, false
}

func (l *messageList) selectedID() string {
	if key, some := l.list.Rows.Selected(); some {
		return l.idAt(int(key))
	}
	return ""
}

// idAt is the ID of the message in a row, empty where there is none.
func (l *messageList) idAt(row int) string {
	switch {
	case row < 0:
	case row < len(l.shown.sent):
		return l.shown.sent[row].ID
	case row < len(l.shown.saved):
		return l.shown.saved[row].ID
	}
	return ""
}

// drawAbout says what became of the selected message, and offers what can be done.
func (l *messageList) drawAbout() {
	entry, message, ok := l.selected()
	for _, b := range []*widgets.Button{l.again, l.save, l.put} {
		if ok {
			b.Enable()
		} else {
			b.Disable()
		}
	}
	words, empty := "", "Nothing was sent yet."
	switch {
	case entry != nil:
		words = l.panel.entryWords(entry)
		l.drawEntry(entry)
	case message != nil:
		words = messageWords(message)
		if message.File != "" {
			l.again.Disable()
		}
	case l.search.Value() != "":
		words = "Nothing was found."
	case l.kind.Chosen() == listSaved:
		empty = "No message is saved. Save one that was sent, or the panel's message."
	}
	if !ok && words == "" {
		words = empty
	}
	if l.panel.conn.Profile.ReadOnly {
		l.again.Disable()
	}
	if l.kind.Chosen() == listSaved {
		l.again.SetText("Send")
		l.save.SetText("Rename…")
	} else {
		l.again.SetText(format.Excerpt(againWords(entry)))
		l.save.SetText("Save as…")
	}
	l.again.Importance = widget.MediumImportance
	span := text.Span{Text: words, Colour: look.Colour(look.Muted)}
	if l.told != "" {
		span = text.Span{Text: l.told, Colour: theme.Color(theme.ColorNameForeground)}
	}
	l.about.Set(span)
}

// drawEntry offers what can be done with an entry of the history.
func (l *messageList) drawEntry(e *sent.Entry) {
	switch {
	case e.IsMessage():
		if !e.Whole() {
			l.again.Disable()
		}
	default:
		l.put.Disable()
		l.save.Disable()
		if e.Shelf == "" {
			l.again.Disable()
		}
	}
}

// againWords are on the button that does an entry once more, or undoes it.
func againWords(e *sent.Entry) string {
	switch {
	case e == nil, e.Kind == sent.Message, e.Kind == sent.Simulation:
		return "Send again"
	case e.Kind == sent.Clearing:
		return "Undo the clearing…"
	case e.Kind == sent.Sequence:
		return "Send the first one"
	}
	return "Send once"
}

// showTold says something in place of what is said of the selected message, until another is
// selected. What lies behind the dialog is not seen.
func (l *messageList) showTold(words string) {
	l.told = words
	l.drawAbout()
}

// isOpen reports whether the list is on view.
func (l *messageList) isOpen() bool { return l != nil && l.question != nil && !l.question.Gone }

// closed forgets what was read, and leaves what can be undone to the page.
func (l *messageList) closed() {
	l.told = ""
	l.forget()
	if n := len(l.changes); n > 0 {
		all, words := l.changes, l.changes[n-1].words
		if n > 1 {
			words += format.Fill(" Undo takes back all {number} changes.", "number", format.Count(n))
		}
		l.changes = nil
		l.panel.OnUndo(words, func() { l.takeBack(all) })
	}
	arrange.SetHidden(true, l.undo)
}
