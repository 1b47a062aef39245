package text

import (
	"slices"
	"unicode/utf8"
)

// Place is where a piece of a text that cannot be divided stands: a character,
// with what belongs to it.
type Place struct {
	From, To int     // in the text, in bytes
	X, Width float32 // from where the text begins on the left, in Fyne's units
}

// Places finds the pieces of a text in the order in which it is read; those
// that are read from the right stand further left the later they come.
func Places(s string, style Style, size float32) []Place {
	r, _ := Of(style, size).shape(s, noLimit)
	var starts []int // of the characters, in bytes
	for i := 0; i < len(s); {
		starts = append(starts, i)
		_, n := utf8.DecodeRuneInString(s[i:])
		i += n
	}
	starts = append(starts, len(s))
	of := func(i int) int { // the character that a glyph stands for
		if r.clusters == nil {
			return i
		}
		return int(r.clusters[i])
	}
	places := make([]Place, len(starts)-1)
	var x float32
	for i, g := range r.glyphs {
		p := &places[of(i)]
		if p.To == 0 { // its first glyph
			p.X, p.To = x, 1
		}
		p.Width += g.advance
		x += g.advance
	}
	for i := range places {
		if places[i].To != 0 {
			places[i].From = starts[i]
		}
	}
	places = slices.DeleteFunc(places, func(p Place) bool { return p.To == 0 })
	for i := range places {
		places[i].To = len(s)
		if i+1 < len(places) {
			places[i].To = places[i+1].From
		}
	}
	return places
}
