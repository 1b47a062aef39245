package sparkplug

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestStatus follows a node and its devices.
func TestStatus(t *testing.T) {
	s := play()
	check := func(step, want string) {
		t.Helper()
		var all []string
		units, _ := s.Node("G", "N", s.now)
		for _, u := range units {
			all = append(all, fmt.Sprintf("%s:%s", strings.Trim(u.Node+"/"+u.Device, "/"), []string{"awaiting", "online", "offline"}[u.Status]))
		}
		if got := strings.Join(all, " "); got != want {
			t.Errorf("%s: %s, want %s", step, got, want)
		}
	}
	s.ndata(4)
	check("joined", "N:awaiting")
	s.nbirth(0, named("a", 10, Int8))
	s.dbirth("D", 1)
	s.dbirth("E", 2)
	check("born", "N:online N/D:online N/E:online")
	s.send("spBv1.0/G/DDEATH/N/D", seq(3))
	check("a device dies", "N:online N/D:offline N/E:online")
	s.ndeath(9)
	check("another's death", "N:online N/D:offline N/E:online")
	s.ndeath(0)
	check("death", "N:offline N/D:offline N/E:offline")
	s.nbirth(1)
	check("born again", "N:online N/D:awaiting N/E:awaiting")
	s.dbirth("D", 1)
	s.missed()
	check("messages missed", "N:online N/D:online N/E:awaiting")
	u, ok := s.Unit("spBv1.0/G/NDATA/N", s.now)
	if !ok || !u.Doubted || u.BirthsPerMinute != 2 || u.BdSeq != 1 || u.Metrics != 2 {
		t.Errorf("%+v %v", u, ok)
	}
	units, found := s.Node("G", "N", s.now)
	if len(units) != 3 || units[0] != u || units[2].Device != "E" || len(found) != 2 || found[0].Code != DataBeforeBirth {
		t.Errorf("%+v, %+v", units, found)
	}
	if units, found := s.Node("G", "M", s.now); len(units)+len(found) > 0 {
		t.Errorf("%+v, %+v", units, found)
	}
	if u, ok := s.Unit("spBv1.0/G/NDATA/M", s.now); ok {
		t.Errorf("%+v", u)
	}
}

func TestHosts(t *testing.T) {
	s := play()
	s.send("spBv1.0/STATE/scada", []byte(`{"online":true,"timestamp":1000}`))
	s.send("STATE/old", []byte(`OFFLINE`))
	s.send("spBv1.0/STATE/scada", []byte(`{"online":false,"timestamp":999}`))
	s.send("spBv1.0/STATE/broken", []byte(`online`))
	s.send("spBv1.0/nobody", nil)
	hosts, found := s.Hosts()
	if len(hosts) != 2 || hosts[0].Name != "old" || hosts[0].Online || !hosts[0].Timestamp.IsZero() || !hosts[1].Online || hosts[1].Timestamp.UnixMilli() != 1000 {
		t.Errorf("%+v", hosts)
	}
	var codes []string
	for _, f := range found {
		codes = append(codes, string(f.Code)+" "+f.Node)
	}
	if got := strings.Join(codes, ", "); got != "old host state scada, host state broken, topic " {
		t.Errorf("found %s", got)
	}
}

// TestKnown: an old message is read with the birth that was before it.
func TestKnown(t *testing.T) {
	s := play()
	name := func(topic string, position uint64) string {
		t.Helper()
		k, basis := s.Known(topic, Place{Position: position})
		d, ok := k.Definitions.Aliased(10)
		if !ok {
			d.Name = "-"
		}
		if k.Stale {
			d.Name += " stale"
		}
		return d.Name + " by " + string(basis)
	}
	node, device := "spBv1.0/G/NDATA/N", "spBv1.0/G/DDATA/N/D"
	s.ndata(1)                              // 1
	s.nbirth(0, named("first", 10, Int8))   // 2
	s.dbirth("D", 1, named("d1", 10, Int8)) // 3
	s.ndata(2)                              // 4
	s.nbirth(0, named("second", 10, Int8))  // 5
	s.ddata(1)                              // 6
	s.dbirth("D", 2, named("d2", 10, Int8)) // 7
	s.nbirth(0, named("second", 10, Int8))  // 8
	s.dbirth("D", 1, named("d2", 10, Int8)) // 9
	s.missed()                              //
	s.ndata(9)                              // 10
	s.ndeath(0)                             // 11
	for _, c := range []struct {
		topic    string
		position uint64
		want     string
	}{
		{node, 1, "first stale by later birth"}, {node, 4, "first stale by birth"}, {node, 6, "second stale by birth"}, {node, 9, "second stale by birth"}, {node, 10, "second stale by birth before gap"},
		{device, 4, "d1 stale by birth"}, {device, 6, "- stale by no birth"}, {device, 8, "d2 stale by birth"}, {device, 12, "d2 by birth before gap"},
		{"spBv1.0/G/NBIRTH/N", 5, "- stale by the birth itself"}, {"spBv1.0/G/NDATA/other", 5, "- by no birth"}, {"spBv1.0/G/DCMD/N/D", 9, "d2 by birth"}, {"spBv1.0/STATE/N", 9, "- by no birth"}, {"a/b", 1, "- by no birth"},
	} {
		if got := name(c.topic, c.position); got != c.want {
			t.Errorf("%s at %d: %s, want %s", c.topic, c.position, got, c.want)
		}
	}
	k, basis := s.Known(node, Place{Position: 100, At: s.start.Add(4 * time.Millisecond), Moved: true})
	if d, _ := k.Definitions.Aliased(10); d.Name != "first" || basis != AsItWas {
		t.Errorf("a message that was moved behind the births after it: %s by %s", d.Name, basis)
	}
	s.take(Message{Topic: []byte("spBv1.0/G/NBIRTH/M"), Payload: join(named("kept", 10, Int8), seq(0)), Retained: true})
	if got := name("spBv1.0/G/NDATA/M", s.position+1); got != "kept by retained birth" {
		t.Error(got)
	}
}

