package charts

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/model/series"
	"mangrove/ui/connection"
	"mangrove/ui/widgets/chart"
)

func names(lines []*line) (list []string) {
	for _, l := range lines {
		list = append(list, l.Name+"="+l.Words)
	}
	return list
}

// TestChartOfATopicShowsWhatSaysMost, from the history, and then what is chosen.
func TestChartOfATopicShowsWhatSaysMost(t *testing.T) {
	b := newBench(t)
	for i := range 5 {
		b.send("hall", fmt.Sprintf(`{"battery":97,"temperature":%d,"on":true}`, 20+i%2))
	}
	b.send("text", "hello")
	b.choose("hall")
	if got := names(b.Topic.lines); !slices.Equal(got, []string{"temperature=mean 20.4, spread 0.55"}) {
		t.Errorf("%q", got)
	}
	b.Topic.choose("on")
	b.step()
	if got := names(b.Topic.lines); len(got) != 2 || got[1] != "on=stays on" || !b.Topic.lines[1].OnOff {
		t.Errorf("then %q", got)
	}
	b.Topic.choose("temperature")
	if got := names(b.Topic.lines); len(got) != 1 {
		t.Errorf("then %q", got)
	}
	b.choose("text")
	if len(b.Topic.lines) != 0 || !strings.Contains(b.Topic.chart.Empty, "No numbers") {
		t.Errorf("of a text %q, and %q", names(b.Topic.lines), b.Topic.chart.Empty)
	}
	b.Topic.looking = "text" // as while the next message is looked through
	if b.Topic.Draw(time.Now()); !strings.Contains(b.Topic.chart.Empty, "No numbers") {
		t.Errorf("while the next is looked through it says %q", b.Topic.chart.Empty)
	}
	b.Topic.looking = ""
	b.send("text", "5")
	if b.step(); len(b.Topic.lines) != 1 {
		t.Error("a number that comes later is not charted")
	}
	if b.choose("hall"); len(b.Topic.lines) != 1 || b.Topic.lines[0].Name != "on" {
		t.Errorf("what was chosen is %q", names(b.Topic.lines))
	}
	b.Show("hall", "battery")
	if b.step(); len(b.Topic.lines) != 1 || b.Topic.lines[0].Name != "battery" {
		t.Errorf("asked for the battery, it is %q", names(b.Topic.lines))
	}
}

// TestNamesThatSayMost: what is measured is shown before what is on or off, and before
// what is said of the device itself.
func TestNamesThatSayMost(t *testing.T) {
	for payload, want := range map[string]string{
		`{"battery":97,"temperature":21.4}`:                                      "temperature",
		`{"linkquality":116,"foo":1,"battery":97}`:                               "foo",
		`{"battery":97}`:                                                         "battery",
		`{"a":{"b":{"power":5}},"x":1}`:                                          "a.b.power",
		`{"state":"ON","temperature":21.4}`:                                      "temperature",
		`{"state":"ON","humidity":40,"linkquality":90}`:                          "humidity",
		`{"state":"ON","brightness":254}`:                                        "brightness",
		`{"state":"ON","anything":5}`:                                            "anything",
		`{"state":"ON","linkquality":90}`:                                        "state",
		`{"contact":true,"last_seen":1772366400123,"battery":100}`:               "contact",
		`{"uptime":5,"outdoor_temp":3,"state":"OFF"}`:                            "outdoor_temp",
		`{"id":"x","rssi":-75,"tempc":21.4,"tempf":70.5,"hum":48,"batt":88}`:     "tempc",
		`{"timestamp":1772366400123,"value":117.0,"quality":192}`:                "value",
		`{"metrics":{"bdSeq":{"value":1},"Press/Temperature":{"value":21}}}`:     "metrics.Press/Temperature.value",
		`{"seq":1,"metrics":{"alias 10":{"alias":10,"value":21}}}`:               `metrics."alias 10".value`,
		`{"uplink":{"f_port":2,"f_cnt":10,"decoded_payload":{"soil":23.5}}}`:     "uplink.decoded_payload.soil",
		`{"name":"nothing to be charted"}`:                                       "none",
		`{"Time":"2026-03-01T12:00:00","ENERGY":{"Total":102.3,"Power":42}}`:     "ENERGY.Power",
		`{"rssi":-71,"ruuvi":{"acceleration_x":4,"temperature":24.3,"co2":201}}`: "ruuvi.temperature",
	} {
		if got, known := firstOf(series.Numbers([]byte(payload), mostOffered)); known && got != want || known == (want == "none") {
			t.Errorf("of %s it is %q, want %q", payload, got, want)
		}
	}
}

