package text

import (
	"fmt"
	"image"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// scales are those that desktops have.
var scales = []float32{1, 1.25, 1.5, 1.75, 2}

// onScale gives a line for a canvas of a scale.
func onScale(t *testing.T, scale, size float32) *Line {
	t.Helper()
	test.NewTempApp(t)
	l := NewLine(size)
	w := test.NewWindow(nil)
	t.Cleanup(w.Close)
	w.SetContent(l.Raster)
	w.Canvas().(interface{ SetScale(float32) }).SetScale(scale)
	return l
}

// drawnAt is the image that the toolkit asks for, and the pixels it is shown on: it
// rounds the edges of them, and the size of the image.
func drawnAt(l *Line, scale float32) (img *image.RGBA, shown image.Point) {
	round := func(v float32) int { return int(math.Round(float64(v * scale))) }
	at, size := l.Raster.Position(), l.Raster.Size()
	end := at.Add(size)
	return l.draw(round(size.Width), round(size.Height)).(*image.RGBA), image.Pt(round(end.X)-round(at.X), round(end.Y)-round(at.Y))
}

// TestALineIsShownAsItIsDrawn: with a column more or less than has been drawn, one in
// the middle goes or comes twice.
func TestALineIsShownAsItIsDrawn(t *testing.T) {
	for _, scale := range append(scales, 1.1, 1.3, 3) {
		t.Run(fmt.Sprint(scale), func(t *testing.T) {
			l := onScale(t, scale, 12.5)
			for i := range 400 {
				at := fyne.NewPos(float32(i)*4.25, float32(i)*0.75)
				size := fyne.NewSize(100.25+float32(i*i%977)/3, 17+float32(i%9)/4)
				l.Place(at, size)
				img, shown := drawnAt(l, scale)
				if img.Rect.Size() != shown {
					t.Fatalf("%v of %v: drawn %v, shown %v", at, size, img.Rect.Size(), shown)
				}
				if got := l.Raster.Size(); got.Width < size.Width-0.01 || got.Width > size.Width+1/scale+0.01 || got.Height < size.Height-0.01 {
					t.Fatalf("%v became %v", size, got)
				}
			}
		})
	}
}

// TestInkEndsWhereItIsMeasured: what has been measured in units is drawn as wide on a
// canvas of any scale, and is not cut where it just fits.
func TestInkEndsWhereItIsMeasured(t *testing.T) {
	words := []string{
		"31 in", "41 in", "1,800 × 1,200", "Shown as an image of 640 × 400 pixels", "65535 unacknowledged messages at a time",
		"zigbee2mqtt/hall_sensor/availability", "To Ta AV. Wave", "온도 21.4 ℃", "naïve café Ωß ЖЯ", "{\"temperature\":21.4,\"humidity\":40}", "WWWWWW", "illicit", "😀😀",
	}
	for _, scale := range scales {
		t.Run(fmt.Sprint(scale), func(t *testing.T) {
			for _, style := range []Style{Regular, Bold, Mono} {
				for _, size := range []float32{11, 11.5, 12, 12.5, 13, 14, 15} {
					l := onScale(t, scale, size)
					for _, s := range words {
						measured := Width(s, style, size)
						l.Set(Span{Text: s, Style: style, Colour: white, X: 10})
						l.Place(fyne.Position{}, fyne.NewSize(10+measured+20, 24))
						img, _ := drawnAt(l, scale)
						_, right := ink(img)
						end := (10 + measured) * scale
						if over := float32(right+1) - end; over > 1.6 || over < -size*scale/4 {
							t.Errorf("%v %v %q: ink ends %v px behind what was measured", style, size, s, over)
						}
						if Cut([]Span{{Text: s, Style: style, X: 10}}, size, 10+measured, scale) {
							t.Errorf("%v %v %q is cut where it just fits", style, size, s)
						}
					}
				}
			}
		})
	}
}
