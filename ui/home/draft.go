package home

import (
	"strings"

	"mangrove/broker"
	"mangrove/ui/profile"
	"mangrove/ui/runs"
)

// Draft adds what is typed on the start page.
func (h *Page) Draft(d *runs.Draft) {
	d.Address, d.Form = h.Quick.draft(), h.form.Draft()
	d.Form.Stored = h.list.chosen
}

// draft has an address only if nothing in it can be a password or a token.
func (q *quick) draft() runs.Address {
	d := runs.Address{User: q.user.Value(), Version: max(0, q.version.SelectedIndex()), Keep: q.keep.Checked}
	switch p, err := broker.ParseURL(q.URL.Value()); {
	case err == nil:
		d.URL = p.Address.Openly()
		if d.User == "" {
			d.User = p.Username
		}
	case !strings.ContainsAny(strings.TrimLeft(strings.TrimPrefix(q.URL.Value(), "mqtt:"), "/"), ":@?#/"):
		d.URL = q.URL.Value()
	}
	return d
}

// PutBack puts back what was typed on the start page.
func (h *Page) PutBack(d runs.Draft) {
	q, a := h.Quick, d.Address
	if a.URL != "" || a.User != "" {
		q.URL.SetText(a.URL)
		q.user.SetText(a.User)
		q.version.SetSelectedIndex(max(0, min(len(profile.VersionNames)-1, a.Version)))
		q.keep.SetChecked(a.Keep)
	}
	h.form.PutBack(d.Form)
	if _, ok := h.shelf.Get(d.Form.Stored); ok {
		h.Choose(d.Form.Stored)
		h.form.Turn(d.Form.Group)
	}
}
