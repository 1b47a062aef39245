package explore

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// connBar says how the connection stands, in words.
type connBar struct {
	object  fyne.CanvasObject // one line, over the tree
	advice  fyne.CanvasObject // what is wrong, over the whole page
	conn    *connection.Connection
	dot     *canvas.Circle
	state   *widgets.Strip
	problem *widget.Label
	below   *fyne.Container // the line of the problem
	retry   *widgets.Button
	// Beside the problem, to mend it.
	login, edit, subscribe, examine *widgets.Button

	changed   *fyne.Container // the line that says that the connection was changed
	reconnect *widgets.Button

	line        *fyne.Container // all but the problem
	left, right fyne.CanvasObject
	terse       terseness
	stateNeeds  float32  // to be seen whole
	words       barWords // the state, the version, the address, and what is unsafe about it
	least       string   // of the state, where there is hardly any room
	laid        barLine  // what the line was laid out for

	pause *widgets.Button
	more  *widgets.Button
	off   *widgets.Button
}

// barWords are what the line says.
type barWords [4]string

// barLine is what decides how the line is laid out.
type barLine struct {
	words                     barWords
	paused, ended, retry, off bool
}

// stateText is the size of the text of the state.
const stateText = 13

// connActions are what the buttons of the bar do.
type connActions struct {
	retry func() // connects at once
	leave func() // ends the connection, or makes it again
	pause func() // freezes the view, or lets it go on
	more  func() // opens the menu of the connection

	subscribe func() // opens the subscriptions
	examine   func() // opens the doctor
	login     func() // asks for the login again
	edit      func() // opens the connection where it can be changed
	reconnect func() // connects anew
}

// terseness is what the bar leaves out where there is little room, each with all
// before it.
type terseness int

const (
	allWords   terseness = iota
	quietOff             // no word on the button to disconnect
	quietPause           // nor on the one to pause
	noAddress
	noVersion
	onlyIcons  // not even the button to connect at once has words
	leastWords // the state in a word or two, and the pause in the menu
)

// longestState is what the bar has room for at the least, with three buttons.
const longestState = "retry in 30 s"

// newConnBar makes the bar of a connection.
func newConnBar(c *connection.Connection, do connActions) *connBar {
	b := &connBar{conn: c, dot: canvas.NewCircle(color.Transparent), state: widgets.NewStrip(22, stateText)}
	b.problem = widget.NewLabel("")
	b.problem.Wrapping = fyne.TextWrapWord
	b.retry = widgets.NewButton("Connect now", theme.ViewRefreshIcon(), do.retry)
	b.pause = widgets.NewButton("Pause", theme.MediaPauseIcon(), do.pause)
	b.more = widgets.NewIconButton("More for this connection", theme.MoreVerticalIcon(), do.more)
	b.off = widgets.NewButton("Disconnect", theme.LogoutIcon(), do.leave)
	for _, quiet := range []*widgets.Button{b.pause, b.more, b.off} {
		quiet.Importance = widget.LowImportance
	}
	dot := container.NewCenter(container.NewGridWrap(fyne.NewSize(10, 10), b.dot))
	b.left = container.NewBorder(nil, nil, dot, nil, arrange.Middle(b.state))
	b.retry.Tip = "Connect now"
	b.right = container.NewHBox(b.retry, b.pause, b.off, b.more)
	b.line = container.New(arrange.Ends{Fit: b.fit, Narrowest: b.narrowest()}, b.left, b.right)
	b.login = widgets.NewButton("Password…", nil, do.login)
	b.edit = widgets.NewButton("Edit connection…", nil, do.edit)
	b.subscribe = widgets.NewButton("Subscriptions…", nil, do.subscribe)
	b.examine = widgets.NewButton("Find out why…", nil, do.examine)
	b.login.Importance = widget.HighImportance
	b.below = container.New(&arrange.Advice{}, b.problem, b.login, b.edit, b.subscribe, b.examine)
	b.reconnect = widgets.NewButton("Reconnect", nil, do.reconnect)
	b.changed = container.New(&arrange.Advice{}, widgets.NewSentences("The settings have changed; reconnect to apply them.", widget.MediumImportance), b.reconnect)
	b.below.Hide()
	b.changed.Hide()
	b.object = widgets.NewPanel(look.Raised, b.line, 4, look.PageEdge)
	b.advice = widgets.NewPanel(look.Raised, container.NewVBox(b.below, b.changed), 4, look.PageEdge)
	b.advice.Hide()
	return b
}

// buttons are those of the bar.
func (b *connBar) buttons() []*widgets.Button {
	return []*widgets.Button{b.retry, b.pause, b.off, b.more, b.login, b.edit, b.subscribe, b.examine, b.reconnect}
}

// draw shows what has changed.
func (b *connBar) draw(now time.Time) {
	st, a := b.conn.Status, b.conn.Profile.Address
	state, more := connection.StateWords(st, a, now)
	unheard := b.conn.SubscriptionProblems(now)
	more = format.Join(unheard, more)
	name := PhaseColour(st, unheard != "")
	c := look.Colour(name)
	if b.dot.FillColor != c {
		b.dot.FillColor = c
		b.dot.Refresh()
	}
	version := ""
	if st.Phase == broker.Connected || st.Phase == broker.Connecting && st.Version != broker.Auto {
		version = "MQTT " + st.Version.String()
	}
	b.least = connection.ShortState(st, a, now)
	b.words = barWords{state, version, a.String(), b.conn.DescribeWeakness()}
	arrange.SetHidden(st.Phase == broker.Connected || st.Phase == broker.Connecting || b.conn.Ended(), b.retry)
	arrange.SetHidden(st.Phase == broker.Stopped && !b.conn.Ended(), b.off)
	b.drawLine()
	paused, _ := b.conn.Store.Paused()
	if laid := (barLine{b.words, paused, b.conn.Ended(), b.retry.Visible(), b.off.Visible()}); b.laid != laid {
		b.laid = laid
		b.line.Refresh()
	}
	b.drawAdvice(more)
}

