package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/facts"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/explore"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// tabs are the connections there are: one of them on view, or none, or two
// side by side. The current one is what the keyboard and the menus work on.
type tabs struct {
	window *Window
	bar    fyne.CanvasObject
	row    *fyne.Container // the strip, and what is beside it
	strip  *widgets.TabStrip
	all    *widgets.Button // lists the tabs, while the strip has no room for their names
	list   []*explore.Page
	active *explore.Page    // the current one; nil while the start page shows
	pair   []*explore.Page  // the two that show side by side, in the order of their tabs; nil as a rule
	split  *container.Split // of the pair; nil before it is on view, and without one

	unasked bool // what goes with a tab is not asked about any more
}

func newTabs(w *Window) *tabs {
	t := &tabs{window: w, strip: widgets.NewTabStrip()}
	t.strip.OnChoose = func(i int) { t.turnTo(t.list[i]) }
	t.strip.OnClose = func(i int) { t.askToClose(t.list[i]) }
	t.strip.OnMenu, t.strip.CloseTip = t.menu, desk.Named("Close tab", desk.Control(fyne.KeyW))
	add := widgets.NewIconButton(desk.Named("Start page", desk.Control(fyne.KeyT)), theme.ContentAddIcon(), func() { t.choose(nil) })
	t.all = widgets.NewIconButton("All tabs", theme.MenuDropDownIcon(), t.listAll)
	t.all.Hide()
	t.row = container.NewBorder(nil, nil, nil, container.NewHBox(t.all, add), t.strip)
	t.bar = container.NewVBox(widgets.NewPanel(look.Raised, t.row, 0, 0), widget.NewSeparator())
	t.bar.Hide()
	return t
}

// open connects in a new tab.
func (t *tabs) open(to connection.Target) *explore.Page {
	w := t.window
	o := w.services.Connect(to.Profile, broker.Opened{})
	c := &connection.Connection{Target: to, Session: o.Session, Retry: o.Retry, SetReadOnly: o.SetReadOnly,
		Store: o.Store, System: o.System, Listeners: o.Listeners, Facts: facts.New(o)}
	c.TakeSystem(o.ShowSystem)
	e := explore.New(c, w.desk, t.actions())
	if rival := t.rivalOf(to); rival != nil {
		e.Notice.Say(format.Fill("The tab {name} has the same client id, {client ID}. A broker allows each client id only once, so the two connections will keep "+
			"disconnecting each other. Give one of them a different client id.",
			"name", rival.Conn.Title(), "client ID", to.Profile.ClientID))
	}
	t.tellApart(c)
	t.list = append(t.list, e)
	t.choose(e)
	t.window.followOpened()
	return e
}

// actions are what the pages of connections have the window do.
func (t *tabs) actions() explore.Actions {
	w := t.window
	return explore.Actions{
		Shelf: w.shelf, Open: w.services.Connect, Leaving: &w.leaving, Examine: func(p broker.Profile) { w.examine(p) },
		Edit: w.edit, Login: w.askLogin, Reconnect: w.reconnect,
		OpenTab: func(to connection.Target) { t.open(to) }, TellApart: t.tellApart,
		Use: t.takeKeyboard, IsCurrent: func(e *explore.Page) bool { return e == t.active }, Choose: t.choose,
		TabMenu: t.menuItems, Beside: t.besideItem, EndBeside: func(e *explore.Page) {
			t.active = e
			t.endSideBySide()
		},
		Look: w.lookOpener(), Cleared: w.services.Cleared, Environment: w.services.Environment,
		KeepView: w.keepView, KeepReading: w.keepReading,
	}
}

// tellApart gives a connection a title that no other tab has: with the user's name
// behind it, or else a number.
func (t *tabs) tellApart(c *connection.Connection) {
	taken := make(map[string]bool)
	for _, e := range t.list {
		if e.Conn != c {
			taken[e.Conn.Title()] = true
		}
	}
	c.Suffix = ""
	if user := strings.TrimSpace(c.Profile.Username); taken[c.Title()] && user != "" {
		c.Suffix = " (" + user + ")"
	}
	for n := 2; taken[c.Title()]; n++ {
		c.Suffix = fmt.Sprintf(" (%d)", n)
	}
}

// rivalOf is a tab that has the same client id at the same broker, nil when
// there is none.
func (t *tabs) rivalOf(to connection.Target) *explore.Page {
	for _, e := range t.list {
		p := e.Conn.Profile
		if p.ClientID != "" && p.ClientID == to.Profile.ClientID && p.Address.HostPort() == to.Profile.Address.HostPort() && !e.Conn.Ended() {
			return e
		}
	}
	return nil
}

// copy opens another tab with the same connection.
func (t *tabs) copy(e *explore.Page) {
	to := e.Conn.Target
	to.AsCopy()
	other := t.open(to)
	if to.Profile.ClientID != e.Conn.Profile.ClientID {
		other.Notice.Say("This tab uses a different client id, because a broker allows each client id only once.")
	}
}

// choose puts a tab on view, or the start page for nil.
func (t *tabs) choose(e *explore.Page) {
	t.active = e
	t.window.show(pageExplore)
}

