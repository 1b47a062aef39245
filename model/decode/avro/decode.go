package avro

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strconv"

	"mangrove/model/value"
)

// framing is what stands before a value.
type framing uint8

// What can stand before a value.
const (
	unframed       framing = iota // nothing
	inSingleObject                // C3 01 and the fingerprint of the schema
	ofRegistry                    // 00 and the number of the schema in a registry, as Confluent's has it
	inContainer                   // "Obj" and 01: a file with its schema
)

var (
	singleObject   = []byte{0xC3, 0x01}
	containerMagic = []byte("Obj\x01")
)

const (
	singleSize   = 10
	registrySize = 5
)

// framingOf is what bytes begin like. Values without a header can begin like any of them.
func framingOf(b []byte) framing {
	switch {
	case bytes.HasPrefix(b, containerMagic):
		return inContainer
	case bytes.HasPrefix(b, singleObject) && len(b) >= singleSize:
		return inSingleObject
	case len(b) > registrySize && b[0] == 0:
		return ofRegistry
	}
	return unframed
}

// Reader reads values of one type of a schema, and what has one of the headers before it.
type Reader struct {
	Schema *Schema // nil: containers only
	Type   string  // full name of the record; empty: what the first file says
}

// Decode reads a value. It gives what could be read, how many bytes that took, and why
// the rest could not: a [value.Fault], [value.ErrTooMuch] or [value.ErrTooDeep]. The type
// of the whole names the header when there is one. A container becomes a list of its
// values.
func (r Reader) Decode(b []byte) (*value.Tree, int, error) { return r.DecodeUntil(b, nil) }

// DecodeUntil is Decode until somebody gives up: it fails with [value.ErrGivenUp] then.
func (r Reader) DecodeUntil(b []byte, givenUp func() bool) (*value.Tree, int, error) {
	framing := framingOf(b)
	if framing == inContainer {
		return readContainer(b, givenUp)
	}
	if r.Schema == nil {
		return nil, 0, &value.Fault{Code: value.NoSchema, Found: r.Type}
	}
	k := r.Schema.find(r.Type)
	if k == nil {
		return nil, 0, &value.Fault{Code: value.NoSchema, Found: r.Type}
	}
	behind := func(from int, k *kind, header string) (*value.Tree, int, error) {
		return decodeBehind(walker{src: b, at: from, b: value.NewBuilderUntil(b, givenUp), header: header}, k)
	}
	if framing == inSingleObject {
		if known := r.Schema.prints[fingerprint(b[len(singleObject):singleSize])]; known != nil {
			return behind(singleSize, known, ", fingerprint "+hex.EncodeToString(b[len(singleObject):singleSize]))
		}
	}
	tree, consumed, err := behind(0, k, "")
	if err == nil && consumed == len(b) {
		return tree, consumed, nil
	}
	switch framing {
	case inSingleObject:
		return nil, 0, &value.Fault{Code: value.NoSchema, Offset: len(singleObject), Part: value.Fingerprint, Found: hex.EncodeToString(b[len(singleObject):singleSize])}
	case ofRegistry:
		id := binary.BigEndian.Uint32(b[1:registrySize])
		if framed, all, wrong := behind(registrySize, k, ", schema "+strconv.FormatUint(uint64(id), 10)); wrong == nil && all == len(b) {
			return framed, all, nil
		}
	}
	return tree, consumed, err
}

// decodeBehind reads a value, behind a header if the walker has gone over one.
func decodeBehind(w walker, k *kind) (*value.Tree, int, error) {
	err := w.value(value.Node{}, k)
	switch {
	case w.b.Tree().Len() == 0: // not even the first one
		return nil, 0, err
	case err != nil && !isFault(err):
		return nil, 0, err
	}
	return w.b.Tree(), w.at, err
}
