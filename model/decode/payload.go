package decode

import (
	"bytes"
	"errors"
	"strings"
	"unicode"

	"mangrove/model/decode/ruuvi"
	"mangrove/model/payload"
	"mangrove/model/value"
)

// How far a payload is unpacked: so often, and to so many times its size, but to the
// first of these sizes in any case and never beyond the last.
const (
	mostLayers    = 4
	leastUnpacked = 4 << 20
	unpackedEach  = 256
	mostUnpacked  = 64 << 20
)

// Payload says what a payload means: what the user asks for, or else what it is found to
// be. What is found by itself has been read to its last byte, or is no text: nothing
// found hides a text. When it is not what was asked for, that is the Problem, and the
// rest is what is found.
func Payload(in Input) Result {
	if in.Rule != nil && len(in.Rule.As) > 0 {
		d := begin(in)
		if d.asked() {
			problem := d.result.Problem
			r := d.end()
			r.Problem = problem
			return r
		}
		problem := d.result.Problem
		found := begin(in)
		found.refused = d.refused
		found.find(in.Payload)
		found.result.Problem = problem
		return found.end()
	}
	d := begin(in)
	d.find(in.Payload)
	return d.end()
}

// decoding is a result in the making.
type decoding struct {
	in      Input
	result  Result
	layers  int    // that have been unpacked
	encoded bool   // within hex or base64, which has no other within
	refused Format // what the payload was asked to be and is not; it is not read as that again
}

func begin(in Input) *decoding {
	return &decoding{in: in, result: Result{Content: in.Payload, Size: len(in.Payload), Consumed: len(in.Payload)}}
}

func (d *decoding) end() Result {
	r := &d.result
	if d.layers == 0 {
		r.Consumed -= r.Rest
	}
	if r.Problem != nil && r.Problem.As == r.Format() && d.layers > 0 { // it was one in a compression
		r.Problem = nil
	}
	return *r
}

// most is how many bytes may come out of the payload.
func (d *decoding) most() int {
	most := max(leastUnpacked, min(unpackedEach*len(d.in.Payload), mostUnpacked))
	if d.in.MostUnpacked > 0 {
		most = min(most, d.in.MostUnpacked)
	}
	return most
}

// took notes a format, and why it was taken.
func (d *decoding) took(f Format, because payload.Finding) {
	d.result.As = append(d.result.As, f)
	d.result.Because = append(d.result.Because, because)
}

// is ends the decoding: the payload is of that format, and means the tree.
func (d *decoding) is(f Format, because payload.Finding, tree *value.Tree) {
	d.took(f, because)
	d.result.Tree, d.result.Content = tree, tree.Source()
}

// characters goes on to the text that bytes are, without what is around it; to the bytes
// when they are none.
func (d *decoding) characters(b []byte) []byte {
	t, _ := payload.ReadText(b)
	if t == nil {
		return b
	}
	return d.read(t)
}

func (d *decoding) read(t *payload.Characters) []byte {
	d.result.Odd = t.Odd
	if t.Offset < 0 {
		d.took(UTF16, t.Odd[0])
		d.result.Offset = -1
	} else if d.result.Offset >= 0 {
		d.result.Offset += t.Offset
	}
	d.result.Content = t.Text
	return t.Text
}

// asked reads the payload as the user wants it; not when it is something else, and that
// is the problem then.
func (d *decoding) asked() bool {
	b := d.in.Payload
	because := payload.Finding{Code: Asked, Found: d.in.Rule.From}
	for _, f := range d.in.Rule.As {
		e, known := lookUp(f)
		if !known {
			return d.failed(f, &value.Fault{Code: value.NoSchema, Found: string(f)})
		}
		if e.text {
			b = d.characters(b)
		}
		if e.unpack != nil {
			content, ok := d.unpacked(e, b, because)
			if !ok {
				return false
			}
			b = content
			continue
		}
		tree, consumed, err := d.decoder(e)(b)
		d.noteRefused(f, err)
		if err != nil && !d.failed(f, err) && (d.in.Rule.Schema == nil || tree == nil || consumed < len(b) && !resolved(tree)) {
			return false
		}
		d.is(f, because, tree)
		d.result.Rest = len(b) - consumed
		return true
	}
	d.find(b) // what was asked for are compressions only
	return true
}

