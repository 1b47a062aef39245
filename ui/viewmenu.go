package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"mangrove/ui/format"
	"mangrove/ui/prefs"
	"mangrove/ui/topics"
	"mangrove/ui/widgets"
)

// timesKey is where the preferences keep how times are written.
const timesKey = "times"

// openings are what can open by itself in the trees of topics.
var openings = []struct {
	most int
	name string
}{
	{topics.OpenFitting, "First levels, if all of it fits"},
	{topics.OpenNone, "Nothing"},
	{2, "Levels of up to 2 topics"},
	{5, "Levels of up to 5 topics"},
	{15, "Levels of up to 15 topics"},
	{30, "Levels of up to 30 topics"},
	{topics.OpenAll, "All levels"},
}

// showView opens the menu of how all of the window is shown.
func (w *Window) showView() {
	widgets.ShowMenu(w.view, fyne.CurrentApp().Driver().AbsolutePositionForObject(w.view).AddXY(w.view.Size().Width, 0), w.viewItems()...)
}

func (w *Window) viewItems() []*fyne.MenuItem {
	times, opens := fyne.NewMenuItem("Dates and times", nil), fyne.NewMenuItem("Topics that open by themselves", nil)
	times.ChildMenu, opens.ChildMenu = fyne.NewMenu("", w.timeItems()...), fyne.NewMenu("", w.openingItems()...)
	flash := fyne.NewMenuItem("Flash what changes", func() { widgets.SetStill(!widgets.IsStill()) })
	flash.Checked = !widgets.IsStill()
	point := fyne.NewMenuItem("Select topics under the pointer", func() { w.app.Preferences().SetBool(topics.PointKey, !prefs.Flag(topics.PointKey)) })
	point.Checked = prefs.Flag(topics.PointKey)
	return append(w.lookItems(), fyne.NewMenuItemSeparator(), times, opens, flash, point)
}

// storedTimes is how times are to be written.
func storedTimes() format.TimeStyle {
	return format.TimeStyle(prefs.Number(timesKey, 0, 0, float64(len(format.TimeStyles())-1)))
}

func (w *Window) timeItems() (items []*fyne.MenuItem) {
	for _, style := range format.TimeStyles() {
		item := fyne.NewMenuItem(format.Excerpt(style.Example(time.Now())), func() {
			w.app.Preferences().SetFloat(timesKey, float64(style))
			format.SetTimes(style)
			w.restyle()
		})
		item.Checked = style == format.TimesNow()
		items = append(items, item)
	}
	return items
}

func (w *Window) openingItems() (items []*fyne.MenuItem) {
	for _, o := range openings {
		item := fyne.NewMenuItem(format.Excerpt(o.name), func() {
			w.app.Preferences().SetFloat(topics.OpeningKey, float64(o.most))
			w.loop.Run(func() {}) // which has the trees drawn
		})
		item.Checked = topics.Opening() == o.most
		items = append(items, item)
	}
	return items
}
