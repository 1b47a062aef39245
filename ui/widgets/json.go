package widgets

import "strings"

// States of [MarkJSON] between the pieces of a broken line.
const (
	outside  = iota
	inString // inside a string
	inKey    // inside a string that is a key
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
			at = markWhile(line, at, "+-.0123456789eE", Number, &marks)
		case c >= 'a' && c <= 'z':
			at = markWhile(line, at, "abcdefghijklmnopqrstuvwxyz", Literal, &marks)
		case strings.IndexByte("{}[],:", c) >= 0:
			at = markWhile(line, at, "{}[],:", Quiet, &marks)
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

func markWhile(line string, at int, set string, kind MarkKind, marks *[]Mark) (end int) {
	end = at
	for end < len(line) && strings.IndexByte(set, line[end]) >= 0 {
		end++
	}
	*marks = append(*marks, Mark{at, end, kind})
	return end
}
