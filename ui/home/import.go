package home

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles/importing"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
)

// askImport asks for what is to be imported, unless a file has it.
func (h *Page) askImport(file string) {
	about := widget.NewLabel("Paste a URL, a mosquitto_pub or mosquitto_sub command line, or the contents of a file. A file can be " +
		"settings.json from MQTT Explorer, or an export from MQTTX or Mangrove.")
	about.Wrapping = fyne.TextWrapWord
	paste := widgets.NewFormEntry("mqtts://user@host:8883\nmosquitto_sub -h host -t '#' --cafile ca.pem", 8)
	paste.Most = importing.Largest
	problem := widgets.NewSentences("", widget.DangerImportance)
	problem.Hide()
	var q *desk.Question
	confirm := widgets.NewButton("Import", theme.DownloadIcon(), nil)
	confirm.OnTapped = func() { h.bringIn([]byte(paste.Value()), problem, q) }
	open := widgets.NewButton("Open a file…", theme.FolderOpenIcon(), func() {
		h.desk.ChooseFile(func(path string) { h.bringInFile(path, problem, q) })
	})
	q = h.desk.Ask("Import connections", container.NewVBox(about, paste, problem, container.NewHBox(open)), confirm,
		desk.NamedObject{Name: "import text", Object: paste}, desk.NamedObject{Name: "problem", Object: problem})
	q.Dialog.Resize(fyne.NewSize(h.desk.Width(640), 320))
	h.desk.Focus(paste)
	if file != "" {
		h.bringInFile(file, problem, q)
	}
}

// bringInFile reads the file beside the goroutine that draws: it may be on a slow share.
func (h *Page) bringInFile(path string, problem *widget.Label, q *desk.Question) {
	go func() { // ends when the file is read
		content, err := importing.ReadFile(path)
		h.desk.Run(func() {
			if q.Gone {
				return
			}
			if err != nil {
				widgets.ShowProblem(problem, explain.Error(err, broker.Address{}))
				return
			}
			h.bringIn(content, problem, q)
		})
	}()
}

// bringIn imports a text, and says what of it was left out. What weakens a
// connection is asked about before.
func (h *Page) bringIn(content []byte, problem *widget.Label, q *desk.Question) {
	if q.Busy {
		return
	}
	q.Busy = true
	go func() { // ends when the text is read
		list, err := importing.Parse(content)
		weak := weakNotes(list)
		h.desk.Run(func() {
			q.Busy = false
			switch {
			case q.Gone: // cancelled meanwhile
			case err != nil:
				widgets.ShowProblem(problem, explain.Error(err, broker.Address{}))
			case weak != "":
				q.Close()
				h.askWeak(list, weak)
			default:
				h.keepImported(imported{list: list, problem: problem, q: q})
			}
		})
	}()
}

// imported is what has been read, and the question that is about it.
type imported struct {
	list    []importing.Connection
	problem *widget.Label
	q       *desk.Question
}

// keepImported stores connections that have been read.
func (h *Page) keepImported(i imported) {
	i.q.Busy = true
	h.shelf.WithSecrets(func(s shelf.Stored) (last string, err error) {
		made, err := s.Book.CreateAll(importing.Drafts(i.list))
		if err != nil {
			return "", err
		}
		return made[len(made)-1].ID, nil
	}, func(last string, err error) {
		i.q.Busy, i.problem.Importance = false, widget.DangerImportance
		switch {
		case err != nil && i.q.Gone:
			h.failed(err)
			return
		case err != nil:
			widgets.ShowProblem(i.problem, explain.Error(err, broker.Address{}))
			return
		}
		i.q.Close()
		h.Choose(last)
		h.tellImported(i.list)
	})
}

// tellImported says what came in, and in a dialog what did not.
func (h *Page) tellImported(list []importing.Connection) {
	h.notice.Say(format.Counted(len(list), "{count} connection imported.", "{count} connections imported."))
	notes := importNotes(list)
	if notes == "" {
		return
	}
	d := h.desk.NewDialog(format.Counted(len(list), "Imported {count} connection; what was left out or changed:", "Imported {count} connections; what was left out or changed:"),
		container.NewBorder(nil, container.NewHBox(widgets.NewButton("Copy", theme.ContentCopyIcon(), func() { widgets.CopyText("Report", notes) })), nil, nil,
			longText(notes)))
	d.Resize(fyne.NewSize(h.desk.Width(640), 360))
	h.desk.Show(d)
}

// largestLabel is the text in bytes that a label can lay out in a moment.
const largestLabel = 8000

// longText shows a text of any length.
func longText(text string) fyne.CanvasObject {
	if len(text) <= largestLabel {
		return container.NewVScroll(widgets.NewSentences(text, widget.MediumImportance))
	}
	view := widgets.NewTextView(20, 13)
	view.OnColumns = func(columns int) { view.SetLines(widgets.NewTextLines(breakWords(text, columns), columns, nil), false) }
	view.OnColumns(view.Columns())
	return view
}

// breakWords puts line breaks between words; what goes on is indented.
func breakWords(text string, columns int) []byte {
	const indent = "    "
	var b strings.Builder
	for line := range strings.Lines(text) {
		at := 0
		for i, word := range strings.Split(strings.TrimRight(line, "\n"), " ") {
			n := utf8.RuneCountInString(word)
			switch {
			case at > len(indent) && at+1+n > columns-2:
				b.WriteString("\n" + indent)
				at = len(indent)
			case i > 0:
				b.WriteByte(' ')
				at++
			}
			b.WriteString(word)
			at += n
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// importNotes is what an import has to say, connection by connection.
func importNotes(list []importing.Connection) string {
	var b strings.Builder
	for _, c := range list {
		for i, n := range c.Notes {
			if i == 0 {
				fmt.Fprintf(&b, "%s\n", format.ConnectionName(c.Profile))
			}
			fmt.Fprintf(&b, "  %s\n", explain.Note(n))
		}
	}
	return b.String()
}
