package home

import (
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
	home   *Page
	rows   *widgets.Rows
	add    *widgets.Button
	bring  *widgets.Button
	more   *widgets.Button
	empty  fyne.CanvasObject // what the list is for, while it is empty
	chosen string            // the ID of the connection on the form; empty: none
	keys   map[string]uint32 // of rows that have been seen, by their names
	names  map[uint32]string // the same the other way round
	next   uint32            // key
	drawn  map[uint32]drawn  // what the rows were when they were seen last
	drawns uint64            // so far
}

// drawn is a row as it was seen.
type drawn struct {
	revision uint64
	spans    []text.Span
}

// listItem is a row of the list: a connection, a broker found, a heading, or
// the form for an address.
type listItem struct {
	name    string // a word for its kind, and which it is
	profile string // its ID, when it is a connection
	found   *discovery.Found
	start   bool // the form for an address
	spans   []text.Span
}

// Measures of the list.
const (
	profileHeight = 28
	listWidth     = 140 // at the least
)

// mostKeys is how many rows keep their keys, also those that are no more: what comes
// back is chosen still.
const mostKeys = 1000

func newProfileList(h *Page) *profileList {
	l := &profileList{home: h, keys: make(map[string]uint32), names: make(map[uint32]string), drawn: make(map[uint32]drawn)}
	l.rows = widgets.NewRows(l, profileHeight, look.RowText)
	l.rows.OnSelect = l.selected
	l.rows.OnToggle = l.toggled
	l.rows.OnRune = func(c rune) { // an address: the list has no use for letters
		h.Choose("")
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
	l.add = widgets.NewButton("New", theme.ContentAddIcon(), h.add)
	l.add.Tip = "New connection"
	l.bring = widgets.NewButton("Import", theme.DownloadIcon(), func() { h.askImport("") })
	l.bring.Tip = "Import connections"
	l.more = widgets.NewIconButton("More for all connections", theme.MoreVerticalIcon(), l.moreMenu)
	title := widget.NewLabelWithStyle("Connections", fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.Truncation = fyne.TextTruncateEllipsis
	buttons := container.New(&arrange.Terse{Worded: arrange.NewWorded(&l.add.Button, &l.bring.Button)}, title, l.add, l.bring, l.more)
	head := widgets.NewPanel(look.Raised, buttons, 4, look.PageEdge)
	l.empty = widgets.NewPanel(look.Panel, widgets.NewSentences("No connections are stored yet. Press + New, import from another program, "+
		"or type an address and tick Keep this connection.", widget.LowImportance), 8, 8)
	room := container.NewGridWrap(fyne.NewSize(listWidth, 0))
	l.object = container.NewBorder(container.NewVBox(head, widget.NewSeparator(), room),
		l.empty, nil, nil, l.rows)
	l.sync()
	return l
}

func (l *profileList) moreMenu() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.more).AddXY(0, l.more.Size().Height)
	all := fyne.NewMenuItem("Share all…", func() { l.home.shelf.ReadAll(func(list []profiles.Profile) { l.home.share(list, "connections") }) })
	all.Disabled = len(l.home.shelf.All()) == 0
	widgets.ShowMenu(l.more, at, all)
}

// sync brings the list up to the shelf and to what was found. Only rows that are seen
// are made: it takes no longer with more connections.
func (l *profileList) sync() {
	arrange.SetHidden(!l.home.shelf.IsReady() || len(l.home.shelf.All()) > 0, l.empty)
	l.rows.Update()
}

func (l *profileList) restyle() { l.sync() }

// key is what a row of a name is known by.
func (l *profileList) key(name string) uint32 {
	key, ok := l.keys[name]
	if ok {
		return key
	}
	if len(l.keys) >= mostKeys {
		l.forget()
	}
	key = l.next
	l.next++
	l.keys[name], l.names[key] = key, name
	return key
}

// forget forgets the keys of rows that are neither seen nor chosen.
func (l *profileList) forget() {
	names, rows := l.names, l.drawn
	l.keys, l.names, l.drawn = make(map[string]uint32), make(map[uint32]string), make(map[uint32]drawn)
	keep := func(key uint32) {
		if name, ok := names[key]; ok {
			l.keys[name], l.names[key] = key, name
			if was, ok := rows[key]; ok {
				l.drawn[key] = was
			}
		}
	}
	seen, _, _ := l.rows.Seen()
	for i := range seen {
		keep(seen[i].Key)
	}
	if key, ok := l.rows.Selected(); ok {
		keep(key)
	}
}

