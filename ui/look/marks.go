package look

import (
	"image/color"
	"strconv"
	"strings"
)

// Marks are the colours a connection can have.
var Marks = []string{"#e5534b", "#e08c36", "#d6b92f", "#4fae5a", "#2fa8a0", "#4a8fe0", "#8d6fe0", "#d160a8"}

// MarkColour reads a colour written as #rrggbb; false when there is none.
func MarkColour(s string) (c color.NRGBA, ok bool) {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || len(s) != 7 {
		return c, false
	}
	return color.NRGBA{R: byte(n >> 16), G: byte(n >> 8), B: byte(n), A: 255}, true
}

// ColourOfMark is the colour of a connection, none when it has none.
func ColourOfMark(mark string) color.NRGBA {
	c, _ := MarkColour(mark)
	return c
}
