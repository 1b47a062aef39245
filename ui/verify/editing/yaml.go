package editing

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/yamledit"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// yamlPane is the text as it will be saved. What is too long to be typed into as a whole is
// there by its devices and rules.
type yamlPane struct {
	room   *Room
	object fyne.CanvasObject
	head   *widgets.Strip
	entry  *widgets.FormEntry
	list   *widgets.List // of what is wrong
	low    *fyne.Container
	faults checklist.Faults

	before, after string        // the text around what is in the entry
	of            yamledit.Path // whose part of the text that is; nil: it is not known
	filling       bool
}

// faultsHeight is how much is seen of what is wrong.
const faultsHeight = 5 * look.RowHeight

func newYAMLPane(r *Room) *yamlPane {
	y := &yamlPane{room: r, head: widgets.NewStrip(look.RowHeight+4, 11), entry: widgets.NewFormEntry("", 3), list: widgets.NewList("")}
	y.entry.TextStyle.Monospace = true
	y.entry.Most = Largest
	y.entry.OnChanged = func(words string) {
		if !y.filling {
			r.typed(y.before + words + y.after)
			y.say()
		}
	}
	y.list.Rows.OnSelect = func(key uint32) { y.goTo(y.list.Index(key)) }
	y.low = container.New(arrange.Least{Height: func() float32 { return faultsHeight }}, y.list.Object)
	y.low.Hide()
	y.object = container.NewBorder(arrange.Padded(look.PageEdge, 0, y.head), y.low, nil, nil, y.entry)
	return y
}

// show shows the text, or the part of it that belongs to what is chosen.
func (y *yamlPane) show() {
	r := y.room
	words := r.text
	y.before, y.after, y.of = "", "", nil
	if len(words) > widgets.LargestText && r.form != nil && r.broken == nil {
		i := max(0, r.form.IndexOf(r.chosen))
		first, last := r.form.Section(i)
		from, to := lineAt(words, first), lineAt(words, last+1)
		y.before, words, y.after = words[:from], words[from:to], words[to:]
		y.of = yamledit.Path{}
		if s := r.form.SubjectOf(i); s >= 0 {
			y.of = r.form.Parts[s].Path
		}
	}
	if wrap := wrapping(words); y.entry.Wrapping != wrap {
		y.entry.Wrapping = wrap
		y.entry.Refresh()
	}
	if y.entry.Value() != words {
		y.filling = true
		row, column := y.entry.CursorRow, y.entry.CursorColumn
		y.entry.SetText(words)
		y.entry.CursorRow, y.entry.CursorColumn = row, column
		y.filling = false
	}
	y.say()
}

// longestUnbroken is the longest line that the entry can show without breaking it, in bytes.
const longestUnbroken = 500

// wrapping is how lines are broken: only where one is too long to be shown otherwise.
func wrapping(words string) fyne.TextWrap {
	for line := range strings.Lines(words) {
		if len(line) > longestUnbroken {
			return fyne.TextWrapBreak
		}
	}
	return fyne.TextWrapOff
}

// lineAt is where a line of a text begins, from 1.
func lineAt(s string, line int) (at int) {
	for ; line > 1; line-- {
		i := strings.IndexByte(s[at:], '\n')
		if i < 0 {
			return len(s)
		}
		at += i + 1
	}
	return at
}

// say says what of the text is there.
func (y *yamlPane) say() {
	words := "As it will be saved"
	if y.of != nil {
		first := 1 + strings.Count(y.before, "\n")
		words = format.Fill("Lines {first} to {last} of {count}: the text is too long to be edited as a whole",
			"first", format.Count(first), "last", format.Count(first+strings.Count(y.entry.Value(), "\n")-1), "count", format.Count(strings.Count(y.room.text, "\n")))
	}
	y.head.Set(text.Span{Text: words, Colour: look.Colour(look.Muted)})
}

// follow shows where the part stands that is chosen.
func (y *yamlPane) follow() {
	r := y.room
	if r.broken != nil || r.form == nil {
		return
	}
	if y.of != nil {
		y.show()
	}
	y.caretTo(r.form.Line(r.chosen), 1)
}

// caretTo puts the cursor at a place of the text, from 1.
func (y *yamlPane) caretTo(line, column int) {
	line -= strings.Count(y.before, "\n")
	if line < 1 || line > 1+strings.Count(y.entry.Text, "\n") {
		return
	}
	at := lineAt(y.entry.Text, line)
	runes := len([]rune(y.entry.Text[:at]))
	y.entry.SetCaret(runes + max(0, column-1))
}

// goTo puts the cursor where something is wrong.
func (y *yamlPane) goTo(i int) {
	if i < 0 || i >= len(y.faults) {
		return
	}
	r, f := y.room, y.faults[i]
	if r.broken == nil && f.Line > 0 {
		r.chosen = r.form.Parts[r.placed.Part(f)].Path
		r.renew()
		y.follow()
	}
	y.caretTo(f.Line, f.Column)
	r.do.Desk.Focus(y.entry)
}

// sayFaults lists what is wrong.
func (y *yamlPane) sayFaults() {
	y.faults = y.room.faults
	var lines [][]text.Span
	for _, f := range y.faults {
		lines = append(lines, []text.Span{
			{Text: "●", Colour: y.room.faultColour(), X: look.PageEdge},
			{Text: "  " + faultWords(f), Colour: look.Colour(theme.ColorNameForeground), X: -1},
		})
	}
	y.list.Set(lines)
	if y.low.Visible() == (len(lines) == 0) {
		arrange.SetHidden(len(lines) == 0, y.low)
		y.object.Refresh()
	}
}

// faultWords are the sentence for one fault, with its place.
func faultWords(f *checklist.Fault) string {
	return format.Excerpt(explain.Faults(checklist.Faults{f}, broker.Address{}))
}
