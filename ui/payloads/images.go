package payloads

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	_ "image/gif" // formats that can be shown
	_ "image/jpeg"
	_ "image/png"
	"io"
	"strings"

	_ "golang.org/x/image/bmp" // more formats that can be shown
	_ "golang.org/x/image/webp"

	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// What is decoded of an image; a larger one is shown as bytes.
const (
	largestImage = 64 << 20 // bytes it takes when it is decoded
	longestSide  = 16_384   // pixels
)

// imageFault is why an image is not shown.
type imageFault struct{ known, ends bool } // its kind is known; it ends too early

var imageFaults = map[imageFault]string{
	{true, false}:  "the {kind} image cannot be decoded",
	{true, true}:   "the {kind} image ends too early, at byte {place}",
	{false, false}: "it begins like an image but cannot be decoded",
	{false, true}:  "it begins like an image but ends too early, at byte {place}",
}

func (d *decoded) asImage() {
	src := &untilEnd{all: bytes.NewReader(d.found.Content)}
	config, kind, err := image.DecodeConfig(src)
	switch {
	case err != nil:
	case max(config.Width, config.Height) > longestSide || int64(config.Width)*int64(config.Height) > largestImage/pixelCost(config.ColorModel, kind, d.found.Content):
		d.unfit = format.Fill("an image of {width} × {height} pixels is too large to show",
			"width", format.Count(config.Width), "height", format.Count(config.Height))
	default:
		src = &untilEnd{all: bytes.NewReader(d.found.Content)}
		d.image, _, err = image.Decode(src)
		if kind == "webp" {
			d.image = inFullRange(d.image)
		}
	}
	d.as = "an image"
	if kind != "" {
		d.as = format.Fill("a {kind} image", "kind", kindName(kind))
	}
	if err != nil || d.image != nil && d.image.Bounds().Empty() {
		words := imageFaults[imageFault{kind != "", src.missed}]
		d.image, d.unfit = nil, format.Fill(words, "kind", kindName(kind), "place", format.Count(len(d.found.Content)))
	}
	if d.image == nil {
		d.asBytes()
		return
	}
	d.small = widgets.Shrink(d.image)
}

// untilEnd reads bytes, and knows whether more of them were asked for than there are:
// decoders do not say so with one error.
type untilEnd struct {
	all    *bytes.Reader
	missed bool
}

// Read implements io.Reader.
func (u *untilEnd) Read(b []byte) (int, error) {
	n, err := u.all.Read(b)
	u.missed = u.missed || errors.Is(err, io.EOF)
	return n, err
}

// kindName is what a kind of image is called.
func kindName(kind string) string {
	if kind == "webp" {
		return "WebP"
	}
	return strings.ToUpper(kind)
}

// inFullRange gives an image the colours that it has: what the decoder of lossy WebP
// makes is in the range of video, with black at 16 and white at 235 (RFC 6386, 9.2), and
// the standard library takes it for that of JPEG.
func inFullRange(img image.Image) image.Image {
	var p *image.YCbCr
	switch m := img.(type) {
	case *image.YCbCr:
		p = m
	case *image.NYCbCrA:
		p = &m.YCbCr
	default:
		return img
	}
	stretch(p.Y, 16, 219, 0)
	stretch(p.Cb, 128, 224, 128)
	stretch(p.Cr, 128, 224, 128)
	return img
}

// stretch makes steps of a range to 255 of them, about a middle.
func stretch(plane []byte, middle, steps, to int) {
	var table [256]byte
	for v := range table {
		by := (v - middle) * 255
		half := steps / 2
		if by < 0 {
			half = -half
		}
		table[v] = byte(max(0, min(255, (by+half)/steps+to)))
	}
	for i, v := range plane {
		plane[i] = table[v]
	}
}

// bytesPerPixel is what a pixel takes in memory, at most.
func bytesPerPixel(m color.Model) int64 {
	if m == color.NRGBA64Model || m == color.RGBA64Model {
		return 8
	}
	return 4
}

// pixelCost is what a pixel takes in memory while it is decoded: of images that
// come sharper and sharper all of it is kept besides the result.
func pixelCost(m color.Model, kind string, b []byte) int64 {
	const interlace = 28 // where a PNG says so (ISO 15948, 11.2.2)
	cost := bytesPerPixel(m)
	switch {
	case kind == "png" && len(b) > interlace && b[interlace] != 0:
		cost *= 2
	case kind == "jpeg":
		cost = jpegPixelCost(m, b)
	}
	return cost
}
