package publish

import "mangrove/ui/runs"

// Draft is what is typed in the panel and nowhere else.
func (p *Panel) Draft() runs.Publish {
	d := runs.Publish{QoS: p.qos.Chosen(), Retain: p.retain.Checked}
	// What is typed is for the topic beside it, also where the selection has put that there.
	if topic := p.topic.Value(); topic != p.follow || p.retain.Checked || p.payload.held != nil || p.payload.Value() != "" {
		d.Topic = topic
	}
	if p.payload.held != nil {
		if d.Dropped = len(p.payload.held); d.Dropped <= runs.LargestPayload {
			d.Dropped = 0
			d.Take(string(p.payload.held))
		}
		return d
	}
	d.Take(p.payload.Value())
	return d
}

// PutBack puts back what was typed in the panel.
func (p *Panel) PutBack(d runs.Publish) {
	if d.Topic != "" {
		p.TakeTopic(d.Topic)
	}
	if payload := d.Payload(); len(payload) > 0 {
		p.payload.set(payload, "Earlier payload")
	}
	p.qos.Choose(max(0, min(2, d.QoS)))
	p.retain.SetChecked(d.Retain)
	if d.Retain {
		p.kept = p.topic.Value() // it is for this topic
	}
}
