package widgets

import "strings"

// States of [MarkJSON] between the pieces of a broken line.
const (
	outside  = iota
	inString // inside a string
	inKey    // inside a string that is a key
)

// class is what one kind of token is made of.
type class struct {
	bytes string
	kind  MarkKind
}

var (
	numbers  = class{"+-.0123456789eE", Number}
	literals = class{"abcdefghijklmnopqrstuvwxyz", Literal}
	signs    = class{"{}[],:", Quiet}
)

// MarkJSON marks a line of JSON, well-formed or not. It is a [Marker].
func MarkJSON(line string, state int) (marks []Mark, next int) {
	at := 0
	if state != outside {
		end, closed := stringEnd(line, 0)
		marks = append(marks, Mark{0, end, stringKind(state)})
		if !closed {
			return marks, state
		}
		at = end
	}
	for at < len(line) {
		c := line[at]
		switch {
		case c == '"':
			end, closed := stringEnd(line, at+1)
			state = inString
			if closed && strings.HasPrefix(strings.TrimLeft(line[end:], " \t"), ":") {
				state = inKey
			}
			marks = append(marks, Mark{at, end, stringKind(state)})
			if !closed {
				return marks, state
			}
			at = end
		case c == '-' || c >= '0' && c <= '9':
			marks, at = markWhile(marks, line, at, numbers)
		case c >= 'a' && c <= 'z':
			marks, at = markWhile(marks, line, at, literals)
		case strings.IndexByte(signs.bytes, c) >= 0:
			marks, at = markWhile(marks, line, at, signs)
		default:
			at++
		}
	}
	return marks, outside
}

func stringKind(state int) MarkKind {
	if state == inKey {
		return Key
	}
	return String
}

// stringEnd finds the end of a string whose inside begins at from.
func stringEnd(line string, from int) (end int, closed bool) {
	for i := from; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return i + 1, true
		}
	}
	return len(line), false
}

// markWhile marks the bytes of a class that begin at from.
func markWhile(marks []Mark, line string, from int, c class) (more []Mark, end int) {
	end = from
	for end < len(line) && strings.IndexByte(c.bytes, line[end]) >= 0 {
		end++
	}
	return append(marks, Mark{from, end, c.kind}), end
}
