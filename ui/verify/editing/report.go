package editing

import (
	"mangrove/ui/report"
	"mangrove/ui/widgets"
)

// Report tells of the room.
func (r *Room) Report(to *report.Report) {
	to.State, to.Payload = r.title.Text(), r.yaml.entry.Value()
	to.Problem = ""
	for _, l := range r.yaml.list.Lines {
		to.Problem += widgets.LineText(l.Spans) + "\n"
	}
	rows, _, _ := r.list.rows.Seen()
	for i := range rows {
		to.Listed = append(to.Listed, widgets.LineText(rows[i].Spans))
	}
	to.Shown = r.fields.title.Text + "\n" + r.fields.about.Text
	to.Place("checklist parts", r.list.rows)
	to.Place("checklist form or yaml", r.which)
	to.Place("checklist add", r.list.add)
	to.Place("checklist duplicate", r.list.copy)
	to.Place("checklist remove", r.list.remove)
	to.Place("checklist up", r.list.up)
	to.Place("checklist down", r.list.down)
	to.Place("checklist undo", r.undoIt)
	to.Place("checklist save", r.saveIt)
	to.Place("checklist save as", r.saveAs)
	to.Place("checklist close", r.leave)
	to.Place("checklist yaml", r.yaml.entry)
	to.Place("checklist problems", r.yaml.list.Rows)
	if r.fields.kind != nil {
		to.Place("field check", r.fields.kind)
	}
	if r.fields.name != nil {
		to.Place("field path", r.fields.name)
	}
	for _, d := range r.fields.rows {
		to.Place("field "+d.row.Label(), d.object())
	}
}
