package facts

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
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

// Facts reads what a broker says of itself. [Facts.Update] is called by one goroutine
// at a time; everything else may be asked on any.
type Facts struct {
	system *model.Store
	own    bool // the store is nobody else's, who would tick it
	told   atomic.Pointer[figures]

	// Of the goroutine that updates.
	now     figures
	updated time.Time
	seen    uint64 // messages in the store by then
}

// figures are what is known at a time.
type figures struct {
	all   [Figures]Fact
	first float64 // messages dropped when the connection began
}

// New reads the figures of a connection.
func New(o broker.Opened) *Facts {
	b := &Facts{system: o.System, own: o.System != o.Store}
	b.told.Store(new(figures))
	return b
}

// Figure is one of the figures as it was told last. It does not change any more.
func (b *Facts) Figure(i Figure) *Fact { return &b.told.Load().all[i] }

// Update brings the figures up to date, once a second at most, and reports whether
// any has changed. That may take a while where very much is published below $SYS.
func (b *Facts) Update(now time.Time) (changed bool) {
	if now.Sub(b.updated) < time.Second {
		return false
	}
	b.updated = now
	seen := b.system.Intake().Applied
	if b.own && seen == b.seen {
		return false
	}
	b.seen = seen
	top, ok := b.system.Find("$SYS")
	if !ok {
		return false
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
				changed = b.read(i, id) || changed
				break
			}
		}
	}
	if changed {
		told := b.now
		b.told.Store(&told)
	}
	return changed
}

// factName is what stands below the part that differs between brokers.
func factName(topic string) (string, bool) {
	if rest, ok := strings.CutPrefix(topic, "$SYS/brokers/"); ok {
		_, rest, ok = strings.Cut(rest, "/")
		return strings.ReplaceAll(rest, ".", "/"), ok
	}
	return strings.CutPrefix(topic, "$SYS/broker/")
}

// read takes the latest value of a figure, if there is another.
func (b *Facts) read(i Figure, id model.ID) (changed bool) {
	e, ok := b.system.Latest(id, 0)
	f := &b.now.all[i]
	if !ok || e.Lost > 0 || e.At.Equal(f.at) {
		return false
	}
	text := strings.TrimSpace(string(e.Payload[:min(len(e.Payload), broker.LongestText)]))
	value, ok := figure(text)
	if !ok && i.Kind() != Text && i.Kind() != Time {
		return false
	}
	if f.Updates > 0 {
		f.PerSecond = max(0, (value-f.Value)/max(e.At.Sub(f.at).Seconds(), 0.001))
	} else if i == Dropped {
		b.now.first = value
		if value > 0 && !e.Retained {
			b.now.first-- // Mosquitto publishes it when it has grown: by one at least
		}
	}
	f.Text, f.Value, f.at = text, value, e.At
	f.Updates++
	past := f.Past[max(0, len(f.Past)-Kept+1):]
	f.Past = append(slices.Clone(past), f.charted(i.Kind())) // those of before have been told
	return true
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
	told := b.told.Load()
	for i := range told.all {
		if told.all[i].at.After(at) {
			at = told.all[i].at
		}
	}
	return at
}

// Dropped is how many messages the broker says it has dropped, for whichever
// client, since the connection began: so many at least, since what it was then
// need not be known.
func (b *Facts) Dropped() uint64 {
	told := b.told.Load()
	return uint64(max(0, told.all[Dropped].Value-told.first))
}
