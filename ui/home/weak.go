package home

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/explain"
	"mangrove/broker/profiles/importing"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// askWeak asks about what somebody else has chosen for the connections that are
// to be imported, and with which they trust, open or tell more. Without a tick
// they come without it. It is asked after the question that is asked now.
func (h *Page) askWeak(list []importing.Connection, weak string) {
	h.desk.AskLater(func() { h.askWeakNow(list, weak) })
}

func (h *Page) askWeakNow(list []importing.Connection, weak string) {
	come := "These connections come with settings that weaken security, connect elsewhere, or open files on this computer:"
	untaken := "Leave unticked to import the connections without these settings."
	if len(list) == 1 {
		come = "This connection comes with settings that weaken security, connect elsewhere, or open files on this computer:"
		untaken = "Leave unticked to import the connection without these settings."
	}
	about := widgets.NewSentences(come, widget.MediumImportance)
	take := widget.NewCheck("Use these settings; I trust their author", nil)
	left := widgets.NewSentences(untaken, widget.LowImportance)
	problem := widgets.NewSentences("", widget.DangerImportance)
	problem.Hide()
	var q *desk.Question
	confirm := widgets.NewButton("Import", theme.DownloadIcon(), nil)
	confirm.OnTapped = func() {
		if q.Busy {
			return
		}
		if !take.Checked {
			list = strengthened(list)
		}
		h.keepImported(imported{list: list, problem: problem, q: q})
	}
	listed := longText(weak)
	content := container.NewBorder(about, container.NewVBox(take, left, problem), nil, nil, listed)
	q = h.desk.Ask(format.Excerpt(format.Counted(len(list), "Import {count} connection?", "Import {count} connections?")), content, confirm,
		desk.NamedObject{Name: "take", Object: take}, desk.NamedObject{Name: "weak", Object: listed}, desk.NamedObject{Name: "problem", Object: problem})
	q.Dialog.Resize(fyne.NewSize(h.desk.Width(640), 380))
}

// strengthened are connections without what weakens them.
func strengthened(list []importing.Connection) []importing.Connection {
	better := make([]importing.Connection, len(list))
	for i, c := range list {
		c.Notes = slices.Clone(c.Notes)
		c.Strengthen()
		better[i] = c
	}
	return better
}

// weakNotes is what weakens connections, one by one.
func weakNotes(list []importing.Connection) string {
	var b strings.Builder
	for i := range list {
		for n, weak := range list[i].Weak() {
			if n == 0 {
				fmt.Fprintf(&b, "%s\n", format.ConnectionName(list[i].Profile))
			}
			fmt.Fprintf(&b, "  %s\n", explain.Note(weak))
		}
	}
	return b.String()
}
