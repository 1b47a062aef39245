package simulate

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"mangrove/broker/draft"
	"mangrove/model/strictyaml"
)

func itoa(n int) string { return strconv.Itoa(n) }

// check sees what only the whole file can tell: how much there is of everything, and
// whether the first device of each kind can publish all it has.
func (r *reader) check(f *File) {
	r.count(f)
	if len(r.Faults()) > 0 {
		return
	}
	p := newPlayer(f, time.Now())
	for _, k := range f.Kinds {
		k.prepare()
		r.tryKind(p, k)
	}
	if len(r.Faults()) == 0 {
		r.weigh(p, f)
	}
	if len(r.Faults()) == 0 {
		r.different(p, f)
	}
}

// weigh sees that what devices are called, and what each keeps besides, is not too much: it
// goes by the first of each kind, from which the others differ by a number.
func (r *reader) weigh(p *player, f *File) {
	total := 0
	for _, k := range f.Kinds {
		d := firstOf(k)
		d.id, _ = p.text(k.id, d) // it has been tried
		each := len(d.id)
		for _, s := range k.streams {
			topic, _ := p.topic(s.topic, d)
			each += len(topic)
			if k.freezes() {
				payload, _ := p.payload(&s.message, d, 0, nil)
				each += len(payload)
			}
		}
		for _, c := range k.commands {
			topic, _ := p.topic(c.topic, d)
			each += len(topic)
		}
		if total += each * k.Count; total > mostNames {
			r.Wrong(nil, Fault{Code: strictyaml.TooMany, Found: string(Bytes), Most: mostNames})
			return
		}
	}
}

// count sees that there is not too much of anything.
func (r *reader) count(f *File) {
	devices, own, streams := 0, 0, 0
	for _, k := range f.Kinds {
		k.first = devices
		devices += k.Count
		streams += k.Count * len(k.streams)
		each := len(k.commands)
		if k.shared == 0 {
			own += k.Count
		} else {
			each *= (k.Count + k.shared - 1) / k.shared
		}
		if each > mostFilters {
			r.Wrong(nil, Fault{Code: strictyaml.TooMany, Found: string(Filters), Most: mostFilters})
		}
	}
	for _, one := range []struct {
		what    Countable
		n, most int
	}{{Devices, devices, MostDevices}, {OwnDevices, own, MostOwn}, {Streams, streams, MostStreams}} {
		if one.n > one.most {
			r.Wrong(nil, Fault{Code: strictyaml.TooMany, Found: string(one.what), Most: int64(one.most)})
		}
	}
	if devices == 0 {
		r.Wrong(nil, Fault{Code: strictyaml.Missing, Found: "devices"})
	}
}

// messages are all that a kind can publish, but for replies.
func (k *Kind) messages() (all []*message) {
	all = append(all, k.birth...)
	for _, m := range []*message{k.will, k.end} {
		if m != nil {
			all = append(all, m)
		}
	}
	for _, s := range k.streams {
		all = append(all, &s.message)
	}
	return all
}

// Topics are those that the first device of each kind publishes to. Those of the others
// differ by a number.
func (f *File) Topics() (topics []string) {
	p := newPlayer(f, time.Now())
	for _, k := range f.Kinds {
		d := firstOf(k)
		d.id, _ = p.text(k.id, d) // all of this has been tried when the file was read
		all := k.messages()
		for _, c := range k.commands {
			if c.reply != nil {
				all = append(all, c.reply)
			}
		}
		for _, m := range all {
			if topic, err := p.topic(m.topic, d); err == nil {
				topics = append(topics, topic)
			}
		}
	}
	return topics
}

