package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// publishTimeout is how long a publish waits for its acknowledgement.
const publishTimeout = 30 * time.Second

// publishPane publishes test messages.
type publishPane struct {
	object fyne.CanvasObject
	conn   *connection
	loop   *loop

	topic   *widgets.Entry
	qos     *widgets.Segmented
	retain  *widget.Check
	payload *payloadEntry
	button  *widget.Button
	result  *widgets.Strip
	fold    *widget.Button
	body    *fyne.Container
	onFold  func(folded bool)
	follow  string // the topic the selection has put into the field
	words   string // of the result
	bad     bool
	offline bool // there was no connection to publish on
	line    *lineLayout
}

func newPublishPane(c *connection, l *loop) *publishPane {
	p := &publishPane{conn: c, loop: l}
	p.topic = widgets.NewEntry("topic to publish to, as in site/device/set")
	p.topic.OnSubmitted = func(string) { p.toPayload() }
	p.qos = widgets.NewSegmented([]string{"0", "1", "2"}, nil)
	p.retain = widget.NewCheck("Retain", nil)
	p.payload = newPayloadEntry()
	p.button = widget.NewButtonWithIcon("Publish", theme.MailSendIcon(), p.publish)
	p.button.Importance = widget.HighImportance
	p.result = widgets.NewStrip(18, 12)

	p.fold = widget.NewButtonWithIcon("", theme.MenuDropDownIcon(), func() { p.setFolded(p.body.Visible()) })
	p.fold.Importance = widget.LowImportance
	label := container.NewHBox(p.fold, widget.NewLabelWithStyle("Publish", fyne.TextAlignLeading, fyne.TextStyle{Bold: true}))
	options := container.NewHBox(middle(widget.NewLabel("QoS")), p.qos, p.retain, p.button)
	p.line = &lineLayout{
		second: 2, narrowest: max(label.MinSize().Width+theme.Padding()+fieldWidth, options.MinSize().Width),
		typed: hint(p.topic, p.topic.PlaceHolder, "topic"),
	}
	line := container.New(p.line, label, p.topic, options)
	p.body = container.NewBorder(nil, widgets.NewPanel(colorPanel, p.result, 2, 10), nil, nil,
		widgets.NewPanel(colorPanel, p.payload.object(), 4, 8))
	p.object = container.NewBorder(widgets.NewPanel(colorRaised, line, 4, 8), nil, nil, nil, p.body)
	p.drawGuard()
	return p
}

// drawGuard says that nothing can be published, as long as that is so.
func (p *publishPane) drawGuard() {
	guarded := p.conn.profile.ReadOnly
	if guarded == p.button.Disabled() {
		return
	}
	if guarded {
		p.button.Disable()
		p.say(broker.Explain(broker.ErrReadOnly, p.conn.profile.Address), false)
		return
	}
	p.button.Enable()
	p.say("", false)
}

// setFolded hides or shows all but the first line of the panel.
func (p *publishPane) setFolded(folded bool) {
	setHidden(folded, p.body)
	icon := theme.MenuDropDownIcon()
	if folded {
		icon = theme.MenuDropUpIcon()
	}
	p.fold.SetIcon(icon)
	p.onFold(folded)
}

// toPayload goes on to what is to be published.
func (p *publishPane) toPayload() {
	if !p.body.Visible() {
		p.setFolded(false)
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.payload); c != nil && p.payload.Visible() {
		c.Focus(p.payload)
	}
}

// draw lets the topic follow the selection until it is edited. A failure for
// want of a connection is news only until there is one.
func (p *publishPane) draw() {
	p.drawGuard()
	if p.offline && p.bad && p.conn.status.Phase == broker.Connected {
		p.say(p.words, false)
	}
	if p.topic.Value() == p.follow && p.conn.topic != p.follow {
		p.follow = p.conn.topic
		p.topic.SetText(p.follow)
	}
}

// take puts a topic into its field.
func (p *publishPane) take(topic string) { p.topic.SetText(topic) }

// takeMessage puts a message into the fields, to be changed or published.
func (p *publishPane) takeMessage(topic string, m model.Entry) {
	p.take(topic)
	p.payload.set(m.Payload, "Payload of "+topicWords(topic))
	p.qos.Choose(int(m.QoS))
	p.retain.SetChecked(m.Retained)
	if !p.body.Visible() {
		p.setFolded(false)
	}
}

// publish sends what stands in the fields.
func (p *publishPane) publish() {
	if p.conn.profile.ReadOnly {
		return // the panel says so
	}
	m := broker.Publication{
		Topic: p.topic.Value(), Payload: p.payload.bytes(), QoS: byte(p.qos.Chosen()), Retain: p.retain.Checked,
	}
	if err := model.CheckTopic(m.Topic); err != nil {
		p.say(broker.Explain(err, p.conn.profile.Address), true)
		return
	}
	p.say("Publishing to "+topicWords(m.Topic)+" …", false)
	session, address := p.conn.session, p.conn.profile.Address
	go func() { // ends with the publish, at the latest after publishTimeout
		ctx, cancel := context.WithTimeout(context.Background(), publishTimeout)
		defer cancel()
		start := time.Now()
		err := session.Publish(ctx, m)
		took := time.Since(start)
		p.loop.run(func() { p.done(m, err, took, address) })
	}()
}

func (p *publishPane) done(m broker.Publication, err error, took time.Duration, a broker.Address) {
	var words string
	at := time.Now().Format("15:04:05")
	p.offline = errors.Is(err, broker.ErrNotConnected) || errors.Is(err, broker.ErrClosed)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		words = fmt.Sprintf("%s  The broker has not acknowledged the message within %s. It may or may not have arrived.", at, interval(publishTimeout))
	case err != nil:
		words = at + "  Not published: " + broker.Explain(err, a)
	case m.QoS == 0:
		words = fmt.Sprintf("%s  Sent %s to %s at QoS 0, which is not acknowledged", at, sizeOf(len(m.Payload)), topicWords(m.Topic))
	default:
		words = fmt.Sprintf("%s  Published %s to %s, acknowledged at QoS %d in %s", at, sizeOf(len(m.Payload)), topicWords(m.Topic), m.QoS, interval(took))
	}
	p.say(words, err != nil)
}

// say shows what became of the last publish.
func (p *publishPane) say(words string, bad bool) {
	p.words, p.bad = words, bad
	p.restyle()
}

// restyle takes the colours of a new theme.
func (p *publishPane) restyle() {
	c := themeColour(colorMuted)
	if p.bad {
		c = themeColour(theme.ColorNameError)
	}
	p.result.Set(text.Span{Text: p.words, Colour: c})
}
