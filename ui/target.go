package ui

import (
	"image/color"
	"reflect"
	"slices"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/model/payload"
)

// target is what a tab connects to.
type target struct {
	profile broker.Profile
	stored  profiles.Profile // what profile was made of; without an ID for an address that was typed
	given   uint64           // the secrets of it that had been given by then
	name    string           // of the stored connection
	colour  color.NRGBA      // of the stored connection
	rules   []viewRule
	demo    bool
	copied  bool // stands beside another tab with the same connection
}

// newTarget makes a target of a stored connection, with what a session is
// opened with.
func newTarget(p profiles.Profile, r broker.Profile) target {
	t := target{profile: r, stored: p}
	t.wear(p)
	return t
}

// wear takes of a stored connection what needs no new session. Without a name it is
// called as the address that the session has, whatever stands in the list by now.
func (t *target) wear(p profiles.Profile) {
	if !named(p) {
		p.Address = t.stored.Address
	}
	t.name = nameOf(p)
	t.colour, _ = markColourOf(p.Color)
	t.rules = viewRules(p.Subscriptions)
	t.profile.ReadOnly = p.ReadOnly
}

// outdatedBy reports whether a session would be another one if it was opened
// with the stored connection as it is now.
func (t *target) outdatedBy(p profiles.Profile, given uint64) bool {
	return given != t.given || !reflect.DeepEqual(sessionPart(p), sessionPart(t.stored))
}

// sessionPart is what of a stored connection takes a new session to take
// effect.
func sessionPart(p profiles.Profile) profiles.Profile {
	p.Name, p.Color, p.Folder, p.AutoConnect, p.Kept = "", "", "", false, nil
	p.ReadOnly = p.ReadOnly && p.Will != nil // a will is made known at the beginning
	p.Subscriptions = slices.Clone(p.Subscriptions)
	for i := range p.Subscriptions {
		p.Subscriptions[i].Decoder = ""
	}
	return p
}

// asCopy makes the target that of another tab. A broker lets no two connections
// have one client id, nor one session that it keeps.
func (t *target) asCopy() {
	t.copied = true
	if t.profile.ClientID != "" {
		t.profile.ClientID, t.profile.Resume, t.profile.SessionExpiry = "", false, 0
	}
}

// title is what a tab is called.
func (t *target) title() string {
	if t.name != "" {
		return t.name
	}
	return nameOfAddress(t.profile.Address)
}

// viewRule says how payloads of the topics that match a filter are shown,
// unless the user chooses otherwise.
type viewRule struct {
	filter string
	view   payload.View
}

// viewRules are the views that a stored profile asks for.
func viewRules(subs []profiles.Subscription) []viewRule {
	var rules []viewRule
	for _, s := range subs {
		if v := payload.ViewOf(s.Decoder); v != payload.AutoView {
			rules = append(rules, viewRule{s.Filter, v})
		}
	}
	return rules
}

// viewOf is how payloads of a topic are to be shown, and which filter says
// so; empty when none does.
func (t *target) viewOf(topic string) (v payload.View, because string) {
	for _, r := range t.rules {
		if model.Match(r.filter, topic) {
			return r.view, r.filter
		}
	}
	return payload.AutoView, ""
}
