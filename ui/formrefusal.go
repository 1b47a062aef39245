package ui

import (
	"fmt"

	"mangrove/broker/profiles"
)

// wrong is the first field that cannot be read of those a profile shows, with
// the number of its group; nil when there is none.
func (f *form) wrong(p *profiles.Profile) (*textPart, int) {
	for i, g := range f.groups {
		for _, part := range g.parts {
			t, typed := part.(*textPart)
			if typed && f.unread[t.keyOf(p)].why != "" && (t.when == nil || t.when(p)) {
				return t, i
			}
		}
	}
	return nil, 0
}

// unreadable leads to the field of a connection that cannot be read, if there
// is one.
func (h *home) unreadable(id string) bool {
	p, _ := h.shelf.get(id)
	t, group := h.form.wrong(&p)
	if t == nil {
		return false
	}
	if h.list.chosen != id {
		h.choose(id)
	}
	h.refuse(fmt.Sprintf("correct the field %s under %s first.", t.field.label, h.form.groups[group].title))
	h.form.turn(group)
	h.desk.Focus(t.entry)
	return true
}

// refuse says why a connection is not made.
func (h *home) refuse(why string) {
	h.notice.Warn("Not connected: " + why)
	h.refused = h.notice.Said()
}

// withdrawRefusal takes back what was said of a connection, unless something else has
// been said since.
func (h *home) withdrawRefusal() {
	if h.refused == h.notice.Said() {
		h.notice.Hide()
	}
}

// withdrawWhenReady takes it back once nothing is wrong with the connection any more.
func (h *home) withdrawWhenReady() {
	if t, _ := h.form.wrong(&h.form.profile); t == nil && h.shelf.finding(h.form.profile.ID).problem == nil {
		h.withdrawRefusal()
	}
}
