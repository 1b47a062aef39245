package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets"
)

// leaveEscape has the toolkit's dialog on top take the name of a file in a field of ours:
// its own keeps Escape for itself, and has the keyboard from the beginning.
func (d *Desk) leaveEscape() {
	over, ok := d.Canvas().Overlays().Top().(*widget.PopUp)
	if !ok {
		return
	}
	around, theirs := nameField(over.Content)
	if theirs == nil {
		return
	}
	own := widgets.NewEntry(theirs.PlaceHolder)
	own.SetText(theirs.Text)
	own.OnChanged, own.OnSubmitted = theirs.SetText, theirs.OnSubmitted
	tell := theirs.OnChanged
	theirs.OnChanged = func(name string) { // as a file in the list is pressed
		tell(name)
		if own.Value() != name {
			own.SetText(name)
		}
	}
	around.Content = own
	around.Refresh()
	d.Focus(own)
}

// nameField finds the field of the toolkit's dialog, and what it stands in.
func nameField(in fyne.CanvasObject) (around *container.Scroll, field *widget.Entry) {
	switch o := in.(type) {
	case *fyne.Container:
		for _, part := range o.Objects {
			if around, field = nameField(part); field != nil {
				return around, field
			}
		}
	case *container.Scroll:
		if field, ok := o.Content.(*widget.Entry); ok {
			return o, field
		}
	}
	return nil, nil
}
