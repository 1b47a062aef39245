package payloads

import (
	"bytes"
	"image"

	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/decode/cbor"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/payload"
	"mangrove/model/value"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// Request asks for a message to be made readable.
type Request struct {
	Reading
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
	entry   model.Entry
	found   decode.Result // what it means
	shown   payload.View  // how it is shown, never AutoView
	as      string        // what it is shown as: JSON, text, bytes or an image
	words   string        // the same as a sentence, with the reason
	tree    *value.Tree   // what it means, for a view that shows that
	outline *outline      // the rows that it has at first
	table   *table
	source  []byte // what the lines are of; begin is where it begins in the payload, -1 when it does not stand there
	begin   int
	lines   widgets.Lines
	laidOut []byte // what the lines are of, when that is laid out
	noTags  bool   // of CBOR, which has some
	image   image.Image
	small   image.Image // the same with fewer pixels
	unfit   string      // why an image is not shown as one
	unnamed int         // metrics of Sparkplug without a name
	basis   sparkplug.Basis
	moment  string // the time that it stands for when it is nothing but a number
}

// makeReadable makes a message readable, unless that is given up: then it ends early.
func makeReadable(r Request, givenUp func() bool) decoded {
	d := decoded{Request: r, shown: payload.TextView}
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
	if d.find(givenUp); givenUp != nil && givenUp() {
		return d
	}
	d.unnamed, d.basis = d.countUnnamed(), d.basisOf()
	if t := d.found.Tree; t != nil && d.found.Format() == decode.Number {
		d.moment = momentOf(t, 0)
	}
	d.layOut(givenUp)
	d.words = d.describe()
	return d
}

// find finds out what the payload means. That of which only the bytes or the characters
// are asked for is not read.
func (d *decoded) find(givenUp func() bool) {
	b := d.entry.Payload
	if d.View == payload.HexView || d.View == payload.TextView {
		d.found = decode.Result{As: []decode.Format{decode.Bytes}, Content: b, Size: len(b), Consumed: len(b)}
		if t, why := payload.ReadText(b); d.View == payload.TextView && t != nil {
			d.found = decode.Result{As: []decode.Format{decode.Text}, Because: []payload.Finding{why}, Odd: t.Odd, Content: t.Text, Offset: t.Offset, Size: len(b), Consumed: len(b)}
		}
		if len(b) == 0 {
			d.found.As[0] = decode.Empty
		}
	} else {
		d.found = d.meaning(&d.entry, givenUp)
	}
}

// layOut makes of the payload what the view shows, unless that is given up.
func (d *decoded) layOut(givenUp func() bool) {
	if hasValues(&d.found) {
		d.tree = d.found.Tree
		if d.View == payload.TableView {
			d.table = newTable(d.tree)
		}
	}
	d.as = format.ShownAs(d.found.Format())
	switch d.shown = d.viewOf(); d.shown {
	case payload.HexView:
		d.asBytes()
	case payload.ImageView:
		d.asImage()
	case payload.TreeView:
		d.begin, d.outline = d.found.Offset, newOutline(d.tree)
	case payload.TableView:
		d.begin = d.found.Offset
	case payload.PrettyView:
		d.asPretty(givenUp)
	default:
		d.asText(givenUp)
	}
	if d.shown != payload.TreeView && d.shown != payload.TableView {
		d.tree = nil
		if d.shown != payload.PrettyView || len(d.laidOut) > mostLaidTree {
			d.found.Tree = nil // nobody looks at it, and it may be large
		}
	}
}

// viewOf is how the payload is shown: as it was asked for if it can be.
func (d *decoded) viewOf() payload.View {
	if d.View == payload.HexView || d.View == payload.TextView {
		return d.View
	}
	switch f := d.found.Format(); {
	case f == decode.Image && (d.View == payload.AutoView || d.View == payload.ImageView):
		return payload.ImageView
	case d.tree != nil && d.View != payload.ImageView:
		return d.viewOfTree()
	case f == decode.Image || f == decode.Bytes || d.tree != nil && !d.isText():
		return payload.HexView
	}
	return payload.TextView
}

// viewOfTree is how a payload is shown of which there is a tree.
func (d *decoded) viewOfTree() payload.View {
	switch {
	case d.table != nil:
		return payload.TableView
	case d.View != payload.PrettyView || !d.tree.Kind(0).HasBelow():
		return payload.TreeView
	case d.canBePretty():
		return payload.PrettyView
	case d.isText():
		return payload.TextView
	}
	return payload.HexView
}

// isText reports whether the innermost bytes are characters.
func (d *decoded) isText() bool {
	t, _ := payload.ReadText(d.found.Content)
	return t != nil
}

// canBePretty makes the laid out text of the payload, if it is not too large.
func (d *decoded) canBePretty() bool {
	if d.found.Format() == decode.JSON {
		b := d.entry.Payload
		if d.found.Offset < 0 {
			b = d.found.Content
		}
		v := payload.Detect(b)
		if v.Kind == payload.JSON {
			d.laidOut = v.Layout()
		} else if v.Large {
			d.unfit = format.Because(v.Because)
		}
		return v.Kind == payload.JSON
	}
	if d.inNotation() {
		return true
	}
	v := payload.Detect(d.tree.AppendJSON(nil, 0))
	if v.Kind != payload.JSON {
		d.unfit = format.Because(v.Because)
		return false
	}
	d.laidOut = v.Layout()
	return true
}

// mostNotation is how many bytes a payload takes at the most that is laid out in
// diagnostic notation.
const mostNotation = 16 << 20

// inNotation lays out CBOR and MessagePack in diagnostic notation: JSON has no bytes, tags
// and names that are no texts, and would look as if it had been sent.
func (d *decoded) inNotation() bool {
	var words []byte
	switch d.found.Format() {
	case decode.CBOR:
		if words, _ = cbor.Diagnose(d.found.Content); words == nil {
			words, d.noTags = d.tree.AppendNotation(nil, 0), true
		}
	case decode.MsgPack:
		words = d.tree.AppendNotation(nil, 0)
	default:
		return false
	}
	d.laidOut = value.IndentNotation(words, mostNotation)
	return d.laidOut != nil
}

func (d *decoded) asPretty(givenUp func() bool) {
	if f := d.found.Format(); f == decode.CBOR || f == decode.MsgPack {
		d.as = format.Fill("{format} in diagnostic notation", "format", d.as)
	}
	if d.noTags {
		d.as = format.Fill("{format} without tags", "format", d.as)
	}
	d.source, d.begin = d.laidOut, -1
	d.lines = widgets.NewTextLinesUntil(d.laidOut, d.columns, widgets.MarkJSON, givenUp)
}

// asText shows the characters of the payload as they were received where they stand in
// it, and else those that came out of it.
func (d *decoded) asText(givenUp func() bool) {
	if d.source, d.begin = d.found.Content, -1; d.found.Offset >= 0 {
		d.source, d.begin = d.entry.Payload, 0
	}
	if d.View == payload.TextView || d.View == payload.ImageView || d.found.Format() == decode.JSON {
		d.as = "text"
	}
	d.lines = widgets.NewTextLinesUntil(d.source, d.columns, nil, givenUp)
}

// asBytes shows the bytes of the payload, or those that came out of it when these are of
// no format that is known.
func (d *decoded) asBytes() {
	d.as, d.shown, d.begin, d.source = "bytes", payload.HexView, 0, d.entry.Payload
	if d.View != payload.HexView && d.found.Offset < 0 && len(d.found.Content) > 0 {
		d.source, d.begin = d.found.Content, -1
	}
	d.lines = widgets.NewHexLines(d.source, d.columns)
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
