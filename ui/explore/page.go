package explore

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/retained"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/payload"
	"mangrove/model/template"
	"mangrove/ui/charts"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/inspect"
	"mangrove/ui/leftovers"
	"mangrove/ui/prefs"
	"mangrove/ui/publish"
	"mangrove/ui/shelf"
	"mangrove/ui/topics"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// Page is the page of one connection: the tree on the left, the inspector
// and the publish panel on the right.
type Page struct {
	Object    fyne.CanvasObject
	Conn      *connection.Connection
	Feed      *connection.Feed // brings it up to date
	Tree      *topics.Pane
	Inspector *inspect.Pane
	Publish   *publish.Panel
	Charts    *charts.Room
	Notice    *widgets.Notice

	desk      *desk.Desk
	do        Actions
	bar       *connBar
	subs      *subscriptions
	ground    *widgets.Ground
	leftovers *leftovers.Room
	head      *paneHead // while it shows beside another
	stopped   bool
	across    *container.Split
	down      *container.Split
	unfolded  float64 // where down is divided while the publish panel is open
	low       bool    // the page has little height
	forRoom   bool    // the publish panel is folded for that, not by the user
	turned    bool    // it has been laid out anew
	before    before
}

// Actions are what the page has the window do, given the page itself.
type Actions struct {
	Shelf   *shelf.Shelf                                               // the stored connections, and what is kept of messages
	Open    func(p broker.Profile, before broker.Opened) broker.Opened // another session, which goes on with what is there
	Leaving *sync.WaitGroup                                            // sessions that are being closed

	Examine   func(broker.Profile)         // opens the doctor
	Edit      func(*Page)                  // shows the connection where it can be changed
	Login     func(*Page)                  // asks for the login again
	Reconnect func(*Page)                  // connects with the connection as it is stored now
	OpenTab   func(connection.Target)      // in another tab
	TellApart func(*connection.Connection) // gives it a title that no other tab has

	Use       func(*Page)                  // something on it is used, so it is the current one
	IsCurrent func(*Page) bool             // of two side by side
	Choose    func(*Page)                  // makes it the current one
	TabMenu   func(*Page) []*fyne.MenuItem // of its tab
	Beside    func(*Page) *fyne.MenuItem   // shows it beside another, or alone again; nil without another
	EndBeside func(*Page)                  // shows it alone

	Look        retained.Opener                  // opens a connection to look at what the broker keeps; nil: none
	Cleared     *retained.Shelf                  // what was cleared is kept there; nil: as long as the page is open
	Environment func(name string) (string, bool) // variables of the process, for templates; may be nil

	KeepView    func(*Page, string, payload.View)   // shows the payloads of a filter so from now on
	KeepReading func(*Page, profiles.PayloadFormat) // and reads them so
}

