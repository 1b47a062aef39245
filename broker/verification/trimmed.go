package verification

import (
	"io"

	"mangrove/broker"
)

const (
	longestText    = 512 << 10 // bytes of a text in JSON that are passed on
	longestLiteral = 512       // of a number, or a word such as true
)

// trimmed passes JSON on without what a decoder would need memory for: blanks between values,
// and what is longer of a text than any that counts.
type trimmed struct {
	from   io.Reader
	in     [32 << 10]byte
	unread []byte
	err    error

	text    bool // within a text
	escaped int  // bytes of an escape that are missing
	begun   bool // its first is
	whole   bool // it is passed on
	long    int  // bytes of this text or literal
}

// Read implements [io.Reader].
func (t *trimmed) Read(p []byte) (n int, err error) {
	for n == 0 && len(p) > 0 {
		if len(t.unread) == 0 {
			if t.err != nil {
				return 0, t.err
			}
			var read int
			read, t.err = t.from.Read(t.in[:])
			t.unread = t.in[:read]
		}
		for len(t.unread) > 0 && n < len(p) {
			c := t.unread[0]
			t.unread = t.unread[1:]
			if t.passes(c) {
				p[n] = c
				n++
			}
			if !t.text && t.long > longestLiteral {
				return 0, broker.ReportTooLarge
			}
		}
	}
	return n, nil
}

// passes takes a byte, and reports whether it is passed on.
func (t *trimmed) passes(c byte) bool {
	if t.text {
		return t.ofText(c)
	}
	switch c {
	case '"':
		t.text, t.long = true, 0
		return true
	case ' ', '\t', '\r', '\n':
		between := t.long > 0 // two numbers do not become one
		t.long = 0
		return between
	case '{', '}', '[', ']', ':', ',':
		t.long = 0
		return true
	}
	t.long++
	return true
}

// ofText takes a byte of a text. An escape is passed on whole, or not at all.
func (t *trimmed) ofText(c byte) bool {
	t.long++
	switch {
	case t.escaped > 0:
		if t.escaped--; c == 'u' && t.escaped == 0 && t.begun {
			t.escaped = 4
		}
		t.begun = false
		return t.whole
	case c == '"':
		t.text, t.long = false, 0
		return true
	}
	t.whole = t.long <= longestText
	if c == '\\' {
		t.escaped, t.begun = 1, true
	}
	return t.whole
}
