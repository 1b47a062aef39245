package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// menuColumn are the entries of a menu, one below the other.
type menuColumn struct {
	menu    *menu
	at      int // among the columns
	object  fyne.CanvasObject
	back    *canvas.Rectangle
	scroll  *container.Scroll
	box     *fyne.Container
	entries []*menuEntry
	chosen  int // below 0: none
}

func newMenuColumn(m *menu, at int, items []*fyne.MenuItem) *menuColumn {
	c := &menuColumn{menu: m, at: at, back: canvas.NewRectangle(nil), box: container.NewVBox(), chosen: -1}
	c.back.StrokeWidth, c.back.CornerRadius = 1, theme.Size(theme.SizeNameSelectionRadius)
	ticks := false
	for _, item := range items {
		ticks = ticks || item.Checked
	}
	for _, item := range items {
		if item.IsSeparator {
			c.box.Add(widget.NewSeparator())
			continue
		}
		e := &menuEntry{item: item, of: c, at: len(c.entries), ticks: ticks}
		e.ExtendBaseWidget(e)
		c.entries = append(c.entries, e)
		c.box.Add(e)
	}
	c.scroll = container.NewVScroll(c.box)
	c.object = container.NewStack(c.back, c.scroll)
	return c
}

// current is the chosen entry, nil when there is none.
func (c *menuColumn) current() *menuEntry {
	if c.chosen < 0 {
		return nil
	}
	return c.entries[c.chosen]
}

// choose chooses an entry, which comes into view; below 0: none.
func (c *menuColumn) choose(i int) {
	before := c.current()
	if c.chosen = i; before != nil {
		before.Refresh()
	}
	if now := c.current(); now != nil {
		now.Refresh()
		c.show()
	}
}

// step goes to the next entry that can be chosen, or for -1 to the one before. From
// none it goes to the first or the last.
func (c *menuColumn) step(by int) {
	i := c.chosen + by
	if c.chosen < 0 && by < 0 {
		i = len(c.entries) - 1
	}
	for ; i >= 0 && i < len(c.entries); i += by {
		if !c.entries[i].item.Disabled {
			c.choose(i)
			return
		}
	}
}

// show scrolls to the chosen entry.
func (c *menuColumn) show() {
	e := c.current()
	if e == nil {
		return
	}
	top, height := e.Position().Y, c.scroll.Size().Height
	if to := max(min(c.scroll.Offset.Y, top), top+e.Size().Height-height); to != c.scroll.Offset.Y {
		c.scroll.ScrollToOffset(fyne.NewPos(0, to))
	}
}

// menuEntry is one entry of a menu.
type menuEntry struct {
	widget.BaseWidget
	item  *fyne.MenuItem
	of    *menuColumn
	at    int  // in it
	ticks bool // there is room for one before the words
}

// Name is what the entry is called.
func (e *menuEntry) Name() string { return e.item.Label }

// isChosen reports whether the keyboard or the pointer is there.
func (e *menuEntry) isChosen() bool { return e.of.chosen == e.at }

// isOpen reports whether it is chosen, and its submenu open.
func (e *menuEntry) isOpen() bool { return e.isChosen() && len(e.of.menu.columns) > e.of.at+1 }

// MouseIn is called by Fyne.
func (e *menuEntry) MouseIn(*desktop.MouseEvent) {
	if e.item.Disabled || e.isOpen() {
		return
	}
	e.of.menu.choose(e.of.at, e.at)
	e.of.menu.unfold(e.of.at)
}

// MouseMoved is called by Fyne.
func (e *menuEntry) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne. What has a submenu open is left for that.
func (e *menuEntry) MouseOut() {
	if e.isChosen() && !e.isOpen() {
		e.of.menu.choose(e.of.at, -1)
	}
}

// Tapped is called by Fyne.
func (e *menuEntry) Tapped(*fyne.PointEvent) {
	e.of.menu.canvas.Focus(e.of.menu) // the toolkit takes it away with the click
	if e.item.Disabled {
		return
	}
	if !e.isChosen() {
		e.of.menu.choose(e.of.at, e.at)
	}
	if e.item.ChildMenu != nil {
		e.of.menu.unfold(e.of.at)
		return
	}
	e.of.menu.press(e.of.at)
}

