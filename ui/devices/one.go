package devices

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker/explain"
	"mangrove/model/device"
	"mangrove/model/payload"
	"mangrove/ui/charts"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// one shows one device: what is known of it, its topics with their latest values, and when
// it came and went.
type one struct {
	object  fyne.CanvasObject
	title   *widgets.Strip
	state   *widgets.Strip
	wrong   *widgets.TwoLines
	topics  *widgets.List
	changes *widgets.List
	names   []string // the topics that are listed
	beside  *beside
	number  *fyne.Container // has the values
	values  *charts.Values  // nil: there is no room for them, or nobody looks
	goTo    func(topic string, chart bool)
	heads   [3]*widgets.Strip // over the topics, the values and the changes
}

const (
	changesWidth = 250
	valuesWidth  = 400
	topicsShare  = 0.45 // of the width, before the values
	ageEdge      = 18   // behind an age, where the bar is
	ageRoom      = 64
)

func newOne(goTo func(topic string, chart bool), closed func()) *one {
	o := &one{goTo: goTo, number: container.NewStack(), beside: &beside{}, title: widgets.NewStrip(22, 14), state: widgets.NewStrip(20, 12), wrong: widgets.NewGrowingLines(12, 3),
		topics: widgets.NewList("The history has no message of this device."), changes: widgets.NewList("It has not gone online or offline.")}
	o.topics.Rows.OnToggle = o.open
	o.topics.Rows.OnMenu = o.menu
	o.topics.Rows.Marks = true
	cross := widgets.NewIconButton("Close (Escape)", theme.CancelIcon(), closed)
	head := widgets.NewPanel(look.Raised, container.NewBorder(nil, nil, nil, container.NewVBox(cross), container.NewVBox(o.title, o.state, o.wrong)), 4, look.PageEdge)
	under := func(i int, list fyne.CanvasObject) fyne.CanvasObject {
		o.heads[i] = widgets.NewStrip(22, 11)
		return container.NewBorder(widgets.NewPanel(look.Raised, o.heads[i], 0, 0), nil, nil, nil, container.New(arrange.Low{Height: look.RowHeight}, list))
	}
	o.object = container.NewBorder(head, nil, nil, nil, container.New(o.beside, under(0, o.topics.Object), under(1, o.number), under(2, o.changes.Object)))
	return o
}

// chart has the values charted with the charts of a connection, nil: no more.
func (o *one) chart(room *charts.Room) {
	if o.values != nil {
		o.values.Stop()
		o.values, o.number.Objects = nil, nil
	}
	if room != nil {
		o.values = room.NewValues(o.goTo)
		o.number.Objects = []fyne.CanvasObject{o.values.Object}
	}
	o.number.Refresh()
}

// drawValues shows what has changed of the values.
func (o *one) drawValues(now time.Time) {
	if o.values == nil {
		return
	}
	o.values.Draw(now)
	if some := o.values.Len() > 0; some != o.beside.values {
		o.beside.values = some
		o.object.Refresh()
	}
	words := "Values"
	if o.values.More {
		words = format.Fill("Values, the first {values}", "values", format.Count(o.values.Len()))
	}
	o.heads[1].Set(text.Span{Text: words, Colour: look.Colour(look.Muted), X: 8})
}

func (o *one) restyle() {
	if o.values != nil {
		o.values.Restyle()
	}
}

// beside lays out the topics, and where there is the width the values beside them, if there are
// some, and the changes.
type beside struct{ values bool }

// Layout implements fyne.Layout.
func (b *beside) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := size.Width
	put := func(one fyne.CanvasObject, wide float32, fits bool) {
		if !fits {
			one.Hide()
			return
		}
		width -= wide
		one.Show()
		one.Move(fyne.NewPos(width, 0))
		one.Resize(fyne.NewSize(wide, size.Height))
	}
	left := size.Width
	if b.values {
		left -= valuesWidth
	}
	put(o[2], changesWidth, left >= 3*changesWidth)
	put(o[1], valuesWidth, b.values && width >= 2*valuesWidth)
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(width, size.Height))
}

// MinSize implements fyne.Layout.
func (*beside) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// draw shows a device as it was found.
func (o *one) draw(d *device.Device, now time.Time) {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	lines := about(d, now)
	o.title.Set(text.Span{Text: format.SignLevel(d.Name), Style: text.Bold, Colour: plain}, text.Span{Text: "   " + lines[0], Colour: muted, X: -1})
	o.state.Set(text.Span{Text: "● ", Colour: look.Colour(statusColour(d))}, text.Span{Text: lines[1], Colour: plain, X: -1})
	arrange.SetHidden(len(d.Problems) == 0, o.wrong)
	o.wrong.Set(strings.Join(lines[2:], " "), "", look.Colour(theme.ColorNameWarning))
	o.drawChanges(d)
}

