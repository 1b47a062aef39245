package connection

import (
	"crypto/tls"
	"slices"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/facts"
	"mangrove/model"
	"mangrove/model/decode/sparkplug"
	"mangrove/ui/format"
)

// Connection is one broker that is looked at, and what all panes that look at
// it share. It belongs to the goroutine that draws.
type Connection struct {
	Target
	Suffix       string // tells it from other tabs of the same title; empty: there was none
	Session      broker.Session
	Retry        func()        // has the session connect at once; nil: it cannot
	SetReadOnly  func(on bool) // has it refuse to publish, or not; nil: it publishes nothing
	Closing      bool          // the session before a disconnected one has not ended yet
	Reconnecting bool          // to be connected again once it has
	Store        *model.Store
	System       *model.Store     // what the broker says of itself
	Facts        *facts.Facts     // the same, read
	Listeners    *model.Listeners // hear what is received before it is stored

	Sparkplug *sparkplug.Network // how its edge nodes and devices stand

	chosen        map[string]chosenFormat // by topics, what their payloads are read as whatever filters ask for
	Outdated      bool                    // the stored connection is not what the session was opened with
	LastConnected time.Time               // zero while there was none
	asking        time.Time               // since when a subscription has had no answer; zero when all have
	Status        broker.Status           // as of this drawing
	Selected      model.ID                // by topic, never by row; the root when nothing is
	Topic         string                  // of what is selected
	Subject       string                  // of the message on view, or else of what is selected: what is copied and published to
	Rate          meter
	system        systemTopics

	Clearings []*ClearedHistory // of the history, by the user

	watched watched
}

// Follow takes in how the session stands, also while nobody looks: what the
// charts show goes back to the beginning. While there is no connection, the
// stores are told so.
func (c *Connection) Follow(now time.Time) {
	c.Status = c.Session.Status()
	c.Rate.measure(now, c.Store.Intake().Received)
	if c.Status.Phase == broker.Connected {
		c.LastConnected = now
	} else {
		c.Rate.rest()
		c.Store.Disconnected(now)
		c.System.Disconnected(now)
	}
	c.watched.follow(c.Status, now)
	switch waiting := c.Status.Phase == broker.Connected && len(c.unanswered()) > 0; {
	case !waiting:
		c.asking = time.Time{}
	case c.asking.IsZero():
		c.asking = now
	}
}

// Title is what its tab is called.
func (c *Connection) Title() string { return c.Target.title() + c.Suffix }

// DescribeWeakness says why what is sent and received may be read by others though TLS is
// spoken; empty when it may not.
func (c *Connection) DescribeWeakness() string {
	switch config := c.Profile.TLS; {
	case config == nil || !c.Profile.Address.Secure():
		return ""
	case config.InsecureSkipVerify:
		return "not verified"
	case config.MinVersion != 0 && config.MinVersion < tls.VersionTLS12:
		return "outdated TLS allowed"
	}
	return ""
}

// Choose selects a topic.
func (c *Connection) Choose(id model.ID) {
	c.Selected, c.Topic = id, c.Store.Topic(id)
}

// RequestedGrants are the subscriptions that were asked for by somebody, with what the
// broker said of them.
func (c *Connection) RequestedGrants() []broker.Grant {
	if c.System == c.Store || slices.Contains(c.system.asked, broker.SystemFilter) {
		return c.Status.Subscriptions
	}
	return slices.DeleteFunc(slices.Clone(c.Status.Subscriptions), func(g broker.Grant) bool { return g.Filter == broker.SystemFilter })
}

// DescribeDenied says which subscriptions the broker refused, "" when none.
func (c *Connection) DescribeDenied() string {
	words, more := "", 0
	for _, g := range c.RequestedGrants() {
		switch {
		case g.Denied == nil:
		case words == "":
			words = explain.Error(g.Denied, c.Profile.Address) // which names the filter
		default:
			more++
		}
	}
	if more > 0 {
		words += format.Fill(" {more} more subscriptions do not work.", "more", more)
	}
	return words
}

// answerWithin is how long a broker may take to answer a subscription before
// that is told.
const answerWithin = 5 * time.Second

// unanswered are the filters that the broker has not answered for.
func (c *Connection) unanswered() (filters []string) {
	for _, g := range c.RequestedGrants() {
		if !g.Answered && g.Denied == nil {
			filters = append(filters, g.Filter)
		}
	}
	return filters
}

