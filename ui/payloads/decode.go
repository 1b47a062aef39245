package payloads

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // formats that can be shown
	_ "image/jpeg"
	_ "image/png"
	"strings"
	"unicode/utf8"

	_ "golang.org/x/image/bmp" // more formats that can be shown
	_ "golang.org/x/image/webp"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// Request asks for a message to be made readable.
type Request struct {
	Store    *model.Store
	ID       model.ID
	Position model.Position
	View     payload.View
	columns  int
	Chosen   bool   // one message of the history, not the latest
	byHand   bool   // the user has chosen the format
	Because  string // the filter whose rule asks for the format; empty: none
}

// decoded is a message made readable.
type decoded struct {
	Request
	entry model.Entry
	as    string // what it is shown as: JSON, text, bytes or an image
	// extension is what the name of a file with it ends in.
	extension string
	words     string // the same as a sentence, with the reason
	lines     widgets.Lines
	laidOut   []byte // what the lines are of, when that is JSON
	image     image.Image
	small     image.Image // the same with fewer pixels
	unfit     string      // why an image is not shown as one
}

// decoder makes messages readable beside the goroutine that draws, one at a
// time and always the latest asked for: large payloads take a while.
type decoder struct {
	requests chan Request // holds one; only the goroutine that draws sends
	results  func(decoded)
}

// newDecoder starts a decoder that hands its results to a function. It ends
// when stop is called.
func newDecoder(results func(decoded)) *decoder {
	d := &decoder{requests: make(chan Request, 1), results: results}
	go func() { // ends with stop, when the payload under way is readable
		for r := range d.requests {
			d.results(safely(decode, r))
		}
	}()
	return d
}

// stop lets the decoder end. It does not wait: that can take a while, and the
// window would stand still.
func (d *decoder) stop() { close(d.requests) }

// ask replaces what was asked for before and has not begun.
func (d *decoder) ask(r Request) {
	select {
	case <-d.requests:
	default:
	}
	d.requests <- r
}

// safely makes a payload readable that a decoder breaks over: none of them is to
// end the program. Then its bytes are shown.
func safely(decode func(Request) decoded, r Request) (d decoded) {
	defer func() {
		if why := recover(); why != nil {
			d = decoded{Request: r}
			d.words = "This payload could not be decoded, so here are its bytes: " + format.Excerpt(fmt.Sprint(why))
			if d.entry, _ = r.Store.At(r.Position); d.entry.Payload == nil {
				d.entry, _ = r.Store.Latest(r.ID, 0)
			}
			d.extension = ".bin"
			d.asBytes()
		}
	}()
	return decode(r)
}

func decode(r Request) decoded {
	d := decoded{Request: r}
	var held bool
	if d.entry, held = r.Store.At(r.Position); !held && !r.Chosen { // evicted, or moved to be kept
		d.entry, held = r.Store.Latest(r.ID, 0)
	}
	if !held {
		d.words = "This message is no longer in the history."
		d.lines = widgets.NewTextLines(nil, r.columns, nil)
		return d
	}
	if d.entry.Lost > 0 {
		d.words = "Payload discarded" // the hint below says why
		d.lines = widgets.NewTextLines(nil, r.columns, nil)
		return d
	}
	b := d.entry.Payload
	v := payload.Detect(b)
	d.extension = Extension(v.Kind, b)
	d.layOut(v)
	d.words = d.describe(v) + d.unseen(v)
	return d
}

// layOut makes lines or an image of the payload, as the format asks.
func (d *decoded) layOut(v payload.Verdict) {
	switch {
	case d.View == payload.HexView || d.View == payload.AutoView && v.Kind == payload.Binary:
		d.asBytes()
	case (d.View == payload.AutoView || d.View == payload.ImageView) && v.Kind == payload.Image:
		d.asImage()
	case (d.View == payload.AutoView || d.View == payload.JSONView) && v.Kind == payload.JSON:
		d.as = "JSON"
		d.laidOut = v.Layout()
		d.lines = widgets.NewTextLines(d.laidOut, d.columns, widgets.MarkJSON)
	case d.View != payload.TextView && (v.Kind == payload.Binary || v.Kind == payload.Image):
		d.asBytes()
	default:
		d.as = "text"
		d.lines = widgets.NewTextLines(v.Text(d.entry.Payload), d.columns, nil)
	}
}

