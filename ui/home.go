package ui

import (
	"time"

	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// home is what the window shows while no tab is on view: the connections that
// are stored, and beside them the chosen one, or what else one can do.
type home struct {
	object  fyne.CanvasObject
	quick   *quick
	window  *Window
	desk    *desk.Desk
	shelf   *shelf
	list    *profileList
	form    *form
	right   *fyne.Container
	notice  *widgets.Notice
	deleted []string // names of the connections that Undo brings back, the last deleted at the end
	near    *neighbours
	refused int      // what the notice said of a connection that was not made, by its number
	read    bool     // the book has been opened, or could not be
	later   []func() // to do then
	auto    bool     // connect what is to be at the start, once the book is open
	wanted  string   // connect this one then, by its name
}

func newHome(w *Window) *home {
	h := &home{window: w, desk: w.desk, shelf: newShelf(w.desk.Run), notice: widgets.NewNotice()}
	h.quick = newQuick(w.desk, h.quickActions())
	h.notice.Closed = func() { h.deleted = nil }
	h.near = newNeighbours(w.services.Browse, w.desk.Run)
	h.list = newProfileList(h)
	h.form = newForm(h.shelf, h.desk, h.formActions())
	h.right = container.NewStack(h.quick.page)
	h.list.mark("")
	h.object = h.notice.Below(h.right)
	if w.services.OpenProfiles == nil {
		return h
	}
	split := container.NewHSplit(widgets.NewPanel(look.Panel, h.list.object, 0, 0), h.right)
	split.Offset = 0.27
	h.object = h.notice.Below(split)
	h.shelf.changed, h.shelf.failed = h.changed, h.failed
	h.shelf.gone, h.shelf.told = h.gone, h.notice.Warn
	h.shelf.open(w.services.OpenProfiles, h.opened)
	h.near.changed = h.list.sync
	h.near.start()
	return h
}

// quickActions are what the form for an address has done.
func (h *home) quickActions() quickActions {
	w := h.window
	do := quickActions{
		demo: w.openDemo, box: w.showBox, connect: w.connect,
		close: func(e *explore) { w.tabs.close(e) },
	}
	if w.services.OpenProfiles != nil {
		do.keep = func(p profiles.Profile, secrets map[string]string, then func()) {
			h.create(p, secrets, func(id string) {
				h.connectTo(id)
				then()
			})
		}
	}
	return do
}

// formActions are what the form of a stored connection has done.
func (h *home) formActions() formActions {
	return formActions{
		connect: h.connectTo, choose: h.choose, ready: h.withdrawRefusal, say: h.notice.Say,
		changed: func(id string) {
			h.list.sync()
			h.followStored(id)
		},
		state: func(id string) (open, outdated bool) {
			e := h.window.tabs.of(id)
			return e != nil, e != nil && e.conn.Outdated
		},
	}
}

// Object is the page.
func (h *home) Object() fyne.CanvasObject { return h.object }

// Draw shows what has changed.
func (h *home) Draw(now time.Time) (moving bool) {
	h.notice.Draw(now)
	return false
}

// Seen is called when the start page comes on view or goes.
func (h *home) Seen(yes bool) {
	if yes {
		h.form.drawLive()
		h.near.start()
		return
	}
	h.near.stop()
}

// stop ends what the page has started.
func (h *home) stop() {
	h.near.stop()
	h.near.wait()
	h.noteLost(h.shelf.stop())
}

// Restyle takes the colours of a new theme.
func (h *home) Restyle() { h.list.restyle() }

// AutoConnect connects what the user wants to be connected at the start.
func (w *Window) AutoConnect() { w.home.auto = true }

// ConnectStored connects a stored connection by its name, once they have been
// read.
func (w *Window) ConnectStored(name string) { w.home.wanted = name }

// mostAuto is how many connections are opened at the start: each takes memory and a
// tab, and whoever writes the file of connections says how many there are.
const mostAuto = 50

// opened is called once the book is there.
func (h *home) opened() {
	h.read = true
	h.tellLost()
	for _, do := range h.later {
		do()
	}
	h.later = nil
	if h.wanted != "" {
		if p, err := profiles.Named(h.shelf.list(), h.wanted); err == nil {
			h.connectTo(p.ID)
		} else {
			h.notice.Warn(explain.Error(err, broker.Address{}))
		}
	}
	if !h.auto {
		return
	}
	var auto []string
	stored := h.shelf.list()
	for i := range stored {
		if p := &stored[i]; p.AutoConnect {
			auto = append(auto, p.ID)
		}
	}
	all := len(auto)
	auto = auto[:min(all, mostAuto)]
	connect := func() {
		for _, id := range auto {
			h.connectTo(id)
		}
		if all > mostAuto {
			h.notice.Warn("Of the " + format.Plural(all, "connection") + " that open at the start the first " + format.Count(mostAuto) +
				" were opened. Open the others from the list.")
		}
	}
	if h.window.services.Found.Report == "" || len(auto) == 0 {
		connect()
		return
	}
	// What came from there may be what the program has crashed of.
	h.notice.Offer("Mangrove crashed last time, so connections that open at the start were left closed.", "Connect", connect)
}

// changed shows what has changed of a stored connection, or of all.
func (h *home) changed(id string) {
	h.list.sync()
	h.followStored(id)
	if h.list.chosen != "" && (id == "" || id == h.list.chosen) {
		h.form.refresh()
	}
}

// failed says what could not be stored.
func (h *home) failed(err error) {
	h.notice.Warn("Your connections: " + explain.Error(err, broker.Address{}))
}

// gone says that another program has deleted connections, of which one has a name.
func (h *home) gone(ids map[string]bool, name string) {
	if ids[h.list.chosen] {
		h.choose("")
	}
	if len(ids) > 1 {
		h.notice.Say(format.Plural(len(ids), "connection") + " were deleted in another window.")
		return
	}
	h.notice.Say("The connection " + name + " was deleted in another window.")
}

// choose puts a stored connection on the form, or the form for an address in
// its place for none.
func (h *home) choose(id string) {
	p, ok := h.shelf.get(id)
	if !ok {
		id = ""
	}
	if id != h.list.chosen {
		h.withdrawRefusal()
	}
	h.list.mark(id)
	show := h.quick.page
	if ok {
		h.form.open(p)
		h.shelf.check(id)
		show = h.form.object
	}
	if h.right.Objects[0] == show {
		return
	}
	h.right.Objects[0] = show
	h.right.Refresh()
	if h.window.onView() == page(h) && h.desk.Canvas().Focused() != h.list.rows {
		h.window.takeKeyboard()
	}
}

// Keyboard is what has the keyboard first: the address, or the list while a
// stored connection is on view.
func (h *home) Keyboard() fyne.Focusable {
	if h.right.Objects[0] == h.quick.page {
		return h.quick.url
	}
	return h.list.rows
}

// create stores a new connection and shows it.
func (h *home) create(p profiles.Profile, secrets map[string]string, then func(id string)) {
	do := h.shelf.act
	if len(secrets) == 0 {
		do = h.shelf.arrange
	}
	do(func(s Stored) (string, error) {
		made, err := s.Book.Create(p, secrets)
		return made.ID, err
	}, func(id string, err error) {
		if err != nil {
			h.failed(err)
			return
		}
		h.choose(id)
		then(id)
	})
}

// add makes an empty connection, to be filled in.
func (h *home) add() {
	p := profiles.Profile{Address: broker.Address{Scheme: "mqtt", Port: 1883}}
	h.create(p, nil, func(string) {
		h.form.turn(0)
		h.form.focusHost()
	})
}

// connectTo goes to the tab of a stored connection, and connects there if it is
// not connected. Without a tab it makes one.
func (h *home) connectTo(id string) {
	e := h.window.tabs.of(id)
	if e == nil {
		h.use(id, usage{do: func(to connection.Target) { h.window.tabs.open(to) }, refuse: h.refuse})
		return
	}
	h.notice.Hide()
	if h.unreadable(id) {
		return
	}
	h.window.tabs.choose(e)
	switch {
	case e.conn.Ended():
		e.reconnect()
	case e.conn.Status.Phase == broker.Stopped, e.conn.Status.Phase == broker.Waiting:
		e.connectNow()
	}
}

// examine tries a stored connection out step by step.
func (h *home) examine(id string) {
	h.use(id, usage{do: func(to connection.Target) { h.window.examine(to.Profile) }, refuse: h.refuse})
}

// usage is what a stored connection is used for, and who is told why it cannot
// be.
type usage struct {
	do     func(connection.Target)
	refuse func(why string)
}

// use does something with a stored connection once its secrets are there.
func (h *home) use(id string, u usage) {
	h.notice.Hide()
	if h.unreadable(id) {
		return
	}
	given := h.shelf.secretChanges(id)
	if p, ok := h.shelf.get(id); ok && h.shelf.isOpening() && len(p.Kept) > 0 {
		h.notice.Say("This computer's key ring has not opened yet. This continues when it opens, or after a minute.")
	}
	h.shelf.runtime(id, func(p profiles.Profile, r broker.Profile, err error) {
		var (
			missing *profiles.MissingError
			moved   *profiles.MovedError
		)
		switch {
		case err == nil:
			to := connection.NewTarget(p, r)
			to.SecretChanges = given
			u.do(to)
		case errors.As(err, &missing):
			h.askFor(missingSecrets{p, missing.Names, "", u})
		case errors.As(err, &moved):
			h.askMoved(p, moved, u)
		case errors.Is(err, profiles.ErrPassPhrase):
			h.askFor(missingSecrets{p, []string{profiles.SecretPassPhrase}, explain.Error(err, broker.Address{}), u})
		default:
			u.refuse(explain.Error(err, broker.Address{})) // of a file or the key ring
		}
	})
}
