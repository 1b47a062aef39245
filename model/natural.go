package model

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Names are ordered as people read them: upper and lower case alike, and runs
// of digits by their number, so that item2 comes before Item10. The order is
// that of a rewriting of the name: letters folded, and before the digits of
// each number (without leading zeros) one byte that says how many there are.

// collator rewrites a name piece by piece.
type collator struct {
	rest   []byte
	digits []byte // of the number being given out
	piece  [1 + utf8.UTFMax]byte
}

// longestNumber is the digits above which a number counts as this long: its
// marker byte must stay below the letters.
const longestNumber = 'a' - '0' - 1

// next gives the next piece of the rewriting, nil at the end.
func (c *collator) next() []byte {
	if len(c.digits) > 0 {
		d := c.digits
		c.digits = nil
		return d
	}
	if len(c.rest) == 0 {
		return nil
	}
	b := c.rest[0]
	if b >= '0' && b <= '9' {
		n := 0
		for n < len(c.rest) && c.rest[n] >= '0' && c.rest[n] <= '9' {
			n++
		}
		c.digits = bytes.TrimLeft(c.rest[:n], "0")
		c.rest = c.rest[n:]
		c.piece[0] = '0' + byte(min(len(c.digits), longestNumber))
		return c.piece[:1]
	}
	if b < utf8.RuneSelf {
		if b >= 'A' && b <= 'Z' {
			b += 'a' - 'A'
		}
		c.rest = c.rest[1:]
		c.piece[0] = b
		return c.piece[:1]
	}
	r, n := utf8.DecodeRune(c.rest)
	piece := c.rest[:n]
	if r != utf8.RuneError {
		piece = c.piece[:utf8.EncodeRune(c.piece[:], unicode.ToLower(r))]
	}
	c.rest = c.rest[n:]
	return piece
}

// nameKey is the beginning of a name's rewriting: comparing keys decides most
// comparisons without looking at the names.
func nameKey(name []byte) uint64 {
	c := collator{rest: name[:min(len(name), longestName)]}
	var key uint64
	n := 0
	for n < 8 {
		piece := c.next()
		if piece == nil {
			break
		}
		for _, b := range piece {
			if n < 8 {
				key = key<<8 | uint64(b)
				n++
			}
		}
	}
	return key << (8 * (8 - n))
}

// longestName is how much of a name is compared as people read it. Nobody reads more
// of it, and names may be of 65,535 bytes.
const longestName = 256

// compareNames orders two names; names that differ only in case or in leading
// zeros are ordered by their bytes, and so are those that begin with the same
// longestName bytes.
func compareNames(a, b []byte) int {
	x, y := collator{rest: a[:min(len(a), longestName)]}, collator{rest: b[:min(len(b), longestName)]}
	var p, q []byte
	for {
		if len(p) == 0 {
			p = x.next()
		}
		if len(q) == 0 {
			q = y.next()
		}
		switch n := min(len(p), len(q)); {
		case n > 0:
			if c := bytes.Compare(p[:n], q[:n]); c != 0 {
				return c
			}
			p, q = p[n:], q[n:]
		case p == nil && q == nil:
			return bytes.Compare(a, b)
		case p == nil:
			return -1
		case q == nil:
			return 1
		}
	}
}
