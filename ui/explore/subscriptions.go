package explore

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// subscribeTimeout bounds the wait for the broker's answer; the session gives up
// earlier, unless messages that come first hold the answer up.
const subscribeTimeout = time.Minute

// qosChoices are what a subscription can ask for, as they are offered.
var qosChoices = []struct {
	name string
	qos  byte
}{{"best", broker.BestQoS}, {"0", 0}, {"1", 1}, {"2", 2}}

// subscriptions is where topics are subscribed to and unsubscribed from while
// connected, and where the broker's answer to each stands.
type subscriptions struct {
	conn    *connection.Connection
	desk    *desk.Desk
	open    bool
	content fyne.CanvasObject
	rows    *fyne.Container
	filter  *widgets.Entry
	qos     *widgets.Segmented
	noLocal *widgets.Check
	keep    *widgets.Check
	retain  *widgets.Select
	button  *widgets.Button
	problem *widget.Label
	shown   *subscriptionsShown // nil: nothing yet
}

func newSubscriptions(c *connection.Connection, d *desk.Desk) *subscriptions {
	p := &subscriptions{conn: c, desk: d}
	p.filter = widgets.NewEntry("topic filter, such as site/+/temperature or site/#")
	p.filter.OnSubmitted = func(string) { p.subscribe() }
	names := make([]string, len(qosChoices))
	for i, q := range qosChoices {
		names[i] = q.name
	}
	p.qos = widgets.NewSegmented(names, nil)
	p.noLocal = widgets.NewCheck("Skip own messages (No Local)", nil)
	p.keep = widgets.NewCheck("Keep the retain flag (Retain As Published)", nil)
	p.retain = widgets.NewSelect(format.RetainChoices, nil)
	p.retain.SetSelectedIndex(0)
	p.button = widgets.NewButton("Subscribe", theme.ContentAddIcon(), p.subscribe)
	p.button.Importance = widget.HighImportance
	p.problem = widget.NewLabel("")
	p.problem.Wrapping = fyne.TextWrapWord
	p.problem.Importance = widget.DangerImportance
	p.problem.Hide()
	p.rows = container.NewVBox()
	line := container.NewBorder(nil, nil, nil, container.NewHBox(arrange.Middle(widget.NewLabel("QoS")), p.qos, p.button), p.filter)
	mqtt5 := container.NewVBox( // two lines, for a window of 640
		container.NewHBox(arrange.Middle(widget.NewLabel("MQTT 5:")), arrange.FixedWidth(250, p.retain)),
		container.NewHBox(p.noLocal, p.keep))
	// A sentence has its room from the beginning: what is above stays under the pointer.
	room := container.New(&arrange.KeptRoom{Column: layout.NewVBoxLayout(), Lines: 2}, p.problem)
	p.content = container.NewBorder(nil, container.NewVBox(widget.NewSeparator(), line, mqtt5, room), nil, nil,
		container.NewVScroll(p.rows))
	return p
}

// subscriptionsShown is what decides on the rows.
type subscriptionsShown struct {
	phase   broker.Phase
	version broker.Version
	most    byte // QoS that the broker has
	grants  []broker.Grant
}

// show opens the dialog. What was refused the last time is gone from the fields;
// what was only typed is still there.
func (p *subscriptions) show() {
	p.open, p.shown = true, nil
	if p.problem.Visible() {
		p.clear()
	}
	p.say("")
	p.draw()
	d := p.desk.NewDialog(format.Fill("Subscriptions of {name}", "name", p.conn.Title()), p.content)
	d.SetOnClosed(func() { p.open = false })
	d.Resize(fyne.NewSize(820, 460))
	p.desk.Show(d)
	p.desk.Focus(p.filter)
}

// draw shows what has changed, while the dialog is open.
func (p *subscriptions) draw() {
	if !p.open {
		return
	}
	st := p.conn.Status
	now := &subscriptionsShown{st.Phase, st.Version, st.Limits.MaxQoS, p.conn.RequestedGrants()}
	if reflect.DeepEqual(now, p.shown) {
		return
	}
	p.shown = now
	p.rows.RemoveAll()
	for _, g := range p.conn.RequestedGrants() {
		p.rows.Add(p.row(g))
	}
	if len(p.rows.Objects) == 0 {
		none := widget.NewLabel("Nothing is subscribed, so nothing arrives. Add a topic filter below; # matches everything.")
		none.Importance = widget.LowImportance
		p.rows.Add(none)
	}
	p.rows.Refresh()
	five := p.conn.Status.Version == broker.V5
	for _, c := range []fyne.Disableable{p.noLocal, p.keep, p.retain} {
		if five {
			c.Enable()
		} else {
			c.Disable()
		}
	}
}

