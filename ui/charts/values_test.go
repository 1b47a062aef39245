package charts

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/model/decode/sparkplug"
	"mangrove/model/value"
)

// steps takes in what has come, and draws the values.
func (b *bench) steps(v *Values) {
	for range 3 {
		b.step()
		b.at = b.at.Add(lookForValues)
		v.Draw(b.at)
	}
}

// TestValues lists the numbers of topics, those that say most first, each with a small chart, and
// others when these come.
func TestValues(t *testing.T) {
	b := newBench(t)
	var went []string
	v := b.NewValues(func(topic string, chart bool) {
		if chart {
			topic += " chart"
		}
		went = append(went, topic)
	})
	b.send("plug/SENSOR", `{"ENERGY":{"Power":5},"linkquality":90,"on":true}`)
	b.send("plug/level", "7 %")
	b.send("plug/LWT", "Offline at last")
	v.Show([]string{"plug/LWT", "plug/SENSOR", "plug/level"})
	b.steps(v)
	if got := v.Words(); !slices.Equal(got, []string{"ENERGY.Power  5", "plug/level  7 %", "on  on", "linkquality  90"}) {
		t.Errorf("%q", got)
	}
	b.send("plug/SENSOR", `{"ENERGY":{"Power":6,"Voltage":231}}`)
	b.steps(v)
	if got := v.Words(); v.Len() != 5 || got[0] != "ENERGY.Power  6" {
		t.Errorf("then %q", got)
	}
	v.pins.rows[0].Tapped(nil)
	do(t, v.items(v.pins.rows[0]), "Show its chart")
	if !slices.Equal(went, []string{"plug/SENSOR", "plug/SENSOR chart"}) || b.chosen["plug/SENSOR"][0] != "ENERGY.Power" {
		t.Errorf("it leads to %q, and the chart of %q", went, b.chosen)
	}
	v.pins.rows[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if v.Show([]string{"plug/level"}); v.Len() != 1 {
		t.Errorf("of one topic %q", v.Words())
	}
	if v.Stop(); v.Len() != 0 {
		t.Errorf("when it is stopped %q", v.Words())
	}
	if len(b.Pins.rows) != 0 {
		t.Error("a value is among the pinned topics")
	}
}

// TestManyValues: no more than are charted, and that is told.
func TestManyValues(t *testing.T) {
	b := newBench(t)
	v := b.NewValues(func(string, bool) {})
	var all []string
	for i := range mostValues + 1 {
		all = append(all, `"v`+strings.Repeat("x", i)+`":1`)
	}
	b.send("a", "{"+strings.Join(all, ",")+"}")
	v.Show([]string{"a"})
	if b.steps(v); v.Len() != mostValues || !v.More {
		t.Errorf("%d, more: %v", v.Len(), v.More)
	}
	v.Stop()
}

// TestValuesOfSparkplug: what a birth announces is listed by name once, and goes on with the data.
func TestValuesOfSparkplug(t *testing.T) {
	b := newBench(t)
	b.conn.Sparkplug = sparkplug.NewNetwork()
	b.feed.Sparkplug = b.conn.Sparkplug
	send := func(topic, payload string) {
		tree, err := value.ReadJSON([]byte(payload))
		if err != nil {
			t.Fatal(err)
		}
		wire, err := sparkplug.Encode(tree)
		if err != nil {
			t.Fatal(err)
		}
		b.send(topic, string(wire))
	}
	const birth, data = "spBv1.0/P/DBIRTH/E/D", "spBv1.0/P/DDATA/E/D"
	v := b.NewValues(func(string, bool) {})
	v.Show([]string{birth, data})
	send(data, `{"seq":9,"metrics":[{"alias":5,"type":"Double","value":20.5}]}`)
	b.steps(v)
	if got := v.Words(); !slices.Equal(got, []string{"alias 5  20.5"}) {
		t.Errorf("before the birth %q", got)
	}
	send("spBv1.0/P/NBIRTH/E", `{"seq":0,"metrics":[{"name":"bdSeq","type":"Int64","value":0}]}`)
	send(birth, `{"timestamp":1772366400123,"seq":1,"metrics":[{"name":"Oil Temperature","alias":5,"type":"Double","value":21.0},{"name":"Good","alias":6,"type":"Int32","value":3}]}`)
	send(data, `{"seq":2,"metrics":[{"alias":5,"type":"Double","value":21.5}]}`)
	b.steps(v)
	if got := v.Words(); !slices.Equal(got, []string{"Oil Temperature  21.5", "Good  3"}) {
		t.Errorf("after it %q", got)
	}
	for _, r := range v.pins.rows {
		if r.of.Topic != data {
			t.Errorf("%s is charted", r.of.Topic)
		}
	}
	v.Stop()
	v.Draw(time.Now())
}
