package value

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
)

// AppendJSON appends node i as JSON without blanks. Numbers keep their digits where JSON
// has them; what is none in JSON, as NaN, becomes a text. Bytes become base64, and what
// is no UTF-8 in a text U+FFFD. What a later one holds in the place of is left out.
func (t *Tree) AppendJSON(out []byte, i int) []byte { return t.appendNode(out, i, false) }

// AppendNotation does so in the diagnostic notation of CBOR [RFC 8949 8], which has more
// than JSON: bytes are h'00ff', numbers may be NaN or Infinity, and names that are no texts
// stand without quotes.
func (t *Tree) AppendNotation(out []byte, i int) []byte { return t.appendNode(out, i, true) }

func (t *Tree) appendNode(out []byte, i int, notation bool) []byte {
	type level struct {
		end  int
		last byte
	}
	var open []level
	for first, at := i, i; at < t.Next(first); at++ {
		if at > first && t.Flags(at)&Replaced != 0 {
			at = t.Next(at) - 1
			continue
		}
		for len(open) > 0 && at >= open[len(open)-1].end {
			out = append(out, open[len(open)-1].last)
			open = open[:len(open)-1]
		}
		if at > first && out[len(out)-1] != '{' && out[len(out)-1] != '[' {
			out = append(out, ',')
		}
		if at > first && t.Kind(t.Parent(at)) == Object {
			out = append(t.appendName(out, at, notation), ':')
		}
		switch t.Kind(at) {
		case Object:
			out, open = append(out, '{'), append(open, level{t.Next(at), '}'})
		case List:
			out, open = append(out, '['), append(open, level{t.Next(at), ']'})
		default:
			out = t.appendScalar(out, at, notation)
		}
	}
	for n := len(open) - 1; n >= 0; n-- {
		out = append(out, open[n].last)
	}
	return out
}

func (t *Tree) appendName(out []byte, i int, notation bool) []byte {
	if notation && t.Flags(i)&Notation != 0 {
		return append(out, t.NameBytes(i)...)
	}
	return appendQuoted(out, t.Name(i))
}

func (t *Tree) appendScalar(out []byte, i int, notation bool) []byte {
	switch text := t.TextBytes(i); t.Kind(i) {
	case Null:
		return append(out, "null"...)
	case Bool:
		return append(out, text...)
	case Number:
		if len(text) > 0 && (notation || numberEnd(text, 0) == len(text)) {
			return append(out, text...)
		}
		return appendQuoted(out, string(text))
	case Bytes:
		if notation {
			return append(hex.AppendEncode(append(out, "h'"...), text), '\'')
		}
		return appendQuoted(out, base64.StdEncoding.EncodeToString(text))
	default:
		return appendQuoted(out, string(text))
	}
}

func appendQuoted(out []byte, s string) []byte {
	var quoted bytes.Buffer
	e := json.NewEncoder(&quoted)
	e.SetEscapeHTML(false)
	_ = e.Encode(string([]rune(s))) // a string is always written
	return append(out, bytes.TrimSuffix(quoted.Bytes(), []byte("\n"))...)
}
