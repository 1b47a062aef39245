package demo

import (
	"fmt"
	"time"
)

const (
	sparkplugGroup = "Plant2"
	sparkplugNode  = "Edge1"
	sparkplugHost  = "scada-main"
)

// edgeNode is a Sparkplug B 3.0 edge node with the devices behind it. All of
// it is one MQTT client and one sequence of numbers.
type edgeNode struct {
	*Device
	metrics  []*metric
	machines []*machine
	sessions uint64
	seq      uint64
}

// machine is a Sparkplug device of the node.
type machine struct {
	name    string
	every   time.Duration
	metrics []*metric
	away    func(now time.Time) bool // nil when it is always there
	dead    bool                     // DDEATH was its last word
}

// metric is one value of the node or of a device.
type metric struct {
	name   string
	alias  uint64 // 0 when it goes by its name only
	kind   uint32 // the Sparkplug data type
	unit   string
	value  func(now time.Time) any // nil is null
	sent   any                     // what the host knows
	silent bool                    // never changes after birth
}

// newPressLine is node Edge1 of group Plant2 with two presses and a conveyor.
func newPressLine(seed uint64) *Device {
	d := newDevice(seed, "press-line", "Edge1-Plant2", "Sparkplug B edge node with two presses and a conveyor")
	n := &edgeNode{Device: d}
	n.metrics = n.nodeMetrics()
	n.machines = []*machine{
		{name: "Press1", every: 500 * time.Millisecond, metrics: n.pressMetrics(0)},
		{name: "Press2", every: 500 * time.Millisecond, metrics: n.pressMetrics(190 * time.Second), away: maintenance},
		{name: "Conveyor", every: time.Second, metrics: n.conveyorMetrics()},
	}
	n.number()

	d.Filters = []string{n.topic("NCMD", "")}
	d.connect = func(time.Time) { n.sessions++ }
	d.will = n.death
	d.birth = n.births
	d.receive = func(now time.Time, _ string, payload []byte) []Message {
		if !asksRebirth(payload) {
			return nil
		}
		return n.births(now)
	}
	d.every(5*time.Second, func(now time.Time) []Message { return n.data(now, "NDATA", "", n.metrics) })
	for _, m := range n.machines {
		d.every(m.every, func(now time.Time) []Message { return n.turn(now, m) })
	}
	return d
}

// maintenance is when a press is off the network: half a minute every ten.
func maintenance(now time.Time) bool {
	at := now.Unix() % 600
	return at >= 300 && at < 330
}

// number gives every metric its alias, unique in the node. Those a host must
// find without a birth go by their name.
func (n *edgeNode) number() {
	alias := uint64(0)
	for _, m := range n.metrics {
		if m.name != rebirthMetric {
			alias++
			m.alias = alias
		}
	}
	for i, device := range n.machines {
		for j, m := range device.metrics {
			m.alias = uint64(100*(i+1) + j)
		}
	}
}

func (n *edgeNode) topic(verb, device string) string {
	topic := fmt.Sprintf("spBv1.0/%s/%s/%s", sparkplugGroup, verb, sparkplugNode)
	if device != "" {
		topic += "/" + device
	}
	return topic
}

// bdSeq counts the connections, 0 to 255, and ties a death to its birth.
func (n *edgeNode) bdSeq() any { return int64((n.sessions - 1) % 256) }

// death is NDEATH, the will: the bdSeq alone, without a sequence number, QoS 1.
func (n *edgeNode) death(now time.Time) Message {
	payload := sparkplugPayload{at: now, metrics: []sparkplugMetric{{name: bdSeqMetric, kind: spInt64, value: n.bdSeq()}}}
	return Message{Topic: n.topic("NDEATH", ""), Payload: payload.encode(), QoS: 1}
}

// births are NBIRTH, which begins the sequence at 0, and a DBIRTH for every
// device that is there.
func (n *edgeNode) births(now time.Time) []Message {
	n.seq = 0
	first := sparkplugMetric{name: bdSeqMetric, at: now, kind: spInt64, value: n.bdSeq()}
	messages := []Message{n.message(now, "NBIRTH", "", append([]sparkplugMetric{first}, described(now, n.metrics)...))}
	for _, m := range n.machines {
		m.dead = m.away != nil && m.away(now)
		if !m.dead {
			messages = append(messages, n.message(now, "DBIRTH", m.name, described(now, m.metrics)))
		}
	}
	return messages
}

// turn is one scan of a device: its data, or its death or birth.
func (n *edgeNode) turn(now time.Time, m *machine) []Message {
	switch away := m.away != nil && m.away(now); {
	case away && !m.dead:
		m.dead = true
		return []Message{n.message(now, "DDEATH", m.name, nil)}
	case !away && m.dead:
		m.dead = false
		return []Message{n.message(now, "DBIRTH", m.name, described(now, m.metrics))}
	case away:
		return nil
	}
	return n.data(now, "DDATA", m.name, m.metrics)
}

// data reports by exception: the metrics that changed, by alias and without
// their data type.
func (n *edgeNode) data(now time.Time, verb, device string, metrics []*metric) []Message {
	var changed []sparkplugMetric
	for _, m := range metrics {
		if m.silent {
			continue
		}
		if v := m.value(now); !sameValue(v, m.sent) {
			m.sent = v
			changed = append(changed, sparkplugMetric{alias: m.alias, at: now, value: v})
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return []Message{n.message(now, verb, device, changed)}
}

// described is every metric as a birth carries it.
func described(now time.Time, metrics []*metric) []sparkplugMetric {
	all := make([]sparkplugMetric, 0, len(metrics))
	for _, m := range metrics {
		m.sent = m.value(now)
		all = append(all, sparkplugMetric{name: m.name, alias: m.alias, at: now, kind: m.kind, value: m.sent, unit: m.unit})
	}
	return all
}

// message takes the next sequence number, 0 to 255.
func (n *edgeNode) message(now time.Time, verb, device string, metrics []sparkplugMetric) Message {
	seq := n.seq
	n.seq = (n.seq + 1) % 256
	payload := sparkplugPayload{at: now, metrics: metrics, seq: &seq}
	return Message{Topic: n.topic(verb, device), Payload: payload.encode()}
}

// newScadaHost is the host application of the line. It only says that it is
// there: retained, with the time of its connection in birth and will alike.
func newScadaHost(seed uint64) *Device {
	d := newDevice(seed, "scada-host", sparkplugHost, "Sparkplug B host application of the press line")
	state := func(now time.Time, online bool) Message {
		payload := encode(struct {
			Online    bool  `json:"online"`
			Timestamp int64 `json:"timestamp"`
		}{online, now.UnixMilli()})
		return Message{"spBv1.0/STATE/" + sparkplugHost, payload, 1, true}
	}
	d.will = func(now time.Time) Message { return state(now, false) }
	d.birth = func(now time.Time) []Message { return []Message{state(now, true)} }
	return d
}
