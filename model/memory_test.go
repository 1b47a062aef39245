package model

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// heapInUse is what is taken of the heap, garbage aside.
func heapInUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// flooded is a store of little memory, and what came in.
type flooded struct {
	*Store
	last map[string][]byte
}

func newFlooded(o Options) *flooded { return &flooded{NewStore(o), map[string][]byte{}} }

// publish has a number of topics speak, with a payload that begins differently
// each time. All payloads of a size share their memory, but for what is checked.
func (f *flooded) publish(topic string, topics, size, round int) {
	payload := bytes.Repeat([]byte{'x'}, size)
	for i := range topics {
		name := fmt.Sprintf(topic, i)
		begin := fmt.Sprint(round, " of ", i)
		copy(payload, begin)
		f.Apply(Batch{At: epoch, Messages: []Message{{Topic: []byte(name), Payload: payload}}})
		f.last[name] = []byte(begin)[:min(len(begin), size)]
	}
}

// check counts the topics that have their value, and says when one is wrong.
func (f *flooded) check(t *testing.T, size func(topic string) int) (lost int) {
	t.Helper()
	for topic, begin := range f.last {
		id, ok := f.Find(topic)
		if !ok {
			t.Fatalf("%.40q is not there", topic)
		}
		e, _ := f.Latest(id, 0)
		switch n := size(topic); {
		case e.Size != n:
			t.Errorf("%.40q was of %d bytes, not %d", topic, e.Size, n)
		case e.Lost > 0:
			lost++
			if e.Lost != n || len(e.Payload) > 0 {
				t.Errorf("%.40q: %d of %d bytes are said to be let go, %d are there", topic, e.Lost, n, len(e.Payload))
			}
		case len(e.Payload) != n || !bytes.HasPrefix(e.Payload, begin):
			t.Errorf("%.40q is %d bytes, %.20q", topic, len(e.Payload), e.Payload)
		}
	}
	return lost
}

const megabyte = 1_000_000

// TestMemoryIsBounded has publishers send more than a store may keep, in one way
// and another.
func TestMemoryIsBounded(t *testing.T) {
	const (
		most  = 48 * megabyte
		pause = 12 * megabyte
		// overhead is a segment kept for use, the one that is written to, and a
		// chunk of texts of each kind.
		overhead = 2*segmentSize + 2*textChunk
	)
	size := func(of int) func(string) int { return func(string) int { return of } }
	cases := []struct {
		name string
		send func(f *flooded)
		size int
		lost bool
	}{
		{"values of 6 MB", func(f *flooded) { f.publish("camera/%d", 20, 6*megabyte, 0) }, 6 * megabyte, true},
		{"values that are larger than all of it", func(f *flooded) { f.publish("film/%d", 3, 60*megabyte, 0) }, 60 * megabyte, true},
		{"values of 2.2 MB, which take more than half a segment", func(f *flooded) { f.publish("camera/%d", 60, 22*megabyte/10, 0) }, 22 * megabyte / 10, true},
		{"values that fit, sent twice", func(f *flooded) {
			f.publish("camera/%d", 60, 400_000, 0)
			f.publish("camera/%d", 60, 400_000, 1)
		}, 400_000, false},
		{"values that fit, sent three times in a pause", func(f *flooded) {
			f.publish("camera/%d", 60, 400_000, 0)
			f.Tree().Tick(epoch)
			f.Pause()
			f.publish("camera/%d", 60, 400_000, 1)
			f.publish("camera/%d", 60, 400_000, 2)
			f.Resume()
		}, 400_000, false},
		{"values that do not fit, sent in a pause", func(f *flooded) {
			f.publish("camera/%d", 20, 6*megabyte, 0)
			f.Tree().Tick(epoch)
			f.Pause()
			f.publish("camera/%d", 20, 6*megabyte, 1)
			f.Resume()
		}, 6 * megabyte, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := heapInUse()
			f := newFlooded(Options{Memory: most, Pause: pause, Budget: 8 * megabyte})
			c.send(f)
			if took := heapInUse() - before; took > most+overhead {
				t.Errorf("%d MB are taken, %d may be", took/megabyte, (most+overhead)/megabyte)
			}
			lost, in := f.check(t, size(c.size)), f.Intake()
			if lost > 0 != c.lost || uint64(lost) > in.LetGo {
				t.Errorf("%d values are let go, %d are counted", lost, in.LetGo)
			}
			if f.Topics() != len(f.last) || in.Dropped > 0 || in.Applied != in.Received {
				t.Errorf("%d topics of %d, %+v", f.Topics(), len(f.last), in)
			}
			runtime.KeepAlive(f)
		})
	}
}

