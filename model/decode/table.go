package decode

import (
	"slices"
	"strings"

	"mangrove/model/decode/avro"
	"mangrove/model/decode/cbor"
	"mangrove/model/decode/encoded"
	"mangrove/model/decode/meshtastic"
	"mangrove/model/decode/msgpack"
	"mangrove/model/decode/numbers"
	"mangrove/model/decode/packed"
	"mangrove/model/decode/protobuf"
	"mangrove/model/decode/ruuvi"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/payload"
	"mangrove/model/value"
)

// decoder reads bytes as a format; see [Reader].
type decoder func(b []byte) (tree *value.Tree, consumed int, err error)

// unpacker takes no more than so many bytes out of others, and says how many of these it
// took.
type unpacker func(b []byte, most int) (content []byte, consumed int, err error)

// untilDecoder is a decoder that ends early once somebody gives up; see [UntilReader].
type untilDecoder func(b []byte, givenUp func() bool) (tree *value.Tree, consumed int, err error)

// entry is a format of the table. It has a decoder of one kind or an unpacker; a format
// without any needs a schema.
type entry struct {
	format Format
	until  untilDecoder // of what can have many values
	decode decoder
	unpack unpacker
	text   bool     // it is written in characters
	begins []string // how bytes of it begin that can be of nothing else
	types  []string // content types that mean it, without application/ and x-
}

// table is all formats, but for numbers of a fixed size.
var table = []entry{
	{format: JSON, until: readJSON, text: true, types: []string{"json", "text/json", "+json"}},
	{format: Text, decode: readText, text: true, types: []string{"text/", "xml", "yaml", "toml", "javascript", "+xml", "+yaml"}},
	{format: Number, decode: exactly(Number), text: true},
	{format: Boolean, decode: exactly(Boolean), text: true},
	{format: Time, decode: exactly(Time), text: true},
	{format: Hex, unpack: uncoded(encoded.Hex), text: true},
	{format: Base64, unpack: uncoded(encoded.Base64), text: true, types: []string{"base64"}},
	{format: MsgPack, until: msgpack.DecodeUntil, types: []string{"msgpack", "vnd.msgpack", "messagepack", "+msgpack"}},
	{format: CBOR, until: cbor.DecodeUntil, begins: []string{"\xd9\xd9\xf7"}, types: []string{"cbor", "+cbor"}},
	{format: Protobuf, until: protobuf.SchemalessUntil, types: []string{"protobuf", "vnd.google.protobuf", "+protobuf"}},
	{format: Avro, until: avro.Reader{}.DecodeUntil, begins: []string{"Obj\x01"}, types: []string{"avro", "avro/binary", "vnd.apache.avro", "avro+binary"}},
	{format: Sparkplug, until: sparkplug.Known{}.DecodeUntil},
	{format: Ruuvi, decode: ruuvi.Decode, begins: []string{
		"\x02\x01\x06\x11\xff\x99\x04\x03", "\x02\x01\x06\x1b\xff\x99\x04\x05", "\x02\x01\x06\x17\xff\x99\x04\x06", "\x02\x01\x06\x2b\xff\x99\x04\xe1",
	}},
	{format: Meshtastic, decode: meshtastic.Decode},
	{format: Image, decode: readImage, types: []string{"image/"}},
	{format: Gzip, unpack: packed.Gzip, begins: []string{"\x1f\x8b\x08"}, types: []string{"gzip"}},
	{format: Zlib, unpack: packed.Zlib, begins: []string{"\x78\x01", "\x78\x9c", "\x78\xda", "\x78\x5e"}, types: []string{"zlib"}},
	{format: Deflate, unpack: packed.Deflate, types: []string{"deflate"}},
	{format: Zstd, unpack: packed.Zstd, begins: []string{"\x28\xb5\x2f\xfd"}, types: []string{"zstd"}},
	{format: Bytes, decode: readBytes},
}

// Formats are all that can be asked for, those of the table first.
func Formats() []Format {
	var all []Format
	for _, e := range table {
		all = append(all, e.format)
	}
	for _, name := range numbers.Formats() {
		all = append(all, Format(name))
	}
	return all
}

// NeedsSchema reports whether a format is read with a schema that the user gives.
func (f Format) NeedsSchema() bool { return f == Protobuf || f == Avro }

// lookUp finds a format, or the one of numbers of a fixed size.
func lookUp(f Format) (entry, bool) {
	if i := slices.IndexFunc(table, func(e entry) bool { return e.format == f }); i >= 0 {
		return table[i], true
	}
	if !slices.Contains(numbers.Formats(), string(f)) {
		return entry{}, false
	}
	return entry{format: f, decode: func(b []byte) (*value.Tree, int, error) { return numbers.Decode(string(f), b) }}, true
}

// byContentType finds the format that a content type means [RFC 6838], which may come
// without its first part or with parameters.
func byContentType(contentType string) (entry, bool) {
	name, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	name = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(name), "application/"), "x-")
	if name == "" {
		return entry{}, false
	}
	for _, e := range table {
		for _, t := range e.types {
			switch {
			case name == t, strings.HasPrefix(t, "+") && strings.HasSuffix(name, t), strings.HasSuffix(t, "/") && strings.HasPrefix(name, t):
				return e, true
			}
		}
	}
	return entry{}, false
}

// byBeginning finds the format that bytes begin like.
func byBeginning(b []byte) (e entry, begin string, ok bool) {
	for _, e := range table {
		for _, begin := range e.begins {
			if len(b) > len(begin) && string(b[:len(begin)]) == begin {
				return e, begin, true
			}
		}
	}
	return entry{}, "", false
}

func readJSON(b []byte, givenUp func() bool) (*value.Tree, int, error) {
	tree, err := value.ReadJSONUntil(b, givenUp)
	if err != nil {
		return nil, 0, err
	}
	return tree, len(b), nil
}

func readText(b []byte) (*value.Tree, int, error) {
	return whole(b, value.Node{Kind: value.Text, To: len(b)}), len(b), nil
}

func readBytes(b []byte) (*value.Tree, int, error) {
	return whole(b, value.Node{Kind: value.Bytes, To: len(b)}), len(b), nil
}

func readImage(b []byte) (*value.Tree, int, error) {
	name := payload.ImageType(b)
	if name == "" {
		return nil, 0, &value.Fault{Code: value.Unexpected}
	}
	return whole(b, value.Node{Kind: value.Bytes, Type: name, To: len(b)}), len(b), nil
}

// whole is a tree of one node, which is some of the bytes as they are.
func whole(b []byte, n value.Node) *value.Tree {
	builder := value.NewBuilder(b)
	if n.Text == "" {
		n.TextIn = value.Part{From: n.From, To: n.To}
	}
	_ = builder.Add(n) // one node is never too much
	return builder.Tree()
}

// uncoded makes an unpacker of what reads a text to its end.
func uncoded(read func(text []byte) ([]byte, error)) unpacker {
	return func(b []byte, _ int) ([]byte, int, error) {
		content, err := read(b)
		if err != nil {
			return nil, 0, err
		}
		return content, len(b), nil
	}
}
