package profiles

import "slices"

// View is how the payloads of the topics that match a filter are shown, also where the
// filter is none that is subscribed to.
type View struct {
	Filter string `json:"filter"`
	View   string `json:"view"` // its code
}

// SetView has payloads of the topics that match a filter shown in a way; "" shows them as
// what they are found to be. A subscription with that filter keeps it itself.
func (p *Profile) SetView(filter, view string) {
	p.Views = slices.DeleteFunc(slices.Clone(p.Views), func(v View) bool { return v.Filter == filter })
	if i := slices.IndexFunc(p.Subscriptions, func(s Subscription) bool { return s.Filter == filter }); i >= 0 {
		p.Subscriptions = slices.Clone(p.Subscriptions)
		p.Subscriptions[i].Decoder = view
		return
	}
	if view != "" {
		p.Views = append([]View{{filter, view}}, p.Views...)
	}
}
