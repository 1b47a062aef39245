package publish

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/format"
	"mangrove/ui/widgets/arrange"
)

// foldName is what the button does while all of the panel is on view.
const foldName = "Collapse the publish panel"

// SetFolded has the panel be one line, or all of it.
func (p *Panel) SetFolded(folded bool) {
	defer p.keepKeyboard(p.focused())
	arrange.SetHidden(folded, p.body, p.ways, p.title, p.options)
	icon, name := theme.MenuDropDownIcon(), foldName
	if folded {
		icon, name = theme.MenuDropUpIcon(), "Expand the publish panel"
	}
	p.fold.Tip = name
	p.fold.SetIcon(icon)
	notes := slices.DeleteFunc(p.head.Objects, func(o fyne.CanvasObject) bool { return o == p.fields })
	at := 0
	if folded { // a panel of one line stands at the bottom: what is said above it moves no button from under the pointer
		at = len(notes)
	}
	p.head.Objects = slices.Insert(notes, at, fyne.CanvasObject(p.fields))
	p.head.Refresh()
	p.drawFolded()
	p.OnFold(folded)
}

// IsOpen reports whether all of the panel is on view.
func (p *Panel) IsOpen() bool { return p.body.Visible() }

// fitOptions leaves out the word before the QoS where there is no room for it.
func (p *Panel) fitOptions() {
	width := p.fields.Size().Width
	if narrow := width > 0 && width < p.spelt; narrow == p.qosWord.Visible() {
		p.turned = true
		arrange.SetHidden(narrow, p.qosWord)
	}
}

// fitPast has the button for the messages of before stand in the line where there is room
// for it, and otherwise beside how the payload is written.
func (p *Panel) fitPast() {
	width := p.fields.Size().Width
	roomy := width >= p.line.Narrowest+p.past.MinSize().Width+theme.Padding()
	if width > 0 && roomy != p.past.Visible() {
		p.turned = true
		arrange.SetHidden(!roomy, p.past)
	}
	arrange.SetHidden(p.past.Visible(), p.pastTool)
}

// drawFolded has the payload stand in the line of a folded panel if it is one line,
// and says what else would be published: nothing is sent that cannot be seen.
func (p *Panel) drawFolded() {
	folded, words := !p.body.Visible(), ""
	onLine := p.payload.isLine()
	if folded {
		words = p.unseenWords(onLine)
	}
	p.short.draw(folded && onLine)
	told := p.words != "" || !folded && !p.tight
	if p.tight && !folded && p.preview.strip.Visible() {
		told = false
	}
	if words == p.hides && told == p.told.Visible() {
		return
	}
	p.hides, p.turned = words, true
	arrange.SetHidden(!told, p.told)
	arrange.SetHidden(words == "", p.unseen)
	p.Restyle()
}

// lowWindow is the height of the window below which an open panel takes as little as it
// can.
const lowWindow = 520

// highWindow is the height from which on there is room for a larger panel.
const highWindow = 700

// fitHeight has the properties take the place of the payload where there is not room for both.
func (p *Panel) fitHeight() {
	c := fyne.CurrentApp().Driver().CanvasForObject(p.fold)
	if tight := p.compact || c != nil && c.Size().Height < lowWindow; tight != p.tight {
		p.tight, p.turned = tight, true
		rows := 2
		if tight {
			rows = 1
		}
		p.payload.SetMinRowsVisible(rows)
	}
	if high := !p.tight && c != nil && c.Size().Height >= highWindow; high != p.high {
		p.high, p.turned = high, true
	}
	if away := p.tight && p.more.open; away == p.payload.stack.Visible() {
		arrange.SetHidden(away, p.payload.stack)
		p.turned = true
	}
}

// saysResult reports whether what became of the last message is said in the place of what
// will be sent: where there is room for one of them, until something is edited.
func (p *Panel) saysResult() bool {
	return p.tight && p.IsOpen() && p.words != "" && reflect.DeepEqual(p.typed(), p.saidOf)
}

// unseenWords says what would be published beyond what stands in the line.
func (p *Panel) unseenWords(onLine bool) string {
	var unseen []string
	if p.topic.isCut() && (p.payload.size() > 0 || !p.tight) {
		unseen = append(unseen, format.Fill("to {topic}", "topic", format.TopicInSentence(format.BothEnds(p.topic.Value()))))
	}
	if n := p.payload.size(); !onLine {
		unseen = append(unseen, p.payload.excerpt()+", "+format.Size(n))
	}
	if qos := p.qos.Chosen(); qos > 0 {
		unseen = append(unseen, fmt.Sprintf("QoS %d", qos))
	}
	if p.retain.Checked {
		unseen = append(unseen, "retained")
	}
	if n := p.more.count(); n > 0 {
		unseen = append(unseen, format.Counted(n, "{count} property", "{count} properties"))
	}
	if len(unseen) == 0 {
		return ""
	}
	return format.Fill("To publish: {unseen}", "unseen", strings.Join(unseen, "  ·  "))
}

// drawTurn has the page make room when the panel asks for another height.
func (p *Panel) drawTurn() {
	if turned := p.line.TakeTurn() || p.turned; turned {
		p.turned = false
		p.OnTurn()
	}
}
