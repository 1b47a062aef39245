package publish

import (
	"bytes"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// largestChecked is the payload in bytes that is read as JSON at the most: it is read
// with each key.
const largestChecked = 1 << 20

// jsonNote says where a payload that begins as JSON is none any more, and where the
// cursor is. It is published all the same: a payload may be anything. A press on the note
// puts the cursor there.
type jsonNote struct {
	strip *widgets.Header
	read  []byte // what it was made of
	fault payload.Fault
	bad   bool
	words string // where that is
	caret string // where the cursor is
}

func newJSONNote(goTo func(offset int)) *jsonNote {
	n := &jsonNote{strip: widgets.NewHeader(18, 12)}
	n.strip.OnTapped = func(float32) { goTo(n.fault.Offset) }
	n.strip.OnMenu = func(fyne.Position) {}
	n.strip.Hide()
	return n
}

// draw reports whether the note has come or gone.
func (n *jsonNote) draw(content []byte, caret int) (turned bool) {
	if !bytes.Equal(content, n.read) {
		n.read = content
		n.fault, n.bad = payload.Fault{}, false
		if len(content) <= largestChecked {
			n.fault, n.bad = payload.FindFault(content)
		}
		n.words = ""
		if n.bad {
			n.words = faultWords(content, n.fault)
		}
	}
	turned = n.strip.Visible() != n.bad
	arrange.SetHidden(!n.bad, n.strip)
	if !n.bad {
		n.caret = ""
		return turned
	}
	where := ""
	if caret >= 0 {
		line, column := payload.LineAndColumn(n.read, caret)
		where = format.Fill("  ·  the cursor is at line {line}, column {column}", "line", line, "column", column)
	}
	if turned || where != n.caret || n.strip.Text() != n.words+where {
		n.caret = where
		n.restyle()
	}
	return turned
}

// faultWords says where the fault of a payload is.
func faultWords(content []byte, f payload.Fault) string {
	line, column := payload.LineAndColumn(content, f.Offset)
	place := format.Fill("line {line}, column {column}", "line", line, "column", column)
	switch f.Found {
	case "":
		return format.Fill("Not valid JSON: it ends too early, at {place}", "place", place)
	case "\n", "\r":
		return format.Fill("Not valid JSON at {place}: the line ends inside a string", "place", place)
	}
	return format.Fill("Not valid JSON at {place}: unexpected {found}", "place", place, "found", f.Found)
}

// restyle takes the colours of a new theme.
func (n *jsonNote) restyle() {
	n.strip.Set(
		text.Span{Text: n.words, Colour: look.Colour(theme.ColorNameWarning)},
		text.Span{Text: n.caret, Colour: look.Colour(look.Muted), X: -1})
}

// caret is where the cursor of the payload that is typed is, in bytes; below 0 while no text
// is.
func (p *Panel) caret() int {
	if p.payload.held != nil || p.payload.Text != p.payload.Value() {
		return -1
	}
	e := &p.payload.Entry
	if p.short.Visible() {
		e = &p.short.Entry
	}
	return bytesOf(e.Text, e.CursorTextOffset())
}

// bytesOf is how many bytes the first so many characters of a text have.
func bytesOf(s string, runes int) int {
	for at := range s {
		if runes == 0 {
			return at
		}
		runes--
	}
	return len(s)
}

// goTo puts the cursor to a place in the payload that is typed.
func (p *Panel) goTo(offset int) {
	if p.caret() < 0 {
		return
	}
	e, to := &p.payload.Entry, fyne.Focusable(p.payload)
	if p.short.Visible() {
		e, to = &p.short.Entry, p.short
	}
	p.focus(to)
	e.SetCaret(utf8.RuneCountInString(e.Text[:min(offset, len(e.Text))]))
	p.drawJSON()
}

// drawJSON says what is wrong with the payload if it is JSON.
func (p *Panel) drawJSON() {
	var content []byte
	if p.how.isDocument() && !p.how.template.Checked && !p.payload.exact() {
		content = p.payload.bytes()
	}
	if bytes.HasPrefix(content, []byte("{{")) && p.how.as == "" {
		content = nil // no JSON begins so: it is a template
	}
	if p.json.draw(content, p.caret()) {
		p.turned = true
	}
}