// noteRefused notes that the payload is not of the format that was asked for; as what a schema
// says, it is read by itself as what none does.
func (d *decoding) noteRefused(f Format, err error) {
	if err != nil && d.layers == 0 && (d.in.Rule.Schema == nil || !f.NeedsSchema()) {
		d.refused = f
	}
}

// resolved reports whether something in a tree is what its schema says: then it is shown,
// though the rest is not.
func resolved(tree *value.Tree) bool {
	for i := 1; i < tree.Len(); i++ {
		if tree.Flags(i)&(value.Unresolved|value.Stray) == 0 {
			return true
		}
	}
	return false
}

// decoder is what reads a format: what came with the payload, or what the table has.
func (d *decoding) decoder(e entry) decoder {
	switch {
	case e.format.NeedsSchema() && d.in.Rule != nil && d.in.Rule.Schema != nil:
		return d.untilGivenUp(d.in.Rule.Schema)
	case e.format == Sparkplug && d.in.Sparkplug != nil:
		return d.untilGivenUp(d.in.Sparkplug)
	}
	return d.ownDecoder(e)
}

func (d *decoding) untilGivenUp(r Reader) decoder {
	return func(b []byte) (*value.Tree, int, error) { return Until(r, b, d.in.GivenUp) }
}

// ownDecoder is what the table has to read a format.
func (d *decoding) ownDecoder(e entry) decoder {
	switch {
	case e.until != nil:
		return func(b []byte) (*value.Tree, int, error) { return e.until(b, d.in.GivenUp) }
	case e.decode != nil:
		return e.decode
	}
	return func([]byte) (*value.Tree, int, error) {
		return nil, 0, &value.Fault{Code: value.NoSchema, Found: string(e.format)}
	}
}

// hasRefused reports whether bytes are known not to be of a format: they are the payload.
func (d *decoding) hasRefused(f Format) bool { return d.refused == f && d.layers == 0 && !d.encoded }

func (d *decoding) failed(f Format, err error) bool {
	if d.result.Problem == nil {
		d.result.Problem = &Problem{As: f, Err: err}
	}
	return false
}

// unpacked takes out what bytes hold, and notes that.
func (d *decoding) unpacked(e entry, b []byte, because payload.Finding) (content []byte, ok bool) {
	if d.layers == mostLayers {
		return nil, d.failed(e.format, value.ErrTooDeep)
	}
	content, consumed, err := e.unpack(b, d.most())
	if err != nil {
		return nil, d.failed(e.format, err)
	}
	if consumed < len(b) && because.Code != Asked && isText(b) {
		return nil, d.failed(e.format, &value.Fault{Code: value.Unexpected, Offset: consumed})
	}
	if d.layers == 0 {
		d.result.Consumed -= len(b) - consumed
	}
	d.layers++
	d.took(e.format, because)
	d.result.Content, d.result.Offset = content, -1
	return content, true
}

// isText reports whether bytes are valid UTF-8.
func isText(b []byte) bool {
	_, why := payload.ReadText(b)
	return why.Code == payload.ValidUTF8
}

