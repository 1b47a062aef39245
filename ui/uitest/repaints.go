package uitest

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Repaints notes what asks the canvas to paint it anew: the toolkit does not paint what
// has changed unless something does.
func Repaints(t *testing.T) (painted func(o fyne.CanvasObject) bool) {
	t.Helper()
	was := fyne.CurrentApp()
	asked := map[fyne.CanvasObject]bool{}
	fyne.SetCurrentApp(&notingApp{was, &notingDriver{was.Driver(), asked}})
	t.Cleanup(func() { fyne.SetCurrentApp(was) })
	return func(o fyne.CanvasObject) bool {
		yes := asked[o]
		clear(asked)
		return yes
	}
}

type notingApp struct {
	fyne.App

	driver fyne.Driver
}

func (a *notingApp) Driver() fyne.Driver { return a.driver }

type notingDriver struct {
	fyne.Driver

	asked map[fyne.CanvasObject]bool
}

func (d *notingDriver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	c := d.Driver.CanvasForObject(o)
	if c == nil {
		return nil
	}
	return &notingCanvas{c, d.asked}
}

type notingCanvas struct {
	fyne.Canvas

	asked map[fyne.CanvasObject]bool
}

func (c *notingCanvas) Refresh(o fyne.CanvasObject) {
	c.asked[o] = true
	c.Canvas.Refresh(o)
}
