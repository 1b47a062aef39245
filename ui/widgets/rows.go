package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// RowSource is what a [Rows] shows.
type RowSource interface {
	// Len is how many rows there are.
	Len() int
	// Fill gives the rows from one on, as many as rows has room for. A row
	// whose Key and Revision are still right may be left as it is; width is
	// the room for its spans.
	Fill(from int, width float32, rows []Row) []Row
	// Index finds the row of a key, -1 when it has none.
	Index(key uint32) int
}

// Row is what stands in one row.
type Row struct {
	Key      uint32 // names the item for as long as it lives
	Revision uint64 // another one when the spans are others
	Spans    []text.Span
	Active   time.Time // when something last happened, for a flash that fades
	// HandleFrom and HandleTo are where a single click toggles, such as on an
	// arrow; nowhere when both are 0.
	HandleFrom, HandleTo float32
}

// Rows shows any number of rows of one height. A fixed pool of row objects is
// updated in place, and only where something differs. Which row is on top is
// kept as a whole number and a fraction, since single precision cannot count
// the pixels of a million rows.
//
// It is anchored: when rows come or go above, the row under the pointer, or
// else the selected one, stays where it is on the screen.
type Rows struct {
	widget.BaseWidget

	Source   RowSource
	TextSize float32
	Marks    bool // a right click marks a row, and does not tell OnSelect

	// Act is what can be done with a row by one click at its end, in a word, while it is
	// selected or under the pointer; empty: nothing. OnAct does it.
	Act   func(key uint32) string
	OnAct func(key uint32)

	OnPlace  func(key uint32, x float32)              // a click on a row, x from the left edge; told before what comes of it
	OnSelect func(key uint32)                         // by click or key; not by Select
	OnToggle func(key uint32)                         // double click, Enter or space
	OnMenu   func(key uint32, at fyne.Position)       // right click, or the menu key; at is on the canvas
	OnKey    func(key uint32, ev *fyne.KeyEvent) bool // first look at a key; true when it was used
	OnAside  func(notches float32)                    // the wheel or the touchpad sideways, to the right for more than 0
	OnRune   func(r rune)                             // typing
	OnCopy   func(key uint32)                         // the copy shortcut
	OnFind   func()                                   // the shortcut to find
	OnHover  func(key uint32, at fyne.Position)       // the pointer came over a row; at is below it on the canvas
	OnFollow func(on bool)                            // the rows stay at the end from now on, or no longer
	OnLeave  func()                                   // it is over none any more, or over another by scrolling; also at a key
	OnLayout func()                                   // they have another size, and are about to be drawn at it

	viewport
	follows     bool // Follow or Hold has been asked for
	following   bool
	selected    uint32
	hasSelected bool
	pointer     float32 // y of the pointer, below 0 when it is elsewhere
	hovered     hovered // what OnHover has told of last
	shift       bool    // a Shift key is down
	focused     bool
	lastTap     time.Time
	lastKey     uint32
	anchorKey   uint32
	anchorRow   int

	rows  []Row
	now   time.Time
	still bool // nothing flashes
	view  *rowsView
}

// NewRows makes a view of a source with rows of a height.
func NewRows(source RowSource, height, textSize float32) *Rows {
	r := &Rows{Source: source, TextSize: textSize, viewport: viewport{lineHeight: height}, pointer: -1, anchorRow: -1}
	r.ExtendBaseWidget(r)
	return r
}

// Sync brings the view up to the source at a time. Call it whenever the source
// may have changed, and while rows still flash; it costs next to nothing when
// nothing did.
func (r *Rows) Sync(now time.Time) {
	r.now, r.still = now, IsStill()
	if r.view == nil || r.Size().Height <= 0 {
		return
	}
	r.followAnchor()
	r.draw()
}

// Select marks a row, without telling OnSelect, and scrolls it into view when
// show is set.
func (r *Rows) Select(key uint32, show bool) {
	r.selected, r.hasSelected = key, true
	if show {
		if i := r.Source.Index(key); i >= 0 {
			r.show(i)
			r.anchorRow = -1
		}
	}
	r.redraw()
}

