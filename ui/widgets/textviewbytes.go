package widgets

import (
	"sort"
	"unicode/utf8"
)

// SelectedBytes is what is selected, in bytes of what is shown; not ok when nothing is.
func (v *TextView) SelectedBytes() (from, to int, ok bool) {
	if _, hex := v.hex(); hex {
		from, to = v.bytes.span()
		return from, to, v.bytes.on
	}
	t, is := v.lines.(*textLines)
	if !is || v.from == v.to {
		return 0, 0, false
	}
	from, to = t.offset(v.from), t.offset(v.to)
	return min(from, to), max(from, to), true
}

// SelectBytes selects bytes of what is shown and scrolls to them, without telling
// OnSelect. None are selected when there are none.
func (v *TextView) SelectBytes(from, to int) {
	h, hex := v.hex()
	t, is := v.lines.(*textLines)
	switch {
	case from < 0 || from >= to:
		v.bytes.on, v.from, v.to = false, place{}, place{}
	case hex && to <= len(h.data):
		v.bytes = byteRange{from, to - 1, true}
		v.showNear((to-1)/h.row, from/h.row)
	case is && to <= len(t.begin.text):
		v.from, v.to = t.placeOf(from), t.placeOf(to)
		v.showNear(v.to.line, v.from.line)
	}
	v.redraw()
}

// showNear scrolls to lines, of which the second is to be seen if both cannot. What was
// out of view comes to stand in the upper third.
func (v *TextView) showNear(last, first int) {
	v.length = v.lines.Len()
	if first >= v.top && last < v.top+v.page() {
		return
	}
	v.moveTo(float64(first - v.page()/3))
}

// ByteUnder is the byte of what is shown that the menu was asked for over; -1 when there
// is none.
func (v *TextView) ByteUnder() int {
	if h, hex := v.hex(); hex {
		return h.byteAt(min(v.under.line, h.Len()-1), v.under.column)
	}
	return v.MenuOffset()
}

// offset is the byte at a place.
func (t *textLines) offset(p place) int {
	if p.line >= t.Len() {
		return len(t.begin.text)
	}
	raw, _ := t.raw(p.line)
	from, _ := t.reach(p.line)
	return from + byteAt(string(raw), p.column)
}

// placeOf is where a byte stands.
func (t *textLines) placeOf(offset int) place {
	block := sort.Search(len(t.known), func(i int) bool { return int(t.known[i].at) > offset }) - 1
	line := max(0, block) * lineStride
	for line+1 < t.n {
		if _, to := t.reach(line); to > offset {
			break
		}
		line++
	}
	raw, _ := t.raw(line)
	from, _ := t.reach(line)
	return place{line, utf8.RuneCount(raw[:max(0, min(offset-from, len(raw)))])}
}