// TestPinsStayInTheirOrder for each connection, from one run to the next.
func TestPinsStayInTheirOrder(t *testing.T) {
	b := newBench(t)
	odd := "b\xff/\x00"
	for _, topic := range []string{"a", odd, "c"} {
		b.send(topic, "21 °C")
		b.Pins.Toggle(topic)
	}
	b.step()
	if r := b.Pins.rows[0]; r.drawn.value != "21 °C" || r.line == nil {
		t.Errorf("the value is %q", r.drawn.value)
	}
	b.Pins.move(b.Pins.rows[2], -1)
	again := openBench(t, "mqtt://plant:1883")
	topics := func(b *bench) (list []string) {
		for _, r := range b.Pins.rows {
			list = append(list, r.of.Topic)
		}
		return list
	}
	if got := topics(again); !slices.Equal(got, []string{"a", "c", odd}) {
		t.Errorf("%q", got)
	}
	if other := openBench(t, "mqtt://other:1883"); len(other.Pins.rows) != 0 || other.Pins.Object.Visible() {
		t.Errorf("another connection has %q", topics(other))
	}
	again.Pins.Toggle("c")
	if again.Pins.Has("c") || len(again.undo) != 1 {
		t.Error("it is not unpinned")
	}
	again.undo[0]()
	if got := topics(again); !slices.Equal(got, []string{"a", "c", odd}) {
		t.Errorf("%q after Undo", got)
	}
	again.Pins.rows[1].Tapped(nil)
	again.Pins.rows[1].TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if got := topics(again); !slices.Equal(got, []string{"a", odd, "c"}) || !slices.Equal(again.went, []string{"c"}) {
		t.Errorf("%q by key, and went to %q", got, again.went)
	}
}

// TestPinsShowWordsWhereThereIsNoNumber, and wait for topics that have not come yet.
func TestPinsShowWordsWhereThereIsNoNumber(t *testing.T) {
	b := newBench(t)
	b.Pins.Toggle("later")
	b.step()
	if got := b.Pins.rows[0].drawn.value; got != "–" {
		t.Errorf("%q before there is anything", got)
	}
	b.send("later", "idle")
	if b.step(); b.Pins.rows[0].drawn.value != "idle" {
		t.Errorf("%q", b.Pins.rows[0].drawn.value)
	}
	b.send("later", `{"power":5}`)
	if b.step(); b.Pins.rows[0].drawn.value != "5" || b.Pins.rows[0].drawn.path != "power" {
		t.Errorf("%+v", b.Pins.rows[0].drawn)
	}
}

