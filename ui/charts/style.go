package charts

import (
	"fyne.io/fyne/v2"

	"mangrove/ui/format"
	"mangrove/ui/widgets/chart"
)

// styleItem chooses how the lines of a chart are drawn.
func styleItem(c *chart.Chart, then func()) *fyne.MenuItem {
	var items []*fyne.MenuItem
	offer := func(name string, style chart.Style) {
		i := fyne.NewMenuItem(format.Excerpt(name), func() {
			c.Style = style
			then()
		})
		i.Checked = c.Style == style
		items = append(items, i)
	}
	for shape, name := range []string{"Automatic", "Steps", "Straight lines"} {
		offer(name, chart.Style{Shape: chart.Shape(shape), Dots: c.Style.Dots})
	}
	items = append(items, fyne.NewMenuItemSeparator())
	for dots, name := range []string{"Dots where there is room", "Always dots", "No dots"} {
		offer(name, chart.Style{Shape: c.Style.Shape, Dots: chart.Dots(dots)})
	}
	all := fyne.NewMenuItem("Lines", nil)
	all.ChildMenu = fyne.NewMenu("", items...)
	return all
}
