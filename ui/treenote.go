package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// clearedNote stands at the foot of a tree that leaves out cleared topics, and
// says how many. Its button brings them back.
type clearedNote struct {
	object fyne.CanvasObject
	words  *widgets.Strip
}

func newClearedNote(show func()) *clearedNote {
	n := &clearedNote{words: widgets.NewStrip(20, 12)}
	button := widget.NewButton("Show", show)
	button.Importance = widget.LowImportance
	n.object = widgets.NewPanel(colorRaised, container.NewBorder(nil, nil, nil, button, middle(n.words)), 0, 8)
	n.object.Hide()
	return n
}

// draw says how many are hidden.
func (n *clearedNote) draw(hidden int, colours *treeColours) {
	if hidden > 0 {
		n.words.Set(text.Span{Text: clearedWords(hidden), Colour: colours.muted})
	}
	setHidden(hidden == 0, n.object)
}

func clearedWords(hidden int) string {
	if hidden == 0 {
		return ""
	}
	return count(hidden) + " cleared " + noun(hidden, "topic") + " hidden"
}

// emptyNote stands in a tree without rows: why there are none, and examples of
// what could be searched for.
type emptyNote struct {
	object   fyne.CanvasObject
	words    *widget.Label
	examples fyne.CanvasObject
}

// searchExamples are what can be searched for, and what that finds.
var searchExamples = [][2]string{
	{`"two words"`, "with the blank between"},
	{"tele/+/STATE", "a topic filter"},
	{`re:^a/\d`, "a regular expression"},
	{"=ON", "in the payload"},
	{"battery<20", "a member of a JSON payload"},
	{"-hall", "not"},
}

func newEmptyNote() *emptyNote {
	n := &emptyNote{words: widget.NewLabel("")}
	n.words.Wrapping = fyne.TextWrapWord
	n.words.Importance = widget.LowImportance
	var examples, meanings []fyne.CanvasObject
	for _, e := range searchExamples {
		example := widget.NewLabel(e[0])
		example.TextStyle.Monospace = true
		meaning := widget.NewLabel(e[1])
		meaning.Importance = widget.LowImportance
		examples, meanings = append(examples, example), append(meanings, meaning)
	}
	n.examples = container.NewBorder(nil, nil, container.NewHBox(tight(examples), tight(meanings)), nil)
	n.examples.Hide()
	n.object = container.NewVBox(n.words, n.examples)
	return n
}

// tight puts lines under each other without room between.
func tight(lines []fyne.CanvasObject) fyne.CanvasObject {
	return container.New(tightLayout{}, lines...)
}

type tightLayout struct{}

// Layout implements fyne.Layout.
func (tightLayout) Layout(lines []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, l := range lines {
		h := l.MinSize().Height
		l.Move(fyne.NewPos(0, y))
		l.Resize(fyne.NewSize(size.Width, h))
		y += h - theme.InnerPadding()
	}
}

// MinSize implements fyne.Layout.
func (tightLayout) MinSize(lines []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, l := range lines {
		m := l.MinSize()
		size.Width = max(size.Width, m.Width)
		size.Height += m.Height - theme.InnerPadding()
	}
	return size
}

// say shows words, and the examples or not.
func (n *emptyNote) say(words string, examples bool) {
	if n.words.Text != words {
		n.words.SetText(words)
	}
	setHidden(words == "", n.words)
	setHidden(!examples, n.examples)
}
