package connection

import (
	"fmt"

	"mangrove/broker/profiles"
	"mangrove/model/decode"
	"mangrove/model/decode/schemas"
	"mangrove/model/decode/sparkplug"
)

// chosenFormat is what the payloads of one topic are read as.
type chosenFormat struct {
	profiles.PayloadFormat
	rule *decode.Rule
}

// ReadAs has the payloads of one topic, which is the format's filter, read as it says
// from now on, as long as the tab is open; with no formats, it is found out.
func (c *Connection) ReadAs(f profiles.PayloadFormat) {
	one := chosenFormat{PayloadFormat: f, rule: f.Rule(new(schemas.Shelf))}
	if one.rule != nil {
		one.rule.From = "" // not a filter
	}
	if c.chosen == nil {
		c.chosen = map[string]chosenFormat{}
	}
	c.chosen[f.Filter] = one
	c.changed++
}

// ForgetReading has the payloads of a topic read as filters ask for.
func (c *Connection) ForgetReading(topic string) {
	delete(c.chosen, topic)
	c.changed++
}

// FormatOf is what payloads of a topic are to be read as; nil: it is to be found out. For
// the same topic it is the same until something else is chosen.
func (c *Connection) FormatOf(topic string) *decode.Rule {
	if one, ok := c.chosen[topic]; ok {
		return one.rule
	}
	return c.Target.FormatOf(topic)
}

// FormatFor is the format that says what payloads of a topic are to be read as, with the
// topic for a filter when it was chosen for that alone, not ok when nothing says so.
func (c *Connection) FormatFor(topic string) (f profiles.PayloadFormat, chosen, ok bool) {
	if one, ok := c.chosen[topic]; ok {
		return one.PayloadFormat, true, true
	}
	f, ok = c.formatFor(topic)
	return f, false, ok
}

// Readings says how often it has changed what the payloads of a connection are read with:
// as long as it is the same, they mean what they meant.
type Readings struct{ formats, births uint64 }

// Readings counts the changes so far.
func (c *Connection) Readings() Readings {
	r := Readings{formats: c.changed}
	if c.Sparkplug != nil {
		r.births = c.Sparkplug.Past()
	}
	return r
}

// readWith says what all payloads of a topic are read with, those too that came before.
type readWith struct {
	format string
	births uint64
}

// ReadWith is the same as long as all payloads of a topic mean what they meant.
func (c *Connection) ReadWith(topic string) any {
	var with readWith
	if f, _, ok := c.FormatFor(topic); ok {
		with.format = fmt.Sprintf("%q", []any{f.As, f.Schema, f.Folders, f.Message})
	}
	if c.Sparkplug != nil && sparkplug.IsTopic(topic) {
		with.births = c.Sparkplug.Version(topic).Past
	}
	return with
}

// FormatSet is the format whose filter says what payloads of a topic are to be read as,
// whatever was chosen for the topic alone.
func (c *Connection) FormatSet(topic string) (f profiles.PayloadFormat, ok bool) {
	return c.formatFor(topic)
}
