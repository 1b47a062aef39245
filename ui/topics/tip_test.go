package topics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/look"
)

// rest puts the pointer on a row until a tip would show.
func rest(b *bench, e *page, row int) {
	e.tree.rows.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{
		Position: fyne.NewPos(40, float32(row)*look.RowHeight+10), AbsolutePosition: fyne.NewPos(140, float32(row)*look.RowHeight+110),
	}})
	b.step()
	e.tree.Tip.Draw(time.Now().Add(time.Second))
}

func TestTipsSayWhatIsCut(t *testing.T) {
	long := strings.Repeat("very long ", 12)
	for name, c := range map[string]struct {
		topic, payload string
		want           string // with a bar between the texts
	}{
		"all of it fits":       {"a", "value", ""},
		"an empty payload":     {"a", "", ""},
		"a long value":         {"a", long, long},
		"a long name":          {"x" + long + "y", "", "x" + long + "y"},
		"both":                 {"x" + long + "y", "value", "x" + long + "y|value"},
		"blanks at an end":     {" " + long + "y ", "", "␣" + long + "y␣"},
		"an image that fits":   {"a", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ""},
		"the longest there is": {strings.Repeat("n", 65_535), "", strings.Repeat("n", 65_535)},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			b.receive(msg(c.topic, c.payload))
			rest(b, e, 0)
			if got := strings.Join(e.tree.Tip.Shown, "|"); got != strings.TrimSuffix(c.want, " ") && got != c.want || (c.want != "") != b.tip.Visible() {
				t.Errorf("%.200q, want %.200q; seen: %v", got, c.want, b.tip.Visible())
			}
		})
	}
}

// TestTipsAreCurrent has a value change under the pointer.
func TestTipsAreCurrent(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	value := func(n int) string { return fmt.Sprintf("%d %s", n, strings.Repeat("long ", 30)) }
	b.receive(msg("a", value(180)))
	e.tree.rows.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(40, 10)}})
	if waiting := e.tree.Tip.Draw(time.Now()); !waiting || b.tip.Visible() {
		t.Error("a tip waits until the pointer rests")
	}
	e.tree.Tip.Draw(time.Now().Add(time.Second))
	wantTip := func(begins string) {
		t.Helper()
		if got := strings.Join(b.tip.Shown(), " "); !strings.HasPrefix(got, begins) || begins == "" && got != "" {
			t.Errorf("the tip says %.30q, want %q", got, begins)
		}
	}
	wantTip("180 ")
	e.tree.Tip.Since = time.Now().Add(-time.Second)
	b.receive(msg("a", value(230)))
	wantTip("230 ")
	b.receive(msg("a", "short"))
	wantTip("")
	b.receive(msg("a", value(7)))
	wantTip("7 ")
	test.Scroll(b.window.Canvas(), fyne.NewPos(300, 300), 0, -10)
	e.tree.rows.MouseOut()
	wantTip("")
	b.receive(msg("a", value(8)))
	wantTip("")
}
