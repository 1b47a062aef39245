package learning

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/learn"
	"mangrove/model/verify"
)

// message is one that was recorded.
type message struct {
	after          time.Duration
	topic, payload string
	qos            byte
	retain         bool
}

// thing is a device or a topic of a site.
type thing struct {
	name   string
	topics []string
	every  time.Duration
	send   func(r *rand.Rand, n int) []message
	faults map[string]func(m *message, n int) // what each does to a message; the topic "" takes it away
	spoil  map[string]func(kept map[string]string)
}

// site is what was recorded of one.
type site struct {
	rand   *rand.Rand
	things []*thing
	kept   map[string]string
	gap    [2]time.Duration // without a connection of ours
}

const (
	siteTime = 15 * time.Minute
	halfway  = siteTime / 2
)

var siteBegin = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// newSite makes a site with devices of conventions and others, of which each kind has a
// number of its own.
func newSite(seed uint64) *site {
	s := &site{rand: rand.New(rand.NewPCG(seed, 7)), kept: map[string]string{}}
	if seed%3 == 1 {
		from := time.Minute + time.Duration(s.rand.IntN(20))*time.Second
		s.gap = [2]time.Duration{from, from + time.Duration(5+s.rand.IntN(40))*time.Second}
	}
	s.zigbee(3 + s.rand.IntN(6))
	s.tasmota(1 + s.rand.IntN(4))
	for area := range 1 + s.rand.IntN(3) {
		s.meters(area, 3+s.rand.IntN(5))
	}
	s.rooms(3 + s.rand.IntN(4))
	s.tags(2 + s.rand.IntN(4))
	s.single()
	for _, add := range []func(string){s.homie, s.shelly, s.espHome, s.theThings} {
		for i := range s.rand.IntN(3) {
			add(strconv.Itoa(i + 1))
		}
	}
	return s
}

// record gives what comes of all things, with the times in their order.
func (s *site) record() (all []message) {
	for _, t := range s.things {
		n := 0
		for at := -time.Duration(s.rand.Int64N(int64(t.every))); at < siteTime; at += t.every + time.Duration(s.rand.Int64N(int64(t.every/10))) - t.every/20 {
			for i, m := range t.send(s.rand, n) {
				m.after = at + time.Duration(i)*50*time.Millisecond
				m.payload = strings.Replace(m.payload, "@now", strconv.FormatInt(siteBegin.Add(m.after).Unix(), 10), 1)
				all = append(all, m)
			}
			n++
		}
	}
	return inOrder(all)
}

func inOrder(all []message) []message {
	slices.SortStableFunc(all, func(a, b message) int { return cmp.Compare(a.after, b.after) })
	return all
}

// twice gives what comes where another device has the topics of a thing as well.
func twice(recorded []message, of *thing) []message {
	all := slices.Clone(recorded)
	for _, m := range recorded {
		if m.after += of.every * 2 / 5; m.after < siteTime && slices.Contains(of.topics, m.topic) {
			all = append(all, m)
		}
	}
	return inOrder(all)
}

// listener is what hears a recording.
type listener struct {
	message func(at time.Time, m *model.Message)
	gap     func(from, to time.Time)
	end     func(kept map[string]string)
}

// fault is something wrong with a thing; of nothing: all is well.
type fault struct {
	of   *thing
	name string
}

// in gives what comes with the fault, and changes what the broker has kept.
func (f fault) in(recorded []message, kept map[string]string) (all []message) {
	if f.of == nil {
		return recorded
	}
	if spoil := f.of.spoil[f.name]; spoil != nil {
		spoil(kept)
		return recorded
	}
	sent := map[string]int{}
	for _, m := range recorded {
		if slices.Contains(f.of.topics, m.topic) {
			n := sent[m.topic]
			sent[m.topic]++
			f.of.faults[f.name](&m, n)
		}
		if m.topic != "" {
			all = append(all, m)
		}
	}
	return all
}

// play plays a recording, with a fault of a thing: first what the broker has kept by the time
// of the beginning, at the end what it keeps then.
func (s *site) play(recorded []message, f fault, to listener) {
	kept, began, back := maps.Clone(s.kept), false, s.gap[1] == 0
	recorded = f.in(recorded, kept)
	connected := func(after time.Duration) {
		for _, topic := range slices.Sorted(maps.Keys(kept)) {
			to.message(siteBegin.Add(after), &model.Message{Topic: []byte(topic), Payload: []byte(kept[topic]), QoS: 2, Retained: true})
		}
	}
	for _, m := range recorded {
		if m.after >= 0 && !began {
			began = true
			connected(0)
		}
		if m.after >= s.gap[1] && !back {
			back = true
			to.gap(siteBegin.Add(s.gap[0]), siteBegin.Add(s.gap[1]))
			connected(s.gap[1])
		}
		if m.retain {
			if kept[m.topic] = m.payload; m.payload == "" {
				delete(kept, m.topic)
			}
		}
		if began && (m.after < s.gap[0] || m.after >= s.gap[1]) {
			to.message(siteBegin.Add(m.after), &model.Message{Topic: []byte(m.topic), Payload: []byte(m.payload), QoS: m.qos})
		}
	}
	to.end(kept)
}

