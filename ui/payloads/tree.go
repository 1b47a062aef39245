package payloads

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/model/value"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// treeView shows what a payload means, a row for each value. What is open and selected
// stays with the topic from one message to the next, by the way to it.
type treeView struct {
	rows     *widgets.Rows
	outline  *outline
	topic    string
	position uint64          // of the message, of which a tree may be shown again
	changed  map[int]change  // since the message before
	before   *value.Tree     // of that
	at       time.Time       // when it changed
	kept     []keptOutline   // of other topics, the latest last
	marks    map[uint32]bool // what a search has found
	needle   []byte          // what it was for, in small letters
	colours  treeColours
	listed   bool // the message was chosen among others, and what was on view before says nothing of it
	width    float32
	epoch    uint64 // grows when all rows look different

	onSelect func(node int)
	onMenu   func(node int, at fyne.Position)
	saving   func() func() // saves the payload that is on view now
}

// keptOutline is how the tree of a topic stood when another was selected.
type keptOutline struct {
	topic    string
	outline  *outline
	selected int
	top      int // the first row on view
}

// Of so many topics it is kept what is open, in trees of so many nodes, and of so many
// bytes, at the most; and all of them take no more memory than so many bytes.
const (
	mostKept       = 64
	mostKeptNodes  = 20_000
	mostKeptBytes  = 1 << 20
	mostKeptMemory = 16 << 20
)

func newTreeView() *treeView {
	t := &treeView{outline: newOutline((&value.Builder{}).Tree()), colours: readTreeColours(), saving: noSaving}
	t.rows = widgets.NewRows(t, look.RowHeight, look.RowText)
	t.rows.OnSelect = func(key uint32) { t.onSelect(int(key)) }
	t.rows.OnToggle = func(key uint32) { t.toggle(int(key)) }
	t.rows.OnMenu = func(key uint32, at fyne.Position) { t.onMenu(int(key), at) }
	t.rows.OnCopy = func(key uint32) { t.copyValue(int(key)) }
	t.rows.OnKey = t.key
	widgets.TipRows(t.rows, t.tipWords)
	return t
}

// show shows the tree of a message, which may be another one of the same topic or the same
// one again. What has changed is marked, but not between messages that are chosen in a list.
func (t *treeView) show(topic string, position uint64, next *outline, listed bool) {
	now := time.Now()
	if next.tree == t.outline.tree {
		return
	}
	was := keptOutline{topic: t.topic, outline: t.outline, selected: t.selected()}
	other := topic != t.topic
	if other {
		_, was.top, _ = t.rows.Seen()
		t.keep(was)
		was = t.recall(topic)
	}
	before, selected := was.outline, was.selected
	again := topic == t.topic && position == t.position
	unrelated := t.listed || listed
	t.listed = listed
	t.topic, t.position = topic, position
	t.outline = next
	changed := map[int]change{}
	if before != nil {
		changed, selected = t.outline.follow(before, selected)
	}
	if unrelated {
		changed = map[int]change{}
	}
	if again && before != nil && before.tree.Len() != next.tree.Len() { // it is read as something else
		t.changed, t.before, t.at = map[int]change{}, nil, time.Time{}
	}
	if !again || unrelated {
		t.changed, t.before, t.at = changed, nil, time.Time{}
		if before != nil && len(changed) > 0 {
			t.before, t.at = before.tree, now
		}
	}
	t.epoch++
	t.marks = nil
	t.choose(selected)
	t.rows.Sync(now)
	if other {
		t.rows.ScrollTo(was.top)
	}
}

// choose selects a node; none when it is below 0.
func (t *treeView) choose(node int) {
	if node >= 0 {
		t.rows.Select(uint32(node), false)
	} else {
		t.rows.Deselect()
	}
}

// keep notes how the tree of a topic stands.
func (t *treeView) keep(k keptOutline) {
	if tree := k.outline.tree; k.topic == "" || tree.Len() > mostKeptNodes || len(tree.Source()) > mostKeptBytes {
		return
	}
	k.outline.filter(nil)
	t.kept = append(t.kept, k)
	memory, first := 0, len(t.kept)
	for first > max(0, len(t.kept)-mostKept) {
		if memory += t.kept[first-1].outline.tree.Memory(); memory > mostKeptMemory {
			break
		}
		first--
	}
	t.kept = slices.Delete(t.kept, 0, first)
}

