package chart

import (
	"image/color"
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/look"
)

func TestTimelineGoesWhereItIsMoved(t *testing.T) {
	now := epoch.Add(time.Hour)
	for _, c := range []struct {
		name     string
		do       func(*Timeline)
		from, to time.Duration // after epoch
		live     bool
	}{
		{"nothing", func(*Timeline) {}, 50 * time.Minute, time.Hour, true},
		{"earlier", func(l *Timeline) { l.Pan(-1) }, 40 * time.Minute, 50 * time.Minute, false},
		{"earlier and back", func(l *Timeline) { l.Pan(-1); l.Pan(2) }, 50 * time.Minute, time.Hour, true},
		{"zoomed at now", func(l *Timeline) { l.Zoom(0.5, 0.2) }, 55 * time.Minute, time.Hour, true},
		{"zoomed about the middle", func(l *Timeline) { l.Pan(-1); l.Zoom(0.5, 0.5) }, 42*time.Minute + 30*time.Second, 47*time.Minute + 30*time.Second, false},
		{"zoomed out to now", func(l *Timeline) { l.Pan(-1); l.Zoom(4, 0.5) }, 20 * time.Minute, time.Hour, true},
		{"paused", func(l *Timeline) { l.SetLive(false); l.Tick(now.Add(time.Minute)) }, 50 * time.Minute, time.Hour, false},
		{"live again", func(l *Timeline) { l.SetLive(false); l.Tick(now.Add(time.Minute)); l.SetLive(true) }, 51 * time.Minute, 61 * time.Minute, true},
		{"another length", func(l *Timeline) { l.Show(time.Minute) }, 59 * time.Minute, time.Hour, true},
		{"another length about the middle", func(l *Timeline) { l.Pan(-1); l.Show(2 * time.Minute) }, 44 * time.Minute, 46 * time.Minute, false},
		{"all", func(l *Timeline) { l.Show(0) }, time.Hour - 51*time.Minute, time.Hour, true},
		{"zoomed in for ever", func(l *Timeline) {
			for range 1000 {
				l.Zoom(0.5, 1)
			}
		}, time.Hour - shortest, time.Hour, true},
	} {
		l := until(now, 10*time.Minute)
		l.First = func() (int64, bool) { return epoch.Add(10 * time.Minute).UnixNano(), true }
		told := 0
		l.OnChange = func() { told++ }
		c.do(l)
		from, to := l.Bounds()
		if got, end := time.Duration(from-epoch.UnixNano()), time.Duration(to-epoch.UnixNano()); got != c.from || end != c.to || l.Live() != c.live {
			t.Errorf("%s: %v to %v, live %v, want %v to %v", c.name, got, end, l.Live(), c.from, c.to)
		}
		if told == 0 && c.name != "nothing" {
			t.Errorf("%s: nobody was told", c.name)
		}
	}
}

// TestAllThereIsMayBeYears: a computer without a clock of its own begins in 1970.
func TestAllThereIsMayBeYears(t *testing.T) {
	const year = 365 * 24 * time.Hour
	for all, want := range map[time.Duration]time.Duration{year: year / 50 * 51, 9 * year: 9 * year / 50 * 51, 56 * year: longest} {
		l := until(epoch, 0)
		l.First = func() (int64, bool) { return epoch.Add(-all).UnixNano(), true }
		if from, to := l.Bounds(); time.Duration(to-from) != want {
			t.Errorf("of %v %v are shown, want %v", all, time.Duration(to-from), want)
		}
	}
}

func TestTicksAreEven(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		steps     int
		want      string
	}{
		{18.3, 23.9, 4, "18 20 22 24 "}, {0, 1, 4, "0 0.5 1.0 "}, {-0.003, 0.004, 4, "-0.004 -0.002 0 0.002 0.004 "},
		{5, 5, 3, "4.5 5.0 5.5 "}, {0, 0, 2, "-1 0 1 "}, {0, 65_535, 4, "0 20000 40000 60000 80000 "},
		{1e12, 3e12, 2, "1e+12 2e+12 3e+12 "}, {1e9, 1e9, 2, "9e+08 1e+09 1.1e+09 "},
	} {
		from, to, step := rangeOf(c.low, c.high, c.steps)
		got := ""
		for _, tick := range numberTicks(from, to, step) {
			got += tick.label + " "
		}
		if got != c.want {
			t.Errorf("%g to %g: %s, want %s", c.low, c.high, got, c.want)
		}
	}
	for _, v := range []float64{math.MaxFloat64, math.SmallestNonzeroFloat64} {
		from, to, step := rangeOf(-v, v, 4)
		if n := len(numberTicks(from, to, step)); n > mostTicks {
			t.Errorf("%d ticks to %g", n, v)
		}
	}
}

