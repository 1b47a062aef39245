package verify

import (
	"io"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"mangrove/broker/verification"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// form is one in which a report is saved.
type form struct {
	words, ending string
	write         func(io.Writer) error
}

// forms are all there are.
func forms(h *verification.Handover) []form {
	return []form{
		{"Report to print (HTML)…", ".html", h.HTML},
		{"Everything, with the messages (.zip)…", ".zip", func(w io.Writer) error { return h.Bundle(w, nil) }},
		{"JUnit XML…", ".xml", h.JUnit},
		{"CSV…", ".csv", h.CSV},
		{"JSON…", ".json", h.JSON},
	}
}

// saveMenu offers the forms of the report.
func (p *Page) saveMenu() {
	name := strings.TrimSuffix(filepath.Base(p.run.of.path), filepath.Ext(p.run.of.path)) + "-report"
	var items []*fyne.MenuItem
	h := p.run.handover(p.do.Version)
	for _, f := range forms(h) {
		items = append(items, fyne.NewMenuItem(format.Excerpt(f.words), func() {
			p.do.Desk.Save(name+f.ending, f.write, func(path string) { widgets.ShowToast(format.Fill("Saved {path}.", "path", path), false) })
		}))
	}
	items = append(items, fyne.NewMenuItem("Everything, signed with an SSH key (.zip)…", func() { p.saveSigned(name+".zip", h) }))
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.save)
	widgets.ShowMenu(p.save, at.AddXY(0, p.save.Size().Height), items...)
}
