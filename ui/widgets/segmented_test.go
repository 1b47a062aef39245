package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestSegmentsLeaveRoomAroundTheirWords(t *testing.T) {
	test.NewTempApp(t)
	s := NewSegmented([]string{"Latest", "Messages"}, nil)
	for _, more := range []float32{0, 100} {
		s.Resize(s.MinSize().AddWidthHeight(more, 0))
		from := float32(0)
		for i, w := range s.widths() {
			words := fyne.MeasureText(s.Options[i], theme.TextSize(), fyne.TextStyle{}).Width
			if w < words+2*theme.InnerPadding()+theme.Padding() {
				t.Errorf("%s has a width of %v, its word %v", s.Options[i], w, words)
			}
			if first, last := s.at(from+1), s.at(from+w-1); first != i || last != i {
				t.Errorf("%s stands from %v to %v, where a click hits %d and %d", s.Options[i], from, from+w, first, last)
			}
			from += w
		}
		if d := from - s.Size().Width; d > 0.1 || d < -0.1 {
			t.Errorf("the options take %v of %v", from, s.Size().Width)
		}
	}
}

func TestSegmentsFold(t *testing.T) {
	test.NewTempApp(t)
	chosen := -1
	s := NewSegmented([]string{"Payload", "Messages", "Properties"}, func(i int) { chosen = i })
	s.Short, s.Folds = []string{"Value", "List", "Props"}, true
	w := test.NewTempWindow(t, container.NewWithoutLayout(s))
	w.Resize(fyne.NewSize(400, 300))
	height := s.MinSize().Height
	for width, want := range map[float32]int{s.Wanted(): 3, s.Least(): 3, s.MinSize().Width: 1} {
		s.Resize(fyne.NewSize(width, height))
		seen := 0
		for _, o := range test.WidgetRenderer(s).Objects() {
			if label, ok := o.(*canvas.Text); ok && label.Visible() {
				seen++
				if end := label.Position().X + label.MinSize().Width; end > width {
					t.Errorf("at %g %q ends at %g", width, label.Text, end)
				}
			}
		}
		if seen != want {
			t.Errorf("at %g there are %d words, want %d", width, seen, want)
		}
	}
	s.Resize(s.MinSize())
	s.Move(fyne.NewPos(150, 40))
	s.Tapped(&fyne.PointEvent{})
	m, open := w.Canvas().Overlays().Top().(*menu)
	if !open {
		t.Fatal("there is no menu")
	}
	if m.at.X < 150 || m.at.Y < 40+height {
		t.Errorf("the menu opens at %v", m.at)
	}
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if chosen != 2 || s.Chosen() != 2 {
		t.Errorf("chosen is %d", chosen)
	}
}
