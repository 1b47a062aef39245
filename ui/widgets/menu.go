package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// menu lies over the window and shows the entries of a menu, and beside them those of the
// submenus that are open. One that is higher than the window scrolls, with the keyboard
// too, which the toolkit's does not.
type menu struct {
	widget.BaseWidget
	canvas  fyne.Canvas
	at      fyne.Position
	columns []*menuColumn // the entries, and those of each submenu that is open
}

// menuMargin is what stays free between a menu and the edges of the window.
const menuMargin = 4

// ShowMenu opens a menu at a place on the canvas of an object.
func ShowMenu(over fyne.CanvasObject, at fyne.Position, items ...*fyne.MenuItem) {
	c := fyne.CurrentApp().Driver().CanvasForObject(over)
	if c == nil {
		return
	}
	m := &menu{canvas: c, at: at}
	m.ExtendBaseWidget(m)
	m.add(items)
	m.Resize(c.Size())
	c.Overlays().Add(m)
	c.Focus(m)
}

// add opens entries beside those that are there.
func (m *menu) add(items []*fyne.MenuItem) {
	m.columns = append(m.columns, newMenuColumn(m, len(m.columns), items))
	m.Refresh()
}

// keep closes all submenus but so many columns.
func (m *menu) keep(columns int) {
	if columns < len(m.columns) {
		m.columns = m.columns[:columns]
		m.Refresh()
	}
}

// close takes the menu away.
func (m *menu) close() { m.canvas.Overlays().Remove(m) }

// choose chooses an entry of a column; below 0: none.
func (m *menu) choose(column, i int) {
	m.keep(column + 1)
	m.columns[column].choose(i)
}

// unfold opens the submenu of the chosen entry of a column, if it has one.
func (m *menu) unfold(column int) bool {
	e := m.columns[column].current()
	if e == nil || e.item.ChildMenu == nil {
		return false
	}
	if len(m.columns) == column+1 {
		m.add(e.item.ChildMenu.Items)
	}
	return true
}

// press does what an entry is for, or opens its submenu.
func (m *menu) press(column int) {
	e := m.columns[column].current()
	switch {
	case e == nil:
		m.close()
	case e.item.ChildMenu != nil:
		m.enter(column)
	default:
		m.close()
		if e.item.Action != nil {
			e.item.Action()
		}
	}
}

// enter opens the submenu of the chosen entry and chooses its first entry.
func (m *menu) enter(column int) {
	if m.unfold(column) {
		m.columns[column+1].step(1)
	}
}

// TypedKey is called by Fyne.
func (m *menu) TypedKey(ev *fyne.KeyEvent) {
	last := len(m.columns) - 1
	c := m.columns[last]
	switch ev.Name {
	case fyne.KeyDown:
		c.step(1)
	case fyne.KeyUp:
		c.step(-1)
	case fyne.KeyHome, fyne.KeyPageUp:
		c.choose(-1)
		c.step(1)
	case fyne.KeyEnd, fyne.KeyPageDown:
		c.choose(-1)
		c.step(-1)
	case fyne.KeyRight:
		m.enter(last)
	case fyne.KeyLeft:
		m.keep(max(1, last))
	case fyne.KeyEnter, fyne.KeyReturn, fyne.KeySpace:
		m.press(last)
	case fyne.KeyEscape:
		m.close()
	}
}

// TypedRune is called by Fyne.
func (m *menu) TypedRune(rune) {}

// FocusGained is called by Fyne.
func (m *menu) FocusGained() {}

// FocusLost is called by Fyne.
func (m *menu) FocusLost() {}

// Tapped is called by Fyne, for a click beside the menu.
func (m *menu) Tapped(*fyne.PointEvent) { m.close() }

// TappedSecondary is called by Fyne.
func (m *menu) TappedSecondary(*fyne.PointEvent) { m.close() }

// CreateRenderer is called by Fyne.
func (m *menu) CreateRenderer() fyne.WidgetRenderer { return &menuView{m} }

type menuView struct{ menu *menu }

// Layout is called by Fyne. A submenu stands beside its entry, on the side with room.
func (v *menuView) Layout(window fyne.Size) {
	most := window.SubtractWidthHeight(2*menuMargin, 2*menuMargin)
	for i, c := range v.menu.columns {
		size, at := c.object.MinSize().Max(c.box.MinSize()).Min(most), v.menu.at
		if i > 0 {
			from := v.menu.columns[i-1]
			beside := from.object.Position()
			at = beside.AddXY(from.object.Size().Width, from.current().Position().Y-from.scroll.Offset.Y)
			if at.X+size.Width > window.Width-menuMargin && beside.X-size.Width >= menuMargin {
				at.X = beside.X - size.Width
			}
		}
		at.X = max(menuMargin, min(at.X, window.Width-menuMargin-size.Width))
		at.Y = max(menuMargin, min(at.Y, window.Height-menuMargin-size.Height))
		c.object.Move(at)
		c.object.Resize(size)
		c.show()
	}
}

// MinSize is asked by Fyne.
func (v *menuView) MinSize() fyne.Size { return fyne.Size{} }

// Objects is asked by Fyne.
func (v *menuView) Objects() (list []fyne.CanvasObject) {
	for _, c := range v.menu.columns {
		list = append(list, c.object)
	}
	return list
}

// Refresh is called by Fyne.
func (v *menuView) Refresh() {
	for _, c := range v.menu.columns {
		c.back.FillColor, c.back.StrokeColor = theme.Color(theme.ColorNameMenuBackground), theme.Color(theme.ColorNameSeparator)
	}
	v.Layout(v.menu.Size())
	canvas.Refresh(v.menu)
}

// Destroy is called by Fyne.
func (v *menuView) Destroy() {}

var (
	_ fyne.Focusable         = (*menu)(nil)
	_ fyne.Tappable          = (*menu)(nil)
	_ fyne.SecondaryTappable = (*menu)(nil)
)
