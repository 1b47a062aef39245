package ui

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/inspect"
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
	leaving   *sync.WaitGroup // sessions of the window that are being closed
	desk      *desk.Desk
	bar       *connBar
	tree      *topics.Pane
	inspector *inspect.Pane
	publish   *publishPane
	notice    *widgets.Notice
	broker    *brokerPane
	subs      *subscriptions
	examine   func(broker.Profile)
	open      func(p broker.Profile, before broker.Opened) broker.Opened
	home      *home
	tabs      *tabs
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

func newExplore(c *connection.Connection, w *Window) *explore {
	e := &explore{conn: c, feed: &connection.Feed{Store: c.Store}, leaving: &w.leaving, desk: w.desk, open: w.services.Connect, home: w.home, tabs: w.tabs}
	e.head = newPaneHead(e, w.tabs)
	e.tree = topics.New(c, w.desk.Tip)
	e.bar = newConnBar(c, connActions{retry: e.connectNow, leave: e.leave, pause: e.togglePause, more: e.viewMenu,
		subscribe: func() { e.subs.show() }, examine: func() { e.examine(c.Profile) },
		login: e.askLogin, edit: e.edit, reconnect: e.reconnect})
	e.inspector = inspect.New(c, e.feed, w.desk)
	e.inspector.OnGoTo = e.tree.Reveal
	e.notice = widgets.NewNotice()
	e.broker = newBrokerPane(c)
	e.subs = newSubscriptions(c, w)
	e.examine = func(p broker.Profile) { w.examine(p) }
	e.inspector.OnSaved = e.notice.Say
	e.publish = newPublishPane(c, w)
	e.publish.offer = e.notice.Offer
	e.inspector.OnLook = e.publish.draw
	e.tree.OnSelect = func() {
		now := time.Now()
		e.inspector.Draw(now)
		e.publish.draw()
	}
	e.inspector.OnMessageMenu, e.inspector.OnTopicMenu = e.messageMenu, e.busiestMenu
	e.inspector.OnUse = func() { e.tabs.takeKeyboard(e) }
	e.tree.OnMenu = e.topicMenu
	e.tree.OnCopy = e.copyRow
	e.tree.OnUse = func() { e.tabs.takeKeyboard(e) }
	e.down = container.NewVSplit(container.New(arrange.Low{Height: inspectorHeight}, e.inspector.Object), e.publish.object)
	left := container.NewBorder(e.bar.object, nil, nil, nil, e.tree.Object)
	e.across = container.NewHSplit(e.notice.Below(container.New(arrange.Low{Height: treeHeight}, left)), e.down)
	e.publish.onFold = e.fold
	e.restoreLayout()
	e.ground = widgets.NewGround(func() { e.tabs.takeKeyboard(e) })
	e.object = container.NewStack(e.ground,
		container.NewBorder(container.NewVBox(e.head.object, e.bar.advice), nil, nil, nil, e.across))
	e.noteUse()
	return e
}

// noteUse has the page become the current one when something on it is pressed
// that does not take the keyboard.
func (e *explore) noteUse() {
	buttons := append(e.bar.buttons(), e.publish.button, e.publish.fold)
	for _, b := range buttons {
		do := b.OnTapped
		b.OnTapped = func() {
			e.tabs.takeKeyboard(e)
			do()
		}
	}
}

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
	if paused, _ := e.conn.Store.Paused(); paused {
		e.conn.Store.Resume()
		return
	}
	e.conn.Store.Pause()
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
		e.publish.setFolded(true)
	}
}

func (e *explore) saveLayout() {
	prefs := fyne.CurrentApp().Preferences()
	open := e.publish.body.Visible()
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
	rows := 2
	if compact {
		rows = 1
	}
	e.publish.payload.SetMinRowsVisible(rows)
	e.across.Horizontal = !compact
	e.giveWay(e.object.Size().Height - e.head.object.MinSize().Height - theme.Padding())
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
	case low && e.publish.body.Visible():
		e.publish.setFolded(true)
		e.forRoom = true
	case !low && e.forRoom:
		e.publish.setFolded(false)
	}
}

// giveWay has the inspector leave while an open publish panel needs its room: over
// the tree, in a low window, there is none for all three. It is to be asked before
// they are laid out: a window that needs more than it has is taken to have it.
func (e *explore) giveWay(has float32) {
	const apart = 1 // so that it does not come and go
	needs, seen := e.across.MinSize().Height, e.down.Leading.Visible()
	if !seen {
		needs += e.down.Leading.MinSize().Height + 2*theme.Padding() + apart
	}
	leave := e.publish.body.Visible() && !e.across.Horizontal && has > 0 && has <= needs
	if leave == seen {
		arrange.SetHidden(leave, e.down.Leading)
		e.down.Refresh()
		e.object.Refresh()
	}
}

// fold gives the room of the folded publish panel to the inspector, and takes
// it back.
func (e *explore) fold(folded bool) {
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

// draw shows what has changed; the tabs have taken in how the connection stands.
func (e *explore) draw(now time.Time) (moving bool) {
	if e.conn.Lost() {
		e.tree.Deselect()
		e.notice.Warn("The selected topic was idle and has been let go to make room for others.")
	}
	e.makeRoom()
	e.giveWay(e.across.Size().Height)
	e.head.draw(e.conn, e == e.tabs.active)
	e.bar.draw(now)
	e.subs.draw()
	moving = e.tree.Draw(now)
	e.inspector.Draw(now)
	e.publish.draw()
	e.notice.Draw(now)
	for range mostTurns {
		if !e.publish.takeTurn() {
			break
		}
		e.object.Refresh()
	}
	return moving
}

// restyle takes the colours of a new theme.
func (e *explore) restyle() {
	e.tree.Restyle()
	e.inspector.Restyle()
	e.publish.restyle()
}

// stop ends what runs beside the window, and the connection.
func (e *explore) stop() {
	e.stopped, e.conn.Reconnecting = true, false
	e.saveLayout()
	e.inspector.Stop()
	session := e.conn.Session
	e.leaving.Go(func() { // ends in bounded time
		session.Close() //nolint:errcheck // nobody is left to tell
	})
}
