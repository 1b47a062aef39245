package strictyaml

import (
	"bytes"
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v3"
)

// JSON writes a value as JSON, with the keys of its maps in their order; nil, with a fault,
// when it refers to another part of the file, has a key twice, or one that is no text.
func (r *Reader) JSON(n *yaml.Node) []byte {
	var b bytes.Buffer
	if !r.writeJSON(&b, n) {
		return nil
	}
	return b.Bytes()
}

func (r *Reader) writeJSON(b *bytes.Buffer, n *yaml.Node) bool {
	switch n.Kind {
	case yaml.MappingNode:
		return r.writeObject(b, n)
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, one := range n.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			if !r.writeJSON(b, one) {
				return false
			}
		}
		b.WriteByte(']')
		return true
	case yaml.ScalarNode:
		b.WriteString(JSONScalar(n))
		return true
	default:
		return r.is(n, yaml.ScalarNode, NoText)
	}
}

func (r *Reader) writeObject(b *bytes.Buffer, n *yaml.Node) bool {
	seen := make(map[string]bool, len(n.Content)/2)
	b.WriteByte('{')
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if !r.is(key, yaml.ScalarNode, NoText) {
			return false
		}
		if seen[key.Value] {
			r.Wrong(key, Fault{Code: Doubled, Found: key.Value})
			return false
		}
		seen[key.Value] = true
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(inQuotes(key.Value))
		b.WriteByte(':')
		if !r.writeJSON(b, n.Content[i+1]) {
			return false
		}
	}
	b.WriteByte('}')
	return true
}

// JSONScalar is a single value as JSON writes it: what YAML takes for a number is one, but for
// those that JSON has no form for, which are texts, as dates are.
func JSONScalar(n *yaml.Node) string {
	switch n.ShortTag() {
	case "!!null":
		return "null"
	case "!!bool":
		return strings.ToLower(n.Value)
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return n.Value
		}
		var f float64
		if n.Decode(&f) == nil {
			if b, err := json.Marshal(f); err == nil { // not those that are infinite
				return string(b)
			}
		}
	}
	return inQuotes(n.Value)
}

func inQuotes(s string) string {
	b, _ := json.Marshal(s) // a text can be written
	return string(b)
}