// TestMemoryInAPause measures while the values of changed topics are kept aside.
func TestMemoryInAPause(t *testing.T) {
	const most, pause, size = 48 * megabyte, 12 * megabyte, 400_000
	before := heapInUse()
	f := newFlooded(Options{Memory: most, Pause: pause, Budget: -1})
	f.publish("camera/%d", 60, size, 0)
	f.publish("sensor/%d", 500, 20, 0)
	f.Tree().Tick(epoch)
	f.Pause()
	shown := f.last
	f.last = map[string][]byte{}
	f.publish("camera/%d", 60, size, 1)
	f.publish("sensor/%d", 500, 20, 1)
	f.last = shown
	if took := heapInUse() - before; took > most+pause+2*segmentSize {
		t.Errorf("%d MB are taken, %d may be", took/megabyte, (most+pause+2*segmentSize)/megabyte)
	}
	lost := f.check(t, func(topic string) int {
		if strings.HasPrefix(topic, "sensor") {
			return 20
		}
		return size
	})
	if lost == 0 || lost == 60 {
		t.Errorf("%d of 60 large values that the view shows are discarded", lost)
	}
	for i := range 500 {
		id, _ := f.Find(fmt.Sprint("sensor/", i))
		if e, _ := f.Latest(id, 0); e.Lost > 0 {
			t.Fatalf("the small value of sensor/%d is discarded", i)
		}
	}
	f.Resume()
	f.publish("sensor/%d", 500, 20, 2)
	f.publish("camera/%d", 60, size, 2)
	if lost := f.check(t, func(topic string) int { return len(latest(t, f.Store, topic).Payload) }); lost > 0 {
		t.Errorf("%d values are let go after the pause, when there is room for all", lost)
	}
}

// TestLongNamesAreBounded has topics of the greatest length take no more than
// they may, which lets those that were silent longest go.
func TestLongNamesAreBounded(t *testing.T) {
	const most, topics = 40 * megabyte, 500
	before := heapInUse()
	s := NewStore(Options{Memory: most})
	name := strings.Repeat("n", MaxTopic-14)
	for i := range topics {
		list := []Message{message(fmt.Sprintf("%06d/%s/below", i, name), "x"), message("alive", fmt.Sprint(i))}
		s.Apply(Batch{At: epoch.Add(time.Duration(i) * time.Second), Messages: list})
	}
	s.Tree().Tick(epoch)
	if took := heapInUse() - before; took > most+2*segmentSize {
		t.Errorf("%d MB are taken, %d may be", took/megabyte, most/megabyte)
	}
	if f := s.Folded(); f.Topics == 0 || int(f.Topics)+s.Topics() != topics+1 {
		t.Errorf("%d topics were let go, %d are there, %d came", f.Topics, s.Topics(), topics)
	}
	runtime.KeepAlive(s)
}

