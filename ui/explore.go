package ui

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/broker"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/inspect"
	"mangrove/ui/publish"
	"mangrove/ui/topics"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// explore is the page of one connection: the tree on the left, the inspector
// and the publish panel on the right.
type explore struct {
	object    fyne.CanvasObject
	conn      *connection.Connection
	feed      *connection.Feed
	desk      *desk.Desk
	do        exploreActions
	bar       *connBar
	tree      *topics.Pane
	inspector *inspect.Pane
	publish   *publish.Panel
	notice    *widgets.Notice
	subs      *subscriptions
	ground    *widgets.Ground
	head      *paneHead // while it shows beside another
	stopped   bool
	across    *container.Split
	down      *container.Split
	unfolded  float64 // where down is divided while the publish panel is open
	low       bool    // the page has little height
	forRoom   bool    // the publish panel is folded for that, not by the user
}

// retrier is a session that can be told to connect at once.
type retrier interface{ Retry() }

// exploreActions are what the page has the window do, given the page itself.
type exploreActions struct {
	Open    func(p broker.Profile, before broker.Opened) broker.Opened // another session, which goes on with what is there
	Leaving *sync.WaitGroup                                            // sessions that are being closed

	Examine   func(broker.Profile)         // opens the doctor
	Edit      func(*explore)               // shows the connection where it can be changed
	Login     func(*explore)               // asks for the login again
	Reconnect func(*explore)               // connects with the connection as it is stored now
	OpenTab   func(connection.Target)      // in another tab
	TellApart func(*connection.Connection) // gives it a title that no other tab has

	Use       func(*explore)                  // something on it is used, so it is the current one
	IsCurrent func(*explore) bool             // of two side by side
	Choose    func(*explore)                  // makes it the current one
	TabMenu   func(*explore) []*fyne.MenuItem // of its tab
	Beside    func(*explore) *fyne.MenuItem   // shows it beside another, or alone again; nil without another
	EndBeside func(*explore)                  // shows it alone
}

// newExplore makes the page of a connection.
func newExplore(c *connection.Connection, d *desk.Desk, do exploreActions) *explore {
	e := &explore{conn: c, feed: &connection.Feed{Store: c.Store}, desk: d, do: do}
	e.head = newPaneHead(e)
	e.tree = topics.New(c, d.Tip)
	e.bar = newConnBar(c, connActions{retry: e.connectNow, leave: e.leave, pause: e.togglePause, more: e.viewMenu,
		subscribe: func() { e.subs.show() }, examine: e.examine,
		login: func() { e.do.Login(e) }, edit: e.edit, reconnect: e.reconnect})
	e.inspector = inspect.New(c, e.feed, d)
	e.inspector.OnGoTo = e.tree.Reveal
	e.notice = widgets.NewNotice()
	e.subs = newSubscriptions(c, d)
	e.inspector.OnSaved = e.notice.Say
	e.publish = publish.New(c, d)
	e.publish.OnOffer, e.publish.OnUndo = e.notice.Offer, e.notice.OfferUndo
	e.publish.OnTurn = func() { e.object.Refresh() }
	e.publish.OnUse = func() { e.do.Use(e) }
	e.inspector.OnLook = e.publish.Draw
	e.tree.OnSelect = func() {
		now := time.Now()
		e.inspector.Draw(now)
		e.publish.Draw()
	}
	e.inspector.OnMessageMenu, e.inspector.OnTopicMenu = e.messageMenu, e.busiestMenu
	e.inspector.OnUse = func() { e.do.Use(e) }
	e.tree.OnMenu = e.topicMenu
	e.tree.OnCopy = e.copyRow
	e.tree.OnUse = func() { e.do.Use(e) }
	e.down = container.NewVSplit(container.New(arrange.Low{Height: inspectorHeight}, e.inspector.Object), e.publish.Object)
	left := container.NewBorder(e.bar.object, nil, nil, nil, e.tree.Object)
	e.across = container.NewHSplit(e.notice.Below(container.New(arrange.Low{Height: treeHeight}, left)), e.down)
	e.publish.OnFold = e.fold
	e.restoreLayout()
	e.ground = widgets.NewGround(func() { e.do.Use(e) })
	e.object = container.NewStack(e.ground,
		container.NewBorder(container.NewVBox(e.head.object, e.bar.advice), nil, nil, nil, e.across))
	e.noteUse()
	return e
}

