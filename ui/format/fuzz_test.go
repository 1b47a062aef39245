package format

import (
	"strings"
	"testing"
	"unicode/utf8"

	"mangrove/model/printable"
	"mangrove/ui/widgets/text"
)

// FuzzExcerpt: what is too long is cut, and stays text; what is not is as it is
// printed.
func FuzzExcerpt(f *testing.F) {
	f.Add(strings.Repeat("가", 300))
	f.Add("short")
	f.Fuzz(func(t *testing.T, words string) {
		got := Excerpt(words)
		if len(got) > 4*(LargestSentence+20) || // of escapes
			utf8.ValidString(words) && !utf8.ValidString(got) {
			t.Errorf("%d bytes become %d", len(words), len(got))
		}
		if len(words) <= LargestSentence && got != text.MarkBlanks(printable.Text(words)) {
			t.Errorf("%q becomes %q", words, got)
		}
	})
}
