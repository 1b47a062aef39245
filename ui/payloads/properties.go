package payloads

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// propertyWords is one property of a message as it is shown.
type propertyWords struct{ name, value string }

// propertiesOf reads the properties a message came with, in the order of the
// specification, and those of the user as they came. A message may have millions:
// those that are not read are named.
func propertiesOf(block []byte) []propertyWords {
	p, left, err := broker.ReadFirstProperties(block)
	switch {
	case err != nil:
		return []propertyWords{{"Properties", "malformed: " + malformedBytes(block)}}
	case p == nil:
		return nil
	}
	var list []propertyWords
	add := func(present bool, name, value string) {
		if present {
			list = append(list, propertyWords{name, value})
		}
	}
	add(p.ContentType != "", "Content type", shownText(p.ContentType))
	add(p.Text, "Payload format", "UTF-8 text")
	add(p.ResponseTopic != "", "Response topic", shownText(p.ResponseTopic))
	add(p.CorrelationData != nil, "Correlation data", shownBytes(p.CorrelationData))
	add(p.Expiry > 0, "Expires", "in "+expiryWords(p.Expiry)+" when it arrived")
	for _, u := range p.User {
		add(true, "User property "+shownText(u.Name), shownText(u.Value))
	}
	add(left > 0, "More properties", format.Size(left)+" that are not shown")
	return list
}

// malformedBytes is the beginning of what could not be read, in hexadecimal.
func malformedBytes(block []byte) string {
	const most = 1_000
	if len(block) <= most {
		return hex.EncodeToString(block)
	}
	return fmt.Sprintf("%s… (%s)", hex.EncodeToString(block[:most]), format.Size(len(block)))
}

// expiryWords writes how many seconds a message had left, which is what came,
// and what that is in a larger unit.
func expiryWords(d time.Duration) string {
	seconds := format.Count(int64(d / time.Second))
	if d < 2*time.Minute {
		return seconds + " s"
	}
	return fmt.Sprintf("%s s (%s)", seconds, format.Interval(d))
}

// shownText is a text on one line: in quotes, with signs for odd blanks and
// marks for what cannot be seen, when it would not be seen for what it is.
func shownText(s string) string {
	words := text.WithMarks(format.SignLevel(s))
	if words == s && s != "" {
		return s
	}
	return `"` + words + `"`
}

// shownBytes is bytes as text where they are text, and in hexadecimal.
func shownBytes(b []byte) string {
	words := hex.EncodeToString(b)
	if s := string(b); s != "" && utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		words = fmt.Sprintf("%q, in hexadecimal %s", s, words)
	}
	if words == "" {
		words = "empty"
	}
	return words
}

// propertiesBar is a line over the payload with the MQTT 5 properties of the
// message, which opens to show one a line.
type propertiesBar struct {
	object fyne.CanvasObject
	around fyne.CanvasObject // what divides the room between it and the payload
	fold   *widgets.Button
	words  *widgets.Strip
	view   *widgets.TextView
	area   *fyne.Container // what opens
	room   *openLayout
	block  []byte // of the message
	list   []propertyWords
}

func newPropertiesBar() *propertiesBar {
	b := &propertiesBar{words: widgets.NewStrip(20, 12), view: widgets.NewTextView(18, 13), room: &openLayout{}}
	b.fold = widgets.NewButton("Properties", theme.MenuExpandIcon(), b.toggle)
	b.fold.Importance = widget.LowImportance
	b.view.Colour = markColour
	b.view.OnMenu = func(at fyne.Position) {
		widgets.ShowMenu(b.view, at, fyne.NewMenuItem("Copy", b.view.Copy), fyne.NewMenuItem("Select all", b.view.SelectAll),
			fyne.NewMenuItem("Copy all properties", func() { widgets.CopyText("Properties", b.text()) }))
	}
	b.view.OnColumns = func(int) { b.fill() }
	b.area = container.New(b.room, widgets.NewPanel(look.Raised, b.view, 0, 0))
	b.area.Hide()
	b.object = container.NewVBox(
		widgets.NewPanel(look.Raised, container.NewBorder(nil, nil, b.fold, nil, arrange.Middle(b.words)), 0, look.PageEdge-theme.InnerPadding()), b.area)
	b.object.Hide()
	b.fold.Hide()
	return b
}

// show shows the properties of a message, and nothing when it has none.
func (b *propertiesBar) show(block []byte) {
	if bytes.Equal(block, b.block) {
		return
	}
	b.block = block
	b.list = propertiesOf(block)
	b.fill()
	b.restyle()
	if none := len(b.list) == 0; none == b.object.Visible() {
		arrange.SetHidden(none, b.object, b.fold)
		b.around.Refresh()
	} else if b.area.Visible() {
		b.around.Refresh() // there are more of them, or fewer
	}
}

// fill puts the properties into what opens.
func (b *propertiesBar) fill() {
	b.view.SetLines(widgets.NewTextLines([]byte(b.text()), b.view.Columns(), markProperty), true)
	b.room.lines = len(b.list)
}

// text is a line for each property.
func (b *propertiesBar) text() string {
	lines := make([]string, 0, len(b.list))
	for _, p := range b.list {
		lines = append(lines, p.name+": "+p.value)
	}
	return strings.Join(lines, "\n")
}

// markProperty marks the name of a property. It is a [widgets.Marker].
func markProperty(line string, state int) (marks []widgets.Mark, next int) {
	if end := strings.Index(line, ": "); state == 0 && end > 0 {
		marks = []widgets.Mark{{From: 0, To: end, Kind: widgets.Key}}
	}
	return marks, 1
}

func (b *propertiesBar) toggle() {
	open := !b.area.Visible()
	arrange.SetHidden(!open, b.area)
	icon := theme.MenuExpandIcon()
	if open {
		icon = theme.MenuDropDownIcon()
	}
	b.fold.SetIcon(icon)
	arrange.SetHidden(open, b.words)
	b.around.Refresh()
}

// restyle takes the colours of a new theme.
func (b *propertiesBar) restyle() {
	var spans []text.Span
	for _, p := range b.list {
		x := float32(-1)
		if len(spans) == 0 {
			x = 0
		}
		spans = append(spans, text.Span{Text: p.name + " ", Colour: look.Colour(look.Muted), X: x},
			text.Span{Text: p.value + "    ", Colour: look.Colour(look.Key), X: -1})
	}
	b.words.Set(spans...)
	b.view.Refresh()
}

// openLayout gives a view room for its lines, up to eight.
type openLayout struct{ lines int }

// Layout implements fyne.Layout.
func (*openLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// MinSize implements fyne.Layout.
func (l *openLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, float32(min(max(l.lines, 1), 8))*18+10)
}
