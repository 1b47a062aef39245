package leftovers

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/model/homeassistant"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// list shows discovery messages, of which some are chosen to be cleared.
type list struct {
	room     *Room
	found    *found
	verdicts []homeassistant.Verdict
	chosen   map[string]bool // by topics
	table    *widgets.Table
	words    *widget.Label
	count    *widget.Label
	button   *widgets.Button
	dialog   *dialog.CustomDialog
	judging  bool // before what is chosen is asked about
	gone     bool // it has been closed
}

// Measures of the list.
const (
	tickWidth  = 30
	sinceWidth = 76
	besides    = 330 // what the dialog takes besides the list
)

func newList(r *Room, f *found, verdicts []homeassistant.Verdict) *list {
	l := &list{room: r, found: f, verdicts: verdicts, chosen: map[string]bool{}}
	l.table = widgets.NewTable(l.head, l.line)
	l.table.Handle = tickWidth
	l.table.Rows.OnToggle = l.toggle
	l.table.Tip = l.tip
	l.words, l.count = widget.NewLabel(format.Excerpt(l.summary())), widget.NewLabel("")
	l.words.Wrapping = fyne.TextWrapWord
	l.button = widgets.NewButton("Clear…", nil, l.clear)
	l.button.Importance = widget.DangerImportance
	return l
}

// summary says what it is all about.
func (l *list) summary() string {
	suspected := 0
	for i := range l.verdicts {
		if l.verdicts[i].Reason.Suspected() {
			suspected++
		}
	}
	return format.Fill("The broker keeps {count}. Suspected to be left behind: {suspected}. Once they are cleared, Home Assistant removes their entities. "+
		"A device that still exists announces itself again, usually when it starts. One that publishes once a day looks silent until it "+
		"has been watched for a day.",
		"count", format.Counted(len(l.verdicts), "{count} discovery message", "{count} discovery messages"), "suspected", format.Count(suspected))
}

// show opens the dialog. Nothing is chosen by itself.
func (l *list) show() {
	suspects := widgets.NewButton("Select suspected", nil, l.chooseSuspected)
	none := widgets.NewButton("Choose none", nil, func() {
		clear(l.chosen)
		l.draw()
	})
	d := l.room.desk
	room := d.Canvas().Size().Height - besides
	body := container.New(arrange.AtLeast{Height: max(4*look.RowHeight, min(float32(len(l.verdicts)+2)*look.RowHeight, room))}, l.table.Object)
	content := container.NewVBox(l.words, body, container.NewBorder(nil, nil, container.NewHBox(suspects, none), l.button, l.count))
	l.dialog = d.NewDialog("Home Assistant leftovers", content)
	l.dialog.SetOnClosed(func() { l.gone = true })
	l.dialog.Resize(fyne.NewSize(d.Width(1100), 0))
	d.Show(l.dialog)
	l.draw()
}

// draw shows what is chosen.
func (l *list) draw() {
	l.table.Show(len(l.verdicts))
	n := len(l.chosen)
	l.count.SetText(format.Excerpt(format.Fill("{number} of {count} chosen", "number", format.Count(n), "count", format.Count(len(l.verdicts)))))
	l.button.SetText(format.Excerpt(format.Fill("Clear {number}…", "number", format.Count(n))))
	if n == 0 || l.judging {
		l.button.Disable()
	} else {
		l.button.Enable()
	}
}

func (l *list) toggle(key uint32) {
	topic := l.verdicts[key].Topic
	if l.chosen[topic] {
		delete(l.chosen, topic)
	} else {
		l.chosen[topic] = true
	}
	l.draw()
}

func (l *list) chooseSuspected() {
	for i := range l.verdicts {
		if v := &l.verdicts[i]; v.Reason.Suspected() {
			l.chosen[v.Topic] = true
		}
	}
	l.draw()
}

// clear asks about what is chosen, once all is judged anew.
func (l *list) clear() {
	if l.judging {
		return
	}
	l.judging = true
	l.draw()
	l.room.judge(l.found.configs, func(verdicts []homeassistant.Verdict) {
		l.judging = false
		if l.gone {
			return
		}
		if l.draw(); len(l.chosen) > 0 {
			l.clearOf(verdicts)
		}
	})
}

