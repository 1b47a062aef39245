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
func (p *Page) saveMenu() { p.offerForms(p.run, func() {}) }

// offerForms offers the forms of the report of a run, and goes on when it is saved in one.
func (p *Page) offerForms(r *run, then func()) {
	name := strings.TrimSuffix(filepath.Base(r.of.path), filepath.Ext(r.of.path)) + "-report"
	saved := func(words string) {
		r.saved = true
		widgets.ShowToast(words, false)
		then()
	}
	var items []*fyne.MenuItem
	h := r.handover(p.do.Version)
	for _, f := range forms(h) {
		items = append(items, fyne.NewMenuItem(format.Excerpt(f.words), func() {
			p.do.Desk.Save(name+f.ending, f.write, func(path string) { saved(format.Fill("Saved {path}.", "path", path)) })
		}))
	}
	items = append(items, fyne.NewMenuItem("Everything, signed with an SSH key (.zip)…", func() { p.saveSigned(name+".zip", h, saved) }))
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.save)
	widgets.ShowMenu(p.save, at.AddXY(0, p.save.Size().Height), items...)
}
