package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
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