func TestTimesStandAtEvenTimesOfTheDay(t *testing.T) {
	for _, c := range []struct {
		span time.Duration
		want string
	}{
		{50 * time.Millisecond, "00.000 00.010 00.020 00.030 00.040 00.050 "}, {10 * time.Second, "12:00:00 12:00:02 12:00:04 12:00:06 12:00:08 12:00:10 "},
		{time.Hour, "12:00 12:15 12:30 12:45 13:00 "}, {24 * time.Hour, "12:00 18:00 2 Mar 06:00 12:00 "}, {20 * day, "7 Mar 14 Mar 21 Mar "},
	} {
		got := ""
		for _, tick := range timeTicks(epoch.UnixNano(), epoch.Add(c.span).UnixNano(), 6) {
			got += tick.label + " "
		}
		if c.span == 20*day { // weeks begin on some day
			if len(got) < 12 {
				t.Errorf("%v: %s", c.span, got)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%v: %s, want %s", c.span, got, c.want)
		}
	}
}

// TestTimesFollowTheClock where it is changed in between.
func TestTimesFollowTheClock(t *testing.T) {
	t.Cleanup(func() { time.Local = time.UTC })
	for _, c := range []struct {
		name, zone, from string
		span             time.Duration
		want             string
	}{
		{"days in spring", "Europe/Berlin", "2026-03-27T12:00:00", 4 * day, "28 Mar 29 Mar 30 Mar 31 Mar "},
		{"days in autumn", "Europe/Berlin", "2026-10-23T12:00:00", 4 * day, "24 Oct 25 Oct 26 Oct 27 Oct "},
		{"six hours in spring", "Europe/Berlin", "2026-03-28T18:00:00", day, "18:00 29 Mar 06:00 12:00 18:00 "},
		{"six hours in autumn", "Europe/Berlin", "2026-10-24T18:00:00", day, "18:00 25 Oct 06:00 12:00 "},
		{"the hour that comes twice", "Europe/Berlin", "2026-10-25T01:00:00", 3 * time.Hour, "01:00 01:30 02:00 02:30 02:00 02:30 03:00 "},
		{"an hour that is left out", "Europe/Berlin", "2026-03-29T00:00:00", 8 * time.Hour, "29 Mar 03:00 04:00 06:00 08:00 "},
		{"a midnight that is left out", "America/Santiago", "2026-09-04T12:00:00", 4 * day, "5 Sep 6 Sep 7 Sep 8 Sep "},
		{"half an hour", "Australia/Lord_Howe", "2026-04-03T12:00:00", 4 * day, "4 Apr 5 Apr 6 Apr 7 Apr "},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = zone
		from, err := time.ParseInLocation("2006-01-02T15:04:05", c.from, zone)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, tick := range timeTicks(from.UnixNano(), from.Add(c.span).UnixNano(), 7) {
			got += tick.label + " "
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestLinesShareAxesWhereTheyFit(t *testing.T) {
	lines := []*Line{{Unit: "°C"}, {Unit: "°C"}, {Unit: "%"}, {}}
	ranges := []Range{{Low: 18, High: 24}, {Low: 20, High: 23}, {Low: 20, High: 23}, {Low: 1000, High: 1001}}
	for how, want := range map[Axes]int{AxesByScale: 3, OwnAxes: 4, OneAxis: 1} {
		if got := axesOf(lines, ranges, []bool{true, true, true, true}, how); len(got) != want {
			t.Errorf("%v: %d axes, want %d", how, len(got), want)
		}
	}
	if got := axesOf(lines, ranges, []bool{true, true, false, false}, AxesByScale); len(got) != 1 {
		t.Errorf("%d axes with lines of nothing", len(got))
	}
}

// TestStraysDoNotSquash has the line of the rest go over most of the height.
func TestStraysDoNotSquash(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	img := shown()["quantity with strays"].Image(480, 240, 1)
	line := look.Colour(look.ChartColours[0])
	low, high := 240, 0
	for y := 60; y < 240; y++ { // below the legend
		for x := 100; x < 480; x++ {
			if color.NRGBAModel.Convert(img.At(x, y)) == line {
				low, high = min(low, y), max(high, y)
			}
		}
	}
	if high-low < 120 {
		t.Errorf("the line goes from %d to %d", low, high)
	}
}

// TestPointerMovesTheTime by wheel, drag and hovering, on all charts of a timeline.
func TestPointerMovesTheTime(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	c := shown()["gap"]
	other := New(c.Time)
	other.Resize(c.Size())
	other.SetLines(c.Lines())
	for _, o := range []*Chart{c, other} {
		w := test.NewTempWindow(t, o)
		w.Resize(fyne.NewSize(500, 260))
		w.Canvas().Capture()
		o.Draw(epoch)
	}
	middle := fyne.NewPos(c.Size().Width/2, c.Size().Height/2)
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: middle}})
	c.Draw(epoch)
	other.Draw(epoch)
	if !c.cursor.Visible() || !other.cursor.Visible() || math.Abs(float64(other.cursor.Position().X-middle.X)) > 2 {
		t.Errorf("the cursor stands at %v, the pointer at %v", other.cursor.Position(), middle)
	}
	c.MouseOut()
	if c.Draw(epoch); c.cursor.Visible() {
		t.Error("the cursor stays when the pointer has left")
	}
	from, to := c.Time.Bounds()
	c.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: middle}, Scrolled: fyne.NewDelta(0, 10)})
	if f, l := c.Time.Bounds(); l-f >= to-from {
		t.Error("the wheel does not zoom")
	}
	wheel := 0
	c.OnWheel = func(*fyne.ScrollEvent) { wheel++ }
	c.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 10)})
	if wheel != 1 {
		t.Error("the wheel over the legend does something else than to scroll")
	}
	c.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(50, 0)})
	if c.Time.Live() {
		t.Error("dragging to the right shows nothing earlier")
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if !c.Time.Live() {
		t.Error("the End key does not go back to now")
	}
}

