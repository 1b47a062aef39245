package text

import (
	"bytes"
	"image"
	"log/slog"
	"math"

	"github.com/srwiley/oksvg"
	"github.com/srwiley/rasterx"
)

// rasteriseSVG draws a glyph that is an SVG document. Its view box is the em,
// with the pen on the baseline at its upper left corner:
// https://learn.microsoft.com/en-us/typography/opentype/spec/svg
func rasteriseSVG(document []byte, g *glyph) *mask {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(document))
	if err != nil || icon.ViewBox.W <= 0 || icon.ViewBox.H <= 0 {
		slog.Debug("a glyph cannot be drawn", "glyph", g.shape.GlyphID, "error", err)
		return noInk
	}
	size := float64(g.size)
	scale := size / icon.ViewBox.W
	above := math.Ceil(icon.ViewBox.Y * scale) // of the baseline
	side := int(size) + 2
	m := &mask{left: toFixed(float32(toFloat(g.shape.XOffset))).Round(), top: -int(above), colours: image.NewRGBA(image.Rect(0, 0, side, side))}
	m.top -= g.shape.YOffset.Round()
	icon.Transform = rasterx.Identity.Translate(-icon.ViewBox.X*scale, above-icon.ViewBox.Y*scale).Scale(scale, scale)
	scanner := rasterx.NewScannerGV(side, side, m.colours, m.colours.Rect)
	icon.Draw(rasterx.NewDasher(side, side, scanner), 1)
	return m
}
