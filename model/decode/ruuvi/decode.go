package ruuvi

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strconv"

	"mangrove/model/value"
)

// ErrNone is that a payload has no broadcast of Ruuvi in it: gateways tell of themselves
// and of other things too.
var ErrNone = &value.Fault{Code: value.Mismatch, Part: value.NoBroadcast, Found: "Ruuvi"}

// mostJSON is how large a document of a gateway may be, in bytes.
const mostJSON = 64 << 10

// Decode reads a payload: a document of JSON whose member data has a broadcast in
// hexadecimal, that alone, or its bytes. Of a document everything is there, with the
// values behind the broadcast. It fails with [ErrNone], another [value.Fault],
// [value.ErrTooMuch] or [value.ErrTooDeep].
func Decode(b []byte) (tree *value.Tree, consumed int, err error) {
	const blanks = " \t\r\n"
	body := bytes.Trim(b, blanks)
	switch {
	case bytes.HasPrefix(body, []byte("{")):
		tree, err = inJSON(b)
	case isHex(body):
		tree, err = alone(b, text(body, len(b)-len(bytes.TrimLeft(b, blanks))))
	default:
		tree, err = alone(b, broadcast{b, 0, 1})
	}
	if err != nil {
		return nil, 0, err
	}
	return tree, len(b), nil
}

// broadcast is what a sensor has sent, and where it stands in the payload.
type broadcast struct {
	content []byte
	from    int // in the payload
	each    int // how many bytes of the payload are one of the content
}

func text(digits []byte, from int) broadcast {
	content := make([]byte, len(digits)/2)
	_, _ = hex.Decode(content, digits) // isHex has looked at them
	return broadcast{content, from, 2}
}

// isHex reports whether a text is bytes in hexadecimal.
func isHex(s []byte) bool {
	return len(s) > 0 && len(s)%2 == 0 && len(bytes.Trim(s, "0123456789abcdefABCDEF")) == 0
}

// data finds the measurements: what is behind the number of the company in what the
// maker may say [Bluetooth, Core Specification Supplement, A 1.4], or all of it.
func (c broadcast) data() (f *dataFormat, at int, err error) {
	const company, makers = "\x99\x04", 0xff
	if f := formatOf(c.content, 0); f != nil {
		return f, 0, nil
	}
	at = -1
	if bytes.HasPrefix(c.content, []byte(company)) {
		at = len(company)
	}
	for i := 0; at < 0 && i+1 < len(c.content) && c.content[i] > 0; i += 1 + int(c.content[i]) {
		if c.content[i+1] == makers && bytes.HasPrefix(c.content[i+2:], []byte(company)) {
			at = i + 2 + len(company)
		}
	}
	if at < 0 || at >= len(c.content) {
		return nil, 0, ErrNone
	}
	if f = formatOf(c.content, at); f == nil {
		return nil, 0, &value.Fault{Code: value.Unexpected, Offset: c.from + at*c.each, Part: value.DataFormat, Found: strconv.Itoa(int(c.content[at]))}
	}
	if len(c.content)-at < f.size {
		return nil, 0, &value.Fault{Code: value.CutOff, Offset: c.from + len(c.content)*c.each}
	}
	return f, at, nil
}

// formatOf is the data format of what begins there; of all bytes it has the right count.
func formatOf(b []byte, at int) *dataFormat {
	i := slices.IndexFunc(formats, func(f dataFormat) bool { return b[at] == f.first && (at > 0 || len(b) == f.size) })
	if i < 0 {
		return nil
	}
	return &formats[i]
}

// add adds the measurements as an object.
func (c broadcast) add(b *value.Builder, name string) error {
	f, at, err := c.data()
	if err != nil {
		return err
	}
	place := func(from, size int) (int, int) { return c.from + (at+from)*c.each, c.from + (at+from+size)*c.each }
	whole := value.Node{Kind: value.Object, Name: name, Type: "Ruuvi " + f.name}
	whole.From, whole.To = place(0, f.size)
	if err := b.Open(whole); err != nil {
		return err
	}
	own := c.content[at:][:f.size]
	for _, one := range f.fields {
		n := one.read(own, own[one.from:][:one.size])
		n.Name, n.Unit = one.name, one.unit
		n.From, n.To = place(one.from, one.size)
		if err := b.Add(n); err != nil {
			return err
		}
	}
	b.Close(whole.To)
	return nil
}

func alone(b []byte, c broadcast) (*value.Tree, error) {
	builder := value.NewBuilder(b)
	if len(c.content) == 0 {
		return nil, ErrNone
	}
	if err := c.add(builder, ""); err != nil {
		return nil, err
	}
	return builder.Tree(), nil
}

// inJSON is the document with the measurements behind the broadcast.
func inJSON(b []byte) (*value.Tree, error) {
	if len(b) > mostJSON {
		return nil, ErrNone
	}
	t, err := value.ReadJSON(b)
	if err != nil {
		return nil, err
	}
	data := t.Find("data")
	if data < 0 || t.Kind(data) != value.Text || !isHex(t.TextBytes(data)) {
		return nil, ErrNone
	}
	from, to := t.Range(data)
	if to-from != len(t.TextBytes(data))+len(`""`) { // digits in escapes have no place
		return nil, ErrNone
	}
	builder := value.NewBuilder(b)
	var open []int // nodes that are not at their end
	for i := range t.Len() {
		for ; len(open) > 0 && i >= t.Next(open[len(open)-1]); open = open[:len(open)-1] {
			_, end := t.Range(open[len(open)-1])
			builder.Close(end)
		}
		n := value.Node{Kind: t.Kind(i), Name: t.Name(i), Text: t.Text(i)}
		n.From, n.To = t.Range(i)
		add := builder.Add
		if n.Kind.HasBelow() {
			open, add = append(open, i), builder.Open
		}
		if err := add(n); err != nil {
			return nil, err
		}
		if i != data {
			continue
		}
		if err := text(t.TextBytes(data), from+1).add(builder, "ruuvi"); err != nil {
			return nil, err
		}
	}
	return builder.Tree(), nil
}
