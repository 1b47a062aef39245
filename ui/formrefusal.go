package ui

import "fmt"

// unreadable leads to the field of a connection that cannot be read, if there
// is one.
func (h *home) unreadable(id string) bool {
	p, _ := h.shelf.Get(id)
	wrong := h.form.Wrong(p)
	if wrong == nil {
		return false
	}
	if h.list.chosen != id {
		h.choose(id)
	}
	h.refuse(fmt.Sprintf("correct the field %s under %s first.", wrong.Field, wrong.Group))
	h.form.Show(wrong)
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
