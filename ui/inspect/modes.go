package inspect

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/model"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
)

// besideModes lays out the modes and the bar beside them. The modes have short names where
// the bar would have little room, and where it still would are a menu.
type besideModes struct{ modes *widgets.Segmented }

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
	objects[1].Move(fyne.NewPos(left, 0))
	objects[1].Resize(fyne.NewSize(max(0, size.Width-left), size.Height))
}

// MinSize implements fyne.Layout.
func (l *besideModes) MinSize(objects []fyne.CanvasObject) fyne.Size {
	modes, bar := l.modes.MinSize(), objects[1].MinSize()
	return fyne.NewSize(modes.Width+theme.Padding()+bar.Width, max(modes.Height, bar.Height))
}

// ShowChart shows the number at a path of the selected topic's payloads over time.
func (p *Pane) ShowChart(path string) {
	p.charts.Show(p.conn.Topic, path)
	p.modes.Choose(Chart)
	p.Draw(time.Now())
}

// drawChart shows the chart of the selected topic, or those that are pinned.
func (p *Pane) drawChart(now time.Time) {
	p.messages.off()
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
