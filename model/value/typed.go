package value

import "encoding/base64"

// bytesMember is the only member of an object that stands for bytes.
const bytesMember = "$base64"

// Base64 gives the bytes that node i of a document of JSON stands for, where it is an
// object of one member with base64: {"$base64": "AP8="}.
func (t *Tree) Base64(i int) (b []byte, ok bool) {
	if t.Kind(i) != Object || t.Count(i) != 1 {
		return nil, false
	}
	only := i + 1
	if t.Name(only) != bytesMember || t.Kind(only) != Text {
		return nil, false
	}
	b, err := base64.StdEncoding.DecodeString(t.Text(only))
	return b, err == nil
}

// longestFound is how many characters of what is typed a fault names.
const longestFound = 60

// Fault is what is wrong with node i of a document: found is what was wanted there, or
// what it has, as part says.
func (t *Tree) Fault(i int, code FaultCode, part FaultPart, found string) error {
	from, _ := t.Range(i)
	n := 0
	for at := range found {
		if n++; n > longestFound {
			found = found[:at] + "…"
			break
		}
	}
	return &Fault{Code: code, Offset: from, Part: part, Found: found}
}
