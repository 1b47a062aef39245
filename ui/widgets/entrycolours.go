package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// EntryColours has a field of several lines in a fixed width show its text in colours. Fyne
// draws each row of a field in one colour: its rows are made invisible, and drawn once for
// each colour over where they are, with blanks for the rest of the row. So every letter is
// where the field has it, and what cannot be drawn so is left as the field draws it.
type EntryColours struct {
	entry *widget.Entry
	mark  Marker // nil: there are no colours

	rows   fyne.WidgetRenderer // has the texts of the rows that the field draws
	scroll *container.Scroll
	box    *fyne.Container // what is scrolled, with the texts over it
	pool   []*canvas.Text
	hidden []*canvas.Text // rows that are not seen, as they are drawn in colours
	at     fyne.Position  // how far it was scrolled then

	of    string // what the marks are of
	marks []Mark
}

// NewEntryColours is called by CreateRenderer of a field, with the renderer that it has
// otherwise; it gives the one to use.
func NewEntryColours(e *widget.Entry, inner fyne.WidgetRenderer) (*EntryColours, fyne.WidgetRenderer) {
	c := &EntryColours{entry: e}
	for _, o := range inner.Objects() {
		if s, ok := o.(*container.Scroll); ok {
			c.scroll = s
		}
	}
	if c.scroll == nil {
		return c, inner
	}
	content, ok := c.scroll.Content.(fyne.Widget)
	if !ok {
		return c, inner
	}
	for _, o := range content.CreateRenderer().Objects() { // has no state of its own
		if t, ok := o.(*widget.RichText); ok {
			c.rows = t.CreateRenderer() // shares its texts with the one that is drawn; the last is the text, and no hint
		}
	}
	if c.rows == nil {
		return c, inner
	}
	c.box = container.New(undersize{}, content)
	c.scroll.Content = c.box
	c.scroll.OnScrolled = func(fyne.Position) { c.Draw() }
	return c, colouredRenderer{inner, c}
}

// SetMarker has the text be in the colours of a marker; nil: in none.
func (c *EntryColours) SetMarker(mark Marker) {
	had := c.mark != nil
	c.mark, c.of, c.marks = mark, "", nil
	if had || mark != nil {
		c.Draw()
	}
}

// colouredRenderer draws the colours after what is under them.
type colouredRenderer struct {
	fyne.WidgetRenderer
	colours *EntryColours
}

// Layout is called by Fyne.
func (r colouredRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.colours.Draw()
}

// Refresh is called by Fyne.
func (r colouredRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.colours.Draw()
}

// undersize lays out the first object, and leaves the others to their owner.
type undersize struct{}

// Layout implements fyne.Layout.
func (undersize) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// MinSize implements fyne.Layout.
func (undersize) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Follow brings the colours up to date after the field has been scrolled by the cursor, of
// which Fyne tells nobody.
func (c *EntryColours) Follow() {
	if c.scroll != nil && c.scroll.Offset != c.at {
		c.Draw()
	}
}

// Draw brings the colours up to date with what the field draws.
func (c *EntryColours) Draw() {
	if c.rows == nil {
		return
	}
	c.at = c.scroll.Offset
	plain := theme.ColorForWidget(theme.ColorNameForeground, c.entry)
	for _, row := range c.hidden {
		if row.Color == color.Transparent {
			row.Color = plain
			canvas.Refresh(row)
		}
	}
	c.hidden = c.hidden[:0]
	used := 0
	if c.mark != nil && !c.entry.Disabled() && !c.entry.Password {
		used = c.drawRows()
	}
	if last := 1 + used; len(c.box.Objects) > last {
		c.box.Objects = c.box.Objects[:last:last]
	}
	canvas.Refresh(c.box)
}

