package inspect

import (
	"fmt"
	"time"

	"mangrove/model"
	"mangrove/ui/format"
)

// factsOf says what is known of the selected topic, and of its latest message.
func (p *Pane) factsOf(now time.Time) []string {
	c := p.conn
	st := c.Store.Stats(c.Selected, now)
	var facts []string
	if e, chosen := p.payload.OnView(); !chosen {
		facts = entryFacts(e, c.Store.Tree().Row(c.Selected).Retained, now)
	}
	if st.Messages > 0 {
		if st.Intervals.Learned > 0 {
			facts = append(facts, "every "+format.Interval(st.Intervals.Learned))
		}
		facts = append(facts, format.Plural(st.Messages, "message")+p.keptWords(st.Messages))
	}
	if below := st.Topics; below > 1 || st.Messages == 0 {
		facts = append(facts, "subtree of "+format.Plural(below, "topic")+" with "+format.Plural(st.SubtreeMessages, "message"))
	}
	return facts
}

// mostKept is how far the messages are counted that the history still has.
const mostKept = 1_000

// keptWords says how many of the selected topic's messages can still be listed,
// when these are not all.
func (p *Pane) keptWords(received uint64) string {
	kept := p.conn.Store.Kept(p.conn.Selected, mostKept)
	if kept >= mostKept || uint64(kept) >= received {
		return ""
	}
	return ", " + format.Count(kept) + " kept"
}

// entryFacts says what is known of the latest message on view. It is one that the
// broker keeps while the row in the tree says so, which a broker that comes back
// without it ends.
func entryFacts(e *model.Entry, kept bool, now time.Time) []string {
	if e.Position == 0 {
		return nil
	}
	return append(flags(e.QoS, e.Retained && kept, e.Dup), format.Size(e.Size), format.Ago(now, e.At))
}

// messageFacts says what is known of a message of the list.
func messageFacts(m *model.StreamRow) []string {
	return append(flags(m.QoS, m.Retained, m.Dup), format.Size(m.Size), m.At.Format("2006-01-02 15:04:05.000"))
}

func flags(qos byte, retained, dup bool) []string {
	facts := []string{fmt.Sprintf("QoS %d", qos)}
	if retained {
		facts = append(facts, "retained")
	}
	if dup {
		facts = append(facts, "duplicate")
	}
	return facts
}
