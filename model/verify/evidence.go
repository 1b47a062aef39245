package verify

import (
	"bytes"
	"strings"
	"time"

	"mangrove/model"
)

// limits are what a run keeps at the most: a broker may send more topics, and larger payloads,
// than there is memory. What comes on a topic beyond them counts as lost; evidence beyond them
// is told to be left out.
type limits struct {
	topics   int
	names    int // bytes of all topics
	checks   int // of the members that a rule finds
	messages int // that are evidence
	bytes    int // of their payloads and properties
}

var usual = limits{topics: 500_000, names: 256 << 20, checks: 2_000_000, messages: 1_000_000, bytes: 512 << 20}

// hearing is a message as it is judged. It becomes evidence once, however many verdicts
// rest on it.
type hearing struct {
	run     *Run
	topic   string
	at      time.Time
	elapsed time.Duration
	message *model.Message
	first   bool // on its topic
	again   bool // the broker keeps it, and it has been judged before
	cited   int  // its number as evidence and 1; 0: it is none yet; below 0: it was not kept
}

// live reports whether a device sent it now; the broker sends what it kept.
func (h *hearing) live() bool { return !h.message.Retained }

// cite gives the number of the message as evidence; none where it could not be kept, which is
// told.
func (h *hearing) cite() []int {
	r := h.run
	if h.cited == 0 && len(r.evidence) >= r.most.messages {
		r.unkept++
		h.cited = -1
	}
	if h.cited < 0 {
		return []int{}
	}
	if h.cited == 0 {
		r.evidence = append(r.evidence, h.evidence())
		h.cited = len(r.evidence)
	}
	return []int{h.cited - 1}
}

// evidence is a copy of the message, as far as there is room for it.
func (h *hearing) evidence() Evidence {
	r, m := h.run, h.message
	e := Evidence{At: h.at, Topic: h.topic, QoS: m.QoS, Retained: m.Retained, Dup: m.Dup}
	size := len(m.Payload) + len(m.Properties)
	if r.bytes+size > r.most.bytes {
		e.LeftOut = size
		return e
	}
	r.bytes += size
	e.Payload, e.Properties = bytes.Clone(m.Payload), bytes.Clone(m.Properties)
	return e
}

// excerpt is the beginning of a text, as a reason shows it.
func excerpt(s string) string {
	const most = 120
	if len(s) <= most {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	return strings.ToValidUTF8(s[:most], "\ufffd") + "…"
}
