package home

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

// Page is what the window shows while no tab is on view: the connections that
// are stored, and beside them the chosen one, or what else one can do.
type Page struct {
	object  fyne.CanvasObject
	quick   *quick
	desk    *desk.Desk
	do      Actions
	options Options
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

// Options are what the start page is made with.
type Options struct {
	Shelf   *shelf.Shelf                                       // has the stored connections; it is the page that opens and stops it
	Open    func() (shelf.Stored, error)                       // gives them; nil: there are none
	Browse  func(context.Context, func(discovery.Found)) error // for brokers on the network; nil: that is not done
	Crashed bool                                               // the program did, the last time
}

// Actions are what the start page has the window do.
type Actions struct {
	Demo, Box func()
	Connect   func(broker.Profile) *connection.Connection // in a tab of its own
	Open      func(connection.Target)                     // the same for a stored connection
	GoTo      func(id string)                             // to the tab of a stored connection, which is connected if it is not
	State     func(id string) (open, outdated bool)       // of that tab
	Changed   func(id string)                             // a stored connection is another one, or all for none
	Examine   func(broker.Profile)
	OnView    func() bool
	Focus     func() // gives the keyboard to what is worked with on view
}

// New makes the start page, and has its stored connections read.
func New(d *desk.Desk, o Options, do Actions) *Page {
	h := &Page{desk: d, do: do, options: o, shelf: o.Shelf, notice: widgets.NewNotice()}
	h.quick = newQuick(d, h.quickActions())
	h.notice.Closed = func() { h.deleted = nil }
	h.near = newNeighbours(o.Browse, d.Run)
	h.list = newProfileList(h)
	h.form = profile.New(h.shelf, d, h.formActions())
	h.right = container.NewStack(h.quick.page)
	h.list.mark("")
	h.object = h.notice.Below(h.right)
	if o.Open == nil {
		return h
	}
	split := container.NewHSplit(widgets.NewPanel(look.Panel, h.list.object, 0, 0), h.right)
	split.Offset = 0.27
	h.object = h.notice.Below(split)
	h.shelf.OnChange, h.shelf.OnError = h.changed, h.failed
	h.shelf.OnGone, h.shelf.OnNews = h.gone, h.notice.Warn
	h.shelf.Open(o.Open, h.opened)
	h.near.changed = h.list.sync
	h.near.start()
	return h
}

// quickActions are what the form for an address has done.
func (h *Page) quickActions() quickActions {
	do := quickActions{demo: h.do.Demo, box: h.do.Box, connect: h.do.Connect}
	if h.options.Open != nil {
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
func (h *Page) formActions() profile.Actions {
	return profile.Actions{
		Connect: h.connectTo, Choose: h.Choose, Ready: h.withdrawRefusal, Say: h.notice.Say,
		Changed: func(id string) {
			h.list.sync()
			h.do.Changed(id)
		},
		State: h.do.State,
	}
}

// Object is the page.
func (h *Page) Object() fyne.CanvasObject { return h.object }

// Draw shows what has changed.
func (h *Page) Draw(now time.Time) (moving bool) {
	h.notice.Draw(now)
	return false
}

// Seen is called when the start page comes on view or goes.
func (h *Page) Seen(yes bool) {
	if yes {
		h.form.DrawLive()
		h.near.start()
		return
	}
	h.near.stop()
}

// Stop ends what the page has started.
func (h *Page) Stop() {
	h.near.stop()
	h.near.wait()
	h.noteLost(h.shelf.Stop())
}

// Restyle takes the colours of a new theme.
func (h *Page) Restyle() { h.list.restyle() }

// mostAuto is how many connections are opened at the start: each takes memory and a
// tab, and whoever writes the file of connections says how many there are.
const mostAuto = 50

// WhenRead does something once the stored connections are there, if there are any.
func (h *Page) WhenRead(do func()) {
	if h.options.Open == nil || h.read {
		do()
		return
	}
	h.later = append(h.later, do)
}

// opened is called once the book is there.
func (h *Page) opened() {
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
			h.notice.Warn(format.Fill("Of the {all} connections set to open at start, only the first {limit} were opened. Open the others from the list.",
				"all", format.Count(all), "limit", format.Count(mostAuto)))
		}
	}
	if !h.options.Crashed || len(auto) == 0 {
		connect()
		return
	}
	// What came from there may be what the program has crashed of.
	h.notice.Offer("Mangrove crashed last time, so no connection was opened at start.", "Connect", connect)
}

// changed shows what has changed of a stored connection, or of all.
func (h *Page) changed(id string) {
	h.list.sync()
	h.do.Changed(id)
	if h.list.chosen != "" && (id == "" || id == h.list.chosen) {
		h.form.Refresh()
	}
}

// failed says what could not be stored.
func (h *Page) failed(err error) {
	h.notice.Warn(explain.Error(err, broker.Address{}))
}

// gone says that another program has deleted connections, of which one has a name.
func (h *Page) gone(ids map[string]bool, name string) {
	if ids[h.list.chosen] {
		h.Choose("")
	}
	if len(ids) > 1 {
		h.notice.Say(format.Fill("{count} connections were deleted in another window.", "count", format.Count(len(ids))))
		return
	}
	h.notice.Say(format.Fill("The connection {name} was deleted in another window.", "name", name))
}

// Choose puts a stored connection on the form, or the form for an address in
// its place for none.
func (h *Page) Choose(id string) {
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
	if h.do.OnView() && h.desk.Canvas().Focused() != h.list.rows {
		h.do.Focus()
	}
}

// Chosen is the ID of the stored connection on view, empty for none.
func (h *Page) Chosen() string { return h.list.chosen }

// Keyboard is what has the keyboard first: the address, or the list while a
// stored connection is on view.
func (h *Page) Keyboard() fyne.Focusable {
	if h.right.Objects[0] == h.quick.page {
		return h.quick.url
	}
	return h.list.rows
}

// create stores a new connection and shows it.
func (h *Page) create(p profiles.Profile, secrets map[string]string, then func(id string)) {
	do := h.shelf.WithSecrets
	if len(secrets) == 0 {
		do = h.shelf.WithoutSecrets
	}
	do(func(s shelf.Stored) (string, error) {
		made, err := s.Book.Create(p, secrets)
		return made.ID, err
	}, func(id string, err error) {
		if err != nil {
			h.failed(err)
			return
		}
		h.Choose(id)
		then(id)
	})
}

// Keep stores a connection that was typed, with its password, and shows it.
func (h *Page) Keep(p broker.Profile, then func(id string)) {
	h.create(keptOf(p), map[string]string{profiles.SecretPassword: p.Password}, then)
}

// Edit shows a group of a stored connection.
func (h *Page) Edit(id string, group profile.Group) {
	h.Choose(id)
	h.form.TurnTo(group)
}

// Change fills in the form for an address, where a connection is to be made anew. Then
// replaced is called.
func (h *Page) Change(p broker.Profile, replaced func()) {
	h.Choose("")
	h.quick.change(p, replaced)
}

// Remember has the address of a connection remembered once it has turned out to be one
// of a broker.
func (h *Page) Remember(c *connection.Connection) { h.quick.watch(c) }

// RememberConnected remembers the addresses that have turned out to be those of brokers.
func (h *Page) RememberConnected() { h.quick.rememberConnected() }

// ShowProblem says what is wrong with what was started on the page; empty: nothing is.
func (h *Page) ShowProblem(words string) { h.quick.showProblem(words) }

// DrawLive shows how the tab of the connection on the form stands.
func (h *Page) DrawLive() { h.form.DrawLive() }

// AutoConnect connects what is to be connected at the start, once it has been read.
func (h *Page) AutoConnect() { h.auto = true }

// ConnectNamed connects a stored connection by its name, once they have been read.
func (h *Page) ConnectNamed(name string) { h.wanted = name }

// add makes an empty connection, to be filled in.
func (h *Page) add() {
	p := profiles.Profile{Address: broker.Address{Scheme: "mqtt", Port: 1883}}
	h.create(p, nil, func(string) {
		h.form.Turn(0)
		h.form.FocusHost()
	})
}

// connectTo goes to the tab of a stored connection, and connects there if it is
// not connected. Without a tab it makes one.
func (h *Page) connectTo(id string) {
	if open, _ := h.do.State(id); !open {
		h.Use(id, Usage{Do: h.do.Open, Refuse: h.refuse})
		return
	}
	h.notice.Hide()
	if !h.refuseInvalid(id) {
		h.do.GoTo(id)
	}
}

// examine tries a stored connection out step by step.
func (h *Page) examine(id string) {
	h.Use(id, Usage{Do: func(to connection.Target) { h.do.Examine(to.Profile) }, Refuse: h.refuse})
}

// Usage is what a stored connection is used for, and who is told why it cannot
// be.
type Usage struct {
	Do     func(connection.Target)
	Refuse func(why string)
}

// Use does something with a stored connection once its secrets are there.
func (h *Page) Use(id string, u Usage) {
	h.notice.Hide()
	if h.refuseInvalid(id) {
		return
	}
	given := h.shelf.SecretChanges(id)
	if p, ok := h.shelf.Get(id); ok && h.shelf.AwaitsRing() && len(p.Kept) > 0 {
		h.notice.Say("The key ring of this computer is still locked. This continues once it is unlocked, or after a minute.")
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
			u.Do(to)
		case errors.As(err, &missing):
			h.askFor(missingSecrets{p, missing.Names, "", u})
		case errors.As(err, &moved):
			h.askMoved(p, moved, u)
		case errors.Is(err, profiles.ErrPassPhrase):
			h.askFor(missingSecrets{p, []string{profiles.SecretPassPhrase}, explain.Error(err, broker.Address{}), u})
		default:
			u.Refuse(explain.Error(err, broker.Address{})) // of a file or the key ring
		}
	})
}
