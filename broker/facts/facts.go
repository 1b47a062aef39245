package facts

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// Kind says how a figure that a broker publishes of itself is read.
type Kind int

// The kinds. Past values of a counter are how fast it grew.
const (
	Text    Kind = iota
	Time         // how long, in seconds
	Level        // a number that goes up and down
	Counter      // a number that only grows
	Bytes        // a counter of bytes
	Memory       // a level in bytes
)

// Figure is one of the figures that a broker publishes of itself.
type Figure int

// The figures, in the order they are shown.
const (
	Version Figure = iota
	Uptime
	Connected
	Sessions
	Subscriptions
	Retained
	Received
	Sent
	Dropped
	BytesReceived
	BytesSent
	MemoryUsed

	Figures // how many there are
)

// sources are where brokers publish a figure: below $SYS/broker (Mosquitto, HiveMQ,
// mochi) or below $SYS/brokers and a name (EMQX), with slashes or dots between. The
// first that is there counts.
var sources = [Figures]struct {
	kind   Kind
	topics []string
}{
	Version:       {Text, []string{"version"}},
	Uptime:        {Time, []string{"uptime"}},
	Connected:     {Level, []string{"clients/connected", "clients/active", "stats/live_connections/count", "stats/connections/count"}},
	Sessions:      {Level, []string{"clients/total", "stats/sessions/count"}},
	Subscriptions: {Level, []string{"subscriptions/count", "subscriptions", "stats/subscriptions/count"}},
	Retained:      {Level, []string{"retained messages/count", "retained", "stats/retained/count"}},
	Received:      {Counter, []string{"publish/messages/received", "messages/received", "metrics/messages/received"}},
	Sent:          {Counter, []string{"publish/messages/sent", "messages/sent", "metrics/messages/sent"}},
	Dropped:       {Counter, []string{"publish/messages/dropped", "messages/dropped", "metrics/messages/dropped"}},
	BytesReceived: {Bytes, []string{"bytes/received", "load/bytes/received", "metrics/bytes/received"}},
	BytesSent:     {Bytes, []string{"bytes/sent", "load/bytes/sent", "metrics/bytes/sent"}},
	MemoryUsed:    {Memory, []string{"heap/current", "heap/current size", "system/memory"}},
}

// Kind says how the figure is read.
func (f Figure) Kind() Kind { return sources[f].kind }

// Kept is how many values of a figure are kept.
const Kept = 60

// Fact is one figure as it stands.
type Fact struct {
	Text  string
	Value float64 // of all but text
	// PerSecond is how fast a counter grew between the last two times that it
	// was published.
	PerSecond float64
	at        time.Time
	Updates   int       // how often it was published
	Past      []float64 // what the little chart shows, the latest last
}

// Facts reads what a broker says of itself.
type Facts struct {
	system  *model.Store
	own     bool // the store is nobody else's, who would tick it
	Figures [Figures]Fact
	first   float64 // messages dropped when the connection began
	looked  time.Time
	seen    uint64 // messages in the store by then
}

// New reads the figures of a connection.
func New(o broker.Opened) *Facts {
	return &Facts{system: o.System, own: o.System != o.Store}
}

// Look brings the figures up to date, once a second at most.
func (b *Facts) Look(now time.Time) {
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
	for i := range Figures {
		for _, name := range sources[i].topics {
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
func (b *Facts) read(i Figure, id model.ID) {
	e, ok := b.system.Latest(id, 0)
	f := &b.Figures[i]
	if !ok || e.Lost > 0 || e.At.Equal(f.at) {
		return
	}
	text := strings.TrimSpace(string(e.Payload[:min(len(e.Payload), broker.MostTold)]))
	value, ok := figure(text)
	if !ok && i.Kind() != Text && i.Kind() != Time {
		return
	}
	if f.Updates > 0 {
		f.PerSecond = max(0, (value-f.Value)/max(e.At.Sub(f.at).Seconds(), 0.001))
	} else if i == Dropped {
		b.first = value
		if value > 0 && !e.Retained {
			b.first-- // Mosquitto publishes it when it has grown: by one at least
		}
	}
	f.Text, f.Value, f.at = text, value, e.At
	f.Updates++
	f.Past = append(f.Past, f.charted(i.Kind()))
	if n := len(f.Past); n > Kept {
		f.Past = slices.Delete(f.Past, 0, n-Kept)
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
func (f *Fact) charted(kind Kind) float64 {
	if kind == Counter || kind == Bytes {
		return f.PerSecond
	}
	return f.Value
}

// Latest is when the broker last said anything of itself.
func (b *Facts) Latest() (at time.Time) {
	for i := range b.Figures {
		if b.Figures[i].at.After(at) {
			at = b.Figures[i].at
		}
	}
	return at
}

// Dropped is how many messages the broker says it has dropped, for whichever
// client, since the connection began: so many at least, since what it was then
// need not be known.
func (b *Facts) Dropped() uint64 {
	return uint64(max(0, b.Figures[Dropped].Value-b.first))
}
