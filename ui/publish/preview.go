package publish

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/model/payload"
	"mangrove/model/template"
	"mangrove/model/value"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// preview says what will be sent, before it is. It is made beside the goroutine that
// draws, one at a time.
type preview struct {
	panel  *Panel
	strip  *widgets.Header
	of     typed     // what it was made of
	mark   int       // how often a message was sent then, +1; 0: it is to be made anew
	made   time.Time // when
	took   time.Duration
	busy   bool
	words  string // before the message
	sample string // of the message
	bad    bool
	at     int  // where in the payload it is wrong, in bytes; below 0: that is not known
	hints  bool // it says that templates are off
	hinted bool // it has said so before a message was sent, and does not again
}

func newPreview(p *Panel) *preview {
	v := &preview{panel: p, strip: widgets.NewHeader(18, 12), at: -1}
	v.strip.OnTapped = func(float32) {
		if v.bad && v.at >= 0 {
			p.goTo(v.at)
		}
	}
	v.strip.OnMenu = func(fyne.Position) {}
	v.strip.Hide()
	return v
}

// again is how often a template is rendered anew while nothing is typed: the time goes on.
// One that takes long is not.
const (
	again     = time.Second
	longTaken = 50 * time.Millisecond
)

// wanted reports whether there is something to say: what will be sent is mostly what is
// typed.
func (v *preview) wanted(t *typed) bool {
	switch {
	case v.panel.json.bad && t.as != "":
		return false // it has been said
	case v.panel.saysResult():
		return false
	case t.template || t.as != "":
		return true
	}
	return v.panel.IsOpen()
}

// draw has the preview made when something else is typed.
func (v *preview) draw(now time.Time) {
	p := v.panel
	t := p.typed()
	if seen := v.wanted(&t); seen != v.strip.Visible() {
		arrange.SetHidden(!seen, v.strip)
		p.turned = true
	}
	if !v.strip.Visible() || v.busy {
		return
	}
	same := v.mark == p.sent+1 && reflect.DeepEqual(t, v.of)
	goesOn := t.template && now.Sub(v.made) >= again && v.took < longTaken
	if same && !goesOn {
		return
	}
	v.of, v.mark, v.made = t, p.sent+1, now
	v.make(&t)
}

// make makes the preview of what is typed.
func (v *preview) make(t *typed) {
	p := v.panel
	d, wrong := p.read()
	switch {
	case wrong != nil:
		v.show(wrong.words, "", -1)
		v.setBad(true)
		return
	case t.held != nil && (!t.written || t.as == "") && !t.template:
		v.show(willSend(len(t.held), ""), sampleOf(t.held), -1)
		return
	case !t.template && t.as == "":
		v.show(willSend(len(t.text), ""), "", -1)
		v.hint(strings.Contains(t.text, "{{") || strings.Contains(t.topic, "{{"))
		return
	}
	if !t.template || !strings.Contains(t.topic, "{{") {
		d.Topic = "t" // the payload alone is wanted
	}
	v.busy = true
	began := time.Now()
	values, shown := p.values(), p.values()
	values.Now, shown.Now = began, began
	hides := p.environment.tellsIn(d)
	shown.Variables = p.environment.shown(values.Variables)
	go func() { // ends with the message, for which templates and schemas have their bounds
		m, err := makeMessage(d, &p.shelf, values)
		sample := m.Payload
		if hides && err == nil {
			like, _ := makeMessage(d, &p.shelf, shown) // nothing where dots cannot be in it
			sample = like.Payload
		}
		took := time.Since(began)
		p.desk.Run(func() {
			v.busy, v.took = false, took
			v.tell(&d, m, err)
			if err == nil && hides {
				v.hide(sample)
			}
		})
	}()
}

// hide shows what is like the message, without the values of secret variables.
func (v *preview) hide(sample []byte) {
	if v.sample = sampleOf(sample); v.sample == "" {
		v.words += ". It has the value of a secret variable in it"
	}
	v.restyle()
}

