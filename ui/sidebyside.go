package ui

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/publish"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// pairKey is where the preferences keep how two tabs side by side share the
// window.
const pairKey = "explore.side-by-side"

// visible are the tabs on view, as they stand from left to right.
func (t *tabs) visible() []*explore {
	switch {
	case t.active == nil:
		return nil
	case slices.Contains(t.pair, t.active):
		return t.pair
	}
	return []*explore{t.active}
}

// panels are the publish panels on view.
func (t *tabs) panels() (list []*publish.Panel) {
	for _, e := range t.visible() {
		list = append(list, e.publish)
	}
	return list
}

// other is the tab that shows beside another, nil when none does.
func (t *tabs) other(e *explore) *explore {
	for i := range t.pair {
		if t.pair[i] == e {
			return t.pair[1-i]
		}
	}
	return nil
}

// compare shows two tabs side by side; the first is the current one.
func (t *tabs) compare(e, with *explore) {
	if e == with {
		return
	}
	t.pair = []*explore{e, with}
	slices.SortFunc(t.pair, func(a, b *explore) int { return slices.Index(t.list, a) - slices.Index(t.list, b) })
	t.choose(e)
}

// endSideBySide shows the current tab alone.
func (t *tabs) endSideBySide() {
	t.pair = nil
	t.window.show(pageExplore)
}

// sideBySide puts two pages side by side. The divider stays where it was.
func (t *tabs) sideBySide(left, right fyne.CanvasObject) fyne.CanvasObject {
	if t.split == nil {
		t.split = container.NewHSplit(left, right)
		t.split.Offset = storedShare(pairKey, 0.5)
	}
	t.split.Leading, t.split.Trailing = left, right
	t.split.Refresh()
	return t.split
}

// saveDivider keeps how two tabs side by side share the window.
func (t *tabs) saveDivider() {
	if t.split != nil {
		fyne.CurrentApp().Preferences().SetFloat(pairKey, t.split.Offset)
	}
}

// followFocus makes the one of two tabs side by side that has the keyboard the
// current one.
func (t *tabs) followFocus() {
	c := t.window.desk.Canvas()
	focused, _ := c.Focused().(fyne.CanvasObject)
	if len(t.visible()) < 2 || t.window.section != pageExplore || focused == nil || c.Overlays().Top() != nil {
		return
	}
	at, seen := t.window.placeOf(focused)
	if e := t.at(at); seen && e != t.active {
		t.active = e
		t.window.sayCurrent()
	}
}

// at is the tab on view at a place in the window, nil when there is none.
func (t *tabs) at(p fyne.Position) *explore {
	list := t.visible()
	if len(list) == 2 && p.X >= t.window.app.Driver().AbsolutePositionForObject(list[1].object).X {
		return list[1]
	}
	if len(list) == 2 {
		return list[0]
	}
	return t.active
}

// takeKeyboard makes a tab on view the current one when something in it is
// used that does not take the keyboard itself, such as a button.
func (t *tabs) takeKeyboard(e *explore) {
	if t.followFocus(); t.other(e) == t.active && t.active != nil {
		t.active = e
		t.window.sayCurrent()
		t.window.takeKeyboard()
	}
}

// besideItem is how a tab is shown beside another, or alone again; nil without
// another.
func (t *tabs) besideItem(e *explore) *fyne.MenuItem {
	if t.other(e) != nil {
		return fyne.NewMenuItem("End side by side", t.endSideBySide)
	}
	var others []*fyne.MenuItem
	for _, other := range t.list {
		if other != e {
			others = append(others, fyne.NewMenuItem(format.ExcerptOf(other.conn.Title(), 80), func() { t.compare(e, other) }))
		}
	}
	if len(others) == 0 {
		return nil
	}
	with := fyne.NewMenuItem("Side by side with", nil)
	with.ChildMenu = fyne.NewMenu("", others...)
	return with
}

// paneHead says over each of two tabs side by side which one it is, and which
// of them is the current one.
type paneHead struct {
	object fyne.CanvasObject
	mark   *canvas.Rectangle
	title  *widgets.Header
	end    *widgets.Header
}

// Measures of the head.
const (
	paneHeadHeight = 24
	paneMark       = 5
	paneEndWidth   = 116
)

func newPaneHead(e *explore, t *tabs) *paneHead {
	h := &paneHead{mark: canvas.NewRectangle(color.NRGBA{}), title: widgets.NewHeader(paneHeadHeight, 13)}
	h.mark.SetMinSize(fyne.NewSize(paneMark, paneHeadHeight))
	h.title.OnTapped = func(float32) { t.choose(e) }
	h.title.OnMenu = func(at fyne.Position) { widgets.ShowMenu(h.title, at, t.menuItems(e)...) }
	h.end = widgets.NewHeader(paneHeadHeight, 12)
	h.end.OnTapped = func(float32) {
		t.active = e
		t.endSideBySide()
	}
	h.end.OnMenu = h.title.OnMenu
	end := container.NewGridWrap(fyne.NewSize(paneEndWidth, paneHeadHeight), h.end)
	h.object = widgets.NewPanel(look.Raised, container.NewBorder(nil, nil, h.mark, end, h.title), 0, 0)
	h.object.Hide()
	return h
}

// draw shows whose pane it is.
func (h *paneHead) draw(c *connection.Connection, current bool) {
	if mark := look.ColourOfMark(c.Mark); h.mark.FillColor != mark {
		h.mark.FillColor = mark
		h.mark.Refresh()
	}
	style, name := text.Regular, look.Colour(look.Muted)
	if current {
		style, name = text.Bold, look.Colour(theme.ColorNameForeground)
	}
	spans := []text.Span{{Text: c.Title(), Style: style, Colour: name, X: 8}}
	if address := c.Profile.Address.String(); !strings.Contains(address, c.Title()) {
		spans = append(spans, text.Span{Text: "   " + address, Colour: look.Colour(look.Muted), X: -1})
	}
	h.title.Set(spans...)
	h.end.Set(text.Span{Text: "End side by side", Colour: look.Colour(look.Muted), X: paneEndWidth - 10, Right: true})
}