// TestCursorStaysUnderThePointer: a pointer that rests is at another time when another time
// is shown, and the numbers are those of the time under it.
func TestCursorStaysUnderThePointer(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	for _, c := range []struct {
		name string
		do   func(c *Chart, at fyne.Position)
	}{
		{"zoomed in by the wheel", func(c *Chart, at fyne.Position) {
			for range 9 {
				c.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, 10)})
			}
		}},
		{"zoomed out", func(c *Chart, _ fyne.Position) { c.TypedRune('-') }},
		{"panned by keys", func(c *Chart, _ fyne.Position) { c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft}) }},
		{"another length", func(c *Chart, _ fyne.Position) { c.Time.Show(10 * time.Second) }},
		{"time goes on", func(c *Chart, _ fyne.Position) { c.Time.Tick(epoch.Add(3 * time.Hour)) }},
		{"paused", func(c *Chart, _ fyne.Position) { c.Time.SetLive(false) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			ch := shown()["gap"]
			w := test.NewTempWindow(t, ch)
			w.Resize(fyne.NewSize(500, 260))
			w.Canvas().Capture()
			now := epoch
			draw := func() {
				now = now.Add(2 * time.Second)
				ch.Draw(now)
				w.Canvas().Capture()
				ch.Draw(now)
			}
			draw()
			at := fyne.NewPos(ch.Size().Width/3, ch.Size().Height/2)
			ch.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
			draw()
			c.do(ch, at)
			draw()
			if !ch.cursor.Visible() || math.Abs(float64(ch.cursor.Position().X-at.X)) > 2 {
				t.Errorf("the cursor stands at %v, the pointer at %v", ch.cursor.Position(), at)
			}
			from, to := ch.Time.Bounds()
			want := from + int64(ch.part(at.X)*float64(to-from))
			if got, ok := ch.pointed(); !ok || math.Abs(float64(got-want)) > float64(to-from)/200 {
				t.Errorf("the numbers are of %v, under the pointer is %v", time.Unix(0, got), time.Unix(0, want))
			}
			if words := ch.stamp.Text(); words != stampsOf(ch.drawn.from+int64(ch.part(at.X)*float64(ch.drawn.to-ch.drawn.from)), time.Duration(to-from))[0] {
				t.Errorf("the time at the cursor is %s", words)
			}
		})
	}
}

// TestNothingIsDrawnWhenNothingHappens but for the time, once a second at the most.
func TestNothingIsDrawnWhenNothingHappens(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	c := shown()["gap"]
	w := test.NewTempWindow(t, c)
	w.Resize(fyne.NewSize(500, 260))
	w.Canvas().Capture()
	now := epoch.Add(2 * time.Hour)
	drawn := 0
	step := func(d time.Duration) {
		now = now.Add(d)
		c.Time.Tick(now)
		before := c.drawn.at
		if c.Draw(now); !c.drawn.at.Equal(before) {
			drawn++
			c.drawPlot(480, 200)
		}
	}
	step(time.Second)
	drawn = 0
	for range 90 {
		step(33 * time.Millisecond)
	}
	if drawn > 0 {
		t.Errorf("drawn %d times in 3 s of 2 hours", drawn)
	}
	c.Time.Show(10 * time.Second)
	step(0)
	drawn = 0
	for range 91 {
		step(33 * time.Millisecond)
	}
	if drawn < 2 || drawn > 3 {
		t.Errorf("drawn %d times in 3 s of 10 s", drawn)
	}
	c.Time.SetLive(false)
	step(0)
	drawn = 0
	for range 91 {
		step(33 * time.Millisecond)
	}
	if drawn > 0 {
		t.Errorf("drawn %d times while it stands still", drawn)
	}
}

// BenchmarkDrawing is one drawing of a chart 1,200 pixels wide.
func BenchmarkDrawing(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.Theme{Look: look.Dark})
	for _, name := range []string{"dense", "several"} {
		b.Run(name, func(b *testing.B) {
			c := shown()[name]
			for b.Loop() {
				c.drawPlot(1200, 500)
			}
		})
	}
}
