package charts

import (
	"fmt"
	"slices"
	"testing"

	"mangrove/ui/connection"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/chart"
)

// pinned are the topics of pins and charts, in their order.
func (b *bench) pinned() (list []string) {
	for _, r := range b.Pins.rows {
		list = append(list, r.of.Topic)
	}
	for _, c := range b.Board.cells {
		list = append(list, c.lines[0].reading.Of.Topic)
	}
	return list
}

// TestEverythingUnpinnedComesBack in its order, however much it was; what there is no
// room for stays offered until there is.
func TestEverythingUnpinnedComesBack(t *testing.T) {
	b := newBench(t)
	notice := widgets.NewNotice()
	b.OnUndo = notice.OfferUndo
	for i := range mostPins {
		b.Pins.Toggle(fmt.Sprint("pin", i))
	}
	for i := range mostCharts {
		b.Board.add([]connection.NumberOf{{Topic: fmt.Sprint("chart", i)}}, chart.AxesByScale)
	}
	all := b.pinned()
	for len(b.Pins.rows) > 0 {
		b.Pins.remove(len(b.Pins.rows) / 2)
	}
	for len(b.Board.cells) > 0 {
		b.Board.remove(b.Board.cells[len(b.Board.cells)/2])
	}
	for range len(all) {
		notice.Action.OnTapped()
	}
	if got := b.pinned(); !slices.Equal(got, all) || notice.Object.Visible() {
		t.Errorf("%d of %d came back: %q", len(got), len(all), got)
	}
	b.Pins.Toggle("pin3")
	b.Pins.Toggle("other")
	b.Board.remove(b.Board.cells[3])
	b.Board.add([]connection.NumberOf{{Topic: "other"}}, chart.AxesByScale)
	for range 4 {
		notice.Action.OnTapped()
	}
	if charts, _ := b.Board.Len(); len(b.Pins.rows) != mostPins || charts != mostCharts || !notice.Object.Visible() {
		t.Errorf("%d topics and %d charts are pinned", len(b.Pins.rows), charts)
	}
	b.Board.cells = slices.Delete(b.Board.cells, 23, 24) // as if removed, with no offer of its own
	b.Pins.rows = slices.Delete(b.Pins.rows, 49, 50)
	for range 2 {
		notice.Action.OnTapped()
	}
	if got := b.pinned(); !slices.Equal(got, all) || notice.Object.Visible() {
		t.Errorf("with room for them: %q", got)
	}
}
