package ui

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// factKind says how a figure that a broker publishes of itself is read.
type factKind int

const (
	factText    factKind = iota
	factTime             // how long, in seconds
	factLevel            // a number that goes up and down
	factCounter          // a number that only grows
	factBytes            // a counter of bytes
	factMemory           // a level in bytes
)

// factNames are the figures shown, and where brokers publish them: below
// $SYS/broker (Mosquitto, HiveMQ, mochi) or below $SYS/brokers and a name
// (EMQX), with slashes or dots between. The first that is there counts.
var factNames = []struct {
	name   string
	kind   factKind
	topics []string
}{
	{"Version", factText, []string{"version"}},
	{"Running for", factTime, []string{"uptime"}},
	{"Clients connected", factLevel, []string{"clients/connected", "clients/active", "stats/live_connections/count", "stats/connections/count"}},
	{"Sessions", factLevel, []string{"clients/total", "stats/sessions/count"}},
	{"Subscriptions", factLevel, []string{"subscriptions/count", "subscriptions", "stats/subscriptions/count"}},
	{"Retained messages", factLevel, []string{"retained messages/count", "retained", "stats/retained/count"}},
	{"Messages received", factCounter, []string{"publish/messages/received", "messages/received", "metrics/messages/received"}},
	{"Messages sent", factCounter, []string{"publish/messages/sent", "messages/sent", "metrics/messages/sent"}},
	{"Messages dropped", factCounter, []string{"publish/messages/dropped", "messages/dropped", "metrics/messages/dropped"}},
	{"Bytes received", factBytes, []string{"bytes/received", "load/bytes/received", "metrics/bytes/received"}},
	{"Bytes sent", factBytes, []string{"bytes/sent", "load/bytes/sent", "metrics/bytes/sent"}},
	{"Memory", factMemory, []string{"heap/current", "heap/current size", "system/memory"}},
}

// factHistory is how many values of a figure are kept.
const factHistory = 60

// factDropped is the place of the messages dropped in factNames.
const factDropped = 8

// fact is one figure as it stands.
type fact struct {
	topic string // where it was published; empty while it has not been
	text  string
	value float64 // of all but text
	// perSecond is how fast a counter grew between the last two times that it
	// was published.
	perSecond float64
	at        time.Time
	updates   int       // how often it was published
	past      []float64 // what the little chart shows, the latest last
}

// brokerFacts reads what a broker says of itself.
type brokerFacts struct {
	system *model.Store
	own    bool // the store is nobody else's, who would tick it
	facts  []fact
	first  float64 // messages dropped when the connection began
	looked time.Time
	seen   uint64 // messages in the store by then
}

func newBrokerFacts(o Opened) *brokerFacts {
	return &brokerFacts{system: o.System, own: o.System != o.Store, facts: make([]fact, len(factNames))}
}

// look brings the figures up to date, once a second at most.
func (b *brokerFacts) look(now time.Time) {
	if now.Sub(b.looked) < time.Second {
		return
	}
	b.looked = now
	seen := b.system.Intake().Applied
	if b.own && seen == b.seen {
		return
	}
	b.seen = seen
	top, ok := b.system.Find("$SYS")
	if !ok {
		return
	}
	tree := b.system.Tree()
	if b.own {
		tree.Tick(now)
	}
	found := map[string]model.ID{}
	for _, id := range tree.SortedBelow(top) {
		if name, ok := factName(b.system.Topic(id)); ok {
			found[name] = id
		}
	}
	for i, n := range factNames {
		for _, name := range n.topics {
			if id, ok := found[name]; ok {
				b.read(i, id)
				break
			}
		}
	}
}

// factName is what stands below the part that differs between brokers.
func factName(topic string) (string, bool) {
	if rest, ok := strings.CutPrefix(topic, "$SYS/brokers/"); ok {
		_, rest, ok = strings.Cut(rest, "/")
		return strings.ReplaceAll(rest, ".", "/"), ok
	}
	return strings.CutPrefix(topic, "$SYS/broker/")
}

// read takes the latest value of a figure.
func (b *brokerFacts) read(i int, id model.ID) {
	e, ok := b.system.Latest(id, 0)
	f := &b.facts[i]
	if !ok || e.Lost > 0 || e.At.Equal(f.at) {
		return
	}
	text := strings.TrimSpace(string(e.Payload[:min(len(e.Payload), broker.MostTold)]))
	value, ok := figure(text)
	if !ok && factNames[i].kind != factText && factNames[i].kind != factTime {
		return
	}
	if f.updates > 0 {
		f.perSecond = max(0, (value-f.value)/max(e.At.Sub(f.at).Seconds(), 0.001))
	} else if i == factDropped {
		b.first = value
		if value > 0 && !e.Retained {
			b.first-- // Mosquitto publishes it when it has grown: by one at least
		}
	}
	f.topic, f.text, f.value, f.at = b.system.Topic(id), text, value, e.At
	f.updates++
	f.past = append(f.past, f.charted(factNames[i].kind))
	if n := len(f.past); n > factHistory {
		f.past = slices.Delete(f.past, 0, n-factHistory)
	}
}

// mostFigure is more than any broker counts.
const mostFigure = 1e18

// figure reads the number that a text begins with: Mosquitto writes 12 seconds.
// What is no amount of anything cannot be drawn, and is none.
func figure(text string) (value float64, ok bool) {
	number, _, _ := strings.Cut(text, " ")
	value, err := strconv.ParseFloat(number, 64)
	if err != nil || !(math.Abs(value) <= mostFigure) { // NaN is neither
		return 0, false
	}
	return value, true
}

// charted is what the little chart shows of a figure: how fast a counter grows.
func (f *fact) charted(kind factKind) float64 {
	if kind == factCounter || kind == factBytes {
		return f.perSecond
	}
	return f.value
}

// latest is when the broker last said anything of itself.
func (b *brokerFacts) latest() (at time.Time) {
	for i := range b.facts {
		if b.facts[i].at.After(at) {
			at = b.facts[i].at
		}
	}
	return at
}

// dropped is how many messages the broker says it has dropped, for whichever
// client, since the connection began: so many at least, since what it was then
// need not be known.
func (b *brokerFacts) dropped() uint64 {
	return uint64(max(0, b.facts[factDropped].value-b.first))
}