// Retained are topics for which the broker keeps what the devices of a run with a seed publish,
// each once and at the most so many.
func (f *File) Retained(seed uint64, most int) (topics []string) {
	p, seen := newPlayer(f, time.Now()), make(map[string]bool)
	for _, k := range f.Kinds {
		keeps := k.retained()
		for n := 1; n <= k.Count && len(keeps) > 0; n++ {
			d, err := p.device(k, n, seed)
			if err != nil {
				continue // the run says so
			}
			for _, m := range keeps {
				topic, err := p.topic(m.topic, d)
				if err != nil || seen[topic] {
					continue
				}
				if len(topics) == most {
					return topics
				}
				seen[topic] = true
				topics = append(topics, topic)
			}
		}
	}
	return topics
}

// retained are the messages of a kind that are to be kept.
func (k *Kind) retained() (keeps []*message) {
	for _, m := range k.messages() {
		if m.retain {
			keeps = append(keeps, m)
		}
	}
	for _, c := range k.commands {
		if c.reply != nil && c.reply.retain {
			keeps = append(keeps, c.reply)
		}
	}
	return keeps
}

// firstOf is the first device of a kind, without its id.
func firstOf(k *Kind) *device {
	return &device{kind: k, n: 1, chance: newChance(0, 0, ofDevice), aside: newChance(0, 0, ofAnswers), waves: wavesOf(k, 1, 0)}
}

// prepare finds the values that each payload mentions.
func (k *Kind) prepare() {
	for i, w := range k.values {
		w.index = i
	}
	for _, m := range k.messages() {
		m.payload.finds(k.values)
	}
	for _, c := range k.commands {
		if c.reply != nil {
			c.reply.payload.finds(k.values)
		}
		if _, there := k.variables[c.keep]; !there && c.keep != "" {
			k.variables[c.keep] = ""
		}
	}
}

// tryKind has the first device make everything once.
func (r *reader) tryKind(p *player, k *Kind) {
	d := firstOf(k)
	var err error
	if d.id, err = p.text(k.id, d); err != nil {
		r.found(err)
	}
	for _, m := range k.messages() {
		r.tryMessage(p, m, d, nil)
	}
	for _, c := range k.commands {
		if _, err := p.topic(c.topic, d); err != nil {
			r.found(err)
		}
		if c.reply != nil {
			r.tryMessage(p, c.reply, d, []byte{})
		}
	}
	r.tryReplies(p, d)
}

// tryReplies sees that no reply is a command that comes to a reply on the same topic again.
func (r *reader) tryReplies(p *player, d *device) {
	all := d.kind.commands
	topics, replies := make([]string, len(all)), make([]string, len(all))
	for i, c := range all {
		topics[i], _ = p.topic(c.topic, d) // what cannot be made has been told
		if c.reply != nil {
			replies[i], _ = p.topic(c.reply.topic, d)
		}
	}
	for i, c := range all {
		at := i
		for range all {
			if at = slices.Index(topics, replies[at]); at < 0 || replies[at] == "" {
				break
			}
			if at == i {
				r.found(&Fault{Code: OwnAnswer, Line: c.reply.topic.line, Column: c.reply.topic.column, Found: replies[i]})
				return
			}
		}
	}
}

// tryMessage finds what is wrong with topic and payload.
func (r *reader) tryMessage(p *player, m *message, d *device, answered []byte) {
	if _, err := p.topic(m.topic, d); err != nil {
		r.found(err)
	}
	if _, err := p.payload(m, d, 0, answered); err != nil && !errors.Is(err, draft.ErrClears) {
		r.found(err)
	}
}

func (r *reader) found(err error) {
	var f *Fault
	if errors.As(err, &f) {
		r.Wrong(nil, *f)
	}
}

// different sees that no two devices have the same id: with a connection each they would
// take it from one another.
func (r *reader) different(p *player, f *File) {
	seen := make(map[string]bool, f.Devices())
	for _, k := range f.Kinds {
		for n := 1; n <= k.Count; n++ {
			id, err := p.text(k.id, &device{kind: k, n: n})
			switch {
			case err != nil:
				r.found(err)
				return
			case seen[id]:
				r.found(&Fault{Code: RepeatedID, Line: k.id.line, Column: k.id.column, Found: id})
				return
			}
			seen[id] = true
		}
	}
}
