package chart

import (
	"image"
	"image/draw"

	"mangrove/ui/widgets/text"
)

// Picture is [Chart.Image] under lines that say what it is of, the last of them less loud.
func (c *Chart) Picture(w, h int, px float64, words []string) image.Image {
	all := image.NewRGBA(image.Rect(0, 0, w, h))
	l := &legend{plot: &plot{dst: all, px: px, colours: present()}}
	draw.Draw(all, all.Rect, image.NewUniform(l.colours.back), image.Point{}, draw.Src)
	top, limit := float32(edge), float32(float64(w)/px)-edge
	for i, line := range words {
		in := hand{text.Bold, nameSize, l.colours.text}
		if i == len(words)-1 {
			in = hand{text.Regular, wordsSize, l.colours.muted}
		}
		l.text(line, in, place{edge, top, limit})
		top += rowHeight
	}
	high := l.units(float64(top))
	if high >= h {
		return all
	}
	below := c.Image(w, h-high, px)
	draw.Draw(all, image.Rect(0, high, w, h), below, image.Point{}, draw.Src)
	return all
}
