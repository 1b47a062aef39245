package profile

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// part is a piece of the form: it shows something of a profile and changes it.
type part interface {
	object() fyne.CanvasObject
	// show puts what the profile has into the widgets.
	show(p *profiles.Profile)
	// follow shows or hides what depends on other fields.
	follow(p *profiles.Profile)
	// said is the sentence that goes with it, none while it is not there.
	said() string
}

// row is one field of the form, which may depend on others.
type row struct {
	*widgets.FormRow
	when func(p *profiles.Profile) bool // nil: it is always there
}

func newRow(label string, control fyne.CanvasObject) *row {
	return &row{FormRow: widgets.NewFormRow(label, control)}
}

func (r *row) object() fyne.CanvasObject { return r.Object }

func (r *row) said() string { return r.Said() }

func (r *row) follow(p *profiles.Profile) {
	if r.when != nil {
		arrange.SetHidden(!r.when(p), r.Object)
	}
}

// words is a part that only says something.
type words struct {
	label *widget.Label
	say   func(p *profiles.Profile) string // empty: nothing
}

func newWords(say func(p *profiles.Profile) string) *words {
	w := &words{label: widget.NewLabel(""), say: say}
	w.label.Wrapping = fyne.TextWrapWord
	w.label.Importance = widget.LowImportance
	return w
}

// heading is a part that says what comes below it.
func heading(title string) *words {
	w := newWords(func(*profiles.Profile) string { return title })
	w.label.TextStyle.Bold = true
	w.label.Importance = widget.MediumImportance
	return w
}

func (w *words) object() fyne.CanvasObject { return w.label }

func (w *words) said() string { return "" }

func (w *words) show(p *profiles.Profile) { w.follow(p) }

func (w *words) follow(p *profiles.Profile) {
	if s := format.Excerpt(w.say(p)); s != w.label.Text {
		w.label.SetText(s)
	}
	arrange.SetHidden(w.label.Text == "", w.label)
}
