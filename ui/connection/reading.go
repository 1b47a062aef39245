package connection

import (
	"fmt"

	"mangrove/model/decode/sparkplug"
)

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
	if f, ok := c.formatFor(topic); ok {
		with.format = fmt.Sprintf("%q", []any{f.As, f.Schema, f.Folders, f.Message})
	}
	if c.Sparkplug != nil && sparkplug.IsTopic(topic) {
		with.births = c.Sparkplug.Version(topic).Past
	}
	return with
}
