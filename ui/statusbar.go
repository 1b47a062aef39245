package ui

import (
	"image/color"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// statusBar is the line at the bottom: what has come in and what became of it.
type statusBar struct {
	object fyne.CanvasObject
	left   *widgets.Strip
	right  *widgets.Strip
	spark  *widgets.Sparkline
	line   *fyne.Container // all of them
	gone   givenWay
	width  float32 // of what stands on the right
	memory uint64
	asked  time.Time
}

// rightWidth is the room for the memory in use and the built-in broker.
const rightWidth = 370

func newStatusBar() *statusBar {
	b := &statusBar{width: rightWidth, left: widgets.NewStrip(20, 12), right: widgets.NewStrip(20, 12)}
	b.spark = widgets.NewSparkline(connection.PastSeconds, fyne.NewSize(120, 14))
	b.right.SetMinWidth(rightWidth)
	b.line = container.NewBorder(nil, nil, nil, container.New(layout.NewCustomPaddedHBoxLayout(0), container.NewCenter(b.spark), b.right), b.left)
	b.object = widgets.NewPanel(look.Raised, b.line, 2, look.PageEdge)
	return b
}

// givenWay is what leaves the status bar, one after the other, so that the
// figures of the connection are seen in full.
type givenWay int

const (
	allSeen givenWay = iota
	noSpark
	noMemory
	onlyFigures
)

// fitting is how much gives way to the figures, and how wide what stands on the right is
// then. box is the built-in broker in words.
func (b *statusBar) fitting(figures []text.Span, box string) (gone givenWay, width float32) {
	const size, apart = 12, 16
	room := b.line.Size().Width - theme.Padding() // between the figures and what stands on the right
	scale := text.ScaleOf(b.line)
	boxWidth := text.At(text.Regular, size, scale).Width(box)/scale + apart
	taken := []float32{allSeen: rightWidth + b.spark.MinSize().Width + apart, noSpark: rightWidth, noMemory: boxWidth, onlyFigures: 0}
	for gone < onlyFigures && text.Cut(figures, size, room-taken[gone], scale) {
		gone++
	}
	return gone, taken[max(gone, noSpark)]
}

// fit has so much give way.
func (b *statusBar) fit(gone givenWay, width float32) {
	if b.line.Size().Width == 0 || gone == b.gone && width == b.width {
		return
	}
	b.gone, b.width = gone, width
	arrange.SetHidden(gone >= noSpark, b.spark)
	arrange.SetHidden(gone == onlyFigures, b.right)
	b.right.SetMinWidth(width)
	b.line.Refresh()
}

// draw shows the figures of a connection, nil when there is none, and of the
// built-in broker.
// whose is said of which connection they are; empty when that is plain.
func (b *statusBar) draw(c *connection.Connection, whose string, box broker.Box, now time.Time) {
	muted, plain := look.Colour(look.Muted), look.Colour(theme.ColorNameForeground)
	var spans []text.Span
	add := func(value, unit string, c color.NRGBA) {
		spans = append(spans, text.Span{Text: value, Colour: c, X: -1}, text.Span{Text: " " + unit + "      ", Colour: muted, X: -1})
	}
	if c != nil {
		in, use := c.Store.Intake(), c.Store.Usage()
		b.spark.Set(c.Rate.Past[:])
		if whose != "" {
			spans = append(spans, text.Span{Text: whose + "      ", Style: text.Bold, Colour: plain, X: -1})
		}
		if paused, waiting := c.Store.Paused(); paused {
			add("paused", format.Counted(waiting, "{count} message waiting", "{count} messages waiting"), look.Colour(theme.ColorNameWarning))
		}
		add(format.Count(c.Store.Topics()), unitOf(c.Store.Topics(), "topic", "topics"), plain)
		add(format.Count(in.Applied), unitOf(in.Applied, "message", "messages"), plain)
		add(format.PerSecond(c.Rate.PerSec), "", plain)
		dropped := plain
		if in.Dropped > 0 {
			dropped = look.Colour(theme.ColorNameWarning)
		}
		add(format.Count(in.Dropped), "dropped", dropped)
		if n := c.Facts.Dropped(); n > 0 {
			add(format.Fill("{number} or more", "number", format.Count(n)), "dropped by the broker", look.Colour(theme.ColorNameWarning))
		}
		switch {
		case use.Budget == 0:
			add("", "no history kept", plain)
		case use.Used > use.Budget:
			add(format.Size(use.Used), "of latest values", plain)
		default:
			add(format.Size(use.Used), format.Fill("of {size} history", "size", format.Size(use.Budget)), plain)
		}
		if n := c.Store.Folded().Topics; n > 0 {
			add(format.Count(n), unitOf(n, "idle topic discarded", "idle topics discarded"), look.Colour(theme.ColorNameWarning))
		}
		if in.LetGo > 0 {
			add(format.Count(in.LetGo), unitOf(in.LetGo, "large value discarded", "large values discarded"), look.Colour(theme.ColorNameWarning))
		}
		if in.Evicted > 0 {
			add(format.Count(in.Evicted), "evicted", plain)
		}
	} else {
		b.spark.Set(nil)
	}
	endWithWords(spans)
	b.left.Set(spans...)
	words := boxWords(box)
	gone, width := b.fitting(spans, words)
	if gone == onlyFigures { // before there is nothing of it, there is less
		words = strings.TrimPrefix(words, "built-in ")
		gone, width = b.fitting(spans, words)
	}
	b.fit(gone, width)
	if memory := format.Size(int64(b.memoryUse(now))); b.gone < noMemory {
		words = format.Fill("{memory} memory      {words}", "memory", memory, "words", words)
	}
	b.right.Set(text.Span{Text: words, Colour: muted, X: b.width, Right: true})
}

// endWithWords takes the blanks behind the last of spans away: they may be what does not fit.
func endWithWords(spans []text.Span) {
	if n := len(spans); n > 0 {
		spans[n-1].Text = strings.TrimRight(spans[n-1].Text, " ")
	}
}

// boxWords says how the built-in broker stands.
func boxWords(box broker.Box) string {
	if box == nil {
		return "built-in broker: stopped"
	}
	return format.Fill("built-in broker: {address}", "address", box.Address())
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

// unitOf is what stands behind a number, for one and for several.
func unitOf[T int | uint64](n T, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}
