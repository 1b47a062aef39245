package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/format"
	"mangrove/ui/widgets/arrange"
)

// part is a piece of the form: it shows something of a profile and changes it.
type part interface {
	object() fyne.CanvasObject
	// show puts what the profile has into the widgets.
	show(p *profiles.Profile)
	// follow shows or hides what depends on other fields.
	follow(p *profiles.Profile)
}

// formRow is one field of the form: its label, what is typed or chosen, and a
// sentence below it when there is something to say.
type formRow struct {
	box  *fyne.Container
	note *widget.Label
	when func(p *profiles.Profile) bool // nil: it is always there
}

// labelWidth is the room for the labels of the form.
const labelWidth = 136

func newFormRow(label string, control fyne.CanvasObject) *formRow {
	words := widget.NewLabel(format.Excerpt(label))
	words.Truncation = fyne.TextTruncateEllipsis
	r := &formRow{note: widget.NewLabel("")}
	r.note.Wrapping = fyne.TextWrapWord
	r.note.SizeName = theme.SizeNameCaptionText
	r.note.Hide()
	r.box = container.New(rowLayout{}, words, control, r.note)
	return r
}

func (r *formRow) object() fyne.CanvasObject { return r.box }

func (r *formRow) follow(p *profiles.Profile) {
	if r.when != nil {
		arrange.SetHidden(!r.when(p), r.box)
	}
}

// say puts a sentence below the field, or none.
func (r *formRow) say(words string, importance widget.Importance) {
	words = format.Excerpt(words)
	if r.note.Text == words && r.note.Importance == importance {
		return
	}
	r.note.Importance = importance
	r.note.SetText(words)
	arrange.SetHidden(words == "", r.note)
	r.box.Refresh()
}

// rowLayout puts a label beside a control, and a note below that.
type rowLayout struct{}

// Layout implements fyne.Layout.
func (rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	label, control, note := o[0], o[1], o[2]
	h := control.MinSize().Height
	label.Resize(fyne.NewSize(labelWidth, label.MinSize().Height))
	label.Move(fyne.NewPos(0, min(h, 32)/2-label.MinSize().Height/2))
	control.Move(fyne.NewPos(labelWidth, 0))
	control.Resize(fyne.NewSize(size.Width-labelWidth, h))
	if note.Visible() {
		note.Move(fyne.NewPos(labelWidth-theme.InnerPadding(), h-2))
		note.Resize(fyne.NewSize(size.Width-labelWidth, note.MinSize().Height))
	}
}

// MinSize implements fyne.Layout.
func (rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[1].MinSize()
	if o[2].Visible() {
		size.Height += o[2].MinSize().Height - 2
	}
	return size.AddWidthHeight(labelWidth, 0)
}

// keptRoom lays lines of text out in a room that stays when they go, so that
// what is below does not move while somebody types there.
type keptRoom struct {
	column fyne.Layout
	lines  int
}

// Layout implements fyne.Layout.
func (k *keptRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	k.column.Layout(objects, size)
}

// MinSize implements fyne.Layout.
func (k *keptRoom) MinSize(objects []fyne.CanvasObject) fyne.Size {
	line := widget.NewLabel("").MinSize().Height
	return k.column.MinSize(objects).Max(fyne.NewSize(0, line*float32(k.lines)))
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

func (w *words) show(p *profiles.Profile) { w.follow(p) }

func (w *words) follow(p *profiles.Profile) {
	if s := format.Excerpt(w.say(p)); s != w.label.Text {
		w.label.SetText(s)
	}
	arrange.SetHidden(w.label.Text == "", w.label)
}

// said is the sentence below the field.
func (r *formRow) said() string {
	if !r.box.Visible() {
		return ""
	}
	return r.note.Text
}
