package model

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// payloads lists what a stream shows, after it has caught up.
func payloads(st *Stream) string {
	for more := true; more; {
		_, more = st.Catch()
	}
	var list []string
	for _, r := range st.List().Rows(0, make([]StreamRow, st.List().Len())) {
		list = append(list, r.Topic+"="+string(r.Preview))
	}
	return strings.Join(list, " ")
}

func TestStream(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a", "1"), message("a/b", "2"), message("c", "3"), message("a/b/d", "4"), message("a", "5"))
	a, _ := s.Find("a")
	q, _ := ParseQuery("=5")
	streams := []struct {
		name  string
		st    *Stream
		first string
		then  string
	}{
		{"topic", s.NewStream(a, false, nil), "a=1 a=5", "a=1 a=5 a=6"},
		{"subtree", s.NewStream(a, true, nil), "a=1 a/b=2 a/b/d=4 a=5", "a=1 a/b=2 a/b/d=4 a=5 a=6 a/new=7"},
		{"everything", s.NewStream(Root, true, nil), "a=1 a/b=2 c=3 a/b/d=4 a=5", "a=1 a/b=2 c=3 a/b/d=4 a=5 a=6 a/new=7 c=5"},
		{"query", s.NewStream(Root, true, q), "a=5", "a=5 c=5"},
	}
	for _, c := range streams {
		if got := payloads(c.st); got != c.first {
			t.Errorf("%s: %q, want %q", c.name, got, c.first)
		}
	}
	apply(s, message("a", "6"), message("a/new", "7"), message("c", "5"))
	for _, c := range streams {
		if got := payloads(c.st); got != c.then {
			t.Errorf("%s, later: %q, want %q", c.name, got, c.then)
		}
		if changed, more := c.st.Catch(); changed || more {
			t.Errorf("%s: there is nothing new", c.name)
		}
	}
}

func TestListingFindsItsMessages(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a", "1"), message("b", "2"), message("a", "3"))
	a, _ := s.Find("a")
	all, some := s.NewStream(Root, true, nil), s.NewStream(a, false, nil)
	payloads(all)
	payloads(some)
	for i, r := range all.List().Rows(0, make([]StreamRow, 3)) {
		if got := all.List().Find(r.Position); got != i {
			t.Errorf("message %d of all is found at %d", i, got)
		}
		if got, want := some.List().Find(r.Position), []int{0, -1, 1}[i]; got != want {
			t.Errorf("message %d is found at %d of a's, want %d", i, got, want)
		}
	}
}

// TestStreamForgetsWhatTheHistoryLetsGo streams far more than the history
// holds, looking only now and then.
func TestStreamForgetsWhatTheHistoryLetsGo(t *testing.T) {
	s := NewStore(Options{Budget: 12 << 20})
	filler := strings.Repeat("x", 10_000)
	apply(s, message("a/rare", "kept"))
	a, _ := s.Find("a")
	st := s.NewStream(a, true, nil)
	for i := range 6_000 {
		apply(s, message("a/often", fmt.Sprint(i, filler)))
		if i%700 == 0 {
			payloads(st)
		}
	}
	payloads(st)
	rows := st.List().Rows(0, make([]StreamRow, st.List().Len()))
	held := int(s.Usage().Held / 10_000)
	if n := len(rows); n > held || n < held/2 {
		t.Fatalf("%d messages are listed, about %d are held", n, held)
	}
	for i, r := range rows {
		want := fmt.Sprint(6_000 - len(rows) + i)
		if !strings.HasPrefix(string(r.Preview), want+"x") || r.Position == 0 {
			t.Fatalf("message %d is %.10q, want %s", i, r.Preview, want)
		}
	}
}

