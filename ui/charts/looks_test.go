package charts

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/ui/connection"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/chart"
)

// asked is what stands in the question that is asked.
func asked[T fyne.CanvasObject](b *bench, name string) T {
	for _, o := range b.desk.Asked {
		if found, ok := o.Object.(T); ok && o.Name == name {
			return found
		}
	}
	panic("there is no " + name)
}

// TestLimitsAreReadAsTheyAreTyped, and what is none says what to type.
func TestLimitsAreReadAsTheyAreTyped(t *testing.T) {
	for _, c := range []struct {
		low, high string
		want      chart.Limits
		wrong     string
	}{
		{"", "", chart.Limits{}, ""}, {"  ", "", chart.Limits{}, ""},
		{"0", "", chart.Limits{HasLow: true}, ""}, {"", "1e3", chart.Limits{High: 1000, HasHigh: true}, ""},
		{" -12,5 ", "+30.25", chart.Limits{Low: -12.5, High: 30.25, HasLow: true, HasHigh: true}, ""},
		{"30", "20", chart.Limits{}, "The lowest value, 30, must be below the highest, 20."},
		{"20", "20.0", chart.Limits{}, "must be below"}, {"NaN", "1", chart.Limits{}, `"NaN" is not a number`},
		{"0", "Inf", chart.Limits{}, `"Inf" is not a number`}, {"x", "", chart.Limits{}, `"x" is not a number. Type one such as 12.5 or 1e3`},
		{"1,000,000", "", chart.Limits{}, "is not a number"}, {"1e999", "", chart.Limits{}, "is too large"}, {"", "-1e301", chart.Limits{}, "is too large"},
		{"1e16", "10000000000000002", chart.Limits{}, "too close"}, {"20 °C", "", chart.Limits{}, `"20 °C" is not a number`},
		{strings.Repeat("9", 400), "", chart.Limits{}, "is too large"}, {strings.Repeat("x\x1b", 4000), "", chart.Limits{}, "is not a number"},
	} {
		got, wrong := limitsOf(c.low, c.high)
		if (wrong != "") != (c.wrong != "") || !strings.Contains(wrong, c.wrong) || wrong == "" && got != c.want || len(wrong) > 300 || strings.Contains(wrong, "\x1b") {
			t.Errorf("%.20q to %.20q: %+v, %q", c.low, c.high, got, wrong)
		}
	}
}

// TestRangeAndColoursAreKept with a pinned chart: as the chart of the topic has them, from
// one run to the next, and when a removed one comes back.
func TestRangeAndColoursAreKept(t *testing.T) {
	b := newBench(t)
	for i := range 5 {
		b.send("hall", fmt.Sprintf(`{"temperature":%d,"on":%t}`, 20+i%2, i%2 == 0))
	}
	b.choose("hall")
	b.Topic.choose("on")
	b.step()
	b.askLooks(b.Topic.chart, b.Topic.keepLooks)
	asked[*widgets.Entry](b, "lowest 1").SetText("50")
	asked[*widgets.Entry](b, "highest 1").SetText("0")
	asked[*widgets.Swatches](b, "colour 2").OnChanged(3)
	press := asked[*widgets.Button](b, "confirm").OnTapped
	press()
	if looks := b.Topic.lines[0].Look; b.desk.Asked == nil || looks != (chart.LineLook{}) {
		t.Fatalf("a range from 50 to 0 is taken: %+v", looks)
	}
	asked[*widgets.Entry](b, "lowest 1").SetText("0")
	asked[*widgets.Entry](b, "highest 1").SetText("50")
	press()
	want := []chart.LineLook{{Limits: chart.Limits{High: 50, HasLow: true, HasHigh: true}}, {Colour: 3}}
	looks := func(lines []*line) (list []chart.LineLook) {
		for _, l := range lines {
			list = append(list, l.Look)
		}
		return list
	}
	if got := looks(b.Topic.lines); !reflect.DeepEqual(got, want) || b.desk.Asked != nil {
		t.Fatalf("%+v", got)
	}
	b.Topic.choose("on")
	if b.Topic.choose("on"); !reflect.DeepEqual(looks(b.Topic.lines), want) {
		t.Errorf("taken away and back it is %+v", looks(b.Topic.lines))
	}
	b.Board.addAs(b.Topic.numbers(), b.Topic.chart)
	check := func(b *bench, when string) {
		t.Helper()
		if got := looks(b.Board.cells[0].lines); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", when, got)
		}
	}
	check(b, "pinned")
	b.Board.remove(b.Board.cells[0])
	b.undo[0]()
	check(b, "brought back")
	again := openBench(t, "mqtt://plant:1883")
	check(again, "in the next run")
	c := again.Board.cells[0]
	again.askLooks(c.chart, again.Board.changed)
	if got := asked[*widgets.Entry](again, "highest 1").Value(); got != "50" {
		t.Errorf("asked again it says %q", got)
	}
	asked[*widgets.Button](again, "all automatic").OnTapped()
	asked[*widgets.Button](again, "confirm").OnTapped()
	want = make([]chart.LineLook, 2)
	check(again, "automatic again")
	check(openBench(t, "mqtt://plant:1883"), "and in the run after")
}

// TestJoinedLinesLookAsTheyDid, and those that were there stay as they are.
func TestJoinedLinesLookAsTheyDid(t *testing.T) {
	b := newBench(t)
	b.send("hall", `{"temperature":20,"humidity":40}`)
	of := func(path string) connection.NumberOf { return connection.NumberOf{Topic: "hall", Path: path} }
	b.Board.add([]connection.NumberOf{of("temperature")}, chart.AxesByScale)
	c := b.Board.cells[0]
	c.lines[0].Look.Colour = 2
	b.looks[of("temperature")], b.looks[of("humidity")] = chart.LineLook{Colour: 5}, chart.LineLook{Colour: 6}
	b.choose("hall")
	b.Topic.show([]string{"temperature", "humidity"})
	b.Board.joinAs(c, b.Topic.numbers(), b.Topic.chart)
	if len(c.lines) != 2 || c.lines[0].Look.Colour != 2 || c.lines[1].Look.Colour != 6 {
		t.Errorf("%d lines, %+v", len(c.lines), c.lines[0].Look)
	}
}

// TestForeignLooks in the preferences are those of nothing chosen; the chart stays.
func TestForeignLooks(t *testing.T) {
	b := newBench(t)
	fyne.CurrentApp().Preferences().SetString(b.key, `{"charts":[{"lines":[{"topic":"YQ==","look":{"colour":99,"limits":{"low":5,"high":1,"hasLow":true,"hasHigh":true}}},{"topic":"Yg=="}]}]}`)
	again := openBench(t, "mqtt://plant:1883")
	if len(again.Board.cells) != 1 || len(again.Board.cells[0].lines) != 2 || again.Board.cells[0].lines[0].Look != (chart.LineLook{}) {
		t.Errorf("%d charts", len(again.Board.cells))
	}
}