// drawRows draws the rows on view, and gives how many texts that takes.
func (c *EntryColours) drawRows() (used int) {
	if !c.areRows() {
		c.rows.Refresh() // there are more of them
		if !c.areRows() {
			return 0 // it is not known how the field breaks its lines
		}
	}
	top, bottom := c.scroll.Offset.Y, c.scroll.Offset.Y+c.scroll.Size().Height
	marks, rest := c.marked(), c.entry.Text
	for _, o := range c.rows.Objects() {
		row, ok := o.(*canvas.Text)
		if !ok || rest == "" {
			break
		}
		from := len(c.entry.Text) - len(rest)
		rest = strings.TrimPrefix(rest[len(row.Text):], "\n")
		y := row.Position().Y
		if y+row.Size().Height < top || y > bottom || !sameWidths(row.Text) {
			continue
		}
		for len(marks) > 0 && marks[0].To <= from {
			marks = marks[1:]
		}
		used = c.drawRow(row, from, marks, used)
	}
	return used
}

// areRows reports whether the rows together are the text.
func (c *EntryColours) areRows() bool {
	rest := c.entry.Text
	for _, o := range c.rows.Objects() {
		row, ok := o.(*canvas.Text)
		if rest == "" {
			break
		}
		if !ok || !strings.HasPrefix(rest, row.Text) {
			return false
		}
		rest = strings.TrimPrefix(rest[len(row.Text):], "\n")
	}
	return rest == ""
}

// marked are the marks of the whole text.
func (c *EntryColours) marked() []Mark {
	if c.of == c.entry.Text {
		return c.marks
	}
	c.of, c.marks = c.entry.Text, nil
	from := 0
	for line := range strings.Lines(c.entry.Text) {
		marks, _ := c.mark(strings.TrimRight(line, "\r\n"), 0)
		for _, m := range marks {
			c.marks = append(c.marks, Mark{from + m.From, from + m.To, m.Kind})
		}
		from += len(line)
	}
	return c.marks
}

// sameWidths reports whether all letters of a row are as wide as a blank.
func sameWidths(row string) bool {
	for _, r := range row {
		if r < ' ' || r >= 0x7F && r <= 0xA0 || r == 0xAD || r >= 0x250 {
			return false
		}
	}
	return row != ""
}

// drawRow draws a row that begins at a byte of the text, once for each colour in it.
func (c *EntryColours) drawRow(row *canvas.Text, from int, marks []Mark, used int) int {
	kinds := make([]MarkKind, len(row.Text))
	for _, m := range marks {
		if m.From >= from+len(row.Text) {
			break
		}
		for i := max(m.From, from); i < min(m.To, from+len(row.Text)); i++ {
			kinds[i-from] = m.Kind
		}
	}
	var seen [mostKinds]bool
	for i, k := range kinds {
		if row.Text[i] == ' ' || seen[k] {
			continue
		}
		seen[k] = true
		c.place(used, row, only(row.Text, kinds, k), MarkColour(k))
		used++
	}
	row.Color = color.Transparent
	c.hidden = append(c.hidden, row)
	canvas.Refresh(row)
	return used
}

// only is a row with blanks in place of what is of another kind.
func only(row string, kinds []MarkKind, kind MarkKind) string {
	var b strings.Builder
	for i, r := range row {
		if kinds[i] == kind {
			b.WriteRune(r)
		} else {
			b.WriteByte(' ')
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// place puts a text over a row.
func (c *EntryColours) place(i int, row *canvas.Text, s string, colour color.Color) {
	if i == len(c.pool) {
		c.pool = append(c.pool, new(canvas.Text))
	}
	t := c.pool[i]
	if i+1 >= len(c.box.Objects) {
		c.box.Objects = append(c.box.Objects[:i+1:i+1], t)
	}
	t.Text, t.Color, t.TextSize, t.TextStyle = text.WithMarks(s), colour, row.TextSize, row.TextStyle
	t.Move(row.Position())
	t.Resize(row.Size())
	canvas.Refresh(t)
}
