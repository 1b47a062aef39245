package sparkplug

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// scene plays messages to a network: each begins a millisecond after the one before, and
// its position is its number.
type scene struct {
	*Network
	start    time.Time
	now      time.Time
	position uint64
	early    string // what was found before it should have been
}

func play() *scene {
	start := time.Unix(1_700_000_000, 0)
	return &scene{Network: NewNetwork(), start: start, now: start}
}

func (s *scene) wait(d time.Duration) { s.now = s.now.Add(d) }

func (s *scene) send(topic string, parts ...[]byte) {
	s.take(Message{Topic: []byte(topic), Payload: join(parts...)})
}

func (s *scene) take(m Message) {
	s.now = s.now.Add(time.Millisecond)
	s.position++
	m.At, m.Position = s.now, s.position
	s.Take(&m)
}

func (s *scene) missed() { s.Missed() }

// told lists what was found: code, whose, its numbers and its name.
func (s *scene) told() string {
	var all []string
	for _, f := range s.found.list {
		c := f.Cases[len(f.Cases)-1]
		where := strings.Trim(f.Node+"/"+f.Device, "/")
		name := c.Name
		if c.Joined {
			name = strings.TrimSpace(name + " joined")
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s x%d %s at %d want %d got %d count %d %s", f.Code, f.Times, where, c.Position, c.Want, c.Got, c.Count, name)))
	}
	return strings.Join(all, "\n")
}

func bdSeq(n uint64) []byte { return named("bdSeq", 0, Int64, num(11, n)) }

var control = named(RebirthMetric, 0, Boolean, num(14, 0))

// nbirth is a birth of the node N as it should be, besides metrics.
func (s *scene) nbirth(bd uint64, metrics ...[]byte) {
	s.send("spBv1.0/G/NBIRTH/N", join(num(1, 1000), bdSeq(bd), control, join(metrics...), seq(0)))
}

func (s *scene) dbirth(device string, n uint64, metrics ...[]byte) {
	s.send("spBv1.0/G/DBIRTH/N/"+device, num(1, 1000), join(metrics...), seq(n))
}

func (s *scene) ndata(n uint64, metrics ...[]byte) {
	s.send("spBv1.0/G/NDATA/N", seq(n), join(metrics...))
}

func (s *scene) ddata(n uint64, metrics ...[]byte) {
	s.send("spBv1.0/G/DDATA/N/D", seq(n), join(metrics...))
}

func (s *scene) ndeath(bd uint64) { s.send("spBv1.0/G/NDEATH/N", bdSeq(bd)) }

var tenth = num(metricAlias, 10)

// sceneCases are what can be found, and what looks like it.
var sceneCases = []struct {
	name string
	play func(s *scene)
	want string
}{
	{"all as it should be", func(s *scene) {
		s.nbirth(0, named("a", 10, Int8, num(10, 1)))
		s.dbirth("D", 1, named("b", 11, Int8, num(10, 1)))
		for i := uint64(2); i < 600; i += 2 {
			s.ndata(i%256, met(tenth, num(10, 2)))
			s.ddata((i+1)%256, met(num(metricAlias, 11), num(10, 2)))
		}
		s.send("spBv1.0/G/DDEATH/N/D", seq(600%256))
		s.ndeath(0)
		s.nbirth(1)
		s.send("spBv1.0/G/NCMD/N", named(RebirthMetric, 0, Boolean, num(14, 1)))
		s.wait(time.Minute)
		s.Pass(s.now)
	}, ""},
	{"empty names beside aliases", func(s *scene) {
		s.nbirth(0, named("a", 10, Int8, num(10, 1)))
		s.ndata(1, met(str(metricName, ""), tenth, num(10, 2)))
	}, ""},
	{"a birth metric with an empty name", func(s *scene) { s.nbirth(0, named("", 10, Int8, num(10, 1))) }, "birth metric without a name x1 N at 1 want 0 got 0 count 0"},
	{"a birth metric with a type that says nothing", func(s *scene) { s.nbirth(0, named("a", 10, Unknown, num(10, 1))) }, "birth metric without a type x1 N at 1 want 0 got 0 count 0"},
	{"a gap, found when its time is over", func(s *scene) {
		s.nbirth(0)
		s.ndata(1)
		s.ndata(5)
		s.Pass(s.now.Add(reorderTime / 2))
		s.early = s.told()
		s.Pass(s.now.Add(reorderTime))
	}, "seq gap x1 N at 3 want 2 got 5 count 3"},
	{"a gap over 255, found with the next message", func(s *scene) {
		s.nbirth(0)
		for i := range uint64(254) {
			s.ndata(i + 1)
		}
		s.ndata(1)
		s.wait(reorderTime)
		s.ndata(2)
	}, "seq gap x1 N at 256 want 255 got 1 count 2"},
	{"255 and then 0 is none", func(s *scene) {
		s.nbirth(0)
		for i := range uint64(257) {
			s.ndata((i + 1) % 256)
		}
	}, ""},
	{"two messages change places", func(s *scene) {
		s.nbirth(0)
		s.ndata(2)
		s.ndata(1)
		s.ndata(3)
		s.wait(reorderTime)
		s.ndata(4)
	}, "reordered x1 N at 3 want 0 got 1 count 0"},
	{"of three that are late one comes", func(s *scene) {
		s.nbirth(0)
		s.ndata(4)
		s.ndata(2)
		s.wait(reorderTime)
		s.ndata(5)
	}, "reordered x1 N at 3 want 0 got 2 count 0\nseq gap x1 N at 2 want 1 got 4 count 2"},
	{"a gap, found with so many messages", func(s *scene) {
		s.nbirth(0)
		s.ndata(2)
		for i := range uint64(reorderMessages) {
			s.ndata(3 + i)
		}
	}, "seq gap x1 N at 2 want 1 got 2 count 1"},
	{"a gap before a birth", func(s *scene) {
		s.nbirth(0)
		s.ndata(2)
		s.nbirth(0)
	}, "seq gap x1 N at 2 want 1 got 2 count 1"},
	{"a number again", func(s *scene) {
		s.nbirth(0)
		s.ndata(1)
		s.ndata(1)
		s.ndata(2)
	}, "seq repeated x1 N at 3 want 2 got 1 count 0"},
	{"devices share the numbers of their node", func(s *scene) {
		s.nbirth(0)
		s.dbirth("D", 1)
		s.dbirth("E", 1)
		s.ddata(2)
	}, "seq repeated x1 N at 3 want 2 got 1 count 0"},
	{"no number, and one that is none", func(s *scene) {
		s.nbirth(0)
		s.send("spBv1.0/G/NDATA/N", num(1, 5))
		s.ndata(256)
		s.ndata(77)
		s.ndata(78)
	}, "no seq x1 N at 2 want 0 got 0 count 0 NDATA\nseq out of range x1 N at 3 want 0 got 256 count 0"},
	{"a birth with what is wrong in it", func(s *scene) {
		s.send("spBv1.0/G/NBIRTH/N", seq(4), met(num(metricAlias, 3)))
	}, "birth seq x1 N at 1 want 0 got 4 count 0\nno bdSeq x1 N at 1 want 0 got 0 count 0 NBIRTH\nno rebirth control x1 N at 1 want 0 got 0 count 0\nbirth metric without a name x1 N at 1 want 0 got 0 count 0"},
	{"a birth metric without a type", func(s *scene) { s.nbirth(0, met(str(metricName, "a"))) }, "birth metric without a type x1 N at 1 want 0 got 0 count 0"},
	{"a death of another connection", func(s *scene) {
		s.nbirth(3)
		s.ndeath(2)
		s.ndata(1)
	}, "death not obeyed x1 N at 2 want 3 got 2 count 0"},
	{"a death without a bdSeq", func(s *scene) {
		s.nbirth(3)
		s.send("spBv1.0/G/NDEATH/N")
		s.send("spBv1.0/G/NDEATH/N", num(1, 7), seq(4))
	}, "seq in a death x1 N at 3 want 0 got 4 count 0\nno bdSeq x1 N at 3 want 0 got 0 count 0 NDEATH\ndeath not obeyed x1 N at 3 want 3 got -1 count 0"},
	{"born again with the bdSeq of before", func(s *scene) {
		s.nbirth(3)
		s.ndeath(3)
		s.nbirth(3)
	}, "bdSeq unchanged x1 N at 3 want 0 got 3 count 0"},
	{"a device before its node, which may have been born before we came", func(s *scene) { s.dbirth("D", 5) }, "device birth before node's x1 N/D at 1 want 0 got 0 count 0 joined"},
	{"a device before its node, which is dead", func(s *scene) {
		s.nbirth(0)
		s.ndeath(0)
		s.dbirth("D", 1)
	}, "device birth before node's x1 N/D at 3 want 0 got 0 count 0"},
	{"data before birth, told once", func(s *scene) {
		s.ddata(9)
		s.ddata(10)
	}, "data before birth x1 N/D at 1 want 0 got 0 count 0 DDATA joined"},
	{"data of a device that was not born again", func(s *scene) {
		s.nbirth(0)
		s.dbirth("D", 1)
		s.nbirth(0)
		s.ddata(1)
	}, "data before birth x1 N/D at 4 want 0 got 0 count 0 DDATA"},
	{"data after death", func(s *scene) {
		s.nbirth(0)
		s.dbirth("D", 1)
		s.ndeath(0)
		s.ddata(2)
		s.ndata(3)
	}, "data after death x1 N/D at 4 want 0 got 0 count 0 DDATA\ndata after death x1 N at 5 want 0 got 0 count 0 NDATA"},
	{"an alias that was never born", func(s *scene) {
		s.nbirth(0, named("a", 10, Int8))
		s.ndata(1, met(tenth), met(num(metricAlias, 11)))
		s.ndata(2, met(num(metricAlias, 12)))
	}, "metric that no birth has x1 N at 2 want 0 got 11 count 0"},
	{"a name that was never born", func(s *scene) {
		s.nbirth(0)
		s.ndata(1, met(str(metricName, "b")))
	}, "metric that no birth has x1 N at 2 want 0 got 0 count 0 b"},
	{"an alias twice in a birth", func(s *scene) { s.nbirth(0, named("a", 10, Int8), named("b", 10, Int8)) }, "duplicate alias x1 N at 1 want 0 got 10 count 0 b"},
	{"an alias of two devices", func(s *scene) {
		s.nbirth(0)
		s.dbirth("D", 1, named("a", 10, Int8))
		s.dbirth("E", 2, named("b", 10, Int8))
	}, "duplicate alias x1 N/E at 3 want 0 got 10 count 0 b"},
	{"the same births again are no duplicates", func(s *scene) {
		for i := range uint64(3) {
			s.nbirth(i, named("n", 9, Int8))
			s.dbirth("D", 1, named("a", 10, Int8))
			s.wait(time.Minute)
		}
	}, ""},
	{"a storm", func(s *scene) {
		for range 7 {
			s.send("spBv1.0/G/NCMD/N", named(RebirthMetric, 0, Boolean, num(14, 1)))
			s.nbirth(0)
			s.wait(5 * time.Second)
		}
	}, "rebirth storm x3 N at 14 want 7 got 7 count 0"},
	{"births that are no storm", func(s *scene) {
		for range 20 {
			s.nbirth(0)
			s.wait(15 * time.Second)
		}
	}, ""},
	{"retained, and not at most once", func(s *scene) {
		s.take(Message{Topic: []byte("spBv1.0/G/NBIRTH/N"), Payload: join(bdSeq(0), control, seq(0)), Retained: true})
		s.take(Message{Topic: []byte("spBv1.0/G/NDATA/N"), Payload: seq(7), QoS: 1})
	}, "retained x1 N at 1 want 0 got 0 count 0 NBIRTH\nQoS x1 N at 2 want 0 got 1 count 0 NDATA\ndata before birth x1 N at 2 want 0 got 0 count 0 NDATA joined"},
	{"a will may be QoS 1", func(s *scene) {
		s.nbirth(0)
		s.take(Message{Topic: []byte("spBv1.0/G/NDEATH/N"), Payload: bdSeq(0), QoS: 1})
	}, ""},
	{"what is none", func(s *scene) {
		s.send("spBv1.0/G/NDATA/N", []byte("OFFLINE"))
		s.send("spBv1.0/G/HELLO/N", seq(0))
		s.send("spBv1.0/G/NDATA/N") // nothing: a retained one is cleared
		s.send("other/G/NDATA/N", []byte("x"))
	}, "not Sparkplug x1 N at 1 want 0 got 0 count 0 NDATA\ntopic x1  at 2 want 0 got 0 count 0 spBv1.0/G/HELLO/N"},
	{"no expectations across a gap of the connection", func(s *scene) {
		s.nbirth(3, named("a", 10, Int8))
		s.ndata(1)
		s.missed()
		s.ndata(100, met(num(metricAlias, 99)))
		s.ndata(101)
		s.ndeath(7)
		s.nbirth(8)
	}, "metric that no birth has x1 N at 3 want 0 got 99 count 0 joined"},
	{"nor where a payload was let go", func(s *scene) {
		s.nbirth(3)
		s.take(Message{Topic: []byte("spBv1.0/G/NDATA/N"), LetGo: true})
		s.ndata(2)
		s.ndata(3)
	}, ""},
	{"states of hosts", func(s *scene) {
		s.send("spBv1.0/STATE/scada", []byte(`{"online":true,"timestamp":1000}`))
		s.send("spBv1.0/STATE/scada", []byte(`{"online":false,"timestamp":900}`))
		s.send("spBv1.0/STATE/scada", []byte(`ONLINE`))
		s.send("STATE/old", []byte(`ONLINE`))
		s.send("STATE/lamp", []byte(`on`))
		s.send("spBv1.0/STATE/scada")
	}, "old host state x1 scada at 2 want 1000 got 900 count 0\nhost state x1 scada at 3 want 0 got 0 count 0 ONLINE"},
}

func TestFindings(t *testing.T) {
	for _, c := range sceneCases {
		s := play()
		c.play(s)
		if s.early != "" {
			t.Errorf("%s: found too early: %s", c.name, s.early)
		}
		if got := s.told(); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}
