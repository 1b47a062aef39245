package publish

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// topicField is where the topic is typed. Topics that begin so stand in a line below it: the
// arrows choose one, Tab or Enter takes it. Without a choice these keys lead on, and what is
// typed stays: a whole topic may well be the beginning of another.
type topicField struct {
	widgets.Entry
	panel  *Panel
	strip  *widgets.Header
	topics []string // that begin with what is typed
	chosen int      // of them, by the arrows; below 0: none
	busy   bool     // they are looked for
	asked  string   // for this beginning; empty: for none
	left   time.Time
}

// mostTopics are those that are offered.
const mostTopics = 50

func newTopicField(p *Panel) *topicField {
	f := &topicField{panel: p, strip: widgets.NewHeader(18, 12), chosen: -1}
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder("topic to publish to, such as site/device/set")
	f.strip.OnTapped, f.strip.OnMenu = f.takeAt, func(fyne.Position) {}
	f.strip.Hide()
	return f
}

// surelyCut is a topic in bytes that fits no field.
const surelyCut = 500

// isCut reports whether the field shows a part of the topic only.
func (f *topicField) isCut() bool {
	topic, room := f.Value(), f.Size().Width-2*theme.InnerPadding()
	return len(topic) > surelyCut || room > 0 && fyne.MeasureText(topic, theme.TextSize(), f.TextStyle).Width > room
}

// offers reports whether there are topics to choose from.
func (f *topicField) offers() bool { return len(f.topics) > 0 }

// AcceptsTab is called by Fyne: it takes the topic that is chosen, and leads on otherwise.
func (f *topicField) AcceptsTab() bool { return f.offers() && f.chosen >= 0 }

// TypedRune is called by Fyne.
func (f *topicField) TypedRune(r rune) {
	f.Entry.TypedRune(r)
	f.ask()
}

// TypedShortcut is called by Fyne.
func (f *topicField) TypedShortcut(s fyne.Shortcut) {
	before := f.Value()
	f.Entry.TypedShortcut(s)
	if f.Value() != before {
		f.ask()
	}
}

// TypedKey is called by Fyne.
func (f *topicField) TypedKey(ev *fyne.KeyEvent) {
	if f.offers() && f.typedOffered(ev.Name) {
		return
	}
	before := f.Value()
	f.Entry.TypedKey(ev)
	if f.Value() != before {
		f.ask()
	}
}

// typedOffered is a key while there are topics to choose from. It reports whether it was
// for them.
func (f *topicField) typedOffered(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyDown, fyne.KeyUp:
		step := 1
		if key == fyne.KeyUp {
			step = -1
		}
		f.chosen = max(-1, min(len(f.topics)-1, f.chosen+step))
		f.restyle()
	case fyne.KeyTab, fyne.KeyReturn, fyne.KeyEnter:
		if f.chosen < 0 {
			f.offer(nil)
			return false
		}
		f.takeTopic(f.chosen)
	case fyne.KeyEscape:
		f.offer(nil)
	default:
		return false
	}
	return true
}

// takeTopic puts one of the topics into the field.
func (f *topicField) takeTopic(i int) {
	topic := f.topics[i]
	f.offer(nil)
	f.SetText(topic)
	f.SetCaret(len([]rune(f.Text)))
}

// FocusGained is called by Fyne.
func (f *topicField) FocusGained() {
	f.left = time.Time{}
	f.Entry.FocusGained()
}

// FocusLost is called by Fyne, also when one of the topics is pressed.
func (f *topicField) FocusLost() {
	f.left = time.Now()
	f.Entry.FocusLost()
}

// offeredAfter is how long topics stay to be pressed when the keyboard is elsewhere.
const offeredAfter = 500 * time.Millisecond

// draw looks at what has been typed since, and takes away what is offered when the
// keyboard has left.
func (f *topicField) draw(now time.Time) {
	if !f.left.IsZero() && now.Sub(f.left) > offeredAfter || f.asked != f.Value() {
		f.offer(nil)
	}
	if seen := f.offers(); seen != f.strip.Visible() {
		arrange.SetHidden(!seen, f.strip)
		f.panel.turned = true
	}
}

// ask looks for topics that begin with what is typed, beside the goroutine that draws.
func (f *topicField) ask() {
	typed := f.Value()
	f.asked, f.left = typed, time.Time{}
	if typed == "" || strings.Contains(typed, "{{") {
		f.offer(nil)
		return
	}
	f.offerAgain(slices.DeleteFunc(f.topics, func(topic string) bool { return len(topic) == len(typed) || !strings.HasPrefix(topic, typed) }))
	if f.busy {
		return
	}
	f.busy = true
	store := f.panel.conn.Store
	go func() { // ends when a bounded part of the tree has been looked at
		topics := store.TopicsBeginning(typed, mostTopics)
		f.panel.desk.Run(func() {
			switch f.busy = false; f.asked {
			case typed:
				chosen := f.chosenTopic()
				f.offer(topics)
				f.choose(chosen)
			case "":
			default:
				f.ask() // it has been typed on
			}
		})
	}()
}

// offerAgain keeps offering those topics that go with what has been typed on. None of them is
// chosen any more.
func (f *topicField) offerAgain(topics []string) {
	f.topics, f.chosen = topics, -1
	f.restyle()
}

// chosenTopic is the one that is chosen, "" when none is.
func (f *topicField) chosenTopic() string {
	if f.chosen < 0 || f.chosen >= len(f.topics) {
		return ""
	}
	return f.topics[f.chosen]
}

// choose chooses a topic again where it is still offered.
func (f *topicField) choose(topic string) {
	if topic != "" {
		f.chosen = slices.Index(f.topics, topic)
		f.restyle()
	}
}

func (f *topicField) offer(topics []string) {
	if len(topics) == 0 {
		f.asked = ""
	}
	f.topics, f.chosen = topics, -1
	f.restyle()
}

// restyle takes the colours of a new theme.
func (f *topicField) restyle() {
	if f.offers() {
		f.strip.Set(f.spans()...)
	}
}

// between are blanks between two topics.
const between = "    "

// spans are the topics from the chosen one on, without what they have in common with the
// levels that are typed.
func (f *topicField) spans() []text.Span {
	keys := "Down: "
	if f.chosen >= 0 {
		keys = "Enter: "
	}
	spans := []text.Span{{Text: keys, Colour: look.Colour(look.Muted)}}
	for i := max(0, f.chosen); i < len(f.topics); i++ {
		one := text.Span{Text: f.name(i) + between, Colour: theme.Color(theme.ColorNameForeground), X: -1}
		if i == f.chosen {
			one.Style, one.Colour = text.Bold, theme.Color(theme.ColorNamePrimary)
		}
		spans = append(spans, one)
	}
	return spans
}

func (f *topicField) name(i int) string {
	return format.SignTopic(f.topics[i][strings.LastIndexByte(f.asked, '/')+1:])
}

// takeAt takes the topic that is pressed in the line.
func (f *topicField) takeAt(x float32) {
	spans := f.spans()
	end := text.Width(spans[0].Text, text.Regular, 12)
	for i, s := range spans[1:] {
		if end += text.Width(s.Text, s.Style, 12); x < end {
			f.takeTopic(max(0, f.chosen) + i)
			f.panel.focus(f)
			return
		}
	}
}
