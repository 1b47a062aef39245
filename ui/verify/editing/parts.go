package editing

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker/explain"
	"mangrove/model/checkform"
	"mangrove/model/yamledit"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// partList are the parts of the checklist, of which one is chosen.
type partList struct {
	room   *Room
	object fyne.CanvasObject
	rows   *widgets.Rows
	epoch  uint64
	add    *widgets.Button
	copy   *widgets.Button
	remove *widgets.Button
	up     *widgets.Button
	down   *widgets.Button
}

func newPartList(r *Room) *partList {
	l := &partList{room: r}
	l.rows = widgets.NewRows(l, look.RowHeight, look.RowText)
	l.rows.OnSelect = func(key uint32) { r.choose(r.form.Parts[key].Path) }
	l.rows.OnKey = func(_ uint32, ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyDelete || l.remove.Disabled() {
			return false
		}
		l.takeOut()
		return true
	}
	l.add = quiet("Add", theme.ContentAddIcon(), l.addMenu)
	l.copy = quiet("", theme.ContentCopyIcon(), func() { l.changePart(r.form.Duplicate) })
	l.copy.Tip = "Duplicate"
	l.remove = quiet("", theme.DeleteIcon(), l.takeOut)
	l.remove.Tip = "Remove"
	l.up = quiet("", theme.MoveUpIcon(), func() { l.move(-1) })
	l.up.Tip = "Move up"
	l.down = quiet("", theme.MoveDownIcon(), func() { l.move(1) })
	l.down.Tip = "Move down"
	widgets.TipRows(l.rows, l.tip)
	acts := widgets.NewPanel(look.Raised, container.NewHBox(l.add, l.copy, l.remove, l.up, l.down), 2, 2)
	l.object = container.NewBorder(acts, nil, nil, nil, l.rows)
	return l
}

// renew shows the parts as they are.
func (l *partList) renew() {
	l.epoch++
	r := l.room
	i := r.index()
	if i >= 0 {
		l.rows.Select(uint32(i), true) //nolint:gosec // there are fewer
	} else {
		l.rows.Deselect()
	}
	l.rows.Update()
	arrange.SetAble(r.broken == nil && r.form != nil, l.add)
	is := r.broken == nil && i > 0
	arrange.SetAble(is && r.form.CanDuplicate(i), l.copy)
	arrange.SetAble(is, l.remove)
	arrange.SetAble(is && r.form.CanMove(i, -1), l.up)
	arrange.SetAble(is && r.form.CanMove(i, 1), l.down)
}

// changePart makes a change of the part that is chosen.
func (l *partList) changePart(change func(i int) (*checkform.Form, yamledit.Path, error)) {
	f, at, err := change(l.room.index())
	if err != nil {
		l.room.refuse(err)
		return
	}
	l.room.changed(f, at, "")
	l.room.yaml.follow()
}

func (l *partList) move(by int) {
	l.changePart(func(i int) (*checkform.Form, yamledit.Path, error) { return l.room.form.Move(i, by) })
}

// takeOut takes the part out that is chosen, and chooses the one that takes its place.
func (l *partList) takeOut() {
	r := l.room
	l.changePart(func(i int) (*checkform.Form, yamledit.Path, error) {
		f, err := r.form.Remove(i)
		if err != nil {
			return nil, nil, err
		}
		return f, f.Parts[min(i, len(f.Parts)-1)].Path, nil
	})
}

// addMenu offers what can be added.
func (l *partList) addMenu() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.add)
	widgets.ShowMenu(l.add, at.AddXY(0, l.add.Size().Height), l.additions()...)
}

// additions are what can be added. The checklist may be another one by the time that one is taken.
func (l *partList) additions() []*fyne.MenuItem {
	r := l.room
	items := []*fyne.MenuItem{
		fyne.NewMenuItem("Device", func() { l.changePart(func(int) (*checkform.Form, yamledit.Path, error) { return r.form.AddDevice() }) }),
		fyne.NewMenuItem("Rule for a set of topics", func() { l.changePart(func(int) (*checkform.Form, yamledit.Path, error) { return r.form.AddRule() }) }),
	}
	if s := r.form.SubjectOf(max(0, r.index())); s >= 0 {
		subject := r.form.Parts[s].Path
		items = append(items, fyne.NewMenuItemSeparator())
		for _, a := range r.form.Addable(s) {
			items = append(items, fyne.NewMenuItem(format.Excerpt(explain.AskedName(&a)), func() {
				if s := r.form.IndexOf(subject); s >= 0 {
					l.changePart(func(int) (*checkform.Form, yamledit.Path, error) { return r.form.AddCheck(s, &a) })
				}
			}))
		}
	}
	return items
}

// Len implements widgets.RowSource.
func (l *partList) Len() int {
	if l.room.form == nil {
		return 0
	}
	return len(l.room.form.Parts)
}

// Index implements widgets.RowSource.
func (l *partList) Index(key uint32) int {
	if int(key) < l.Len() {
		return int(key)
	}
	return -1
}

// Fill implements widgets.RowSource.
func (l *partList) Fill(from int, width float32, rows []widgets.Row) []widgets.Row {
	rows = rows[:max(0, min(len(rows), l.Len()-from))]
	for i := range rows {
		key := uint32(from + i) //nolint:gosec // there are fewer
		rows[i] = widgets.Row{Key: key, Revision: l.epoch, Spans: l.line(from+i, width)}
	}
	return rows
}

// Places on a row.
const (
	partEdge   = look.PageEdge
	checkEdge  = partEdge + 16
	faultWidth = 12
)

// line writes a part.
func (l *partList) line(i int, width float32) []text.Span {
	p := &l.room.form.Parts[i]
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	limit := width - partEdge
	var fault []text.Span
	if len(l.room.placed.Of(i)) > 0 {
		limit -= faultWidth
		fault = []text.Span{{Text: "●", Colour: l.room.faultColour(), X: limit + faultWidth/3}}
	}
	name, words := partNames(l.room.form, i)
	x, style := float32(partEdge), text.Bold
	if p.Sort == checkform.Check {
		x, style = checkEdge, text.Regular
	}
	return append([]text.Span{
		{Text: name, Style: style, Colour: plain, X: x, Limit: limit},
		{Text: "  " + words, Colour: muted, X: -1, Limit: limit},
	}, fault...)
}

// partNames are what a part is called, and what it says.
func partNames(f *checkform.Form, i int) (name, words string) {
	switch p := &f.Parts[i]; p.Sort {
	case checkform.Whole:
		return "Checklist", format.ExcerptOf(p.Name, 80)
	case checkform.Check:
		if p.Asked.Each {
			return format.SignTopic(p.Name), format.Excerpt(f.Words(i))
		}
		return format.Excerpt(explain.AskedName(p.Asked)), format.Excerpt(f.Words(i))
	case checkform.Device:
		return format.SignTopic(p.Name), format.Excerpt(f.Words(i))
	default:
		return format.SignTopic(p.Name), "rule"
	}
}

// tip says all of a row.
func (l *partList) tip(key uint32) []string {
	if int(key) >= l.Len() {
		return nil
	}
	name, words := partNames(l.room.form, int(key))
	tip := []string{name, words}
	for _, f := range l.room.placed.Of(int(key)) {
		tip = append(tip, faultWords(f))
	}
	return tip
}
