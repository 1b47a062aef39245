package ui

import (
	"fmt"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// page is one of the pages on the left rail.
type page int

const (
	pageExplore page = iota
	pageBox
)

// Window is the main window. All of it belongs to the goroutine that draws.
type Window struct {
	app      fyne.App
	window   fyne.Window
	services Services
	loop     *loop
	look     Look

	page     page
	rail     []*widgets.RailItem
	content  *fyne.Container
	home     *home
	explore  *explore // nil while nothing is connected
	boxPage  *boxPage
	status   *statusBar
	box      broker.Box // nil while the bundled broker is stopped
	starting bool
	tip      *widgets.Tip
	reported time.Time

	// shown is what is on view, for the goroutine that brings it up to date.
	shown atomic.Pointer[feed]
}

// Keys of the preferences that keep how the window looks.
const (
	lookKey   = "look"
	widthKey  = "window.width"
	heightKey = "window.height"
)

// New makes the window. Show it, and call Stop when the program ends.
func New(app fyne.App, s Services) *Window {
	go text.Warm() // ends when the installed fonts are listed
	w := newWindow(app, s)
	w.loop.start()
	return w
}

// newWindow makes the window without the loop that keeps it up to date.
func newWindow(app fyne.App, s Services) *Window {
	w := &Window{app: app, services: s, look: Look(app.Preferences().StringWithFallback(lookKey, string(LookSystem)))}
	app.Settings().SetTheme(Theme{w.look})
	w.window = app.NewWindow("Mangrove")
	w.loop = newLoop(w.prepare, w.draw)
	w.tip = widgets.NewTip()
	w.home = newHome(w)
	w.boxPage = newBoxPage(w)
	w.status = newStatusBar()
	w.content = container.NewStack(w.home.object)
	w.window.SetContent(container.NewStack(container.NewBorder(nil, w.status.object,
		container.NewHBox(w.newRail(), widget.NewSeparator()), nil, w.content), w.tip))
	w.window.SetPadded(false)
	prefs := app.Preferences()
	w.window.Resize(fyne.NewSize(
		float32(prefs.FloatWithFallback(widthKey, 1280)), float32(prefs.FloatWithFallback(heightKey, 800))))
	w.window.SetMaster()
	w.window.SetCloseIntercept(w.close)
	w.addShortcuts()
	app.Settings().AddListener(func(fyne.Settings) { w.loop.run(w.restyle) })
	return w
}

func (w *Window) newRail() fyne.CanvasObject {
	add := func(label string, icon fyne.Resource, p page) {
		w.rail = append(w.rail, widgets.NewRailItem(label, icon, func() { w.show(p) }))
	}
	add("Explore", theme.ListIcon(), pageExplore)
	add("Broker", theme.ComputerIcon(), pageBox)
	w.rail[pageExplore].SetChosen(true)
	items := container.NewVBox()
	for _, i := range w.rail {
		items.Add(i)
	}
	look := widgets.NewRailItem("Theme", theme.ColorPaletteIcon(), w.nextLook)
	return widgets.NewPanel(colorRaised, container.NewBorder(items, look, nil, nil), 4, 0)
}

// Show opens the window and runs the program until it is closed.
func (w *Window) Show() { w.window.Show() }

// Stop ends everything the window has started.
func (w *Window) Stop() {
	w.loop.stop()
	if w.explore != nil {
		w.explore.stop()
	}
	if w.box != nil {
		w.box.Close() //nolint:errcheck // the program ends
	}
}

// close keeps how the window is laid out and closes it.
func (w *Window) close() {
	size, prefs := w.window.Canvas().Size(), w.app.Preferences()
	prefs.SetFloat(widthKey, float64(size.Width))
	prefs.SetFloat(heightKey, float64(size.Height))
	if w.explore != nil {
		w.explore.saveLayout()
	}
	w.window.Close()
}

// show goes to a page.
func (w *Window) show(p page) {
	w.page = p
	for i, item := range w.rail {
		item.SetChosen(page(i) == p)
	}
	o := w.home.object
	switch {
	case p == pageBox:
		o = w.boxPage.object
	case w.explore != nil:
		o = w.explore.object
	}
	w.content.Objects = []fyne.CanvasObject{o}
	w.content.Refresh()
	o.Refresh() // it may have missed a change of the theme
	w.draw(time.Now())
}

// Connect opens a connection in place of the one there is.
func (w *Window) Connect(p broker.Profile) {
	w.leave()
	c := &connection{profile: p}
	c.session, c.store = w.services.Connect(p)
	w.explore = newExplore(c, w)
	w.shown.Store(w.explore.feed)
	w.window.SetTitle(p.Address.HostPort() + " - Mangrove")
	w.show(pageExplore)
}

// leave closes the connection and goes back to the start.
func (w *Window) leave() {
	if w.explore == nil {
		return
	}
	w.explore.stop()
	w.explore = nil
	w.shown.Store(nil)
	w.status.spark.Clear()
	w.window.SetTitle("Mangrove")
	w.show(pageExplore)
}

func (w *Window) openDemo() {
	w.home.say("")
	go func() { // ends when the demo runs or could not
		box, profile, err := w.services.StartDemo()
		w.loop.run(func() {
			if err != nil {
				w.home.say(broker.Explain(err, profile.Address))
				return
			}
			w.OpenBox(box, &profile)
		})
	}()
}

// OpenBox takes over a bundled broker that runs, and connects to it when a
// profile is given.
func (w *Window) OpenBox(box broker.Box, p *broker.Profile) {
	w.stopBox()
	w.box = box
	if p != nil {
		w.Connect(*p)
	}
}

func (w *Window) startBox(listen string) {
	w.starting = true
	go func() { // ends when the broker listens or could not
		box, err := w.services.StartBox(listen)
		w.loop.run(func() {
			w.starting = false
			if err != nil {
				w.boxPage.say(broker.Explain(err, broker.Address{}))
				return
			}
			w.OpenBox(box, nil)
		})
	}()
}

func (w *Window) stopBox() {
	if w.box == nil {
		return
	}
	box := w.box
	w.box = nil
	go box.Close() //nolint:errcheck // its log says what went wrong; ends in bounded time
}

// prepare runs beside the goroutine that draws.
func (w *Window) prepare(now time.Time) bool {
	f := w.shown.Load()
	return f != nil && f.prepare(now)
}

// draw looks at what has changed.
func (w *Window) draw(now time.Time) (moving bool) {
	var c *connection
	if w.explore != nil {
		c = w.explore.conn
		if w.page == pageExplore {
			moving = w.explore.draw(now)
		}
	}
	if w.page == pageBox {
		w.boxPage.draw(now)
	}
	w.status.draw(c, w.box, now)
	return w.report(now) || moving
}

// nextLook goes on to the next of the three looks.
func (w *Window) nextLook() {
	next := map[Look]Look{LookSystem: LookDark, LookDark: LookLight, LookLight: LookSystem}
	w.SetLook(next[w.look])
	w.app.Preferences().SetString(lookKey, string(w.look))
}

// SetLook makes the window look as asked.
func (w *Window) SetLook(l Look) {
	w.look = l
	w.app.Settings().SetTheme(Theme{l})
}

// restyle is called when the theme has changed.
func (w *Window) restyle() {
	w.window.Content().Refresh()
	if w.explore != nil {
		w.explore.restyle()
	}
	w.boxPage.restyle()
}

func (w *Window) addShortcuts() {
	add := func(key fyne.KeyName, do func()) {
		w.window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault},
			func(fyne.Shortcut) { do() })
	}
	publish := func() {
		if w.explore != nil && w.page == pageExplore {
			w.explore.publish.publish()
		}
	}
	add(fyne.KeyReturn, publish)
	add(fyne.KeyEnter, publish)
	add(fyne.KeyQ, w.close)
	add(fyne.KeyF, func() {
		if w.explore != nil && w.page == pageExplore {
			w.window.Canvas().Focus(w.explore.tree.search.box)
		}
	})
	add(fyne.KeyP, func() {
		if w.explore != nil {
			w.explore.togglePause()
		}
	})
}

// Resize gives the window a size such as 1280x800; empty leaves it as it is.
func (w *Window) Resize(size string) error {
	if size == "" {
		return nil
	}
	var width, height float32
	if _, err := fmt.Sscanf(size, "%gx%g", &width, &height); err != nil || width < 1 || height < 1 {
		return fmt.Errorf("%q is not a size; write it as 1280x800", size)
	}
	w.window.Resize(fyne.NewSize(width, height))
	return nil
}
