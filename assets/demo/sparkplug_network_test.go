package demo

import (
	"strings"
	"testing"
	"time"

	"mangrove/model/decode/sparkplug"
	"mangrove/model/value"
)

// TestSparkplugNetwork follows an hour of the edge node as the program does: nothing is
// found, every payload is read, and every metric has the name and the type of its birth.
func TestSparkplugNetwork(t *testing.T) {
	network := sparkplug.NewNetwork()
	read := 0
	for i, e := range hourLong().events {
		if !strings.HasPrefix(e.Topic, sparkplug.Namespace+"/") {
			continue
		}
		m := sparkplug.Message{Topic: []byte(e.Topic), Payload: e.Payload, At: e.at, Position: uint64(i + 1), QoS: e.QoS}
		network.Take(&m)
		if topic, ok := sparkplug.ParseTopic(e.Topic); !ok || topic.Verb == sparkplug.State {
			continue
		}
		known, basis := network.Known(e.Topic, sparkplug.Place{Position: m.Position})
		tree, _, err := known.Decode(e.Payload)
		if err != nil || basis != sparkplug.AsItWas && basis != sparkplug.Itself {
			t.Fatalf("%s: %v, by %s", e.Topic, err, basis)
		}
		read++
		checkFlags(t, e.Topic, tree)
	}
	network.Pass(start.Add(2 * time.Hour))
	units, found := network.Node("Plant2", "Edge1", start.Add(time.Hour))
	hosts, others := network.Hosts()
	if len(found)+len(others) > 0 {
		t.Errorf("found %+v, %+v", found, others)
	}
	if len(units) != 4 || units[0].Node != "Edge1" || units[0].Status != sparkplug.Online || len(hosts) != 1 || !hosts[0].Online || read < 15_000 {
		t.Errorf("%+v, %+v, %d read", units, hosts, read)
	}
}

func checkFlags(t *testing.T, topic string, tree *value.Tree) {
	t.Helper()
	for n := range tree.Len() {
		if tree.Flags(n)&(value.Unresolved|value.Stray) != 0 {
			t.Fatalf("%s: %s has the flags %d", topic, tree.Path(n), tree.Flags(n))
		}
	}
}

// TestSparkplugObeys: the edge node does what it is asked for.
func TestSparkplugObeys(t *testing.T) {
	network := sparkplug.NewNetwork()
	d := newPressLine(1)
	_, births := d.Connect(start)
	for i, m := range births {
		network.Take(&sparkplug.Message{Topic: []byte(m.Topic), Payload: m.Payload, At: start, Position: uint64(i + 1)})
	}
	command := network.AskRebirth("Plant2", "Edge1", start)
	if got := d.Receive(start.Add(time.Second), command.Topic, command.Payload); len(got) != len(births) || command.Topic != "spBv1.0/Plant2/NCMD/Edge1" {
		t.Errorf("%d births of %d after %s", len(got), len(births), command.Topic)
	}
}
