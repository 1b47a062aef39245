// Package encode makes payloads of what is typed: a text as it is, bytes that are written
// down, and the binary formats that package decode reads, of a document of JSON.
package encode

import (
	"mangrove/model/decode"
	"mangrove/model/decode/encoded"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/value"
)

// Writer makes bytes of a format of which its maker has the schema. It fails with a
// [value.Fault], whose offset is in the text.
type Writer interface {
	Encode(document *value.Tree) ([]byte, error)
}

// Input is what was typed, and what is to become of it.
type Input struct {
	As     decode.Format // one of [Formats]; empty: decode.Text
	Text   []byte
	Schema Writer // for the formats that need one; may be nil
}

// encoder makes bytes of a text.
type encoder func(in Input) ([]byte, error)

var encoders = []struct {
	format decode.Format
	encode encoder
}{
	{decode.Text, func(in Input) ([]byte, error) { return in.Text, nil }},
	{decode.JSON, checkJSON},
	{decode.Hex, func(in Input) ([]byte, error) { return orNothing(in.Text, encoded.Hex) }},
	{decode.Base64, func(in Input) ([]byte, error) { return orNothing(in.Text, encoded.Base64) }},
	{decode.CBOR, cborFormat.encode},
	{decode.MsgPack, msgPackFormat.encode},
	{decode.Protobuf, bySchema},
	{decode.Avro, bySchema},
	{decode.Sparkplug, toSparkplug},
}

// Formats are those that a payload can be typed in, in the order they are offered.
func Formats() []decode.Format {
	var all []decode.Format
	for _, e := range encoders {
		all = append(all, e.format)
	}
	return all
}

// Bytes is the payload. It fails with a [value.Fault] whose offset is in the text, and for
// a format that is none of [Formats] with [value.NoSchema].
func Bytes(in Input) ([]byte, error) {
	if in.As == "" {
		in.As = decode.Text
	}
	for _, e := range encoders {
		if e.format == in.As {
			return e.encode(in)
		}
	}
	return nil, &value.Fault{Code: value.NoSchema, Found: string(in.As)}
}

// bySchema makes bytes of JSON as a schema says.
func bySchema(in Input) ([]byte, error) {
	if in.Schema == nil {
		return nil, &value.Fault{Code: value.NoSchema}
	}
	t, err := document(in.Text)
	if err != nil {
		return nil, err
	}
	return in.Schema.Encode(t)
}

func toSparkplug(in Input) ([]byte, error) {
	t, err := document(in.Text)
	if err != nil {
		return nil, err
	}
	return sparkplug.Encode(t)
}

// checkJSON leaves a document as it is typed, to the last blank.
func checkJSON(in Input) ([]byte, error) {
	_, err := value.ReadJSON(in.Text)
	return in.Text, err
}

// orNothing reads bytes that are written down; none are written as nothing.
func orNothing(text []byte, read func([]byte) ([]byte, error)) ([]byte, error) {
	for _, c := range text {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return read(text)
		}
	}
	return nil, nil
}
