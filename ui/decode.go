package ui

import (
	"bytes"
	"image"
	_ "image/gif" // formats that can be shown
	_ "image/jpeg"
	_ "image/png"
	"strings"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/widgets"
)

// format is how a payload is shown.
type format int

// The formats, in the order they are offered.
const (
	formatAuto format = iota
	formatJSON
	formatText
	formatHex
	formatImage
)

var formatNames = []string{"Auto", "JSON", "Text", "Hex", "Image"}

// formatNamed is the format with a name, whatever its capitals; formatAuto when
// there is none.
func formatNamed(name string) format {
	for i, n := range formatNames {
		if strings.EqualFold(n, name) {
			return format(i)
		}
	}
	return formatAuto
}

// request asks for a message to be made readable.
type request struct {
	store   *model.Store
	id      model.ID
	pos     model.Position
	format  format
	columns int
	chosen  bool   // one message of the history, not the latest
	because string // the filter whose rule asks for the format; empty: none
}

// decoded is a message made readable.
type decoded struct {
	request
	entry model.Entry
	as    string // what it is shown as: JSON, text, bytes or an image
	// extension is what the name of a file with it ends in.
	extension string
	words     string // the same as a sentence, with the reason
	lines     widgets.Lines
	image     image.Image
}

// decoder makes messages readable beside the goroutine that draws, one at a
// time and always the latest asked for: large payloads take a while.
type decoder struct {
	requests chan request // holds one; only the goroutine that draws sends
	results  func(decoded)
}

// newDecoder starts a decoder that hands its results to a function. It ends
// when stop is called.
func newDecoder(results func(decoded)) *decoder {
	d := &decoder{requests: make(chan request, 1), results: results}
	go func() { // ends with stop, when the payload under way is readable
		for r := range d.requests {
			d.results(decode(r))
		}
	}()
	return d
}

// stop lets the decoder end. It does not wait: that can take a while, and the
// window would stand still.
func (d *decoder) stop() { close(d.requests) }

// ask replaces what was asked for before and has not begun.
func (d *decoder) ask(r request) {
	select {
	case <-d.requests:
	default:
	}
	d.requests <- r
}

func decode(r request) decoded {
	d := decoded{request: r}
	var held bool
	if d.entry, held = r.store.At(r.pos); !held && !r.chosen { // evicted, or moved to be kept
		d.entry, held = r.store.Latest(r.id, 0)
	}
	if !held {
		d.words = "The history has let go of this message since"
		d.lines = widgets.NewTextLines(nil, r.columns, nil)
		return d
	}
	b := d.entry.Payload
	v := payload.Detect(b)
	d.extension = extension(v.Kind, b)
	switch {
	case r.format == formatHex || r.format == formatAuto && v.Kind == payload.Binary:
		d.asBytes()
	case (r.format == formatAuto || r.format == formatImage) && v.Kind == payload.Image:
		d.asImage()
	case (r.format == formatAuto || r.format == formatJSON) && v.Kind == payload.JSON:
		d.as = "JSON"
		d.lines = widgets.NewTextLines(v.Layout(), r.columns, widgets.MarkJSON)
	default:
		d.as = "text"
		d.lines = widgets.NewTextLines(v.Text(b), r.columns, nil)
	}
	d.words = d.describe(v)
	return d
}

// extension is how the name of a file with a payload ends.
func extension(k payload.Kind, b []byte) string {
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

// largestImage is how many pixels are decoded; a larger image is shown as
// bytes.
const largestImage = 64 << 20

func (d *decoded) asImage() {
	config, _, err := image.DecodeConfig(bytes.NewReader(d.entry.Payload))
	if err == nil && config.Width*config.Height <= largestImage {
		d.image, _, err = image.Decode(bytes.NewReader(d.entry.Payload))
	}
	d.as = "an image"
	if err != nil || d.image == nil {
		d.image = nil
		d.asBytes()
	}
}

// describe says what the payload is shown as, and why.
func (d *decoded) describe(v payload.Verdict) string {
	shown := "Shown as " + d.as
	if v.Odd != "" && d.as != "bytes" {
		shown += " with " + v.Odd
	}
	switch {
	case v.Kind == payload.Empty:
		return "Empty payload"
	case d.image != nil:
		b := d.image.Bounds()
		return shown + " of " + count(b.Dx()) + " × " + count(b.Dy()) + " pixels"
	case d.format == formatJSON && v.Kind != payload.JSON:
		return shown + ", because it is not well-formed JSON"
	case d.format == formatImage:
		return shown + ", because it is no image that can be shown"
	case d.because != "":
		return shown + ", as the profile asks for " + d.because
	case d.format == formatAuto:
		return shown + ", because " + v.Because
	}
	return shown
}
