package charts

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/chart"
)

// times are the buttons under charts: how much time they show, and whether they go on.
type times struct {
	object fyne.CanvasObject
	time   *chart.Timeline
	ranges *widgets.Segmented
	pause  *widgets.Button
}

// lengths are the times that can be shown, the last of them all there is.
var lengths = []struct {
	name   string
	length time.Duration
}{
	{"10 s", 10 * time.Second}, {"1 min", time.Minute}, {"10 min", 10 * time.Minute}, {"1 h", time.Hour},
	{"6 h", 6 * time.Hour}, {"1 d", 24 * time.Hour}, {"All", 0},
}

const usualLength = 6 // of them: a chart begins with all that is there

// narrowTimes is the width below which the button has no words.
const narrowTimes = 460

func newTimes(t *chart.Timeline, used func()) *times {
	b := &times{time: t}
	names := make([]string, len(lengths))
	for i := range lengths {
		names[i] = lengths[i].name
	}
	b.ranges = widgets.NewSegmented(names, func(i int) {
		used()
		t.Show(lengths[i].length)
	})
	b.ranges.Choose(usualLength)
	b.pause = widgets.NewButton("", nil, func() {
		used()
		t.SetLive(!t.Live())
	})
	b.object = widgets.NewPanel(look.Raised, container.New(arrange.Ends{Fit: b.fit, Narrowest: 0}, arrange.Middle(b.ranges), arrange.Middle(b.pause)), 3, 8)
	b.draw()
	return b
}

func (b *times) fit(width float32) {
	words := "Pause"
	if !b.time.Live() {
		words = "Live"
	}
	if b.pause.Tip = words; width < narrowTimes {
		words = ""
	}
	if b.pause.Text != words {
		b.pause.SetText(words)
	}
}

// draw shows how the charts stand.
func (b *times) draw() {
	at := -1
	for i, l := range lengths {
		if l.length == b.time.Length() {
			at = i
		}
	}
	if at < 0 {
		b.ranges.Clear()
	}
	b.ranges.Choose(at)
	icon, importance := theme.MediaPauseIcon(), widget.LowImportance
	if !b.time.Live() {
		icon, importance = theme.MediaPlayIcon(), widget.WarningImportance
	}
	if b.pause.Importance != importance || b.pause.Icon == nil {
		b.pause.Importance, b.pause.Icon = importance, icon
		b.pause.Refresh()
		b.object.Refresh()
	}
}
