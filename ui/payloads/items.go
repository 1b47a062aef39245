package payloads

import (
	"encoding/base64"
	"encoding/hex"

	"fyne.io/fyne/v2"

	"mangrove/model/payload"
	"mangrove/model/value"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// Field is a value in a payload.
type Field struct {
	Topic string
	Path  string // as a search names it; empty: the whole
	Tree  *value.Tree
	Node  int
}

// Field is the value that is selected, not ok when none is.
func (p *View) Field() (f Field, ok bool) {
	switch {
	case p.shown.tree == nil:
		return f, false
	case p.shown.shown == payload.TableView:
		key, some := p.table.rows.Selected()
		return p.fieldAt(int(key)), some
	}
	node := p.tree.selected()
	if node < 0 {
		return f, false
	}
	return p.fieldAt(node), true
}

func (p *View) fieldAt(node int) Field {
	if node >= p.shown.tree.Len() {
		node = 0
	}
	return Field{p.topic, p.shown.tree.Path(node), p.shown.tree, node}
}

// longestItem is how many characters of a path a menu names.
const longestItem = 40

// pathItem copies the way to a value.
func pathItem(path string) *fyne.MenuItem {
	return fyne.NewMenuItem(format.Excerpt(format.Fill("Copy path “{path}”", "path", format.ExcerptOf(path, longestItem))), func() { widgets.CopyText("Path", path) })
}

// treeMenu is the menu of a row of the tree or the table.
func (p *View) treeMenu(node int, at fyne.Position) {
	f := p.fieldAt(node)
	tree, o := f.Tree, p.tree.outline
	items := []*fyne.MenuItem{fyne.NewMenuItem("Copy value", func() { copyNode("Value", "", f, p.saving(p.topic, p.Entry())) })}
	if f.Path != "" {
		items = append(items, pathItem(f.Path), fyne.NewMenuItem("Copy path and value", func() {
			copyNode("Path and value", f.Path+" = ", f, p.saving(p.topic, p.Entry()))
		}))
	}
	if p.Items != nil {
		items = append(items, p.Items(f)...)
	}
	over := fyne.CanvasObject(p.table.rows)
	if p.shown.shown == payload.TreeView {
		over = p.tree.rows
		items = append(items, fyne.NewMenuItemSeparator())
		if o.canOpen(node) {
			items = append(items,
				fyne.NewMenuItem("Open all below", func() { p.tree.change(func() { o.setBelow(node, true) }) }),
				fyne.NewMenuItem("Close all below", func() { p.tree.change(func() { o.setBelow(node, false) }) }))
		}
		items = append(items, p.levelsItem())
	}
	if from, to := tree.Range(node); p.shown.begin >= 0 && from < to {
		items = append(items, fyne.NewMenuItem("Show its bytes", func() {
			p.selectedInTree(node)
			p.choose(int(payload.HexView))
		}))
	}
	items = append(items, fyne.NewMenuItemSeparator())
	widgets.ShowMenu(over, at, append(items, p.payloadItems()...)...)
}

// levelsItem opens some levels of the tree.
func (p *View) levelsItem() *fyne.MenuItem {
	const offered = 4
	var levels []*fyne.MenuItem
	for n := 1; n <= offered; n++ {
		levels = append(levels, fyne.NewMenuItem(format.ExcerptOf(format.Count(n), longestItem), func() { p.tree.change(func() { p.tree.outline.setLevels(n) }) }))
	}
	levels = append(levels, fyne.NewMenuItem("All", func() { p.tree.change(func() { p.tree.outline.setBelow(0, true) }) }))
	item := fyne.NewMenuItem("Open levels", nil)
	item.ChildMenu = fyne.NewMenu("", levels...)
	return item
}

// menu is the menu of the payload as text or bytes.
func (p *View) menu(at fyne.Position) {
	items := []*fyne.MenuItem{fyne.NewMenuItem("Copy", p.view.Copy), fyne.NewMenuItem("Select all", p.view.SelectAll)}
	if path := payload.Path(p.shown.laidOut, p.view.MenuOffset()); path != "" {
		items = append(items, pathItem(path))
	}
	items = append(items, fyne.NewMenuItem("Find…", p.openFind), fyne.NewMenuItemSeparator())
	widgets.ShowMenu(p.view, at, append(items, p.payloadItems()...)...)
}

func (p *View) pictureMenu(at fyne.Position) {
	widgets.ShowMenu(p.picture, at, p.payloadItems()...)
}

// payloadItems are what a menu offers to do with the payload as a whole.
func (p *View) payloadItems() []*fyne.MenuItem {
	e := p.Entry()
	save := p.saving(p.topic, e)
	as := func(form string, size func(int) int, write func([]byte) string) func() {
		return func() {
			if CheckValue(&e) {
				widgets.Copy(written(widgets.Copying{What: format.Fill("Payload in {form}", "form", form), Save: save}, e.Payload, size, write))
			}
		}
	}
	return append(p.readItem(),
		fyne.NewMenuItem("Copy payload as received", p.Copy),
		fyne.NewMenuItem("Copy payload in hexadecimal", as("hexadecimal", hex.EncodedLen, hex.EncodeToString)),
		fyne.NewMenuItem("Copy payload in Base64", as("Base64", base64.StdEncoding.EncodedLen, base64.StdEncoding.EncodeToString)),
		fyne.NewMenuItem("Save payload…", save))
}

// written gives what is to be copied a payload in another form, which is not made when it
// would be too large.
func written(c widgets.Copying, b []byte, size func(int) int, write func([]byte) string) widgets.Copying {
	if n := size(len(b)); n > widgets.LargestCopy {
		c.Size = n
	} else {
		c.Text = write(b)
	}
	return c
}

// readItem has payloads of the topic read as something else; none where that cannot be.
func (p *View) readItem() (items []*fyne.MenuItem) {
	if p.Readings == nil || p.topic == "" {
		return nil
	}
	item := fyne.NewMenuItem("Read as", nil)
	item.ChildMenu = fyne.NewMenu("", p.Readings(p.topic)...)
	return []*fyne.MenuItem{item, fyne.NewMenuItemSeparator()}
}

// ShowReadings opens the menu of as what the payload can be read, under its button.
func (p *View) ShowReadings() {
	if !p.HasReadings() {
		return
	}
	under := fyne.CanvasObject(p.readAs)
	if !under.Visible() { // there is no room for it
		under = p.Bar
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(under)
	widgets.ShowMenu(under, at.AddXY(0, under.Size().Height), p.Readings(p.topic)...)
}

// HasReadings reports whether a payload is on view that can be read as something else.
func (p *View) HasReadings() bool { return p.Readings != nil && p.offers.readAs }

// CopyItems are what a menu offers to copy and save of the message on view.
func (p *View) CopyItems() (items []*fyne.MenuItem) {
	if f, some := p.Field(); some && f.Path != "" {
		items = []*fyne.MenuItem{
			fyne.NewMenuItem("Copy the selected value", func() { copyNode("Value", "", f, p.saving(p.topic, p.Entry())) }),
			pathItem(f.Path), fyne.NewMenuItemSeparator(),
		}
	}
	return append(items, p.payloadItems()...)
}
