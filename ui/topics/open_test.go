package topics

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/model"
)

// twoLevels are first levels with so many topics each.
func twoLevels(levels, topics int) (list []model.Message) {
	for i := range levels {
		for j := range topics {
			list = append(list, msg(fmt.Sprintf("level%d/topic%d", i, j), "1"))
		}
	}
	return list
}

// TestTheFirstLevelsOpenWithTheWindow has a window come up low, as some do, and get its
// height after the first drawing: nothing else is drawn until something arrives.
func TestTheFirstLevelsOpenWithTheWindow(t *testing.T) {
	for name, c := range map[string]struct {
		prefers int
		touched bool
		height  float32
		want    int
	}{
		"there is room":        {prefers: OpenFitting, height: 700, want: 18},
		"there is none":        {prefers: OpenFitting, height: 260, want: 3},
		"somebody has chosen":  {prefers: OpenFitting, touched: true, height: 700, want: 3},
		"no level is to open":  {prefers: OpenNone, height: 700, want: 3},
		"all levels are to be": {prefers: OpenAll, height: 700, want: 18},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			fyne.CurrentApp().Preferences().SetInt(OpeningKey, c.prefers)
			e := b.connect()
			b.window.Resize(fyne.NewSize(500, 200))
			b.receive(twoLevels(3, 5)...)
			e.tree.touched = c.touched
			if c.prefers == OpenAll {
				e.tree.tree.SetOpening(OpenAll) // which is done beside
				b.step()
			}
			b.window.Resize(fyne.NewSize(500, c.height))
			if got := len(rowTexts(e)); got != c.want {
				t.Errorf("%d rows are seen without another drawing, want %d: %q", got, c.want, rowTexts(e))
			}
		})
	}
}

// TestAResizedTreeThatIsNotDrawnYetStaysShut has a tree laid out before anything of it is drawn.
func TestAResizedTreeThatIsNotDrawnYetStaysShut(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	e.tree.now = time.Time{}
	e.conn.Store.Apply(model.Batch{At: time.Now(), Messages: twoLevels(3, 5)})
	e.conn.Store.Tree().Tick(time.Now())
	b.window.Resize(fyne.NewSize(500, 600))
	if got := len(rowTexts(e)); got != 3 {
		t.Errorf("%d rows, want 3: %q", got, rowTexts(e))
	}
}
