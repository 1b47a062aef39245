package value

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
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
	type level struct {
		end  int
		last byte
	}
	var open []level
	for first, at := i, i; at < t.Next(first); at++ {
		if len(out)+len(t.TextBytes(at)) > most { // as JSON it is no shorter
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
		if at > first && out[len(out)-1] != '{' && out[len(out)-1] != '[' {
			out = append(out, ',')
		}
		if at > first && t.Kind(t.Parent(at)) == Object {
			out = append(appendQuoted(out, t.Name(at)), ':')
		}
		switch t.Kind(at) {
		case Object:
			out, open = append(out, '{'), append(open, level{t.Next(at), '}'})
		case List:
			out, open = append(out, '['), append(open, level{t.Next(at), ']'})
		default:
			out = t.appendScalar(out, at)
		}
	}
	for n := len(open) - 1; n >= 0; n-- {
		out = append(out, open[n].last)
	}
	return out, len(out) <= most
}

func (t *Tree) appendScalar(out []byte, i int) []byte {
	switch text := t.TextBytes(i); t.Kind(i) {
	case Null:
		return append(out, "null"...)
	case Bool:
		return append(out, text...)
	case Number:
		if len(text) > 0 && numberEnd(text, 0) == len(text) {
			return append(out, text...)
		}
		return appendQuoted(out, string(text))
	case Bytes:
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
