package ui

import (
	"strings"

	"fyne.io/fyne/v2/widget"
)

// addHome tells of the start page: in Listed the connections, in Found what the
// form says of the one on it.
func (r *Report) addHome(w *Window) {
	h := w.home
	r.Problem = h.problem.Text
	if h.notice.object.Visible() {
		r.Result = h.notice.words.Text
		r.place(w, "notice", h.notice.action)
	}
	r.addList(w)
	if h.right.Objects[0] == h.quick.page {
		r.place(w, "address", h.url)
		r.place(w, "connect", h.button)
		r.place(w, "demo", h.demo)
		r.place(w, "keep", h.keep)
		return
	}
	r.place(w, "connect", h.form.button)
	r.place(w, "groups", h.form.tabs)
	r.Selected = h.form.title.Text
	var said []string
	for _, o := range h.form.findings.Objects {
		if l, ok := o.(*widget.Label); ok {
			said = append(said, l.Text)
		}
	}
	g := h.form.groups[h.form.current]
	for _, part := range g.parts {
		if row, ok := part.(interface{ said() string }); ok && row.said() != "" {
			said = append(said, row.said())
		}
	}
	r.Found = strings.Join(said, "\n")
	for _, o := range g.named {
		r.place(w, "field "+o.name, o.object)
	}
}

// addList tells of the connections in the list.
func (r *Report) addList(w *Window) {
	l := w.home.list
	if w.services.OpenProfiles == nil || !w.home.shelf.ready {
		return
	}
	r.place(w, "new profile", l.add)
	r.place(w, "import", l.bring)
	r.place(w, "connections", l.rows)
	list, scale := w.boxOf(l.rows), w.window.Canvas().Scale()
	rows, first, y := l.rows.Seen()
	for i := range rows {
		text := lineText(rows[i].Spans)
		r.Listed = append(r.Listed, text)
		r.Rows = append(r.Rows, ReportRow{
			Topic: l.items[first+i].name, Text: text,
			Place: Box{list.X, list.Y + (y+float32(i*profileHeight))*scale, list.W, profileHeight * scale},
		})
	}
}
