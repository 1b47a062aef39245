package importing

import (
	"regexp"
	"slices"
	"strings"
)

// What a text does not say - a variable that is set elsewhere, a placeholder -
// stands in its words between these two, which no text has: they are
// noncharacters of Unicode.
const (
	unknownBegin = "\ufdd0"
	unknownEnd   = "\ufdd1"
)

var (
	unknowns     = regexp.MustCompile(unknownBegin + "([^" + unknownEnd + "]*)" + unknownEnd)
	placeholders = regexp.MustCompile(`(^|[^<])<([A-Za-z](?:[A-Za-z0-9 _./|-]*[A-Za-z0-9_])?)>($|[^\w>])`)
	variables    = regexp.MustCompile(`^\$\{?([A-Za-z_]\w*)\}?$`)
)

// unknown marks what cannot be known, by the name that the text has for it.
func unknown(name string) string { return unknownBegin + name + unknownEnd }

// unknownIn are the names of what cannot be known in a word, each once.
func unknownIn(word string) (names []string) {
	for _, found := range unknowns.FindAllStringSubmatch(word, -1) {
		if !slices.Contains(names, found[1]) {
			names = append(names, found[1])
		}
	}
	return names
}

// markPlaceholders marks words in angle brackets, as in <host>, which a shell
// would take for files.
func markPlaceholders(text string) string {
	text = strings.NewReplacer(unknownBegin, "", unknownEnd, "").Replace(text)
	for range 2 { // what ends one may begin the next
		text = placeholders.ReplaceAllString(text, "${1}"+unknownBegin+"<${2}>"+unknownEnd+"${3}")
	}
	return text
}
