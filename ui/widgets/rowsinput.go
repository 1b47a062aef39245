package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// doubleTap is the longest time between the clicks of a double click.
const doubleTap = 350 * time.Millisecond

// A notch of a wheel is what Fyne reports as 10, and wheelUnit how many lines a unit of it
// moves: three for a notch.
const (
	wheelUnit  = 0.3
	wheelNotch = 10
)

// Tapped is called by Fyne on a click. The second of two quick ones toggles;
// waiting for it before selecting would make every click feel late.
func (r *Rows) Tapped(ev *fyne.PointEvent) {
	r.focus()
	r.endTip()
	row, ok := r.rowAt(ev.Position.Y)
	if !ok {
		return
	}
	if r.actedAt(&row, ev.Position.X) {
		r.OnAct(row.Key)
		return
	}
	if ev.Position.X >= row.HandleFrom && ev.Position.X < row.HandleTo {
		r.lastTap = time.Time{}
		r.toggle(row.Key)
		return
	}
	r.place(row.Key, ev.Position.X)
	now := time.Now()
	if row.Key == r.lastKey && now.Sub(r.lastTap) < doubleTap {
		r.lastTap = time.Time{}
		r.toggle(row.Key)
		return
	}
	r.lastKey, r.lastTap = row.Key, now
	r.choose(row.Key)
}

// TappedSecondary is called by Fyne on a right click.
func (r *Rows) TappedSecondary(ev *fyne.PointEvent) {
	r.focus()
	r.endTip()
	if row, ok := r.rowAt(ev.Position.Y); ok {
		r.place(row.Key, ev.Position.X)
		if r.Marks {
			r.Select(row.Key, false)
		} else {
			r.choose(row.Key)
		}
		if r.OnMenu != nil {
			r.OnMenu(row.Key, ev.AbsolutePosition)
		}
	}
}

func (r *Rows) rowAt(y float32) (Row, bool) {
	i := r.slotAt(y)
	if i < 0 || i >= len(r.rows) {
		return Row{}, false
	}
	return r.rows[i], true
}

// place tells where in a row was clicked.
func (r *Rows) place(key uint32, x float32) {
	if r.OnPlace != nil {
		r.OnPlace(key, x)
	}
}

func (r *Rows) choose(key uint32) {
	r.selected, r.hasSelected = key, true
	if r.follows {
		r.setFollowing(false) // or it would be gone at once
	}
	r.redraw()
	if r.OnSelect != nil {
		r.OnSelect(key)
	}
}

func (r *Rows) toggle(key uint32) {
	if r.OnToggle != nil {
		r.OnToggle(key)
	}
	r.redraw()
}

// Scrolled is called by Fyne for the wheel and the touchpad.
func (r *Rows) Scrolled(ev *fyne.ScrollEvent) {
	r.leave()
	if dx := ev.Scrolled.DX; r.OnAside != nil && dx != 0 {
		r.OnAside(-dx / wheelNotch)
	}
	r.scroll(-float64(ev.Scrolled.DY) * wheelUnit)
}

// MouseIn is called by Fyne.
func (r *Rows) MouseIn(ev *desktop.MouseEvent) { r.MouseMoved(ev) }

// MouseMoved is called by Fyne.
func (r *Rows) MouseMoved(ev *desktop.MouseEvent) {
	before := r.slotAt(r.pointer)
	r.pointer = ev.Position.Y
	if r.slotAt(r.pointer) != before || !r.hovered.told {
		r.redraw()
		r.hover(ev)
	}
}

// hovered is a row under the pointer and where it stands.
type hovered struct {
	told  bool
	key   uint32
	y     float32
	width float32 // of all rows
}

// underPointer is the row that the pointer is over.
func (r *Rows) underPointer() hovered {
	slot := r.slotAt(r.pointer)
	if r.pointer < 0 || slot < 0 || slot >= len(r.rows) {
		return hovered{}
	}
	return hovered{true, r.rows[slot].Key, r.y(slot), r.Size().Width}
}

// hover tells which row the pointer has come over.
func (r *Rows) hover(ev *desktop.MouseEvent) {
	h := r.underPointer()
	if !h.told {
		r.leave()
		return
	}
	r.hovered = h
	if r.OnHover != nil {
		below := h.y + r.lineHeight - ev.Position.Y
		r.OnHover(h.key, ev.AbsolutePosition.AddXY(0, below))
	}
}

