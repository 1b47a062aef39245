package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// middle keeps an object's own height in the middle of what it is given.
func middle(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(nil, nil, nil, nil, container.New(middleLayout{}, o))
}

type middleLayout struct{}

// Layout implements fyne.Layout.
func (middleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(0, (size.Height-h)/2))
		o.Resize(fyne.NewSize(size.Width, h))
	}
}

// MinSize implements fyne.Layout.
func (middleLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

// setHidden shows or hides objects, and only touches those that change.
func setHidden(hidden bool, objects ...fyne.CanvasObject) {
	for _, o := range objects {
		if o.Visible() != hidden {
			continue
		}
		if hidden {
			o.Hide()
		} else {
			o.Show()
		}
	}
}

// padded leaves room on the left and on the right of an object.
func padded(left, right float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 0, left, right), o)
}

// columnLayout keeps a page readable on a wide window: a column in the middle.
type columnLayout struct{ width float32 }

// Layout implements fyne.Layout.
func (l columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(l.width, size.Width)
	for _, o := range objects {
		o.Move(fyne.NewPos((size.Width-width)/2, 0))
		before := o.MinSize()
		o.Resize(fyne.NewSize(width, size.Height))
		if o.MinSize() != before { // words have been wrapped, and take more lines or fewer
			o.Resize(fyne.NewSize(width, size.Height+1))
			o.Resize(fyne.NewSize(width, size.Height))
		}
	}
}

// MinSize implements fyne.Layout.
func (l columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}
