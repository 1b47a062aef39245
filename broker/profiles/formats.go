package profiles

import (
	"slices"
	"strings"

	"mangrove/broker/profiles/finding"
	"mangrove/model"
	formats "mangrove/model/decode"
	"mangrove/model/decode/schemas"
)

// PayloadFormat is what the user wants of the payloads of all topics that a filter
// matches.
type PayloadFormat struct {
	Filter string   `json:"filter"`
	View   string   `json:"view,omitempty"` // code of the way to show them; empty: by what they are
	As     []string `json:"as,omitempty"`   // formats, the outermost first; empty: found out
	// Schema are the paths of .proto or .avsc files, for the formats that need them.
	Schema  []string `json:"schema,omitempty"`
	Folders []string `json:"folders,omitempty"` // that .proto files import from, besides their own
	Message string   `json:"message,omitempty"` // full name of the message or record; empty: the only one
}

func (f PayloadFormat) clone() PayloadFormat {
	f.As, f.Schema, f.Folders = slices.Clone(f.As), slices.Clone(f.Schema), slices.Clone(f.Folders)
	return f
}

// NeedsSchema reports whether one of the formats is read with a schema.
func (f PayloadFormat) NeedsSchema() bool {
	return slices.ContainsFunc(f.As, func(as string) bool { return formats.Format(as).NeedsSchema() })
}

// Source says where the schema is.
func (f PayloadFormat) Source() schemas.Source {
	return schemas.Source{Files: paths(f.Schema), Folders: paths(f.Folders), Message: strings.TrimSpace(f.Message)}
}

// paths are those that are not empty, with the user's folder for ~.
func paths(typed []string) (all []string) {
	for _, path := range typed {
		if path = strings.TrimSpace(path); path != "" {
			all = append(all, atHome(path))
		}
	}
	return all
}

// Rule is what decoders are told; nil when they are to find out everything. Schemas are
// read when they are needed.
func (f PayloadFormat) Rule(shelf *schemas.Shelf) *formats.Rule {
	if len(f.As) == 0 {
		return nil
	}
	r := &formats.Rule{From: f.Filter}
	for _, as := range f.As {
		r.As = append(r.As, formats.Format(as))
	}
	if from := f.Source(); f.NeedsSchema() && len(from.Files) > 0 {
		r.Schema = shelf.Reader(from)
	}
	return r
}

// Check says why the format cannot be used as it is, or what is wrong with its schema.
func (f PayloadFormat) Check() error {
	if f.Filter == "" {
		return &finding.Fault{Code: finding.NoFilter}
	}
	if err := model.CheckFilter(f.Filter); err != nil {
		return err
	}
	for _, as := range f.As {
		if !slices.Contains(formats.Formats(), formats.Format(as)) {
			return &finding.Fault{Code: finding.UnknownFormat, Value: beginning(as)}
		}
	}
	from := f.Source()
	switch {
	case !f.NeedsSchema():
		return nil
	case len(from.Files) == 0 && slices.Contains(f.As, string(formats.Avro)):
		return &finding.Fault{Code: finding.NoSchema}
	case len(from.Files) == 0:
		return nil // numbers instead of names
	case !slices.Contains(f.As, string(from.Format())):
		return &finding.Fault{Code: finding.OtherSchema, Name: from.Files[0], Value: string(from.Format())}
	}
	_, err := schemas.Open(from)
	return err
}

// CheckFormats checks all formats of payloads. What is wrong with one has its place, nil
// stands for the others; all is nil when nothing is wrong.
func (p Profile) CheckFormats() (all []error) {
	for i, f := range p.Formats {
		if err := f.Check(); err != nil {
			if all == nil {
				all = make([]error, len(p.Formats))
			}
			all[i] = err
		}
	}
	return all
}

// SetFormat has payloads of a filter be what the user wants from now on, in the place of
// what was wanted for the same filter. The first one that matches a topic counts.
func (p *Profile) SetFormat(f PayloadFormat) {
	i := slices.IndexFunc(p.Formats, func(known PayloadFormat) bool { return known.Filter == f.Filter })
	p.Formats = slices.Clone(p.Formats)
	if i >= 0 {
		p.Formats[i] = f
		return
	}
	p.Formats = slices.Insert(p.Formats, 0, f)
}

// SetView has payloads of a filter shown in a way, by its code; "" shows them as what they
// are found to be. What they are read as stays. A subscription with that filter, and no
// format, keeps it itself.
func (p *Profile) SetView(filter, view string) {
	i := slices.IndexFunc(p.Formats, func(known PayloadFormat) bool { return known.Filter == filter })
	s := slices.IndexFunc(p.Subscriptions, func(s Subscription) bool { return s.Filter == filter })
	switch {
	case i >= 0 && view == "" && len(p.Formats[i].As) == 0:
		p.Formats = slices.Delete(slices.Clone(p.Formats), i, i+1)
	case i >= 0:
		f := p.Formats[i]
		f.View = view
		p.SetFormat(f)
	case s >= 0:
		p.Subscriptions = slices.Clone(p.Subscriptions)
		p.Subscriptions[s].Decoder = view
	case view != "":
		p.SetFormat(PayloadFormat{Filter: filter, View: view})
	}
}

// FormatFor is what the payloads of a topic are read as: the first format that matches it
// and says so.
func (p *Profile) FormatFor(topic string) (f PayloadFormat, ok bool) {
	i := slices.IndexFunc(p.Formats, func(f PayloadFormat) bool { return len(f.As) > 0 && model.Match(f.Filter, topic) })
	if i < 0 {
		return f, false
	}
	return p.Formats[i], true
}
