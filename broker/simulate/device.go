package simulate

import (
	"maps"
	"math/rand/v2"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/model"
	"mangrove/model/template"
)

// largestPayload is what a template may make, in bytes.
const largestPayload = 1 << 20

// countsTo is where sessions and messages of a device are counted from 0 again.
const countsTo = 256

// device is one of them.
type device struct {
	kind    *Kind
	n       int // from 1, in its kind
	id      string
	chance  *rand.Rand // of its times, failures and streams
	aside   *rand.Rand // of what depends on others: connections and commands
	topics  []string   // of its streams
	counts  []int      // messages of its streams
	last    [][]byte   // the payloads before, where they can freeze; nil otherwise
	waves   []waved
	kept    map[string]string // of commands; nil: none
	out     queue
	failing []bool // by the failures of its kind

	dead, frozen, nonsense, silent int // by how many failures

	// session is how often its connection was made before, seq how many messages it has
	// published on it: both from 0 to 255, and then from 0 again, as Sparkplug has them.
	session, seq int
	off          time.Duration
}

// player makes what devices publish. It belongs to one goroutine.
type player struct {
	shared map[string]string // the file's variables
	began  time.Time
	values map[string]string // used again for every message
}

func newPlayer(f *File, began time.Time) *player {
	return &player{f.variables, began, map[string]string{}}
}

// device makes the device with a number in its kind. It fails with a [*Fault].
func (p *player) device(k *Kind, n int, seed uint64) (*device, error) {
	d := &device{kind: k, n: n, chance: newChance(seed, k.first+n, ofDevice)}
	d.aside = newChance(seed, k.first+n, ofAnswers)
	d.waves, d.failing = wavesOf(k, n, seed), make([]bool, len(k.failures))
	d.counts = make([]int, len(k.streams))
	if k.freezes() {
		d.last = make([][]byte, len(k.streams))
	}
	id, err := p.text(k.id, d)
	if err != nil {
		return nil, err
	}
	d.id = id
	for _, s := range k.streams {
		topic, err := p.topic(s.topic, d)
		if err != nil {
			return nil, err
		}
		d.topics = append(d.topics, topic)
	}
	return d, nil
}

// What chance is for: each has its own, so that what comes from outside changes no other.
const (
	ofDevice = iota
	ofAnswers
	ofConnection
	ofValues // and what follows
)

func newChance(seed uint64, device, of int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(device)<<16|uint64(of))) //nolint:gosec // it is to be the same again
}

// text is what does not change with the time: an id, or a topic.
func (p *player) text(of *pattern, d *device) (string, error) {
	b, err := of.render(p.asked(d, nil, 0))
	if err != nil {
		return "", &Fault{Code: Template, Line: of.line, Column: of.column, Err: err}
	}
	return string(b), nil
}

func (p *player) topic(of *pattern, d *device) (string, error) {
	topic, err := p.text(of, d)
	if err == nil {
		if wrong := model.CheckTopic(topic); wrong != nil {
			err = &Fault{Code: Topic, Line: of.line, Column: of.column, Found: topic, Err: wrong}
		}
	}
	return topic, err
}

// asked are the values that a template may ask for, at a time of the run.
func (p *player) asked(d *device, waves []*wave, at time.Duration) template.Values {
	clear(p.values)
	maps.Copy(p.values, p.shared)
	maps.Copy(p.values, d.kind.variables)
	maps.Copy(p.values, d.kept)
	p.values["n"], p.values["id"], p.values["name"] = itoa(d.n), d.id, d.kind.Name
	p.values["session"], p.values["seq"] = itoa(d.session), itoa(d.seq)
	for _, w := range waves {
		p.values[w.name] = w.text(at, d.n, &d.waves[w.index])
	}
	return template.Values{
		Variables: p.values, Now: p.began.Add(at + d.off), Start: p.began, Random: d.chance, Most: largestPayload,
	}
}

// published counts a message.
func (d *device) published() { d.seq = (d.seq + 1) % countsTo }

// publication makes one of the messages of a device that are not published again and
// again; answered is the payload of a command, nil: there is none.
func (p *player) publication(m *message, d *device, at time.Duration, answered []byte) (broker.Publication, error) {
	topic, err := p.topic(m.topic, d)
	if err != nil {
		return broker.Publication{}, err
	}
	payload, err := p.payload(m, d, at, answered)
	if err != nil {
		return broker.Publication{}, err
	}
	return broker.Publication{Topic: topic, Payload: payload, QoS: m.qos, Retain: m.retain}, nil
}

func (p *player) payload(m *message, d *device, at time.Duration, answered []byte) ([]byte, error) {
	v := p.asked(d, m.payload.values, at)
	v.Random = d.aside
	if answered != nil {
		v.Variables["payload"] = string(answered)
	}
	payload, err := m.bytes(v)
	if err != nil {
		return nil, p.unmade(m, err)
	}
	return payload, nil
}

// next makes the next message of a stream.
func (p *player) next(d *device, i int, at time.Duration) (broker.Publication, error) {
	s := d.kind.streams[i]
	out := broker.Publication{Topic: d.topics[i], QoS: s.qos, Retain: s.retain}
	if d.frozen > 0 && d.last[i] != nil {
		out.Payload = d.last[i]
		return out, nil
	}
	v := p.asked(d, s.payload.values, at)
	v.Index = d.counts[i]
	d.counts[i]++
	var err error
	if out.Payload, err = s.bytes(v); err != nil {
		return out, p.unmade(&s.message, err)
	}
	if d.last != nil {
		d.last[i] = out.Payload
	}
	if d.nonsense > 0 {
		out.Payload = garbled(out.Payload, d.chance)
	}
	return out, nil
}

// bytes makes the payload. One of which a template makes nothing would clear what is retained:
// nobody looks at each message.
func (m *message) bytes(v template.Values) ([]byte, error) {
	payload, err := m.payload.bytes(v)
	if err == nil && m.retain && len(payload) == 0 && m.payload.text != "" {
		err = draft.ErrClears
	}
	return payload, err
}

func (p *player) unmade(m *message, err error) error {
	code := Payload
	if _, ok := err.(*template.Error); ok { //nolint:errorlint // it is not wrapped
		code = Template
	}
	return &Fault{Code: code, Line: m.payload.line, Column: m.payload.column, Err: err}
}

// garbled is what a device sends that is out of its mind. It is never empty: that would
// clear what is retained.
func garbled(b []byte, chance *rand.Rand) []byte {
	switch chance.IntN(5) {
	case 0:
		return []byte("NaN")
	case 1:
		return []byte("-99999999999999999999")
	case 2:
		return []byte("{}")
	case 3:
		if len(b) > 1 {
			return b[:1+chance.IntN(len(b)-1)] // it breaks off
		}
	}
	random := make([]byte, 1+chance.IntN(64))
	for i := range random {
		random[i] = byte(chance.UintN(256)) //nolint:gosec // below 256
	}
	return random
}