// CreateRenderer is called by Fyne.
func (e *menuEntry) CreateRenderer() fyne.WidgetRenderer {
	v := &menuEntryView{
		entry: e, back: canvas.NewRectangle(nil), words: text.NewLine(theme.TextSize()), keys: text.NewLine(theme.TextSize()),
		tick: canvas.NewImageFromResource(nil), more: canvas.NewImageFromResource(nil),
	}
	v.back.CornerRadius = theme.Size(theme.SizeNameSelectionRadius)
	v.Refresh()
	return v
}

type menuEntryView struct {
	entry       *menuEntry
	back        *canvas.Rectangle
	words, keys *text.Line
	tick, more  *canvas.Image
}

// room is what the words have left of them, and what the keys and the arrow take.
func (v *menuEntryView) room() (before, keys, arrow float32) {
	before = theme.InnerPadding()
	if v.entry.ticks {
		before += theme.IconInlineSize() + theme.InnerPadding()
	}
	if s := v.keys.Text(); s != "" {
		keys = lineWidth(s) + theme.InnerPadding()
	}
	if v.entry.item.ChildMenu != nil {
		arrow = theme.IconInlineSize()
	}
	return before, keys, arrow
}

// lineWidth is what a text takes in a menu; glyphs stand on whole pixels.
func lineWidth(s string) float32 { return text.Width(s, text.Regular, theme.TextSize())*1.03 + 2 }

// Layout is called by Fyne.
func (v *menuEntryView) Layout(size fyne.Size) {
	before, keys, arrow := v.room()
	v.back.Resize(size)
	end := size.Width - theme.InnerPadding() - arrow
	v.words.Place(fyne.NewPos(before, 0), fyne.NewSize(max(0, end-keys-before), size.Height))
	v.keys.Place(fyne.NewPos(end-keys+theme.InnerPadding(), 0), fyne.NewSize(max(0, keys-theme.InnerPadding()), size.Height))
	icon := fyne.NewSquareSize(theme.IconInlineSize())
	v.tick.Resize(icon)
	v.tick.Move(fyne.NewPos(theme.InnerPadding(), (size.Height-icon.Height)/2))
	v.more.Resize(icon)
	v.more.Move(fyne.NewPos(size.Width-theme.InnerPadding()/2-icon.Width, (size.Height-icon.Height)/2))
}

// MinSize is asked by Fyne.
func (v *menuEntryView) MinSize() fyne.Size {
	before, keys, arrow := v.room()
	height := fyne.MeasureText("M", theme.TextSize(), fyne.TextStyle{}).Height
	return fyne.NewSize(before+lineWidth(v.entry.item.Label)+keys+arrow+theme.InnerPadding(), height+2*theme.InnerPadding())
}

// Objects is asked by Fyne.
func (v *menuEntryView) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.back, v.words.Raster, v.keys.Raster, v.tick, v.more}
}

// Refresh is called by Fyne.
func (v *menuEntryView) Refresh() {
	item, ink := v.entry.item, theme.ColorNameForeground
	if item.Disabled {
		ink = theme.ColorNameDisabled
	}
	v.words.Set(text.Span{Text: item.Label, Colour: theme.Color(ink)})
	v.keys.Set(text.Span{Text: FormatKey(item.Shortcut), Colour: theme.Color(ink)})
	v.tick.Resource, v.more.Resource = theme.NewColoredResource(theme.ConfirmIcon(), ink), theme.NewColoredResource(theme.MenuExpandIcon(), ink)
	v.back.FillColor = theme.Color(theme.ColorNameFocus)
	v.back.Hidden, v.tick.Hidden, v.more.Hidden = !v.entry.isChosen(), !item.Checked, item.ChildMenu == nil
	canvas.Refresh(v.entry)
}

// Destroy is called by Fyne.
func (v *menuEntryView) Destroy() {}

// FormatKey is how a key with its modifiers is written, such as Ctrl+P; empty for none.
func FormatKey(s fyne.Shortcut) string {
	k, ok := s.(fyne.KeyboardShortcut)
	if !ok {
		return ""
	}
	var words strings.Builder
	for _, m := range []struct {
		is   fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, "Ctrl"}, {fyne.KeyModifierSuper, "Cmd"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, "Shift"}} {
		if k.Mod()&m.is != 0 {
			words.WriteString(m.name + "+")
		}
	}
	return words.String() + string(k.Key())
}

var (
	_ fyne.Tappable     = (*menuEntry)(nil)
	_ desktop.Hoverable = (*menuEntry)(nil)
)
