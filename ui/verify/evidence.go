package verify

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/explain"
	"mangrove/model/payload"
	"mangrove/model/verify"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// evidence shows a verdict with the messages that it rests on.
type evidence struct {
	object fyne.CanvasObject
	title  *widgets.Strip
	why    *widgets.TwoLines
	head   *widgets.Strip
	list   *widgets.List
	waive  *widgets.Button
	others *widgets.Button // of the same cell of the grid
	all    []verify.Evidence
	goTo   func(verify.Evidence)
}

func newEvidence(goTo func(verify.Evidence), closed, waive func()) *evidence {
	e := &evidence{goTo: goTo, title: widgets.NewStrip(22, 14), why: widgets.NewGrowingLines(12, 3), head: widgets.NewStrip(22, 11),
		list: widgets.NewList("This verdict rests on no message.")}
	e.list.Rows.Marks = true
	e.list.Rows.OnToggle = e.open
	e.list.Rows.OnMenu = func(k uint32, at fyne.Position) {
		i := e.list.Index(k)
		if i < 0 || i >= len(e.all) {
			return
		}
		m := e.all[i]
		widgets.ShowMenu(e.list.Rows, at, fyne.NewMenuItem("Show in the tree", func() { e.goTo(m) }),
			fyne.NewMenuItem("Copy topic", func() { widgets.CopyText("Topic", m.Topic) }),
			fyne.NewMenuItem("Copy payload", func() { widgets.CopyPayload(m.Payload, nil) }))
	}
	e.waive = widgets.NewButton("Waive…", nil, waive)
	e.waive.Importance, e.waive.Tip = widget.LowImportance, "Accept this verdict although it has not passed"
	e.others = widgets.NewButton("", theme.MenuDropDownIcon(), nil)
	e.others.Importance, e.others.Tip, e.others.Hidden = widget.LowImportance, "The other verdicts of this cell (Enter in the grid)", true
	cross := widgets.NewIconButton("Close (Escape)", theme.CancelIcon(), closed)
	top := widgets.NewPanel(look.Raised, container.NewBorder(nil, nil, nil, container.NewVBox(container.NewHBox(e.others, e.waive, cross)), container.NewVBox(e.title, e.why)), 4, look.PageEdge)
	e.object = container.NewBorder(container.NewVBox(top, widgets.NewPanel(look.Raised, e.head, 0, 0)), nil, nil, nil,
		container.New(arrange.Low{Height: look.RowHeight}, e.list.Object))
	return e
}

// Columns of the list.
const (
	evidenceTopic = 130
	topicShare    = 0.4
	marksRoom     = 90
)

// show shows a verdict with its messages.
func (e *evidence) show(r *verify.Result, all []verify.Evidence) {
	e.all = all
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	name, of := namesOf(r)
	e.title.Set(text.Span{Text: "● ", Colour: look.Colour(stateColour(stateOf(r)))},
		text.Span{Text: name, Style: text.Bold, Colour: plain, X: -1}, text.Span{Text: of, Colour: muted, X: -1},
		text.Span{Text: "   " + format.Excerpt(explain.CheckName(r.Check)) + "  ·  " + stateWord(r), Colour: muted, X: -1})
	e.why.Set(format.Excerpt(foundWords(r)), "", plain)
	width := e.list.Rows.Size().Width
	value := evidenceTopic + (width-evidenceTopic-marksRoom)*topicShare
	right := width - marksRoom
	e.head.Set(text.Span{Text: "Arrived", Colour: muted, X: look.PageEdge}, text.Span{Text: "Topic", Colour: muted, X: evidenceTopic},
		text.Span{Text: "Payload", Colour: muted, X: value}, text.Span{Text: "QoS", Colour: muted, X: width - 18, Right: true})
	var lines [][]text.Span
	for i := range all {
		m := &all[i]
		words := payload.Preview(m.Payload, len(m.Payload)+m.LeftOut)
		switch {
		case m.Hidden:
			words = "(not shown: it has a secret)"
		case words == "":
			words = "(empty)"
		}
		spans := []text.Span{
			{Text: format.ClockMillis(m.At), Style: text.Mono, Colour: muted, X: look.PageEdge, Limit: evidenceTopic - columnGap},
			{Text: format.SignTopic(format.BothEnds(m.Topic)), Colour: plain, X: evidenceTopic, Limit: value - columnGap, Keep: "/"},
		}
		spans = widgets.ValueSpans(spans, text.Span{Text: words, Style: text.Mono, Colour: look.Colour(look.Key), X: value, Limit: right})
		if m.Retained {
			spans = append(spans, text.Span{Text: "R", Style: text.Bold, Colour: look.Colour(look.Retained), X: right + 18, Right: true})
		}
		lines = append(lines, append(spans, text.Span{Text: string('0' + rune(m.QoS)), Colour: muted, X: width - 18, Right: true}))
	}
	e.list.Set(lines)
}

// open shows the message of a row where it stands in the history.
func (e *evidence) open(k uint32) {
	if i := e.list.Index(k); i >= 0 && i < len(e.all) {
		e.goTo(e.all[i])
	}
}
