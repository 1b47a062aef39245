package widgets

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/width"

	"mangrove/ui/widgets/text"
)

// Lines is a text as a [TextView] shows it.
type Lines interface {
	// Len is how many lines there are.
	Len() int
	// Line gives one. It is called for what is seen only.
	Line(i int) Line
	// Raw gives the bytes of one and those of the line break behind it, none
	// when the next goes on without or there is no next. It costs less.
	Raw(i int) (line, end string)
}

// Line is one line of a text.
type Line struct {
	Raw    string // its exact bytes, without the line break
	Marks  []Mark // what is coloured, in order and apart from each other
	Joined bool   // the next line goes on without a line break
}

// Mark colours the bytes From to To of a line.
type Mark struct {
	From, To int
	Kind     MarkKind
}

// MarkKind is what a marked piece of text is.
type MarkKind byte

// The kinds of marks.
const (
	Plain MarkKind = iota
	Key
	String
	Number
	Literal // true, false, null
	Quiet   // offsets, punctuation: less important than the rest
	Added   // there after a change, and not before
	Removed // there before a change, and not after
	Action  // of a template

	mostKinds = iota
)

// Marker finds the marks of a line. State is what the marker returned for the
// piece before, when a line was too long for one; it begins at 0.
type Marker func(line string, state int) (marks []Mark, next int)

// textLines is a text broken where it has line breaks and where it would not
// fit otherwise. It belongs to one goroutine.
//
// Where a line begins is noted of every sixteenth only: a text may be all line
// breaks, and what is known of it is not to be larger than the text.
type textLines struct {
	begin breaker
	known []start // of every lineStride-th line
	n     int
	mark  Marker

	line      int     // found last
	at, after breaker // at that line, and at the next
}

const lineStride = 16

// start is where a line begins, and where the line break behind it ends.
type start struct{ at, end uint32 }

// breaker goes through a text from line to line.
type breaker struct {
	text    []byte
	columns int
	ascii   bool
	at, end int
}

// next goes on to the line that follows.
func (b *breaker) next() {
	if !b.ascii || b.end-b.at > b.columns {
		if next := b.at + fit(b.text[b.at:b.end], b.columns); next < b.end {
			b.at = next
			return
		}
	}
	b.at = b.end
	b.findEnd()
}

// findEnd looks for the next line break.
func (b *breaker) findEnd() {
	if n := bytes.IndexByte(b.text[b.at:], '\n'); n >= 0 {
		b.end = b.at + n + 1
	} else {
		b.end = len(b.text)
	}
}

// longestMarked is how far a line that is broken several times is still read
// from its beginning to colour it.
const longestMarked = 64 << 10

// NewTextLines breaks a text into lines of at most so many columns; wide
// characters take two. Any bytes may stand in it. The marker may be nil. It
// reads the whole text once, about a millisecond for a megabyte.
func NewTextLines(text []byte, columns int, mark Marker) Lines {
	return newTextLines(text, columns, mark, nil)
}

// NewTextLinesUntil is [NewTextLines] until somebody gives up, who is asked now and then:
// what comes out then is not to be shown. Nil is nobody.
func NewTextLinesUntil(text []byte, columns int, mark Marker, givenUp func() bool) Lines {
	return newTextLines(text, columns, mark, givenUp)
}

// askEach is after how many lines it is asked whether breaking a text was given up.
const askEach = 64 << 10

func newTextLines(text []byte, columns int, mark Marker, givenUp func() bool) *textLines {
	columns = max(columns, 8)
	about := bytes.Count(text, []byte{'\n'}) + len(text)/columns
	t := &textLines{mark: mark, known: make([]start, 0, about/lineStride+2)}
	t.begin = breaker{text: text, columns: columns, ascii: isASCII(text)}
	t.begin.findEnd()
	b := t.begin
	for ; b.at < len(text); t.n++ {
		if t.n%lineStride == 0 {
			t.known = append(t.known, start{uint32(b.at), uint32(b.end)})
		}
		if (t.n+1)%askEach == 0 && givenUp != nil && givenUp() {
			break
		}
		b.next()
	}
	if n := len(text); n == 0 || text[n-1] == '\n' { // the empty line behind the last break
		if t.n%lineStride == 0 {
			t.known = append(t.known, start{uint32(n), uint32(n)})
		}
		t.n++
	}
	t.line = -1 // none
	return t
}

