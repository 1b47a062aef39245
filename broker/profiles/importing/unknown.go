package importing

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"mangrove/broker/profiles/finding"
)

// What a text does not say - a variable that is set elsewhere, a placeholder -
// stands in its words between these two, which no text has: they are
// noncharacters of Unicode.
const (
	unknownBegin = "\ufdd0"
	unknownEnd   = "\ufdd1"
	codeMark     = "\ufdd2" // about the code of what has no name
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

// unknownOf marks what cannot be known and has no name in the text.
func unknownOf(code finding.Code, value string) string {
	return unknown(codeMark + string(code) + codeMark + value)
}

// unknownIn are what cannot be known in a word, each once.
func unknownIn(word string) (all []finding.Part) {
	for _, found := range unknowns.FindAllStringSubmatch(word, -1) {
		what := finding.Part{Value: strings.Map(signs, found[1])}
		if rest, coded := strings.CutPrefix(what.Value, codeMark); coded {
			code, value, _ := strings.Cut(rest, codeMark)
			what = finding.Part{Code: finding.Code(code), Value: value}
		}
		if !slices.Contains(all, what) {
			all = append(all, what)
		}
	}
	return all
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
	text = strings.NewReplacer(unknownBegin, "", unknownEnd, "", codeMark, "").Replace(text)
	for range 2 { // what ends one may begin the next
		text = placeholders.ReplaceAllStringFunc(text, func(found string) string {
			parts := placeholders.FindStringSubmatch(found)
			return parts[1] + unknown("<"+parts[2]+">") + parts[3]
		})
	}
	return text
}