// close ends a connection and removes its tab.
func (t *tabs) close(e *explore.Page) {
	i := slices.Index(t.list, e)
	if i < 0 {
		return
	}
	t.list = slices.Delete(t.list, i, i+1)
	next := t.active
	if next == e {
		next = t.other(e)
		if next == nil && len(t.list) > 0 {
			next = t.list[min(i, len(t.list)-1)]
		}
	}
	if slices.Contains(t.pair, e) {
		t.separate()
	}
	t.window.trail.forget(e)
	t.choose(next)
	for _, p := range t.window.pages() {
		if k, ok := p.(keeper); ok {
			k.Closed(e.Conn)
		}
	}
	e.Stop()
}

// step goes to the next tab, or for a negative number to the one before.
func (t *tabs) step(by int) {
	if n := len(t.list); n > 0 {
		i := slices.Index(t.list, t.active)
		t.choose(t.list[((i+by)%n+n)%n])
	}
}

// of is the tab of a stored connection, nil when there is none. One that is a
// copy comes after the one it is a copy of.
func (t *tabs) of(id string) *explore.Page {
	var found *explore.Page
	for _, e := range t.list {
		if id != "" && e.Conn.Stored.ID == id && (found == nil || found.Conn.Copied) {
			found = e
		}
	}
	return found
}

// current is the connection of the current tab, nil while the start page shows.
func (t *tabs) current() *connection.Connection {
	if t.active == nil {
		return nil
	}
	return t.active.Conn
}

// Object is what shows the active tab, nil when there is none.
func (t *tabs) Object() fyne.CanvasObject {
	list := t.visible()
	for _, e := range list {
		e.SetBeside(len(list) == 2)
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0].Object
	}
	return t.sideBySide(list[0].Object, list[1].Object)
}

// feeds are those of all tabs; only those on view are kept quite up to date.
func (t *tabs) feeds(seen bool) []*connection.Feed {
	list, visible := make([]*connection.Feed, len(t.list)), t.visible()
	for i, e := range t.list {
		list[i] = e.Feed
		e.Feed.Hidden.Store(!seen || !slices.Contains(visible, e))
	}
	return list
}

// drawStrip shows the tabs and how their connections stand.
func (t *tabs) drawStrip(now time.Time) {
	items, visible := make([]widgets.Tab, len(t.list)), t.visible()
	for i, e := range t.list {
		e.Conn.Follow(now)
		items[i] = widgets.Tab{
			Name: e.Conn.Title(), Dot: look.Colour(explore.PhaseColour(e.Conn.Status, e.Conn.SubscriptionProblems(now) != "")), Mark: look.ColourOfMark(e.Conn.Mark),
			Chosen: e == t.active, Beside: e != t.active && slices.Contains(visible, e),
		}
	}
	t.strip.Set(items)
	if cut := t.strip.Cut(); cut != t.all.Visible() {
		arrange.SetHidden(!cut, t.all)
		t.row.Refresh() // the strip takes the room or gives it
	}
	if hide := len(items) == 0 || t.window.section == pageBox; hide == t.bar.Visible() {
		arrange.SetHidden(hide, t.bar)
		t.window.frame.Refresh() // the page takes the room or gives it
	}
}

// listAll opens a list of the tabs, with their whole names.
func (t *tabs) listAll() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.all)
	widgets.ShowMenu(t.all, at.AddXY(0, t.all.Size().Height), t.allItems()...)
}

func (t *tabs) allItems() []*fyne.MenuItem {
	items := make([]*fyne.MenuItem, len(t.list))
	for i, e := range t.list {
		items[i] = fyne.NewMenuItem(format.Excerpt(e.Conn.Title()), func() { t.turnTo(e) })
		items[i].Checked = e == t.active
	}
	return items
}

// menu is the menu of a tab.
func (t *tabs) menu(i int, at fyne.Position) {
	widgets.ShowMenu(t.strip, at, t.menuItems(t.list[i])...)
}

func (t *tabs) menuItems(e *explore.Page) []*fyne.MenuItem {
	edit := fyne.NewMenuItem("Edit connection…", e.Edit)
	edit.Disabled = e.Conn.Demo
	items := []*fyne.MenuItem{edit, fyne.NewMenuItem("Duplicate", func() { t.copy(e) })}
	if beside := t.besideItem(e); beside != nil {
		items = append(items, beside)
	}
	others := fyne.NewMenuItem("Close other tabs", func() {
		t.askToClose(slices.DeleteFunc(slices.Clone(t.list), func(o *explore.Page) bool { return o == e })...)
	})
	others.Disabled = len(t.list) < 2
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Close", func() { t.askToClose(e) }), others)
}

// stop ends all connections.
func (t *tabs) stop() {
	for _, e := range t.list {
		e.Stop()
	}
}

// Restyle takes the colours of a new theme.
func (t *tabs) Restyle() {
	for _, e := range t.list {
		e.Restyle()
	}
}

// Keyboard is the tree of the current tab.
func (t *tabs) Keyboard() fyne.Focusable { return t.active.Tree.Keyboard() }

// Report tells of the current tab.
func (t *tabs) Report(r *report.Report) {
	t.active.Report(r, time.Now())
	if list := t.visible(); len(list) == 2 {
		list[0].ReportHead(r, 1)
		list[1].ReportHead(r, 2)
	}
}

// Draw shows what has changed in the tabs on view.
func (t *tabs) Draw(now time.Time) (moving bool) {
	for _, e := range t.visible() {
		if e.Draw(now) {
			moving = true
		}
	}
	return moving
}

// hideTips is for when something else takes the place of the rows.
func (t *tabs) hideTips() {
	for _, e := range t.list {
		e.Tree.Tip.Leave()
	}
	t.window.leaveTip()
}
