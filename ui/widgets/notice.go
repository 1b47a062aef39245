package widgets

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets/arrange"
)

// noticeFor is how long a sentence is seen that only says what has been done.
const noticeFor = 8 * time.Second

// Notice says what has been done, and offers to undo it. What only says so goes
// by itself; what went wrong, or can be undone, stays until it is closed.
type Notice struct {
	Object fyne.CanvasObject
	around *fyne.Container // what divides the room between the notice and others; nil when nobody need know
	column *fyne.Container // that, while there is the width beside other things
	page   *fyne.Container // and that otherwise; nil: the notice stays in its column
	Words  *widget.Label
	Cross  *Button
	Action *Button
	Closed func()    // is called when it is closed without doing what it offers; may be nil
	goes   bool      // by itself
	until  time.Time // when it goes; zero until it has been drawn
	said   int       // how often it has said something
	undo   *undo     // what it offers to undo; nil when it offers something else
	kept   []undo    // what else can be undone, and comes back when the notice is free
}

// undo is what can be undone.
type undo struct {
	words string
	do    func()
}

// mostKept is how many offers to undo something are kept behind the one on view: more than
// can be pinned.
const mostKept = 100

// NewNotice makes one that says nothing yet.
func NewNotice() *Notice {
	n := &Notice{Words: widget.NewLabel(""), Action: NewButton("", nil, nil)}
	n.Words.Wrapping = fyne.TextWrapWord
	n.Cross = NewIconButton("Close", theme.CancelIcon(), n.dismiss)
	n.Cross.Importance = widget.LowImportance
	n.Object = NewPanel(look.Raised,
		container.NewBorder(nil, nil, nil, arrange.Middle(container.NewHBox(n.Action, n.Cross)), n.Words), 2, look.PageEdge-theme.InnerPadding())
	n.Object.Hide()
	return n
}

// Below puts the notice below something that takes the room of both while
// there is nothing to say.
func (n *Notice) Below(above fyne.CanvasObject) fyne.CanvasObject {
	n.column = container.New(arrange.Foot{}, above, n.Object)
	n.around = n.column
	return n.around
}

// BelowAll prepares a place below all that stands beside what the notice is below, where
// it is wider and lower. [Notice.Spread] has it go there.
func (n *Notice) BelowAll(all fyne.CanvasObject) fyne.CanvasObject {
	n.page = container.New(arrange.Foot{}, all)
	return n.page
}

// leastColumn is the width from which on a sentence and a button are not too high in a
// column.
const leastColumn = 400

// Spread has the notice stand where it is not too high. It costs nothing while it need not
// move.
func (n *Notice) Spread() {
	to := n.column
	if n.column.Size().Width < leastColumn {
		to = n.page
	}
	if from := n.around; from != to {
		from.Objects = from.Objects[:1]
		to.Objects = append(to.Objects[:1:1], n.Object)
		n.around = to
		from.Refresh()
		to.Refresh()
	}
}

// Hide takes the notice away, unless it offers to undo something: that stays until the
// user is done with it.
func (n *Notice) Hide() {
	if n.undo == nil {
		n.leave()
	}
}

// leave has what is on view go, and what can be undone come back.
func (n *Notice) leave() {
	if !n.Object.Visible() {
		return // laying out all that is around costs
	}
	n.undo = nil
	if last := len(n.kept) - 1; last >= 0 {
		next := n.kept[last]
		n.kept = n.kept[:last]
		n.OfferUndo(next.words, next.do)
		return
	}
	n.Object.Hide()
	n.divide()
}

// dismiss is the cross.
func (n *Notice) dismiss() {
	n.leave()
	if n.Closed != nil {
		n.Closed()
	}
}

// divide lays out what is around anew, which the toolkit does not do by itself
// for what comes and goes. It draws nothing anew that stays as it is, as Refresh does:
// a sentence may come several times a second.
func (n *Notice) divide() {
	if n.around != nil {
		n.around.Layout.Layout(n.around.Objects, n.around.Size())
	}
}

// Say shows a sentence for a while.
func (n *Notice) Say(words string) {
	n.Warn(words)
	n.goes = true
}

// Warn shows a sentence until it is closed.
func (n *Notice) Warn(words string) { n.Offer(words, "", nil) }

// Said is the number of what it said last.
func (n *Notice) Said() int { return n.said }

// Draw has a sentence go when its time has come. Only what is seen is drawn.
func (n *Notice) Draw(now time.Time) {
	switch {
	case !n.goes || !n.Object.Visible():
	case n.until.IsZero():
		n.until = now.Add(noticeFor)
	case !now.Before(n.until):
		n.leave()
	}
}

// OfferUndo shows a sentence about something that can be undone, until it is closed. What
// is said meanwhile takes its place for that time only.
func (n *Notice) OfferUndo(words string, do func()) {
	n.Offer(words, "Undo", do)
	n.undo = &undo{words, do}
}

// Offer shows a sentence and a button beside it, until it is closed.
func (n *Notice) Offer(words, action string, do func()) {
	if n.undo != nil && n.Object.Visible() {
		n.kept = append(n.kept, *n.undo)
		n.kept = slices.Delete(n.kept, 0, max(0, len(n.kept)-mostKept))
	}
	n.undo, n.goes, n.until = nil, false, time.Time{}
	n.said++
	n.Words.SetText(format.Excerpt(words))
	n.Action.SetText(format.Excerpt(action))
	n.Action.OnTapped = func() {
		n.leave()
		do()
	}
	arrange.SetHidden(do == nil, n.Action)
	n.Object.Show()
	n.divide()
}
