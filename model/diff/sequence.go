package diff

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Part is a part of what was before, and what stands in its place after. Either may be
// empty, and both are the same where Same says so, of [Lines] but for the last line break.
// From and To are indexes.
type Part struct {
	Same          bool
	Before, After Span
}

// Span is a range, as of bytes.
type Span struct{ From, To int }

// Empty reports whether nothing is in the span.
func (s Span) Empty() bool { return s.From == s.To }

// mostSearched is how many bytes are searched for what they have in common. Of more, only
// what is the same at both ends is found.
const mostSearched = 256 << 10

// mostLines is how many lines a text may have to be searched so: to number them takes many
// times the room of short ones.
const mostLines = 1 << 20

// Bytes compares byte for byte. The parts cover both, in order.
func Bytes(before, after []byte) []Part {
	if len(before)+len(after) > mostSearched {
		return ends(before, after)
	}
	return parts(len(before), len(after), lcs.DiffBytes(before, after))
}

// ends finds what is the same at both ends.
func ends(before, after []byte) []Part {
	head, tail := sameEnds(before, after)
	return middle(before, after, head, tail)
}

// textEnds is [ends] of whole characters.
func textEnds(before, after []byte) []Part {
	head, tail := sameEnds(before, after)
	for head > 0 && (inside(before, head) || inside(after, head)) {
		head--
	}
	for tail > 0 && (inside(before, len(before)-tail) || inside(after, len(after)-tail)) {
		tail--
	}
	return middle(before, after, head, tail)
}

var lineBreak = []byte{'\n'}

// lineEnds is [ends] of whole lines.
func lineEnds(before, after []byte) []Part {
	head, tail := sameEnds(before, after)
	head = bytes.LastIndexByte(before[:head], '\n') + 1
	if !lineBegins(before, len(before)-tail) || !lineBegins(after, len(after)-tail) {
		rest := before[len(before)-tail:]
		tail = len(rest) - lineEnd(rest)
	}
	return middle(before, after, head, tail)
}

func lineBegins(text []byte, at int) bool { return at == 0 || text[at-1] == '\n' }

// inside reports whether a place is within a character.
func inside(text []byte, at int) bool { return at < len(text) && !utf8.RuneStart(text[at]) }

// sameEnds is how many bytes are the same at the beginning, and behind these at the end.
func sameEnds(before, after []byte) (head, tail int) {
	least := min(len(before), len(after))
	for head < least && before[head] == after[head] {
		head++
	}
	for tail < least-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	return head, tail
}

// middle is the parts of which some are the same at both ends.
func middle(before, after []byte, head, tail int) []Part {
	d := lcs.Diff{Start: head, End: len(before) - tail, ReplStart: head, ReplEnd: len(after) - tail}
	if d.Start == d.End && d.ReplStart == d.ReplEnd {
		return parts(len(before), len(after), nil)
	}
	return parts(len(before), len(after), []lcs.Diff{d})
}

// Lines compares line by line. The spans are of bytes, and end behind line breaks. Where
// neither text has one at its end, the last line of one is the same as a line of the other
// that more follows on.
func Lines(before, after []byte) []Part {
	if bytes.Count(before, lineBreak) > mostLines || bytes.Count(after, lineBreak) > mostLines {
		return lineEnds(before, after)
	}
	var missing []byte // from the last line of both
	if !bytes.HasSuffix(before, lineBreak) && !bytes.HasSuffix(after, lineBreak) {
		if missing = firstBreak(before); missing == nil {
			missing = firstBreak(after)
		}
	}
	return compare(before, after, pieces{lineEnd, func(line []byte) []byte {
		if bytes.HasSuffix(line, lineBreak) {
			return line
		}
		return slices.Concat(line, missing)
	}})
}

// firstBreak is the first line break of a text, with the carriage return before it; nil when
// there is none.
func firstBreak(text []byte) []byte {
	i := bytes.IndexByte(text, '\n')
	switch {
	case i < 0:
		return nil
	case i > 0 && text[i-1] == '\r':
		return text[i-1 : i+1]
	}
	return text[i : i+1]
}

