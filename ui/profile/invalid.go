package profile

import (
	"slices"
	"strings"

	"mangrove/broker/profiles"
	"mangrove/ui/runs"
)

// InvalidField is a field of a profile in which something stands that cannot be read.
type InvalidField struct {
	Field, Group string // as they are called
	part         *textPart
	at           int // the group
}

// FirstInvalid is the first field that cannot be read of those a profile shows, nil when there
// is none.
func (f *Form) FirstInvalid(p profiles.Profile) *InvalidField {
	for i, g := range f.groups {
		for _, part := range g.parts {
			t, typed := part.(*textPart)
			if typed && f.invalid[t.keyOf(&p)].why != "" && (t.when == nil || t.when(&p)) {
				return &InvalidField{Field: t.field.code.label(), Group: g.title(), part: t, at: i}
			}
		}
	}
	return nil
}

// ShowInvalid puts a field on view, to be typed into.
func (f *Form) ShowInvalid(u *InvalidField) {
	f.Turn(u.at)
	f.desk.Focus(u.part.entry)
}

// tellReady tells when nothing is wrong with the profile on view.
func (f *Form) tellReady() {
	if f.FirstInvalid(f.profile) == nil && f.shelf.Finding(f.profile.ID).Problem == nil {
		f.do.Ready()
	}
}

// mayBeSecret reports whether what was typed into a field may be a URL with a
// password in it, or a key.
func mayBeSecret(field fieldCode, text string) bool {
	ofHost := field == hostCode || field == serverNameCode || field == proxyHostCode
	return ofHost && strings.ContainsAny(text, ":@?#") || strings.Contains(text, "://") || !profiles.IsPath(text)
}

// Draft has what stands in fields that cannot be read: the rest is stored.
func (f *Form) Draft() runs.Form {
	d := runs.Form{Group: f.current}
	for key, u := range f.invalid {
		id, name, _ := strings.Cut(key, " ")
		text := u.text
		if fieldCode(name) == pathCode {
			text, _, _ = strings.Cut(text, "?")
		}
		if mayBeSecret(fieldCode(name), text) || len(text) > runs.LongestField {
			continue
		}
		d.Fields = append(d.Fields, runs.Field{Stored: id, Name: name, Text: text})
	}
	slices.SortFunc(d.Fields, func(a, b runs.Field) int {
		return strings.Compare(a.Stored+" "+a.Name, b.Stored+" "+b.Name)
	})
	return d
}

// PutBack puts back what stood in fields and could not be read, of profiles that are
// still stored.
func (f *Form) PutBack(d runs.Form) {
	for _, field := range d.Fields {
		if _, ok := f.shelf.Get(field.Stored); ok {
			f.invalid[field.Stored+" "+field.Name] = invalid{text: field.Text, why: "This was typed before Mangrove ended and is not valid. Correct it."}
		}
	}
}
