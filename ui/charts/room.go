package charts

import (
	"slices"
	"sync/atomic"
	"time"

	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/payloads"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/chart"
)

// Room is the charts of a connection.
type Room struct {
	Topic *TopicChart // of the selected topic
	Board *Board      // those that are pinned
	Pins  *Pins       // the pinned topics, over the tree

	OnGoTo  func(topic string)              // somebody wants to see a topic
	OnChart func(topic string)              // and its chart
	OnSay   func(words string)              // something has been done
	OnUndo  func(words string, undo func()) // the same, which can be undone
	OnBoard func(words string)              // a chart has been pinned
	OnUse   func()                          // something is pressed that does not take the keyboard

	conn    *connection.Connection
	desk    *desk.Desk
	numbers *connection.Numbers
	key     string
	chosen  map[string][]string                    // the paths shown of a topic
	looks   map[connection.NumberOf]chart.LineLook // chosen of lines of the charts of topics
	read    connection.Readings                    // as of the last drawing
	stopped atomic.Bool
}

// New makes the charts of a connection, whose feed collects the numbers from now on. Its
// page sets what it is to be told of before it is drawn.
func New(c *connection.Connection, f *connection.Feed, d *desk.Desk) *Room {
	r := &Room{conn: c, desk: d, numbers: connection.NewNumbers(c.Store), key: keyOf(c), chosen: map[string][]string{}, looks: map[connection.NumberOf]chart.LineLook{}}
	r.numbers.Reader = func(topic string) connection.PayloadReader { return r.reading(topic) }
	r.numbers.Version = c.ReadWith
	f.Numbers = r.numbers
	k := storedCharts(r.key)
	r.Topic = newTopicChart(r)
	r.Board = newBoard(r, k.Charts)
	r.Pins = newPins(r, k.Pins)
	return r
}

// Stop ends what runs for it beside the window.
func (r *Room) Stop() { r.stopped.Store(true) }

// reading is what the payloads of a topic are read with.
func (r *Room) reading(topic string) *payloads.Reading {
	return &payloads.Reading{Topic: topic, Rule: r.conn.FormatOf(topic), Sparkplug: r.conn.Sparkplug}
}

// store keeps what is pinned.
func (r *Room) store() {
	k := kept{Charts: r.Board.kept(), Pins: r.Pins.kept()}
	if !k.store(r.key) {
		r.OnSay("Too much is pinned to be saved. The last change is kept only until the window closes.")
	}
}

// choose shows a path of a topic besides those that are, or no more.
func (r *Room) choose(topic string, shown []string, path string) {
	list := slices.Clone(shown)
	if i := slices.Index(list, path); i >= 0 {
		list = slices.Delete(list, i, i+1)
	} else if len(list) < mostLines {
		list = append(list, path)
	} else {
		tellMostLines()
	}
	r.chosen[topic] = list
}

func tellMostLines() {
	widgets.ShowToast(format.Fill("A chart shows no more than {limit} lines. Remove one first.", "limit", format.Count(mostLines)), true)
}

// Show has the chart of a topic show the number at a path.
func (r *Room) Show(topic, path string) {
	r.chosen[topic] = []string{path}
	r.Topic.looked, r.Topic.at = 0, time.Time{}
}

// Draw shows what has changed of the pinned topics; what else there is is drawn where it
// is on view.
func (r *Room) Draw(now time.Time) {
	r.readAgain()
	r.Pins.draw(now)
}

// readAgain has numbers collected, and looked for, anew whose payloads mean something else
// by now.
func (r *Room) readAgain() {
	is := r.conn.Readings()
	if is == r.read {
		return
	}
	r.read = is
	r.numbers.ReadAgain()
	r.Topic.lookAgain()
	r.Pins.lookAgain()
}

// Restyle takes the colours of a new theme.
func (r *Room) Restyle() {
	r.Topic.chart.Restyle()
	r.Board.restyle()
	r.Pins.restyle()
}

// Report tells of what can be clicked over the tree; of the charts tells what shows them.
func (r *Room) Report(rep *report.Report) { r.Pins.report(rep) }
