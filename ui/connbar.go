package ui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// connBar says how the connection stands, in words.
type connBar struct {
	object  fyne.CanvasObject
	conn    *connection
	dot     *canvas.Circle
	state   *widgets.Strip
	problem *widget.Label
	below   fyne.CanvasObject // the line of the problem
	retry   *widget.Button
	// Beside the problem, to mend it.
	subscribe, examine *widget.Button

	compact bool // no words on the buttons

	pause *widget.Button
	more  *widget.Button
	off   *widget.Button
}

// stateText is the size of the text of the state.
const stateText = 13

// connActions are what the buttons of the bar do.
type connActions struct {
	retry func() // connects at once
	leave func() // ends the connection, or makes it again
	pause func() // freezes the view, or lets it go on
	more  func() // opens the menu of the view

	subscribe func() // opens the subscriptions
	examine   func() // opens the doctor
}

// newConnBar makes the bar, with the search in it.
func newConnBar(c *connection, search fyne.CanvasObject, do connActions) *connBar {
	b := &connBar{conn: c, dot: canvas.NewCircle(color.Transparent), state: widgets.NewStrip(22, stateText)}
	b.problem = widget.NewLabel("")
	b.problem.Wrapping = fyne.TextWrapWord
	b.retry = widget.NewButtonWithIcon("Connect now", theme.ViewRefreshIcon(), do.retry)
	b.pause = widget.NewButtonWithIcon("Pause", theme.MediaPauseIcon(), do.pause)
	b.more = widget.NewButtonWithIcon("", theme.MoreVerticalIcon(), do.more)
	b.off = widget.NewButtonWithIcon("Disconnect", theme.LogoutIcon(), do.leave)
	for _, quiet := range []*widget.Button{b.pause, b.more, b.off} {
		quiet.Importance = widget.LowImportance
	}
	dot := container.NewCenter(container.NewGridWrap(fyne.NewSize(10, 10), b.dot))
	line := container.NewBorder(nil, nil, container.NewHBox(dot, middle(b.state)),
		container.NewHBox(b.retry, b.pause, b.off, b.more), search)
	b.subscribe = widget.NewButton("Subscriptions …", do.subscribe)
	b.examine = widget.NewButton("Find out why …", do.examine)
	b.below = container.NewBorder(nil, nil, nil, middle(container.NewHBox(b.subscribe, b.examine)), b.problem)
	b.below.Hide()
	b.object = widgets.NewPanel(colorRaised, container.NewVBox(line, b.below), 4, 10)
	return b
}

// draw shows what has changed.
func (b *connBar) draw(now time.Time) {
	st, a := b.conn.status, b.conn.profile.Address
	state, more := stateWords(st, a, now)
	if denied := b.conn.denied(); denied != "" && st.Phase == broker.Connected {
		more = denied
	}
	name := phaseColour(st, more != "" && more != st.Note)
	c := themeColour(name)
	if b.dot.FillColor != c {
		b.dot.FillColor = c
		b.dot.Refresh()
	}
	spans := []text.Span{{Text: state, Style: text.Bold, Colour: themeColour(theme.ColorNameForeground), X: 6}}
	if st.Phase == broker.Connected || st.Phase == broker.Connecting && st.Version != broker.Auto {
		spans = append(spans, text.Span{Text: "   MQTT " + st.Version.String(), Colour: themeColour(colorMuted), X: -1})
	}
	spans = append(spans, text.Span{Text: "   " + a.String(), Colour: themeColour(colorMuted), X: -1})
	b.state.Set(spans...)
	b.state.SetMinWidth(min(stateWidth, spansWidth(spans)))
	b.drawPause()
	b.drawOff()
	setHidden(st.Phase == broker.Connected || st.Phase == broker.Connecting || b.conn.ended(), b.retry)
	if b.problem.Text != more {
		b.problem.SetText(more)
	}
	b.problem.Importance = widget.MediumImportance
	setHidden(more == "", b.below)
	setHidden(b.conn.denied() == "", b.subscribe)
	setHidden(st.Problem == nil, b.examine)
}

// stateWidth is the most room the state takes, so that some is left for the
// search.
const stateWidth = 460

// spansWidth is the room that spans, one behind the other, take.
func spansWidth(spans []text.Span) float32 {
	x := spans[0].X
	for _, s := range spans {
		x += text.Width(s.Text, s.Style, stateText)
	}
	return x*1.1 + 8 // glyphs stand on whole pixels
}

func (b *connBar) drawPause() {
	paused, _ := b.conn.store.Paused()
	words, icon, importance := "Pause", theme.MediaPauseIcon(), widget.LowImportance
	if paused {
		words, icon, importance = "Resume", theme.MediaPlayIcon(), widget.WarningImportance
	}
	if b.compact {
		words = ""
	}
	if b.pause.Text != words || b.pause.Importance != importance {
		b.pause.Text, b.pause.Importance = words, importance
		b.pause.SetIcon(icon)
	}
}

// drawOff has the button do what there is to do: disconnect, or connect again.
// A session that has given up is connected again by the button for that.
func (b *connBar) drawOff() {
	words, icon, importance := "Disconnect", theme.LogoutIcon(), widget.LowImportance
	if b.conn.ended() {
		words, icon, importance = "Connect", theme.LoginIcon(), widget.HighImportance
	}
	if b.compact {
		words = ""
	}
	if b.off.Text != words || b.off.Importance != importance {
		b.off.Text, b.off.Importance = words, importance
		b.off.SetIcon(icon)
	}
	if b.conn.closing != b.off.Disabled() {
		if b.conn.closing {
			b.off.Disable()
		} else {
			b.off.Enable()
		}
	}
	setHidden(b.conn.status.Phase == broker.Stopped && !b.conn.ended(), b.off)
}

// setCompact leaves the words off the buttons, where two bars share the width.
func (b *connBar) setCompact(compact bool) {
	b.compact = compact
	b.drawPause()
	b.drawOff()
}

// phaseColour is the colour of the dot: red only for errors, amber while
// something is not as it should be.
func phaseColour(st broker.Status, warn bool) fyne.ThemeColorName {
	switch st.Phase {
	case broker.Connected:
		if warn {
			return theme.ColorNameWarning
		}
		return theme.ColorNameSuccess
	case broker.Connecting, broker.Waiting:
		return theme.ColorNameWarning
	}
	if st.Problem != nil {
		return theme.ColorNameError
	}
	return colorMuted
}
