package ui

import (
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/ui/brokers"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/devices"
	"mangrove/ui/explore"
	"mangrove/ui/format"
	"mangrove/ui/home"
	"mangrove/ui/look"
	"mangrove/ui/loop"
	"mangrove/ui/prefs"
	"mangrove/ui/report"
	"mangrove/ui/runs"
	"mangrove/ui/shelf"
	"mangrove/ui/verify"
	"mangrove/ui/warnings"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// Window is the main window. All of it belongs to the goroutine that draws.
type Window struct {
	app      fyne.App
	window   fyne.Window
	services Services
	loop     *loop.Loop
	desk     *desk.Desk
	tip      *widgets.RestingTip // over what the pointer rests on
	trail    trail
	look     look.Look

	section  section
	rail     []*widgets.RailItem
	view     *widgets.RailItem // opens the menu of how all is shown
	frame    *fyne.Container   // the tabs over the content
	content  *fyne.Container
	shelf    *shelf.Shelf // the stored connections
	home     *home.Page
	tabs     *tabs
	devices  *devices.Page
	verify   *verify.Page
	warnings *warnings.Page
	brokers  *brokers.Page
	status   *statusBar
	demo     connection.Target // what the demo is explored with; zero while it does not run
	reported time.Time
	told     report.Report // the last one that was handed out
	crashed  *widgets.Notice
	lastRun  *widgets.Notice
	kept     time.Time  // when what would be lost was looked at
	drafted  runs.Draft // what was kept then
	quit     bool       // by the user
	sized    bool       // with a size that was asked for
	had      hadKeyboard

	leaving   sync.WaitGroup // sessions that are being closed
	lastWords time.Duration  // how long they may take at the program's end

	// shown is what is on view, for the goroutine that brings it up to date.
	shown atomic.Pointer[[]*connection.Feed]
}

// Keys of the preferences that keep how the window looks.
const (
	lookKey   = "look"
	widthKey  = "window.width"
	heightKey = "window.height"
)

// drawAnew is how long a drawing may make texts that have not been drawn before: so
// it stays well below a frame of 16 ms.
const drawAnew = 6 * time.Millisecond

// New makes the window. Show it, and call Stop when the program ends.
func New(app fyne.App, s Services) *Window {
	go text.FindFonts() // ends when the installed fonts are listed
	text.LimitDrawing(drawAnew)
	w := newWindow(app, s)
	w.loop.Start()
	return w
}

// newWindow makes the window without the loop that keeps it up to date.
func newWindow(app fyne.App, s Services) *Window {
	w := &Window{app: app, services: s, look: s.Look, lastWords: 2 * time.Second}
	if w.look == "" {
		w.look = storedLook(app.Preferences())
	}
	format.SetTimes(storedTimes())
	// The theme is set before anything is made: icons keep the colours that they
	// were made with.
	app.Settings().SetTheme(look.Theme{Look: w.look})
	desk.WriteFilesWhole()
	w.window = app.NewWindow("Mangrove")
	w.loop = loop.New(w.prepare, w.draw)
	w.desk = desk.New(w.window, w.loop.Run, func(err error) string { return explain.Error(err, broker.Address{}) })
	w.desk.Keyboard, w.desk.OnDialog = w.takeKeyboard, func() { w.tabs.hideTips() }
	w.desk.Place = func() any {
		p := w.here()
		p.topic, p.message = "", 0 // they may be let go meanwhile
		return p
	}
	w.tip = &widgets.RestingTip{Panel: w.desk.Tip}
	w.tabs = newTabs(w)
	w.shelf = shelf.New(func(f func()) { w.desk.Run(f) })
	w.home = w.newHome()
	w.brokers = brokers.New(brokers.Options{Desk: w.desk, Start: s.StartBox, Announce: s.Announce, Explore: w.Connect, Current: w.tabs.current,
		OnStop: func() { w.demo = connection.Target{} }})
	w.devices, w.verify, w.warnings = devices.New(w.devicesOptions()), verify.New(w.verifyOptions()), warnings.New(w.warningsOptions())
	w.status = newStatusBar()
	w.content = container.NewStack(w.home.Object())
	w.crashed, w.lastRun = widgets.NewNotice(), widgets.NewNotice()
	w.frame = container.NewBorder(w.tabs.bar, nil, nil, nil, w.lastRun.Below(w.crashed.Below(w.content)))
	w.window.SetContent(container.NewStack(container.NewBorder(nil, w.status.object,
		container.NewHBox(w.newRail(), widget.NewSeparator()), nil, w.frame), w.desk.Tip, w.desk.Toast.Object, w.newSideButtons()))
	w.window.SetPadded(false)
	w.window.Resize(fyne.NewSize(float32(prefs.Number(widthKey, 1280, 1, largestWindow)), float32(prefs.Number(heightKey, 800, 1, largestWindow))))
	w.window.SetMaster()
	w.window.SetCloseIntercept(w.askToQuit)
	w.window.SetOnDropped(w.dropped)
	w.addShortcuts()
	w.window.Canvas().AddShortcut(&widgets.Note{}, func(s fyne.Shortcut) { w.note(s.(*widgets.Note)) })
	w.window.Canvas().AddShortcut(&widgets.Pointed{}, func(s fyne.Shortcut) { w.point(s.(*widgets.Pointed)) })
	w.window.Canvas().SetOnTypedKey(w.typedKey)
	w.takeKeyboard()
	w.offerFound()
	app.Settings().AddListener(func(fyne.Settings) { w.loop.Run(w.restyle) })
	return w
}

func (w *Window) newRail() fyne.CanvasObject {
	add := func(label string, icon fyne.Resource, s section) {
		w.rail = append(w.rail, widgets.NewRailItem(label, icon, func() { w.show(s) }))
	}
	add("Explore", theme.ListIcon(), pageExplore)
	add("Devices", theme.GridIcon(), pageDevices)
	add("Verify", theme.ConfirmIcon(), pageVerify)
	add("Warnings", theme.WarningIcon(), pageWarnings)
	add("Broker", theme.ComputerIcon(), pageBox)
	w.rail[pageExplore].SetChosen(true)
	items := container.NewVBox()
	for _, i := range w.rail {
		items.Add(i)
	}
	w.view = widgets.NewRailItem("View", theme.VisibilityIcon(), w.showView)
	return widgets.NewPanel(look.Raised, container.NewBorder(items, w.view, nil, nil), 4, 0)
}

// Show opens the window.
func (w *Window) Show() {
	w.window.Show()
	w.loop.Run(w.shrinkToDisplay)
}

// Stop ends everything the window has started.
func (w *Window) Stop() {
	w.loop.Stop()
	if !w.quit {
		w.keepDraft()
	}
	w.tabs.stop()
	w.home.Stop()
	w.devices.Stop()
	w.warnings.Stop()
	w.verify.Stop()
	w.waitForSessions()
	w.brokers.Stop()
}

// waitForSessions waits until the sessions have taken leave of their brokers: without a
// DISCONNECT a broker publishes the last will.
func (w *Window) waitForSessions() {
	left := make(chan struct{})
	go func() { // ends with the sessions, in bounded time
		w.leaving.Wait()
		close(left)
	}()
	select {
	case <-left:
	case <-time.After(w.lastWords):
	}
}

// close keeps how the window is laid out and closes it.
func (w *Window) close() {
	w.quit = true
	w.keepLayout()
	w.window.Close()
}

// QuitByUser reports whether the user has closed the window: what was typed in it
// is not wanted any more then.
func (w *Window) QuitByUser() bool { return w.quit }

// sayCurrent puts the name of the current connection into the title.
func (w *Window) sayCurrent() {
	title := "Mangrove"
	if e := w.tabs.active; e != nil {
		title = format.Fill("{name} - Mangrove", "name", format.ExcerptOf(e.Conn.Title(), desk.MostTitle))
	}
	if title != w.window.Title() {
		w.window.SetTitle(format.Excerpt(title))
	}
}

// takeKeyboard gives the keyboard to what is worked with on the page that has
// come on view: nothing hidden must have it. A dialog keeps it until it closes.
func (w *Window) takeKeyboard() {
	w.window.Canvas().Focus(w.onView().Keyboard())
}

// leaveHidden gives the keyboard to the page when what had it has gone out of
// sight: a notice that has gone, a field that is not asked for any more. Dialogs
// and menus look after themselves.
func (w *Window) leaveHidden() {
	canvas := w.window.Canvas()
	o, ok := canvas.Focused().(fyne.CanvasObject)
	if !ok || canvas.Overlays().Top() != nil {
		return
	}
	if _, seen := w.placeOf(o); !seen && w.app.Driver().CanvasForObject(o) == canvas {
		w.takeKeyboard()
	}
}

// placeOf is where an object is seen. It is not when it is hidden, or has come
// so lately that it belongs to no canvas yet: the toolkit's place means nothing
// then.
func (w *Window) placeOf(o fyne.CanvasObject) (at fyne.Position, seen bool) {
	driver := w.app.Driver()
	at = driver.AbsolutePositionForObject(o)
	return at, driver.CanvasForObject(o) != nil && at != driver.AbsolutePositionForObject(layout.NewSpacer())
}

// showBox goes to the page of the built-in broker.
func (w *Window) showBox() {
	w.brokers.Choose(brokers.BuiltIn)
	w.show(pageBox)
}

// Connect opens a connection in a tab of its own.
func (w *Window) Connect(p broker.Profile) { w.connect(p) }

func (w *Window) connect(p broker.Profile) *explore.Page {
	return w.tabs.open(connection.Target{Profile: p})
}

// prepare runs beside the goroutine that draws.
func (w *Window) prepare(now time.Time) bool {
	changed := false
	if feeds := w.shown.Load(); feeds != nil {
		for _, f := range *feeds {
			if f.Prepare(now) {
				changed = true
			}
		}
	}
	return changed
}

// draw looks at what has changed.
func (w *Window) draw(now time.Time) (moving bool) {
	w.tabs.followFocus()
	var c *connection.Connection
	whose := ""
	if w.tabs.active != nil {
		c = w.tabs.active.Conn
		if len(w.tabs.visible()) > 1 {
			whose = c.Title()
		}
	}
	w.tabs.drawStrip(now)
	moving = w.onView().Draw(now)
	w.home.RememberConnected()
	w.status.draw(c, whose, w.brokers.RunningBox(), now)
	w.desk.Toast.Draw(now)
	w.leaveHidden()
	w.keepKeyboard()
	w.noteHere(now)
	w.keepState(now)
	moving = w.tip.Draw(now) || moving
	return w.report(now) || moving
}

// lookItems are the looks in a menu, in which the one in use has a tick.
func (w *Window) lookItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, l := range look.Choices {
		item := fyne.NewMenuItem(format.Excerpt(l.Name), func() { w.chooseLook(l.Look) })
		item.Checked = l.Look == w.look
		items = append(items, item)
	}
	return items
}

