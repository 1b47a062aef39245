package sparkplug

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestBounds plays publishers that make up names, metrics and texts without end.
func TestBounds(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	for _, c := range []struct {
		name  string
		count int
		play  func(s *scene, i int)
	}{
		{"nodes", 3 * mostNodes, func(s *scene, i int) {
			s.send(fmt.Sprintf("spBv1.0/G/NBIRTH/%d", i), named("a", 1, Int8), seq(3))
		}},
		{"nodes with long names", mostNodes, func(s *scene, i int) { s.send(fmt.Sprintf("spBv1.0/G/NDATA/%s%d", long, i), seq(3)) }},
		{"devices of a node", 2 * mostDevices, func(s *scene, i int) { s.send(fmt.Sprintf("spBv1.0/G/DDATA/N/%d", i), seq(3)) }},
		{"hosts", 3 * mostHosts, func(s *scene, i int) {
			s.send(fmt.Sprintf("spBv1.0/STATE/%d", i), []byte(`{"online":true,"timestamp":1}`))
		}},
		{"other births each time", 300, func(s *scene, i int) {
			s.nbirth(0, named(fmt.Sprint(long, i), 1, Int8), named(long, 2, Int8))
		}},
		{"other aliases each time", 1000, func(s *scene, i int) {
			var metrics [][]byte
			for a := range uint64(100) {
				metrics = append(metrics, named(fmt.Sprint("m", a), uint64(i)*100+a, Int8))
			}
			s.dbirth("D", 1, metrics...)
		}},
		{"topics of no kind", 1000, func(s *scene, _ int) { s.send("spBv1.0/G/X/"+long, seq(3)) }},
		{"texts", 1000, func(s *scene, _ int) { s.send("spBv1.0/STATE/a", []byte(long)) }},
	} {
		s := play()
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for i := range c.count {
			c.play(s, i)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		if held := int64(after.HeapAlloc) - int64(before.HeapAlloc); held > 200<<20 {
			t.Errorf("%s: %d MB held", c.name, held>>20)
		}
		if len(s.nodes) > mostNodes || s.units > mostUnits || s.bytes > mostBytes || len(s.hosts) > mostHosts || len(s.routes) > mostRoutes || s.topics > mostTopics {
			t.Errorf("%s: %d nodes, %d units, %d bytes, %d hosts, %d routes, %d bytes of topics", c.name, len(s.nodes), s.units, s.bytes, len(s.hosts), len(s.routes), s.topics)
		}
		s.sound(t)
		if list := s.found.list; len(list) > mostFindings {
			t.Errorf("%s: %d findings", c.name, len(list))
		}
		runtime.KeepAlive(s)
	}
}

// TestOfNodesThatWentNothingIsHeld by the topics that are known already.
func TestOfNodesThatWentNothingIsHeld(t *testing.T) {
	s := play()
	s.nbirth(0)
	s.send("spBv1.0/G/DBIRTH/N/D", named("a", 1, Int8), seq(1))
	old := s.routes["spBv1.0/G/DBIRTH/N/D"]
	for i := range mostNodes {
		s.send(fmt.Sprintf("spBv1.0/G/NDATA/%d", i), seq(3))
	}
	if old.device == nil || !old.node.gone {
		t.Fatalf("its node is still followed: %+v", old)
	}
	if old.device.births != nil || old.node.births != nil || old.node.aliases != nil {
		t.Errorf("what it announced is held: %v, %v, %v", old.device.births, old.node.births, old.node.aliases)
	}
}

// sound checks that sums are those of what is summed up.
func (s *scene) sound(t *testing.T) {
	t.Helper()
	units, bytes := 0, 0
	for _, n := range s.nodes {
		units += 1 + len(n.devices)
		bytes += n.bytes
		announced := 0
		own := unitBytes + len(n.where.Group) + len(n.where.Node)
		for _, u := range append([]*unit{&n.unit}, devices(n)...) {
			if u != &n.unit {
				own += unitBytes + len(u.where.Device)
			}
			for _, b := range u.births {
				own += b.definitions.size()
			}
			announced += u.current().Len()
		}
		if len(n.aliases) > announced {
			t.Errorf("%s: %d aliases of %d metrics", n.where.Node, len(n.aliases), announced)
		}
		if own != n.bytes {
			t.Errorf("%s: %d bytes, and they say %d", n.where.Node, own, n.bytes)
		}
	}
	if units != s.units || bytes != s.bytes || s.heard.Len() != len(s.nodes) {
		t.Errorf("%d units, %d bytes, %d heard of %d; they say %d and %d", units, bytes, s.heard.Len(), len(s.nodes), s.units, s.bytes)
	}
}

func devices(n *node) (list []*unit) {
	for _, d := range n.devices {
		list = append(list, d)
	}
	return list
}

// TestTheSilentGoFirst: of nodes, those that are heard stay.
func TestTheSilentGoFirst(t *testing.T) {
	s := play()
	s.nbirth(0, named("a", 10, Int8))
	for i := range 2 * mostNodes {
		s.send(fmt.Sprintf("spBv1.0/G/NDATA/%d", i), seq(3))
		if i%100 == 0 {
			s.ndata(uint64(i/100+1) % 256)
		}
	}
	if u, ok := s.Unit("spBv1.0/G/NDATA/N", s.now); !ok || u.Status != Online {
		t.Errorf("%+v %v", u, ok)
	}
	if _, ok := s.Unit("spBv1.0/G/NDATA/0", s.now); ok {
		t.Error("the first of the silent ones is still there")
	}
}

// TestChance plays messages at random and asks for everything.
func TestChance(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	s := play()
	for range 20_000 {
		chance(s, r)
	}
	s.sound(t)
	if t.Failed() {
		t.Log("seed", seed)
	}
}

func chance(s *scene, r *rand.Rand) {
	topic := fmt.Sprintf("spBv1.0/G/%s/n%d", verbs[NBirth+Verb(r.IntN(8))], r.IntN(3))
	if r.IntN(2) == 0 {
		topic += fmt.Sprintf("/d%d", r.IntN(3))
	}
	var parts [][]byte
	for range r.IntN(4) {
		parts = append(parts, named(fmt.Sprint("m", r.IntN(5)), uint64(r.IntN(6)), Datatype(r.IntN(40)), num(10, 1)))
	}
	parts = append(parts, [][]byte{seq(uint64(r.IntN(300))), bdSeq(uint64(r.IntN(3))), {0xff}, control}[r.IntN(4)])
	s.take(Message{Topic: []byte(topic), Payload: join(parts...), Retained: r.IntN(9) == 0, LetGo: r.IntN(50) == 0, QoS: byte(r.IntN(2))})
	switch r.IntN(200) {
	case 0:
		s.missed()
	case 1:
		s.wait(time.Duration(r.IntN(100)) * time.Second)
	case 2:
		s.Pass(s.now)
	}
	s.Known(topic, Place{Position: uint64(r.IntN(int(s.position) + 2)), At: s.now, Moved: r.IntN(2) == 0})
	s.Hosts()
	s.Unit(topic, s.now)
}

func FuzzNetwork(f *testing.F) {
	f.Add("spBv1.0/G/NBIRTH/N", join(bdSeq(1), control, seq(0)), join(seq(1), met(num(metricAlias, 1))))
	f.Add("spBv1.0/STATE/N", []byte(`{"online":true,"timestamp":1}`), []byte("ONLINE"))
	f.Fuzz(func(t *testing.T, topic string, first, second []byte) {
		s := play()
		s.nbirth(0, named("a", 10, Int8))
		for _, payload := range [][]byte{first, second} {
			s.send(topic, payload)
			s.send("spBv1.0/G/DDATA/N/D", payload)
			s.send("spBv1.0/G/NBIRTH/N", payload)
		}
		s.Known(topic, Place{Position: 2})
		s.Hosts()
		s.Node("G", "N", s.now)
		s.sound(t)
	})
}

// TestAskingDoesNotWait: whoever asks, as the window does, gets in while a large message
// is read.
func TestAskingDoesNotWait(t *testing.T) {
	const topic, tries = "spBv1.0/G/NDATA/N", 20 // of which most find it reading
	payload := []byte(strings.Repeat("\x12\x00", 2<<20))
	for range tries {
		s := play()
		s.nbirth(0, named("a", 1, Int8))
		large := Message{Topic: []byte(topic), Payload: payload, At: s.now, Position: 100}
		done := make(chan struct{})
		go func() {
			s.Take(&large)
			close(done)
		}()
		reading, over := false, false
		for !reading && !over {
			s.mu.Lock()
			_, begun := s.routes[topic]
			over = s.last == large.Position
			reading = begun && !over
			s.mu.Unlock()
			runtime.Gosched()
		}
		if <-done; reading {
			return
		}
	}
	t.Error("nobody gets in while it is read")
}

// TestNamesOfPropertiesAreNotKept: a birth may have as many as its bytes.
func TestNamesOfPropertiesAreNotKept(t *testing.T) {
	properties := sub(metricProperties, bytes.Repeat([]byte{0x0a, 0x00}, 2<<20))
	birth := join(bdSeq(1), control, named("a", 1, Int8, properties, num(10, 1)), seq(0))
	s := play()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s.send("spBv1.0/G/NBIRTH/N", birth)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 2*uint64(len(birth)) {
		t.Errorf("%d MB for %d MB", took>>20, len(birth)>>20)
	}
}

// TestLongNamesAreCutWithASign, and not within a character.
func TestLongNamesAreCutWithASign(t *testing.T) {
	exact := Namespace + "/" + strings.Repeat("x", mostName-len(Namespace)-1)
	for topic, want := range map[string]string{
		exact:                    exact,
		exact + "y":              exact + "…",
		exact[:mostName-1] + "é": exact[:mostName-1] + "…",
		exact[:mostName-1] + strings.Repeat("\x80", 10): exact[:mostName-2] + "…",
	} {
		s := play()
		s.send(topic, seq(0))
		_, list := s.Hosts()
		if len(list) != 1 || list[0].Code != BadTopic || list[0].Cases[0].Name != want {
			t.Errorf("%q: %+v, want %q", topic, list, want)
		}
	}
}
