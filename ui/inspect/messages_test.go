package inspect

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
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

// TestATopicIsSeenBehindWhatIsSaidBeforeIt in a narrow list, or what is said has a mark.
func TestATopicIsSeenBehindWhatIsSaidBeforeIt(t *testing.T) {
	test.NewTempApp(t)
	for width := float32(280); width < 900; width += 5 {
		p := &streamPane{width: width, marked: 7}
		c := p.columns()
		for name, m := range map[string]model.StreamRow{
			"marked": {Position: 7}, "after a pause": {Position: 8, Interrupted: 90 * time.Second},
			"both": {Position: 7, Interrupted: 90 * time.Second}, "neither": {Position: 8},
		} {
			before, end := p.before(&m, c)
			begin := c.topic
			for _, s := range before {
				begin += text.Width(s.Text, s.Style, look.RowText)
			}
			if end-begin < leastTopic && end < c.right {
				t.Errorf("%g wide, %s: the topic has %g, and ends at %g of %g", width, name, end-begin, end, c.right)
			}
		}
	}
}

// TestLevelsBeforeTheFirstOfTheHead of a topic with very many are stood for by one that can
// be pressed.
func TestLevelsBeforeTheFirstOfTheHead(t *testing.T) {
	test.NewTempApp(t)
	for levels, want := range map[int]int{mostLevels: mostLevels, mostLevels + 1: mostLevels + 1, 300: mostLevels + 1} {
		c := &connection.Connection{Store: model.NewStore(model.Options{})}
		topic := strings.Repeat("a/", levels-1) + "b"
		c.Store.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte(topic)}}})
		id, _ := c.Store.Find(topic)
		p := &Pane{conn: c, topic: widgets.NewCrumbs(22, 14)}
		p.showTopic(topic, id)
		if len(p.levels) != want || p.levels[want-1] != id {
			t.Errorf("%d levels: %d can be pressed, want %d", levels, len(p.levels), want)
		}
		first := "a"
		if want > mostLevels {
			first = moreAbove
		}
		if items := p.levelItems(2); items[0].Label != first || items[1].Label != "a" {
			t.Errorf("%d levels: the menu begins with %q", levels, items[0].Label)
		}
	}
}