// row shows one subscription with the broker's answer.
func (p *subscriptions) row(g broker.Grant) fyne.CanvasObject {
	filter := widgets.NewStrip(26, 13)
	filter.Set(text.Span{Text: format.TopicInSentence(g.Filter), Style: text.Bold, Colour: look.Colour(theme.ColorNameForeground), X: 4})
	words, colourName := grantWords(g, p.conn.Status, p.conn.Profile.Address)
	answer := widget.NewLabel(format.Excerpt(words))
	answer.Wrapping = fyne.TextWrapWord
	answer.Importance = map[fyne.ThemeColorName]widget.Importance{
		theme.ColorNameError: widget.DangerImportance, theme.ColorNameWarning: widget.WarningImportance,
	}[colourName]
	remove := widgets.NewIconButton("Unsubscribe", theme.DeleteIcon(), func() { p.unsubscribe(g.Filter) })
	return container.NewBorder(nil, nil, container.NewVBox(arrange.OnLine(280, filter)), container.NewVBox(remove), answer)
}

// clear empties the fields.
func (p *subscriptions) clear() {
	p.filter.SetText("")
	p.qos.Choose(0)
	p.noLocal.SetChecked(false)
	p.keep.SetChecked(false)
	p.retain.SetSelectedIndex(0)
}

// grantWords says what the broker answered to a subscription, and the colour
// of that.
func grantWords(g broker.Grant, st broker.Status, a broker.Address) (string, fyne.ThemeColorName) {
	asked := fmt.Sprintf("QoS %d", g.QoS)
	if g.QoS == broker.BestQoS {
		asked = "the best QoS"
	}
	switch {
	case errors.Is(g.Denied, broker.ErrUnanswered):
		return explain.Error(g.Denied, a), theme.ColorNameWarning
	case g.Denied != nil:
		return "Refused. " + explain.Error(g.Denied, a), theme.ColorNameError
	case st.Phase != broker.Connected:
		return format.Fill("{asked}, requested again once connected", "asked", asked), look.Muted
	case !g.Answered:
		return format.Fill("{asked}, waiting for the broker", "asked", asked), look.Muted
	case g.QoS <= 2 && g.QoS > st.Limits.MaxQoS && g.Granted == st.Limits.MaxQoS:
		return format.Fill("granted QoS {granted}, the highest this broker supports; {asked} was requested", "granted", g.Granted, "asked", asked), theme.ColorNameWarning
	case g.QoS <= 2 && g.Granted < g.QoS:
		return format.Fill("granted only QoS {granted}; {asked} was requested", "granted", g.Granted, "asked", asked), theme.ColorNameWarning
	}
	return format.Fill("granted QoS {granted}", "granted", g.Granted), theme.ColorNameForeground
}

// say shows a problem, or none.
func (p *subscriptions) say(words string) {
	p.problem.SetText(format.Excerpt(words))
	arrange.SetHidden(words == "", p.problem)
}

// subscribe asks for what is typed.
func (p *subscriptions) subscribe() {
	sub := broker.Subscription{Filter: p.filter.Value(), QoS: qosChoices[p.qos.Chosen()].qos}
	if err := model.CheckFilter(sub.Filter); err != nil {
		p.say(explain.Error(err, broker.Address{}))
		return
	}
	if p.conn.Status.Version == broker.V5 {
		sub.NoLocal = p.noLocal.Checked && !strings.HasPrefix(sub.Filter, "$share/") // [MQTT-3.8.3-4]
		sub.RetainAsPublished = p.keep.Checked
		sub.RetainHandling = byte(max(0, p.retain.SelectedIndex()))
	}
	p.ask(p.conn.Subscribe(sub), p.clear)
}

func (p *subscriptions) unsubscribe(filter string) {
	p.ask(p.conn.Unsubscribe(filter), func() {})
	p.shown = nil
}

// ask does something beside the goroutine that draws, and shows what came of
// it. A refusal of the broker stands at the subscription.
func (p *subscriptions) ask(do func(context.Context) error, done func()) {
	p.say("")
	p.button.Disable()
	go func() { // ends when the broker has answered, or with the time-out
		ctx, cancel := context.WithTimeout(context.Background(), subscribeTimeout)
		defer cancel()
		err := do(ctx)
		p.desk.Run(func() {
			p.button.Enable()
			switch {
			case err == nil, p.stands(err), errors.Is(err, broker.ErrNotConnected):
				done()
			default:
				p.say(explain.Error(err, p.conn.Profile.Address))
			}
		})
	}()
}

// stands reports that what went wrong is written at the subscription.
func (p *subscriptions) stands(err error) bool {
	var refusal *broker.Refusal
	var unanswered *broker.Unanswered
	return errors.As(err, &refusal) && refusal.Packet == "SUBACK" ||
		errors.As(err, &unanswered) && unanswered.Packet == "SUBSCRIBE" || errors.Is(err, broker.ErrBeyondLimits)
}
