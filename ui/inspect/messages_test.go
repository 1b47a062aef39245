package inspect

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/model"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// TestColumnsOfMessagesGiveWay has topic and payload seen in a narrow list.
func TestColumnsOfMessagesGiveWay(t *testing.T) {
	for _, c := range []struct {
		width          float32
		gap, qos, size bool
	}{{700, true, true, true}, {530, true, true, true}, {455, false, true, true}, {400, false, false, true}, {318, false, false, false}} {
		p := &streamPane{width: c.width}
		got := p.columns()
		if got.qos != c.qos || got.size != c.size || got.gap != c.gap || got.right-got.topic < streamValue || got.right+streamRetained > c.width {
			t.Errorf("%g: %+v", c.width, got)
		}
	}
}

// TestAMessageIsChosenBeforeThereIsAList: its menu may be open when the list begins anew.
func TestAMessageIsChosenBeforeThereIsAList(t *testing.T) {
	test.NewTempApp(t)
	told := 0
	p := &streamPane{onSelect: func() { told++ }}
	p.rows = widgets.NewRows(p, look.RowHeight, look.RowText)
	p.choose(model.StreamRow{Position: 7})
	if got := p.lookedInto(); got.Position != 7 || told != 1 {
		t.Errorf("%+v is looked into, and %d were told", got, told)
	}
}
