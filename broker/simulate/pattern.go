package simulate

import (
	"regexp"

	"mangrove/model/decode"
	"mangrove/model/encode"
	"mangrove/model/template"
)

// pattern is a text with {{…}} in it. Where all of these are names of variables it is put
// together without running a template.
type pattern struct {
	text         string
	parts        []part // nil: it takes the template
	whole        *template.Template
	line, column int // where it stands in the file; 0: it does not
}

// part is a text, and the variable after it; an empty name is the end.
type part struct{ text, name string }

var (
	variable = regexp.MustCompile(`\{\{ *\.([A-Za-z_][A-Za-z0-9_]*) *\}\}`)
	mention  = regexp.MustCompile(`\.([A-Za-z_][A-Za-z0-9_]*)`)
	action   = regexp.MustCompile(`\{\{`)
)

// newPattern reads a text. It fails with a [*template.Error].
func newPattern(text string) (*pattern, error) {
	whole, err := template.Parse(text)
	if err != nil {
		return nil, err
	}
	p := &pattern{text: text, whole: whole}
	found := variable.FindAllStringSubmatchIndex(text, -1)
	if len(found) != len(action.FindAllStringIndex(text, -1)) {
		return p, nil
	}
	from := 0
	for _, at := range found {
		p.parts = append(p.parts, part{text[from:at[0]], text[at[2]:at[3]]})
		from = at[1]
	}
	p.parts = append(p.parts, part{text[from:], ""})
	return p, nil
}

// render makes the text. It fails with a [*template.Error].
func (p *pattern) render(v template.Values) ([]byte, error) {
	if p.parts == nil {
		return p.whole.Render(v)
	}
	size := 0
	for _, part := range p.parts {
		size += len(part.text) + len(v.Variables[part.name])
	}
	out := make([]byte, 0, size)
	for _, part := range p.parts {
		out = append(out, part.text...)
		if part.name == "" {
			continue
		}
		value, ok := v.Variables[part.name]
		if !ok || size > v.Most {
			return p.whole.Render(v) // which says what is wrong
		}
		out = append(out, value...)
	}
	return out, nil
}

// mentions are the variables that a text may ask for.
func (p *pattern) mentions() map[string]bool {
	names := map[string]bool{}
	if len(p.parts) == 1 {
		return names
	}
	for _, m := range mention.FindAllStringSubmatch(p.text, -1) {
		names[m[1]] = true
	}
	return names
}

// payload is a pattern, and how it is written down.
type payload struct {
	*pattern
	as     decode.Format
	values []*wave // which it mentions
}

// finds notes the values that it mentions.
func (p *payload) finds(all []*wave) {
	names := p.mentions()
	for _, w := range all {
		if names[w.name] {
			p.values = append(p.values, w)
		}
	}
}

// bytes makes the payload.
func (p *payload) bytes(v template.Values) ([]byte, error) {
	text, err := p.render(v)
	if err != nil || p.as == "" || p.as == decode.Text {
		return text, err
	}
	return encode.Bytes(encode.Input{As: p.as, Text: text})
}
