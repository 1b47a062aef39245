package model

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestRatesAfterALongTime runs for longer than 32 bits count milliseconds.
func TestRatesAfterALongTime(t *testing.T) {
	s := NewStore(Options{})
	now := s.started
	now = now.Add(49 * 24 * time.Hour)
	apply(s, message("a", "x"))
	s.Tree().Tick(now)
	now = now.Add(24 * time.Hour)
	for range 60 {
		now = now.Add(time.Second)
		for range 10 {
			apply(s, message("a", "x"))
		}
		s.Tree().Tick(now)
	}
	id, _ := s.Find("a")
	if r := s.Stats(id, now).MessageRate; r < 9 || r > 11.5 {
		t.Errorf("%.1f messages/s, 10 come", r)
	}
	if r := s.Stats(id, now.Add(time.Minute)).MessageRate; r > 0.001 {
		t.Errorf("a minute later: %.4f messages/s", r)
	}
}

// TestTalkersAboveManyOthers has a level that is a topic itself, and silent,
// above topics that send much together.
func TestTalkersAboveManyOthers(t *testing.T) {
	s := NewStore(Options{})
	now := s.started
	apply(s, message("plant", "online"))
	m := make([]Message, 10_000)
	for i := range m {
		m[i] = message(fmt.Sprint("plant/", i), "x")
	}
	for range 60 {
		now = now.Add(time.Second)
		apply(s, m...)
		s.Tree().Tick(now)
	}
	id, _ := s.Find("plant")
	for _, talker := range s.Talkers(len(m)+1, now) {
		if talker.ID == id {
			t.Errorf("%.3f messages/s of a topic that has been silent for a minute", talker.Messages)
		}
	}
}

// TestRatesAfterAPause counts what came during a pause as of that time, not as
// of its end.
func TestRatesAfterAPause(t *testing.T) {
	s := NewStore(Options{})
	now := s.started
	second := func() {
		now = now.Add(time.Second)
		for range 10 {
			apply(s, message("a", "x"))
		}
		s.Tree().Tick(now)
	}
	for range 60 {
		second()
	}
	s.Pause()
	for range 600 {
		second()
	}
	s.Resume()
	second()
	id, _ := s.Find("a")
	if r := s.Stats(id, now).MessageRate; r < 9 || r > 11 {
		t.Errorf("after the pause: %.1f messages/s, 10 come", r)
	}
}

// TestRetainedMessagesOfTheBeginning are not what is sent in a second.
func TestRetainedMessagesOfTheBeginning(t *testing.T) {
	s := NewStore(Options{})
	now := s.started
	rate := func(topic string) float64 {
		now = now.Add(33 * time.Millisecond)
		s.Tree().Tick(now)
		id, _ := s.Find(topic)
		return s.Stats(id, now).MessageRate
	}
	replay := message("a/b", "x")
	replay.Retained = true
	apply(s, replay)
	if r := rate("a/b") + rate("a"); r != 0 {
		t.Errorf("%.3f messages/s, but none was sent", r)
	}
	apply(s, message("a/b", "x"))
	sent := rate("a/b")
	if sent == 0 {
		t.Error("a message that was sent does not count")
	}
	apply(s, replay) // with Retain As Published, a live one
	if r := rate("a/b"); r <= sent {
		t.Errorf("%.3f messages/s after another one, before it %.3f", r, sent)
	}
	s.Interrupted(now, time.Now().Add(time.Hour)) // what comes is of a new connection
	before := rate("a/b")
	apply(s, replay)
	if r := rate("a/b"); r > before {
		t.Errorf("%.3f messages/s after connecting again, before it %.3f", r, before)
	}
	if n := s.Stats(Root, now).SubtreeMessages; n != 4 {
		t.Errorf("%d messages counted, 4 came", n)
	}
}

// TestTalkersAreThoseWithARate compares them with a look at every topic, while
// topics come, talk, fall silent and are let go.
func TestTalkersAreThoseWithARate(t *testing.T) {
	for seed := range fewer(20) {
		r := rand.New(rand.NewPCG(seed, 5))
		s := NewStore(Options{Topics: 200, Budget: -1})
		now := s.started
		for range 400 {
			now = now.Add(time.Duration(r.IntN(3_000)) * time.Millisecond)
			for range r.IntN(20) {
				m := message(fmt.Sprintf("%d/%d/%d", r.IntN(2), r.IntN(8), r.IntN(40)), "x")
				m.Retained = r.IntN(4) == 0
				s.Apply(Batch{At: now, Messages: []Message{m}})
			}
			s.Tree().Tick(now)
			if r.IntN(3) == 0 {
				continue
			}
			got, want := s.Talkers(10, now), allTalkers(s, now)
			if want = want[:min(len(want), 10)]; !slices.Equal(got, want) {
				t.Fatalf("seed %d: %v, want %v", seed, got, want)
			}
		}
		if n := s.talking.n; n > s.nodes.n {
			t.Errorf("seed %d: %d topics are listed of %d", seed, n, s.nodes.n)
		}
		s.Talkers(10, now.Add(time.Hour))
		if n := s.talking.n; n != 0 {
			t.Errorf("seed %d: %d topics are still looked at after an hour", seed, n)
		}
	}
}

