package widgets

import (
	"math/rand/v2"
	"testing"

	"fyne.io/fyne/v2"
)

// stands is where the object of a row is, and what it shows.
type stands struct {
	y   float32
	key uint32
}

// objects gives what each object of rows shows; those that are hidden are left out.
func objects(r *Rows) map[*rowObject]stands {
	all := map[*rowObject]stands{}
	for _, o := range r.view.pool {
		if o.back.Visible() || o.line.Raster.Visible() {
			all[o] = stands{o.back.Position().Y, o.key}
		}
	}
	return all
}

// TestRowsDrawNoMoreThanTheyMust: a row that is still seen keeps its object, which so has
// nothing to draw, and an object whose row is not stays where it stands.
func TestRowsDrawNoMoreThanTheyMust(t *testing.T) {
	cases := []struct {
		name  string
		do    func(r *Rows, f *fakeRows)
		keys  int // objects that show what they did
		still int // objects that are where they were
	}{
		{"nothing", func(r *Rows, _ *fakeRows) { r.Update() }, 10, 10},
		{"a row down", func(r *Rows, _ *fakeRows) { r.ScrollTo(31) }, 9, 0},
		{"three rows up", func(r *Rows, _ *fakeRows) { r.ScrollTo(27) }, 7, 0},
		{"nine rows down", func(r *Rows, _ *fakeRows) { r.ScrollTo(39) }, 1, 0},
		{"a page down", func(r *Rows, _ *fakeRows) { r.ScrollTo(40) }, 0, 10},
		{"a page up", func(r *Rows, _ *fakeRows) { r.ScrollTo(20) }, 0, 10},
		{"far away", func(r *Rows, _ *fakeRows) { r.ScrollTo(900) }, 0, 10},
		{"rows come above", func(r *Rows, f *fakeRows) { f.shift(5); r.Update() }, 10, 10},
		{"many rows come above", func(r *Rows, f *fakeRows) { f.shift(500); r.Update() }, 10, 10},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := numbered(1000)
			r, _ := newRows(t, f)
			r.ScrollTo(30)
			before := objects(r)
			c.do(r, f)
			keys, still := 0, 0
			for o, now := range objects(r) {
				was, known := before[o]
				if known && was.key == now.key {
					keys++
				}
				if known && was.y == now.y {
					still++
				}
			}
			if keys != c.keys || still != c.still {
				t.Errorf("%d show what they did, and %d stay; want %d and %d", keys, still, c.keys, c.still)
			}
		})
	}
}

// TestRowsAreShownWhereTheyAre, whatever has been before.
func TestRowsAreShownWhereTheyAre(t *testing.T) {
	f := numbered(1000)
	r, w := newRows(t, f)
	random := rand.New(rand.NewPCG(1, 2))
	steps := []func(){
		func() { r.ScrollTo(random.IntN(1000)) },
		func() { r.scroll(random.Float64()*30 - 15) },
		func() { r.scroll(float64(random.IntN(25) - 12)) },
		func() { f.shift(random.IntN(40)); r.Update() },
		func() { f.n = random.IntN(1000); r.Update() },
		func() { w.Resize(fyne.NewSize(300, float32(random.IntN(600)))) },
		func() { r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp}) },
		func() { r.Refresh() },
		func() { f.n = random.IntN(20); r.Refresh() },
		func() { f.n = 3 + random.IntN(1000); w.Content().Refresh() },
	}
	for i := range 2000 {
		step := random.IntN(len(steps))
		steps[step]()
		rows, _, _ := r.Seen()
		want := map[stands]bool{}
		for j := range rows {
			want[stands{r.y(j), rows[j].Key}] = true
		}
		got := objects(r)
		for o, at := range got {
			if !want[at] || o.line.Text() != rows[int(at.key-rows[0].Key)].Spans[0].Text {
				t.Fatalf("step %d, %d: %v is shown as %q; seen are %s", i, step, at, o.line.Text(), seen(r))
			}
		}
		if len(got) != len(rows) {
			t.Fatalf("step %d, %d: %d objects are shown for %s", i, step, len(got), seen(r))
		}
	}
}