var siteEnd = siteBegin.Add(siteTime)

// learnFrom gives the checklist of a recording as it is written.
func (s *site) learnFrom(t *testing.T, recorded []message) []byte {
	t.Helper()
	l := learn.New()
	l.Begin(siteBegin)
	var p *learn.Proposal
	s.play(recorded, fault{}, listener{l.Message, l.Interrupted, func(kept map[string]string) {
		for topic, payload := range kept {
			l.Keeps(topic, []byte(payload))
		}
		l.Asked()
		p = l.Propose(siteEnd)
	}})
	var b bytes.Buffer
	if left, err := (&Draft{p, "Site", "mqtt://127.0.0.1"}).YAML(&b); left > 0 || err != nil {
		t.Fatal(left, err)
	}
	return b.Bytes()
}

// judge gives what is not passed when a recording is played again.
func (s *site) judge(t *testing.T, text []byte, recorded []message, f fault) (odd []verify.Result) {
	t.Helper()
	list, err := checklist.Read(text, nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if len(list.Doubts) > 0 {
		t.Errorf("doubts: %v", list.Doubts)
	}
	run := verify.New(list)
	run.Begin(siteBegin)
	s.play(recorded, f, listener{run.Message, func(from, to time.Time) { run.Disconnected(from); run.Connected(to) }, func(kept map[string]string) {
		run.Tick(siteEnd)
		for _, topic := range slices.Sorted(maps.Keys(kept)) {
			run.Message(siteEnd, &model.Message{Topic: []byte(topic), Payload: []byte(kept[topic]), QoS: 2, Retained: true})
		}
		run.Asked()
		run.Finish(siteEnd)
	}})
	return slices.DeleteFunc(run.Results(), func(r verify.Result) bool { return r.State == verify.Pass })
}

// isOf reports whether a verdict is of a thing.
func isOf(r *verify.Result, of *thing) bool {
	for _, text := range append([]string{r.Subject.ID, r.Member, r.Topic}, r.Reason.Names...) {
		if text == of.name || strings.HasSuffix(text, "/"+of.name) || slices.Contains(of.topics, text) {
			return true
		}
	}
	return false
}

// TestLearnedSites: a checklist that was learned from a site passes when the same is played
// again; what is wrong with a device then is found, and nothing else is.
func TestLearnedSites(t *testing.T) {
	seeds := uint64(200)
	if testing.Short() {
		seeds = 8
	}
	const workers = 4
	for w := range uint64(workers) {
		t.Run(fmt.Sprint(w), func(t *testing.T) {
			t.Parallel()
			for seed := w; seed < seeds; seed += workers {
				learnOne(t, seed)
			}
		})
	}
}

func learnOne(t *testing.T, seed uint64) {
	t.Helper()
	s := newSite(seed)
	recorded := s.record()
	text := s.learnFrom(t, recorded)
	for _, r := range s.judge(t, text, recorded, fault{}) {
		t.Errorf("%d: %s %s %s %s: %s, %+v", seed, r.Subject.ID, r.Member, r.Check.Kind, r.Check.Path, r.State, r.Reason)
	}
	of := s.things[s.rand.IntN(len(s.things))]
	if len(of.faults) == 0 {
		return
	}
	names := slices.Sorted(maps.Keys(of.faults))
	names = append(names, slices.Sorted(maps.Keys(of.spoil))...)
	wrong := names[s.rand.IntN(len(names))]
	if wrong == duplicated {
		recorded = twice(recorded, of)
	}
	odd := s.judge(t, text, recorded, fault{of, wrong})
	if len(odd) == 0 {
		t.Errorf("%d: %s of %s is not found", seed, wrong, of.name)
	}
	for _, r := range odd {
		if !isOf(&r, of) {
			t.Errorf("%d: %s of %s, but %s %s %s %s: %s, %+v", seed, wrong, of.name, r.Subject.ID, r.Member, r.Check.Kind, r.Check.Path, r.State, r.Reason)
		}
	}
	if t.Failed() {
		t.Fatalf("the checklist is\n%s", text)
	}
}
