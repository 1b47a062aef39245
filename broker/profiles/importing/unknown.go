package importing

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// What a text does not say - a variable that is set elsewhere, a placeholder -
// stands in its words between these two, which no text has: they are
// noncharacters of Unicode.
const (
	unknownBegin = "\ufdd0"
	unknownEnd   = "\ufdd1"
)

// systemTopics begins the topics of a broker itself. It looks like a variable, and
// stands for itself unless the text sets one.
const systemTopics = "$SYS"

var (
	unknowns     = regexp.MustCompile(unknownBegin + "([^" + unknownEnd + "]*)" + unknownEnd)
	placeholders = regexp.MustCompile(`(^|[^<\x{fdd0}])<([A-Za-z](?:[A-Za-z0-9 _./|-]*[A-Za-z0-9_])?)>($|[^\w>])`)
	variables    = regexp.MustCompile(`^\$\{?([A-Za-z_]\w*)\}?$`)
)

// plainPlane is where the signs of a name go, so that no shell reads them: it is
// for private use.
const plainPlane = 0xF0000

// unknown marks what cannot be known, by the name that the text has for it.
func unknown(name string) string {
	return unknownBegin + strings.Map(func(r rune) rune {
		if r < 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return plainPlane + r
		}
		return r
	}, name) + unknownEnd
}

// unknownIn are the names of what cannot be known in a word, each once.
func unknownIn(word string) (names []string) {
	for _, found := range unknowns.FindAllStringSubmatch(word, -1) {
		if name := strings.Map(signs, found[1]); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// signs gives back what unknown has put away.
func signs(r rune) rune {
	if r >= plainPlane && r < plainPlane+0x80 {
		return r - plainPlane
	}
	return r
}

// markPlaceholders marks words in angle brackets, as in <host>, which a shell
// would take for files.
func markPlaceholders(text string) string {
	text = strings.NewReplacer(unknownBegin, "", unknownEnd, "").Replace(text)
	for range 2 { // what ends one may begin the next
		text = placeholders.ReplaceAllStringFunc(text, func(found string) string {
			parts := placeholders.FindStringSubmatch(found)
			return parts[1] + unknown("<"+parts[2]+">") + parts[3]
		})
	}
	return text
}
