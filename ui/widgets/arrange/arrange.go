package arrange

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Middle keeps an object's own height in the middle of what it is given.
func Middle(o fyne.CanvasObject) fyne.CanvasObject {
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

// FixedWidth gives an object a width, and the height it needs.
func FixedWidth(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewGridWrap(fyne.NewSize(width, o.MinSize().Height), o)
}

// OnLine gives an object a width, and the height of a line of a label, so that
// it stands on the same line as the labels beside it.
func OnLine(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewGridWrap(fyne.NewSize(width, widget.NewLabel("").MinSize().Height), o)
}

// SetHidden shows or hides objects, and only touches those that change.
func SetHidden(hidden bool, objects ...fyne.CanvasObject) {
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

// SetAble has controls take what is done with them, or not, and only touches those that change.
func SetAble(able bool, controls ...fyne.Disableable) {
	for _, c := range controls {
		switch {
		case able && c.Disabled():
			c.Enable()
		case !able && !c.Disabled():
			c.Disable()
		}
	}
}

// AtMost gives an object a width where there is so much, and less where there is
// not.
func AtMost(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&atMostLayout{width}, o)
}

type atMostLayout struct{ width float32 }

// Layout implements fyne.Layout.
func (l *atMostLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(min(l.width, size.Width), size.Height))
	}
}

// MinSize implements fyne.Layout.
func (l *atMostLayout) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return fyne.NewSize(min(l.width, FieldWidth), size.Height)
}

// FlushLeft has the words of a label begin where other objects begin.
func FlushLeft(l *widget.Label) fyne.CanvasObject {
	return container.New(flushLayout{}, l)
}

type flushLayout struct{}

// Layout implements fyne.Layout.
func (flushLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(-theme.InnerPadding(), 0))
		o.Resize(size.AddWidthHeight(2*theme.InnerPadding(), 0))
	}
}

// MinSize implements fyne.Layout.
func (flushLayout) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		if o.Visible() {
			size = size.Max(o.MinSize())
		}
	}
	return size
}

// Padded leaves room on the left and on the right of an object.
func Padded(left, right float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 0, left, right), o)
}

// Column keeps a page readable on a wide window: a column in the middle, or at the left.
type Column struct {
	Width float32
	Left  bool
}

// Layout implements fyne.Layout.
func (l Column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(l.Width, size.Width)
	x := (size.Width - width) / 2
	if l.Left {
		x = 0
	}
	for _, o := range objects {
		o.Move(fyne.NewPos(x, 0))
		before := o.MinSize()
		o.Resize(fyne.NewSize(width, size.Height))
		if o.MinSize() != before { // words have been wrapped, and take more lines or fewer
			o.Resize(fyne.NewSize(width, size.Height+1))
			o.Resize(fyne.NewSize(width, size.Height))
		}
	}
}

// MinSize implements fyne.Layout.
func (l Column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

// FieldWidth is the least room for a field to type into.
const FieldWidth = 140

// Ends lays out two objects at the ends of a line: the right one has the room it
// asks for, and the left one what that leaves.
type Ends struct {
	Fit       func(w float32) // has them take less where there is not enough
	Narrowest float32         // the least width of both
}

// Layout implements fyne.Layout.
func (l Ends) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.Fit(size.Width)
	left, right := objects[0], objects[1]
	to := max(0, size.Width-right.MinSize().Width)
	left.Move(fyne.NewPos(0, 0))
	left.Resize(fyne.NewSize(max(0, to-theme.Padding()), size.Height))
	right.Move(fyne.NewPos(to, 0))
	right.Resize(fyne.NewSize(size.Width-to, size.Height))
}

// MinSize implements fyne.Layout.
func (l Ends) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.Narrowest, max(objects[0].MinSize().Height, objects[1].MinSize().Height))
}

// Shares lays out two objects beside each other. While one of them is hidden the
// other has all the room.
type Shares struct {
	First float32 // the share of the first, below 1
}

