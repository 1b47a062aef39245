package connection

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/series"
)

// TestWhatIsCollectedHoldsNoSegments: births, units and what was found in payloads do not
// keep the parts of the history in memory that they stood in.
func TestWhatIsCollectedHoldsNoSegments(t *testing.T) {
	const segments, segment = 40, 4 << 20
	s := model.NewStore(model.Options{Budget: 2 * segment})
	f := &Feed{Store: s, Sparkplug: sparkplug.NewNetwork(), Numbers: NewNumbers(s)}
	at := time.Unix(1_700_000_000, 0)
	send := func(topic string, b []byte) {
		at = at.Add(time.Second)
		s.Apply(model.Batch{At: at, Messages: []model.Message{{Topic: []byte(topic), Payload: b}}})
	}
	filler := make([]byte, segment/4)
	var kept []*Reading
	var found [][]series.Found
	held := func() int {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	send("first", []byte("x"))
	stream := s.NewStream(model.Root, true, nil)
	stream.Catch()
	before := held()
	stream.List().Pass(0, func(model.Passed) bool { // while somebody reads, no segment is used anew
		for i := range segments {
			birth, number := fmt.Sprint("spBv1.0/G/NBIRTH/N", i), fmt.Sprint("number", i)
			send(birth, []byte("\x18\x00\x12\x0c\x0a\x04temp\x10\x0a\x20\x03\x50\x05"))
			send(number, []byte(`{"v":1,"unit":"km"}`))
			kept = append(kept, f.Numbers.Want(NumberOf{number, "v"}))
			f.Numbers.LookInto(Look{Topic: number, Most: 9, Largest: 100, Then: func(_ *model.Entry, list []series.Found) { found = append(found, list) }})
			for range 3 {
				f.Prepare(at)
			}
			for range 4 {
				send("filler", filler)
			}
		}
		return true
	})
	for i, r := range kept {
		known, _ := f.Sparkplug.Known(fmt.Sprint("spBv1.0/G/NDATA/N", i), sparkplug.Place{Position: 1 << 60})
		if d, ok := known.Definitions.Aliased(10); !ok || d.Name != "temp" {
			t.Errorf("birth %d: %+v", i, d)
		}
		if r.Unit() != "km" || r.Len() != 1 || len(found) != segments {
			t.Fatalf("number %d: %d numbers in %q, and %d looked into", i, r.Len(), r.Unit(), len(found))
		}
	}
	if grown := held() - before; grown > 6*segment {
		t.Errorf("%d MB are held", grown>>20)
	}
	runtime.KeepAlive(f)
	runtime.KeepAlive(found)
}
