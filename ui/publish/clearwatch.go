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
	c.takeFound(found)
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
	later := r.watch.Later(ctx)
	kept := make(map[string]*broker.Publication, len(r.kept))
	for i := range r.kept {
		kept[r.kept[i].Topic] = &r.kept[i]
	}
	changed := false
	for i := range later {
		if was := kept[later[i].Topic]; was != nil && !retained.Same(was, &later[i]) {
			r.changed[was.Topic], changed = true, true
		}
	}
	if !changed {
		return
	}
	if name, err := p.Cleared.Put(r.shelf, retained.WithLater(r.kept, later)); err == nil { // otherwise what was found is kept
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
