package publish

import (
	"bytes"
	"context"
	"time"

	"mangrove/broker"
	"mangrove/broker/retained"
)

// behindAll is how long is waited for what devices have published while their topics were
// cleared.
const behindAll = 5 * time.Second

// findAgain looks at what the broker keeps by now, as it may have stood in a list for long, and
// watches what comes for it until it is cleared.
func (p *Panel) findAgain(ctx context.Context, profile broker.Profile, c *clearing, r *cleared) (err error) {
	found, watch, err := retained.FindAndWatch(ctx, profile, retained.Search{Open: p.Open, Filters: c.looked(), Quiet: p.Quiet})
	if err != nil {
		return err
	}
	r.watch, r.changed = watch, map[string]bool{}
	was, topics := make(map[string][]byte, len(c.items)), c.topics()
	for i, topic := range topics {
		was[topic] = c.items[i].Payload
	}
	found.Messages = found.Only(topics)
	for i := range found.Messages {
		if m := &found.Messages[i]; !bytes.Equal(m.Payload, was[m.Topic]) {
			r.changed[m.Topic] = true
		}
	}
	c.take(found)
	return nil
}

// endWatch has Undo bring back what devices have published since the broker was looked at, and
// was cleared with the rest.
func (p *Panel) endWatch(ctx context.Context, r *cleared) {
	if r.watch == nil {
		return
	}
	defer r.closeWatch()
	if r.name == "" || r.Done == 0 && len(r.Failed) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), behindAll) // also of what is stopped
	defer cancel()
	later, _ := r.watch.Later(ctx)
	at := make(map[string]int, len(r.kept))
	for i := range r.kept {
		at[r.kept[i].Topic] = i
	}
	changed := false
	for i := range later {
		n, kept := at[later[i].Topic]
		if !kept || retained.Same(&r.kept[n], &later[i]) {
			continue
		}
		r.kept[n], r.changed[later[i].Topic], changed = later[i], true, true
	}
	if !changed {
		return
	}
	if name, err := p.Cleared.Put(r.shelf, r.kept); err == nil { // otherwise what was found is kept
		p.Cleared.FinishClearing(r.name, false)
		r.name = name
	}
}

// closeWatch ends it.
func (r *cleared) closeWatch() {
	if r.watch != nil {
		r.watch.Close()
		r.watch = nil
	}
}
