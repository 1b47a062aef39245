package charts

import (
	"slices"
	"strings"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/model/series"
	"mangrove/ui/connection"
	"mangrove/ui/format"
)

// mostOffered is how many numbers of a payload are offered, and largestOffered the
// payload in bytes, and mostUnpacked what comes out of it, that is looked through for
// them on the goroutine that draws.
const (
	mostOffered    = 60
	largestOffered = 256 << 10
	mostUnpacked   = 1 << 20
)

// What a number is called that somebody wants to see first, and that hardly anybody does:
// one of the words of its name.
var (
	telling = []string{"temperature", "temp", "tempc", "value", "power", "apower", "humidity", "hum", "co2", "pressure", "level", "speed", "flow", "energy", "current", "moisture", "brightness", "contact", "occupancy", "state", "output"}
	dull    = []string{
		"battery", "batt", "linkquality", "voltage", "volt", "rssi", "snr", "time", "timestamp", "ts", "tst", "epoch", "id", "seq", "sequence", "bdseq", "alias", "version", "ver", "port", "channel", "fcnt", "cnt", "uptime",
		"signal", "seen", "count", "rebirth", "heap", "vcc", "gateway", "from", "to", "online", "available", "calibrating", "acc", "acceleration", "movements",
	}
)

// firstOf is which number of a payload is shown unless somebody chooses another: what is
// measured comes before what is one way or the other, and before what is dull, and of
// each the one with the most telling name.
func firstOf(list []series.Found) (path string, known bool) {
	if len(list) == 0 {
		return "", false
	}
	return slices.MinFunc(list, func(a, b series.Found) int { return rank(a) - rank(b) }).Path, true
}

// rank is the lower, the more somebody wants to see a number.
func rank(f series.Found) int {
	words := series.Words(nameIn(f.Path))
	best, isDull := len(telling), false
	for _, word := range words {
		if i := slices.Index(telling, word); i >= 0 && i < best {
			best = i
		}
		isDull = isDull || slices.Contains(dull, word)
	}
	each := len(telling) + 1
	switch {
	case isDull:
		return best + 2*each
	case f.Word:
		return best + each
	}
	return best
}

// nameIn is what a path says that a number is: its last name, or the one before where
// that says only that it is the value, as metrics of Sparkplug do that have a name.
func nameIn(path string) string {
	before, last := "", path
	if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
		before, last = path[:dot], path[dot+1:]
	}
	if above := before[strings.LastIndexByte(before, '.')+1:]; last == "value" && above != "" && !strings.HasPrefix(above, `"alias `) {
		return above
	}
	return last
}

// findSeries looks through the latest payload of a topic for numbers, beside the goroutine that
// draws, and then tells that one which there are, and what the payload says as words.
func (r *Room) findSeries(topic string, then func(list []series.Found, words string)) {
	r.numbers.LookInto(connection.Look{Topic: topic, Most: mostOffered, Largest: largestOffered, Then: func(m *model.Entry, list []series.Found) {
		words := payload.Preview(m.Payload[:min(len(m.Payload), model.PreviewSize)], m.Size)
		r.desk.Run(func() { then(list, words) })
	}})
}

// offered are the numbers of the latest payload of a topic, for who has asked for a menu.
func (r *Room) offered(topic string) []series.Found {
	id, known := r.conn.Store.Find(topic)
	if !known {
		return nil
	}
	pos := r.conn.Store.Position(id)
	m, _ := r.conn.Store.Envelope(pos)
	reading := r.reading(topic)
	if m.Lost > 0 || m.Size > largestOffered || !reading.Ready() {
		return nil
	}
	m, _ = r.conn.Store.At(pos)
	reading.MostUnpacked = mostUnpacked
	if t := reading.Tree(&m); t != nil {
		return series.NumbersOf(t, mostOffered)
	}
	return series.Numbers(m.Payload, mostOffered)
}

// positionOf is the latest message of a topic, 0 while there is none.
func (r *Room) positionOf(topic string) model.Position {
	id, known := r.conn.Store.Find(topic)
	if !known {
		return 0
	}
	return r.conn.Store.Position(id)
}

// written is a number as a menu shows it.
func written(f series.Found) string {
	if f.Word {
		return format.OnOff(f.Value)
	}
	return format.Number(f.Value)
}