// drawAdvice says what is wrong, with what may mend it.
func (b *connBar) drawAdvice(more string) {
	st := b.conn.Status
	if more = format.Excerpt(more); b.problem.Text != more {
		b.problem.SetText(more)
	}
	failed := st.Problem != nil && st.Phase != broker.Connected
	arrange.SetHidden(!failed || !broker.IsLoginRefused(st.Problem) || b.conn.Demo, b.login)
	arrange.SetHidden(!failed || b.conn.Demo, b.edit)
	arrange.SetHidden(b.conn.DescribeDenied() == "" && (st.Phase != broker.Connected || len(b.conn.RequestedGrants()) > 0), b.subscribe)
	arrange.SetHidden(st.Problem == nil, b.examine)
	arrange.SetHidden(more == "", b.below)
	arrange.SetHidden(!b.conn.Outdated || st.Phase == broker.Stopped, b.changed)
	arrange.SetHidden(!b.below.Visible() && !b.changed.Visible(), b.advice)
	for _, line := range []*fyne.Container{b.below, b.changed} {
		line.Layout.(*arrange.Advice).Refit(line)
	}
}

// fit leaves out as little as will do for the rest to be seen.
func (b *connBar) fit(width float32) {
	for b.terse = allWords; b.terse <= leastWords; b.terse++ {
		b.drawLine()
		if b.stateNeeds+b.right.MinSize().Width+theme.Padding() <= width {
			return
		}
	}
	b.terse = leastWords
}

// narrowest is the room for a state and three buttons without words.
func (b *connBar) narrowest() float32 {
	return b.needs(stateSpan(longestState)) + 3*(b.more.MinSize().Width+theme.Padding())
}

// stateSpan are the words of a state.
func stateSpan(words string) text.Span {
	return text.Span{Text: words, Style: text.Bold, Colour: look.Colour(theme.ColorNameForeground), X: 6}
}

// needs is the room for spans and the dot before them.
func (b *connBar) needs(spans ...text.Span) float32 {
	return spansWidth(spans) + b.dot.MinSize().Width + 2*theme.Padding()
}

// drawLine shows as much as there is room for.
func (b *connBar) drawLine() {
	muted := look.Colour(look.Muted)
	spans := []text.Span{stateSpan(b.words[0])}
	if b.terse == leastWords {
		spans[0].Text = b.least
		if b.words[3] != "" {
			spans[0].Text, spans[0].Colour = b.words[3], look.Colour(theme.ColorNameWarning)
		}
	}
	if b.words[3] != "" && b.terse < leastWords {
		spans = append(spans, text.Span{Text: "   " + b.words[3], Colour: look.Colour(theme.ColorNameWarning), X: -1})
	}
	if b.words[1] != "" && b.terse < noVersion {
		spans = append(spans, text.Span{Text: "   " + b.words[1], Colour: muted, X: -1})
	}
	if b.terse < noAddress {
		spans = append(spans, text.Span{Text: "   " + b.words[2], Colour: muted, X: -1})
	}
	b.state.Set(spans...)
	b.stateNeeds = b.needs(spans...)
	arrange.SetHidden(b.terse == leastWords, b.pause)
	b.drawPause()
	b.drawOff()
	if words := format.Excerpt(b.unless(onlyIcons, "Connect now")); b.retry.Text != words {
		b.retry.SetText(words)
	}
}

// unless are the words of a button, none where there is no room for them.
func (b *connBar) unless(terse terseness, words string) string {
	if b.terse >= terse {
		return ""
	}
	return words
}

// spansWidth is the room that spans, one behind the other, take.
func spansWidth(spans []text.Span) float32 {
	x := spans[0].X
	for _, s := range spans {
		x += text.Width(s.Text, s.Style, stateText)
	}
	return x + 8
}

func (b *connBar) drawPause() {
	paused, _ := b.conn.Store.Paused()
	words, icon, importance := "Pause", theme.MediaPauseIcon(), widget.LowImportance
	if paused {
		words, icon, importance = "Resume", theme.MediaPlayIcon(), widget.WarningImportance
	}
	b.pause.Tip = desk.Named(words, desk.Control(fyne.KeyP))
	words = format.Excerpt(b.unless(quietPause, words))
	if b.pause.Text != words || b.pause.Importance != importance {
		b.pause.Text, b.pause.Importance = words, importance
		b.pause.SetIcon(icon)
	}
}

// drawOff has the button do what there is to do: disconnect, or connect again.
// A session that has given up is connected again by the button for that.
func (b *connBar) drawOff() {
	words, icon, importance := "Disconnect", theme.LogoutIcon(), widget.LowImportance
	if b.conn.Ended() {
		words, icon, importance = "Connect", theme.LoginIcon(), widget.HighImportance
	}
	b.off.Tip = words
	words = format.Excerpt(b.unless(quietOff, words))
	if b.off.Text != words || b.off.Importance != importance {
		b.off.Text, b.off.Importance = words, importance
		b.off.SetIcon(icon)
	}
	if b.conn.Closing != b.off.Disabled() {
		if b.conn.Closing {
			b.off.Disable()
		} else {
			b.off.Enable()
		}
	}
}

// PhaseColour is the colour of the dot: red only for errors, amber while
// something is not as it should be.
func PhaseColour(st broker.Status, warn bool) fyne.ThemeColorName {
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
	return look.Muted
}