// recall takes back how the tree of a topic stood, without an outline when that is not known.
func (t *treeView) recall(topic string) keptOutline {
	for i, k := range t.kept {
		if k.topic == topic {
			t.kept = append(t.kept[:i:i], t.kept[i+1:]...)
			return k
		}
	}
	return keptOutline{selected: -1}
}

// selected is the selected node, -1 when none is.
func (t *treeView) selected() int {
	if key, ok := t.rows.Selected(); ok && int(key) < t.outline.tree.Len() {
		return int(key)
	}
	return -1
}

// sel selects a node and shows it, without telling onSelect; none for -1.
func (t *treeView) sel(node int) {
	if node < 0 || node >= t.outline.tree.Len() {
		t.rows.Deselect()
		return
	}
	if t.outline.first() > node {
		node = t.outline.first()
	}
	t.outline.reveal(node)
	t.epoch++
	t.rows.Select(uint32(node), true)
}

func (t *treeView) toggle(node int) {
	t.change(func() { t.outline.setOpen(node, !t.outline.open.has(node)) })
}

// change does what gives nodes rows or takes them.
func (t *treeView) change(do func()) {
	do()
	t.epoch++
	t.rows.Update()
}

// key handles the keys that mean something in a tree.
func (t *treeView) key(key uint32, ev *fyne.KeyEvent) bool {
	node, o := int(key), t.outline
	switch ev.Name {
	case fyne.KeyRight:
		switch {
		case !o.canOpen(node):
		case !o.isOpen(node):
			t.toggle(node)
		default:
			t.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // the first one below
		}
		return true
	case fyne.KeyLeft:
		switch up := o.tree.Parent(node); {
		case o.canOpen(node) && o.isOpen(node) && o.keep == nil:
			t.toggle(node)
		case up >= o.first():
			t.rows.Select(uint32(up), true)
			t.onSelect(up)
		}
		return true
	case fyne.KeyAsterisk:
		t.change(func() { o.setBelow(node, true) })
		return true
	}
	return false
}

// Len implements widgets.RowSource.
func (t *treeView) Len() int { return len(t.outline.shown) }

// Index implements widgets.RowSource.
func (t *treeView) Index(key uint32) int { return t.outline.row(int(key)) }

// Fill implements widgets.RowSource.
func (t *treeView) Fill(from int, width float32, rows []widgets.Row) []widgets.Row {
	if width != t.width {
		t.width = width
		t.epoch++
	}
	rows = rows[:max(0, min(len(rows), t.Len()-from))]
	for i := range rows {
		node := int(t.outline.shown[from+i])
		r := &rows[i]
		if r.Key == uint32(node) && r.Revision == t.epoch {
			continue
		}
		*r = widgets.Row{Key: uint32(node), Revision: t.epoch, Spans: t.spans(node, r.Spans[:0])}
		if t.isMarked(node) {
			r.Active = t.at
		}
		if t.outline.canOpen(node) {
			r.HandleFrom = t.beginOf(node) - 4
			r.HandleTo = r.HandleFrom + treeArrow + 4
		}
	}
	return rows
}

// isMarked reports whether the row of a node says that it has changed: of what is open,
// the rows below do.
func (t *treeView) isMarked(node int) bool {
	_, changed := t.changed[node]
	return changed && (!t.outline.canOpen(node) || !t.outline.isOpen(node))
}

// draw goes on with what fades. It reports whether something does.
func (t *treeView) draw(now time.Time) (moving bool) {
	if !t.rows.Visible() {
		return false
	}
	t.rows.Sync(now)
	return t.rows.Flashing()
}

// restyle takes the colours of a new theme.
func (t *treeView) restyle() {
	t.colours = readTreeColours()
	t.epoch++
	t.rows.Refresh()
}
