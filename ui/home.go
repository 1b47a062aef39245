package ui

import (
	"context"
	"time"

	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/broker"
	"mangrove/broker/discovery"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/profile"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
)

// home is what the window shows while no tab is on view: the connections that
// are stored, and beside them the chosen one, or what else one can do.
type home struct {
	object  fyne.CanvasObject
	quick   *quick
	desk    *desk.Desk
	do      homeActions
	options homeOptions
	shelf   *shelf.Shelf
	list    *profileList
	form    *profile.Form
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

// homeOptions are what the start page is made with.
type homeOptions struct {
	shelf   *shelf.Shelf                                       // has the stored connections; it is the page that opens and stops it
	open    func() (shelf.Stored, error)                       // gives them; nil: there are none
	browse  func(context.Context, func(discovery.Found)) error // for brokers on the network; nil: that is not done
	crashed bool                                               // the program did, the last time
}

// homeActions are what the start page has the window do.
type homeActions struct {
	demo, box func()
	connect   func(broker.Profile) *connection.Connection // in a tab of its own
	open      func(connection.Target)                     // the same for a stored connection
	goTo      func(id string)                             // to the tab of a stored connection, which is connected if it is not
	state     func(id string) (open, outdated bool)       // of that tab
	changed   func(id string)                             // a stored connection is another one, or all for none
	examine   func(broker.Profile)
	onView    func() bool
	focus     func() // gives the keyboard to what is worked with on view
}

func newHome(d *desk.Desk, o homeOptions, do homeActions) *home {
	h := &home{desk: d, do: do, options: o, shelf: o.shelf, notice: widgets.NewNotice()}
	h.quick = newQuick(d, h.quickActions())
	h.notice.Closed = func() { h.deleted = nil }
	h.near = newNeighbours(o.browse, d.Run)
	h.list = newProfileList(h)
	h.form = profile.New(h.shelf, d, h.formActions())
	h.right = container.NewStack(h.quick.page)
	h.list.mark("")
	h.object = h.notice.Below(h.right)
	if o.open == nil {
		return h
	}
	split := container.NewHSplit(widgets.NewPanel(look.Panel, h.list.object, 0, 0), h.right)
	split.Offset = 0.27
	h.object = h.notice.Below(split)
	h.shelf.OnChange, h.shelf.OnError = h.changed, h.failed
	h.shelf.OnGone, h.shelf.OnNews = h.gone, h.notice.Warn
	h.shelf.Open(o.open, h.opened)
	h.near.changed = h.list.sync
	h.near.start()
	return h
}

// quickActions are what the form for an address has done.
func (h *home) quickActions() quickActions {
	do := quickActions{demo: h.do.demo, box: h.do.box, connect: h.do.connect}
	if h.options.open != nil {
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
func (h *home) formActions() profile.Actions {
	return profile.Actions{
		Connect: h.connectTo, Choose: h.choose, Ready: h.withdrawRefusal, Say: h.notice.Say,
		Changed: func(id string) {
			h.list.sync()
			h.do.changed(id)
		},
		State: h.do.state,
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
		h.form.DrawLive()
		h.near.start()
		return
	}
	h.near.stop()
}

// stop ends what the page has started.
func (h *home) stop() {
	h.near.stop()
	h.near.wait()
	h.noteLost(h.shelf.Stop())
}

// Restyle takes the colours of a new theme.
func (h *home) Restyle() { h.list.restyle() }

// mostAuto is how many connections are opened at the start: each takes memory and a
// tab, and whoever writes the file of connections says how many there are.
const mostAuto = 50

// whenRead does something once the stored connections are there, if there are any.
func (h *home) whenRead(do func()) {
	if h.options.open == nil || h.read {
		do()
		return
	}
	h.later = append(h.later, do)
}

// opened is called once the book is there.
func (h *home) opened() {
	h.read = true
	h.tellLost()
	for _, do := range h.later {
		do()
	}
	h.later = nil
	if h.wanted != "" {
		if p, err := profiles.Named(h.shelf.All(), h.wanted); err == nil {
			h.connectTo(p.ID)
		} else {
			h.notice.Warn(explain.Error(err, broker.Address{}))
		}
	}
	if !h.auto {
		return
	}
	var auto []string
	stored := h.shelf.All()
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
	if !h.options.crashed || len(auto) == 0 {
		connect()
		return
	}
	// What came from there may be what the program has crashed of.
	h.notice.Offer("Mangrove crashed last time, so connections that open at the start were left closed.", "Connect", connect)
}

// changed shows what has changed of a stored connection, or of all.
func (h *home) changed(id string) {
	h.list.sync()
	h.do.changed(id)
	if h.list.chosen != "" && (id == "" || id == h.list.chosen) {
		h.form.Refresh()
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
	p, ok := h.shelf.Get(id)
	if !ok {
		id = ""
	}
	if id != h.list.chosen {
		h.withdrawRefusal()
	}
	h.list.mark(id)
	show := h.quick.page
	if ok {
		h.form.Open(p)
		h.shelf.Check(id)
		show = h.form.Object
	}
	if h.right.Objects[0] == show {
		return
	}
	h.right.Objects[0] = show
	h.right.Refresh()
	if h.do.onView() && h.desk.Canvas().Focused() != h.list.rows {
		h.do.focus()
	}
}

// chosen is the ID of the stored connection on view, empty for none.
func (h *home) chosen() string { return h.list.chosen }

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
	do := h.shelf.Act
	if len(secrets) == 0 {
		do = h.shelf.Arrange
	}
	do(func(s shelf.Stored) (string, error) {
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

// keep stores a connection that was typed, with its password, and shows it.
func (h *home) keep(p broker.Profile, then func(id string)) {
	h.create(keptOf(p), map[string]string{profiles.SecretPassword: p.Password}, then)
}

// edit shows a group of a stored connection.
func (h *home) edit(id, group string) {
	h.choose(id)
	h.form.TurnTo(group)
}

// change fills in the form for an address, where a connection is to be made anew. Then
// replaced is called.
func (h *home) change(p broker.Profile, replaced func()) {
	h.choose("")
	h.quick.change(p, replaced)
}

// remember has the address of a connection remembered once it has turned out to be one
// of a broker.
func (h *home) remember(c *connection.Connection) { h.quick.watch(c) }

// rememberConnected remembers the addresses that have turned out to be those of brokers.
func (h *home) rememberConnected() { h.quick.rememberConnected() }

// showProblem says what is wrong with what was started on the page; empty: nothing is.
func (h *home) showProblem(words string) { h.quick.showProblem(words) }

// drawLive shows how the tab of the connection on the form stands.
func (h *home) drawLive() { h.form.DrawLive() }

// autoConnect connects what is to be connected at the start, once it has been read.
func (h *home) autoConnect() { h.auto = true }

// connectNamed connects a stored connection by its name, once they have been read.
func (h *home) connectNamed(name string) { h.wanted = name }

// add makes an empty connection, to be filled in.
func (h *home) add() {
	p := profiles.Profile{Address: broker.Address{Scheme: "mqtt", Port: 1883}}
	h.create(p, nil, func(string) {
		h.form.Turn(0)
		h.form.FocusHost()
	})
}

// connectTo goes to the tab of a stored connection, and connects there if it is
// not connected. Without a tab it makes one.
func (h *home) connectTo(id string) {
	if open, _ := h.do.state(id); !open {
		h.use(id, usage{do: h.do.open, refuse: h.refuse})
		return
	}
	h.notice.Hide()
	if !h.unreadable(id) {
		h.do.goTo(id)
	}
}

// examine tries a stored connection out step by step.
func (h *home) examine(id string) {
	h.use(id, usage{do: func(to connection.Target) { h.do.examine(to.Profile) }, refuse: h.refuse})
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
	given := h.shelf.SecretChanges(id)
	if p, ok := h.shelf.Get(id); ok && h.shelf.AwaitsRing() && len(p.Kept) > 0 {
		h.notice.Say("This computer's key ring has not opened yet. This continues when it opens, or after a minute.")
	}
	h.shelf.Runtime(id, func(p profiles.Profile, r broker.Profile, err error) {
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
