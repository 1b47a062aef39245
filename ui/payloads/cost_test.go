package payloads

import (
	"bytes"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/payload"
)

// BenchmarkLargePayloads makes payloads of 16 MB readable that hardly anything is in.
func BenchmarkLargePayloads(b *testing.B) {
	const size = 16 << 20
	for _, c := range []struct {
		name    string
		content []byte
	}{
		{"zeros", make([]byte, size)},
		{"zeros in characters", bytes.Repeat([]byte("0"), size)},
		{"a list of MessagePack", append([]byte{0xdd, 0, 0xff, 0xff, 0xfb}, make([]byte, size-5)...)},
		{"a list of CBOR", append([]byte{0x9a, 0, 0xff, 0xff, 0xfb}, make([]byte, size-5)...)},
		{"fields of Protocol Buffers", bytes.Repeat([]byte{8, 1}, size/2)},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := model.NewStore(model.Options{})
			s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("a"), Payload: c.content}}})
			id, _ := s.Find("a")
			for b.Loop() {
				makeReadable(Request{Store: s, ID: id, View: payload.AutoView, columns: 100})
			}
		})
	}
}
