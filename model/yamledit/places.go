package yamledit

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// places are where the lines and the letters of a text are. A text may be one line of all that
// there is, in which nothing is to be counted from its beginning.
type places struct {
	starts  []int // where each line begins, in bytes
	before  []int // how many letters stand before it
	letters []int // where every [lettersApart]th letter begins, in bytes, from the first one on
}

// lettersApart is how many letters are counted at the most to find one.
const lettersApart = 256

// byteOrderMark may stand before the first line, and is no part of it.
const byteOrderMark = "\uFEFF"

// placesOf finds where lines begin, as YAML counts them, and letters.
func placesOf(s string) (p places) {
	count := 0
	begin := func(at, before int) { p.starts, p.before = append(p.starts, at), append(p.before, before) }
	if !strings.HasPrefix(s, byteOrderMark) {
		begin(0, 0)
	}
	for i := 0; i < len(s); count++ {
		if count%lettersApart == 0 {
			p.letters = append(p.letters, i)
		}
		c, n := s[i], 1
		switch {
		case c >= utf8.RuneSelf:
			_, n = utf8.DecodeRuneInString(s[i:])
		case c != '\n' && c != '\r': // most are
			i++
			continue
		}
		isMark := i == 0 && len(p.starts) == 0
		isBreak := breakAt(s[i:]) == n // of two letters it is the second
		if i += n; isMark || isBreak {
			begin(i, count+1)
		}
	}
	if count%lettersApart == 0 {
		p.letters = append(p.letters, len(s))
	}
	return p
}

// offset is where in the text a line and a column are, from 1; below 0: nowhere.
func (d *Document) offset(line, column int) int {
	if line < 1 || line > len(d.lines.starts) || column < 1 {
		return -1
	}
	letter := d.lines.before[line-1] + column - 1
	if letter/lettersApart >= len(d.lines.letters) {
		return -1
	}
	at := d.lines.letters[letter/lettersApart]
	for range letter % lettersApart {
		if at >= len(d.Text) {
			return -1
		}
		_, n := utf8.DecodeRuneInString(d.Text[at:])
		at += n
	}
	return at
}

// columnOf is how many letters stand before a byte on its line.
func (d *Document) columnOf(at int) int {
	mark := sort.SearchInts(d.lines.letters, at+1) - 1
	return mark*lettersApart + utf8.RuneCountInString(d.Text[d.lines.letters[mark]:at]) - d.lines.before[d.lineOf(at)]
}

// lineOf is the line that a byte is in, from 0.
func (d *Document) lineOf(at int) int { return max(0, sort.SearchInts(d.lines.starts, at+1)-1) }