// Names of rows. Those of connections, folders and brokers found begin so.
const (
	startRow   = "start"
	networkRow = "network"
	profileRow = "profile "
	headingRow = "heading "
	foundRow   = "found "
)

// at makes a row of the list.
func (l *profileList) at(row int) listItem {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	if row == 0 {
		return listItem{name: startRow, start: true, spans: []text.Span{{Text: "Connect to an address", Colour: plain, X: 28}}}
	}
	row--
	stored := l.home.shelf
	if row < stored.RowCount() {
		i, folder := stored.At(row)
		if i < 0 {
			return listItem{name: headingRow + folder, spans: headingSpans(strings.ReplaceAll(folder, "/", " / "))}
		}
		p := &stored.All()[i]
		return listItem{name: profileRow + p.ID, profile: p.ID, spans: profileSpans(p)}
	}
	if row -= stored.RowCount(); row == 0 {
		return listItem{name: networkRow, spans: headingSpans("On this network")}
	}
	f := &l.home.near.found[row-1]
	return listItem{name: foundName(f), found: f, spans: []text.Span{
		{Text: format.Level(f.Name), Colour: plain, X: 28},
		{Text: "   " + f.Address.String(), Colour: muted, X: -1},
	}}
}

func foundName(f *discovery.Found) string { return foundRow + f.Name + " " + f.Address.String() }

// row finds the row of a name, -1 when there is none.
func (l *profileList) row(name string) int {
	stored := l.home.shelf
	in := -1
	if id, ok := strings.CutPrefix(name, profileRow); ok {
		in = stored.RowOf(id)
	} else if folder, ok := strings.CutPrefix(name, headingRow); ok {
		in = stored.RowOfFolder(folder)
	} else if found := l.home.near.found; name == networkRow && len(found) > 0 {
		in = stored.RowCount()
	} else if i := slices.IndexFunc(found, func(f discovery.Found) bool { return foundName(&f) == name }); i >= 0 {
		in = stored.RowCount() + 1 + i
	}
	if in < 0 && name != startRow {
		return -1
	}
	return in + 1
}

func headingSpans(title string) []text.Span {
	return []text.Span{{Text: title, Style: text.Bold, Colour: look.Colour(look.Muted), X: look.PageEdge}}
}

func profileSpans(p *profiles.Profile) []text.Span {
	var spans []text.Span
	if c, marked := look.MarkColour(p.Color); marked {
		spans = append(spans, text.Span{Text: "●", Colour: c, X: look.PageEdge})
	}
	spans = append(spans, text.Span{Text: format.ConnectionName(*p), Colour: look.Colour(theme.ColorNameForeground), X: 28})
	if profiles.HasName(*p) || p.Address.Host == "" {
		spans = append(spans, text.Span{Text: "   " + format.ShortAddress(*p), Colour: look.Colour(look.Muted), X: -1})
	}
	return spans
}

// item is the row with a key.
func (l *profileList) item(key uint32) listItem {
	if i := l.Index(key); i >= 0 {
		return l.at(i)
	}
	return listItem{}
}

// selected shows beside the list what was clicked.
func (l *profileList) selected(key uint32) {
	switch item := l.item(key); {
	case item.profile != "":
		l.home.Choose(item.profile)
	case item.start:
		l.home.Choose("")
	case item.found != nil:
		l.home.Choose("")
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
	if at < 0 || next < 0 || max(at, next) >= l.Len() || !l.at(at).heading() {
		return false
	}
	to := l.key(l.at(next).name)
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
	name := startRow
	if id != "" {
		name = profileRow + id
	}
	l.rows.Select(l.key(name), true)
}

// Len implements widgets.RowSource.
func (l *profileList) Len() int {
	n := 1 + l.home.shelf.RowCount()
	if found := len(l.home.near.found); found > 0 {
		n += 1 + found
	}
	return n
}

// Index implements widgets.RowSource.
func (l *profileList) Index(key uint32) int {
	name, ok := l.names[key]
	if !ok {
		return -1
	}
	return l.row(name)
}

// Fill implements widgets.RowSource.
func (l *profileList) Fill(from int, _ float32, rows []widgets.Row) []widgets.Row {
	for i := range rows {
		item := l.at(from + i)
		key := l.key(item.name)
		was, seen := l.drawn[key]
		if !seen || !slices.Equal(was.spans, item.spans) {
			l.drawns++
			was = drawn{l.drawns, item.spans}
			l.drawn[key] = was
		}
		rows[i] = widgets.Row{Key: key, Revision: was.revision, Spans: was.spans}
	}
	return rows
}
