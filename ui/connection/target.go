package connection

import (
	"reflect"
	"slices"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/decode/schemas"
	"mangrove/model/payload"
	"mangrove/ui/format"
)

// Target is what a tab connects to.
type Target struct {
	Profile       broker.Profile
	Stored        profiles.Profile // what profile was made of; without an ID for an address that was typed
	SecretChanges uint64           // how many of its secrets had been given or taken by then
	Name          string           // of the stored connection
	Mark          string           // the colour of the stored connection
	Rules         []ViewRule
	formats       []profiles.PayloadFormat
	schemas       *schemas.Shelf          // of the formats
	readAs        map[string]*decode.Rule // by the filters of the formats
	changed       uint64                  // how often what payloads are read as has
	Demo          bool
	Copied        bool // stands beside another tab with the same connection
}

// NewTarget makes a target of a stored connection, with what a session is
// opened with.
func NewTarget(p profiles.Profile, r broker.Profile) Target {
	t := Target{Profile: r, Stored: p}
	t.FollowStored(p)
	return t
}

// FollowStored takes of the stored connection what needs no new session: name, colour,
// views and whether it is read-only. Without a name it is called as the address that
// the session has, whatever stands in the list by now.
func (t *Target) FollowStored(p profiles.Profile) {
	if !profiles.HasName(p) {
		p.Address = t.Stored.Address
	}
	t.Name = format.ConnectionName(p)
	t.Mark = p.Color
	t.Rules = viewRules(p)
	t.setFormats(p.Formats)
	t.schemas = new(schemas.Shelf) // files may have changed
	t.Profile.ReadOnly = p.ReadOnly
}

// OutdatedBy reports whether a session would be another one if it was opened
// with the stored connection as it is now.
func (t *Target) OutdatedBy(p profiles.Profile, given uint64) bool {
	return given != t.SecretChanges || !reflect.DeepEqual(sessionPart(p), sessionPart(t.Stored))
}

// sessionPart is what of a stored connection takes a new session to take
// effect.
func sessionPart(p profiles.Profile) profiles.Profile {
	p.Name, p.Color, p.Folder, p.AutoConnect, p.Kept, p.Formats = "", "", "", false, nil, nil
	p.ReadOnly = p.ReadOnly && p.Will != nil // a will is made known at the beginning
	p.Subscriptions = slices.Clone(p.Subscriptions)
	for i := range p.Subscriptions {
		p.Subscriptions[i].Decoder = ""
	}
	return p
}

// AsCopy makes the target that of another tab. A broker lets no two connections
// have one client id, nor one session that it keeps.
func (t *Target) AsCopy() {
	t.Copied = true
	if t.Profile.ClientID != "" {
		t.Profile.ClientID, t.Profile.Resume, t.Profile.SessionExpiry = "", false, 0
	}
}

// title is what a tab is called.
func (t *Target) title() string {
	if t.Name != "" {
		return t.Name
	}
	return format.AddressName(t.Profile.Address)
}

// ViewRule says how payloads of the topics that match a filter are shown,
// unless the user chooses otherwise.
type ViewRule struct {
	filter string
	view   payload.View
}

// viewRules are the views that a stored profile asks for: of its formats first.
func viewRules(p profiles.Profile) []ViewRule {
	var rules []ViewRule
	for _, f := range p.Formats {
		if v := payload.ViewOf(f.View); v != payload.AutoView || f.View == v.Code() { // and not one that a newer program knows
			rules = append(rules, ViewRule{f.Filter, v})
		}
	}
	for _, s := range p.Subscriptions {
		if v := payload.ViewOf(s.Decoder); v != payload.AutoView {
			rules = append(rules, ViewRule{s.Filter, v})
		}
	}
	return rules
}

// KeepView has payloads of the topics that match a filter shown in a way, for as long as
// the tab is open when its connection is not stored.
func (t *Target) KeepView(filter string, v payload.View) {
	t.Stored.SetView(filter, ViewCode(v))
	t.Rules = viewRules(t.Stored)
	t.setFormats(t.Stored.Formats)
}

// KeepReading has payloads of the topics that the filter of a format matches read as it
// says, for as long as the tab is open when its connection is not stored.
func (t *Target) KeepReading(f profiles.PayloadFormat) {
	t.Stored.SetReading(f)
	t.schemas = new(schemas.Shelf)
	t.setFormats(t.Stored.Formats)
}

// setFormats has payloads read as others from now on.
func (t *Target) setFormats(list []profiles.PayloadFormat) {
	t.readAs = nil
	if !reflect.DeepEqual(list, t.formats) {
		t.formats = list
		t.changed++
	}
}

// ViewCode is what is kept of a view: nothing of the one that is found out.
func ViewCode(v payload.View) string {
	if v == payload.AutoView {
		return ""
	}
	return v.Code()
}

// ViewOf is how payloads of a topic are to be shown, and which filter says
// so; empty when none does.
func (t *Target) ViewOf(topic string) (v payload.View, because string) {
	for _, r := range t.Rules {
		if model.Match(r.filter, topic) {
			if r.view == payload.AutoView {
				break // of narrower filters than one that asks for a view
			}
			return r.view, r.filter
		}
	}
	return payload.AutoView, ""
}

// FormatOf is what payloads of a topic are to be read as; nil: it is to be found out. For
// the same topic it is the same until the stored connection changes.
func (t *Target) FormatOf(topic string) *decode.Rule {
	f, ok := t.formatFor(topic)
	if !ok {
		return nil
	}
	rule := t.readAs[f.Filter]
	if rule == nil {
		if t.readAs == nil {
			t.readAs = map[string]*decode.Rule{}
		}
		rule = f.Rule(t.schemas)
		t.readAs[f.Filter] = rule
	}
	return rule
}

// formatFor is the format whose filter matches a topic, not ok when none does.
func (t *Target) formatFor(topic string) (f profiles.PayloadFormat, ok bool) {
	stored := profiles.Profile{Formats: t.formats}
	return stored.FormatFor(topic)
}
