package decode

import (
	"bytes"
	"encoding/hex"
	"testing"
)

// TestEveryFormatIsGivenUp: reading a large payload of any format asks whether somebody
// still wants to know, and comes to an end soon after nobody does.
func TestEveryFormatIsGivenUp(t *testing.T) {
	const times = 100_000
	many := func(head, each string) []byte { return append([]byte(head), bytes.Repeat([]byte(each), times)...) }
	object := append(many(`{"list":[`, "1,"), "1]}"...)
	items := string([]byte{0, times >> 16, times >> 8 & 0xff, times & 0xff})
	one := func(f Format) *Rule { return &Rule{As: []Format{f}} }
	for _, c := range []struct {
		name string
		in   Input
	}{
		{"JSON", Input{Payload: object}},
		{"JSON in hexadecimal", Input{Payload: []byte(hex.EncodeToString(object))}},
		{"JSON in gzip", Input{Payload: []byte(gzipped(t, string(object)))}},
		{"MessagePack", Input{Payload: many("\xdd"+items, "\x01")}},
		{"MessagePack that is asked for", Input{Payload: many("\xdd"+items, "\x01"), Rule: one(MsgPack)}},
		{"CBOR", Input{Payload: many("\x9a"+items, "\x01")}},
		{"CBOR that is asked for", Input{Payload: many("\x9a"+items, "\x01"), Rule: one(CBOR)}},
		{"Protobuf", Input{Payload: many("", "\x12\x05thing\x18\xff\x7f")}},
		{"Protobuf that is asked for", Input{Payload: many("", "\x0a\x04wort"), Rule: one(Protobuf)}},
		{"Sparkplug", Input{Payload: many("\x18\x01", "\x12\x05\x0a\x01m\x18\x01"), Topic: "spBv1.0/plant/NDATA/press"}},
		{"containers of Avro", Input{Payload: container(t, times)}},
	} {
		asked := 0
		c.in.GivenUp = func() bool {
			asked++
			return true
		}
		const most = 40 // by every format that is tried
		r := Payload(c.in)
		if asked == 0 || asked > most {
			t.Errorf("%s: it is asked %d times", c.name, asked)
		}
		if r.Tree != nil && r.Tree.Len() > 1 {
			t.Errorf("%s: %d values are read of %v", c.name, r.Tree.Len(), r.As)
		}
	}
}

// container is a file of Avro with one block of so many values.
func container(t *testing.T, values int) []byte {
	t.Helper()
	long := func(n int) (b []byte) { // zigzag
		for u := uint64(n) << 1; ; u >>= 7 {
			if u < 0x80 {
				return append(b, byte(u))
			}
			b = append(b, byte(u)|0x80)
		}
	}
	counted := func(s string) string { return string(long(len(s))) + s }
	mark := "0123456789abcdef"
	b := []byte("Obj\x01" + string(long(1)) + counted("avro.schema") + counted(`"int"`) + "\x00" + mark)
	b = append(append(b, long(values)...), long(values)...)
	return append(append(b, bytes.Repeat([]byte{2}, values)...), mark...)
}