// TestPinnedChartsStay with their lines, order and axes.
func TestPinnedChartsStay(t *testing.T) {
	b := newBench(t)
	for i := range 4 {
		b.send("a", fmt.Sprint(i))
		b.send("b", "ON")
		b.send("c", fmt.Sprintf(`{"x":%d,"y":2}`, i))
	}
	for _, topic := range []string{"a", "b", "c"} {
		b.choose(topic)
		b.Board.add(b.Topic.numbers(), 0)
	}
	b.step()
	b.Board.join(b.Board.cells[0], b.Topic.numbers()) // c with a
	do(t, b.Board.items(b.Board.cells[0]), "One shared axis")
	do(t, b.Board.items(b.Board.cells[2]), "Move earlier")
	if b.board != 4 {
		t.Errorf("said %d times", b.board)
	}
	shape := func(b *bench) (list []string) {
		for _, c := range b.Board.cells {
			list = append(list, fmt.Sprint(c.name(), c.chart.Axes))
		}
		return list
	}
	want := []string{"a, c  x2", "c  x0", "b0"}
	if got := shape(openBench(t, "mqtt://plant:1883")); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	b.Board.join(b.Board.cells[0], b.Topic.numbers())
	if b.board != 4 {
		t.Error("it says that a line was added which is there already")
	}
	do(t, b.Board.items(b.Board.cells[1]), "Remove the chart")
	if len(b.Board.cells) != 2 {
		t.Error("it is still there")
	}
	b.undo[0]()
	if got := shape(b); !slices.Equal(got, want) {
		t.Errorf("%q after Undo", got)
	}
	b.Board.removeLine(b.Board.cells[0], b.Board.cells[0].lines[0])
	do(t, b.Board.items(b.Board.cells[0]), "Show the topic")
	if !slices.Equal(b.went, []string{"c"}) {
		t.Errorf("went to %q", b.went)
	}
}

// TestWhatIsKeptIsChecked before it is believed.
func TestWhatIsKeptIsChecked(t *testing.T) {
	newBench(t)
	p := fyne.CurrentApp().Preferences()
	for name, text := range map[string]string{
		"no JSON": "x", "another form": `{"pins":5}`, "too long": `{"pins":[]` + strings.Repeat(" ", mostKept) + "}",
		"nothing in it": `{"pins":[{"topic":""}],"charts":[{"lines":[]},{"lines":[{"topic":""}]}]}`,
	} {
		p.SetString("k", text)
		if k := storedCharts("k"); len(k.Pins) > 0 || len(k.Charts) > 0 {
			t.Errorf("%s: %+v", name, k)
		}
	}
	many := strings.Repeat(`{"topic":"YQ=="},`, 1000)
	p.SetString("k", `{"pins":[`+many+`{"topic":"Yg=="}],"charts":[{"axes":77,"lines":[`+many+`{"topic":"Yg=="}]}]}`)
	if k := storedCharts("k"); len(k.Pins) != 2 || len(k.Charts) != 1 || len(k.Charts[0].Lines) != 2 || k.Charts[0].Axes > 2 {
		t.Errorf("%+v", k)
	}
}

// TestChartsAreSaved as a picture, and their numbers with their times.
func TestChartsAreSaved(t *testing.T) {
	b := newBench(t)
	b.send("=a", "1.5")
	b.send("=a", "2.5")
	b.choose("=a")
	do(t, b.Topic.items(), "Save as PNG…")
	do(t, b.Topic.items(), "Save as CSV…")
	var picture, numbers bytes.Buffer
	for name, write := range b.saved {
		into := &numbers
		if strings.HasSuffix(name, ".png") {
			into = &picture
		}
		if err := write(into); err != nil {
			t.Fatal(err)
		}
	}
	if img, err := png.Decode(&picture); err != nil || img.Bounds().Dx() != pictureWidth {
		t.Errorf("the picture: %v", err)
	}
	lines := strings.Split(numbers.String(), "\n")
	if len(lines) != 4 || lines[0] != "time,topic,path,value,unit" || !strings.HasSuffix(lines[1], ",'=a,,1.5,") || !strings.HasSuffix(lines[2], ",2.5,") {
		t.Errorf("%q", lines)
	}
}

