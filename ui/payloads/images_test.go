package payloads

import (
	"encoding/hex"
	"image"
	"image/color"
	"testing"

	"mangrove/model/decode"
)

// TestLossyWebPHasItsColours: it comes in the range of video, which is not that of JPEG.
func TestLossyWebPHasItsColours(t *testing.T) {
	for _, c := range []struct {
		name      string
		y, cb, cr uint8 // by BT.601 in the range of video
		want      color.RGBA
	}{
		{"black", 16, 128, 128, color.RGBA{0, 0, 0, 255}},
		{"white", 235, 128, 128, color.RGBA{255, 255, 255, 255}},
		{"orange", 116, 88, 195, color.RGBA{223, 78, 34, 255}},
		{"darker than black", 0, 128, 128, color.RGBA{0, 0, 0, 255}},
		{"whiter than white", 255, 128, 128, color.RGBA{255, 255, 255, 255}},
	} {
		plain := image.NewYCbCr(image.Rect(0, 0, 2, 2), image.YCbCrSubsampleRatio420)
		fill(plain, c.y, c.cb, c.cr)
		opaque := image.NewNYCbCrA(image.Rect(0, 0, 2, 2), image.YCbCrSubsampleRatio420)
		fill(&opaque.YCbCr, c.y, c.cb, c.cr)
		for i := range opaque.A {
			opaque.A[i] = 255
		}
		for _, img := range []image.Image{plain, opaque} {
			r, g, b, _ := inFullRange(img).At(0, 0).RGBA()
			for i, got := range []uint32{r >> 8, g >> 8, b >> 8} {
				if want := []uint8{c.want.R, c.want.G, c.want.B}[i]; int(got)-int(want) > 3 || int(want)-int(got) > 3 {
					t.Errorf("%s: %d %d %d, want %v", c.name, r>>8, g>>8, b>>8, c.want)
				}
			}
		}
	}
}

// TestWebPOfOneColour is of files that another encoder made.
func TestWebPOfOneColour(t *testing.T) {
	for _, c := range []struct {
		file string
		want [3]int
	}{
		{"5249464640000000574542505650382034000000d001009d012a1000100000c01225a00274ba01f80003b000feea65fffde7cfdcf9fb9f3fedffffd6c1fd6c1fd6c1ffd680000000", [3]int{220, 80, 40}},
		{"524946462600000057454250565038201a0000003001009d012a1000100000c01225a400037000fefedd78000000", [3]int{255, 255, 255}},
		{"524946463e000000574542505650382032000000d001009d012a1000100000c01225a00274ba01f80003b000fef85f7fffa38dfa143fa143ffa38dffdbb3faecfebb3fedf800", [3]int{30, 90, 200}},
	} {
		file, err := hex.DecodeString(c.file)
		if err != nil {
			t.Fatal(err)
		}
		d := decoded{found: decode.Payload(decode.Input{Payload: file})}
		d.asImage()
		if d.image == nil || d.as != "a WebP image" {
			t.Fatalf("%v: %s, %s", c.want, d.as, d.unfit)
		}
		r, g, b, _ := d.image.At(8, 8).RGBA()
		for i, got := range []uint32{r >> 8, g >> 8, b >> 8} {
			if off := int(got) - c.want[i]; off > 4 || off < -4 {
				t.Errorf("%v is shown as %d %d %d", c.want, r>>8, g>>8, b>>8)
			}
		}
	}
}

func fill(m *image.YCbCr, y, cb, cr uint8) {
	for i := range m.Y {
		m.Y[i] = y
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = cb, cr
	}
}
