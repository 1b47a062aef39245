package draft

import (
	"strings"
	"unicode/utf8"

	"mangrove/model/template"
)

// Texts are those of the draft but the payload's.
func (d *Draft) Texts() []string {
	all := append([]string{d.Topic, string(d.As), d.Message}, d.Schema...)
	all = append(all, d.Folders...)
	if p := d.Properties; p != nil {
		all = append(all, p.ContentType, p.ResponseTopic)
		for _, u := range p.User {
			all = append(all, u.Name, u.Value)
		}
	}
	return all
}

// Storable is the draft as files can keep it, which have no texts but those in UTF-8, and
// whether that is all of it. A payload that is sent as it is is kept as bytes.
func (d Draft) Storable() (stored Draft, exact bool) {
	d = d.Clone()
	if !utf8.ValidString(d.Text) && !d.Template && d.As == "" && d.Bytes == nil {
		d.Bytes, d.Text = []byte(d.Text), ""
	}
	exact = utf8.ValidString(d.Text)
	for _, s := range d.Texts() {
		exact = exact && utf8.ValidString(s)
	}
	return d, exact
}

// EnvironmentNames are the environment variables of the process that the messages of a draft
// tell, as its templates write them.
func (d *Draft) EnvironmentNames() (all []string) {
	if !d.Template {
		return nil
	}
	texts := d.Texts()
	if d.Bytes == nil {
		texts = append(texts, d.Text)
	}
	for _, text := range texts {
		if !strings.Contains(text, "env") {
			continue
		}
		if read, err := template.Parse(text); err == nil { // otherwise nothing is made of it
			all = append(all, read.EnvironmentNames()...)
		}
	}
	return all
}