// Words compares word by word, where a word is letters and digits, or a run of blanks, or
// one other character. The spans are of bytes. It is meant for what [Lines] found to be
// changed.
func Words(before, after []byte) []Part {
	if len(before)+len(after) > mostSearched {
		return textEnds(before, after)
	}
	return fewer(compare(before, after, pieces{wordEnd, func(word []byte) []byte { return word }}), before, after)
}

// fewer makes one change of two where the words between them may as well stand ahead of
// the first: of "line three" before and "line 3, line four" after, what became of three is
// all of "3, line four".
func fewer(list []Part, before, after []byte) []Part {
	for i := 0; i+2 < len(list); i++ {
		first, run, next := list[i], list[i+1], list[i+2]
		n := run.After.To - run.After.From
		switch {
		case first.Same:
			continue
		case first.Before.Empty() && repeats(after[first.After.From:run.After.To], n):
		case first.After.Empty() && repeats(before[first.Before.From:run.Before.To], n):
		default:
			continue
		}
		same := Part{true, Span{first.Before.From, first.Before.From + n}, Span{first.After.From, first.After.From + n}}
		change := Part{Before: Span{same.Before.To, next.Before.To}, After: Span{same.After.To, next.After.To}}
		if i > 0 { // what is the same goes on
			i--
			same.Before.From, same.After.From = list[i].Before.From, list[i].After.From
			list = slices.Delete(list, i, i+1)
		}
		list = slices.Replace(list, i, i+3, same, change)
	}
	return list
}

// repeats reports whether a text begins with the words that its last n bytes are.
func repeats(text []byte, n int) bool {
	if !bytes.HasPrefix(text, text[len(text)-n:]) {
		return false
	}
	at := 0
	for at < n {
		at += wordEnd(text[at:])
	}
	return at == n
}

// pieces are what texts are cut into: how long the first of a text is, and by what one is
// told from others.
type pieces struct {
	cut  func(text []byte) int
	name func(piece []byte) []byte
}

// compare cuts two texts into pieces and compares these.
func compare(before, after []byte, by pieces) []Part {
	names := map[string]rune{}
	was, wasEnds := by.number(before, names)
	is, isEnds := by.number(after, names)
	list := parts(len(was), len(is), lcs.DiffRunes(was, is))
	for i := range list {
		list[i].Before = Span{start(wasEnds, list[i].Before.From), start(wasEnds, list[i].Before.To)}
		list[i].After = Span{start(isEnds, list[i].After.From), start(isEnds, list[i].After.To)}
	}
	return list
}

// number gives the pieces of a text as numbers, the same for the same piece, and where
// each ends.
func (p pieces) number(text []byte, names map[string]rune) (list []rune, ends []int) {
	for at := 0; at < len(text); {
		n := p.cut(text[at:])
		name := p.name(text[at : at+n])
		number, known := names[string(name)]
		if !known {
			number = rune(len(names))
			names[string(name)] = number
		}
		at += n
		list, ends = append(list, number), append(ends, at)
	}
	return list, ends
}

// start is where piece i begins, of pieces that end at these places.
func start(ends []int, i int) int {
	if i == 0 {
		return 0
	}
	return ends[i-1]
}

// parts covers two sequences with what differs and what lies between.
func parts(before, after int, differ []lcs.Diff) (list []Part) {
	at := Part{Same: true}
	same := func(beforeTo, afterTo int) {
		if at.Before.To = beforeTo; at.Before.From < beforeTo {
			at.After.To = afterTo
			list = append(list, at)
		}
	}
	for _, d := range differ {
		same(d.Start, d.ReplStart)
		list = append(list, Part{Before: Span{d.Start, d.End}, After: Span{d.ReplStart, d.ReplEnd}})
		at.Before.From, at.After.From = d.End, d.ReplEnd
	}
	same(before, after)
	return list
}

func lineEnd(text []byte) int {
	if n := bytes.IndexByte(text, '\n'); n >= 0 {
		return n + 1
	}
	return len(text)
}

func wordEnd(text []byte) int {
	first, n := utf8.DecodeRune(text)
	kind := kindOf(first)
	for kind != 0 && n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		if kindOf(r) != kind {
			break
		}
		n += size
	}
	return n
}

// kindOf is 1 for what words and numbers are made of, 2 for blanks, else 0.
func kindOf(r rune) int {
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '_':
		return 1
	case unicode.IsSpace(r):
		return 2
	}
	return 0
}