// clearOf asks about what is chosen by now, unless some of it has been heard since the list
// was made.
func (l *list) clearOf(verdicts []homeassistant.Verdict) {
	suspected := map[string]bool{}
	for i := range l.verdicts {
		suspected[l.verdicts[i].Topic] = l.verdicts[i].Reason.Suspected()
	}
	heard := 0
	l.verdicts = verdicts
	for i := range l.verdicts {
		if v := &l.verdicts[i]; l.chosen[v.Topic] && suspected[v.Topic] && !v.Reason.Suspected() {
			delete(l.chosen, v.Topic)
			heard++
		}
	}
	if heard > 0 {
		l.words.SetText(format.Excerpt(format.Counted(heard, "{count} device message of what was selected is no longer suspected, and was deselected. Check again before you clear the rest.", "{count} device messages of what was selected are no longer suspected, and were deselected. Check again before you clear the rest.")))
		l.draw()
		return
	}
	var messages []broker.Publication
	for i := range l.verdicts {
		if topic := l.verdicts[i].Topic; l.chosen[topic] {
			messages = append(messages, l.found.messages[topic])
		}
	}
	l.dialog.Hide()
	l.room.OnClear(homeassistant.Filters(homeassistant.DefaultPrefix), messages)
}

// columns are where name, device, reason, time and topic begin.
func columns(width float32) (x [5]float32) {
	room := width - tickWidth - sinceWidth
	x[0] = tickWidth
	x[1] = x[0] + room*0.17
	x[2] = x[1] + room*0.19
	x[3] = x[2] + room*0.38
	x[4] = x[3] + sinceWidth
	return x
}

func (l *list) head(width float32) (spans []text.Span) {
	x := columns(width)
	for i, title := range []string{"Name", "Device", "Why it may be left behind", "Since", "Topic"} {
		spans = append(spans, text.Span{Text: title, Colour: look.Colour(look.Muted), X: x[i]})
	}
	return spans
}

func (l *list) line(row int, width float32) []text.Span {
	x, v := columns(width), &l.verdicts[row]
	plain, muted, sign := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted), "☐"
	if l.chosen[v.Topic] {
		sign = "☑"
	}
	why := muted
	if v.Reason.Suspected() {
		why = look.Colour(theme.ColorNameWarning)
	}
	return []text.Span{
		{Text: sign, Colour: plain, X: 8, Limit: x[0]},
		{Text: format.BothEnds(nameOf(v)), Colour: plain, X: x[0], Limit: x[1] - 8},
		{Text: format.BothEnds(format.LeftoverDevice(v)), Colour: plain, X: x[1], Limit: x[2] - 8},
		{Text: format.Leftover(v), Colour: why, X: x[2], Limit: x[3] - 8},
		{Text: format.LeftoverSince(v), Colour: muted, X: x[3], Limit: x[4] - 4},
		{Text: format.SignTopic(format.BothEnds(v.Topic)), Colour: muted, X: x[4], Keep: "/"},
	}
}

// nameOf is what an entity is called, or how many there are.
func nameOf(v *homeassistant.Verdict) string {
	switch n := len(v.Entities); n {
	case 0:
		return "?"
	case 1:
		return v.Entities[0].Name + " (" + v.Entities[0].Component + ")"
	default:
		if v.Left > 0 {
			return format.Fill("{number} entities, {left} left out", "number", format.Count(n), "left", format.Count(v.Left))
		}
		return format.Fill("{number} entities", "number", format.Count(n))
	}
}

// tip says all of a row.
func (l *list) tip(row int) []string {
	v := &l.verdicts[row]
	words := []string{format.Fill("In Home Assistant: {entities}.", "entities", format.LeftoverBrings(v)), format.Leftover(v) + "."}
	if since := format.LeftoverSince(v); since != "" {
		words[1] = format.Leftover(v) + ", " + since + "."
	}
	if v.By != "" {
		words = append(words, format.Fill("By the topic {topic}.", "topic", format.TopicInSentence(v.By)))
	}
	return append(words, format.Fill("It is kept on {topic}.", "topic", format.TopicInSentence(v.Topic)))
}
