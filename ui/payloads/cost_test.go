package payloads

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/format"
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
				readable(Request{Store: s, ID: id, View: payload.AutoView, columns: 100})
			}
		})
	}
}

// manyDevices is a list of objects in JSON, of about so many bytes.
func manyDevices(size int) []byte {
	b := make([]byte, 0, size+256)
	b = append(b, '[')
	for i := 0; len(b) < size; i++ {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `{"id":"0x00158d00%08x","name":"hall sensor %d","battery":%d,"temperature":%d.%02d,"on":%t,"link":{"quality":%d,"parent":null},"tags":["a","b\"c"]}`,
			i, i, i%101, 15+i%12, i%100, i%3 == 0, i%256)
	}
	return append(b, ']')
}

// BenchmarkFiftyMegabytes is from when a payload of JSON is asked for until all of it can be
// shown.
func BenchmarkFiftyMegabytes(b *testing.B) {
	content := manyDevices(50 << 20)
	for _, view := range []payload.View{payload.AutoView, payload.PrettyView, payload.TextView, payload.TableView, payload.HexView} {
		b.Run(format.ViewNames[view], func(b *testing.B) {
			s := model.NewStore(model.Options{})
			s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("a"), Payload: content}}})
			id, _ := s.Find("a")
			for b.Loop() {
				if d := readable(Request{Store: s, ID: id, Position: s.Position(id), View: view, columns: 100}); d.entry.Lost > 0 {
					b.Fatal("it is not kept")
				}
			}
		})
	}
}
