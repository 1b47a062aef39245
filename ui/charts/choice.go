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

// What a number is called that somebody wants to see first, and that hardly anybody does.
var (
	telling = []string{"temperature", "temp", "value", "power", "state", "humidity", "pressure", "level", "speed", "contact", "occupancy"}
	dull    = []string{"battery", "linkquality", "voltage", "rssi", "snr", "time", "timestamp", "ts", "epoch", "id", "seq", "version", "port", "channel", "fcnt", "uptime"}
)

// firstOf is which number of a payload is shown unless somebody chooses another: one with
// a telling name, else the first that is not a dull one.
func firstOf(list []series.Found) (path string, known bool) {
	rank := func(f series.Found) int {
		name := strings.ToLower(strings.Trim(f.Path[strings.LastIndexByte(f.Path, '.')+1:], `"`))
		if i := slices.Index(telling, name); i >= 0 {
			return i
		}
		if slices.Contains(dull, name) {
			return len(telling) + 1
		}
		return len(telling)
	}
	if len(list) == 0 {
		return "", false
	}
	return slices.MinFunc(list, func(a, b series.Found) int { return rank(a) - rank(b) }).Path, true
}

// look looks through the latest payload of a topic for numbers, beside the goroutine that
// draws, and then tells that one which there are, and what the payload says as words.
func (r *Room) look(topic string, then func(list []series.Found, words string)) {
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
	m, _ := r.conn.Store.Latest(id, 0)
	reading := r.reading(topic)
	if m.Lost > 0 || m.Size > largestOffered || !reading.Ready() {
		return nil
	}
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
