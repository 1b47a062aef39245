package home

import (
	"mangrove/ui/format"
)

// refuseInvalid leads to the field of a connection that cannot be read, if there
// is one.
func (h *Page) refuseInvalid(id string) bool {
	p, _ := h.shelf.Get(id)
	wrong := h.form.FirstInvalid(p)
	if wrong == nil {
		return false
	}
	if h.list.chosen != id {
		h.Choose(id)
	}
	h.refuse(format.Fill("Correct the field {field} under {group} first.", "field", wrong.Field, "group", wrong.Group))
	h.form.ShowInvalid(wrong)
	return true
}

// refuse says that a connection is not made; why is a sentence.
func (h *Page) refuse(why string) {
	h.notice.Warn("Not connected. " + why)
	h.refused = h.notice.Said()
}

// withdrawRefusal takes back what was said of a connection, unless something else has
// been said since.
func (h *Page) withdrawRefusal() {
	if h.refused == h.notice.Said() {
		h.notice.Hide()
	}
}