// TestPicturesSayWhatTheyAreOf: the topic, the path, the unit and the time with its date.
func TestPicturesSayWhatTheyAreOf(t *testing.T) {
	b := newBench(t)
	b.send("villa/hall", `{"temperature":"21 °C","x":1}`)
	b.choose("villa/hall")
	zone := time.FixedZone("here", 5400)
	local := time.Local
	time.Local = zone
	t.Cleanup(func() { time.Local = local })
	from := time.Date(2026, 3, 1, 23, 30, 0, 0, zone)
	for _, c := range []struct {
		name   string
		do     func()
		length time.Duration
		want   string
	}{
		{"one number", func() {}, time.Minute, "villa/hall  ·  temperature  ·  in °C\n1 March 2026 23:30:00 to 23:31:00 UTC+01:30"},
		{"two, over a night", func() { b.Topic.choose("x") }, time.Hour, "A  villa/hall  ·  temperature  ·  in °C\nB  villa/hall  ·  x\n1 March 2026 23:30:00 to 2 March 2026 00:30:00 UTC+01:30"},
	} {
		c.do()
		b.step()
		if got := strings.Join(caption(b.Topic.lines, from.UnixNano(), from.Add(c.length).UnixNano()), "\n"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestSavedNumbersAreHarmless to a spreadsheet and a terminal, and of a length.
func TestSavedNumbersAreHarmless(t *testing.T) {
	for text, cell := range map[string]string{
		"=1+1": "'=1+1", "  =1": "'  =1", "a;=1": "a;'=1", "＝1": "'＝1", "a\x1b[31m\u202eb": `a\x1b[31m\u202eb`, "hall": "hall",
	} {
		var b bytes.Buffer
		r := new(connection.Reading)
		r.SetRoom(1 << 20)
		for i, v := range []float64{1e308, -1234567.25, 5e-324} {
			r.Add(time.Unix(0, int64(i+1)), v)
		}
		if n, err := writeCSV(&b, []saved{{text, text, text, r}}, span{0, 10, new(atomic.Bool)}); n != 3 || err != nil {
			t.Fatal(n, err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != 4 {
			t.Fatalf("%q: %v", rows, err)
		}
		if got, want := rows[1][1:], []string{cell, cell, "1e+308", cell}; !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if rows[2][3] != "-1234567.25" || rows[3][3] != "5e-324" {
			t.Errorf("numbers are %q and %q", rows[2][3], rows[3][3])
		}
	}
}

// TestManyChartsAreDrawnFewAtATime: a board full of charts does not take a drawing for
// itself, and all of them are drawn in the end.
func TestManyChartsAreDrawnFewAtATime(t *testing.T) {
	b := newBench(t)
	b.send("a", "1")
	for range mostCharts {
		b.Board.place([]connection.NumberOf{{Topic: "a"}}, chart.AxesByScale)
	}
	var later []func()
	b.desk.Run = func(f func()) { later = append(later, f) }
	b.Board.Draw(b.at)
	rounds := 1
	for ; len(later) > 0 && rounds < 100; rounds++ {
		if len(later) != 1 {
			t.Fatalf("%d are asked for at once", len(later))
		}
		f := later[0]
		later = nil
		f()
	}
	const most = 2 // of charts that nobody knows the cost of
	if rounds < mostCharts/most || rounds > mostCharts/most+1 {
		t.Errorf("all are drawn in %d drawings", rounds)
	}
	for i, c := range b.Board.cells {
		if c.chart.Draw(time.Now()) {
			t.Errorf("chart %d has not been drawn", i)
		}
	}
}

// TestGridFillsWhatThereIs with charts that are not too low.
func TestGridFillsWhatThereIs(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		width, height float32
		n, columns    int
		scrolls       bool
	}{
		{690, 540, 1, 1, false}, {690, 700, 2, 1, false}, {690, 400, 2, 2, false}, {690, 540, 4, 2, false}, {470, 340, 4, 1, true},
		{1300, 700, 3, 3, false}, {1300, 700, 4, 2, false}, {690, 540, 9, 2, true},
	} {
		b.Board.scroll.Resize(fyne.NewSize(c.width, c.height))
		columns, height := (&gridLayout{b.Board}).shape(c.n)
		rows := (c.n + columns - 1) / columns
		if scrolls := float32(rows)*height > c.height; columns != c.columns || scrolls != c.scrolls || height < cellHeight {
			t.Errorf("%d in %gx%g: %d columns, each %g high", c.n, c.width, c.height, columns, height)
		}
	}
}
