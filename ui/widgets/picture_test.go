package widgets

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// board is an image of black and white pixels in turn.
func board(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(5, 5, 5+w, 5+h)) // an image need not begin at 0
	for y := range h {
		for x := range w {
			img.Set(5+x, 5+y, color.Gray{Y: byte(255 * ((x + y) % 2))})
		}
	}
	return img
}

// covered is the part of a drawing that is not empty, and how many colours
// there are in it.
func covered(img image.Image) (r image.Rectangle, colours int) {
	seen := map[color.Color]bool{}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if c := img.At(x, y); c != (color.RGBA{}) {
				seen[c] = true
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r, len(seen)
}

func TestPictureSizes(t *testing.T) {
	cases := []struct {
		name       string
		w, h       int
		actual     bool
		wide, high int
		sharp      bool // no colours but the image's own
	}{
		{"a tiny one is made large, not blurred", 3, 3, false, 255, 255, true},
		{"a small one twice as large", 120, 100, false, 240, 200, true},
		{"one that fits as it is", 300, 200, false, 300, 200, true},
		{"a large one as a whole", 900, 600, false, 400, 266, false},
		{"a high one as a whole", 100, 1200, false, 25, 300, false},
		{"a very wide one as a whole", 4000, 2, false, 400, 1, false},
		{"tiny, pixel for pixel", 3, 3, true, 3, 3, true},
		{"large, pixel for pixel", 900, 600, true, 400, 300, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := NewPicture()
			img := board(c.w, c.h)
			p.SetImage(img, Shrink(img))
			p.SetActual(c.actual)
			r, colours := covered(p.draw(400, 300))
			if r.Dx() != c.wide || r.Dy() != c.high {
				t.Errorf("%v is drawn, want %d x %d", r, c.wide, c.high)
			}
			if c.sharp && colours > 2 {
				t.Errorf("%d colours", colours)
			}
		})
	}
}

func TestPictureMoves(t *testing.T) {
	test.NewTempApp(t)
	p := NewPicture()
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 300))
	img := board(900, 600)
	p.SetImage(img, img)
	p.draw(400, 300)
	p.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DX: -50, DY: -20}})
	if p.at != (image.Point{}) {
		t.Errorf("moved to %v while seen as a whole", p.at)
	}
	p.SetActual(true)
	for _, c := range []struct {
		by   fyne.Delta
		want image.Point
	}{{fyne.Delta{DX: -50, DY: -20}, image.Pt(50, 20)}, {fyne.Delta{DX: 500, DY: 0}, image.Pt(0, 20)}, {fyne.Delta{DX: -9000, DY: -9000}, image.Pt(500, 300)}} {
		if p.Dragged(&fyne.DragEvent{Dragged: c.by}); p.at != c.want {
			t.Errorf("moved by %v to %v, want %v", c.by, p.at, c.want)
		}
	}
	p.SetImage(board(10, 10), board(10, 10))
	if r, _ := covered(p.draw(400, 300)); r != image.Rect(195, 145, 205, 155) {
		t.Errorf("a smaller image afterwards is drawn at %v", r)
	}
}

func TestShrinkKeepsTheMean(t *testing.T) {
	small := Shrink(board(5000, 3000))
	if b := small.Bounds(); b.Dx() != 1666 || b.Dy() != 1000 {
		t.Fatalf("%v", b)
	}
	r, g, _, a := small.At(800, 500).RGBA()
	if level := r >> 8; level < 110 || level > 145 || g != r || a != 0xffff {
		t.Errorf("black and white in turn became %d", level)
	}
}