// chooseLook makes the window look as asked, now and the next time.
func (w *Window) chooseLook(l look.Look) {
	w.look = l
	w.app.Settings().SetTheme(look.Theme{Look: l})
	w.app.Preferences().SetString(lookKey, string(l))
}

// restyle is called when the theme has changed.
func (w *Window) restyle() {
	w.window.Content().Refresh()
	for _, p := range w.pages() {
		p.Restyle()
	}
}

// leaveTip has the tip go. What it was about may be on a page that is closed now, and
// would keep it.
func (w *Window) leaveTip() {
	w.tip.Leave()
	w.tip.Say = nil
}

// point has a tip come where the pointer rests, or go.
func (w *Window) point(p *widgets.Pointed) {
	w.leaveTip()
	if p.Say == nil {
		return
	}
	w.tip.Height, w.tip.Say = p.Height, func(uint32) []string {
		if !p.Stands() {
			return nil
		}
		return p.Say()
	}
	w.tip.Come(0, p.At)
	w.loop.Run(func() {}) // which has the window drawn, and the time looked at
}

// note says something in passing.
func (w *Window) note(n *widgets.Note) {
	if n.Save != nil {
		w.desk.Toast.Offer(n.Words, n.Bad, "Save…", n.Save)
		return
	}
	w.desk.Toast.Say(n.Words, n.Bad)
}
