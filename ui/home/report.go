package home

import (
	"fyne.io/fyne/v2"

	"mangrove/ui/report"
	"mangrove/ui/widgets"
)

// Report tells of the start page: in Listed the connections, in Found what the
// form says of the one on it.
func (h *Page) Report(r *report.Report) {
	r.Page, r.Problem = "home", h.Quick.problem.Text
	if h.notice.Object.Visible() {
		r.Result = h.notice.Words.Text
		r.Place("notice", h.notice.Action)
	}
	if h.options.Open != nil && h.shelf.IsReady() {
		h.list.report(r)
	}
	if h.right.Objects[0] == h.Quick.page {
		r.Place("address", h.Quick.URL)
		r.Place("user name", h.Quick.user)
		r.Place("password", h.Quick.secret)
		r.Place("version", h.Quick.version)
		r.Place("connect", h.Quick.button)
		r.Place("demo", h.Quick.demo)
		r.Place("keep", h.Quick.keep)
		return
	}
	h.form.Report(r)
}

// report tells of the connections in the list.
func (l *profileList) report(r *report.Report) {
	r.Place("new profile", l.add)
	r.Place("import", l.bring)
	r.Place("connections", l.rows)
	list := r.BoxOf(l.rows)
	rows, first, y := l.rows.Seen()
	for i := range rows {
		text := widgets.LineText(rows[i].Spans)
		r.Listed = append(r.Listed, text)
		r.Rows = append(r.Rows, report.Row{
			Topic: l.at(first + i).name, Text: text,
			Place: r.Part(list, fyne.NewPos(0, y+float32(i*profileHeight)), fyne.NewSize(l.rows.Size().Width, profileHeight)),
		})
	}
}