func TestForget(t *testing.T) {
	s := NewStore(Options{})
	for i := range 5 {
		apply(s, message("a/x", fmt.Sprint(i)), message("a/y", fmt.Sprint(i)), message("b", fmt.Sprint(i)))
	}
	a, _ := s.Find("a")
	n, undo := s.Forget(a)
	if n != 8 {
		t.Errorf("%d messages forgotten, want 8", n)
	}
	x, _ := s.Find("a/x")
	if got := payloads(s.NewStream(x, false, nil)); got != "a/x=4" {
		t.Errorf("left of the topic: %q", got)
	}
	apply(s, message("a/x", "new"))
	if got := payloads(s.NewStream(a, true, nil)); got != "a/x=4 a/y=4 a/x=new" {
		t.Errorf("left of the subtree: %q", got)
	}
	if got := payloads(s.NewStream(x, false, nil)); got != "a/x=4 a/x=new" {
		t.Errorf("the topic goes on with %q", got)
	}
	if got := len(strings.Fields(payloads(s.NewStream(Root, true, nil)))); got != 5+3 {
		t.Errorf("%d messages are listed in all, want those of b, the two spared and the new one", got)
	}
	if e := latest(t, s, "a/y"); string(e.Payload) != "4" {
		t.Errorf("the latest value is %q", e.Payload)
	}
	undo()
	if got := payloads(s.NewStream(x, false, nil)); got != "a/x=0 a/x=1 a/x=2 a/x=3 a/x=4 a/x=new" {
		t.Errorf("the topic after undo: %q", got)
	}
	if got := len(strings.Fields(payloads(s.NewStream(Root, true, nil)))); got != 16 {
		t.Errorf("%d messages are listed after undo, want all 16", got)
	}
}

func TestForgetAgain(t *testing.T) {
	s := NewStore(Options{})
	for i := range 3 {
		apply(s, message("a", fmt.Sprint(i)))
	}
	a, _ := s.Find("a")
	want := func(what, list string) {
		t.Helper()
		for _, below := range []bool{false, true} {
			if got := payloads(s.NewStream(a, below, nil)); got != list {
				t.Errorf("%s, below %v: %q, want %q", what, below, got, list)
			}
		}
	}
	_, undoFirst := s.Forget(a)
	if n, _ := s.Forget(a); n != 0 {
		t.Errorf("%d messages were left to forget", n)
	}
	apply(s, message("a", "3"), message("a", "4"))
	n, undoLast := s.Forget(a)
	if n != 2 {
		t.Errorf("%d messages forgotten, want 2", n)
	}
	want("forgotten again", "a=4")
	undoLast()
	want("the last undone", "a=2 a=3 a=4")
	undoFirst()
	want("both undone", "a=0 a=1 a=2 a=3 a=4")
}

func TestTalkers(t *testing.T) {
	s := NewStore(Options{})
	now := s.started
	for i := range 100 {
		now = now.Add(100 * time.Millisecond)
		m := []Message{message("fast", "x"), message("fast/below", "xx")}
		if i%10 == 0 {
			m = append(m, message("slow", "x"))
		}
		if i == 0 {
			m = append(m, message("once", "x"))
		}
		s.Apply(Batch{At: now, Messages: m})
		s.Tree().Tick(now)
	}
	var got []string
	for _, talker := range s.Talkers(3, now) {
		got = append(got, fmt.Sprintf("%s %.0f", s.Topic(talker.ID), talker.Messages))
	}
	if list := strings.Join(got, ", "); list != "fast 9, fast/below 9, slow 1" {
		t.Errorf("%s", list)
	}
	if n := len(s.Talkers(10, now.Add(time.Hour))); n != 0 {
		t.Errorf("%d talk after an hour of silence", n)
	}
}

