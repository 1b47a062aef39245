package charts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/model"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/series"
	"mangrove/ui/connection"
	"mangrove/ui/widgets"
)

const (
	// mostValues is how many numbers are listed, of so many topics.
	mostValues      = 40
	mostValueTopics = 60
	// lookForValues is how often a topic is looked through for numbers that it had none of before.
	lookForValues = 2 * time.Second
)

// Values is a list of the numbers on some topics, such as those of a device, each with its
// latest value and a small chart.
type Values struct {
	Object fyne.CanvasObject
	More   bool // there are more than are listed

	pins   *Pins
	goTo   func(topic string, chart bool)
	topics []valueTopic
	read   connection.Readings
	at     time.Time // topics were looked at
}

// valueTopic is a topic as it was looked through.
type valueTopic struct {
	name    string
	looked  model.Position // the latest message then
	looking bool
}

// NewValues makes a list of no topics.
func (r *Room) NewValues(goTo func(topic string, chart bool)) *Values {
	v := &Values{pins: newPins(r, nil), goTo: goTo}
	v.pins.values = v
	v.pins.Object = v.pins.scroll
	v.pins.Object.Show()
	v.Object = v.pins.scroll
	return v
}

// Len is how many numbers are listed.
func (v *Values) Len() int { return len(v.pins.rows) }

// Show lists the numbers of other topics.
func (v *Values) Show(topics []string) {
	topics = topics[:min(len(topics), mostValueTopics)]
	same := func(t valueTopic, name string) bool { return t.name == name }
	if slices.EqualFunc(v.topics, topics, same) {
		return
	}
	known := v.topics
	v.topics = nil
	for _, name := range topics {
		t := valueTopic{name: name}
		if i := slices.IndexFunc(known, func(t valueTopic) bool { return t.name == name }); i >= 0 {
			t = known[i]
		}
		v.topics = append(v.topics, t)
	}
	v.keep(func(r *pin) bool { return v.index(r.of.Topic) >= 0 })
	v.at = time.Time{}
}

// Stop has nothing collected for it any more.
func (v *Values) Stop() {
	v.topics = nil
	v.keep(func(*pin) bool { return false })
}

// keep lets the other rows go.
func (v *Values) keep(wanted func(*pin) bool) {
	before := len(v.pins.rows)
	v.pins.rows = slices.DeleteFunc(v.pins.rows, func(r *pin) bool {
		if wanted(r) {
			return false
		}
		r.stop()
		return true
	})
	if len(v.pins.rows) != before {
		v.More = false
		v.lay()
	}
}

func (v *Values) lay() {
	v.pins.lay()
	v.Object.Show()
}

func (v *Values) index(topic string) int {
	return slices.IndexFunc(v.topics, func(t valueTopic) bool { return t.name == topic })
}

// Draw shows what has changed.
func (v *Values) Draw(now time.Time) {
	room := v.pins.room
	if is := room.conn.Readings(); is != v.read { // payloads may mean something else
		v.read = is
		room.numbers.ReadAgain()
		for i := range v.topics {
			v.topics[i].looked = 0
		}
		v.keep(func(r *pin) bool { return !strings.Contains(r.of.Path, `"alias `) })
		v.at = time.Time{}
	}
	if now.Sub(v.at) >= lookForValues {
		v.at = now
		v.look()
	}
	v.pins.draw(now)
}

// look has the topics looked through on which something has come.
func (v *Values) look() {
	for i := range v.topics {
		t := &v.topics[i]
		at := v.pins.room.positionOf(t.name)
		if at == 0 || at == t.looked || t.looking {
			continue
		}
		t.looked, t.looking = at, true
		topic := t.name
		v.pins.room.findSeries(topic, func(list []series.Found, _ string) { v.found(topic, list) })
	}
}

// found lists numbers that are new.
func (v *Values) found(topic string, list []series.Found) {
	i := v.index(topic)
	if i < 0 { // somebody has gone on
		return
	}
	v.topics[i].looking = false
	before := len(v.pins.rows)
	for _, f := range list {
		of := connection.NumberOf{Topic: v.dataOf(topic), Path: f.Path}
		switch {
		case isCounted(topic, f.Path), slices.ContainsFunc(v.pins.rows, func(r *pin) bool { return r.of == of }):
		case len(v.pins.rows) >= mostValues:
			v.More = true
		default:
			r := newPin(v.pins, of)
			r.value, r.rank = written(f), tier(f)
			v.pins.rows = append(v.pins.rows, r)
		}
	}
	if len(v.pins.rows) != before {
		slices.SortStableFunc(v.pins.rows, func(a, b *pin) int {
			return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(v.index(a.of.Topic), v.index(b.of.Topic)), strings.Compare(a.of.Path, b.of.Path))
		})
		v.lay()
	}
}

// tier is whether a number is measured, one way or the other, or dull.
func tier(f series.Found) int { return rank(f) / (len(telling) + 1) }

// dataOf is the topic on which the metrics of a birth come from then on, if something has come
// on it; any other topic itself.
func (v *Values) dataOf(topic string) string {
	t, ok := sparkplug.ParseTopic(topic)
	if !ok || t.Verb != sparkplug.NBirth && t.Verb != sparkplug.DBirth {
		return topic
	}
	if data := strings.Replace(topic, "BIRTH/", "DATA/", 1); v.index(data) >= 0 {
		return data
	}
	return topic
}

// isCounted reports whether a number is of the messages of Sparkplug, and not of what they tell.
func isCounted(topic, path string) bool {
	if !sparkplug.IsTopic(topic) {
		return false
	}
	return !strings.HasPrefix(path, "metrics.") || !strings.HasSuffix(path, ".value") || strings.HasSuffix(path, "bdSeq.value") || strings.Contains(path, ".properties.")
}

// numberName is what a number is called: its path, without that it is the value of a metric.
func numberName(path string) string {
	metric, ok := strings.CutPrefix(path, "metrics.")
	if !ok {
		return path
	}
	name := strings.TrimSuffix(metric, ".value")
	if plain, err := strconv.Unquote(name); err == nil { // of several words
		return plain
	}
	return name
}

// items are what can be done with a number.
func (v *Values) items(r *pin) []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem("Show in the tree", func() { v.goTo(r.of.Topic, false) }),
		fyne.NewMenuItem("Show its chart", func() {
			v.pins.room.Show(r.of.Topic, r.of.Path)
			v.goTo(r.of.Topic, true)
		}),
		fyne.NewMenuItem("Copy topic", func() { widgets.CopyText("Topic", r.of.Topic) }),
	}
}

// Restyle takes the colours of a new theme.
func (v *Values) Restyle() { v.pins.restyle() }

// Words are the rows as texts.
func (v *Values) Words() (lines []string) {
	for _, r := range v.pins.rows {
		name, _ := r.names()
		lines = append(lines, name+"  "+r.drawn.value)
	}
	return lines
}
