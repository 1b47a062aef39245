package text

import (
	"slices"

	"github.com/go-text/typesetting/segmenter"
)

// Break cuts a text into lines of a width: between words, or inside of one that
// is wider than a line. It makes at most one line more than most, and looks at
// no more of the text than that takes.
func (f *Font) Break(s string, width float32, most int) []string {
	s = beginning(s, (most+1)*mostShaped)
	var list []string
	for len(list) < most && s != "" && !f.Fits(s, width) {
		n := f.fitting(s, width)
		list = append(list, s[:n])
		s = s[n:]
	}
	return append(list, s)
}

// fitting is how many bytes of the beginning of a text make a line: as many
// words as fit, or what fits of the first, but at least a character.
func (f *Font) fitting(s string, width float32) int {
	var words, letters []int // where a line may end
	var seg segmenter.Segmenter
	characters := []rune(beginning(s, mostShaped))
	seg.Init(characters)
	starts := make([]int, 0, len(characters)+1) // of the characters, in bytes
	for i := range s {
		starts = append(starts, i)
		if len(starts) > len(characters) {
			break
		}
	}
	starts = append(starts, len(s))
	for lines := seg.LineIterator(); lines.Next(); {
		l := lines.Line()
		words = append(words, starts[l.Offset+len(l.Text)])
	}
	for clusters := seg.GraphemeIterator(); clusters.Next(); {
		g := clusters.Grapheme()
		letters = append(letters, starts[g.Offset+len(g.Text)])
	}
	for _, ends := range [][]int{words, letters} {
		n, _ := slices.BinarySearchFunc(ends, width, func(end int, width float32) int {
			if f.Fits(s[:end], width) {
				return -1
			}
			return 1
		})
		if n > 0 {
			return ends[n-1]
		}
	}
	return letters[0]
}
