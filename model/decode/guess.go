package decode

import (
	"mangrove/model/decode/cbor"
	"mangrove/model/decode/msgpack"
	"mangrove/model/decode/protobuf"
	"mangrove/model/payload"
	"mangrove/model/value"
)

// shortestGuess is how many bytes are read as a format that nothing speaks for but that
// it fits: fewer fit by chance.
const shortestGuess = 3

// shortestName is how many bytes the first name of an object has that is no accident.
const shortestName = 2

// shortestEncoded is how many digits of hex or base64 are looked into: shorter ones are
// words and numbers.
const shortestEncoded = 8

// guess takes the format that reads all bytes as an object or a list, or as a message.
func (d *decoding) guess(b []byte) bool {
	if len(b) < shortestGuess {
		return false
	}
	var list *value.Tree
	var as Format
	not := make(map[Format]error)
	for _, f := range []Format{CBOR, MsgPack} {
		if d.hasRefused(f) {
			continue
		}
		e, _ := lookUp(f)
		tree, err := wholly(d.ownDecoder(e), b)
		not[f] = err
		if err != nil || contradicts(tree) {
			continue
		}
		switch tree.Kind(0) {
		case value.Object:
			d.is(f, payload.Finding{Code: WholeObject, Count: tree.Count(0)}, tree)
			return true
		case value.List:
			if list == nil {
				list, as = tree, f
			}
		}
	}
	if list != nil {
		d.is(as, payload.Finding{Code: WholeList, Count: list.Count(0)}, list)
		return true
	}
	if d.givenUp() {
		return false
	}
	if d.guessMessage(b) {
		return true
	}
	d.nearly(b, not)
	return false
}

// wholly reads bytes that are all of a format.
func wholly(decode decoder, b []byte) (*value.Tree, error) {
	tree, consumed, err := decode(b)
	if err == nil && consumed < len(b) {
		err = &value.Fault{Code: value.Unexpected, Offset: consumed}
	}
	return tree, err
}

// guessMessage takes a message of Protobuf.
func (d *decoding) guessMessage(b []byte) bool {
	if d.encoded || d.hasRefused(Protobuf) || !protobuf.Plausible(b) {
		return false
	}
	e, _ := lookUp(Protobuf)
	tree, err := wholly(d.ownDecoder(e), b)
	if err != nil {
		return false
	}
	d.is(Protobuf, payload.Finding{Code: WholeMessage, Count: tree.Count(0)}, tree)
	return true
}

// nearly notes why bytes are no object that begin as one with a name: it is cut off or
// damaged, or more than is read. These are the reasons by format.
func (d *decoding) nearly(b []byte, not map[Format]error) {
	for _, begins := range []struct {
		as   Format
		name func([]byte) string
	}{{CBOR, cbor.FirstName}, {MsgPack, msgpack.FirstName}} {
		if name := begins.name(b); not[begins.as] != nil && len(name) >= shortestName && isVisible(name) {
			d.failed(begins.as, not[begins.as])
		}
	}
}

// contradicts reports whether something in a tree is not what its format says.
func contradicts(tree *value.Tree) bool {
	for i := range tree.Len() {
		if tree.Flags(i)&value.Stray != 0 {
			return true
		}
	}
	return false
}

// findEncoded takes a text for hex or base64 if it holds something that is recognised.
func (d *decoding) findEncoded(text []byte) bool {
	if d.encoded || len(text) < shortestEncoded {
		return false
	}
	for _, f := range []Format{Hex, Base64} {
		e, _ := lookUp(f)
		content, _, err := e.unpack(text, d.most())
		if err != nil {
			continue
		}
		within := begin(Input{Payload: content, MostUnpacked: d.in.MostUnpacked, GivenUp: d.in.GivenUp})
		within.encoded = true
		within.layers = d.layers
		within.find(content)
		if !recognised(&within.result) {
			continue
		}
		d.took(f, payload.Finding{Code: Holds, Found: string(within.result.As[0])})
		r := within.result
		d.result.As, d.result.Because = append(d.result.As, r.As...), append(d.result.Because, r.Because...)
		d.result.Tree, d.result.Content, d.result.Offset, d.result.Rest = r.Tree, r.Content, -1, r.Rest
		d.result.Odd = append(d.result.Odd, r.Odd...)
		if r.Problem != nil {
			d.failed(r.Problem.As, r.Problem.Err)
		}
		d.layers++
		return true
	}
	return false
}

// recognised reports whether what an encoding holds can hardly be so by chance.
func recognised(r *Result) bool {
	switch r.As[0] {
	case Image, Gzip, Zlib, Zstd, Ruuvi:
		return true
	case JSON, CBOR, MsgPack:
		return r.Tree.Kind(0) == value.Object && r.Tree.Count(0) > 0 || r.As[0] == JSON && r.Tree.Kind(0) == value.List
	}
	return false
}
