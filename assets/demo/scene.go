package demo

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"
	"time"
)

// The size of a camera's picture in pixels.
const (
	sceneWidth  = 320
	sceneHeight = 180
	barHeight   = 15 // the time stamp at the bottom
	horizon     = 78
)

// scene is a picture being drawn. Light, 0 to 1, dims what is painted.
type scene struct {
	*image.RGBA
	light float64
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{byte(hex >> 16), byte(hex >> 8), byte(hex), 255}
}

// daylight is how bright it is outdoors by the wall clock; never quite dark.
func daylight(now time.Time) float64 {
	return max(0.36, min(1, daily(-0.5, 1.6, 13)(now)))
}

func newScene(now time.Time) *scene {
	s := &scene{image.NewRGBA(image.Rect(0, 0, sceneWidth, sceneHeight)), daylight(now)}
	for y := range horizon {
		t := float64(y) / horizon
		s.fill(image.Rect(0, y, sceneWidth, y+1), blend(rgb(0x6fa8d6), rgb(0xd9e8f0), t))
	}
	for y := horizon; y < sceneHeight; y++ {
		t := float64(y-horizon) / (sceneHeight - horizon)
		s.fill(image.Rect(0, y, sceneWidth, y+1), blend(rgb(0x7f9a63), rgb(0x5c7a45), t))
	}
	return s
}

// fill paints a rectangle.
func (s *scene) fill(r image.Rectangle, c color.RGBA) {
	draw.Draw(s.RGBA, r, image.NewUniform(blend(rgb(0x080c14), c, s.light)), image.Point{}, draw.Src)
}

// spot is a place in a picture, or the two radii of an oval.
type spot struct{ x, y float64 }

// oval fills an ellipse.
func (s *scene) oval(centre, radius spot, c color.RGBA) {
	for row := math.Floor(centre.y - radius.y); row <= centre.y+radius.y; row++ {
		dy := (row - centre.y) / radius.y
		if half := radius.x * math.Sqrt(max(0, 1-dy*dy)); half > 0 {
			s.fill(image.Rect(int(centre.x-half), int(row), int(centre.x+half)+1, int(row)+1), c)
		}
	}
}

// band fills what is so high from the line between two spots downwards.
func (s *scene) band(from, to spot, height float64, c color.RGBA) {
	for x := from.x; x < to.x; x++ {
		y := from.y + (to.y-from.y)*(x-from.x)/(to.x-from.x)
		s.fill(image.Rect(int(x), int(y), int(x)+1, int(y+height)), c)
	}
}

// frame outlines a rectangle in full light, as an overlay does.
func (s *scene) frame(r image.Rectangle, c color.RGBA) {
	for _, edge := range []image.Rectangle{
		{r.Min, image.Pt(r.Max.X, r.Min.Y+1)}, {image.Pt(r.Min.X, r.Max.Y-1), r.Max},
		{r.Min, image.Pt(r.Min.X+1, r.Max.Y)}, {image.Pt(r.Max.X-1, r.Min.Y), r.Max},
	} {
		draw.Draw(s.RGBA, edge, image.NewUniform(c), image.Point{}, draw.Src)
	}
}

// stamp writes the camera's name and the time into a bar at the bottom.
func (s *scene) stamp(name string, now time.Time) {
	bar := image.Rect(0, sceneHeight-barHeight, sceneWidth, sceneHeight)
	draw.Draw(s.RGBA, bar, image.NewUniform(rgb(0x10141a)), image.Point{}, draw.Src)
	s.write(6, bar.Min.Y+4, strings.ToUpper(name), rgb(0xf2c14e))
	clock := now.Format("2006-01-02 15:04:05")
	s.write(sceneWidth-6-glyphAdvance*len(clock), bar.Min.Y+4, clock, rgb(0xf4f6f8))
}

// write puts text at its upper left corner; what has no glyph stays blank.
func (s *scene) write(x, y int, text string, c color.RGBA) {
	for _, r := range text {
		for row, bits := range glyphs[r] {
			for column := range glyphWidth {
				if bits&(1<<(glyphWidth-1-column)) != 0 {
					s.SetRGBA(x+column, y+row, c)
				}
			}
		}
		x += glyphAdvance
	}
}

func blend(a, b color.RGBA, t float64) color.RGBA {
	mix := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*t)) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
}

// drawYard is a barn, trees and a path, with a person along the path.
func drawYard(now time.Time, along float64, there bool) image.Image {
	s := newScene(now)
	s.band(spot{0, 140}, spot{sceneWidth, 118}, 26, rgb(0xb9ac93)) // the path
	s.barn()
	for _, t := range []spot{{214, 74}, {250, 66}, {293, 72}} {
		s.fill(image.Rect(int(t.x)-2, int(t.y)+8, int(t.x)+3, int(t.y)+34), rgb(0x6b4f35))
		s.oval(t, spot{17, 19}, rgb(0x3f6b3a))
		s.oval(spot{t.x - 5, t.y - 5}, spot{9, 9}, rgb(0x558449))
	}
	if there {
		box := personBox(along)
		s.person(box, now)
		s.frame(box.Inset(-3), rgb(0xf2c14e))
		s.write(box.Min.X-3, box.Min.Y-12, "PERSON", rgb(0xf2c14e))
	}
	s.stamp("yard", now)
	return s.RGBA
}

