package widgets

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/look"
	"mangrove/ui/widgets/text"
)

// TestCrumbs: each level leads where it says, and where there is no room for all of them
// the first ones are behind a sign that tells how many.
func TestCrumbs(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{})
	c := NewCrumbs(22, 14)
	said := ""
	c.OnTapped = func(level int) { said = fmt.Sprint("level ", level) }
	c.OnMore = func(levels int, _ fyne.Position) { said = fmt.Sprint(levels, " more") }
	w := test.NewTempWindow(t, c)
	w.SetPadded(false)
	levels := []string{"site", "hall", "sensor", "temperature"}
	width := func(words string) float32 { return text.Width(words, text.Regular, 14) }
	for _, c2 := range []struct {
		name  string
		width float32
		seen  string
		x     float32
		want  string
	}{
		{"the first", 600, "site / hall / sensor / temperature", 3, "level 0"},
		{"the second", 600, "site / hall / sensor / temperature", width("site / ") + 3, "level 1"},
		{"between", 600, "site / hall / sensor / temperature", width("site ") + 1, ""},
		{"behind", 600, "site / hall / sensor / temperature", 590, ""},
		{"out of sight", 200, "… / sensor / temperature", 3, "2 more"},
		{"the one seen", 200, "… / sensor / temperature", width("… / ") + 3, "level 2"},
		{"hardly any room", 60, "… / temperature", 3, "3 more"},
	} {
		w.Resize(fyne.NewSize(c2.width, 22))
		c.SetLevels("site/hall/sensor/temperature", levels, true)
		said = ""
		c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(c2.x, 8)})
		if got := c.line.Text(); got != c2.seen || said != c2.want {
			t.Errorf("%s: %q, %q; want %q, %q", c2.name, got, said, c2.seen, c2.want)
		}
	}
	if c.Text() != "site/hall/sensor/temperature" || strings.Join(c.tipWords(), "") != c.Text() {
		t.Errorf("it is %q, and its tip %q", c.Text(), c.tipWords())
	}
	w.Resize(fyne.NewSize(600, 22))
	c.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(3, 8)}})
	if c.Cursor() != desktop.PointerCursor {
		t.Error("the pointer does not say that a level can be clicked")
	}
	c.SetLevels("Busiest topics", []string{"Busiest topics"}, false)
	said = ""
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(3, 8)})
	if said != "" || len(c.tipWords()) > 0 {
		t.Errorf("what is no topic leads to %s, and its tip says %q", said, c.tipWords())
	}
}
