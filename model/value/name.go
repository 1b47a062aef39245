package value

import (
	"strings"
	"unicode"
)

// step is a member in a path: its name, or in parentheses what is none.
func (k Key) step() string {
	switch negative, ok := strings.CutPrefix(k.Name, "-"); {
	case k.Notation && ok && QuoteName(negative) == negative:
		return "(" + k.Name + ")"
	case k.Notation:
		return "(" + QuoteName(k.Name) + ")"
	}
	return QuoteName(k.Name)
}

// QuoteName puts the name of a member in quotes if it would end a word of a search, or
// begin something else than a name, as a parenthesis does in a path.
func QuoteName(name string) string {
	odd := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"<>=~!+#", r) }
	if name != "" && name[0] != '-' && name[0] != '(' && !strings.HasPrefix(name, "re:") && !strings.ContainsFunc(name, odd) {
		return name
	}
	var text strings.Builder
	behind := 0 // how many backslashes: before a quote two mean one
	for i := range len(name) {
		switch name[i] {
		case '\\':
			behind++
		case '"':
			text.WriteString(strings.Repeat(`\`, behind+1))
			behind = 0
		default:
			behind = 0
		}
		text.WriteByte(name[i])
	}
	return `"` + text.String() + strings.Repeat(`\`, behind) + `"`
}
