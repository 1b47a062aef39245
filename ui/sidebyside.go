package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/ui/explore"
	"mangrove/ui/format"
	"mangrove/ui/prefs"
	"mangrove/ui/publish"
)

// pairKey is where the preferences keep how two tabs side by side share the
// window.
const pairKey = "explore.side-by-side"

// visible are the tabs on view, as they stand from left to right.
func (t *tabs) visible() []*explore.Page {
	switch {
	case t.active == nil:
		return nil
	case slices.Contains(t.pair, t.active):
		return t.pair
	}
	return []*explore.Page{t.active}
}

// panels are the publish panels on view.
func (t *tabs) panels() (list []*publish.Panel) {
	for _, e := range t.visible() {
		list = append(list, e.Publish)
	}
	return list
}

// other is the tab that shows beside another, nil when none does.
func (t *tabs) other(e *explore.Page) *explore.Page {
	for i := range t.pair {
		if t.pair[i] == e {
			return t.pair[1-i]
		}
	}
	return nil
}

// compare shows two tabs side by side; the first is the current one.
func (t *tabs) compare(e, with *explore.Page) {
	if e == with {
		return
	}
	t.pair = []*explore.Page{e, with}
	slices.SortFunc(t.pair, func(a, b *explore.Page) int { return slices.Index(t.list, a) - slices.Index(t.list, b) })
	t.choose(e)
}

// endSideBySide shows the current tab alone.
func (t *tabs) endSideBySide() {
	t.separate()
	t.window.show(pageExplore)
}

// separate has no two tabs belong together any more. What has divided them goes as well:
// it would keep both pages after their tabs are closed.
func (t *tabs) separate() {
	t.saveDivider()
	t.pair, t.split = nil, nil
}

// sideBySide puts two pages side by side. The divider stays where it was.
func (t *tabs) sideBySide(left, right fyne.CanvasObject) fyne.CanvasObject {
	if t.split == nil {
		t.split = container.NewHSplit(left, right)
		t.split.Offset = prefs.Share(pairKey, 0.5)
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
func (t *tabs) at(p fyne.Position) *explore.Page {
	list := t.visible()
	if len(list) == 2 && p.X >= t.window.app.Driver().AbsolutePositionForObject(list[1].Object).X {
		return list[1]
	}
	if len(list) == 2 {
		return list[0]
	}
	return t.active
}

// takeKeyboard makes a tab on view the current one when something in it is
// used that does not take the keyboard itself, such as a button.
func (t *tabs) takeKeyboard(e *explore.Page) {
	if t.followFocus(); t.other(e) == t.active && t.active != nil {
		t.active = e
		t.window.sayCurrent()
		t.window.takeKeyboard()
	}
}

// besideItem is how a tab is shown beside another, or alone again; nil without
// another.
func (t *tabs) besideItem(e *explore.Page) *fyne.MenuItem {
	if t.other(e) != nil {
		return fyne.NewMenuItem("End side by side", t.endSideBySide)
	}
	var others []*fyne.MenuItem
	for _, other := range t.list {
		if other != e {
			others = append(others, fyne.NewMenuItem(format.ExcerptOf(other.Conn.Title(), 80), func() { t.compare(e, other) }))
		}
	}
	if len(others) == 0 {
		return nil
	}
	with := fyne.NewMenuItem("Side by side with", nil)
	with.ChildMenu = fyne.NewMenu("", others...)
	return with
}
