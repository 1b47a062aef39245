package topics

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// clearedNote stands at the foot of a tree that leaves out topics whose latest message is
// empty, and says how many. Whether that cleared a retained one cannot be known: the broker
// hands it on as any other. Its button brings them back.
type clearedNote struct {
	object fyne.CanvasObject
	words  *widgets.Strip
}

func newClearedNote(show func()) *clearedNote {
	n := &clearedNote{words: widgets.NewStrip(20, 12)}
	button := widgets.NewButton("Show", nil, show)
	button.Importance = widget.LowImportance
	n.object = widgets.NewPanel(look.Raised, container.NewBorder(nil, nil, nil, button, arrange.Middle(n.words)), 0, look.PageEdge)
	n.object.Hide()
	return n
}

// draw says how many are hidden.
func (n *clearedNote) draw(hidden int, colours *treeColours) {
	if hidden > 0 {
		n.words.Set(text.Span{Text: format.Counted(hidden, "{count} empty topic hidden", "{count} empty topics hidden"), Colour: colours.muted})
	}
}

// emptyNote stands in a tree without rows: why there are none, and examples of
// what could be searched for.
type emptyNote struct {
	object   fyne.CanvasObject
	words    *widget.Label
	lines    []*widgets.Strip
	examples fyne.CanvasObject
}

// searchExamples are what can be searched for, and what that finds.
var searchExamples = [][2]string{
	{`"two words"`, "with the space between"},
	{"tele/+/STATE", "a topic filter"},
	{`re:^a/\d`, "a regular expression"},
	{"=ON", "the whole payload"},
	{"~ON", "in the payload"},
	{"battery<20", "a member of a JSON payload: < <= > >= = != ~"},
	{"-hall", "not"},
}

func newEmptyNote() *emptyNote {
	n := &emptyNote{words: widget.NewLabel("")}
	n.words.Wrapping = fyne.TextWrapWord
	n.words.Importance = widget.LowImportance
	lines := container.New(layout.NewCustomPaddedVBoxLayout(0))
	for range searchExamples {
		line := widgets.NewStrip(20, 12)
		n.lines = append(n.lines, line)
		lines.Add(line)
	}
	n.examples = arrange.Padded(theme.InnerPadding(), 0, lines)
	n.examples.Hide()
	n.object = container.NewVBox(n.words, n.examples)
	return n
}

// showWords has an empty tree say why it is empty, with the examples of a search or without.
func (n *emptyNote) showWords(words string, examples bool) {
	if words = format.Excerpt(words); n.words.Text != words {
		n.words.SetText(words)
	}
	arrange.SetHidden(words == "", n.words)
	arrange.SetHidden(!examples, n.examples)
	if !examples {
		return
	}
	const meaning = 104 // where it begins
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	for i, e := range searchExamples {
		n.lines[i].Set(text.Span{Text: e[0], Style: text.Mono, Colour: plain, Limit: meaning}, text.Span{Text: e[1], Colour: muted, X: meaning})
	}
}

// around shows what stands over the rows and below them, or has the rows take the room. The
// selected row stays on view.
func (p *Pane) around(finding, cleared bool) {
	if p.finding.Visible() == finding && p.cleared.object.Visible() == cleared {
		return
	}
	key, selected := p.rows.Selected()
	rows, _, _ := p.rows.Seen()
	onView := selected && slices.ContainsFunc(rows, func(r widgets.Row) bool { return r.Key == key })
	arrange.SetHidden(!finding, p.finding)
	arrange.SetHidden(!cleared, p.cleared.object)
	if p.Object.Refresh(); onView {
		p.rows.Select(key, true)
	}
}

// emptyWords says why there are no rows, and whether examples of searches help.
func (p *Pane) emptyWords(hidden int) (words string, examples bool) {
	switch {
	case p.tree.Len() > 0:
		return "", false
	case p.search.query == nil && hidden > 0:
		return "The latest message of every topic is empty, and empty topics are hidden.", false
	case p.search.query == nil:
		return arrivalWords(p.conn), false
	}
	words = p.search.emptyWords()
	return words, words != ""
}

// arrivalWords says why nothing has arrived, and what to try.
func arrivalWords(c *connection.Connection) string {
	switch c.Status.Phase {
	case broker.Connecting:
		return "Connecting…"
	case broker.Waiting, broker.Stopped:
		return "No messages have arrived."
	}
	var filters []string
	for _, g := range c.RequestedGrants() {
		if g.Denied == nil {
			filters = append(filters, g.Filter)
		}
	}
	denied := c.DescribeDenied()
	switch {
	case denied != "" && len(filters) == 0:
		return denied + "\nTry another filter under Subscriptions… above."
	case len(filters) == 0:
		return "Nothing is subscribed."
	}
	words := format.Fill("Nothing has arrived yet for {topics}.\n", "topics", format.TopicsInSentence(filters))
	if !c.Profile.ReadOnly {
		words += "Publish something below to see it appear here. "
	}
	return words + "Messages that are not retained appear the next time they are sent."
}
