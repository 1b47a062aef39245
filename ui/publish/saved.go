package publish

import (
	"cmp"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/collections"
	"mangrove/broker/explain"
	"mangrove/broker/profiles/finding"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// askName asks for the name of a message, its folder, and what it is for, and saves it: in
// place of the one with its ID if it has one.
func (l *messageList) askName(m collections.Message, title string) {
	p := l.panel
	name, folder := widgets.NewEntry(format.ExcerptOf(m.Draft.Topic, 100)), widgets.NewEntry("folder; / between folders in one another")
	name.SetText(m.Name)
	folder.SetText(m.Folder)
	only := widgets.NewCheck("Only for this connection", nil)
	only.SetChecked(m.Connection != "")
	if p.conn.Stored.ID == "" {
		only.Disable() // it is not stored
	}
	problem := widget.NewLabel("")
	problem.Wrapping, problem.Importance = fyne.TextWrapWord, widget.DangerImportance
	problem.Hide()
	var q *desk.Question
	save := widgets.NewButton("Save", nil, func() {
		if q.Busy {
			return
		}
		q.Busy = true
		m.Name, m.Folder, m.Connection = name.Value(), folder.Value(), ""
		if only.Checked {
			m.Connection = p.conn.Stored.ID
		}
		book := p.messages().Saved
		go func() { // ends when the file is written
			var err error
			if m.ID == "" {
				_, err = book.Add(m)
			} else {
				err = book.Put(m)
			}
			p.desk.Run(func() {
				q.Busy = false
				if err != nil {
					problem.SetText(format.Excerpt(explain.Error(err, broker.Address{})))
					problem.Show()
					return
				}
				q.Close()
				l.load()
			})
		}()
	})
	asked := p.desk.Asked
	form := widget.NewForm(widget.NewFormItem("Name", name), widget.NewFormItem("Folder", folder), widget.NewFormItem("", only))
	q = p.desk.Ask(title, container.NewVBox(form, problem), save, desk.NamedObject{Name: "message name", Object: name}, desk.NamedObject{Name: "message folder", Object: folder})
	l.askAgainAfter(q, asked)
	q.Dialog.Resize(fyne.NewSize(p.desk.Width(520), 0))
	p.desk.Focus(name)
}

// askAgainAfter has the list be the question that is asked once one over it is closed.
func (l *messageList) askAgainAfter(q *desk.Question, asked []desk.NamedObject) {
	q.OnGone = func() {
		if l.isOpen() {
			l.panel.desk.Asked = asked
		}
	}
}

// export writes the saved messages that are listed to a file.
func (l *messageList) export() {
	var all []collections.Message
	for _, m := range l.shown.saved {
		all = append(all, *m)
	}
	d := l.panel.desk
	d.Save("messages.json", func(to io.Writer) error {
		content, err := collections.Export(all)
		if err == nil {
			_, err = to.Write(content)
		}
		return err
	}, func(path string) {
		l.showTold(format.Counted(len(all), "{count} message saved to {path}.", "{count} messages saved to {path}.", "path", format.ExcerptOf(path, 200)))
	})
}

// importFile asks for a file with messages.
func (l *messageList) importFile() {
	l.panel.desk.ChooseFile(func(path string) {
		l.take(func() ([]byte, error) { return collections.ReadFile(path) }, func(_ int, problem string) {
			if problem != "" {
				l.showTold(problem)
			}
		})
	})
}

// paste asks for commands, or for the text of an export.
func (l *messageList) paste() {
	p := l.panel
	field := widgets.NewEntry("mosquitto_pub -h broker -t topic -m payload")
	field.MultiLine, field.Wrapping = true, fyne.TextWrapBreak
	field.SetMinRowsVisible(6)
	problem := widgets.NewSentences("", widget.DangerImportance)
	problem.Hide()
	var q *desk.Question
	add := widgets.NewButton("Import", nil, func() {
		if q.Busy {
			return
		}
		q.Busy = true
		content := []byte(field.Value())
		l.take(func() ([]byte, error) { return content, nil }, func(n int, words string) {
			if q.Busy = false; n > 0 {
				q.Close()
				return
			}
			widgets.ShowProblem(problem, cmp.Or(words, "There is no message in it."))
		})
	})
	asked := p.desk.Asked
	q = p.desk.Ask("Paste mosquitto_pub commands", container.NewBorder(nil, problem, nil, nil, field), add, desk.NamedObject{Name: "commands", Object: field})
	l.askAgainAfter(q, asked)
	q.Dialog.Resize(fyne.NewSize(p.desk.Width(640), 0))
	p.desk.Focus(field)
}

// take imports messages, says what was left out, and then how many there were, or what the
// problem is.
func (l *messageList) take(read func() ([]byte, error), then func(n int, problem string)) {
	p, book := l.panel, l.panel.messages().Saved
	go func() { // ends when the file is written
		var found []collections.Message
		var notes []finding.Note
		content, err := read()
		if err == nil {
			found, notes, err = collections.Parse(content)
		}
		if err == nil && len(found) > 0 {
			_, err = book.Add(found...)
		}
		p.desk.Run(func() {
			l.load()
			if err != nil {
				then(0, "Nothing was imported. "+explain.Error(err, broker.Address{}))
				return
			}
			then(len(found), "")
			l.tellImported(len(found), notes)
		})
	}()
}

// tellImported says how many messages were imported, and what was left out or changed.
func (l *messageList) tellImported(n int, notes []finding.Note) {
	words := format.Counted(n, "{count} message imported.", "{count} messages imported.")
	if len(notes) == 0 {
		l.showTold(words)
		return
	}
	lines := []string{words, ""}
	for _, note := range notes {
		lines = append(lines, explain.Note(note))
	}
	label := widget.NewLabel(format.Excerpts(lines...))
	label.Wrapping = fyne.TextWrapWord
	d := l.panel.desk.NewDialog("Imported messages", container.NewVScroll(label))
	d.Resize(fyne.NewSize(l.panel.desk.Width(620), 300))
	l.panel.desk.Show(d)
}
