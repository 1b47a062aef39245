package importing

import (
	"strings"
	"unicode"
)

// Word processors and chat programs change what is typed: two dashes become a
// long one, straight quotes become curly ones, blanks must not break the line.
const (
	dashes = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
	blanks = "\u00a0\u2007\u202f\u3000\u2002\u2003\u2009"
	hidden = "\u200b\u200c\u200d\u2060\ufeff\u00ad"

	singleQuotes = "\u2018\u2019\u201a\u201b"
	doubleQuotes = "\u201c\u201d\u201e\u201f\u00ab\u00bb"
)

// straighten puts back quotes and blanks. What stands between real quotes is
// left as it is, and so is a curly one amid a word.
func straighten(text string) string {
	var out strings.Builder
	runes := []rune(text)
	quote, before := rune(0), ' '
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		end := 0
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case strings.ContainsRune(blanks, r):
			r = ' '
		case strings.ContainsRune(hidden, r):
			continue
		case opens(before, runes[i+1:]) && strings.ContainsRune("'\"", r):
			quote = r
		case opens(before, runes[i+1:]) && strings.ContainsRune(singleQuotes, r):
			end = closing(runes[i+1:], singleQuotes)
		case opens(before, runes[i+1:]) && strings.ContainsRune(doubleQuotes, r):
			end = closing(runes[i+1:], doubleQuotes)
		}
		if end > 0 {
			inside := string(runes[i+1 : i+end])
			out.WriteString(quoted(inside, strings.ContainsRune(singleQuotes, r)))
			i += end
			before = '"'
			continue
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}

// opens reports whether a quote that stands here begins a word.
func opens(before rune, rest []rune) bool {
	return len(rest) > 0 && (unicode.IsSpace(before) || strings.ContainsRune("=:(", before))
}

// closing is how far from an opening quote the one is that closes it, 0 if none
// does.
func closing(rest []rune, quotes string) int {
	for i, r := range rest {
		switch {
		case r == '\n':
			return 0
		case strings.ContainsRune(quotes, r) && (i+1 == len(rest) || unicode.IsSpace(rest[i+1]) || strings.ContainsRune(";|&)", rest[i+1])):
			return i + 1
		}
	}
	return 0
}

func quoted(inside string, single bool) string {
	if single && !strings.Contains(inside, "'") || strings.Contains(inside, `"`) {
		return "'" + inside + "'"
	}
	return `"` + inside + `"`
}

// straightOption puts back the dashes that an option begins with.
func straightOption(word string) string {
	name := strings.TrimLeft(word, dashes+"-")
	begin := word[:len(word)-len(name)]
	switch {
	case name == "" || !strings.ContainsAny(begin, dashes):
		return word
	case len(name) == 1:
		return "-" + name
	}
	return "--" + name
}
