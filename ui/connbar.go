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
	off     *widget.Button
}

// newConnBar makes the bar. Retry connects at once; leave closes the
// connection.
func newConnBar(c *connection, retry, leave func()) *connBar {
	b := &connBar{conn: c, dot: canvas.NewCircle(color.Transparent), state: widgets.NewStrip(22, 13)}
	b.problem = widget.NewLabel("")
	b.problem.Wrapping = fyne.TextWrapWord
	b.retry = widget.NewButtonWithIcon("Connect now", theme.ViewRefreshIcon(), retry)
	b.off = widget.NewButtonWithIcon("Disconnect", theme.LogoutIcon(), leave)
	b.off.Importance = widget.LowImportance
	dot := container.NewCenter(container.NewGridWrap(fyne.NewSize(10, 10), b.dot))
	line := container.NewBorder(nil, nil, dot, container.NewHBox(b.retry, b.off), middle(b.state))
	b.below = b.problem
	b.below.Hide()
	b.object = widgets.NewPanel(colorRaised, container.NewVBox(line, b.below), 4, 10)
	return b
}

// draw shows what has changed.
func (b *connBar) draw(now time.Time) {
	st, a := b.conn.status, b.conn.profile.Address
	state, more := stateWords(st, a, now)
	if denied := deniedWords(st, a); denied != "" && st.Phase == broker.Connected {
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
	setHidden(st.Phase == broker.Connected || st.Phase == broker.Connecting, b.retry)
	if b.problem.Text != more {
		b.problem.SetText(more)
	}
	b.problem.Importance = widget.MediumImportance
	setHidden(more == "", b.below)
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