// isVisible reports whether a text has no control characters.
func isVisible(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// givenUp reports whether nobody wants to know any more what the payload means.
func (d *decoding) givenUp() bool { return d.in.GivenUp != nil && d.in.GivenUp() }

// find finds out what bytes are, in the order of what is most certain.
func (d *decoding) find(b []byte) {
	switch {
	case len(b) == 0:
		d.is(Empty, payload.Finding{Code: payload.NoBytes}, whole(b, value.Node{Kind: value.Bytes}))
	case d.layers == 0 && !d.encoded && d.findByMessage(b):
	case d.findByBeginning(b):
	default:
		t, why := payload.ReadText(b)
		if t != nil {
			d.findText(t, why)
			return
		}
		if !d.guess(b) {
			tree, _, _ := readBytes(b)
			d.is(Bytes, why, tree)
		}
	}
}

// findByMessage goes by what the message says besides its payload.
func (d *decoding) findByMessage(b []byte) bool {
	if string(b) == "\x00" && strings.HasPrefix(d.in.Topic, "homie/") { // no text, which a broker would take for nothing retained
		d.is(Text, payload.Finding{Code: ByTopic, Found: "Homie"}, whole(b, value.Node{Kind: value.Text}))
		return true
	}
	if c, ok := byTopic(d.in.Topic); ok {
		if e, _ := lookUp(c.format); d.fits(e, b, payload.Finding{Code: ByTopic, Found: c.name}) {
			return true
		}
	}
	if e, ok := byContentType(d.in.ContentType); ok && d.fits(e, b, payload.Finding{Code: ByContentType, Found: d.in.ContentType}) {
		return true
	}
	if d.in.UTF8 {
		t, why := payload.ReadText(b)
		if why.Code != payload.ValidUTF8 || t.Offset < 0 {
			return d.failed(Text, &value.Fault{Code: value.NotUTF8, Offset: why.At})
		}
		d.findText(t, payload.Finding{Code: ByIndicator})
		return true
	}
	return false
}

// fits takes a format if it reads all of the bytes. A format that needs a schema which
// nobody has given is no problem, nor is what a gateway says besides what its sensors do.
func (d *decoding) fits(e entry, b []byte, because payload.Finding) bool {
	if d.hasRefused(e.format) {
		return false
	}
	if e.format == Text {
		t, _ := payload.ReadText(b)
		if t == nil {
			return d.failed(Text, &value.Fault{Code: value.NotUTF8})
		}
		d.findText(t, because)
		return true
	}
	read := b
	if e.text {
		if t, _ := payload.ReadText(b); t != nil {
			read = t.Text
		}
	}
	if e.unpack != nil {
		content, ok := d.unpacked(e, read, because)
		if ok {
			d.find(content)
		}
		return ok
	}
	tree, consumed, err := d.decoder(e)(read)
	var fault *value.Fault
	switch {
	case errors.As(err, &fault) && fault.Code == value.NoSchema, errors.Is(err, ruuvi.ErrNone):
		return false
	case err != nil:
		return d.failed(e.format, err)
	case consumed < len(read):
		return d.failed(e.format, &value.Fault{Code: value.Unexpected, Offset: consumed})
	}
	if e.text {
		d.characters(b)
	}
	d.is(e.format, because, tree)
	return true
}

// findByBeginning goes by the first bytes.
func (d *decoding) findByBeginning(b []byte) bool {
	if name := payload.ImageType(b); name != "" {
		tree, _, _ := readImage(b)
		d.is(Image, payload.Finding{Code: payload.BeginsLike, Found: name}, tree)
		return true
	}
	e, begin, ok := byBeginning(b)
	if !ok || d.hasRefused(e.format) {
		return false
	}
	because := payload.Finding{Code: payload.BeginsLike, Found: string(e.format), Count: len(begin)}
	if e.unpack != nil {
		before := d.result.Problem
		content, ok := d.unpacked(e, b, because)
		if ok {
			d.find(content)
		} else if isText(b) && isVisible(begin) { // as "x^2", which nobody meant to be packed
			d.result.Problem = before
		}
		return ok
	}
	tree, consumed, err := d.ownDecoder(e)(b)
	if err != nil {
		return d.failed(e.format, err)
	}
	d.is(e.format, because, tree)
	d.result.Rest = len(b) - consumed
	return true
}

// findText tells what a text is.
func (d *decoding) findText(t *payload.Characters, why payload.Finding) {
	text := d.read(t)
	body := bytes.Trim(text, " \t\r\n")
	structure := payload.BeginsAsJSON(text)
	if structure || bytes.HasPrefix(body, []byte{'"'}) || string(body) == "null" {
		tree, err := value.ReadJSONUntil(text, d.in.GivenUp)
		if err == nil {
			d.is(JSON, payload.Finding{Code: payload.WellFormed, Found: string(body[:1])}, tree)
			return
		}
		if structure {
			d.failed(JSON, err)
		}
	}
	if p, ok := readPlain(text); ok {
		d.is(p.format, p.because, whole(text, p.node))
		return
	}
	if !d.givenUp() && d.findEncoded(text) {
		return
	}
	tree, _, _ := readText(text)
	d.is(Text, why, tree)
}
