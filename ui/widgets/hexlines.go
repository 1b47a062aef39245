package widgets

import (
	"fmt"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"mangrove/ui/widgets/text"
)

// hexLines shows bytes sixteen to a line, or fewer where there is less room.
type hexLines struct {
	data []byte
	row  int
}

// hexColumns is what a line of so many bytes takes; of sixteen there is a gap in the
// middle.
func hexColumns(row int) int {
	columns := 8 + 2 + row*3 + 1 + row
	if row > 8 {
		columns++
	}
	return columns
}

// NewHexLines shows bytes as offset, hexadecimal and ASCII. It costs nothing
// but what is seen.
func NewHexLines(data []byte, columns int) Lines {
	row := 16
	for row > 1 && columns < hexColumns(row) {
		row /= 2
	}
	return &hexLines{data: data, row: row}
}

func (h *hexLines) Len() int { return max(1, (len(h.data)+h.row-1)/h.row) }

// Raw implements [Lines].
func (h *hexLines) Raw(i int) (line, end string) {
	if i < h.Len()-1 {
		end = "\n"
	}
	return h.Line(i).Raw, end
}

func (h *hexLines) Line(i int) Line {
	from := i * h.row
	data := h.data[from:min(len(h.data), from+h.row)]
	b := fmt.Appendf(nil, "%08x  ", from)
	for i := range h.row {
		if i == 8 {
			b = append(b, ' ')
		}
		if i < len(data) {
			b = fmt.Appendf(b, "%02x ", data[i])
		} else {
			b = append(b, "   "...)
		}
	}
	b = append(b, ' ')
	text := len(b)
	for _, c := range data {
		if c < ' ' || c > '~' {
			c = '.'
		}
		b = append(b, c)
	}
	return Line{Raw: string(b), Marks: []Mark{{0, 8, Quiet}, {text, len(b), String}}}
}

// hexAt and charAt are the columns at which the i-th byte of a line stands.
func (h *hexLines) hexAt(i int) int {
	if i >= 8 {
		return 11 + 3*i
	}
	return 10 + 3*i
}

func (h *hexLines) charAt(i int) int { return hexColumns(h.row) - h.row + i }

// byteAt is the byte that is seen at a column of a line, or the one nearest to it.
func (h *hexLines) byteAt(line, column int) int {
	i := h.row - 1
	if column >= h.charAt(0) {
		i = column - h.charAt(0)
	} else {
		for i > 0 && column < h.hexAt(i) {
			i--
		}
	}
	return max(0, min(line*h.row+min(i, h.row-1), len(h.data)-1))
}

// byteRange is a selection of bytes, from where it was begun to where it is drawn, both
// of them in it.
type byteRange struct {
	from, to int
	on       bool
}

// span is the first byte and the one behind the last.
func (r byteRange) span() (from, to int) { return min(r.from, r.to), max(r.from, r.to) + 1 }

// hex is what the view shows when that is bytes.
func (v *TextView) hex() (h *hexLines, ok bool) {
	h, ok = v.lines.(*hexLines)
	return h, ok && len(h.data) > 0
}

// hexUnder is the byte under a point.
func (v *TextView) hexUnder(h *hexLines, p fyne.Position) int {
	line := min(max(v.top+v.slotAt(p.Y-textPad), 0), h.Len()-1)
	return h.byteAt(line, int(math.Floor(float64((p.X-textMargin)/text.Width("0", text.Mono, v.TextSize)))))
}

// selectHex selects bytes as the user does, to the one with the mouse or the keyboard.
func (v *TextView) selectHex(to int, extend bool) {
	if v.bytes.to = to; !extend || !v.bytes.on {
		v.bytes.from = to
	}
	v.bytes.on = true
	v.redraw()
	v.selected()
}

// hexKey moves what is selected of bytes by the keyboard. It reports whether the key
// does that.
func (v *TextView) hexKey(h *hexLines, key fyne.KeyName) bool {
	by := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1, fyne.KeyUp: -h.row, fyne.KeyDown: h.row}[key]
	if by == 0 || !v.bytes.on {
		return false
	}
	if to := v.bytes.to + by; to >= 0 && to < len(h.data) {
		v.show(to / h.row)
		v.selectHex(to, shiftHeld())
	}
	return true
}

// hexSelection is what is copied of selected bytes.
func (v *TextView) hexSelection(h *hexLines) string {
	from, to := v.bytes.span()
	return strings.ToLower(fmt.Sprintf("% x", h.data[from:to]))
}

// hexParts are the columns of a line that selected bytes take, in hexadecimal and as
// characters.
func (v *TextView) hexParts(h *hexLines, line int) (parts [2][2]int, some bool) {
	from, to := v.bytes.span()
	first, last := max(from-line*h.row, 0), min(to-line*h.row, h.row)
	if !v.bytes.on || first >= last {
		return parts, false
	}
	return [2][2]int{{h.hexAt(first), h.hexAt(last-1) + 2}, {h.charAt(first), h.charAt(last-1) + 1}}, true
}

// shiftHeld reports whether a Shift key is down.
func shiftHeld() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