// SubscriptionProblems says which subscriptions do not work: those that the broker
// refused, and those that it has not answered. It is empty when all do.
func (c *Connection) SubscriptionProblems(now time.Time) string {
	if c.Status.Phase != broker.Connected {
		return ""
	}
	if len(c.RequestedGrants()) == 0 {
		return "Nothing is subscribed, so no messages arrive. Add a filter under Subscriptions… in the menu above."
	}
	words := c.DescribeDenied()
	if waited := now.Sub(c.asking); !c.asking.IsZero() && waited >= answerWithin {
		words = format.Join(words, format.Excerpt(format.Fill("The broker has not answered the subscription to {topics} for {time}. Messages may be missing.",
			"topics", format.TopicsInSentence(c.unanswered()), "time", format.Interval(waited.Truncate(time.Second)))))
	}
	return words
}

// Lost reports whether the selected topic has been let go. Its number may
// belong to another by now.
func (c *Connection) Lost() bool {
	return c.Selected != model.Root && c.Store.Topic(c.Selected) != c.Topic
}

// UnsavedMessages is how many messages go with a tab that no broker would send again.
// What the demo made up is no loss, nor is what the broker keeps or has sent
// twice.
func (c *Connection) UnsavedMessages() uint64 {
	in := c.Store.Intake()
	again := in.Kept + in.Repeated + in.Evicted
	if c.Demo || again >= in.Applied {
		return 0
	}
	all := in.Applied - again
	// Some of those cleared may be among the others as well: where something was
	// kept only here, something of it is.
	return all - min(c.cleared(in.Evicted), all-1)
}

// ClearedHistory is history that was cleared: so many messages, when so many had been
// let go.
type ClearedHistory struct{ Messages, Evicted uint64 }

// cleared is how many messages of the history were cleared and not let go since,
// as the oldest are first.
func (c *Connection) cleared(evicted uint64) (n uint64) {
	for _, one := range c.Clearings {
		n += one.Messages - min(one.Messages, evicted-one.Evicted)
	}
	return n
}

// PastSeconds is how far back a rate is kept.
const PastSeconds = 60

// meter measures messages a second from a counter, once a second.
type meter struct {
	at      time.Time
	counted uint64
	PerSec  float64              // of the last seconds together: of a device that sends every two, one has none
	Past    [PastSeconds]float64 // the latest last
	seconds int                  // of Past that are in PerSec
}

// steady is how many seconds a rate is the average of.
const steady = 5

// measure takes the counter.
func (m *meter) measure(now time.Time, counter uint64) {
	if m.at.IsZero() {
		m.at, m.counted = now, counter
		return
	}
	d := now.Sub(m.at)
	if d < time.Second {
		return
	}
	rate := float64(counter-m.counted) / d.Seconds()
	m.at, m.counted = now, counter
	copy(m.Past[:], m.Past[1:])
	m.Past[len(m.Past)-1] = rate
	m.seconds = min(m.seconds+1, steady)
	m.PerSec = 0
	for _, one := range m.Past[len(m.Past)-m.seconds:] {
		m.PerSec += one / float64(m.seconds)
	}
}

// rest is for the time without a connection: there is no rate, and none of before when
// there is one again.
func (m *meter) rest() { m.PerSec, m.seconds = 0, 0 }

// StateWords says how a session stands: a word or two, and what more there is
// to say.
func StateWords(st broker.Status, a broker.Address, now time.Time) (state, more string) {
	problem := ""
	if st.Problem != nil {
		problem = explain.Error(st.Problem, a)
	}
	switch st.Phase {
	case broker.Connecting:
		return "connecting", problem
	case broker.Connected:
		return "connected", explain.SessionNotes(st.Notes)
	case broker.Waiting:
		return format.Fill("reconnecting in {seconds} s", "seconds", retryIn(st, now)), problem
	}
	if problem == "" {
		return "disconnected", ""
	}
	return "not connected", problem
}

// ShortState says in fewer words than [StateWords] how a session stands, where there
// is no room for more.
func ShortState(st broker.Status, a broker.Address, now time.Time) string {
	if st.Phase == broker.Waiting {
		return format.Fill("retry in {seconds} s", "seconds", retryIn(st, now))
	}
	state, _ := StateWords(st, a, now)
	return state
}

// retryIn is how many seconds are left until the next attempt.
func retryIn(st broker.Status, now time.Time) int {
	return int(max(0, st.RetryAt.Sub(now)).Round(time.Second).Seconds())
}