// tell shows the message that was made, or why there is none.
func (v *preview) tell(d *draft.Draft, m broker.Publication, err error) {
	if err != nil {
		why := strings.TrimSuffix(v.panel.environment.why(err, v.panel.conn.Profile.Address, *d), ".")
		at, line, column := placeOf(d, err)
		if line > 0 {
			why = format.Fill("{why} (line {line}, column {column})", "why", why, "line", line, "column", column)
		}
		v.show(why, "", at)
		v.setBad(true)
		return
	}
	topic := ""
	if d.Template && d.Topic != "t" {
		topic = format.ExcerptOf(format.TopicInSentence(v.panel.environment.shownTopic(d, m.Topic)), 60)
	}
	words := willSend(len(m.Payload), topic)
	if m.Retain && len(m.Payload) == 0 {
		words = willClear(topic)
	}
	v.show(words, sampleOf(m.Payload), -1)
}

// placeOf is where in the payload that is typed a message is wrong, and its line and column
// where the sentence has not said them.
func placeOf(d *draft.Draft, err error) (at, line, column int) {
	var wrong *draft.Error
	var t *template.Error
	var f *value.Fault
	if !errors.As(err, &wrong) || wrong.Field != draft.Payload {
		return -1, 0, 0
	}
	switch {
	case errors.As(err, &t):
		return offsetOf(d.Text, t.Line, t.Column), 0, 0
	case !errors.As(err, &f) || d.Template || f.Offset > len(d.Text):
		return -1, 0, 0
	}
	line, column = payload.LineAndColumn([]byte(d.Text), f.Offset)
	return f.Offset, line, column
}

// offsetOf is a place in a text in bytes; below 0 where that is not known.
func offsetOf(s string, line, column int) int {
	if line < 1 {
		return -1
	}
	at := 0
	for range line - 1 {
		next := strings.IndexByte(s[at:], '\n')
		if next < 0 {
			return -1
		}
		at += next + 1
	}
	return at + bytesOf(s[at:], max(0, column-1))
}

// willSend says what will be sent, and where to when that is not what is typed.
func willSend(n int, topic string) string {
	switch {
	case n == 0 && topic == "":
		return "Will send an empty payload"
	case n == 0:
		return format.Fill("Will send an empty payload to {topic}", "topic", topic)
	case topic == "":
		return format.Counted(n, "Will send {count} byte", "Will send {count} bytes")
	}
	return format.Counted(n, "Will send {count} byte to {topic}", "Will send {count} bytes to {topic}", "topic", topic)
}

func willClear(topic string) string {
	if topic == "" {
		return "Will clear the retained message"
	}
	return format.Fill("Will clear the retained message of {topic}", "topic", topic)
}

// sampled is how much of a message its preview shows, in bytes.
const sampled = 200

// sampleOf is the beginning of a payload on one line: as text, or else as hex.
func sampleOf(b []byte) string {
	begin := b[:min(len(b), sampled)]
	whole := begin
	for i := 0; i < utf8.UTFMax && len(b) > sampled && len(whole) > 0 && !utf8.Valid(whole); i++ {
		whole = whole[:len(whole)-1]
	}
	more := ""
	if len(b) > sampled {
		more = " …"
	}
	if !utf8.Valid(whole) || bytes.IndexFunc(whole, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' }) >= 0 {
		return fmt.Sprintf("% x", begin[:min(len(begin), 64)]) + more
	}
	return text.WithMarks(strings.Join(strings.Fields(string(whole)), " ")) + more
}

// hint says once that a payload with {{ in it is sent as it is typed.
func (v *preview) hint(braces bool) {
	v.hints = braces && !v.hinted
	if v.hints {
		v.words += ". " + format.Fill("{braces} is sent as typed. Tick Template to have {example} replaced.", "braces", "{{ }}", "example", "{{…}}")
		v.restyle()
	}
}

func (v *preview) show(words, sample string, at int) {
	v.words, v.sample, v.at, v.bad, v.hints = words, sample, at, false, false
	v.restyle()
}

func (v *preview) setBad(bad bool) {
	v.bad = bad
	v.restyle()
}

// restyle takes the colours of a new theme.
func (v *preview) restyle() {
	words := text.Span{Text: v.words, Colour: look.Colour(look.Muted)}
	if v.bad {
		words.Colour = look.Colour(theme.ColorNameWarning)
	}
	if v.sample == "" {
		v.strip.Set(words)
		return
	}
	words.Text += ": "
	v.strip.Set(words, text.Span{Text: v.sample, Style: text.Mono, Colour: theme.Color(theme.ColorNameForeground), X: -1})
}
