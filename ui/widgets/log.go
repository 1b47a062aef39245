package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// Log is a list that grows at its end and stays there while it is live.
type Log struct {
	*List
	Object fyne.CanvasObject // with a title
	title  string
	Words  *Strip
	Pause  *PauseButton
	seen   uint32 // lines made when it was paused
}

// NewLog makes a log with a title.
func NewLog(title, empty string) *Log {
	l := &Log{List: NewList(empty), title: title, Words: NewStrip(22, 13)}
	l.Pause = NewPauseButton(l.Rows)
	l.Rows.OnFollow = func(bool) {
		l.seen = l.made
		l.say()
	}
	head := NewPanel(look.Raised, container.NewBorder(nil, nil, nil, l.Pause, arrange.Middle(l.Words)), 0, look.PageEdge)
	l.Object = container.NewBorder(head, nil, nil, nil, NewPanel(look.Panel, l.List.Object, 0, 0))
	l.Rows.Follow()
	l.say()
	return l
}

// Add puts a line at the end.
func (l *Log) Add(spans []text.Span) {
	l.List.add(spans)
	l.say()
}

// Clear leaves no line, and goes on with those that come.
func (l *Log) Clear() {
	l.List.Clear()
	l.Rows.Follow()
	l.say()
}

// say tells whether the list is live.
func (l *Log) say() {
	l.Pause.Draw()
	l.Words.Set(
		text.Span{Text: l.title, Style: text.Bold, Colour: look.Colour(theme.ColorNameForeground)},
		LiveSpan("  ·  ", l.Rows.Following(), uint64(l.made-l.seen)))
}

// LiveSpan says whether a list follows what arrives, and what has arrived
// since it was paused.
func LiveSpan(before string, live bool, waiting uint64) text.Span {
	words, colour := format.Fill("paused, {count} waiting", "count", format.Count(waiting)), theme.ColorNameWarning
	switch {
	case live:
		words, colour = "live", look.Muted
	case waiting == 0:
		words = "paused"
	}
	return text.Span{Text: before + words, Colour: look.Colour(colour), X: -1}
}

// PauseButton pauses a list that follows what arrives, or has it go on.
type PauseButton struct {
	Button
	Terse bool // there is no room for words
	rows  *Rows
}

// NewPauseButton makes the button of a list.
func NewPauseButton(rows *Rows) *PauseButton {
	b := &PauseButton{rows: rows}
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

// Draw says what the button does now.
func (b *PauseButton) Draw() {
	words, icon, importance := "Pause", theme.MediaPauseIcon(), widget.LowImportance
	if !b.rows.Following() {
		words, icon, importance = "Live", theme.MediaPlayIcon(), widget.WarningImportance
	}
	if b.Tip = words; b.Terse {
		words = ""
	}
	if b.Text != words || b.Importance != importance {
		b.Importance, b.Icon = importance, icon
		b.SetText(words)
	}
}