// Layout implements fyne.Layout.
func (l Shares) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x, share := float32(0), l.First
	for i, o := range objects {
		if other := objects[1-i]; !o.Visible() || !other.Visible() {
			o.Move(fyne.NewPos(0, 0))
			o.Resize(size)
			continue
		}
		w := (size.Width - theme.Padding()) * share
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x, share = w+theme.Padding(), 1-l.First
	}
}

// MinSize implements fyne.Layout.
func (l Shares) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		size = size.Max(fyne.NewSize(0, o.MinSize().Height))
	}
	return size
}

// Line lays out three objects in a line: the one in the middle is a field
// and takes the room that the others leave. When that is less than FieldWidth
// the one on the right goes to a second line.
type Line struct {
	Narrowest float32         // the least width of all
	Typed     func(w float32) // is told how wide the field is

	broken bool // there is a second line
	turned bool // that has changed, and whatever is around must be laid out anew
}

// TakeTurn reports whether the line has become two, or one again, since it was
// asked last. What is around has then been laid out for the height of before;
// it cannot be done right while that goes on.
func (l *Line) TakeTurn() bool {
	turned := l.turned
	l.turned = false
	return turned
}

// spare is the room for the field between two objects.
func spare(width float32, left, right fyne.CanvasObject) float32 {
	return width - left.MinSize().Width - right.MinSize().Width - 2*theme.Padding()
}

// Layout implements fyne.Layout.
func (l *Line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, field, right := objects[0], objects[1], objects[2]
	broken := spare(size.Width, left, right) < FieldWidth
	l.turned, l.broken = l.turned || broken != l.broken, broken
	pad, h := theme.Padding(), l.heights(objects)
	place := func(o fyne.CanvasObject, x, y float32, size fyne.Size) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(size)
	}
	from, to := left.MinSize().Width, size.Width-right.MinSize().Width
	if l.broken {
		place(left, 0, 0, fyne.NewSize(from, h[0]))
		place(field, from+pad, 0, fyne.NewSize(size.Width-from-pad, h[0]))
		place(right, to, h[0]+pad, fyne.NewSize(size.Width-to, h[1]))
	} else {
		place(left, 0, 0, fyne.NewSize(from, size.Height))
		place(field, from+pad, 0, fyne.NewSize(to-from-2*pad, size.Height))
		place(right, to, 0, fyne.NewSize(size.Width-to, size.Height))
	}
	l.Typed(field.Size().Width)
}

// heights of the two lines.
func (l *Line) heights(objects []fyne.CanvasObject) (h [2]float32) {
	for i, o := range objects {
		line := 0
		if l.broken && i == 2 {
			line = 1
		}
		h[line] = max(h[line], o.MinSize().Height)
	}
	return h
}

// MinSize implements fyne.Layout.
func (l *Line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := l.heights(objects)
	if l.broken {
		h[1] += theme.Padding()
	}
	return fyne.NewSize(l.Narrowest, h[0]+h[1])
}

// HintThatFits has a field say what to type into it in fewer words where all of them
// do not fit.
func HintThatFits(field interface{ SetPlaceHolder(string) }, long, short string) func(w float32) {
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

// Low has what scrolls by itself ask for less height than it would, where
// others need the room more.
type Low struct{ Height float32 }

// Layout implements fyne.Layout.
func (Low) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

// MinSize implements fyne.Layout.
func (l Low) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return fyne.NewSize(size.Width, min(size.Height, l.Height))
}

// Least has what is in it ask for a height that is known elsewhere, in the place of what
// it would ask for itself.
type Least struct{ Height func() float32 }

// Layout implements fyne.Layout.
func (Least) Layout(objects []fyne.CanvasObject, size fyne.Size) { Low{}.Layout(objects, size) }

// MinSize implements fyne.Layout.
func (l Least) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(Low{}.MinSize(objects).Width, l.Height())
}

// AtLeast has what scrolls by itself ask for a height that shows something of it.
type AtLeast struct{ Height float32 }

// Layout implements fyne.Layout.
func (AtLeast) Layout(objects []fyne.CanvasObject, size fyne.Size) { Low{}.Layout(objects, size) }

// MinSize implements fyne.Layout.
func (l AtLeast) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return fyne.NewSize(size.Width, max(size.Height, l.Height))
}
