package text

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"testing"
)

func TestLook(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 700, 240))
	for i := range img.Pix {
		img.Pix[i] = 0x20
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	white := color.RGBA{230, 230, 230, 255}
	y := 20
	for _, st := range []Style{Regular, Bold, Mono} {
		for _, sz := range []float32{12, 13} {
			f := Of(st, sz)
			f.Draw(img, "▸ ▾ zigbee2mqtt/hall_sensor = {\"temperature\":21.4} 공장/1라인/온도 21.4 ℃ 😀 ✓ — Ü é", Pen{X: 10, Baseline: y, Limit: 690, Colour: white})
			y += 22
		}
	}
	f := Of(Mono, 13)
	f.Draw(img, "a rather long text that does not fit in", Pen{X: 10, Baseline: y, Limit: 150, Colour: white})
	o, _ := os.Create("/tmp/text.png")
	png.Encode(o, img)
	o.Close()
}

func BenchmarkDraw(b *testing.B) {
	img := image.NewRGBA(image.Rect(0, 0, 700, 20))
	f := Of(Mono, 13)
	for b.Loop() {
		f.Draw(img, "zigbee2mqtt/hall_sensor = {\"temperature\":21.4,\"humidity\":40}", Pen{X: 10, Baseline: 15, Colour: color.RGBA{255, 255, 255, 255}})
	}
}