// New makes the page of a connection.
func New(c *connection.Connection, d *desk.Desk, do Actions) *Page {
	c.Sparkplug = sparkplug.NewNetwork()
	e := &Page{Conn: c, Feed: &connection.Feed{Store: c.Store, Sparkplug: c.Sparkplug}, desk: d, do: do}
	e.Feed.Facts.Store(c.Facts)
	e.head = newPaneHead(e)
	e.Tree = topics.New(c, d.Tip)
	e.bar = newConnBar(c, connActions{retry: e.ConnectNow, leave: e.leave, pause: e.togglePause, more: e.viewMenu,
		subscribe: e.showSubscriptions, examine: e.examine,
		login: func() { e.do.Login(e) }, edit: e.Edit, reconnect: e.Reconnect})
	e.Charts = charts.New(c, e.Feed, d)
	e.Feed.Beside = func(f func()) { go f() } // ends with the payload that it is reading
	e.Inspector = inspect.New(c, e.Feed, d, e.Charts)
	e.Inspector.OnGoTo = e.Tree.Reveal
	e.Notice = widgets.NewNotice()
	e.subs = newSubscriptions(c, d)
	e.Inspector.OnSaved = e.Notice.Say
	e.Publish = publish.New(c, d)
	e.Publish.Shelf = do.Shelf
	e.Publish.Values = func() template.Values { return template.Values{Environment: do.Environment} }
	e.Publish.OnOffer, e.Publish.OnSay, e.Publish.OnUndo = e.Notice.Offer, e.Notice.Say, e.Notice.OfferUndo
	e.leftovers = leftovers.New(c, d)
	e.leftovers.Open, e.leftovers.OnSay, e.leftovers.OnClear = do.Look, e.Notice.Warn, e.Publish.AskClearDiscovery
	e.Publish.Open = do.Look
	if do.Cleared != nil {
		e.Publish.Cleared = do.Cleared
	}
	e.Publish.OnTurn = func() {
		e.turned = true
		e.Object.Refresh()
	}
	e.Publish.OnUse = func() { e.do.Use(e) }
	e.Publish.OnGoTo = func(topic string, at time.Time, payload []byte) { e.GoToMessage(topic, at, payload, 0) }
	e.Inspector.OnLook = e.Publish.Draw
	e.Tree.OnSelect = func() {
		now := time.Now()
		e.Inspector.Draw(now)
		e.Publish.Draw()
	}
	e.listenToCharts()
	e.Inspector.OnMessageMenu, e.Inspector.OnTopicMenu = e.messageMenu, e.busiestMenu
	e.Inspector.OnMore = e.clearOnView
	e.Inspector.OnKeepView(e.askKeepView)
	e.Inspector.OnReadings(e.readItems)
	e.Inspector.OnUnnamed(e.rebirthRemedy)
	e.Inspector.OnUse = func() { e.do.Use(e) }
	e.Tree.OnMenu = e.topicMenu
	e.Tree.OnCopy = e.copyRow
	e.Tree.OnUse = func() { e.do.Use(e) }
	e.down = container.NewVSplit(container.New(arrange.Least{Height: e.inspectorLeast}, e.Inspector.Object), e.Publish.Object)
	left := container.NewBorder(container.NewVBox(e.bar.object, e.Charts.Pins.Object), nil, nil, nil, e.Tree.Object)
	e.across = container.NewHSplit(e.Notice.Below(container.New(arrange.Low{Height: treeHeight}, left)), container.New(arrange.Least{Height: e.downLeast}, e.down))
	e.Publish.OnFold = e.fold
	e.restoreLayout()
	e.ground = widgets.NewGround(func() { e.do.Use(e) })
	e.Object = container.NewStack(e.ground,
		container.NewBorder(container.NewVBox(e.head.object, e.bar.advice), nil, nil, nil, e.Notice.BelowAll(e.across)))
	e.noteUse()
	return e
}

// noteUse has the page become the current one when something on it is pressed
// that does not take the keyboard.
func (e *Page) noteUse() {
	for _, b := range e.bar.buttons() {
		do := b.OnTapped
		b.OnTapped = func() {
			e.do.Use(e)
			do()
		}
	}
}

// examine opens the doctor.
func (e *Page) examine() { e.do.Examine(e.Conn.Profile) }

// Edit shows the connection where it can be changed.
func (e *Page) Edit() { e.do.Edit(e) }

// Reconnect connects with the connection as it is stored now.
func (e *Page) Reconnect() { e.do.Reconnect(e) }

// showSubscriptions opens the dialog of the subscriptions.
func (e *Page) showSubscriptions() { e.subs.show() }

// leave disconnects, or connects again.
func (e *Page) leave() {
	if e.Conn.Ended() {
		e.Reconnect()
		return
	}
	e.disconnect()
}

// togglePause freezes the view of the tree, or lets it catch up.
func (e *Page) togglePause() {
	if e.Paused() {
		e.Conn.Store.Resume()
		return
	}
	e.Conn.Store.Pause()
}

// Paused reports whether the view of the tree is frozen.
func (e *Page) Paused() bool {
	paused, _ := e.Conn.Store.Paused()
	return paused
}

// What the tree and the inspector need at the least, one over the other in a
// window of 600: their heads and little more.
const (
	treeHeight      = 120
	inspectorHeight = 124
)

// rowsHeight is what the inspector needs for two rows of a list, and for a line of the
// message that is looked into under them.
const rowsHeight = 224

// inspectorLeast is how high the inspector stays when the publish panel is drawn up: so that
// rows are seen, where there is the room.
func (e *Page) inspectorLeast() float32 {
	room := e.down.Size().Height - 2*theme.Padding() - e.Publish.Object.MinSize().Height
	return max(inspectorHeight, min(rowsHeight, room))
}

// downLeast is how low both can be together.
func (e *Page) downLeast() float32 {
	panel := e.Publish.Object.MinSize().Height
	if !e.down.Leading.Visible() {
		return panel
	}
	return inspectorHeight + 2*theme.Padding() + panel
}

// Keys of the preferences that keep how the page is divided.
const (
	AcrossKey = "explore.across"
	DownKey   = "explore.down"
	OpenKey   = "explore.publish-open"
)

// restoreLayout divides the page as it was the last time.
func (e *Page) restoreLayout() {
	e.across.Offset = prefs.Share(AcrossKey, 0.42)
	e.unfolded = prefs.Share(DownKey, 0.72)
	e.down.Offset = e.unfolded
	if !prefs.Flag(OpenKey) {
		e.Publish.SetFolded(true)
	}
}