// isASCII reports whether every byte of a text takes one column, or breaks a
// line. It looks at eight at a time, since it looks at all of a text.
func isASCII(text []byte) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for len(text) >= 8 {
		w := binary.LittleEndian.Uint64(text)
		if (w|(w+ones))&high != 0 { // 0x7f and above
			return false
		}
		// A bit for each byte that is a control, and none for a line break.
		t := w ^ '\n'*ones
		if ^(w+(0x80-' ')*ones)&(t+^uint64(high))&high != 0 && !plain(text[:8]) {
			return false
		}
		text = text[8:]
	}
	return plain(text)
}

func plain(text []byte) bool {
	for _, b := range text {
		if (b < ' ' && b != '\n' && b != '\t' && b != '\r') || b >= 0x7f {
			return false
		}
	}
	return true
}

// longestCharacter is how many bytes of what belongs to a character take no room:
// a text of nothing else is broken too.
const longestCharacter = 256

// fit is how many bytes of a line fit into so many columns, without those of a
// character that is there in part. The line break at its end takes no room.
func fit(line []byte, columns int) int {
	end := len(bytes.TrimSuffix(bytes.TrimSuffix(line, []byte{'\n'}), []byte{'\r'}))
	whole := 0 // where the last character begins, with what belongs to it
	var before rune
	for at := 0; at < end; {
		r, n := rune(line[at]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(line[at:])
		}
		part, quiet := text.JoinsBefore(before, r)
		if !part {
			whole = at
		}
		switch {
		case quiet && at-whole < longestCharacter:
		case r == utf8.RuneError && n == 1:
			columns -= byteColumns
		default:
			columns -= runeColumns(r)
		}
		if columns < 0 {
			if whole == 0 {
				return at // it is wider than a line
			}
			return whole
		}
		at += n
		before = r
	}
	return len(line)
}

// What the marks take that are drawn for a character that cannot be seen, and
// for a byte that is none.
const (
	markColumns = 7
	byteColumns = 3
)

// runeColumns is how many columns a character takes.
func runeColumns(r rune) int {
	switch {
	case r != '\t' && text.IsMarked(r):
		return markColumns
	case r < 0x1100:
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

func (t *textLines) Len() int { return t.n }

// seek goes to a line: from the one it is at, or from the nearest of which it knows where it begins.
func (t *textLines) seek(i int) {
	if t.line < 0 || i < t.line || i/lineStride > t.line/lineStride+1 {
		t.line, t.after = i/lineStride*lineStride-1, t.begin
		k := t.known[i/lineStride]
		t.after.at, t.after.end = int(k.at), int(k.end)
	}
	for t.line < i {
		t.line++
		t.at = t.after
		t.after.next()
	}
}

// reach is where a line begins, and where the next does.
func (t *textLines) reach(i int) (from, to int) {
	t.seek(i)
	return t.at.at, t.after.at
}

func (t *textLines) Line(i int) Line {
	raw, joined := t.raw(i)
	l := Line{Raw: string(raw), Joined: joined}
	if t.mark == nil {
		return l
	}
	state := 0
	for first := t.markedFrom(i); first < i; first++ {
		before, _ := t.raw(first)
		_, state = t.mark(string(before), state)
	}
	l.Marks, _ = t.mark(l.Raw, state)
	return l
}

// markedFrom is the line from which on one is read to colour it: the first after
// a line break, or one far enough before.
func (t *textLines) markedFrom(i int) (first int) {
	from, _ := t.reach(i)
	least := max(0, from-longestMarked)
	begins := bytes.LastIndexByte(t.begin.text[least:from], '\n') + 1 + least
	k, _ := slices.BinarySearchFunc(t.known, begins+1, func(s start, at int) int { return int(s.at) - at })
	first = max(0, k-1) * lineStride
	if begins == least && least > 0 {
		return first
	}
	for at, _ := t.reach(first); at < begins; at, _ = t.reach(first) {
		first++
	}
	return first
}

// Raw implements [Lines].
func (t *textLines) Raw(i int) (line, end string) {
	raw, _ := t.raw(i)
	from, to := t.reach(i)
	return string(raw), string(t.begin.text[from+len(raw) : to])
}

// raw gives the bytes of a line without its break.
func (t *textLines) raw(i int) (line []byte, joined bool) {
	from, to := t.reach(i)
	line = t.begin.text[from:to]
	if n := len(line); n > 0 && line[n-1] == '\n' {
		return bytes.TrimSuffix(line[:n-1], []byte{'\r'}), false
	}
	return line, i+1 < t.n
}
