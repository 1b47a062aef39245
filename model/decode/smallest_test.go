package decode

import (
	"bytes"
	"encoding/binary"
	"runtime"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// TestSmallestElements: a payload that is nothing but the smallest elements of its format
// takes no more than a fixed multiple of its size, also when it is not what was asked for
// and is read as something else.
func TestSmallestElements(t *testing.T) {
	const size = 1 << 20
	const once, twice = 100, 150 // times the size, read as one format or as another one after it
	varints := bytes.Repeat([]byte{0x08, 0x01}, size/2)
	for _, c := range []struct {
		name string
		as   Format
		b    []byte
		most int // times its size
	}{
		{"fields", Protobuf, varints, 40},
		{"messages", Protobuf, bytes.Repeat([]byte{0x0a, 0x02, 0x08, 0x01}, size/4), 60},
		{"groups", Protobuf, bytes.Repeat([]byte{0x0b, 0x0c}, size/2), 40},
		{"packed numbers", Protobuf, protowire.AppendBytes([]byte{0x0a}, bytes.Repeat([]byte{1}, size)), once},
		{"metrics", Sparkplug, bytes.Repeat([]byte{0x12, 0x00}, size/2), twice},
		{"rows", Sparkplug, protowire.AppendBytes([]byte{0x12}, protowire.AppendBytes([]byte{0x8a, 0x01}, bytes.Repeat([]byte{0x22, 0x00}, size/2))), once},
		{"names of properties", Sparkplug, sparkplugNames(size), once},
		{"a packet", Meshtastic, protowire.AppendBytes([]byte{0x0a}, varints), twice},
		{"a list without an end", CBOR, append([]byte{0x9f}, make([]byte, size)...), once},
		{"a map without an end", CBOR, append([]byte{0xbf}, make([]byte, size)...), once},
		{"empty lists", CBOR, append([]byte{0x9f}, bytes.Repeat([]byte{0x80}, size)...), once},
		{"tags", CBOR, append([]byte{0x9f}, bytes.Repeat([]byte{0xc1, 0x01}, size/2)...), once},
		{"a map", MsgPack, append(binary.BigEndian.AppendUint32([]byte{0xdf}, size/2), make([]byte, size)...), once},
		{"a container of booleans", Avro, containerOf("boolean", size, make([]byte, size)), once},
		{"numbers", "uint8", make([]byte, size), once},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := Payload(Input{Payload: c.b, Rule: &Rule{As: []Format{c.as}}})
		runtime.ReadMemStats(&after)
		if took, most := after.TotalAlloc-before.TotalAlloc, uint64(c.most*size); took > most {
			t.Errorf("%s of %s: %d MB for %d, more than %d; it is %v", c.name, c.as, took>>20, size>>20, most>>20, r.As)
		}
	}
}

// containerOf is a container of Avro with one block of so many values.
func containerOf(typ string, count int, block []byte) []byte {
	const name = "avro.schema"
	schema := `"` + typ + `"`
	head := binary.AppendVarint([]byte("Obj\x01\x02"), int64(len(name)))
	head = binary.AppendVarint(append(head, name...), int64(len(schema)))
	mark := make([]byte, 16)
	head = append(append(append(head, schema...), 0), mark...)
	head = binary.AppendVarint(binary.AppendVarint(head, int64(count)), int64(len(block)))
	return slices.Concat(head, block, mark)
}
