package ui

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/format"
)

// connection is one broker that is looked at, and what all panes that look at
// it share. It belongs to the goroutine that draws.
type connection struct {
	target
	mark    string // tells it from other tabs of the same title; empty: there was none
	session broker.Session
	closing bool // the session before a disconnected one has not ended yet
	again   bool // to be connected again once it has
	store   *model.Store
	system  *model.Store // what the broker says of itself
	facts   *brokerFacts // the same, read

	outdated bool          // the stored connection is not what the session was opened with
	heard    time.Time     // when there was a connection last; zero while there was none
	asking   time.Time     // since when a subscription has had no answer; zero when all have
	status   broker.Status // as of this drawing
	selected model.ID      // by topic, never by row; the root when nothing is
	topic    string        // of what is selected
	subject  string        // of the message on view, or else of what is selected: what is copied and published to
	rate     meter

	clearings []*clearance // of the history, by the user
}

// follow takes in how the session stands, also while nobody looks: what the
// charts show goes back to the beginning. While there is no connection, the
// stores are told so.
func (c *connection) follow(now time.Time) {
	c.status = c.session.Status()
	c.facts.look(now)
	c.rate.measure(now, c.store.Intake().Received)
	if c.status.Phase == broker.Connected {
		c.heard = now
	} else {
		c.store.Disconnected(now)
		c.system.Disconnected(now)
	}
	switch waiting := c.status.Phase == broker.Connected && len(c.unanswered()) > 0; {
	case !waiting:
		c.asking = time.Time{}
	case c.asking.IsZero():
		c.asking = now
	}
}

// title is what its tab is called.
func (c *connection) title() string { return c.target.title() + c.mark }

// unsafe says why what is sent and received may be read by others though TLS is
// spoken; empty when it may not.
func (c *connection) unsafe() string {
	switch config := c.profile.TLS; {
	case config == nil || !c.profile.Address.Secure():
		return ""
	case config.InsecureSkipVerify:
		return "not verified"
	case config.MinVersion != 0 && config.MinVersion < tls.VersionTLS12:
		return "outdated TLS allowed"
	}
	return ""
}

// choose selects a topic.
func (c *connection) choose(id model.ID) {
	c.selected, c.topic = id, c.store.Topic(id)
}

// asked are the subscriptions that were asked for by somebody, with what the
// broker said of them.
func (c *connection) asked() []broker.Grant {
	if c.system == c.store {
		return c.status.Subscriptions
	}
	return slices.DeleteFunc(slices.Clone(c.status.Subscriptions), func(g broker.Grant) bool { return g.Filter == SystemFilter })
}

// denied says which subscriptions the broker refused, "" when none.
func (c *connection) denied() string {
	words, more := "", 0
	for _, g := range c.asked() {
		switch {
		case g.Denied == nil:
		case words == "":
			words = broker.Explain(g.Denied, c.profile.Address) // which names the filter
		default:
			more++
		}
	}
	if more > 0 {
		words += fmt.Sprintf(" %d more of the subscriptions do not work.", more)
	}
	return words
}

// answerWithin is how long a broker may take to answer a subscription before
// that is told.
const answerWithin = 5 * time.Second

// unanswered are the filters that the broker has not answered for.
func (c *connection) unanswered() (filters []string) {
	for _, g := range c.asked() {
		if !g.Answered && g.Denied == nil {
			filters = append(filters, format.TopicInSentence(g.Filter))
		}
	}
	return filters
}

// unheard says which subscriptions do not work: those that the broker refused,
// and those that it has not answered. It is empty when all do.
func (c *connection) unheard(now time.Time) string {
	if c.status.Phase != broker.Connected {
		return ""
	}
	words := c.denied()
	if waited := now.Sub(c.asking); !c.asking.IsZero() && waited >= answerWithin {
		words = join(words, format.Excerpt("The broker has not answered the subscription to "+strings.Join(c.unanswered(), ", ")+
			" for "+format.Interval(waited.Truncate(time.Second))+". Messages may be missing."))
	}
	return words
}

// join puts one sentence below another, if there is one.
func join(words, more string) string {
	if words == "" || more == "" {
		return words + more
	}
	return words + "\n" + more
}

// lost reports whether the selected topic has been let go. Its number may
// belong to another by now.
func (c *connection) lost() bool {
	return c.selected != model.Root && c.store.Topic(c.selected) != c.topic
}

// losing is how many messages go with a tab that no broker would send again.
// What the demo made up is no loss, nor is what the broker keeps or has sent
// twice.
func (c *connection) losing() uint64 {
	in := c.store.Intake()
	again := in.Kept + in.Repeated + in.Evicted
	if c.demo || again >= in.Applied {
		return 0
	}
	all := in.Applied - again
	// Some of those cleared may be among the others as well: where something was
	// kept only here, something of it is.
	return all - min(c.cleared(in.Evicted), all-1)
}

// clearance is history that was cleared: so many messages, when so many had been
// let go.
type clearance struct{ messages, evicted uint64 }

// cleared is how many messages of the history were cleared and not let go since,
// as the oldest are first.
func (c *connection) cleared(evicted uint64) (n uint64) {
	for _, one := range c.clearings {
		n += one.messages - min(one.messages, evicted-one.evicted)
	}
	return n
}

// pastSeconds is how far back a rate is kept.
const pastSeconds = 60

// meter measures messages a second from a counter, once a second.
type meter struct {
	at      time.Time
	counted uint64
	perSec  float64
	past    [pastSeconds]float64 // the latest last
}

// measure takes the counter; it reports whether another second has passed.
func (m *meter) measure(now time.Time, counter uint64) bool {
	if m.at.IsZero() {
		m.at, m.counted = now, counter
		return false
	}
	d := now.Sub(m.at)
	if d < time.Second {
		return false
	}
	m.perSec = float64(counter-m.counted) / d.Seconds()
	m.at, m.counted = now, counter
	copy(m.past[:], m.past[1:])
	m.past[len(m.past)-1] = m.perSec
	return true
}

// stateWords says how a session stands: a word or two, and what more there is
// to say.
func stateWords(st broker.Status, a broker.Address, now time.Time) (state, more string) {
	problem := ""
	if st.Problem != nil {
		problem = broker.Explain(st.Problem, a)
	}
	switch st.Phase {
	case broker.Connecting:
		return "connecting", problem
	case broker.Connected:
		return "connected", st.Note
	case broker.Waiting:
		left := max(0, st.RetryAt.Sub(now)).Round(time.Second)
		return fmt.Sprintf("connecting again in %d s", int(left.Seconds())), problem
	}
	if problem == "" {
		return "disconnected", ""
	}
	return "not connected", problem
}
