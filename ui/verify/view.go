package verify

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/model/verify"
	"mangrove/ui/prefs"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// gridKey says that verdicts are shown as a grid and not as a list.
const gridKey = "verify.grid"

// isGrid reports which of them is on view.
func (p *Page) isGrid() bool { return prefs.Flag(gridKey) }

// setGrid shows the verdicts as a grid, or as a list.
func (p *Page) setGrid(yes bool) {
	fyne.CurrentApp().Preferences().SetBool(gridKey, yes)
	p.showView()
	p.close()
	p.filterShown()
	if p.shown != nil {
		p.showVerdicts(p.shown.Results)
	}
	p.showState()
	p.do.Desk.Focus(p.rows())
}

// showView has the view that is wanted stand there, and the button offer the other one.
func (p *Page) showView() {
	grid := p.isGrid()
	arrange.SetHidden(grid, p.table.Object)
	arrange.SetHidden(!grid, p.grid.table.Object)
	name, icon := "Show as a grid: devices by checks", theme.GridIcon()
	if grid {
		name, icon = "Show as a list: a line for each verdict", theme.ListIcon()
	}
	p.view.Tip = name
	p.view.SetIcon(icon)
}

// rows are those on view.
func (p *Page) rows() *widgets.Rows {
	if p.isGrid() {
		return p.grid.table.Rows
	}
	return p.table.Rows
}

// listed is how many rows there are on view or beyond.
func (p *Page) listed() int { return p.rows().Source.Len() }

// showVerdicts shows verdicts in the view that is wanted. The other one lets go of what it had
// when there are none.
func (p *Page) showVerdicts(all []verify.Result) {
	if all == nil || !p.isGrid() {
		p.table.Show(all)
	}
	if all == nil || p.isGrid() {
		p.grid.show(all)
	}
}

// filterShown has the view show what the filter lets through.
func (p *Page) filterShown() {
	if p.isGrid() {
		p.grid.table.Filter(p.filter.Value())
		return
	}
	p.table.Filter(p.filter.Value())
}

// verdict is the one that is chosen, nil where none is.
func (p *Page) verdict() *verify.Result {
	switch {
	case p.isGrid():
		return p.grid.verdict()
	case p.chosen:
		return p.table.Item(p.selected)
	}
	return nil
}
