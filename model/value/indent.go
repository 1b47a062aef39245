package value

// IndentNotation lays out diagnostic notation that stands on one line, or JSON: each
// member and element on a line of its own. It is nil when that takes more bytes than most.
func IndentNotation(src []byte, most int) []byte {
	w := indenter{out: make([]byte, 0, 2*len(src))}
	for at := 0; at < len(src); at++ {
		if len(w.out) > most {
			return nil
		}
		switch c := src[at]; c {
		case '"', '\'':
			end := quoteEnd(src, at)
			w.out = append(w.out, src[at:end]...)
			at = end - 1
		case '[', '{', '(':
			end := at + 1
			for c != '(' && end < len(src) && (src[end] == '_' || src[end] == ' ') { // without an end known at first
				end++
			}
			w.out = append(w.out, src[at:end]...)
			at = end - 1
			w.open = append(w.open, c)
			if c != '(' && at+1 < len(src) && src[at+1] != ']' && src[at+1] != '}' {
				w.line()
			}
		case ']', '}', ')':
			empty := at > 0 && (src[at-1] == '[' || src[at-1] == '{' || src[at-1] == ' ' || src[at-1] == '_')
			if w.open = w.open[:max(0, len(w.open)-1)]; c != ')' && !empty {
				w.line()
			}
			w.out = append(w.out, c)
		case ',':
			w.out = append(w.out, c)
			if w.inline() {
				break
			}
			w.line()
			for at+1 < len(src) && src[at+1] == ' ' {
				at++
			}
		case ':':
			w.out = append(w.out, c, ' ')
			for at+1 < len(src) && src[at+1] == ' ' {
				at++
			}
		default:
			w.out = append(w.out, c)
		}
	}
	return w.out
}

// indenter writes what is laid out.
type indenter struct {
	out  []byte
	open []byte // brackets
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
