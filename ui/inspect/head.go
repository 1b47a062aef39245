package inspect

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/model"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// mostLevels is how many levels of a topic the head goes through, from the last on, and
// moreAbove stands for those before.
const (
	mostLevels = 100
	moreAbove  = "…"
)

// drawHead shows the topic and the facts about it and the message on view. A
// message looked into in the list has its own.
func (p *Pane) drawHead(now time.Time) {
	c := p.conn
	if m, chosen := p.lookedInto(); chosen {
		id := model.Root
		if m.Topic != "" && c.Store.Topic(m.ID) == m.Topic {
			id = m.ID
		}
		name := "(topic discarded)"
		if m.Topic != "" {
			name = format.TopicInSentence(format.BothEnds(m.Topic))
		}
		p.showTopic(name, id)
		p.sayFacts(messageFacts(&m)...)
		return
	}
	if c.Selected == model.Root {
		words, facts := "Busiest topics", "Select a topic to see its latest message."
		switch p.modes.Chosen() {
		case Chart:
			n, lines := p.charts.Board.Len()
			words, facts = "Pinned charts", format.Fill("{number} with {lines}", "number", format.Counted(n, "{count} chart", "{count} charts"), "lines", format.Counted(lines, "{count} line", "{count} lines"))
		case Messages:
			st := c.Store.Stats(model.Root, now)
			words, facts = "All messages", p.listedWords(ofAll, st.Topics, st.SubtreeMessages)
		}
		p.showTopic(words, model.Root)
		p.sayFacts(facts)
		return
	}
	p.showTopic(format.Topic(format.BothEnds(c.Topic)), c.Selected)
	p.sayFacts(p.factsOf(now)...)
}

func (p *Pane) sayFacts(facts ...string) {
	p.facts.Set(text.Span{Text: strings.Join(facts, " · "), Colour: look.Colour(look.Muted)})
}

// showTopic shows a topic as its levels, each of which selects what it names. Words that
// are no topic of the tree have the root for an id, and lead nowhere.
func (p *Pane) showTopic(words string, id model.ID) {
	if p.named == (named{words, id}) {
		return
	}
	p.named, p.levels, p.names = named{words, id}, nil, nil
	if id == model.Root {
		p.topic.SetLevels(words, []string{words}, false)
		return
	}
	tree := p.conn.Store.Tree()
	for at := id; at != model.Root; at = tree.Parent(at) {
		name := moreAbove
		if len(p.names) < mostLevels {
			name = format.Level(format.BothEnds(tree.Row(at).Name))
		}
		p.names, p.levels = append(p.names, name), append(p.levels, at)
		if len(p.names) > mostLevels {
			break
		}
	}
	slices.Reverse(p.names)
	slices.Reverse(p.levels)
	p.topic.SetLevels(words, p.names, true)
}

// named is what the head names.
type named struct {
	words string
	id    model.ID
}

// goToLevel selects a level of the topic on view.
func (p *Pane) goToLevel(level int) {
	p.OnUse()
	if level < len(p.levels) && p.conn.Store.Topic(p.levels[level]) != "" {
		p.OnGoTo(p.levels[level])
	}
}

// moreLevels offers the levels that there is no room for.
func (p *Pane) moreLevels(levels int, at fyne.Position) {
	widgets.ShowMenu(p.topic, at, p.levelItems(levels)...)
}

// levelItems are the first levels of the topic on view, each of which selects what it names.
func (p *Pane) levelItems(levels int) (items []*fyne.MenuItem) {
	for i, name := range p.names[:min(levels, len(p.names))] {
		items = append(items, fyne.NewMenuItem(format.ExcerptOf(name, longestLevel), func() { p.goToLevel(i) }))
	}
	return items
}

// longestLevel is how many characters of a level a menu names.
const longestLevel = 60

// explainFacts says what the facts about a message mean, and what they do not.
func (p *Pane) explainFacts() (words []string) {
	var qos byte
	var retained, dup bool
	var at time.Time
	if m, chosen := p.lookedInto(); chosen {
		qos, retained, dup, at = m.QoS, m.Retained, m.Dup, m.At
	} else {
		e := p.payload.Entry()
		if e.Position == 0 || p.conn.Selected == model.Root {
			return nil
		}
		qos, dup, at = e.QoS, e.Dup, e.At
		retained = e.Retained && p.conn.Store.Tree().Row(p.conn.Selected).Retained
	}
	words = append(words, format.Fill("Arrived {time}.", "time", format.DateMillis(at)), qosWords[min(int(qos), 2)])
	if retained {
		words = append(words, "Retained: the broker keeps this message and gives it to everyone who subscribes. It says neither when it was published nor whether its device is still there.")
	}
	if dup {
		words = append(words, "Duplicate: it was sent again because the first time was not acknowledged. It may have been counted before.")
	}
	return words
}

// qosWords say what the quality of service of a message means.
var qosWords = [3]string{
	"QoS 0: delivered at most once. It is the lower of the publisher's and the subscription's QoS.",
	"QoS 1: delivered at least once. It is the lower of the publisher's and the subscription's QoS.",
	"QoS 2: delivered exactly once. It is the lower of the publisher's and the subscription's QoS.",
}

// copyMenu offers what can be copied and saved of what is on view, and what else the page
// does with its topic.
func (p *Pane) copyMenu() {
	p.OnUse()
	items := []*fyne.MenuItem{fyne.NewMenuItem("Copy topic", func() { widgets.CopyText("Topic", p.conn.Subject) })}
	if p.has.payload {
		items = append(items, p.payload.CopyItems()...)
	}
	items = append(items, p.OnMore()...)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.more)
	widgets.ShowMenu(p.more, at.AddXY(0, p.more.Size().Height), items...)
}

// newMore makes the button of that menu.
func (p *Pane) newMore() *widgets.Button {
	return widgets.NewIconButton("Copy, save, clear", theme.MoreVerticalIcon(), p.copyMenu)
}