func TestInterruption(t *testing.T) {
	s := NewStore(Options{})
	at := s.started
	beat := func(after time.Duration) {
		at = at.Add(after)
		s.Apply(Batch{At: at, Messages: []Message{message("beat", "x")}})
	}
	for range 4 {
		beat(time.Second)
	}
	s.Interrupted(at, at.Add(time.Hour))
	beat(time.Hour + time.Second)
	beat(time.Second)
	id, _ := s.Find("beat")
	st := s.NewStream(id, false, nil)
	for i, r := range st.List().Rows(0, make([]StreamRow, 10)) {
		want := time.Duration(0)
		if i == 4 {
			want = time.Hour
		}
		if r.Interrupted != want {
			t.Errorf("message %d comes after %v without a connection, want %v", i, r.Interrupted, want)
		}
	}
	if i := s.Stats(id, at).Intervals; i.Gaps != 4 || i.Learned > time.Second {
		t.Errorf("%+v: the hour without a connection counts", i)
	}
}

func TestSplit(t *testing.T) {
	split := &Split{Main: NewStore(Options{}), System: NewStore(Options{})}
	var sink Sink = split
	sink.Apply(Batch{At: epoch, Messages: []Message{message("a", "1"), message("b", "2")}})
	sink.Apply(Batch{At: epoch, Messages: []Message{message("a", "3"), message("$SYS/broker/uptime", "4"), message("$share", "5")}})
	sink.Apply(Batch{At: epoch, Messages: []Message{message("$SYS/broker/uptime", "6")}})
	sink.Lost(2)
	if in := split.Main.Intake(); in.Applied != 4 || in.Dropped != 2 || split.Main.Topics() != 3 {
		t.Errorf("%+v with %d topics", in, split.Main.Topics())
	}
	if in := split.System.Intake(); in.Applied != 2 || split.System.Topics() != 1 {
		t.Errorf("%+v with %d topics of the broker's", in, split.System.Topics())
	}
	split.ShowSystem([]string{"$SYS/broker/+"})
	sink.Apply(Batch{At: epoch, Messages: []Message{message("$SYS/broker/uptime", "7"), message("$SYS/broker/load/1min", "8")}})
	if split.Main.Topics() != 4 || split.System.Topics() != 2 {
		t.Errorf("asked for, %d topics and %d of the broker's", split.Main.Topics(), split.System.Topics())
	}
	split.ShowSystem(nil)
	sink.Apply(Batch{At: epoch, Messages: []Message{message("$SYS/broker/version", "9")}})
	if split.Main.Topics() != 4 || split.System.Topics() != 3 {
		t.Errorf("and then %d topics and %d of the broker's", split.Main.Topics(), split.System.Topics())
	}
}

// TestStreamOfABusyTopic is one with more messages than are followed in one go.
func TestStreamOfABusyTopic(t *testing.T) {
	s := NewStore(Options{})
	const messages = linkedMost + 1_000
	for i := range messages {
		apply(s, message("busy", fmt.Sprint(i)), message("busy/below", "not this"))
	}
	id, _ := s.Find("busy")
	st := s.NewStream(id, false, nil)
	list := strings.Fields(payloads(st))
	if len(list) != messages || list[0] != "busy=0" || list[messages-1] != fmt.Sprint("busy=", messages-1) {
		t.Fatalf("%d messages, the first %s, the last %s", len(list), list[0], list[len(list)-1])
	}
}

// TestInterruptionAndKeptValues lists a topic whose latest value was copied
// forward, past the place in the log where the connection was lost.
func TestInterruptionAndKeptValues(t *testing.T) {
	s := NewStore(Options{Budget: -1})
	at := s.started
	say := func(topic, payload string) {
		at = at.Add(time.Second)
		s.Apply(Batch{At: at, Messages: []Message{message(topic, payload)}})
	}
	turnOver := func() {
		for range 8 * segmentSize / 100_000 {
			say("often", strings.Repeat("x", 100_000))
		}
	}
	lose := func() {
		s.Interrupted(at, at.Add(time.Minute))
		at = at.Add(time.Minute)
	}
	say("rare", "1")
	turnOver()
	lose()
	turnOver()
	say("rare", "2")
	id, _ := s.Find("rare")
	var got []time.Duration
	for _, r := range s.NewStream(id, false, nil).List().Rows(0, make([]StreamRow, 10)) {
		got = append(got, r.Interrupted)
	}
	if len(got) != 2 || got[0] != 0 || got[1] != time.Minute {
		t.Errorf("%v, want a minute before the second message alone", got)
	}
}

