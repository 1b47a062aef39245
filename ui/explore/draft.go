package explore

import (
	"slices"

	"mangrove/broker"
	"mangrove/ui/format"
	"mangrove/ui/runs"
)

// Draft is what is typed on the page, and what it is connected to.
func (e *Page) Draft() runs.Tab {
	t := runs.Tab{Stored: e.Conn.Stored.ID, Search: e.Tree.SearchText(), Publish: e.Publish.Typed(), Subscribe: e.subs.draft(), Sequence: e.Publish.Sequence()}
	p := e.Conn.Profile
	t.Address = runs.Address{URL: p.Address.PublicURL(), User: p.Username, Version: max(0, slices.Index(broker.Versions, p.Version))}
	t.Secret, t.Query = t.Stored == "" && p.Password != "", t.Stored == "" && p.Address.Query != ""
	return t
}

func (p *subscriptions) draft() runs.Subscribe {
	return runs.Subscribe{Filter: p.filter.Value(), QoS: p.qos.Chosen(), NoLocal: p.noLocal.Checked, Keep: p.keep.Checked,
		Retain: max(0, p.retain.SelectedIndex())}
}

// PutBack has a tab as an earlier run left it, and says what of it was not kept.
func (e *Page) PutBack(d runs.Tab) {
	if d.Search != "" {
		e.Tree.SetSearch(d.Search)
	}
	words, action, do := e.leftOut(d)
	e.Publish.PutBack(d.Publish)
	e.Publish.SetSequence(d.Sequence)
	if n := d.Publish.Dropped; n > 0 {
		words = format.Join(words, format.Fill("The payload of {size} was not kept: it was larger than {limit}.", "size", format.Size(n), "limit", format.Size(runs.LargestPayload)))
	}
	if d.Publish.Properties.Lost {
		words = format.Join(words, "The MQTT 5 properties to publish were not kept: there were too many.")
	}
	if n := d.Steps; n > 0 {
		words = format.Join(words, format.Counted(n, "The sequence of {count} message was not kept: it was larger than {size}.", "The sequence of {count} messages was not kept: it was larger than {size}.",
			"size", format.Size(runs.LargestSequence)))
	}
	e.subs.putBack(d.Subscribe)
	if words != "" {
		e.Notice.Offer(words, action, do)
	}
}

// leftOut says what of the connection of a tab was not kept, and where it is typed again:
// nothing when all was.
func (e *Page) leftOut(d runs.Tab) (words, action string, do func()) {
	switch {
	case d.Secret && d.Query:
		return "The password and the part of the address after ? were not kept. Type them again.", "Edit connection…", e.Edit
	case d.Secret:
		return "The password was not kept. Type it again.", "Password…", func() { e.do.Login(e) }
	case d.Query:
		return "The part of the address after ? was not kept. Type it again.", "Edit connection…", e.Edit
	}
	return "", "", nil
}

func (p *subscriptions) putBack(d runs.Subscribe) {
	if d.Filter == "" {
		return
	}
	p.filter.SetText(d.Filter)
	p.qos.Choose(max(0, min(len(qosChoices)-1, d.QoS)))
	p.noLocal.SetChecked(d.NoLocal)
	p.keep.SetChecked(d.Keep)
	p.retain.SetSelectedIndex(max(0, min(len(format.RetainChoices)-1, d.Retain)))
}
