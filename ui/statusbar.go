package ui

import (
	"runtime"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// statusBar is the line at the bottom: what has come in and what became of it.
type statusBar struct {
	object fyne.CanvasObject
	left   *widgets.Strip
	right  *widgets.Strip
	spark  *widgets.Sparkline
	memory uint64
	asked  time.Time
}

// sparkSeconds is how far back the little chart reaches.
const sparkSeconds = 60

// rightWidth is the room for the memory in use and the bundled broker.
const rightWidth = 320

func newStatusBar() *statusBar {
	b := &statusBar{left: widgets.NewStrip(20, 12), right: widgets.NewStrip(20, 12)}
	b.spark = widgets.NewSparkline(sparkSeconds, fyne.NewSize(120, 14))
	spark := container.NewCenter(b.spark)
	right := container.NewGridWrap(fyne.NewSize(rightWidth, 20), b.right)
	b.object = widgets.NewPanel(colorRaised, container.NewBorder(nil, nil, nil, container.NewHBox(spark, right), b.left), 2, 10)
	return b
}

// draw shows the figures of a connection, nil when there is none, and of the
// bundled broker.
// whose is said of which connection they are; empty when that is plain.
func (b *statusBar) draw(c *connection, whose string, box broker.Box, now time.Time) {
	muted, plain := themeColour(colorMuted), themeColour(theme.ColorNameForeground)
	var spans []text.Span
	add := func(value, unit string, c colour) {
		spans = append(spans, text.Span{Text: value, Colour: c, X: -1}, text.Span{Text: " " + unit + "      ", Colour: muted, X: -1})
	}
	if c != nil {
		in, use := c.store.Intake(), c.store.Usage()
		b.spark.Set(c.rate.past[:])
		if whose != "" {
			spans = append(spans, text.Span{Text: whose + "      ", Style: text.Bold, Colour: plain, X: -1})
		}
		if paused, waiting := c.store.Paused(); paused {
			add("paused", plural(waiting, "message")+" waiting", themeColour(theme.ColorNameWarning))
		}
		add(count(c.store.Topics()), noun(c.store.Topics(), "topic"), plain)
		add(count(in.Applied), noun(in.Applied, "message"), plain)
		add(perSecond(c.rate.perSec), "", plain)
		dropped := plain
		if in.Dropped > 0 {
			dropped = themeColour(theme.ColorNameWarning)
		}
		add(count(in.Dropped), "dropped", dropped)
		if n := c.facts.dropped(); n > 0 {
			add(count(n)+" or more", "dropped by the broker", themeColour(theme.ColorNameWarning))
		}
		if use.Budget > 0 {
			add(sizeOf(int(use.Used)), "of "+sizeOf(int(use.Budget))+" history", plain)
		} else {
			add("", "no history kept", plain)
		}
		if n := c.store.Folded().Topics; n > 0 {
			add(count(n), "idle topics let go", themeColour(theme.ColorNameWarning))
		}
		if in.Evicted > 0 {
			add(count(in.Evicted), "evicted", plain)
		}
	} else {
		b.spark.Set(nil)
	}
	b.left.Set(spans...)
	words := "broker: stopped"
	if box != nil {
		words = "broker: " + box.Address()
	}
	b.right.Set(text.Span{Text: sizeOf(int(b.memoryUse(now))) + " memory      " + words, Colour: muted, X: rightWidth, Right: true})
}

// memoryUse is what the program takes of the system's memory, looked at every
// few seconds.
func (b *statusBar) memoryUse(now time.Time) uint64 {
	if now.Sub(b.asked) > 2*time.Second {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.memory, b.asked = m.Sys-m.HeapReleased, now
	}
	return b.memory
}
