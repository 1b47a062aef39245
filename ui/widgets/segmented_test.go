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
	words := fyne.MeasureText("Messages", theme.TextSize(), fyne.TextStyle{}).Width
	if each := s.MinSize().Width / 2; each < words+2*theme.InnerPadding()+theme.Padding() {
		t.Errorf("a segment is %v wide, its word %v", each, words)
	}
}
