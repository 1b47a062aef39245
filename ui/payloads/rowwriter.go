package payloads

import (
	"image/color"

	"mangrove/ui/widgets/text"
)

// rowWriter writes the pieces of a row one behind the other.
type rowWriter struct {
	into   []text.Span
	x      float32 // of the next, below 0 behind the one before
	needle []byte  // what is marked in what may have been found
	hit    color.Color
}

func (w *rowWriter) put(s string, style text.Style, colour color.NRGBA) {
	if s != "" {
		w.into = append(w.into, text.Span{Text: s, Style: style, Colour: colour, X: w.x})
		w.x = -1
	}
}

// found writes what a search looks at, with what it was for marked.
func (w *rowWriter) found(s string, colour color.NRGBA) {
	for _, part := range hitParts(s, w.needle) {
		if w.put(part.text, text.Mono, colour); part.hit {
			w.into[len(w.into)-1].Back = w.hit
		}
	}
}
