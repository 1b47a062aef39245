package publish

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/retained"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// Measures of lists in dialogs.
const (
	listSize    = 80  // the width of a size
	listShare   = 0.5 // of the rest, the topics' part
	listBesides = 340 // what a dialog takes besides its list
	listPayload = 120 // bytes of a payload in a row
)

// inDialog is a list as high as its rows, where the window has the room.
func (p *Panel) inDialog(t *widgets.Table, rows int) fyne.CanvasObject {
	t.Show(rows)
	room := p.desk.Canvas().Size().Height - listBesides
	return container.New(arrange.AtLeast{Height: max(4*look.RowHeight, min(float32(rows+2)*look.RowHeight, room))}, t.Object)
}

// listMessages lists what is to be cleared: topics, sizes and the start of each payload.
func (p *Panel) listMessages(items []clearedMessage) fyne.CanvasObject {
	columns := func(width float32) (size, payload float32) {
		size = look.PageEdge + (width-look.PageEdge-listSize)*listShare + listSize
		return size, size + 12
	}
	head := func(width float32) []text.Span {
		size, start := columns(width)
		muted := look.Colour(look.Muted)
		return []text.Span{{Text: "Topic", Colour: muted, X: look.PageEdge}, {Text: "Size", Colour: muted, X: size, Right: true}, {Text: "Payload", Colour: muted, X: start}}
	}
	line := func(row int, width float32) []text.Span {
		size, start := columns(width)
		plain, muted, m := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted), &items[row]
		spans := []text.Span{{Text: format.SignTopic(format.BothEnds(m.Topic)), Colour: plain, X: look.PageEdge, Limit: size - listSize + 8, Keep: "/"}}
		if !m.known {
			return append(spans, text.Span{Text: "never received here", Colour: muted, X: start})
		}
		n := len(m.Payload)
		words := payload.Preview(m.Payload[:min(n, listPayload)], n)
		if m.unsure {
			words = format.Fill("{payload} (may have changed)", "payload", words)
		}
		return append(spans, text.Span{Text: format.Size(n), Colour: muted, X: size, Right: true}, text.Span{Text: words, Style: text.Mono, Colour: plain, X: start})
	}
	t := widgets.NewTable(head, line)
	t.Tip = func(row int) []string { return []string{format.TopicInSentence(items[row].Topic)} }
	return p.inDialog(t, len(items))
}

// notDone are what is said before the reason why something was not done.
type notDone struct{ refused, seen string }

var (
	notForgotten = notDone{refused: "Not cleared. ", seen: "Still there. "}
	notRestored  = notDone{refused: "Not published. ", seen: "Not as it was. "}
)

// left is a topic that was not done, or not surely, and why.
func left(r *retained.Result, row int, not notDone, a broker.Address) (topic, words string) {
	if row >= len(r.Failed) {
		return r.Left[row-len(r.Failed)], "Not tried"
	}
	one := r.Failed[row]
	if isUnsure(one.Err) {
		return one.Topic, "Not known: the broker has not answered"
	}
	if errors.Is(one.Err, retained.ErrStillKept) || retained.IsNotAsRestored(one.Err) {
		return one.Topic, not.seen + explain.Error(one.Err, a)
	}
	return one.Topic, not.refused + explain.Error(one.Err, a)
}

// showLeft lists the topics that were not done, or not surely, and why.
func (p *Panel) showLeft(title string, r *retained.Result, not notDone, a broker.Address) {
	reason := look.PageEdge
	head := func(width float32) []text.Span {
		muted := look.Colour(look.Muted)
		return []text.Span{{Text: "Topic", Colour: muted, X: float32(reason)}, {Text: "Result", Colour: muted, X: width * listShare}}
	}
	line := func(row int, width float32) []text.Span {
		topic, words := left(r, row, not, a)
		return []text.Span{{Text: format.SignTopic(format.BothEnds(topic)), Colour: look.Colour(theme.ColorNameForeground), X: float32(reason), Limit: width*listShare - 8, Keep: "/"},
			{Text: words, Colour: look.Colour(look.Muted), X: width * listShare}}
	}
	d := p.desk.NewDialog(title, p.inDialog(widgets.NewTable(head, line), len(r.Failed)+len(r.Left)))
	d.Resize(fyne.NewSize(p.desk.Width(860), 0))
	p.desk.Show(d)
}
