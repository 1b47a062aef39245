package learn

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// hear has payloads come on topics, one every ten seconds on each.
func hear(l *Learner, topics []string, payloads ...string) time.Time {
	at := noon
	for n := range 60 {
		at = noon.Add(time.Duration(n) * 10 * time.Second)
		for _, topic := range topics {
			l.Message(at, &model.Message{Topic: []byte(topic), Payload: []byte(payloads[n%len(payloads)])})
		}
	}
	return at
}

// topicsOf are the topics of the rules of a proposal.
func topicsOf(p *Proposal) (all []string) {
	for _, s := range p.Subjects {
		all = append(all, s.Keys[0].Value)
	}
	return all
}

func leftOf(p *Proposal, code LeftCode) int {
	for _, one := range p.Left {
		if one.Code == code {
			return one.N
		}
	}
	return 0
}

// TestAlike: topics become one rule when what is below them is alike, or their names say so.
func TestAlike(t *testing.T) {
	for _, c := range []struct {
		name    string
		payload string
		topics  []string
		want    []string
	}{
		{"three with objects", `{"v":1}`, []string{"s/a/x", "s/b/x", "s/c/x"}, []string{"s/{name}/x"}},
		{"two are not enough", `{"v":1}`, []string{"s/a/x", "s/b/x"}, []string{"s/a/x", "s/b/x"}},
		{"not the first level", `{"v":1}`, []string{"a/x", "b/x", "c/x"}, []string{"a/x", "b/x", "c/x"}},
		{"names of what is above", `{"v":1}`, []string{"s/meters/a", "s/meters/b", "s/meters/c"}, []string{"s/meters/{meter}"}},
		{"addresses", "1", []string{"s/0123456789ab", "s/0123456789ac"}, []string{"s/{id}"}},
		{"single values say nothing", "1", []string{"s/temperature", "s/humidity", "s/pressure"}, []string{"s/humidity", "s/pressure", "s/temperature"}},
		{"numbered", "1", []string{"s/m1", "s/m2", "s/m3", "s/x"}, []string{"s/m1", "s/m2", "s/m3", "s/x"}},
		{"numbered, alone", "1", []string{"s/m1", "s/m2", "s/m3"}, []string{"s/{name}"}},
		{"unlike below", "1", []string{"s/a/x", "s/a/y", "s/b/z", "s/c/w"}, []string{"s/a/x", "s/a/y", "s/b/z", "s/c/w"}},
		{"two levels", `{"v":1}`, []string{"s/n/a/x", "s/n/b/x", "s/n/c/x", "s/o/d/x", "s/o/e/x", "s/o/f/x", "s/p/g/x", "s/p/h/x", "s/p/i/x"}, []string{"s/+/{name}/x"}},
		{"two levels, names that come again", `{"v":1}`, []string{
			"s/n/a/x", "s/n/b/x", "s/n/c/x", "s/o/a/x", "s/o/b/x", "s/o/c/x", "s/p/a/x", "s/p/b/x", "s/p/c/x",
		}, []string{"s/n/{name}/x", "s/o/{name}/x", "s/p/{name}/x"}},
		{"one with more", `{"v":1,"w":2,"x":3,"y":4}`, []string{"s/a/x", "s/b/x", "s/c/x", "s/d/x", "s/d/y", "s/e/x"}, []string{"s/d/y", "s/{name}/x"}},
		{"too many that are otherwise", `{"v":1}`, []string{"s/a/x", "s/b/x", "s/c/x", "s/d/x", "s/d/y", "s/d/z/w"}, []string{"s/a/x", "s/b/x", "s/c/x", "s/d/x", "s/d/y", "s/d/z/w"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := New()
			end := hear(l, c.topics, c.payload)
			p := l.Propose(end)
			if got := topicsOf(p); !slices.Equal(slices.Sorted(slices.Values(got)), c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestProposedTwice: a proposal changes nothing of what is known.
func TestProposedTwice(t *testing.T) {
	l := New()
	l.Message(noon, &model.Message{Topic: []byte("zigbee2mqtt/bridge/devices"), Payload: []byte(`[{"ieee_address":"0x1","friendly_name":"a","software_build_id":"2.1"}]`), Retained: true})
	end := hear(l, []string{"zigbee2mqtt/a", "s/a/x", "s/b/x", "s/c/x"}, `{"v":1,"n":3}`, `{"v":2}`)
	first := fmt.Sprintf("%+v", topicsOf(l.Propose(end)))
	if second := fmt.Sprintf("%+v", topicsOf(l.Propose(end))); first != second || first != "[a s/{name}/x]" {
		t.Errorf("%s, then %s", first, second)
	}
}

// TestRareMembers: topics that come now and then belong to a rule with others that are alike;
// by themselves they have none.
func TestRareMembers(t *testing.T) {
	l := New()
	end := hear(l, []string{"s/a/x", "s/b/x", "s/c/x", "s/d/x"}, `{"v":1}`)
	for _, name := range []string{"s/e/x", "t/once"} {
		l.Message(end, &model.Message{Topic: []byte(name), Payload: []byte(`{"v":1}`)})
	}
	p := l.Propose(end)
	if got := topicsOf(p); !slices.Equal(got, []string{"s/{name}/x"}) || len(p.Subjects[0].Members) != 5 || leftOf(p, Once) != 1 {
		t.Errorf("%q, %+v", got, p.Left)
	}
}

// TestManyNames: a field counts wherever it stands among more than there is room for.
func TestManyNames(t *testing.T) {
	l, end := New(), noon
	for n := range 60 {
		end = end.Add(10 * time.Second)
		var b strings.Builder
		for i := range 50 {
			fmt.Fprintf(&b, `"k%d":1,`, 50*n+i)
		}
		payload := fmt.Sprintf(`{"first":%d,%s"last":%d}`, n%7, b.String(), n%7)
		if n == 0 {
			payload = `{"first":1,"last":1}`
		}
		l.Message(end, &model.Message{Topic: []byte("a/b"), Payload: []byte(payload)})
	}
	found := map[string]int{}
	for _, line := range l.Propose(end).Subjects[0].Lines {
		if line.Check.Kind == checklist.Field && !line.Check.Value.Optional {
			found[line.Check.Path] = line.Why.N
		}
	}
	if len(found) != 2 || found["first"] != 60 || found["last"] != 60 {
		t.Errorf("%v", found)
	}
}

// lineOf is what is proposed for the payload of a topic.
func lineOf(t *testing.T, payloads ...string) *Line {
	t.Helper()
	l := New()
	end := hear(l, []string{"a/b"}, payloads...)
	for _, s := range l.Propose(end).Subjects {
		for i := range s.Lines {
			if s.Lines[i].Check.Kind == checklist.Field {
				return &s.Lines[i]
			}
		}
	}
	return nil
}

// TestValues: what is asked of values by what came.
func TestValues(t *testing.T) {
	words := func(n int) (all []string) {
		for i := range n {
			all = append(all, fmt.Sprintf(`{"v":"w%d"}`, i))
		}
		return all
	}
	for _, c := range []struct {
		name     string
		payloads []string
		kind     checklist.Type
		code     Code
		ranged   bool
		words    int
	}{
		{"numbers", []string{"20.5", "21.5", "20.1"}, checklist.NumberType, Numbers, true, 0},
		{"whole numbers", []string{"5", "9", "7"}, checklist.WholeType, Numbers, true, 0},
		{"one number", []string{"5"}, checklist.NumberType, Same, false, 0},
		{"numbers without an end", []string{"5", "1e999"}, checklist.NumberType, Values, false, 0},
		{"flags", []string{"true", "false"}, checklist.BooleanType, Values, false, 0},
		{"few words", words(8), checklist.AnyType, Words, false, 8},
		{"numbers of events", []string{`{"v":"1795788720.78-lxzflu"}`, `{"v":"1795788360.28-vmwsym"}`}, checklist.TextType, Values, false, 0},
		{"many words", words(9), checklist.TextType, Values, false, 0},
		{"words that belong together", []string{"on"}, checklist.AnyType, Pair, false, 2},
		{"online", []string{"Online"}, checklist.AnyType, Words, false, 1},
		{"times", []string{`"2026-11-27T12:00:00Z"`}, checklist.TimeType, Values, false, 0},
		{"seconds", []string{"1795780800", "1795780810"}, checklist.TimeType, Values, false, 0},
		{"a number as large as seconds are", []string{"1000000000", "1100000000"}, checklist.WholeType, Numbers, true, 0},
		{"signal", []string{`{"rssi":-60}`, `{"rssi":-70}`}, checklist.WholeType, Numbers, false, 0},
		{"lists", []string{`{"v":[1]}`}, checklist.ArrayType, Values, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			line := lineOf(t, c.payloads...)
			if line == nil {
				t.Fatal("nothing")
			}
			if v := line.Check.Value; v.Type != c.kind || line.Why.Code != c.code || (v.Low != nil) != c.ranged || len(v.Words) != c.words {
				t.Errorf("%+v, %+v", v, line.Why)
			}
		})
	}
	for _, payloads := range [][]string{{`{"v":null}`}, {`{"v":1}`, `{"v":"x"}`}, {`{"a":1}`, "x"}, {"\xff", "\xfe"}, {""}} {
		if line := lineOf(t, payloads...); line != nil {
			t.Errorf("%q: %+v", payloads, line.Check.Value)
		}
	}
}

// TestLimits: what a number is of says where its range ends, by its name or that of its topic.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		topics    []string
		payloads  []string
		low, high float64 // below -1,000: there is none
	}{
		{[]string{"a/humidity"}, []string{"1", "99"}, 0, 100},
		{[]string{"a/b"}, []string{`{"power":5}`, `{"power":9}`}, 0, -9999},
		{[]string{"a/grid_power"}, []string{"-5000", "-4000"}, -8000, -1000},
		{[]string{"a/temperature"}, []string{"1", "2.5"}, -4, 7},
		{[]string{"a/pressure"}, []string{"1000", "1010.5"}, 940, 1070},
		{[]string{"s/m1", "s/m2", "s/m3"}, []string{"10", "20.5"}, -22, 52},
		{[]string{"a/energy"}, []string{"17.6"}, -9999, -9999},
		{[]string{"a/b"}, append(slices.Repeat([]string{`{"meter":17.6}`}, 50), slices.Repeat([]string{`{"meter":17.7}`}, 50)...), 16.7, -9999},
	} {
		l := New()
		end := hear(l, c.topics, c.payloads...)
		for _, line := range l.Propose(end).Subjects[0].Lines {
			v := line.Check.Value
			if v == nil {
				continue
			}
			low, high := -9999.0, -9999.0
			if v.Low != nil {
				low = *v.Low
			}
			if v.High != nil {
				high = *v.High
			}
			if low != c.low || high != c.high {
				t.Errorf("%q %q: %v to %v", c.topics, c.payloads, low, high)
			}
		}
	}
}

// TestRhythms: a silence is limited where they are alike, and none is longer at the end.
func TestRhythms(t *testing.T) {
	for _, c := range []struct {
		name   string
		gaps   []int // seconds
		silent int   // seconds, at the end
		want   time.Duration
	}{
		{"even", []int{10, 10, 11, 9, 10, 10}, 3, 25 * time.Second},
		{"fast", []int{1, 1, 1, 1, 1, 1}, 1, 10 * time.Second},
		{"now and then", []int{10, 100, 11, 300, 1, 2}, 3, 0},
		{"in bursts", []int{0, 30, 0, 31, 0, 29, 0, 30, 0, 30}, 3, 75 * time.Second},
		{"too few", []int{10, 10, 10}, 3, 0},
		{"silent", []int{10, 10, 11, 9, 10, 10}, 60, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, at := New(), noon
			say := func() { l.Message(at, &model.Message{Topic: []byte("a/b"), Payload: []byte("1")}) }
			say()
			for _, gap := range c.gaps {
				at = at.Add(time.Duration(gap) * time.Second)
				say()
			}
			g := l.group([]*topic{l.topics["a/b"]}, false, at.Add(time.Duration(c.silent)*time.Second))
			if got := g.interval.Check; (got == nil) != (c.want == 0) || got != nil && got.Max != c.want {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestSteps: a number that goes up by one each time is asked to, also over its end; not one
// that counts seconds, and not across a lost connection.
func TestSteps(t *testing.T) {
	for _, c := range []struct {
		name   string
		every  time.Duration
		number func(n int) int
		broken bool
		want   bool
		most   int
	}{
		{"up", 10 * time.Second, func(n int) int { return n }, false, true, 0},
		{"to 15 and again", 10 * time.Second, func(n int) int { return n % 16 }, false, true, 15},
		{"with a gap", 10 * time.Second, func(n int) int { return n + n/20 }, false, false, 0},
		{"a gap while nobody listened", 10 * time.Second, func(n int) int { return n + n/20 }, true, true, 0},
		{"seconds", time.Second, func(n int) int { return n }, false, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, at := New(), noon
			for n := range 40 {
				at = at.Add(c.every)
				if c.broken && n == 20 {
					l.Interrupted(at, at)
				}
				l.Message(at, &model.Message{Topic: []byte("a/b"), Payload: fmt.Appendf(nil, `{"n":%d}`, c.number(n))})
			}
			var found *checklist.Check
			for _, line := range l.Propose(at).Subjects[0].Lines {
				if line.Check.Kind == checklist.Seq {
					found = line.Check
				}
			}
			if (found != nil) != c.want || found != nil && found.Most != c.most {
				t.Errorf("%+v", found)
			}
		})
	}
}

// holds sees that no more is kept than the limits.
func holds(t *testing.T, l *Learner) {
	t.Helper()
	if len(l.topics) > l.most.topics || l.bytes > l.most.bytes {
		t.Errorf("%d topics, %d bytes", len(l.topics), l.bytes)
	}
	for _, one := range l.topics {
		if len(one.fields) > l.most.fields {
			t.Errorf("%d fields", len(one.fields))
		}
	}
}

func take(l *Learner, topic, payload string) {
	l.Message(noon, &model.Message{Topic: []byte(topic), Payload: []byte(payload)})
}

// attacks are what somebody may send, and what is said of it.
var attacks = []struct {
	name string
	code LeftCode
	send func(l *Learner)
}{
	{"topics", ManyTopics, func(l *Learner) {
		for i := range 5_000 {
			take(l, fmt.Sprintf("a/%d", i), "1")
		}
	}},
	{"long topics", LongTopic, func(l *Learner) {
		for i := range 100 {
			take(l, fmt.Sprintf("a/%d/%s", i, strings.Repeat("x", 65_000)), "1")
		}
	}},
	{"deep topics", LongTopic, func(l *Learner) { take(l, strings.Repeat("/", 60_000), "1") }},
	{"names of members", ManyFields, func(l *Learner) {
		for i := range 20_000 {
			take(l, "a", fmt.Sprintf(`{"k%d":1}`, i))
		}
	}},
	{"many names at once", ManyFields, func(l *Learner) {
		var b strings.Builder
		b.WriteString(`{"":0`)
		for i := range 10_000 {
			fmt.Fprintf(&b, `,"k%d":{"a":"%d"}`, i, i)
		}
		take(l, "a", b.String()+"}")
	}},
	{"large payloads", LargePay, func(l *Learner) {
		for i := range 10 {
			take(l, fmt.Sprint("a/", i), `{"a":"`+strings.Repeat("x", 10<<20)+`"}`)
		}
	}},
	{"nested", "", func(l *Learner) {
		take(l, "a", strings.Repeat(`{"a":`, 10_000)+"1"+strings.Repeat("}", 10_000))
		take(l, "b", strings.Repeat("[", 10_000)+strings.Repeat("]", 10_000))
	}},
	{"words", "", func(l *Learner) {
		for i := range 20_000 {
			take(l, "a", fmt.Sprintf(`{"v":"%d","w":%q}`, i, strings.Repeat("x", i%200)))
		}
	}},
	{"topics of the broker", System, func(l *Learner) { take(l, "$SYS/uptime", "1") }},
	{"no UTF-8", Unshown, func(l *Learner) { take(l, "a/\xff", "1") }},
	{"control characters", Unshown, func(l *Learner) { take(l, "a/\x1b[2J", "1") }},
}

// TestBounds: whatever comes, no more is kept than the limits, and it says so.
func TestBounds(t *testing.T) {
	for _, c := range attacks {
		t.Run(c.name, func(t *testing.T) {
			l := New()
			l.most = limits{topics: 1_000, bytes: 2 << 20, fields: 50}
			c.send(l)
			holds(t, l)
			for range 20 { // what came once is not worth a rule
				take(l, "a", `{"k1":1}`)
			}
			p := l.Propose(noon)
			if c.code != "" && leftOf(p, c.code) == 0 {
				t.Errorf("nothing is said: %+v", p.Left)
			}
			if c.code == ManyTopics && slices.ContainsFunc(p.Subjects, func(s *Subject) bool { return s.Members != nil }) {
				t.Error("members are listed though there are more")
			}
		})
	}
}
