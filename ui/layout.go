package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
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

// fieldWidth is the least room for a field to type into.
const fieldWidth = 140

// lineLayout lays out three objects in a line: the one in the middle is a field
// and takes the room that the others leave. When that is less than fieldWidth
// one of them goes to a second line.
type lineLayout struct {
	second    int             // which one goes there: 1, the field, or 2, what is on the right of it
	narrowest float32         // the least width of all
	fit       func(w float32) // nil, or has the others take less room where there is not enough
	typed     func(w float32) // is told how wide the field is
	turned    func()          // nil, or has what is around laid out afterwards: the height is another

	width  float32 // as laid out last
	broken bool    // there is a second line
}

// spare is the room for the field between two objects.
func spare(width float32, left, right fyne.CanvasObject) float32 {
	return width - left.MinSize().Width - right.MinSize().Width - 2*theme.Padding()
}

// Layout implements fyne.Layout.
func (l *lineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, field, right := objects[0], objects[1], objects[2]
	l.width = size.Width
	if l.fit != nil {
		l.fit(size.Width)
	}
	was := l.broken
	l.broken = spare(size.Width, left, right) < fieldWidth
	if l.turned != nil && l.broken != was {
		l.turned()
	}
	pad, h := theme.Padding(), l.heights(objects)
	place := func(o fyne.CanvasObject, x, y float32, size fyne.Size) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(size)
	}
	from, to := left.MinSize().Width, size.Width-right.MinSize().Width
	switch {
	case !l.broken:
		place(left, 0, 0, fyne.NewSize(from, size.Height))
		place(field, from+pad, 0, fyne.NewSize(to-from-2*pad, size.Height))
		place(right, to, 0, fyne.NewSize(size.Width-to, size.Height))
	case l.second == 1:
		place(left, 0, 0, fyne.NewSize(to-pad, h[0]))
		place(right, to, 0, fyne.NewSize(size.Width-to, h[0]))
		place(field, 0, h[0]+pad, fyne.NewSize(size.Width, h[1]))
	default:
		place(left, 0, 0, fyne.NewSize(from, h[0]))
		place(field, from+pad, 0, fyne.NewSize(size.Width-from-pad, h[0]))
		place(right, to, h[0]+pad, fyne.NewSize(size.Width-to, h[1]))
	}
	l.typed(field.Size().Width)
}

// heights of the two lines.
func (l *lineLayout) heights(objects []fyne.CanvasObject) (h [2]float32) {
	for i, o := range objects {
		line := 0
		if l.broken && i == l.second {
			line = 1
		}
		h[line] = max(h[line], o.MinSize().Height)
	}
	return h
}

// MinSize implements fyne.Layout.
func (l *lineLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := l.heights(objects)
	if l.broken {
		h[1] += theme.Padding()
	}
	return fyne.NewSize(l.narrowest, h[0]+h[1])
}

// hint has a field say what to type into it in fewer words where all of them
// do not fit.
func hint(field interface{ SetPlaceHolder(string) }, long, short string) func(w float32) {
	shown := ""
	return func(w float32) {
		words := long
		if fyne.MeasureText(long, theme.TextSize(), fyne.TextStyle{}).Width+hintMargin > w {
			words = short
		}
		if shown != words {
			shown = words
			field.SetPlaceHolder(words)
		}
	}
}

// hintMargin is what a field needs beside its words, with a button in it.
const hintMargin = 48

// lowLayout has what scrolls by itself ask for less height than it would, where
// others need the room more.
type lowLayout struct{ height float32 }

// Layout implements fyne.Layout.
func (lowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

// MinSize implements fyne.Layout.
func (l lowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return fyne.NewSize(size.Width, min(size.Height, l.height))
}
