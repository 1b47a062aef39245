package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// fastest is the shortest time between two payloads shown: more a second than
// anybody can read.
const fastest = 100 * time.Millisecond

// inspector shows the latest message of the selected topic.
type inspector struct {
	object  fyne.CanvasObject
	conn    *connection
	decoder *decoder
	save    func(name string, b []byte)

	topic, facts, words *widgets.Strip
	formats             *widget.Select
	view                *widgets.TextView
	picture             *canvas.Image
	hint                *widget.Label
	copyTopic, copyAll  *widget.Button
	saveAll             *widget.Button

	asked   request // the last one
	askedAt time.Time
	shown   decoded
}

func newInspector(c *connection, w *Window) *inspector {
	p := &inspector{conn: c, save: w.saveFile}
	p.decoder = newDecoder(func(d decoded) { w.loop.run(func() { p.show(d) }) })
	p.topic = widgets.NewStrip(22, 14)
	p.facts = widgets.NewStrip(20, 12)
	p.words = widgets.NewStrip(20, 12)
	p.formats = widget.NewSelect(formatNames, func(string) { p.askedAt = time.Time{} })
	p.formats.SetSelectedIndex(int(formatAuto))
	p.view = widgets.NewTextView(18, 13)
	p.view.Colour = markColour
	p.view.OnMenu = p.menu
	p.picture = canvas.NewImageFromImage(nil)
	p.picture.FillMode = canvas.ImageFillContain
	p.picture.Hide()
	p.hint = widget.NewLabel("")
	p.hint.Wrapping = fyne.TextWrapWord
	p.hint.Importance = widget.LowImportance
	p.copyTopic = widget.NewButtonWithIcon("Topic", theme.ContentCopyIcon(), func() { copyText(c.topic) })
	p.copyAll = widget.NewButtonWithIcon("Payload", theme.ContentCopyIcon(), func() { copyPayload(p.shown.entry.Payload) })
	p.saveAll = widget.NewButtonWithIcon("Save", theme.DocumentSaveIcon(), func() { p.save(fileName(c.topic, p.shown.as), p.shown.entry.Payload) })
	for _, b := range []*widget.Button{p.copyTopic, p.copyAll, p.saveAll} {
		b.Importance = widget.LowImportance
	}
	head := container.NewBorder(nil, nil, nil, container.NewHBox(p.copyTopic, p.copyAll, p.saveAll), container.NewVBox(p.topic, p.facts))
	bar := container.NewBorder(nil, nil, nil, p.formats, middle(p.words))
	p.object = container.NewBorder(
		container.NewVBox(widgets.NewPanel(colorRaised, head, 4, 8), widgets.NewPanel(colorPanel, bar, 3, 8), widget.NewSeparator()),
		nil, nil, nil,
		widgets.NewPanel(colorPanel, container.NewStack(p.view, p.picture, container.NewPadded(container.NewVBox(p.hint))), 0, 0))
	return p
}

// middle keeps an object's own height in the middle of what it is given.
func middle(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(nil, nil, nil, nil, container.New(middleLayout{}, o))
}

type middleLayout struct{}

// Layout implements fyne.Layout.
func (middleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(0, (size.Height-h)/2))
		o.Resize(fyne.NewSize(size.Width, h))
	}
}

