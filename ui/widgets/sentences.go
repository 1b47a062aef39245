package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/widgets/arrange"
)

// NewSentences makes a label of a sentence or two in their own lines.
func NewSentences(words string, importance widget.Importance) *widget.Label {
	l := widget.NewLabel(format.Excerpts(strings.Split(words, "\n")...))
	l.Wrapping = fyne.TextWrapWord
	l.Importance = importance
	return l
}

// ShowProblem puts a sentence into the label of a dialog.
func ShowProblem(problem *widget.Label, words string) {
	problem.SetText(format.Excerpt(words))
	arrange.SetHidden(words == "", problem)
}
