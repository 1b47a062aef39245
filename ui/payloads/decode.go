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
	"mangrove/model/value"
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
	shown payload.View // how it is shown, never AutoView
	as    string       // what it is shown as: JSON, text, bytes or an image
	// extension is what the name of a file with it ends in.
	extension string
	words     string      // the same as a sentence, with the reason
	tree      *value.Tree // what it means, for a view that shows that
	begin     int         // where in the payload the source of the tree begins, -1 when it does not stand there as it is
	table     *table
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
			d.words = "This payload could not be shown, so here are its bytes: " + format.Excerpt(fmt.Sprint(why))
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
		d.words = "Not there any more" // the hint below says why
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

// layOut makes of the payload what the view shows.
func (d *decoded) layOut(v payload.Verdict) {
	d.read(v)
	switch d.shown = d.viewOf(v); d.shown {
	case payload.HexView:
		d.asBytes()
	case payload.ImageView:
		d.asImage()
	case payload.TreeView, payload.TableView:
		d.as = "JSON"
	case payload.PrettyView:
		d.as = "JSON"
		d.laidOut = v.Layout()
		d.lines = widgets.NewTextLines(d.laidOut, d.columns, widgets.MarkJSON)
	default:
		d.as = "text"
		d.lines = widgets.NewTextLines(v.Text(d.entry.Payload), d.columns, nil)
	}
}

// read makes a tree of the payload, where the view shows what it means, and a table of the
// tree where that is asked for.
func (d *decoded) read(v payload.Verdict) {
	wanted := d.View == payload.AutoView || d.View == payload.TreeView || d.View == payload.TableView
	if !wanted || v.Kind != payload.JSON && !v.Large {
		return
	}
	source, begin := v.Content()
	tree, err := value.ReadJSON(source)
	if err != nil {
		return // too many values for a tree are laid out as text
	}
	d.tree, d.begin = tree, begin
	if d.View == payload.TableView {
		d.table = newTable(tree)
	}
}

// viewOf is how the payload is shown: as it was asked for if it can be.
func (d *decoded) viewOf(v payload.Verdict) payload.View {
	meant := d.View != payload.TextView && d.View != payload.ImageView && d.View != payload.HexView
	switch {
	case d.View == payload.HexView || d.View == payload.TextView:
		return d.View
	case v.Kind == payload.Image && (d.View == payload.AutoView || d.View == payload.ImageView):
		return payload.ImageView
	case d.table != nil:
		return payload.TableView
	case d.tree != nil:
		return payload.TreeView
	case v.Kind == payload.JSON && meant:
		return payload.PrettyView
	case v.Kind == payload.Binary || v.Kind == payload.Image:
		return payload.HexView
	}
	return payload.TextView
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
	d.as, d.shown = "bytes", payload.HexView
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
		d.unfit = fmt.Sprintf("an image of %s × %s pixels is too large to be shown", format.Count(config.Width), format.Count(config.Height))
	default:
		d.image, _, err = image.Decode(bytes.NewReader(d.entry.Payload))
	}
	if err != nil || d.image != nil && d.image.Bounds().Empty() {
		d.image, d.unfit = nil, "the "+strings.ToUpper(kind)+" image cannot be decoded"
		if kind == "" {
			d.unfit = "it begins like an image, but is none that can be decoded"
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
	if v.Odd != "" && d.as != "bytes" {
		shown += " with " + v.Odd
	}
	switch {
	case v.Kind == payload.Empty:
		return "Empty payload"
	case d.image != nil:
		b := d.image.Bounds()
		return shown + " of " + format.Count(b.Dx()) + " × " + format.Count(b.Dy()) + " pixels" + d.chosenWords()
	case d.unfit != "":
		return shown + ", because " + d.unfit
	case d.unmet(v) != "":
		return shown + ", because " + d.unmet(v)
	case d.Because != "":
		return shown + ", as the connection asks for " + d.Because
	case d.View == payload.AutoView && d.tree != nil && v.Large:
		return shown + ", because it is well-formed to its end"
	case d.View == payload.AutoView:
		return shown + ", because " + v.Because
	}
	return shown + d.chosenWords()
}

// unmet says why a payload is not shown as it was asked for, "" when it is.
func (d *decoded) unmet(v payload.Verdict) string {
	if d.View == d.shown || d.View == payload.AutoView {
		return ""
	}
	switch {
	case d.View == payload.ImageView:
		return "it is no image that can be shown"
	case d.tree != nil:
		return "it is no list of objects"
	case v.Large:
		return v.Because
	case v.Kind == payload.JSON:
		return "it has more values than a tree holds"
	}
	return "it is not well-formed JSON"
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
	if d.as != "text" || v.Odd != "" {
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