// drawTopics lists the topics with the latest value of each, those first that say what the device
// is.
func (o *one) drawTopics(topics, about []string, c *connection.Connection, now time.Time) {
	if o.values != nil {
		o.values.Show(topics)
	}
	topics = slices.Concat(about, slices.DeleteFunc(slices.Clone(topics), func(topic string) bool { return slices.Contains(about, topic) }))
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	o.names = o.names[:0]
	var lines [][]text.Span
	width := o.topics.Rows.Size().Width
	value := width * topicsShare
	o.heads[0].Set(text.Span{Text: "Topic", Colour: muted, X: look.PageEdge}, text.Span{Text: "Latest value", Colour: muted, X: value},
		text.Span{Text: "Age", Colour: muted, X: width - ageEdge, Right: true})
	o.heads[2].Set(text.Span{Text: "Came and went", Colour: muted, X: 4})
	for i, topic := range topics {
		id, known := c.Store.Find(topic)
		if !known {
			continue
		}
		row, held := c.Store.Row(c.Store.Position(id))
		if !held {
			continue
		}
		o.names = append(o.names, topic)
		words := payload.Preview(row.Preview, row.Size)
		if words == "" {
			words = "(empty)"
		}
		spans := []text.Span{{Text: format.SignTopic(format.BothEnds(topic)), Colour: plain, X: look.PageEdge, Limit: value - columnGap, Keep: "/"}}
		at := value
		if i < len(about) {
			spans = append(spans, text.Span{Text: describes, Colour: look.Colour(theme.ColorNamePrimary), X: value})
			at += text.Width(describes, text.Regular, look.RowText) + columnGap
		}
		spans = widgets.ValueSpans(spans, text.Span{Text: words, Style: text.Mono, Colour: look.Colour(look.Key), X: at, Limit: width - ageRoom})
		lines = append(lines, append(spans, text.Span{Text: format.Age(now, row.At), Colour: muted, X: width - ageEdge, Right: true}))
	}
	o.topics.Set(lines)
}

// describes stands before the latest message of a topic that says what a device is.
const describes = "describes it"

// drawChanges lists when the device came and went, the latest first.
func (o *one) drawChanges(d *device.Device) {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	var lines [][]text.Span
	for i := len(d.Changes) - 1; i >= 0; i-- {
		c := d.Changes[i]
		lines = append(lines, []text.Span{
			{Text: format.Clock(c.At), Style: text.Mono, Colour: muted, X: 4},
			{Text: explain.DeviceStatus(c.Status), Colour: plain, X: 84}, {Text: ", " + explain.DeviceBasis(c.Basis), Colour: muted, X: -1},
		})
	}
	o.changes.Set(lines)
}

// topic is the one of a row, empty when there is none.
func (o *one) topic(k uint32) string {
	if i := o.topics.Index(k); i >= 0 && i < len(o.names) {
		return o.names[i]
	}
	return ""
}

// open shows the topic of a row in the tree.
func (o *one) open(k uint32) {
	if topic := o.topic(k); topic != "" {
		o.goTo(topic, false)
	}
}

// menu offers what can be done with a topic.
func (o *one) menu(k uint32, at fyne.Position) {
	topic := o.topic(k)
	if topic == "" {
		return
	}
	widgets.ShowMenu(o.topics.Rows, at,
		fyne.NewMenuItem("Show in the tree", func() { o.goTo(topic, false) }),
		fyne.NewMenuItem("Show its chart", func() { o.goTo(topic, true) }),
		fyne.NewMenuItem("Copy topic", func() { widgets.CopyText("Topic", topic) }))
}

// about says what is known of a device: what it is, how it stands and how that is known, and
// what is wrong with it, a sentence for each.
func about(d *device.Device, now time.Time) []string {
	what := []string{explain.ConventionName(d.Convention)}
	for _, more := range []string{modelWords(d), firmwareWords(d), d.Area} {
		if more != "" {
			what = append(what, format.Excerpt(more))
		}
	}
	if d.ID != d.Name {
		what = append(what, format.Level(d.ID))
	}
	state := []string{explain.DeviceStatus(d.Status)}
	if basis := explain.DeviceBasis(d.Basis); basis != "" {
		state = append(state, basis)
	}
	if !d.Since.IsZero() {
		state = append(state, format.Fill("since {time}", "time", format.DateClock(d.Since)))
	}
	facts := []string{strings.Join(state, ", ")}
	if !d.Last.IsZero() {
		facts = append(facts, format.Fill("last message {age}", "age", format.Ago(now, d.Last)))
	}
	if d.Rhythm > 0 {
		facts = append(facts, format.Fill("every {time}", "time", format.Interval(d.Rhythm)))
	}
	lines := []string{strings.Join(what, "  ·  "), strings.Join(facts, "  ·  ")}
	for _, p := range d.Problems {
		lines = append(lines, explain.DeviceProblemSentence(p))
	}
	return lines
}

func firmwareWords(d *device.Device) string {
	if d.Firmware == "" {
		return ""
	}
	return format.Fill("firmware {firmware}", "firmware", d.Firmware)
}
