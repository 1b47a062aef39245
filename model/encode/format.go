package encode

import (
	"unicode/utf8"

	"mangrove/model/value"
)

// format is how a binary format of JSON writes what stands in a document; each appends.
// Objects and lists are written as a head with the count of what follows.
type format struct {
	object, list func(out []byte, count int) []byte
	text, bytes  func(out, content []byte) []byte
	truth        func(out []byte, is bool) []byte
	number       func(out []byte, t *value.Tree, i int) ([]byte, error)
	null         func(out []byte) []byte
	once         bool // a map may not have a name twice
}

// encode makes a payload of JSON. {"$base64": …} are bytes.
func (f *format) encode(in Input) ([]byte, error) {
	t, err := document(in.Text)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(in.Text))
	for i := 0; i < t.Len(); {
		if i > 0 && t.Kind(t.Parent(i)) == value.Object {
			if out, err = f.member(out, t, i); err != nil {
				return nil, err
			}
		}
		if b, ok := t.Base64(i); ok {
			out, i = f.bytes(out, b), t.Next(i)
			continue
		}
		if out, err = f.value(out, t, i); err != nil {
			return nil, err
		}
		i++
	}
	return out, nil
}

// member appends the name of node i.
func (f *format) member(out []byte, t *value.Tree, i int) ([]byte, error) {
	if f.once && t.Flags(i)&value.Doubled != 0 {
		return nil, t.Fault(i, value.Unexpected, value.Again, t.Name(i))
	}
	return f.characters(out, t, i, t.NameBytes(i))
}

// characters appends a text of node i, which is UTF-8 in any of the formats.
func (f *format) characters(out []byte, t *value.Tree, i int, text []byte) ([]byte, error) {
	if !utf8.Valid(text) {
		return nil, t.Fault(i, value.NotUTF8, "", "")
	}
	return f.text(out, text), nil
}

// value appends a scalar, or the head of an object or a list.
func (f *format) value(out []byte, t *value.Tree, i int) ([]byte, error) {
	switch t.Kind(i) {
	case value.Object:
		return f.object(out, t.Count(i)), nil
	case value.List:
		return f.list(out, t.Count(i)), nil
	case value.Bool:
		return f.truth(out, t.Text(i) == "true"), nil
	case value.Number:
		return f.number(out, t, i)
	case value.Text:
		return f.characters(out, t, i, t.TextBytes(i))
	}
	return f.null(out), nil
}
