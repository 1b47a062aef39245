package ui

import (
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/discovery"
	"mangrove/broker/profiles"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// profileList is the list of the stored connections, by folder, with the
// brokers found on the network below.
type profileList struct {
	object fyne.CanvasObject
	home   *home
	rows   *widgets.Rows
	add    *widget.Button
	bring  *widget.Button
	more   *widget.Button
	empty  fyne.CanvasObject // what the list is for, while it is empty
	chosen string            // the ID of the connection on the form; empty: none
	items  []listItem
	keys   map[string]uint32 // of the items, and of some that are no more
	next   uint32            // key
}

// listItem is a row of the list: a connection, a broker found, a heading, or
// the form for an address.
type listItem struct {
	name     string // a word for its kind, and which it is
	key      uint32
	profile  string // its ID, when it is a connection
	folder   string // it is in
	found    *discovery.Found
	start    bool // the form for an address
	revision uint64
	spans    []text.Span
}

// Measures of the list.
const (
	profileHeight = 28
	listWidth     = 140 // at the least
)

// mostGone is how many items that are no more keep their keys, so that what comes back
// is chosen still.
const mostGone = 1000

func newProfileList(h *home) *profileList {
	l := &profileList{home: h, keys: make(map[string]uint32)}
	l.rows = widgets.NewRows(l, profileHeight, look.RowText)
	l.rows.OnSelect = l.selected
	l.rows.OnToggle = l.toggled
	l.rows.OnRune = func(c rune) { // an address: the list has no use for letters
		h.choose("")
		h.desk.Focus(h.quick.url)
		h.quick.url.TypedRune(c)
	}
	l.rows.OnMenu = func(key uint32, at fyne.Position) { h.menu(l.item(key).profile, at) }
	l.rows.OnKey = func(key uint32, ev *fyne.KeyEvent) bool {
		id := l.item(key).profile
		if ev.Name == fyne.KeyDelete && id != "" {
			h.remove(id)
			return true
		}
		return ev.Name == fyne.KeyDown && l.pass(key, 1) || ev.Name == fyne.KeyUp && l.pass(key, -1)
	}
	l.add = widget.NewButtonWithIcon("New", theme.ContentAddIcon(), h.add)
	l.bring = widget.NewButtonWithIcon("Import", theme.DownloadIcon(), func() { h.askImport("") })
	l.more = widget.NewButtonWithIcon("", theme.MoreVerticalIcon(), l.moreMenu)
	l.more.Importance = widget.LowImportance
	title := widget.NewLabelWithStyle("Connections", fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.Truncation = fyne.TextTruncateEllipsis
	buttons := container.New(&arrange.Terse{Buttons: []*widget.Button{l.add, l.bring}, Words: []string{"New", "Import"}}, title, l.add, l.bring, l.more)
	head := widgets.NewPanel(look.Raised, buttons, 4, 6)
	l.empty = widgets.NewPanel(look.Panel, widgets.NewSentences("Connections can be kept here: press +, import them from another program, "+
		"or type an address and keep it.", widget.LowImportance), 8, 8)
	room := container.NewGridWrap(fyne.NewSize(listWidth, 0))
	l.object = container.NewBorder(container.NewVBox(head, widget.NewSeparator(), room),
		l.empty, nil, nil, l.rows)
	l.sync()
	return l
}

func (l *profileList) moreMenu() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.more).AddXY(0, l.more.Size().Height)
	all := fyne.NewMenuItem("Share all…", func() { l.home.share(l.home.shelf.list(), "connections") })
	all.Disabled = len(l.home.shelf.list()) == 0
	widgets.ShowMenu(l.more, at, all)
}

// sync brings the list up to the shelf and to what was found.
func (l *profileList) sync() {
	old := make(map[string]listItem, len(l.items))
	for _, i := range l.items {
		old[i.name] = i
	}
	l.items = l.build()
	if len(l.keys) > 2*len(l.items)+mostGone {
		l.forget()
	}
	for i := range l.items {
		item := &l.items[i]
		key, ok := l.keys[item.name]
		if !ok {
			key = l.next
			l.keys[item.name] = key
			l.next++
		}
		item.key = key
		was := old[item.name]
		if item.revision = was.revision; !slices.Equal(was.spans, item.spans) {
			item.revision++
		}
	}
	arrange.SetHidden(!l.home.shelf.isReady() || len(l.home.shelf.list()) > 0, l.empty)
	l.rows.Update()
}

// syncOf brings the row of a connection up to the shelf, or all for none. Typing does so
// with each key: it must not take longer with more connections.
func (l *profileList) syncOf(id string) {
	p, ok := l.home.shelf.get(id)
	i := slices.IndexFunc(l.items, func(i listItem) bool { return i.profile == id })
	if id == "" || !ok || i < 0 || l.items[i].folder != p.Folder {
		l.sync()
		return
	}
	if item := &l.items[i]; !slices.Equal(item.spans, profileSpans(p)) {
		item.spans = profileSpans(p)
		item.revision++
	}
	l.rows.Update()
}