func (s *scene) barn() {
	s.fill(image.Rect(28, 52, 142, 108), rgb(0x9c4a3c))
	for row := range 22 { // the roof
		s.fill(image.Rect(85-int(2.9*float64(row)), 30+row, 85+int(2.9*float64(row)), 31+row), rgb(0x4a4f57))
	}
	s.fill(image.Rect(68, 72, 102, 108), rgb(0x6e3128))
	s.fill(image.Rect(84, 72, 86, 108), rgb(0x4f221b))
	for _, x := range []int{38, 114} {
		s.fill(image.Rect(x, 66, x+18, 80), rgb(0xbfd6e2))
		if s.light < 0.5 { // somebody is in there
			draw.Draw(s.RGBA, image.Rect(x, 66, x+18, 80), image.NewUniform(rgb(0xf2cf83)), image.Point{}, draw.Src)
		}
		s.fill(image.Rect(x+8, 66, x+10, 80), rgb(0xf1ece2))
	}
}

// personBox is where the person stands after a share of the way.
func personBox(along float64) image.Rectangle {
	x := int(12 + along*(sceneWidth-44))
	y := int(116 - 22*along*0.9)
	return image.Rect(x, y, x+18, y+40)
}

// person walks: the legs swing once a second.
func (s *scene) person(box image.Rectangle, now time.Time) {
	x, y := float64(box.Min.X)+9, float64(box.Min.Y)
	swing := 4 * math.Sin(2*math.Pi*float64(now.Nanosecond())/1e9+float64(now.Second()))
	s.oval(spot{x, y + 39}, spot{9, 2}, rgb(0x8d8370))
	s.fill(image.Rect(int(x-swing)-2, int(y)+25, int(x-swing)+2, int(y)+39), rgb(0x2f3a4f))
	s.fill(image.Rect(int(x+swing)-2, int(y)+25, int(x+swing)+2, int(y)+39), rgb(0x263044))
	s.fill(image.Rect(int(x)-5, int(y)+10, int(x)+6, int(y)+27), rgb(0xe07b28))
	s.fill(image.Rect(int(x)-5, int(y)+18, int(x)+6, int(y)+20), rgb(0xf7e9b0)) // a reflective strip
	s.oval(spot{x, y + 5}, spot{4.5, 5}, rgb(0xd9a679))
	s.fill(image.Rect(int(x)-5, int(y), int(x)+6, int(y)+3), rgb(0xf2d21f)) // a helmet
}

// drawGate is a road with a barrier that lifts for a van once a minute.
func drawGate(now time.Time) *image.RGBA {
	s := newScene(now)
	s.fill(image.Rect(0, 104, sceneWidth, 152), rgb(0x70747a))
	for x := 6; x < sceneWidth; x += 40 {
		s.fill(image.Rect(x, 127, x+20, 129), rgb(0xe8e4d4))
	}
	s.fill(image.Rect(226, 56, 286, 106), rgb(0xc9c3b4)) // the gatehouse
	s.fill(image.Rect(220, 50, 292, 57), rgb(0x4a4f57))
	s.fill(image.Rect(238, 68, 274, 84), rgb(0x9fc2d4))

	at := math.Mod(float64(now.UnixMilli())/1000, 60)
	open := at > 14 && at < 46
	if at > 6 && at < 54 {
		s.van(int((at-6)/48*(sceneWidth+90)) - 85)
	}
	s.fill(image.Rect(205, 98, 213, 132), rgb(0x3c4148))
	if open {
		s.fill(image.Rect(205, 40, 211, 102), rgb(0xd8d8d8))
		s.fill(image.Rect(205, 52, 211, 62), rgb(0xc8352c))
	} else {
		for x := 96; x < 208; x += 14 {
			s.fill(image.Rect(x, 102, x+7, 106), rgb(0xc8352c))
			s.fill(image.Rect(x+7, 102, x+14, 106), rgb(0xeeeeee))
		}
	}
	s.stamp("gate", now)
	return s.RGBA
}

func (s *scene) van(x int) {
	s.fill(image.Rect(x, 92, x+58, 132), rgb(0xf0f2f4))
	s.fill(image.Rect(x+58, 106, x+78, 132), rgb(0xf0f2f4))
	s.band(spot{float64(x) + 58, 94}, spot{float64(x) + 72, 106}, 14, rgb(0x5d7f95))
	s.fill(image.Rect(x, 114, x+78, 118), rgb(0x1f7a6b))
	for _, wheel := range []float64{16, 62} {
		s.oval(spot{float64(x) + wheel, 132}, spot{8, 8}, rgb(0x23262b))
		s.oval(spot{float64(x) + wheel, 132}, spot{3, 3}, rgb(0xa9adb3))
	}
}
