package payloads

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/payload"
)

// TestKeptTreesHoldNoSegments: what is kept of a small payload does not keep the part of
// the history in memory that it stood in.
func TestKeptTreesHoldNoSegments(t *testing.T) {
	const segments, segment = 40, 4 << 20
	s := model.NewStore(model.Options{Budget: 2 * segment})
	at := time.Unix(1_700_000_000, 0)
	send := func(topic string, b []byte) {
		at = at.Add(time.Second)
		s.Apply(model.Batch{At: at, Messages: []model.Message{{Topic: []byte(topic), Payload: b}}})
	}
	filler := make([]byte, segment/4)
	kinds := map[string]string{
		"json": `{"name":"lamp","list":[1,2,3]}`, "cbor": "\xa1\x64temp\x62on", "base64": "eyJuYW1lIjoibGFtcCJ9", "text": "hello",
		"spBv1.0/G/NDATA/N": "\x18\x01\x12\x06\x10\x0a\x20\x03\x50\x05",
	}
	var kept []decoded
	wants := map[string]string{}
	send("first", []byte("x"))
	stream := s.NewStream(model.Root, true, nil)
	stream.Catch()
	before := held()
	stream.List().Pass(0, func(model.Passed) bool { // while somebody reads, no segment is used anew
		for i := range segments {
			for topic, b := range kinds {
				topic += fmt.Sprint("/", i)
				send(topic, []byte(b))
				id, _ := s.Find(topic)
				d := readable(Request{Reading: Reading{Topic: topic}, Store: s, ID: id, Position: s.Position(id), View: payload.TreeView, columns: 80})
				if len(d.entry.Payload) != len(b) {
					t.Fatalf("%s: %d bytes", topic, len(d.entry.Payload))
				}
				kept = append(kept, d)
			}
			for range 4 {
				send("filler", filler)
			}
		}
		return true
	})
	for i := range kept {
		d := &kept[i]
		kind := d.Topic[:strings.LastIndexByte(d.Topic, '/')]
		if got, want := fmt.Sprint(d.words, d.found.As, string(d.source)), wants[kind]; i < len(kinds) {
			wants[kind] = got
		} else if got != want {
			t.Fatalf("%s: %s, want %s", d.Topic, got, want)
		}
		if d.tree != nil && d.tree.Find("name") >= 0 && d.tree.Text(d.tree.Find("name")) != "lamp" {
			t.Errorf("%s has changed", d.Topic)
		}
	}
	// The history, a segment that is used anew, the latest filler, and what is kept.
	if grown := held() - before; grown > 6*segment {
		t.Errorf("%d MB are held for %d small payloads", grown>>20, len(kept))
	}
	runtime.KeepAlive(kept)
	runtime.KeepAlive(s)
}

// held is the memory that is in use.
func held() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