// Deselect marks no row.
func (r *Rows) Deselect() {
	r.hasSelected = false
	r.redraw()
}

// Selected gives the marked row.
func (r *Rows) Selected() (key uint32, ok bool) { return r.selected, r.hasSelected }

// ScrollTo puts a row on top, or as near to it as the end allows.
func (r *Rows) ScrollTo(row int) {
	r.moveTo(float64(row))
	r.redraw()
}

// AtEnd reports whether the last row is in view.
func (r *Rows) AtEnd() bool { return r.at()+r.seen() >= float64(r.length)-0.5 }

// Update is Sync at the time of the last one.
func (r *Rows) Update() { r.Sync(r.now) }

// Seen gives the rows in view, the number of the first, and where it begins:
// at the upper edge or above it.
func (r *Rows) Seen() (rows []Row, first int, y float32) { return r.rows, r.top, r.y(0) }

func (r *Rows) redraw() {
	if r.view != nil {
		r.draw()
	}
}

// scroll moves the view by rows, down for more than 0.
func (r *Rows) scroll(rows float64) {
	before := r.at()
	r.moveTo(before + rows)
	if r.follows && r.at() < before {
		r.Hold() // by however little it was: a touchpad moves in small steps
		return
	}
	r.scrolled()
}

// followAnchor scrolls by as much as the anchor has moved.
func (r *Rows) followAnchor() {
	if r.anchorRow < 0 || r.following {
		return
	}
	if at := r.Source.Index(r.anchorKey); at >= 0 && at != r.anchorRow {
		by := at - r.anchorRow
		r.top += by
		r.view.top += by // all that is seen keeps its object
	}
}

// setAnchor chooses what must not move: the row under the pointer, the
// selected one when it is seen, or the top row unless that is the first.
func (r *Rows) setAnchor() {
	r.anchorRow = -1
	pick := func(i int) {
		if i >= 0 && i < len(r.rows) {
			r.anchorKey, r.anchorRow = r.rows[i].Key, r.top+i
		}
	}
	if r.top > 0 {
		pick(0)
	}
	if r.hasSelected {
		for i := range r.rows {
			if r.rows[i].Key == r.selected {
				pick(i)
			}
		}
	}
	if r.pointer >= 0 {
		pick(r.slotAt(r.pointer))
	}
}

// draw asks for the rows seen and updates the objects that show them.
func (r *Rows) draw() {
	r.length, r.height = r.Source.Len(), r.Size().Height
	if r.following {
		r.moveTo(float64(r.length))
	}
	r.clamp()
	want := r.count()
	for len(r.rows) < want {
		r.rows = append(r.rows, Row{})
	}
	r.rows = r.Source.Fill(r.top, r.Size().Width-barWidth, r.rows[:want])
	r.view.update()
	r.setAnchor()
	if r.hovered.told && r.hovered != r.underPointer() {
		r.leave()
	}
}

// CreateRenderer is called by Fyne.
func (r *Rows) CreateRenderer() fyne.WidgetRenderer {
	r.view = newRowsView(r)
	return r.view
}

// MinSize is a few rows: the window gives it what there is.
func (r *Rows) MinSize() fyne.Size {
	r.ExtendBaseWidget(r)
	return fyne.NewSize(120, 3*r.lineHeight)
}

// Flashing reports whether a row seen is still fading.
func (r *Rows) Flashing() bool {
	for i := range r.rows {
		if !r.still && r.now.Sub(r.rows[i].Active) < flashTime {
			return true
		}
	}
	return false
}

var _ fyne.Widget = (*Rows)(nil)

// focusRing is the frame around the rows while keys go to them.
func focusRing() *canvas.Rectangle {
	ring := canvas.NewRectangle(nil)
	ring.StrokeWidth = 1
	ring.StrokeColor = theme.Color(theme.ColorNamePrimary)
	return ring
}
