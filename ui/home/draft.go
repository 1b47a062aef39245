package home

import (
	"strings"

	"mangrove/broker"
	"mangrove/ui/profile"
	"mangrove/ui/runs"
)

// Draft adds what is typed on the start page.
func (h *Page) Draft(d *runs.Draft) {
	d.Address, d.Form = h.quick.draft(), h.form.Draft()
	d.Form.Stored = h.list.chosen
}

// draft has an address only if nothing in it can be a password or a token.
func (q *quick) draft() runs.Address {
	d := runs.Address{User: q.user.Value(), Version: max(0, q.version.SelectedIndex()), Keep: q.keep.Checked}
	switch p, err := broker.ParseURL(q.url.Value()); {
	case err == nil:
		d.URL = p.Address.PublicURL()
		if d.User == "" {
			d.User = p.Username
		}
	case !strings.ContainsAny(strings.TrimLeft(strings.TrimPrefix(q.url.Value(), "mqtt:"), "/"), ":@?#/"):
		d.URL = q.url.Value()
	}
	return d
}

// PutBack puts back what was typed on the start page.
func (h *Page) PutBack(d runs.Draft) {
	q, a := h.quick, d.Address
	if a.URL != "" || a.User != "" {
		q.url.SetText(a.URL)
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