// TestPassGoesThroughPayloads whole, in order, with what is to be known of each, also
// while the history changes under it.
func TestPassGoesThroughPayloads(t *testing.T) {
	s := NewStore(Options{})
	long := strings.Repeat("x", 10*PreviewSize)
	apply(s, message("a", "1"), message("b", "2"), message("a", long))
	s.Interrupted(epoch, epoch.Add(time.Minute))
	apply(s, message("a", "3"))
	a, _ := s.Find("a")
	st := s.NewStream(a, false, nil)
	payloads(st)
	var got []string
	next := st.List().Pass(0, func(p Passed) bool {
		got = append(got, fmt.Sprint(len(p.Payload), p.Lost, p.Interrupted))
		apply(s, message("a", "later")) // nothing is held meanwhile
		return false
	})
	if want := fmt.Sprint([]string{"1 false false", fmt.Sprint(len(long), " false false"), "1 false true"}); fmt.Sprint(got) != want || next != 3 {
		t.Errorf("%v and next %d, want %v", got, next, want)
	}
	for payloads(st); next < st.List().Len(); {
		next = st.List().Pass(next, func(p Passed) bool {
			got = append(got, string(p.Payload))
			return true
		})
	}
	if len(got) != 6 || got[5] != "later" {
		t.Errorf("%v", got)
	}
}

// TestPassGoesOnInSlices through more than it takes at once.
func TestPassGoesOnInSlices(t *testing.T) {
	s := NewStore(Options{})
	for i := range 2*passSlice + 5 {
		apply(s, message("a", fmt.Sprint(i)))
	}
	a, _ := s.Find("a")
	st := s.NewStream(a, false, nil)
	payloads(st)
	n := 0
	for next := 0; next < st.List().Len(); {
		next = st.List().Pass(next, func(p Passed) bool {
			if string(p.Payload) != fmt.Sprint(n) {
				t.Fatalf("message %d is %s", n, p.Payload)
			}
			n++
			return n%700 == 0 // that is enough for now
		})
	}
	if n != 2*passSlice+5 {
		t.Errorf("%d messages", n)
	}
}

func TestRowsAreComparedToTheMessageBefore(t *testing.T) {
	s := NewStore(Options{Budget: 1 << 30})
	large := strings.Repeat("x", comparedMost+1)
	for i, m := range []Message{message("a", "1"), message("b", "1"), message("a", "1"), message("a", "2"), message("a", "22"), message("c", large), message("c", large), message("c", large+"x")} {
		s.Apply(Batch{At: epoch.Add(time.Duration(i) * time.Second), Messages: []Message{m}})
	}
	st := s.NewStream(Root, true, nil)
	payloads(st)
	want := []string{"0 0 0s", "0 0 0s", "1 1 2s", "3 2 1s", "4 2 1s", "0 0 0s", "6 0 1s", "7 2 1s"}
	for i, r := range st.List().Rows(0, make([]StreamRow, st.List().Len())) {
		before := 0
		if r.Before != 0 {
			before = st.List().Find(r.Before) + 1
		}
		if got := fmt.Sprint(before, r.Changed, r.Gap); got != want[i] {
			t.Errorf("message %d: %s, want %s", i, got, want[i])
		}
	}
	s.Forget(Root)
	apply(s, message("a", "3"))
	again := s.NewStream(Root, true, nil)
	payloads(again)
	rows := again.List().Rows(0, make([]StreamRow, again.List().Len()))
	if last := rows[len(rows)-1]; last.Before == 0 || last.Changed != Differs { // the latest before was kept
		t.Errorf("after clearing: %+v", last)
	}
}