func (r *Rows) leave() {
	r.hovered = hovered{}
	if r.OnLeave != nil {
		r.OnLeave()
	}
}

// endTip has what was said of the row under the pointer go at a click: it is looked at
// elsewhere now. It is not said again before another row is pointed at.
func (r *Rows) endTip() {
	r.leave()
	r.hovered = r.underPointer()
}

// MouseOut is called by Fyne.
func (r *Rows) MouseOut() {
	r.pointer = -1
	r.redraw()
	r.leave()
}

// FocusGained is called by Fyne.
func (r *Rows) FocusGained() {
	r.focused = true
	r.redraw()
}

// FocusLost is called by Fyne.
func (r *Rows) FocusLost() {
	r.focused, r.shift = false, false
	r.redraw()
}

// KeyDown is called by Fyne.
func (r *Rows) KeyDown(ev *fyne.KeyEvent) { r.shift = r.shift || isShift(ev) }

// KeyUp is called by Fyne.
func (r *Rows) KeyUp(ev *fyne.KeyEvent) { r.shift = r.shift && !isShift(ev) }

func isShift(ev *fyne.KeyEvent) bool {
	return ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight
}

func (r *Rows) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil {
		c.Focus(r)
	}
}

// TypedRune is called by Fyne.
func (r *Rows) TypedRune(c rune) {
	r.leave()
	if r.OnRune != nil {
		r.OnRune(c)
	}
}

// TypedShortcut is called by Fyne.
func (r *Rows) TypedShortcut(s fyne.Shortcut) {
	if r.OnFind != nil && isFind(s) {
		r.OnFind()
		return
	}
	if key := keyToEnd(s); key != nil {
		r.TypedKey(key)
		return
	}
	if _, ok := s.(*fyne.ShortcutCopy); ok && r.hasSelected && r.OnCopy != nil {
		r.OnCopy(r.selected)
	}
	passOn(s)
}

// TypedKey is called by Fyne.
func (r *Rows) TypedKey(ev *fyne.KeyEvent) {
	r.leave()
	if r.hasSelected && r.OnKey != nil && r.OnKey(r.selected, ev) {
		r.redraw()
		return
	}
	at := -1
	if r.hasSelected {
		at = r.Source.Index(r.selected)
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if r.hasSelected {
			r.toggle(r.selected)
		}
	case desktop.KeyMenu:
		r.menuByKey(at)
	case fyne.KeyF10: // with Shift it stands for the menu key
		if r.shift {
			r.menuByKey(at)
		}
	case fyne.KeyEscape:
		passOnKey(ev)
	default:
		r.goByKey(ev.Name, at)
	}
}

// goByKey selects the row that a key leads to from another.
func (r *Rows) goByKey(key fyne.KeyName, at int) {
	switch key {
	case fyne.KeyUp:
		r.goTo(at - 1)
	case fyne.KeyDown:
		r.goTo(at + 1)
	case fyne.KeyPageUp:
		r.goTo(at - r.page())
	case fyne.KeyPageDown:
		r.goTo(at + r.page())
	case fyne.KeyHome:
		r.goTo(0)
	case fyne.KeyEnd:
		if r.follows {
			r.Follow()
			return
		}
		r.goTo(r.Source.Len() - 1)
	}
}

// goTo selects a row and scrolls it into view.
func (r *Rows) goTo(row int) {
	n := r.Source.Len()
	if n == 0 {
		return
	}
	row = min(max(row, 0), n-1)
	one := r.Source.Fill(row, r.Size().Width-barWidth, make([]Row, 1))
	if len(one) == 0 {
		return
	}
	r.show(row)
	r.anchorRow = -1
	r.choose(one[0].Key)
}

func (r *Rows) menuByKey(row int) {
	if row < 0 || r.OnMenu == nil {
		return
	}
	r.show(row)
	r.redraw()
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(r)
	y := (float32(row-r.top) + 1) * r.lineHeight
	r.OnMenu(r.selected, origin.AddXY(24, y))
}

var (
	_ fyne.Tappable          = (*Rows)(nil)
	_ fyne.SecondaryTappable = (*Rows)(nil)
	_ fyne.Scrollable        = (*Rows)(nil)
	_ fyne.Focusable         = (*Rows)(nil)
	_ fyne.Shortcutable      = (*Rows)(nil)
	_ desktop.Hoverable      = (*Rows)(nil)
	_ desktop.Keyable        = (*Rows)(nil)
)