// SaveLayout keeps how the page is divided.
func (e *Page) SaveLayout() {
	kept := fyne.CurrentApp().Preferences()
	open := e.Publish.IsOpen()
	if open {
		e.unfolded = e.down.Offset
	}
	kept.SetFloat(AcrossKey, e.across.Offset)
	kept.SetFloat(DownKey, e.unfolded)
	kept.SetBool(OpenKey, open || e.forRoom)
}

// SetBeside has the page fit into half of the window: the tree stands over the
// inspector, and its name over both.
func (e *Page) SetBeside(compact bool) {
	arrange.SetHidden(!compact, e.head.object)
	if compact == !e.across.Horizontal {
		return
	}
	e.Publish.SetCompact(compact)
	e.across.Horizontal = !compact
	e.giveWay(e.Object.Size().Height - e.head.object.MinSize().Height - theme.Padding())
	e.across.Refresh()
}

// lowPage is the height of inspector and publish panel below which hardly a
// line of a payload would be seen with the panel open.
const lowPage = 340

// makeRoom folds the publish panel when the page becomes too low for it, and
// opens it again when there is room. What the user does with it in the meantime
// holds.
func (e *Page) makeRoom() {
	height := e.down.Size().Height
	low := height < lowPage
	if height == 0 || low == e.low {
		return
	}
	e.low = low
	switch {
	case low && e.Publish.IsOpen():
		e.Publish.SetFolded(true)
		e.forRoom = true
	case !low && e.forRoom:
		e.Publish.SetFolded(false)
	}
}

// giveWay has the inspector leave while an open publish panel needs its room: in a low window,
// over the tree or with jobs below, there is none for all. It is to be asked before
// they are laid out: a window that needs more than it has is taken to have it.
func (e *Page) giveWay(has float32) {
	const apart = 1 // so that it does not come and go
	needs, seen := e.across.MinSize().Height, e.down.Leading.Visible()
	if !seen {
		needs += e.down.Leading.MinSize().Height + 2*theme.Padding() + apart
	}
	leave := e.Publish.IsOpen() && has > 0 && has <= needs
	if leave == seen {
		arrange.SetHidden(leave, e.down.Leading)
		e.down.Refresh()
		e.Object.Refresh()
	}
}

// fold gives the room of the folded publish panel to the inspector, and takes
// it back.
func (e *Page) fold(folded bool) {
	e.forRoom = false
	e.giveWay(e.across.Size().Height)
	if folded {
		e.unfolded = e.down.Offset
		e.down.SetOffset(1)
		return
	}
	e.down.SetOffset(e.unfolded)
}

// mostTurns is how often the page is laid out anew in one drawing. The publish panel
// takes two: its line breaks for the room it is given, and asks for less or more then.
const mostTurns = 3

// Draw shows what has changed; the tabs have taken in how the connection stands.
func (e *Page) Draw(now time.Time) (moving bool) {
	if e.Conn.Lost() {
		e.Tree.Deselect()
		e.Notice.Warn("The selected topic was idle and was removed to make room for others.")
	}
	e.makeRoom()
	e.giveWay(e.across.Size().Height)
	if !e.Publish.IsOpen() && e.down.Offset != 1 { // the line of a folded panel was dragged
		e.down.SetOffset(1)
	}
	e.head.draw(e.Conn, e.do.IsCurrent(e))
	e.bar.draw(now)
	e.subs.draw()
	e.Charts.Draw(now)
	moving = e.Tree.Draw(now)
	e.Inspector.Draw(now)
	moving = e.Inspector.Moving() || moving
	e.turned = true
	for turns := 0; e.turned && turns < mostTurns; turns++ {
		e.turned = false
		e.Publish.Draw()
	}
	e.Notice.Spread()
	e.Notice.Draw(now)
	return moving
}

// Restyle takes the colours of a new theme.
func (e *Page) Restyle() {
	e.Tree.Restyle()
	e.Inspector.Restyle()
	e.Charts.Restyle()
	e.Publish.Restyle()
}

// Stop ends what runs beside the window, and the connection.
func (e *Page) Stop() {
	e.stopped, e.Conn.Reconnecting = true, false
	e.SaveLayout()
	e.Inspector.Stop()
	e.Charts.Stop()
	session, ended := e.Conn.Session, e.Publish.Stop()
	e.do.Leaving.Go(func() { // ends in bounded time
		ended()
		session.Close() //nolint:errcheck // nobody is left to tell
	})
}
