package verify

import (
	"bytes"
	"maps"
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
	first   bool   // on its topic
	again   bool   // the broker keeps it, and it has been judged before
	clears  bool   // it is empty, and takes away what the broker kept
	read    []byte // what it says, of a message of Sparkplug; nil: its payload does
	unnamed bool   // it has metrics that no birth has named
	cited   int    // its number as evidence and 1; 0: it is none yet; below 0: it was not kept
}

// live reports whether a device sent it now; the broker sends what it kept.
func (h *hearing) live() bool { return !h.message.Retained }

// cite gives the number of the message as evidence; none where it could not be kept, which is
// told.
func (h *hearing) cite() []int {
	r := h.run
	if h.cited == 0 {
		h.cited = r.keep(h.evidence, h.size())
	}
	if h.cited < 0 {
		return []int{}
	}
	return []int{h.cited - 1}
}

// keep keeps a message as evidence, of so many bytes. It gives its number and 1, below 0 where
// there is no room.
func (r *Run) keep(made func() Evidence, size int) int {
	full := len(r.evidence) >= r.most.messages || r.bytes+size > r.most.bytes
	if since := r.cited - r.swept; since > len(r.evidence)/2+r.judges()+leastSwept || full && since > r.judges()/100 {
		r.sweep()
	}
	if len(r.evidence) >= r.most.messages {
		r.unkept++
		return -1
	}
	r.evidence[r.cited] = made()
	r.cited++
	return r.cited
}

// citeBare gives the number of the message as evidence without its payload. One that has a secret is
// hidden.
func (h *hearing) citeBare(hidden bool) []int {
	number := h.run.keep(func() Evidence { return h.bare(hidden) }, 0)
	if number < 0 {
		return []int{}
	}
	return []int{number - 1}
}

// bare is the message as evidence without its payload.
func (h *hearing) bare(hidden bool) Evidence {
	m := h.message
	return Evidence{
		At: h.at, Topic: h.topic, QoS: m.QoS, Retained: m.Retained, Dup: m.Dup, LeftOut: len(m.Payload) + len(m.Properties), Hidden: hidden,
	}
}

// hidden is evidence without what is in it. It is so for all messages of a topic that had a secret,
// whatever they are evidence of: no report is to tell it.
func (r *Run) hidden(e Evidence) Evidence {
	for _, l := range r.lints {
		if l.secret[e.Topic] && !e.Hidden {
			e.LeftOut += len(e.Payload) + len(e.Properties)
			e.Payload, e.Properties, e.Read, e.Hidden = nil, nil, nil, true
		}
	}
	return e
}

// judges is how many checks of members there are, about.
func (r *Run) judges() int { return r.made + r.named }

// leastSwept is how many messages have become evidence before it is worth the while to look
// which of them still are.
const leastSwept = 1_000

// sweep forgets messages that no verdict rests on any more: a device that says every second
// that it is online would fill the memory with what it has said.
func (r *Run) sweep() {
	cited := map[int]bool{}
	note := func(numbers []int) {
		for _, n := range numbers {
			cited[n] = true
		}
	}
	noteOf := func(j *judge) {
		note(j.verdict.Evidence)
		for _, part := range j.parts {
			note(part.verdict.Evidence)
		}
	}
	for _, l := range r.lints {
		l.cites(note)
	}
	for _, a := range r.announced {
		note(a.will.cited)
	}
	for _, b := range r.bridges {
		for _, off := range b.off {
			note(off.cited)
		}
	}
	for _, n := range r.nodes {
		note(n.first)
		note(n.suspect)
		note(n.cited)
	}
	for _, s := range r.subjects {
		for _, one := range s.sets {
			note(one.verdict.Evidence)
		}
		for _, m := range s.members {
			note(m.keptCite)
			for _, j := range m.judges {
				noteOf(j)
			}
			for _, j := range m.strict {
				noteOf(j)
			}
		}
	}
	maps.DeleteFunc(r.evidence, func(n int, e Evidence) bool {
		if !cited[n] {
			r.bytes -= len(e.Payload) + len(e.Properties) + len(e.Read)
		}
		return !cited[n]
	})
	r.swept = r.cited
}

// evidence is a copy of the message, as far as there is room for it.
func (h *hearing) evidence() Evidence {
	r, m := h.run, h.message
	e := Evidence{At: h.at, Topic: h.topic, QoS: m.QoS, Retained: m.Retained, Dup: m.Dup}
	if r.bytes+h.size() > r.most.bytes {
		e.LeftOut = len(m.Payload) + len(m.Properties)
		return e
	}
	r.bytes += h.size()
	e.Payload, e.Properties = bytes.Clone(m.Payload), bytes.Clone(m.Properties)
	if said := h.said(); len(said) > 0 {
		e.Read = bytes.Clone(said)
	}
	return e
}

// said is what a message of Sparkplug says by its birth; nil: its bytes say as much, or more.
func (h *hearing) said() []byte {
	if h.unnamed {
		return nil
	}
	return h.read
}

// size is how many bytes the message takes as evidence.
func (h *hearing) size() int {
	return len(h.message.Payload) + len(h.message.Properties) + len(h.said())
}

// excerpt is the beginning of a text, as a reason shows it.
func excerpt(s string) string { return beginning(s, 120) }

// typed is what a person has written, as a reason shows it.
func typed(s string) string { return beginning(s, 10_000) }

// beginning is that of a text, of so many bytes at the most.
func beginning(s string, most int) string {
	if len(s) <= most {
		return strings.ToValidUTF8(strings.Clone(s), "\ufffd") // and not all of the payload
	}
	return strings.ToValidUTF8(s[:most], "\ufffd") + "…"
}