// noteUse has the page become the current one when something on it is pressed
// that does not take the keyboard.
func (e *explore) noteUse() {
	for _, b := range e.bar.buttons() {
		do := b.OnTapped
		b.OnTapped = func() {
			e.do.Use(e)
			do()
		}
	}
}

func (e *explore) examine() { e.do.Examine(e.conn.Profile) }

func (e *explore) edit() { e.do.Edit(e) }

func (e *explore) reconnect() { e.do.Reconnect(e) }

// leave disconnects, or connects again.
func (e *explore) leave() {
	if e.conn.Ended() {
		e.reconnect()
		return
	}
	e.disconnect()
}

// togglePause freezes the view of the tree, or lets it catch up.
func (e *explore) togglePause() {
	if e.paused() {
		e.conn.Store.Resume()
		return
	}
	e.conn.Store.Pause()
}

// paused reports whether the view of the tree is frozen.
func (e *explore) paused() bool {
	paused, _ := e.conn.Store.Paused()
	return paused
}

// What the tree and the inspector need at the least, one over the other in a
// window of 600: their heads and little more.
const (
	treeHeight      = 120
	inspectorHeight = 124
)

// Keys of the preferences that keep how the page is divided.
const (
	acrossKey = "explore.across"
	downKey   = "explore.down"
	openKey   = "explore.publish-open"
)

// restoreLayout divides the page as it was the last time.
func (e *explore) restoreLayout() {
	e.across.Offset = storedShare(acrossKey, 0.42)
	e.unfolded = storedShare(downKey, 0.72)
	e.down.Offset = e.unfolded
	if !storedFlag(openKey) {
		e.publish.SetFolded(true)
	}
}

func (e *explore) saveLayout() {
	prefs := fyne.CurrentApp().Preferences()
	open := e.publish.IsOpen()
	if open {
		e.unfolded = e.down.Offset
	}
	prefs.SetFloat(acrossKey, e.across.Offset)
	prefs.SetFloat(downKey, e.unfolded)
	prefs.SetBool(openKey, open || e.forRoom)
}

// setBeside has the page fit into half of the window: the tree stands over the
// inspector, and its name over both.
func (e *explore) setBeside(compact bool) {
	arrange.SetHidden(!compact, e.head.object)
	if compact == !e.across.Horizontal {
		return
	}
	e.publish.SetCompact(compact)
	e.across.Horizontal = !compact
	e.across.Refresh()
}

// lowPage is the height of inspector and publish panel below which hardly a
// line of a payload would be seen with the panel open.
const lowPage = 340

// makeRoom folds the publish panel when the page becomes too low for it, and
// opens it again when there is room. What the user does with it in the meantime
// holds.
func (e *explore) makeRoom() {
	height := e.down.Size().Height
	low := height < lowPage
	if height == 0 || low == e.low {
		return
	}
	e.low = low
	switch {
	case low && e.publish.IsOpen():
		e.publish.SetFolded(true)
		e.forRoom = true
	case !low && e.forRoom:
		e.publish.SetFolded(false)
	}
}

// fold gives the room of the folded publish panel to the inspector, and takes
// it back.
func (e *explore) fold(folded bool) {
	e.forRoom = false
	if folded {
		e.unfolded = e.down.Offset
		e.down.SetOffset(1)
		return
	}
	e.down.SetOffset(e.unfolded)
}

// draw shows what has changed; the tabs have taken in how the connection stands.
func (e *explore) draw(now time.Time) (moving bool) {
	if e.conn.Lost() {
		e.tree.Deselect()
		e.notice.Warn("The selected topic was idle and has been let go to make room for others.")
	}
	e.makeRoom()
	e.head.draw(e.conn, e.do.IsCurrent(e))
	e.bar.draw(now)
	e.subs.draw()
	moving = e.tree.Draw(now)
	e.inspector.Draw(now)
	e.publish.Draw()
	e.notice.Draw(now)
	return moving
}

// restyle takes the colours of a new theme.
func (e *explore) restyle() {
	e.tree.Restyle()
	e.inspector.Restyle()
	e.publish.Restyle()
}

// stop ends what runs beside the window, and the connection.
func (e *explore) stop() {
	e.stopped, e.conn.Reconnecting = true, false
	e.saveLayout()
	e.inspector.Stop()
	session := e.conn.Session
	e.do.Leaving.Go(func() { // ends in bounded time
		session.Close() //nolint:errcheck // nobody is left to tell
	})
}
