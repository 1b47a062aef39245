package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// logPane is a list that grows at its end and stays there while it is live.
type logPane struct {
	*list
	object fyne.CanvasObject // with a title
	title  string
	words  *widgets.Strip
	pause  *pauseButton
	seen   uint32 // lines made when it was paused
}

func newLogPane(title, empty string) *logPane {
	l := &logPane{list: newList(empty), title: title, words: widgets.NewStrip(22, 13)}
	l.pause = newPauseButton(l.rows)
	l.rows.OnFollow = func(bool) {
		l.seen = l.made
		l.say()
	}
	head := widgets.NewPanel(look.Raised, container.NewBorder(nil, nil, nil, l.pause, middle(l.words)), 0, pageEdge)
	l.object = container.NewBorder(head, nil, nil, nil, widgets.NewPanel(look.Panel, l.list.object, 0, 0))
	l.rows.Follow()
	l.say()
	return l
}

// add puts a line at the end.
func (l *logPane) add(spans []text.Span) {
	l.list.add(spans)
	l.say()
}

// clear leaves no line, and goes on with those that come.
func (l *logPane) clear() {
	l.list.clear()
	l.rows.Follow()
	l.say()
}

// say tells whether the list is live.
func (l *logPane) say() {
	l.pause.show()
	l.words.Set(
		text.Span{Text: l.title, Style: text.Bold, Colour: look.Colour(theme.ColorNameForeground)},
		liveWords("  ·  ", l.rows.Following(), uint64(l.made-l.seen)))
}

// liveWords says whether a list follows what arrives, and what has arrived
// since it was paused.
func liveWords(before string, live bool, waiting uint64) text.Span {
	switch {
	case live:
		return text.Span{Text: before + "live", Colour: look.Colour(look.Muted), X: -1}
	case waiting == 0:
		return text.Span{Text: before + "paused", Colour: look.Colour(theme.ColorNameWarning), X: -1}
	}
	return text.Span{Text: before + "paused, " + format.Count(waiting) + " waiting", Colour: look.Colour(theme.ColorNameWarning), X: -1}
}

// pauseButton pauses a list that follows what arrives, or has it go on.
type pauseButton struct {
	widgets.Button
	rows *widgets.Rows
}

func newPauseButton(rows *widgets.Rows) *pauseButton {
	b := &pauseButton{rows: rows}
	b.Importance = widget.LowImportance
	b.OnTapped = func() {
		if rows.Following() {
			rows.Hold()
		} else {
			rows.Follow()
		}
	}
	b.ExtendBaseWidget(b)
	return b
}

// show says what the button does now.
func (b *pauseButton) show() {
	words, icon, importance := "Pause", theme.MediaPauseIcon(), widget.LowImportance
	if !b.rows.Following() {
		words, icon, importance = "Live", theme.MediaPlayIcon(), widget.WarningImportance
	}
	if b.Text != words {
		b.Importance, b.Icon = importance, icon
		b.SetText(words)
	}
}