// TestLargeValuesGoFirst has small values and large ones compete.
func TestLargeValuesGoFirst(t *testing.T) {
	f := newFlooded(Options{Memory: 40 * megabyte, Budget: -1})
	f.publish("small/%d", 1_000, 200, 0)
	f.publish("middle/%d", 10, 300_000, 0)
	f.publish("large/%d", 12, 5*megabyte, 0)
	f.publish("middle/%d", 10, 300_000, 1)
	sizes := map[string]int{"small": 200, "middle": 300_000, "large": 5 * megabyte}
	size := func(topic string) int {
		first, _, _ := strings.Cut(topic, "/")
		return sizes[first]
	}
	lost := f.check(t, size)
	if lost == 0 || lost >= 12 {
		t.Errorf("%d of 12 large values are discarded", lost)
	}
	for topic := range f.last {
		if e := latest(t, f.Store, topic); e.Lost > 0 && size(topic) < megabyte {
			t.Errorf("%s is let go, which is small", topic)
		}
	}
	if e := latest(t, f.Store, "large/11"); e.Lost > 0 {
		t.Error("of the large ones the newest is discarded")
	}
	f.publish("large/%d", 1, 5*megabyte, 1)
	if e := latest(t, f.Store, "large/0"); e.Lost > 0 || len(e.Payload) != 5*megabyte {
		t.Error("the next message does not bring the value back")
	}
	f.check(t, size)
}

// TestWhatIsSaidOfAValueLetGo looks at it in every way there is.
func TestWhatIsSaidOfAValueLetGo(t *testing.T) {
	s := NewStore(Options{Memory: LeastMemory})
	payload := bytes.Repeat([]byte("x"), 30*megabyte)
	st := s.NewStream(Root, true, nil)
	s.Apply(Batch{At: epoch, Messages: []Message{{Topic: []byte("film"), Payload: payload, Properties: []byte{1, 0}, QoS: 1, Retained: true}}})
	s.Tree().Tick(epoch)
	id, _ := s.Find("film")
	e := latest(t, s, "film")
	if e.Size != len(payload) || e.Lost != len(payload)+2 || len(e.Payload)+len(e.Properties) > 0 || e.QoS != 1 || !e.Retained || !e.At.Equal(epoch) {
		t.Errorf("the entry: %d of %d bytes, QoS %d", e.Lost, e.Size, e.QoS)
	}
	if r := s.Tree().Row(id); !r.HasValue || r.Lost != e.Lost || r.Size != e.Size || len(r.Preview) > 0 || r.Messages != 1 {
		t.Errorf("the row: %+v", r)
	}
	lookAtLetGo(t, s, st)
	sendAnother(t, s)
}

// sendAnother brings the value back with the next message.
func sendAnother(t *testing.T, s *Store) {
	t.Helper()
	apply(s, message("film", "small"))
	if e := latest(t, s, "film"); e.Lost > 0 || string(e.Payload) != "small" || e.Size != 5 {
		t.Errorf("%+v", e)
	}
	if s.Intake().Repeated > 0 {
		t.Error("it counts as sent again")
	}
}

// lookAtLetGo looks at a topic whose only value is let go in lists, searches and
// counters.
func lookAtLetGo(t *testing.T, s *Store, st *Stream) {
	t.Helper()
	id, _ := s.Find("film")
	e := latest(t, s, "film")
	for more := true; more; {
		_, more = st.Catch()
	}
	if rows := st.List().Rows(0, make([]StreamRow, 2)); len(rows) != 1 || rows[0].Lost != e.Lost || rows[0].Size != e.Size {
		t.Errorf("the list: %+v", rows)
	}
	if s.LastRetained(id).Position != 0 {
		t.Error("it is said to be held")
	}
	for _, query := range []string{"~x", "!=y", "=x", "-~y"} {
		search(t, s, query)
		if n := s.Tree().Finding().Matches; n > 0 {
			t.Errorf("%s finds what nobody knows", query)
		}
	}
	search(t, s, "film")
	if s.Tree().Finding().Matches != 1 {
		t.Error("its name is not found")
	}
	s.Tree().Search(nil)
	s.Tree().HideCleared(true)
	finish(s)
	if s.Tree().Hidden() > 0 {
		t.Error("it counts as cleared")
	}
	if in := s.Intake(); in.LetGo != 1 || in.Bytes != uint64(e.Size) {
		t.Errorf("%+v", in)
	}
	if st := s.Stats(id, epoch); st.Messages != 1 || st.Bytes != uint64(e.Size) {
		t.Errorf("%+v", st)
	}
}
