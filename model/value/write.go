package value

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math"
	"strings"
)

// AppendJSON appends node i as JSON without blanks. Numbers keep their digits where JSON
// has them; what is none in JSON, as NaN, becomes a text. Bytes become base64, and what
// is no UTF-8 in a text U+FFFD. What a later one holds in the place of is left out.
func (t *Tree) AppendJSON(out []byte, i int) []byte {
	out, _ = t.AppendJSONUpTo(out, i, math.MaxInt)
	return out
}

// AppendJSONUpTo is [Tree.AppendJSON] that ends, not whole, once there are more bytes than
// so many, so that it takes no more time than they do.
func (t *Tree) AppendJSONUpTo(out []byte, i, most int) (all []byte, whole bool) {
	return t.appendNode(out, i, form{most: most})
}

// AppendNotation is AppendJSON in the diagnostic notation of CBOR [RFC 8949 8], which has
// more than JSON: bytes are h'00ff', numbers may be NaN or Infinity, and names that are no
// texts stand without quotes.
func (t *Tree) AppendNotation(out []byte, i int) []byte {
	out, _ = t.appendNode(out, i, form{notation: true, most: math.MaxInt})
	return out
}

// form is how nodes are written.
type form struct {
	notation bool // the diagnostic one
	most     int  // bytes
}

func (t *Tree) appendNode(out []byte, i int, how form) (all []byte, whole bool) {
	type level struct {
		end  int
		last byte
	}
	var open []level
	for first, at := i, i; at < t.Next(first); at++ {
		if len(out)+len(t.TextBytes(at)) > how.most { // as JSON it is no shorter
			return out, false
		}
		if at > first && t.Flags(at)&Replaced != 0 {
			at = t.Next(at) - 1
			continue
		}
		for len(open) > 0 && at >= open[len(open)-1].end {
			out = append(out, open[len(open)-1].last)
			open = open[:len(open)-1]
		}
		if at > first {
			out = t.appendBefore(out, at, how.notation)
		}
		switch t.Kind(at) {
		case Object:
			out, open = append(out, '{'), append(open, level{t.Next(at), '}'})
		case List:
			out, open = append(out, '['), append(open, level{t.Next(at), ']'})
		default:
			out = t.appendScalar(out, at, how.notation)
		}
	}
	for n := len(open) - 1; n >= 0; n-- {
		out = append(out, open[n].last)
	}
	return out, len(out) <= how.most
}

// appendBefore appends what stands before a node: a comma, its name.
func (t *Tree) appendBefore(out []byte, at int, notation bool) []byte {
	if last := out[len(out)-1]; last != '{' && last != '[' {
		out = append(out, ',')
	}
	if t.Kind(t.Parent(at)) == Object {
		out = append(t.appendName(out, at, notation), ':')
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
			out = append(out, text...)
			if notation && strings.HasPrefix(t.Type(i), "float") && !bytes.ContainsAny(text, ".eNI") { // as 1, and neither NaN nor Infinity
				out = append(out, ".0"...)
			}
			return out
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
	if isPlain(s) {
		return append(append(append(out, '"'), s...), '"')
	}
	var quoted bytes.Buffer
	e := json.NewEncoder(&quoted)
	e.SetEscapeHTML(false)
	_ = e.Encode(string([]rune(s))) // a string is always written
	return append(out, bytes.TrimSuffix(quoted.Bytes(), []byte("\n"))...)
}

// isPlain reports whether a text stands in JSON as it is, as nearly all do.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
