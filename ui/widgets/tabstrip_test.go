package widgets

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestShortNamesTellTabsApart: what is left out is what others have as well.
func TestShortNamesTellTabsApart(t *testing.T) {
	addresses := []string{"127.0.0.1:50123", "127.0.0.1:50124", "127.0.0.1:50123 (2)"}
	for name, c := range map[string]struct {
		name   string
		others []string
		room   int // characters
		want   string
	}{
		"room for all":         {"127.0.0.1:50123", addresses, 20, "127.0.0.1:50123"},
		"less":                 {"127.0.0.1:50124", addresses, 12, "127.0.…50124"},
		"little":               {"127.0.0.1:50124", addresses, 6, "…50124"},
		"less than the number": {"127.0.0.1:50124", addresses, 3, "…24"},
		"next to nothing":      {"127.0.0.1:50124", addresses, 1, "…4"},
		"a copy":               {"127.0.0.1:50123 (2)", addresses, 6, "…3 (2)"},
		"alone":                {"a long name", []string{"a long name"}, 6, "a long name"}, // the line cuts it
		"nothing alike":        {"kitchen of villa A", []string{"kitchen of villa A", "hall"}, 6, "kitchen of villa A"},
		"alike to the end":     {"plant", []string{"plant", "plant 2"}, 4, "plant"},
		"a long end":           {"plant of Ulm, hall", []string{"plant of Ulm, hall", "plant of Bern, hall"}, 6, "…Ulm, hall"},
		"other letters":        {"Übersicht Süd", []string{"Übersicht Süd", "Übersicht Nord"}, 7, "Übe…Süd"},
	} {
		got := shortName(c.name, c.others, func(s string) bool { return utf8.RuneCountInString(s) <= c.room })
		if got != c.want {
			t.Errorf("%s: %q in %d is %q, not %q", name, c.name, c.room, got, c.want)
		}
	}
}

// checkNames: the tabs of one broker say what tells them apart, and the fourth can be
// closed by its cross.
func checkNames(t *testing.T, view *tabView, tabs []Tab) {
	t.Helper()
	seen := map[string]bool{}
	for i, o := range view.tabs {
		shown := o.name.Text()
		if seen[shown] || !strings.HasPrefix(shown, "…") || i != 3 && shown[len("…"):] != tabs[i].Name[len("broker.example:"):] || o.name.Cut(1) {
			t.Errorf("tab %d shows %q", i, shown)
		}
		seen[shown] = true
		if o.cross.Visible() != (i == 3) {
			t.Errorf("tab %d: a cross is seen: %v", i, o.cross.Visible())
		}
	}
}

// TestNarrowTabs say which is which, and only the chosen one can be closed by its cross.
func TestNarrowTabs(t *testing.T) {
	test.NewTempApp(t)
	s := NewTabStrip()
	var chosen, closed []int
	s.OnChoose, s.OnClose = func(i int) { chosen = append(chosen, i) }, func(i int) { closed = append(closed, i) }
	w := test.NewTempWindow(t, s)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(900, 30))
	tabs := make([]Tab, 10)
	for i := range tabs {
		tabs[i] = Tab{Name: "broker.example:5012" + string(rune('0'+i)), Chosen: i == 3}
	}
	s.Set(tabs[:3]) // 220 each
	if s.Cut() {
		t.Error("three have room, and are said to be cut")
	}
	s.Set(tabs)
	if !s.Cut() {
		t.Error("ten have no room, and are not said to be cut")
	}
	view := test.WidgetRenderer(s).(*tabView)
	checkNames(t, view, tabs)
	for _, i := range []int{2, 3} {
		_, _, cross := s.TabBox(i)
		s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(cross+5, 10)})
	}
	w.Resize(fyne.NewSize(700, 30))
	for i, o := range view.tabs {
		if o.cross.Visible() {
			t.Errorf("tab %d has a cross in the place of its name", i)
		}
	}
	if len(chosen) != 1 || chosen[0] != 2 || len(closed) != 1 || closed[0] != 3 {
		t.Errorf("chosen %v, closed %v", chosen, closed)
	}
}
