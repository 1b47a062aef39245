package payloads

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/model/decode"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/value"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// Remedy is something that can be done about what is wrong with a payload.
type Remedy struct {
	Name string
	Do   func()
	Can  bool
}

// countUnnamed counts the metrics of Sparkplug data that no birth has named.
func (d *decoded) countUnnamed() (n int) {
	topic, ok := sparkplug.ParseTopic(d.Topic)
	tree := d.found.Tree
	if !ok || topic.Verb != sparkplug.NData && topic.Verb != sparkplug.DData || d.found.Format() != decode.Sparkplug || tree == nil {
		return 0
	}
	metrics := tree.Find("metrics")
	if metrics < 0 {
		return 0
	}
	for i := range tree.Below(metrics) {
		if tree.Flags(i)&value.Unresolved != 0 {
			n++
		}
	}
	return n
}

// basisOf is what the names and types of data of Sparkplug are taken from.
func (d *decoded) basisOf() sparkplug.Basis {
	topic, ok := sparkplug.ParseTopic(d.Topic)
	if !ok || topic.Verb != sparkplug.NData && topic.Verb != sparkplug.DData || d.found.Format() != decode.Sparkplug || d.Sparkplug == nil {
		return ""
	}
	_, basis := d.Sparkplug.Known(d.Topic, placeOf(&d.entry))
	return basis
}

// doubtWords say so where names and types may have been others when the message came.
func doubtWords(b sparkplug.Basis) string {
	switch b {
	case sparkplug.LaterBirth, sparkplug.BeforeGap, sparkplug.FromRetained:
		words := format.SparkplugBasis(b)
		return strings.ToUpper(words[:1]) + words[1:] + "."
	}
	return ""
}

// advice says under a payload what is wrong with it, and what can be done.
type advice struct {
	object fyne.CanvasObject
	words  *widgets.TwoLines
	button *widgets.Button
	remedy Remedy
	doubt  string // what is to be said of names that may be others; empty: nothing
}

func newAdvice() *advice {
	a := &advice{words: widgets.NewTwoLines(12)}
	a.button = widgets.NewButton("", nil, func() { a.remedy.Do() })
	a.object = widgets.NewPanel(look.Raised, container.NewBorder(nil, nil, nil, arrange.Middle(a.button), a.words), 2, look.PageEdge)
	a.object.Hide()
	return a
}

// unnamedWords say what is wrong with data that have metrics without a name.
func unnamedWords(n int) string {
	if n == 1 {
		return "1 metric has no name: no birth with its alias has been received."
	}
	return format.Fill("{number} metrics have no names: no birth with their aliases has been received.", "number", format.Count(n))
}

// advise says what is wrong with the payload on view, if something can be done about it.
func (p *View) advise() {
	a, n := p.advice, p.shown.unnamed
	a.doubt = ""
	remedy, some := Remedy{}, false
	if n > 0 && p.Rebirth != nil {
		remedy, some = p.Rebirth(p.topic)
	}
	if some {
		a.words.Set(unnamedWords(n), "", look.Colour(theme.ColorNameWarning))
	} else if a.doubt = doubtWords(p.shown.basis); a.doubt != "" {
		a.words.Set(a.doubt, "", look.Colour(look.Muted))
	}
	arrange.SetHidden(!some, a.button)
	if a.remedy = remedy; some {
		if name := format.Excerpt(remedy.Name); a.button.Text != name {
			a.button.SetText(name)
		}
		if remedy.Can == a.button.Disabled() {
			if remedy.Can {
				a.button.Enable()
			} else {
				a.button.Disable()
			}
		}
	}
	if say := some || a.doubt != ""; a.object.Visible() != say {
		arrange.SetHidden(!say, a.object)
		p.area.Refresh() // there is less room for the payload, or more
	}
}

// report has scripts find the advice and its button, while they are on view.
func (a *advice) report(r *report.Report) {
	r.PlaceIf(a.object.Visible(), "payload advice", a.words)
	r.PlaceIf(a.object.Visible() && a.button.Visible(), "payload remedy", a.button)
}
