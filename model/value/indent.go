package value

import "bytes"

// IndentNotation lays out diagnostic notation that stands on one line, or JSON: each
// member and element on a line of its own. It is nil when that takes more bytes than most.
func IndentNotation(src []byte, most int) []byte {
	w := &indenter{src: src, out: make([]byte, 0, len(src)+len(src)/2)}
	for w.at < len(src) {
		if len(w.out) > most {
			return nil
		}
		w.token()
	}
	if len(w.out) > most {
		return nil
	}
	return w.out
}

// indenter writes what is laid out.
type indenter struct {
	src, out []byte
	at       int
	open     []byte // brackets
}

// token writes what stands at a place.
func (w *indenter) token() {
	switch c := w.src[w.at]; c {
	case '"', '\'':
		w.take(quoteEnd(w.src, w.at) - w.at)
	case '[', '{', '(':
		w.enter(c)
	case ']', '}', ')':
		w.leave(c)
	case ',':
		if w.take(1); !w.inline() {
			w.line()
			w.skipBlanks()
		}
	case ':':
		w.take(1)
		w.out = append(w.out, ' ')
		w.skipBlanks()
	default:
		w.take(1)
	}
}

// take writes bytes as they are.
func (w *indenter) take(n int) {
	w.out = append(w.out, w.src[w.at:w.at+n]...)
	w.at += n
}

func (w *indenter) skipBlanks() {
	for w.at < len(w.src) && w.src[w.at] == ' ' {
		w.at++
	}
}

func (w *indenter) enter(c byte) {
	w.open = append(w.open, c)
	if w.take(1); c == '(' {
		return
	}
	if bytes.HasPrefix(w.src[w.at:], []byte("_ ")) { // its length was not known at first
		w.take(2)
	}
	if w.at < len(w.src) && w.src[w.at] != ']' && w.src[w.at] != '}' {
		w.line()
	}
}

func (w *indenter) leave(c byte) {
	before := byte(0)
	if w.at > 0 {
		before = w.src[w.at-1]
	}
	w.open = w.open[:max(0, len(w.open)-1)]
	if c != ')' && bytes.IndexByte([]byte("[{ _"), before) < 0 { // else it is empty
		w.line()
	}
	w.take(1)
}

// inline reports whether what is written stands in round brackets.
func (w *indenter) inline() bool {
	return len(w.open) > 0 && w.open[len(w.open)-1] == '('
}

// line begins a line.
func (w *indenter) line() {
	w.out = append(w.out, '\n')
	for _, c := range w.open {
		if c != '(' {
			w.out = append(w.out, "  "...)
		}
	}
}

// quoteEnd is where a text or a string of bytes ends that begins at a place.
func quoteEnd(src []byte, from int) int {
	for at := from + 1; at < len(src); at++ {
		switch src[at] {
		case '\\':
			at++
		case src[from]:
			return at + 1
		}
	}
	return len(src)
}
