package profile

import (
	"strings"

	"fyne.io/fyne/v2/widget"

	"mangrove/ui/report"
)

// Report tells of the form of a connection.
func (f *Form) Report(r *report.Report) {
	r.Place("connect", f.button)
	r.Place("groups", f.tabs)
	r.Selected = f.title.Text
	var said []string
	for _, o := range f.findings.Objects {
		if l, ok := o.(*widget.Label); ok {
			said = append(said, l.Text)
		}
	}
	g := f.groups[f.current]
	for _, part := range g.parts {
		if s := part.said(); s != "" {
			said = append(said, s)
		}
	}
	r.Found = strings.Join(said, "\n")
	for _, o := range g.named {
		r.Place("field "+o.Name, o.Object)
	}
}
