package learning

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/learn"
	"mangrove/model/verify"
)

// compare holds a site, with a fault of a thing, against a checklist.
func (s *site) compare(t *testing.T, text []byte, recorded []message, f fault) *learn.Comparison {
	t.Helper()
	list, err := checklist.Read(text, nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	list.Deadline = 0
	run, l := verify.New(list), learn.New()
	run.Begin(siteBegin)
	l.Begin(siteBegin)
	var c *learn.Comparison
	s.play(recorded, f, listener{
		func(at time.Time, m *model.Message) { run.Message(at, m); l.Message(at, m) },
		func(from, to time.Time) { run.Disconnected(from); run.Connected(to); l.Interrupted(from, to) },
		func(kept map[string]string) {
			run.Tick(siteEnd)
			for _, topic := range slices.Sorted(maps.Keys(kept)) {
				run.Kept(siteEnd, &model.Message{Topic: []byte(topic), Payload: []byte(kept[topic]), QoS: 2, Retained: true})
				l.Keeps(topic, []byte(kept[topic]))
			}
			run.Asked()
			l.Asked()
			run.Finish(siteEnd)
			c = learn.Against(run, l.Propose(siteEnd))
		},
	})
	return c
}

// TestSitesAgainstTheirOwn: a site is as the checklist that was learned from it has it; what is wrong
// with a device then is told, and nothing of any other.
func TestSitesAgainstTheirOwn(t *testing.T) {
	seeds := uint64(30)
	if testing.Short() {
		seeds = 6
	}
	for seed := range seeds {
		s := newSite(seed)
		recorded := s.record()
		text := s.learnFrom(t, recorded)
		if c := s.compare(t, text, recorded, fault{}); len(c.Differences)+len(c.Open) > 0 || c.Same == 0 {
			t.Fatalf("%d: the same site: %+v in\n%s", seed, c, text)
		}
		of := s.things[s.rand.IntN(len(s.things))]
		names := slices.Sorted(maps.Keys(of.faults))
		if len(names) == 0 {
			continue
		}
		wrong := names[s.rand.IntN(len(names))]
		if wrong == duplicated {
			continue
		}
		c := s.compare(t, text, recorded, fault{of, wrong})
		if len(c.Differences)+len(c.Open) == 0 {
			t.Errorf("%d: %s of %s is not told", seed, wrong, of.name)
		}
		for _, d := range append(c.Differences, c.Open...) {
			r := verify.Result{Subject: &checklist.Subject{ID: d.Subject}, Member: d.Member, Verdict: verify.Verdict{Reason: verify.Reason{Names: append(d.Names, d.Why.Names...)}}}
			if !isOf(&r, of) {
				t.Errorf("%d: %s of %s, but %+v", seed, wrong, of.name, d)
			}
		}
	}
}

// TestAgainstListens to what the checklist is about, by one filter for each topic.
func TestAgainstListens(t *testing.T) {
	list, err := checklist.Read([]byte("version: 1\ndeadline: 1s\nrules:\n  - {topic: a/b, present: true}\n  - {topic: \"$SYS/broker/version\", present: true}\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	a := NewAgainst(list)
	var filters []string
	for _, s := range a.Subscriptions([]string{"#"}) {
		filters = append(filters, s.Filter)
	}
	if got := strings.Join(filters, " "); got != "# $SYS/broker/version" {
		t.Errorf("it subscribes to %s", got)
	}
	if got := a.Subscriptions([]string{"x/#"}); len(got) > 0 {
		t.Errorf("without what it is about: %v", got)
	}
	if list.Deadline != time.Second {
		t.Error("the checklist has been changed")
	}
}

// TestAgainstWithoutConnection: what came before and after is compared, and times between do not count.
func TestAgainstWithoutConnection(t *testing.T) {
	list, err := checklist.Read([]byte("version: 1\nrules:\n  - {topic: a/b, present: true, retained: true}\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	a := NewAgainst(list)
	connected, not := &broker.Status{Phase: broker.Connected}, &broker.Status{Phase: broker.Waiting}
	a.Pass(connected)
	a.Pass(not)
	a.Interrupted(time.Now(), time.Now())
	a.Pass(connected)
	a.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("a/b"), Payload: []byte("1")}}})
	c, err := a.Compare(func() (*retained.Found, error) { return nil, context.DeadlineExceeded })
	if err == nil || len(c.Differences) > 0 || len(c.Open) != 1 || c.Open[0].Why.Code != verify.NotAsked || c.Same != 1 {
		t.Errorf("the broker did not answer: %v, %+v", err, c)
	}
}