// forget forgets the keys of items that are no more.
func (l *profileList) forget() {
	keys := make(map[string]uint32, len(l.items))
	for _, item := range l.items {
		if key, ok := l.keys[item.name]; ok {
			keys[item.name] = key
		}
	}
	l.keys = keys
}

func (l *profileList) restyle() { l.sync() }

// build makes the rows: first those in no folder, then folder by folder.
func (l *profileList) build() []listItem {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	items := []listItem{{name: "start", start: true, spans: []text.Span{{Text: "Connect to an address", Colour: plain, X: 28}}}}
	inFolder := make(map[string][]profiles.Profile)
	for _, p := range l.home.shelf.list() {
		inFolder[p.Folder] = append(inFolder[p.Folder], p)
	}
	for _, folder := range slices.Sorted(maps.Keys(inFolder)) { // none comes first
		if folder != "" {
			items = append(items, listHeading(strings.ReplaceAll(folder, "/", " / ")))
		}
		for _, p := range inFolder[folder] {
			items = append(items, listItem{name: "profile " + p.ID, profile: p.ID, folder: p.Folder, spans: profileSpans(p)})
		}
	}
	if len(l.home.near.found) > 0 {
		items = append(items, listHeading("On this network"))
	}
	for i := range l.home.near.found {
		f := &l.home.near.found[i]
		items = append(items, listItem{name: "found " + f.Name + " " + f.Address.String(), found: f, spans: []text.Span{
			{Text: format.Level(f.Name), Colour: plain, X: 28},
			{Text: "   " + f.Address.String(), Colour: muted, X: -1},
		}})
	}
	return items
}

func listHeading(title string) listItem {
	return listItem{name: "heading " + title, spans: []text.Span{{Text: title, Style: text.Bold, Colour: look.Colour(look.Muted), X: 10}}}
}

func profileSpans(p profiles.Profile) []text.Span {
	c, marked := look.MarkColour(p.Color)
	dot := "●"
	if !marked {
		c, dot = look.Colour(theme.ColorNamePlaceHolder), "○"
	}
	spans := []text.Span{
		{Text: dot, Colour: c, X: 10},
		{Text: profiles.NameOf(p), Colour: look.Colour(theme.ColorNameForeground), X: 28},
	}
	if profiles.HasName(p) || p.Address.Host == "" {
		spans = append(spans, text.Span{Text: "   " + profiles.ShortAddress(p), Colour: look.Colour(look.Muted), X: -1})
	}
	return spans
}

// item is the row with a key.
func (l *profileList) item(key uint32) listItem {
	if i := l.Index(key); i >= 0 {
		return l.items[i]
	}
	return listItem{}
}

// selected shows beside the list what was clicked.
func (l *profileList) selected(key uint32) {
	switch item := l.item(key); {
	case item.profile != "":
		l.home.choose(item.profile)
	case item.start:
		l.home.choose("")
	case item.found != nil:
		l.home.choose("")
		l.rows.Select(key, false)
		l.home.quick.fill(*item.found)
	default:
		l.mark(l.chosen) // a heading cannot be chosen
	}
}

// heading reports whether the row cannot be chosen.
func (i listItem) heading() bool { return !i.start && i.profile == "" && i.found == nil }

// pass goes over the heading beside a row, if there is one, to what can be chosen.
func (l *profileList) pass(key uint32, by int) bool {
	at := l.Index(key) + by
	next := at + by
	if at < 0 || next < 0 || max(at, next) >= len(l.items) || !l.items[at].heading() {
		return false
	}
	to := l.items[next].key
	l.rows.Select(to, true)
	l.selected(to)
	return true
}

// toggled connects to what was clicked twice.
func (l *profileList) toggled(key uint32) {
	switch item := l.item(key); {
	case item.profile != "":
		l.home.connectTo(item.profile)
	case item.found != nil:
		l.home.quick.fill(*item.found)
		l.home.quick.connect()
	}
}

// mark marks the row of a connection, or that of the form for an address.
func (l *profileList) mark(id string) {
	l.chosen = id
	name := "start"
	if id != "" {
		name = "profile " + id
	}
	l.rows.Select(l.keys[name], true)
}

// Len implements widgets.RowSource.
func (l *profileList) Len() int { return len(l.items) }

// Index implements widgets.RowSource.
func (l *profileList) Index(key uint32) int {
	return slices.IndexFunc(l.items, func(i listItem) bool { return i.key == key })
}

// Fill implements widgets.RowSource.
func (l *profileList) Fill(from int, _ float32, rows []widgets.Row) []widgets.Row {
	for i := range rows {
		item := l.items[from+i]
		rows[i] = widgets.Row{Key: item.key, Revision: item.revision, Spans: item.spans}
	}
	return rows
}
