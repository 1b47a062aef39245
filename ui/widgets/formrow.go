package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/widgets/arrange"
)

// FormRow is one field of a form: its label, what is typed or chosen, and a
// sentence below it when there is something to say.
type FormRow struct {
	Object *fyne.Container
	label  *widget.Label
	note   *widget.Label
}

// labelWidth is the room for the labels of a form.
const labelWidth = 136

// NewFormRow makes a field of a form out of what is typed or chosen.
func NewFormRow(label string, control fyne.CanvasObject) *FormRow {
	words := widget.NewLabel(format.Excerpt(label))
	words.Truncation = fyne.TextTruncateEllipsis
	r := &FormRow{label: words, note: widget.NewLabel("")}
	r.note.Wrapping = fyne.TextWrapWord
	r.note.SizeName = theme.SizeNameCaptionText
	r.note.Hide()
	r.Object = container.New(rowLayout{}, words, control, r.note)
	return r
}

// Label is what the field is called.
func (r *FormRow) Label() string { return r.label.Text }

// Say puts a sentence below the field, or none.
func (r *FormRow) Say(words string, importance widget.Importance) {
	words = format.Excerpt(words)
	if r.note.Text == words && r.note.Importance == importance {
		return
	}
	r.note.Importance = importance
	r.note.SetText(words)
	arrange.SetHidden(words == "", r.note)
	r.Object.Refresh()
}

// Said is the sentence below the field, none while the field is not there.
func (r *FormRow) Said() string {
	if !r.Object.Visible() {
		return ""
	}
	return r.note.Text
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
