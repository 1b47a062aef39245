package inspect

import (
	"fmt"
	"time"

	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/format"
)

// factsOf says what is known of the selected topic, and of its latest message.
func (p *Pane) factsOf(now time.Time) []string {
	c := p.conn
	st := c.Store.Stats(c.Selected, now)
	var facts []string
	if p.modes.Chosen() == Chart {
		facts = entryFacts(p.latestEntry(), c.Store.Tree().Row(c.Selected).Retained, now)
	} else if e, chosen := p.payload.OnView(); !chosen {
		if e.Position == 0 { // it is still being read
			e = p.latestEntry()
		}
		facts = entryFacts(e, c.Store.Tree().Row(c.Selected).Retained, now)
	}
	if st.Messages > 0 {
		if words := rhythmWords(&st, now); words != "" {
			facts = append(facts, words)
		}
		facts = append(facts, p.keptWords(st.Messages))
	}
	if below := st.Topics; below > 1 || st.Messages == 0 {
		facts = append(facts, p.listedWords(ofSubtree, below, st.SubtreeMessages))
	}
	return facts
}

// rhythmWords says how regularly a topic's messages come, empty when that is not known or
// has ended: what it was is misleading beside an age far above it.
func rhythmWords(st *model.Stats, now time.Time) string {
	every := st.Intervals.Learned
	if every <= 0 || st.Intervals.HasEnded(now.Sub(st.Last)) {
		return ""
	}
	return format.Fill("every {time}", "time", format.Interval(every))
}

// latestEntry is the latest message of the selected topic, while its payload is not on view:
// only what there is to say of it.
func (p *Pane) latestEntry() *model.Entry {
	if p.latestOf != p.conn.Selected {
		p.latestOf, p.latest = p.conn.Selected, model.Entry{}
	}
	if pos := p.conn.Store.Position(p.conn.Selected); pos != p.latest.Position {
		p.latest, _ = p.conn.Store.Envelope(pos)
	}
	return &p.latest
}

// mostKept is how far the messages are counted that the history still has.
const mostKept = 1_000

// keptWords says how many messages the selected topic has got, and how many of them can still be
// listed when these are not all.
func (p *Pane) keptWords(received uint64) string {
	kept := p.conn.Store.Kept(p.conn.Selected, mostKept)
	if kept >= mostKept || uint64(kept) >= received {
		return format.Counted(received, "{count} message", "{count} messages")
	}
	return format.Counted(received, "{count} message, {kept} kept", "{count} messages, {kept} kept", "kept", format.Count(kept))
}

// count has the messages at and below the selected level counted that the history
// still has, while these are not all, in the way that they are listed.
func (p *Pane) count() {
	if st := p.conn.Store.Stats(p.conn.Selected, time.Time{}); p.conn.Store.ListsAll() || st.Topics <= 1 && st.Messages > 0 {
		p.messages.stopListing()
		return
	}
	if p.counted == nil || p.counted.Top != p.conn.Selected {
		p.counted = &connection.StreamRequest{Top: p.conn.Selected}
	}
	p.feed.Wanted.Store(p.counted)
}

// listed says how many topics and messages there are, and how many of these can still be listed.
type listed struct{ all, kept string }

var (
	ofSubtree = listed{"subtree: {topics}, {messages}", "subtree: {topics}, {messages}, {kept} kept"}
	ofAll     = listed{"{topics} with {messages}", "{topics} with {messages}, {kept} kept"}
)

// listedWords says how many topics and messages there are at and below the selected level, and how
// many of these can still be listed, when that is not all and has been counted.
func (p *Pane) listedWords(words listed, topics int, received uint64) string {
	about := []any{"topics", format.Counted(topics, "{count} topic", "{count} topics"), "messages", format.Counted(received, "{count} message", "{count} messages")}
	list := p.feed.List.Load()
	if p.conn.Store.ListsAll() || list == nil || list.More || list.Request != p.feed.Wanted.Load() ||
		list.Request.Top != p.conn.Selected || list.Request.Query != nil || uint64(list.Len()) >= received {
		return format.Fill(words.all, about...)
	}
	return format.Fill(words.kept, append(about, "kept", format.Count(list.Len()))...)
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
	return append(flags(m.QoS, m.Retained, m.Dup), format.Size(m.Size), format.DateMillis(m.At))
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
