package chart

import (
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/look"
)

var update = flag.Bool("update", false, "write the pictures anew")

func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// points is a source of few points, by the plainest means.
type points struct {
	list   []Point
	gaps   map[int]bool
	strays func(v float64) bool
}

func (p *points) Range(from, to int64) (r Range, strays int, ok bool) {
	r = Range{From: from, To: to, Low: math.Inf(1), High: math.Inf(-1)}
	for _, one := range p.list {
		switch {
		case one.At < from || one.At > to:
		case p.strays != nil && p.strays(one.Value):
			strays++
		default:
			r.Low, r.High, ok = min(r.Low, one.Value), max(r.High, one.Value), true
		}
	}
	return r, strays, ok
}

func (p *points) Columns(r Range, into []Column) (before, after Point) {
	clear(into)
	for i, one := range p.list {
		at := int(math.Floor(float64(one.At-r.From) / float64(r.To-r.From) * float64(len(into))))
		switch {
		case at < 0:
			before = one
			continue
		case at >= len(into):
			if after.At == 0 {
				after = one
			}
			continue
		}
		c := &into[at]
		c.Gap = c.Gap || p.gaps[i]
		switch {
		case one.Value > r.High:
			c.Above++
			continue
		case one.Value < r.Low:
			c.Below++
			continue
		case c.Count == 0:
			c.First, c.Low, c.High = one, one.Value, one.Value
		}
		c.Last, c.Low, c.High = one, min(c.Low, one.Value), max(c.High, one.Value)
		c.Count++
	}
	return before, after
}

func (p *points) Near(at int64) (near Point, ok bool) {
	for _, one := range p.list {
		if one.At <= at {
			near, ok = one, true
		}
	}
	return near, ok
}

func (p *points) Added() uint64 { return uint64(len(p.list)) }

// over makes a source of a number every so often.
func over(n int, every time.Duration, f func(i int) float64) *points {
	p := &points{gaps: map[int]bool{}}
	for i := range n {
		p.list = append(p.list, Point{epoch.Add(time.Duration(i) * every).UnixNano(), f(i)})
	}
	return p
}

// until is a timeline that ends at a time.
func until(at time.Time, length time.Duration) *Timeline {
	t := NewTimeline(length)
	t.Tick(at)
	return t
}

func wave(i int) float64 { return 20 + 4*math.Sin(float64(i)/20) }

// shown makes charts of each kind.
func shown() map[string]*Chart {
	list := map[string]*Chart{}
	add := func(name string, minutes int, lines ...*Line) {
		c := New(until(epoch.Add(time.Duration(minutes)*time.Minute), time.Duration(minutes)*time.Minute))
		c.Resize(fyne.NewSize(480, 240))
		c.SetLines(lines)
		list[name] = c
	}
	stray := over(240, 30*time.Second, wave)
	stray.list[60].Value, stray.list[62].Value, stray.list[200].Value = 85, 85, -300
	stray.strays = func(v float64) bool { return v > 50 || v < 0 }
	add("quantity with strays", 120, &Line{Source: stray, Name: "hall_sensor  temperature", Unit: "°C", Words: "mean 20.1 °C, spread 2.8 °C"})
	broken := over(120, time.Minute, wave)
	broken.list = append(broken.list[:40:40], broken.list[70:]...)
	broken.gaps[40] = true
	add("gap", 120, &Line{Source: broken, Name: "hall_sensor  temperature", Words: "mean 20.1, spread 2.8"})
	add("switch", 60, &Line{Source: over(12, 5*time.Minute, func(i int) float64 { return float64(i / 2 % 2) }), Name: "lamp", Holds: true, OnOff: true,
		Words: "switched 5 times; on for 10 min on average, 50 % of the time", Until: epoch.Add(time.Hour).UnixNano()})
	add("few", 60, &Line{Source: over(7, 8*time.Minute, func(i int) float64 { return float64(i * i) }), Name: "meter", Unit: "kWh", Words: "counts up"})
	add("dense", 60, &Line{Source: over(36_000, 100*time.Millisecond, func(i int) float64 { return wave(i/100) + math.Sin(float64(i*i)) }), Name: "vibration", Words: "mean 20"})
	add("several", 120,
		&Line{Source: over(240, 30*time.Second, wave), Name: "temperature", Unit: "°C", Words: "repeats every 63 min"},
		&Line{Source: over(240, 30*time.Second, func(i int) float64 { return 22 + 2*math.Cos(float64(i)/30) }), Name: "outside", Unit: "°C", Words: "repeats"},
		&Line{Source: over(240, 30*time.Second, func(i int) float64 { return 1013 + float64(i%60)/10 }), Name: "pressure", Unit: "hPa", Words: "saw"})
	add("counter with a reset", 60, &Line{Source: over(60, time.Minute, func(i int) float64 { return float64(1000 + 7*i - i/40*1200) }), Name: "meter", Unit: "kWh", Holds: true, Whole: true,
		Words: "counts up 7 a minute; began again once", Until: epoch.Add(time.Hour).UnixNano()})
	add("step", 60, &Line{Source: over(20, 3*time.Minute, func(i int) float64 { return []float64{1, 3, 3, 2, 4}[i/3%5] }), Name: "fan speed", Holds: true, Whole: true,
		Words: "changed 5 times between 4 levels", Until: epoch.Add(time.Hour).UnixNano()})
	add("nothing", 60, &Line{Source: over(0, time.Second, nil), Name: "silent", Words: "no values in this time range"})
	return list
}

