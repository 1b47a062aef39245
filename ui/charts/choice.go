package charts

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"mangrove/model"
	"mangrove/model/series"
	"mangrove/ui/format"
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

// offered are the numbers of the latest payload of a topic that was looked through.
func (r *Room) offered(topic string) []series.Found {
	found, _ := r.numbers.Offer(topic)
	return found
}

// noneOffered is said in place of the numbers of a topic.
func (r *Room) noneOffered(topic string) *fyne.MenuItem {
	words := "The latest message has no numbers"
	if _, of := r.numbers.Offer(topic); of == 0 && r.positionOf(topic) != 0 {
		words = "The latest message is still being read. Open this menu again."
	}
	none := fyne.NewMenuItem(format.Excerpt(words), nil)
	none.Disabled = true
	return none
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
