package charts

import (
	"encoding/json"
	"testing"

	"mangrove/ui/widgets/chart"
)

// TestStyleIsKeptWithTheChart, and what is none in the preferences is as usual.
func TestStyleIsKeptWithTheChart(t *testing.T) {
	for text, want := range map[string]chart.Style{
		`{}`:                     {},
		`{"shape":1,"dots":2}`:   {Shape: chart.Steps, Dots: chart.NoDots},
		`{"shape":99,"dots":-1}`: {},
	} {
		var got chart.Style
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
		if got.Sound() != want {
			t.Errorf("%s is %+v, want %+v", text, got.Sound(), want)
		}
	}
	c := chart.New(chart.NewTimeline(0))
	told := 0
	item := styleItem(c, func() { told++ })
	item.ChildMenu.Items[1].Action()
	styleItem(c, func() { told++ }).ChildMenu.Items[6].Action()
	if c.Style != (chart.Style{Shape: chart.Steps, Dots: chart.NoDots}) || told != 2 {
		t.Errorf("%+v, told %d times", c.Style, told)
	}
	text, err := json.Marshal(keptChart{Style: c.Style})
	var back keptChart
	if err != nil || json.Unmarshal(text, &back) != nil || back.Style != c.Style {
		t.Errorf("%s", text)
	}
}