// TestPictures compares charts of each kind with those that were looked at, in both looks.
func TestPictures(t *testing.T) {
	app := test.NewTempApp(t)
	for _, l := range []look.Look{look.Dark, look.Light} {
		app.Settings().SetTheme(look.Theme{Look: l})
		for name, c := range shown() {
			path := filepath.Join("testdata", name+" "+string(l)+".png")
			got := c.Image(480, 240, 1)
			if *update {
				write(t, path, got)
				continue
			}
			if part := differs(got, read(t, path)); part > 0.01 {
				write(t, filepath.Join(t.ArtifactDir(), name+".png"), got)
				t.Errorf("%s, %s: %.1f %% of it is different", name, l, 100*part)
			}
		}
	}
}

// TestPicturesSayWhatTheyAreOf over what is on view.
func TestPicturesSayWhatTheyAreOf(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Light})
	c := shown()["several"]
	got := c.Picture(480, 300, 1, []string{"A  villa/hall  ·  temperature", "1 March 2026 12:00:00 to 14:00:00 UTC+01:00"})
	if got.Bounds() != image.Rect(0, 0, 480, 300) {
		t.Fatalf("it is %v", got.Bounds())
	}
	ink := func(from, to int) (n int) {
		for y := from; y < to; y++ {
			for x := range 480 {
				if r, _, _, _ := got.At(x, y).RGBA(); r < 0x6000 {
					n++
				}
			}
		}
		return n
	}
	if ink(edge, edge+rowHeight) == 0 || ink(edge+rowHeight, edge+2*rowHeight) == 0 {
		t.Error("there are no words in it")
	}
	below := image.NewRGBA(image.Rect(0, 0, 480, 300-edge-2*rowHeight))
	draw.Draw(below, below.Rect, got, image.Pt(0, edge+2*rowHeight), draw.Src)
	if part := differs(below, c.Image(480, below.Rect.Dy(), 1)); part > 0 {
		t.Errorf("%.1f %% of the chart below is different", 100*part)
	}
	if small := c.Picture(480, 20, 1, []string{"a", "b", "c"}); small.Bounds().Dy() != 20 {
		t.Errorf("a low one is %v", small.Bounds())
	}
}

// differs is for how much of two pictures there is another colour.
func differs(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	const near = 48
	n := 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA), color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			if apart(p.R, q.R)+apart(p.G, q.G)+apart(p.B, q.B) > near {
				n++
			}
		}
	}
	return float64(n) / float64(a.Bounds().Dx()*a.Bounds().Dy())
}

func apart(a, b uint8) int { return int(max(a, b) - min(a, b)) }

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) image.Image {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// TestWhyThereIsNothingIsDrawnAnew: a chart that stands still says why there is nothing as
// soon as that is another reason.
func TestWhyThereIsNothingIsDrawnAnew(t *testing.T) {
	test.NewTempApp(t)
	line := NewTimeline(time.Minute)
	line.Tick(epoch)
	c := New(line)
	line.SetLive(false)
	now := epoch.Add(time.Hour)
	c.Draw(now)
	if c.Draw(now) {
		t.Error("it is drawn anew though nothing has changed")
	}
	if c.Empty = "No numbers."; !c.Draw(now) {
		t.Error("it says what it said before")
	}
}

// TestWhyThereIsNothingIsReadInANarrowChart breaks the sentence into lines where it is
// wider than the chart.
func TestWhyThereIsNothingIsReadInANarrowChart(t *testing.T) {
	test.NewTempApp(t)
	line := NewTimeline(time.Minute)
	line.Tick(epoch)
	c := New(line)
	said := func(words string, width int) (lines int) {
		c.Empty = ""
		without := c.Image(width, 200, 1)
		c.Empty = words
		with, inked := c.Image(width, 200, 1), false
		for y := range 200 {
			row := image.Rect(0, y, width, y+1)
			ink := differs(crop(with, row), crop(without, row)) > 0
			if ink && !inked {
				lines++
			}
			inked = ink
		}
		return lines
	}
	words := "Wwwww wwwww wwwww wwwww wwwww wwwww."
	if wide, narrow := said(words, 800), said(words, 200); wide != 1 || narrow != 2 {
		t.Errorf("it is said in %d line with room, in %d in a narrow chart", wide, narrow)
	}
}

// crop is a part of a picture.
func crop(of image.Image, part image.Rectangle) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, part.Dx(), part.Dy()))
	draw.Draw(img, img.Rect, of, part.Min, draw.Src)
	return img
}