// TestBirthsAreFew: the same births again take no room, and of others the latest are kept.
func TestBirthsAreFew(t *testing.T) {
	s := play()
	for i := range 1000 {
		s.nbirth(uint64(i%256), named("a", 10, Int8))
		s.dbirth("D", 1, named("b", 11, Int8))
		s.wait(time.Minute)
	}
	n := s.nodes[nodeName{"G", "N"}]
	if len(n.births) != 1 || len(n.devices["D"].births) != 1 || n.bytes != s.bytes || s.bytes > 4_000 {
		t.Errorf("%d and %d births, %d of %d bytes", len(n.births), len(n.devices["D"].births), n.bytes, s.bytes)
	}
	for i := range 100 {
		s.nbirth(0, named(fmt.Sprint("a", i), 10, Int8))
	}
	if len(n.births) != keptBirths || n.bytes != s.bytes || s.bytes > 10_000 {
		t.Errorf("%d births, %d of %d bytes", len(n.births), n.bytes, s.bytes)
	}
}

// TestUnits: a metric has the unit that its properties name, or that those of its birth
// did.
func TestUnits(t *testing.T) {
	property := func(key, text string) []byte {
		return sub(metricProperties, str(1, key), sub(2, num(1, uint64(String)), str(8, text)))
	}
	w := NewNetwork()
	birth := join(
		named("Temperature", 1, Float, property("engUnit", "°C"), float(21)),
		named("Speed", 2, Float, property("Engineering Units", "rpm"), float(3)),
		named("Level", 3, Float, property("Quality", "x"), float(3)),
		named("Long", 4, Float, property("unit", "parts of something or other"), float(3)), seq(0))
	w.Take(&Message{Topic: []byte("spBv1.0/g/NBIRTH/n"), Payload: birth, At: time.Unix(1, 0), Position: 1})
	data := join(
		met(num(metricAlias, 1), float(22)), met(num(metricAlias, 2), property("unit", "Hz"), float(22)),
		met(num(metricAlias, 3), float(22)), met(num(metricAlias, 4), float(22)), seq(1))
	for name, payload := range map[string][]byte{"spBv1.0/g/NBIRTH/n": birth, "spBv1.0/g/NDATA/n": data} {
		known, _ := w.Known(name, Place{Position: 2, At: time.Unix(2, 0)})
		tree, _, err := known.Decode(payload)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"Temperature": "°C", "Speed": "rpm", "Level": "", "Long": ""}
		if strings.Contains(name, "NDATA") {
			want["Speed"] = "Hz"
		}
		for metric, unit := range want {
			if got := tree.Unit(tree.Find("metrics." + metric + ".value")); got != unit {
				t.Errorf("%s: %s is in %q, want %q", name, metric, got, unit)
			}
		}
	}
}

// TestVersions: what data mean is another with a birth that names them later, and with a
// death; births that say the same again change nothing.
func TestVersions(t *testing.T) {
	s := play()
	const data = "spBv1.0/G/DDATA/N/D"
	if v := s.Version(data); v != (Version{}) || s.Past() != 0 {
		t.Errorf("of a device that nobody has heard of: %+v", v)
	}
	s.ddata(1)
	before := s.Version(data)
	step := func(when string, all, past bool) {
		t.Helper()
		v := s.Version(data)
		if (v.All != before.All) != all || (v.Past != before.Past) != past {
			t.Errorf("%s: %+v after %+v", when, v, before)
		}
		before = v
	}
	s.nbirth(0)
	step("the birth of the node", true, false)
	s.dbirth("D", 1, named("d1", 10, Int8))
	step("that of the device, after its data", true, true)
	s.ddata(2)
	step("data", false, false)
	s.dbirth("D", 3, named("d1", 10, Int8))
	step("the same birth again", false, false)
	s.dbirth("D", 4, named("d2", 10, Int8))
	step("another birth, which names what comes after it", true, false)
	s.nbirth(0)
	step("the node is born again", true, false)
	s.dbirth("D", 1, named("d2", 10, Int8))
	step("and its device, with no data between", true, false)
	s.nbirth(0)
	s.ddata(1)
	s.dbirth("D", 2, named("d2", 10, Int8))
	step("and with data between", true, true)
	s.ndeath(0)
	step("death", true, false)
	if s.Past() != 2 {
		t.Errorf("%d times", s.Past())
	}
	if node := s.Version("spBv1.0/G/NDATA/N"); node.Past != 0 || node.All == 0 {
		t.Errorf("of the node: %+v", node)
	}
}
