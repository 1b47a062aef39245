package profiles

import (
	"slices"
	"strings"

	"mangrove/broker/profiles/finding"
	"mangrove/model"
	formats "mangrove/model/decode"
	"mangrove/model/decode/schemas"
	"mangrove/model/payload"
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
	if len(f.As) == 0 || f.isAutomatic() {
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
	if f.isAutomatic() {
		return nil
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

// Automatic is what a format names alone where payloads are to be found out though a wider
// filter asks for something.
const Automatic = "auto"

// isAutomatic reports whether it is to be found out what payloads are.
func (f PayloadFormat) isAutomatic() bool { return slices.Equal(f.As, []string{Automatic}) }

// SetFormat has payloads of a filter be what the user wants from now on, in place of what
// was wanted for the same filter. As the first one that matches a topic counts, it stands
// before those of wider filters, and behind those of narrower ones.
func (p *Profile) SetFormat(f PayloadFormat) {
	list, at := slices.Clone(p.Formats), 0
	if i := slices.IndexFunc(list, func(known PayloadFormat) bool { return known.Filter == f.Filter }); i >= 0 {
		list, at = slices.Delete(list, i, i+1), i
	}
	for i, known := range list {
		if i >= at && model.Covers(f.Filter, known.Filter) {
			at = i + 1
		}
	}
	if i := slices.IndexFunc(list, func(known PayloadFormat) bool { return model.Covers(known.Filter, f.Filter) }); i >= 0 {
		at = min(at, i)
	}
	p.Formats = slices.Insert(list, at, f)
}

// SetView has payloads of a filter shown in a way, by its code; "" shows them as what they
// are found to be. What they are read as stays. A subscription with that filter keeps it
// itself, unless there is a format, or one of a wider filter that would count first.
func (p *Profile) SetView(filter, view string) {
	f, known := p.formatOf(filter)
	shadowed := p.wider(filter, func(f PayloadFormat) bool { return asksForView(f.View) }) || p.widerSubscription(filter)
	if view == "" && shadowed {
		view = payload.AutoView.Code()
	}
	if i := slices.IndexFunc(p.Subscriptions, func(s Subscription) bool { return s.Filter == filter }); i >= 0 {
		p.Subscriptions = slices.Clone(p.Subscriptions)
		p.Subscriptions[i].Decoder = view
		if !known && !shadowed {
			return
		}
	}
	f.View = view
	p.keepFormat(f)
}

// asksForView reports whether a code is that of a view that is not found out.
func asksForView(code string) bool { return payload.ViewOf(code) != payload.AutoView }

// SetReading has payloads of a filter read as formats, the outermost first, with the
// schema that comes with them; of none, it is found out. How they are shown stays.
func (p *Profile) SetReading(r PayloadFormat) {
	f, _ := p.formatOf(r.Filter)
	f.As, f.Schema, f.Folders, f.Message = r.As, r.Schema, r.Folders, r.Message
	if len(f.As) == 0 && p.wider(r.Filter, func(f PayloadFormat) bool { return len(f.As) > 0 && !f.isAutomatic() }) {
		f.As = []string{Automatic}
	}
	p.keepFormat(f)
}

// formatOf is the format of exactly a filter, an empty one when there is none.
func (p *Profile) formatOf(filter string) (f PayloadFormat, known bool) {
	i := slices.IndexFunc(p.Formats, func(f PayloadFormat) bool { return f.Filter == filter })
	if i < 0 {
		return PayloadFormat{Filter: filter}, false
	}
	return p.Formats[i].clone(), true
}

// keepFormat is SetFormat, but for one that asks for nothing: that goes.
func (p *Profile) keepFormat(f PayloadFormat) {
	if f.View == "" && len(f.As) == 0 {
		p.Formats = slices.DeleteFunc(slices.Clone(p.Formats), func(known PayloadFormat) bool { return known.Filter == f.Filter })
		return
	}
	p.SetFormat(f)
}

// wider reports whether the format of another filter, which matches all of the topics too,
// asks for something.
func (p *Profile) wider(filter string, asks func(f PayloadFormat) bool) bool {
	return slices.ContainsFunc(p.Formats, func(f PayloadFormat) bool {
		return f.Filter != filter && model.Covers(f.Filter, filter) && asks(f)
	})
}

// widerSubscription is wider for subscriptions that stand before that of the filter.
func (p *Profile) widerSubscription(filter string) bool {
	for _, s := range p.Subscriptions {
		if s.Filter == filter {
			return false
		}
		if asksForView(s.Decoder) && model.Covers(s.Filter, filter) {
			return true
		}
	}
	return false
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
