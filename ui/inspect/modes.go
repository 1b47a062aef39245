package inspect

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/model"
	"mangrove/model/series"
	"mangrove/ui/payloads"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// besideModes lays out the modes and the bar beside them. The modes have short names where
// the bar would have little room, and where it still would are a menu.
type besideModes struct {
	modes *widgets.Segmented
	yield float32 // the width below which the bar gives way; 0: it asks for its room
}

// roomBeside is what the bar has before the modes have all of their names.
const roomBeside = 200

// Layout implements fyne.Layout.
func (l *besideModes) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	least := l.modes.MinSize()
	width := l.modes.Wanted()
	if size.Width-width < roomBeside {
		width = l.modes.Least()
	}
	if size.Width-width < roomBeside {
		width = least.Width
	}
	l.modes.Move(fyne.NewPos(0, (size.Height-least.Height)/2))
	l.modes.Resize(fyne.NewSize(width, least.Height))
	left := width + theme.Padding()
	if l.yield > 0 {
		arrange.SetHidden(size.Width-left < l.yield, objects[1])
	}
	objects[1].Move(fyne.NewPos(left, 0))
	objects[1].Resize(fyne.NewSize(max(0, size.Width-left), size.Height))
}

// MinSize implements fyne.Layout.
func (l *besideModes) MinSize(objects []fyne.CanvasObject) fyne.Size {
	modes, bar := l.modes.MinSize(), objects[1].MinSize()
	if l.yield > 0 {
		return fyne.NewSize(modes.Width, max(modes.Height, bar.Height))
	}
	return fyne.NewSize(modes.Width+theme.Padding()+bar.Width, max(modes.Height, bar.Height))
}

// ShowChart shows the number at a path of a topic's payloads over time.
func (p *Pane) ShowChart(topic, path string) {
	p.charts.Show(topic, path)
	p.charts.OnChart(topic)
}

// fieldItems are what a menu offers for a value of the payload besides copying it.
func (p *Pane) fieldItems(f payloads.Field) []*fyne.MenuItem {
	show := p.chartOf(f)
	if show == nil {
		return nil
	}
	return []*fyne.MenuItem{fyne.NewMenuItem("Show its chart", show)}
}

// chartOf shows the chart of a value, nil where it is none that has one.
func (p *Pane) chartOf(f payloads.Field) func() {
	if _, _, number := series.OfTree(f.Tree, f.Node); !number {
		return nil
	}
	return func() { p.ShowChart(f.Topic, f.Path) }
}

// drawChart shows the chart of the selected topic, or those that are pinned.
func (p *Pane) drawChart(now time.Time) {
	p.messages.stopListing()
	if p.conn.Selected == model.Root {
		p.show(p.charts.Board.Bar, p.charts.Board.Object)
		p.charts.Board.Draw(now)
		return
	}
	p.show(p.charts.Topic.Bar, p.charts.Topic.Object)
	p.charts.Topic.Draw(now)
}

// reportChart tells of the charts on view.
func (p *Pane) reportChart(r *report.Report) {
	switch {
	case p.modes.Chosen() != Chart:
	case p.conn.Selected == model.Root:
		p.charts.Board.Report(r)
	default:
		p.charts.Topic.Report(r)
	}
}
