package sparkplug

import (
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
)

// NodeOf is the edge node that a topic is of, its own or one of its devices, or that all
// topics below a level are of; ok is false when there is none.
func NodeOf(topic string) (group, node string, ok bool) {
	levels := strings.SplitN(topic, "/", 6)
	if len(levels) < 4 || len(levels) > 5 || levels[0] != Namespace || levels[1] == "" || levels[1] == verbs[State] || levels[3] == "" {
		return "", "", false
	}
	for v := NBirth; v < State; v++ {
		if verbs[v] == levels[2] && (len(levels) == 4 || v.OfDevice()) {
			return levels[1], levels[3], true
		}
	}
	return "", "", false
}

// Command is a message that tells a node something. It is published with QoS 0 and is
// not retained [tck-id-payloads-ncmd-qos].
type Command struct {
	Topic   string
	Payload []byte
}

// AskRebirth is what tells an edge node to publish its births and those of its devices
// again [tck-id-operational-behavior-data-commands-ncmd-rebirth-name]. The metric has its
// name, and its alias when the birth gave it one, which it should not.
func (w *Network) AskRebirth(group, name string, now time.Time) Command {
	w.mu.Lock()
	defer w.mu.Unlock()
	var control Definition
	if n := w.nodes[nodeName{group, name}]; n != nil {
		control, _ = n.current().Named(RebirthMetric)
	}
	ms := uint64(now.UnixMilli())
	var m []byte
	m = protowire.AppendTag(m, metricName, protowire.BytesType)
	m = protowire.AppendString(m, RebirthMetric)
	if control.HasAlias {
		m = appendNumber(m, metricAlias, control.Alias)
	}
	m = appendNumber(m, metricTimestamp, ms)
	m = appendNumber(m, metricDatatype, uint64(Boolean))
	m = appendNumber(m, metricHolders.field(boolHolder), 1)
	payload := appendNumber(nil, payloadTimestamp, ms)
	payload = protowire.AppendTag(payload, payloadMetrics, protowire.BytesType)
	payload = protowire.AppendBytes(payload, m)
	return Command{Topic: strings.Join([]string{Namespace, group, verbs[NCmd], name}, "/"), Payload: payload}
}

func appendNumber(b []byte, num protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, num, protowire.VarintType), v)
}
