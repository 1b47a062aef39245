package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/ui/widgets"
)

// target is what a tab connects to.
type target struct {
	profile broker.Profile
	name    string // of the stored profile; empty for an address that was typed
	colour  colour // of the stored profile
	rules   []formatRule
}

// formatRule says how payloads of the topics that match a filter are shown,
// unless the user chooses otherwise.
type formatRule struct {
	filter string
	format format
}

// formatRules are the formats that a stored profile asks for.
func formatRules(subs []profiles.Subscription) []formatRule {
	var rules []formatRule
	for _, s := range subs {
		if f := formatNamed(s.Decoder); f != formatAuto {
			rules = append(rules, formatRule{s.Filter, f})
		}
	}
	return rules
}

// formatOf is how payloads of a topic are to be shown, and which filter says
// so; empty when none does.
func (t *target) formatOf(topic string) (f format, because string) {
	for _, r := range t.rules {
		if model.Match(r.filter, topic) {
			return r.format, r.filter
		}
	}
	return formatAuto, ""
}

// title is what a tab is called.
func (t *target) title() string {
	if t.name != "" {
		return t.name
	}
	return t.profile.Address.HostPort()
}

// tabs are the connections there are: one of them on view, or none, or two
// side by side.
type tabs struct {
	window *Window
	bar    fyne.CanvasObject
	strip  *widgets.TabStrip
	list   []*explore
	active *explore // nil while the start page shows
	beside *explore // nil as a rule
}

func newTabs(w *Window) *tabs {
	t := &tabs{window: w, strip: widgets.NewTabStrip()}
	t.strip.OnChoose = func(i int) { t.choose(t.list[i]) }
	t.strip.OnClose = func(i int) { t.close(t.list[i]) }
	t.strip.OnMenu = t.menu
	add := widget.NewButtonWithIcon("", theme.ContentAddIcon(), func() { t.choose(nil) })
	add.Importance = widget.LowImportance
	t.bar = container.NewVBox(widgets.NewPanel(colorRaised, container.NewBorder(nil, nil, nil, add, t.strip), 0, 0), widget.NewSeparator())
	t.bar.Hide()
	return t
}

// open connects in a new tab.
func (t *tabs) open(to target) {
	w := t.window
	o := w.services.Connect(to.profile, Opened{})
	c := &connection{target: to, session: o.Session, store: o.Store, system: o.System, facts: newBrokerFacts(o)}
	e := newExplore(c, w)
	t.list = append(t.list, e)
	t.choose(e)
}

// choose puts a tab on view, or the start page for nil.
func (t *tabs) choose(e *explore) {
	if e == t.beside || e == nil {
		t.beside = nil
	}
	t.active = e
	t.window.status.spark.Clear()
	t.window.show(pageExplore)
}

// close ends a connection and removes its tab.
func (t *tabs) close(e *explore) {
	i := slices.Index(t.list, e)
	if i < 0 {
		return
	}
	t.list = slices.Delete(t.list, i, i+1)
	if t.beside == e {
		t.beside = nil
	}
	next := t.active
	if next == e {
		next = t.beside
		if next == nil && len(t.list) > 0 {
			next = t.list[min(i, len(t.list)-1)]
		}
	}
	t.choose(next)
	e.stop()
}

// compare shows a tab beside the active one, or no longer.
func (t *tabs) compare(e *explore) {
	switch {
	case t.beside == e:
		t.beside = nil
	case t.active != e:
		t.beside = e
	}
	t.window.show(pageExplore)
}

// step goes to the next tab, or for a negative number to the one before.
func (t *tabs) step(by int) {
	if n := len(t.list); n > 0 {
		i := slices.Index(t.list, t.active)
		t.choose(t.list[((i+by)%n+n)%n])
	}
}

// visible are the tabs on view.
func (t *tabs) visible() []*explore {
	var list []*explore
	for _, e := range []*explore{t.active, t.beside} {
		if e != nil {
			list = append(list, e)
		}
	}
	return list
}

// object is what shows the active tab, nil when there is none.
func (t *tabs) object() fyne.CanvasObject {
	for _, e := range t.visible() {
		e.setCompact(t.beside != nil)
	}
	switch {
	case t.active == nil:
		return nil
	case t.beside == nil:
		return t.active.object
	}
	return container.NewHSplit(t.active.object, t.beside.object)
}

// feeds are those of all tabs; only those on view are kept quite up to date.
func (t *tabs) feeds(seen bool) []*feed {
	list := make([]*feed, len(t.list))
	for i, e := range t.list {
		list[i] = e.feed
		e.feed.hidden.Store(!seen || e != t.active && e != t.beside)
	}
	return list
}

// draw shows the tabs and how their connections stand.
func (t *tabs) draw() {
	items := make([]widgets.Tab, len(t.list))
	for i, e := range t.list {
		e.conn.look(time.Now())
		items[i] = widgets.Tab{
			Name: e.conn.title(), Dot: themeColour(phaseColour(e.conn.status, e.conn.denied() != "")), Mark: e.conn.colour,
			Chosen: e == t.active, Beside: e == t.beside,
		}
	}
	t.strip.Set(items)
	if hide := len(items) == 0 || t.window.page != pageExplore; hide == t.bar.Visible() {
		setHidden(hide, t.bar)
		t.window.frame.Refresh() // the page takes the room or gives it
	}
}

// menu is the menu of a tab.
func (t *tabs) menu(i int, at fyne.Position) {
	e := t.list[i]
	beside := fyne.NewMenuItem("Show beside the current tab", func() { t.compare(e) })
	beside.Checked = e == t.beside
	beside.Disabled = e == t.active || t.active == nil
	showMenu(t.strip, at,
		beside,
		fyne.NewMenuItem("Connect once more", func() { t.open(e.conn.target) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Close", func() { t.close(e) }),
		fyne.NewMenuItem("Close the others", func() {
			for _, other := range slices.Clone(t.list) {
				if other != e {
					t.close(other)
				}
			}
		}))
}

// besideItem is how a tab on view is shown beside another, or alone again; nil
// without another.
func (t *tabs) besideItem(e *explore) *fyne.MenuItem {
	if t.beside != nil {
		alone := fyne.NewMenuItem("Side by side", func() { t.compare(t.beside) })
		alone.Checked = true
		return alone
	}
	var others []*fyne.MenuItem
	for _, other := range t.list {
		if other != e {
			others = append(others, fyne.NewMenuItem(other.conn.title(), func() { t.compare(other) }))
		}
	}
	if len(others) == 0 {
		return nil
	}
	with := fyne.NewMenuItem("Side by side with", nil)
	with.ChildMenu = fyne.NewMenu("", others...)
	return with
}

// stop ends all connections.
func (t *tabs) stop() {
	for _, e := range t.list {
		e.stop()
	}
}

// drawVisible shows what has changed in the tabs on view.
func (t *tabs) drawVisible(now time.Time) (moving bool) {
	for _, e := range t.visible() {
		if e.draw(now) {
			moving = true
		}
	}
	return moving
}
