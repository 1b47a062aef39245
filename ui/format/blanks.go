package format

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// OddBlank is a blank in a level that would not be seen for what it is.
type OddBlank struct {
	From, To int    // in bytes
	Sign     string // what is shown for it
}

// blankSign stands for a blank at either end of a level, or beside another.
const blankSign = "␣"

// OddBlanks finds the blanks of a level that need a sign, in order: a common
// one at either end or beside another, and any that only looks like one. The
// sign itself is shown by its code point, so that it always means a blank.
func OddBlanks(level string) []OddBlank {
	if plainBlanks(level) {
		return nil
	}
	var list []OddBlank
	before := true // a blank, or the beginning
	for i := 0; i < len(level); {
		r, n := utf8.DecodeRuneInString(level[i:])
		next, _ := utf8.DecodeRuneInString(level[i+n:])
		switch {
		case r == ' ' && (before || i+n == len(level) || unicode.Is(unicode.Zs, next)):
			list = append(list, OddBlank{i, i + n, blankSign})
		case r != ' ' && unicode.Is(unicode.Zs, r), r == '␣':
			list = append(list, OddBlank{i, i + n, fmt.Sprintf("[U+%04X]", r)})
		}
		before = unicode.Is(unicode.Zs, r)
		i += n
	}
	return list
}

// plainBlanks reports whether there is no odd blank, as in nearly every level,
// or that it takes a closer look.
func plainBlanks(level string) bool {
	before := byte(' ')
	for i := range len(level) {
		c := level[i]
		if c >= utf8.RuneSelf || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return before != ' ' || level == ""
}

// SignLevel is a level, or another text, with signs for its odd blanks.
func SignLevel(level string) string {
	odd := OddBlanks(level)
	if odd == nil {
		return level
	}
	var b strings.Builder
	at := 0
	for _, o := range odd {
		b.WriteString(level[at:o.From] + o.Sign)
		at = o.To
	}
	return b.String() + level[at:]
}

// longestDrawn is how many bytes of a name are looked at to draw it. No line has
// room for more, and a name may be of 65,535.
const longestDrawn = 1_024

// Beginning is as much of the beginning of a name as can be seen, with an ellipsis.
func Beginning(name string) string {
	if len(name) <= longestDrawn {
		return name
	}
	end := longestDrawn
	for end > longestDrawn-utf8.UTFMax && !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + "…"
}

// BothEnds is a name without the middle of it when it is longer than can be seen.
func BothEnds(name string) string {
	if len(name) <= 2*longestDrawn {
		return name
	}
	from := len(name) - longestDrawn
	for from < len(name) && !utf8.RuneStart(name[from]) {
		from++
	}
	return Beginning(name) + name[from:]
}

// SignTopic is a topic, or some levels of one, with signs for its odd blanks. What
// else cannot be seen is marked where it is drawn.
func SignTopic(topic string) string {
	var b strings.Builder
	rest, more := topic, true
	for more {
		var level string
		level, rest, more = strings.Cut(rest, "/")
		b.WriteString(SignLevel(level))
		if more {
			b.WriteByte('/')
		}
	}
	return b.String()
}