// Extension is how the name of a file with a payload ends.
func Extension(k payload.Kind, b []byte) string {
	switch k {
	case payload.JSON:
		return ".json"
	case payload.Text:
		return ".txt"
	case payload.Image:
		if _, kind, err := image.DecodeConfig(bytes.NewReader(b)); err == nil {
			return "." + kind
		}
	}
	return ".bin"
}

func (d *decoded) asBytes() {
	d.as = "bytes"
	d.lines = widgets.NewHexLines(d.entry.Payload, d.columns)
}

// What is decoded of an image; a larger one is shown as bytes.
const (
	largestImage = 64 << 20 // bytes it takes when it is decoded
	longestSide  = 16_384   // pixels
)

func (d *decoded) asImage() {
	d.as = "an image"
	config, kind, err := image.DecodeConfig(bytes.NewReader(d.entry.Payload))
	switch {
	case err != nil:
	case max(config.Width, config.Height) > longestSide || int64(config.Width)*int64(config.Height) > largestImage/pixelCost(config.ColorModel, kind, d.entry.Payload):
		d.unfit = fmt.Sprintf("an image of %s × %s pixels is too large to show", format.Count(config.Width), format.Count(config.Height))
	default:
		d.image, _, err = image.Decode(bytes.NewReader(d.entry.Payload))
	}
	if err != nil || d.image != nil && d.image.Bounds().Empty() {
		d.image, d.unfit = nil, "the "+strings.ToUpper(kind)+" image cannot be decoded"
		if kind == "" {
			d.unfit = "it begins like an image but cannot be decoded"
		}
	}
	if d.image == nil {
		d.asBytes()
		return
	}
	d.small = widgets.Shrink(d.image)
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

// describe says what the payload is shown as, and why.
func (d *decoded) describe(v payload.Verdict) string {
	shown := "Shown as " + d.as
	if len(v.Odd) > 0 && d.as != "bytes" {
		shown += " with " + format.Odd(v.Odd)
	}
	switch {
	case v.Kind == payload.Empty:
		return "Empty payload"
	case d.image != nil:
		b := d.image.Bounds()
		return shown + " of " + format.Count(b.Dx()) + " × " + format.Count(b.Dy()) + " pixels" + d.chosenWords()
	case d.unfit != "":
		return shown + ", because " + d.unfit
	case d.View == payload.JSONView && v.Large:
		return shown + ", because " + format.Because(v.Because)
	case d.View == payload.JSONView && v.Kind != payload.JSON:
		return shown + ", because it is not valid JSON"
	case d.View == payload.ImageView:
		return shown + ", because it is not an image that can be shown"
	case d.Because != "":
		return shown + ", as set in the connection for " + d.Because
	case d.View == payload.AutoView:
		return shown + ", because " + format.Because(v.Because)
	}
	return shown + d.chosenWords()
}

func (d *decoded) chosenWords() string {
	if d.byHand {
		return ", as you chose for this topic"
	}
	return ""
}

// unseen says what of a payload shown as text is no text, where the verdict does
// not name it.
func (d *decoded) unseen(v payload.Verdict) string {
	if d.as != "text" || len(v.Odd) > 0 {
		return ""
	}
	bad, first, zeros := 0, "", bytes.Count(d.entry.Payload, []byte{0})
	for b := d.entry.Payload; len(b) > 0; {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			if bad++; bad == 1 {
				first = text.WithMarks(string(b[:1]))
			}
		}
		b = b[n:]
	}
	switch {
	case bad > 0:
		return "; " + format.Count(bad) + " " + format.Noun(bad, "byte") + " not UTF-8, shown as " + first
	case zeros > 0:
		return "; " + format.Count(zeros) + " zero " + format.Noun(zeros, "byte") + ", shown as " + text.WithMarks("\x00")
	}
	return ""
}
