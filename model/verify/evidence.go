package verify

import (
	"bytes"
	"maps"
)

// mostEvidence is what a run keeps of payloads and properties at the most, in bytes: those of a
// broker may be larger than there is memory. What goes beyond is told to be left out.
const mostEvidence = 512 << 20

// Evidence is a message that a verdict names by its number, as long as it does.
func (r *Run) Evidence(number int) Evidence { return r.evidence[number] }

// cite makes a message evidence, once. It gives the number that a verdict names it by.
func (h *hearing) cite() []int {
	if h.cited == 0 {
		h.cited = h.run.keep(h)
	}
	return []int{h.cited - 1}
}

// keep keeps a message as evidence. It gives its number and 1.
func (r *Run) keep(h *hearing) int {
	m := h.message
	size := len(m.Payload) + len(m.Properties)
	if since := r.cited - r.swept; since > len(r.evidence)/2+r.judges+leastSwept || r.bytes+size > mostEvidence && since > r.judges/100 {
		r.sweep()
	}
	e := Evidence{At: h.at, Topic: h.topic, QoS: m.QoS, Retained: m.Retained, Dup: m.Dup}
	if r.bytes+size > mostEvidence {
		e.LeftOut = size
	} else {
		r.bytes += size
		e.Payload, e.Properties = bytes.Clone(m.Payload), bytes.Clone(m.Properties)
	}
	r.evidence[r.cited] = e
	r.cited++
	return r.cited
}

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
	for _, s := range r.subjects {
		for _, one := range s.sets {
			note(one.verdict.Evidence)
		}
		for _, m := range s.members {
			note(m.keptCite)
			for _, j := range m.judges {
				note(j.verdict.Evidence)
			}
		}
	}
	maps.DeleteFunc(r.evidence, func(n int, e Evidence) bool {
		if !cited[n] {
			r.bytes -= len(e.Payload) + len(e.Properties)
		}
		return !cited[n]
	})
	r.swept = r.cited
}
