package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/widgets/text"
)

// Measures of what can be done with a row, at its end.
const (
	actPadding = 8
	actEdge    = 4
)

// rowAct is what can be done with a row: a word at its end.
type rowAct struct {
	back *canvas.Rectangle
	line *text.Line
}

func newRowAct(size float32) *rowAct {
	a := &rowAct{canvas.NewRectangle(nil), text.NewLine(size)}
	a.back.CornerRadius = 3
	a.hide()
	return a
}

func (a *rowAct) hide() {
	if a.back.Visible() {
		a.back.Hide()
		a.line.Raster.Hide()
	}
}

// show shows a word at the end of a row.
func (a *rowAct) show(word string, at fyne.Position, size fyne.Size) {
	width := actWidth(word, a.line.Size)
	at = at.AddXY(size.Width-width-actEdge, 0)
	a.back.Move(at.AddXY(0, 2))
	a.back.Resize(fyne.NewSize(width, size.Height-4))
	a.line.Place(at, fyne.NewSize(width, size.Height))
	a.line.Set(text.Span{Text: word, Colour: theme.Color(theme.ColorNameHyperlink), X: actPadding})
	if !a.back.Visible() {
		a.back.Show()
		a.line.Raster.Show()
	}
}

func (a *rowAct) restyle() {
	a.back.FillColor = theme.Color(theme.ColorNameButton)
	a.back.Refresh()
}

func actWidth(word string, size float32) float32 {
	return text.Width(word, text.Regular, size) + 2*actPadding
}

// actOf is what can be done with a row, "" for nothing.
func (r *Rows) actOf(row *Row) string {
	if r.Act == nil || r.OnAct == nil {
		return ""
	}
	return r.Act(row.Key)
}

// actedAt reports whether a place on a row is what can be done with it.
func (r *Rows) actedAt(row *Row, x float32) bool {
	word := r.actOf(row)
	width := r.Size().Width - barWidth
	return word != "" && x >= width-actWidth(word, r.TextSize)-actEdge && x < width
}

// showActs shows what can be done with the row under the pointer, and with the selected
// one.
func (v *rowsView) showActs(hover int, size fyne.Size) {
	r := v.rows
	for _, a := range v.acts {
		a.hide()
	}
	for i := range r.rows {
		which := -1
		if i == hover {
			which = 0
		} else if r.hasSelected && r.rows[i].Key == r.selected {
			which = 1
		}
		if which < 0 {
			continue
		}
		if word := r.actOf(&r.rows[i]); word != "" {
			v.acts[which].show(word, fyne.NewPos(0, r.y(i)), size)
		}
	}
}