// TestWhatIsOverTalksNoMore: a rate that only fades is not among the busiest, beside what goes
// on, above it and below; with its next message a topic is among them again.
func TestWhatIsOverTalksNoMore(t *testing.T) {
	s := NewStore(Options{})
	now := s.started
	send := func(times int, topics ...string) {
		for range times {
			now = now.Add(100 * time.Millisecond)
			for _, topic := range topics {
				s.Apply(Batch{At: now, Messages: []Message{message(topic, "x")}})
			}
			s.Tree().Tick(now)
		}
	}
	talk := func(when string, want ...string) {
		t.Helper()
		var got []string
		for _, talker := range s.Talkers(10, now) {
			got = append(got, s.Topic(talker.ID))
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	send(100, "plant", "plant/on", "ends")
	talk("while all send", "ends", "plant", "plant/on")
	send(40, "plant/on")
	talk("a moment later", "ends", "plant", "plant/on")
	send(40, "plant/on")
	talk("after the end", "plant/on")
	id, _ := s.Find("ends")
	if r := s.Tree().Row(id).Rate; r != 0 {
		t.Errorf("its row has %g", r)
	}
	send(1, "plant/on", "ends")
	talk("again", "ends", "plant/on")
}

// allTalkers looks at every topic.
func allTalkers(s *Store, now time.Time) (list []Talker) {
	for id := ID(1); int(id) < s.nodes.n; id++ {
		if s.nodes.at(id).flags&(isTopic|gone) != isTopic {
			continue
		}
		if t := s.talker(id, s.moment(s.sinceStart(now))); t.Messages >= silent {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b Talker) int { return cmp.Or(cmp.Compare(b.Messages, a.Messages), cmp.Compare(a.ID, b.ID)) })
	return list
}

// BenchmarkIdle is what a second costs with a million topics of which none
// sends anything: the ticks, and the busiest topics once.
func BenchmarkIdle(b *testing.B) {
	const topics, ticks = 1_000_000, 30
	s, tree := benchTree(b, topics)
	now := s.started.Add(time.Hour)
	s.Talkers(100, now)
	for b.Loop() {
		for range ticks {
			now = now.Add(time.Second / ticks)
			tree.Tick(now)
		}
		s.Talkers(100, now)
	}
}

// TestARateEndsWithItsMessages: beside an age far above it, what it fades through is
// misleading. Nothing that goes on loses it.
func TestARateEndsWithItsMessages(t *testing.T) {
	for name, c := range map[string]struct {
		every, lasts time.Duration // between messages, and after the last one
		at           int           // so many at once
		rate         bool          // is to be seen at the end
	}{
		"100/s goes on":             {10 * time.Millisecond, 0, 1, true},
		"100/s, for a moment":       {10 * time.Millisecond, 2 * time.Second, 1, true},
		"100/s, over":               {10 * time.Millisecond, 6 * time.Second, 1, false},
		"100/s, over for long":      {10 * time.Millisecond, 30 * time.Second, 1, false},
		"1/s goes on":               {time.Second, 900 * time.Millisecond, 1, true},
		"1/s misses some":           {time.Second, 5 * time.Second, 1, true},
		"1/s, over":                 {time.Second, 14 * time.Second, 1, false},
		"every 5 s goes on":         {5 * time.Second, 4900 * time.Millisecond, 1, true},
		"bursts go on":              {4 * time.Second, 3900 * time.Millisecond, 20, true},
		"bursts, over":              {4 * time.Second, 9 * time.Second, 20, false},
		"a burst at the beginning":  {time.Hour, 100 * time.Millisecond, 500, true},
		"a burst, long ago":         {time.Hour, 20 * time.Second, 500, false},
		"one message, not long ago": {time.Hour, 4 * time.Second, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := NewStore(Options{})
			now := s.started
			for range max(1, min(1000, int(time.Minute/c.every))) {
				now = now.Add(c.every)
				s.Tree().Tick(now.Add(-time.Millisecond))
				for range c.at {
					apply(s, message("a/b", "x"))
				}
				s.Tree().Tick(now)
			}
			s.Tree().Tick(now.Add(c.lasts))
			for _, topic := range []string{"a", "a/b"} {
				id, _ := s.Find(topic)
				if rate := s.Tree().Row(id).Rate; (rate > 0) != c.rate {
					t.Errorf("%s: %.3f messages/s", topic, rate)
				}
			}
		})
	}
}