// MinSize implements fyne.Layout.
func (middleLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

// stop ends what runs beside the window.
func (p *inspector) stop() { p.decoder.stop() }

// draw shows what has changed about the selected topic.
func (p *inspector) draw(now time.Time) {
	c := p.conn
	if c.selected == model.Root {
		p.clear()
		return
	}
	pos := c.store.Position(c.selected)
	want := request{c.store, c.selected, pos, format(p.formats.SelectedIndex()), p.view.Columns()}
	if pos != 0 && want != p.asked && (want.id != p.asked.id || now.Sub(p.askedAt) >= fastest) {
		p.asked, p.askedAt = want, now
		p.decoder.ask(want)
	}
	p.drawHead(now, pos != 0)
	if pos == 0 {
		p.asked = request{}
		p.showNothing()
	}
}

func (p *inspector) clear() {
	p.topic.Set(text.Span{Text: "Nothing selected", Style: text.Bold, Colour: themeColour(colorMuted)})
	p.facts.Set()
	p.words.Set()
	setHidden(true, p.view, p.picture, p.copyAll, p.saveAll, p.copyTopic, p.formats)
	p.say("Select a topic on the left to see its latest message.")
}

// showNothing is for a level that has received nothing itself.
func (p *inspector) showNothing() {
	p.words.Set()
	setHidden(true, p.view, p.picture, p.copyAll, p.saveAll, p.formats)
	setHidden(false, p.copyTopic)
	p.say("Nothing has been published to this level itself. Open it to see the topics below.")
}

func (p *inspector) say(words string) {
	if p.hint.Text != words {
		p.hint.SetText(words)
	}
	setHidden(words == "", p.hint)
}

// drawHead shows the topic and the facts about its latest message.
func (p *inspector) drawHead(now time.Time, hasValue bool) {
	c := p.conn
	p.topic.Set(text.Span{Text: topicWords(c.topic), Style: text.Bold, Colour: themeColour(theme.ColorNameForeground)})
	st := c.store.Stats(c.selected, now)
	var facts []string
	if hasValue {
		e := p.shown.entry
		if p.shown.id == c.selected && e.Position != 0 {
			facts = append(facts, fmt.Sprintf("QoS %d", e.QoS))
			if e.Retained {
				facts = append(facts, "retained")
			}
			if e.Dup {
				facts = append(facts, "duplicate")
			}
			facts = append(facts, sizeOf(len(e.Payload)), ago(now, e.At))
		}
		if st.Intervals.Learned > 0 {
			facts = append(facts, "every "+interval(st.Intervals.Learned))
		}
		facts = append(facts, plural(st.Messages, "message"))
	}
	if below := st.Topics; below > 1 || !hasValue {
		facts = append(facts, "subtree of "+plural(below, "topic")+" with "+plural(st.SubtreeMessages, "message"))
	}
	p.facts.Set(text.Span{Text: strings.Join(facts, "  ·  "), Colour: themeColour(colorMuted)})
}

// show puts a decoded message into the view. It runs on the goroutine that
// draws.
func (p *inspector) show(d decoded) {
	if d.id != p.conn.selected || d.store != p.conn.store {
		return // somebody has gone on to another topic
	}
	other := d.id != p.shown.id || d.format != p.shown.format
	p.shown = d
	p.words.Set(text.Span{Text: d.words, Colour: themeColour(colorMuted)})
	setHidden(false, p.copyTopic, p.copyAll, p.saveAll, p.formats)
	p.say("")
	if d.image != nil {
		p.picture.Image = d.image
		p.picture.Refresh()
		setHidden(false, p.picture)
		setHidden(true, p.view)
		return
	}
	setHidden(true, p.picture)
	setHidden(false, p.view)
	p.view.SetLines(d.lines, other)
}

// restyle takes the colours of a new theme.
func (p *inspector) restyle() {
	p.view.Refresh()
	if p.shown.id == p.conn.selected {
		p.words.Set(text.Span{Text: p.shown.words, Colour: themeColour(colorMuted)})
	}
}

func (p *inspector) menu(at fyne.Position) {
	copySelected := fyne.NewMenuItem("Copy", p.view.Copy)
	all := fyne.NewMenuItem("Select all", p.view.SelectAll)
	payload := fyne.NewMenuItem("Copy payload as received", p.copyAll.OnTapped)
	showMenu(p.view, at, copySelected, all, fyne.NewMenuItemSeparator(), payload)
}

// topicWords is a topic as a heading: what cannot be seen is made visible.
func topicWords(topic string) string {
	if strings.Trim(topic, "/") == "" || strings.ContainsFunc(topic, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\ufffd' }) {
		return fmt.Sprintf("%q", topic)
	}
	return topic
}

// setHidden shows or hides objects, and only touches those that change.
func setHidden(hidden bool, objects ...fyne.CanvasObject) {
	for _, o := range objects {
		if o.Visible() != hidden {
			continue
		}
		if hidden {
			o.Hide()
		} else {
			o.Show()
		}
	}
}
