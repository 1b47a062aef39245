package publish

import (
	"regexp"
	"slices"
	"strings"

	"mangrove/model/payload"
	"mangrove/ui/widgets"
)

// templateAction is what a template has replaced, on one line.
var templateAction = regexp.MustCompile(`\{\{.*?\}\}`)

// coloured says what the payload that is typed is in colours of.
type coloured struct{ isJSON, template bool }

// colouredAs says that of a text, which may be a document of JSON, and a template.
func colouredAs(text string, document, template bool) coloured {
	template = template && strings.Contains(text, "{{")
	isTemplate := template && strings.HasPrefix(strings.TrimSpace(text), "{{")
	return coloured{document && !isTemplate && payload.BeginsAsJSON([]byte(text)), template}
}

// marker gives the colours; nil: there are none.
func (c coloured) marker() widgets.Marker {
	switch {
	case c.template:
		return func(line string, state int) ([]widgets.Mark, int) { return markTemplate(line, state, c.isJSON) }
	case c.isJSON:
		return widgets.MarkJSON
	}
	return nil
}

// markTemplate marks the actions of a template, and the rest as JSON if it is that.
func markTemplate(line string, state int, isJSON bool) (marks []widgets.Mark, next int) {
	actions := templateAction.FindAllStringIndex(line, -1)
	if isJSON {
		rest := []byte(line)
		for _, a := range actions {
			for i := a[0]; i < a[1]; i++ {
				rest[i] = '_' // within a string it is a letter of it, and nothing elsewhere
			}
		}
		marks, next = widgets.MarkJSON(string(rest), state)
	}
	for _, a := range actions {
		marks = append(marks, widgets.Mark{From: a[0], To: a[1], Kind: widgets.Action})
	}
	slices.SortStableFunc(marks, func(a, b widgets.Mark) int { return a.From - b.From })
	return marks, next
}

// colour has the payload that is typed be in colours.
func (p *Panel) colour() {
	e := p.payload
	if e.colours == nil {
		return // it has not been seen yet
	}
	if as := colouredAs(e.Text, p.how.isDocument(), p.how.template.Checked); as != e.coloured {
		e.coloured = as
		e.colours.SetMarker(as.marker())
	}
	e.colours.Follow()
}
