package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestRowsFollow(t *testing.T) {
	scroll := func(dy float32) func(*Rows) {
		return func(r *Rows) { r.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)}) }
	}
	key := func(k fyne.KeyName) func(*Rows) { return func(r *Rows) { r.TypedKey(&fyne.KeyEvent{Name: k}) } }
	for _, c := range []struct {
		name string
		do   []func(*Rows)
		want bool
	}{
		{"as it was", nil, true},
		{"another height", []func(*Rows){func(r *Rows) { r.Resize(fyne.NewSize(300, 90)) }}, true},
		{"no height for a while", []func(*Rows){func(r *Rows) { r.Resize(fyne.NewSize(300, 0)) }, func(r *Rows) { r.Resize(fyne.NewSize(300, 200)) }}, true},
		{"a program's selection", []func(*Rows){func(r *Rows) { r.Select(990, false) }}, true},
		{"a row clicked on", []func(*Rows){func(r *Rows) { r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, 50)}) }}, false},
		{"a right click", []func(*Rows){func(r *Rows) { r.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(20, 50)}) }}, false},
		{"the wheel", []func(*Rows){scroll(10)}, false},
		{"a touchpad, by a little", []func(*Rows){scroll(0.1)}, false},
		{"down at the end", []func(*Rows){scroll(-10)}, true},
		{"up and down again", []func(*Rows){scroll(10), scroll(-10)}, true},
		{"up twice, down once", []func(*Rows){scroll(10), scroll(10), scroll(-10)}, false},
		{"a key", []func(*Rows){key(fyne.KeyHome)}, false},
		{"a key and End", []func(*Rows){key(fyne.KeyHome), key(fyne.KeyEnd)}, true},
		{"paused", []func(*Rows){(*Rows).Hold}, false},
		{"paused and live", []func(*Rows){(*Rows).Hold, (*Rows).Follow}, true},
		{"the bar dragged", []func(*Rows){func(r *Rows) { r.moveTo(3); r.scrolled() }}, false},
		{"the bar dragged to the end", []func(*Rows){scroll(10), func(r *Rows) { r.moveTo(1e9); r.scrolled() }}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			source := numbered(1000)
			r, _ := newRows(t, source)
			told := true
			r.OnFollow = func(on bool) { told = on }
			r.Follow()
			for _, do := range c.do {
				do(r)
			}
			top := r.top
			source.n += 500
			r.Update()
			if r.Following() != c.want || told != c.want {
				t.Errorf("following %v, told %v", r.Following(), told)
			}
			if c.want != r.AtEnd() || !c.want && r.top != top {
				t.Errorf("at the end %v, row %d on top, was %d", r.AtEnd(), r.top, top)
			}
		})
	}
}
