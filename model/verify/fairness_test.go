package verify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/model"
)

// fair are verdicts that were wrong once, or rested on nothing.
var fair = []struct{ name, form, checks, script, want string }{
	{"the broker takes long to say what it keeps", device, "retained: false, interval: {max: 2s, samples: 1}", "1798s a x\n1799s a x\n1800s tick\n1805s keeps b x\n1806s tick\n1806s asked\n1806s end", "d retained: pass, not kept\nd interval: pass, in time"},
	{"silent until the deadline", device, "interval: {max: 2s, samples: 1}", "1790s a x\n1791s a x\n1806s end", "d interval: fail, silent"},

	{"a refused subscription is not held against a device", device, "present: true, retained: true", "1s refused a\n5s asked\n5s end", "d present: not verifiable, refused\nd retained: not verifiable, refused"},
	{"a refused subscription shows nothing absent", rule, "count: {exactly: 0}", "1s refused s/#\n5s end", "s/+/v count: not verifiable, refused"},
	{"another subscription was refused", device, "present: true", "1s refused b/#\n1800s end", "d present: fail, never seen"},
	{"what came although it was refused", device, "present: true", "1s a x\n2s refused a\n5s end", "d present: pass, seen"},
	{"what says online is refused", device, "present: true, online: true, availability: {topic: st}", "1s refused st\n2s a x\n5s end", "d present: pass, seen\nd online: not verifiable, refused"},

	{"refused, with a time to be seen in", device, "present: 10s", "0s refused a\n5s other x\n11s other x\n60s end", "d present: not verifiable, refused"},
	{"clock: one topic of two is wrong", many, "fields: {t: {skew: 5s, samples: 1}}", clocks2 + "600s end", "d skew t: fail, clock off\nd field t: pass, held"},
	{"a cleared availability says nothing", device, "online: true, availability: {topic: st}", "0s R st online\n1s a x\n60s st \n70s a x\n80s end", "d online: pass, says online"},
	{"empty messages after one that was sent", device, "interval: {max: 90s, samples: 2}", "0s R a ON\n10s a ON\n70s a \n130s a \n190s a \n200s end", "d interval: pass, in time"},
	{"kept, sent again, and cleared", device, "retained: true", "1s R a x\n2s a y\n3s a \n5s asked\n5s end", "d retained: fail, not kept"},

	{"stuck: two topics of a device, both", many, "fields: {v: {stuck: 60s}}", alternating, "d stuck v: fail, stuck at\nd field v: pass, held"},
	{"seq: two topics of a device, each counts", many, "fields: {v: {seq: true}}", "1s a/t {\"v\":1}\n1s a/h {\"v\":70}\n2s a/t {\"v\":2}\n2s a/h {\"v\":71}\n3s a/t {\"v\":3}\n4s end", "d seq v: pass, held\nd field v: pass, held"},
	{"seq: with a fraction of nothing", device, "fields: {v: {seq: true}}", "1s a {\"v\":1.0}\n2s a {\"v\":2.0}\n3s a {\"v\":3}\n4s a {\"v\":4}\n5s end", "d seq v: pass, held\nd field v: pass, held"},

	{"what is cleared is no sign of life", device, "present: true", "1s R a x\n2s a \n1800s end", "d present: fail, only retained"},
	{"an empty message after others", device, "interval: {max: 10s, samples: 2}", "1s a x\n2s a \n3s a \n4s end", "d interval: pass, in time"},
	{"only empty messages may be anybody's", device, "present: true", "1s a \n2s a \n5s end", "d present: not verifiable, only empty"},
	{"clearing makes no member", rule, "count: {exactly: 1}", "1s s/a/v x\n2s s/old/v \n5s end", "s/+/v count: pass, counted"},
	{"a battery of before, cleared", zigbee, "battery: \">=30\"", "1s R zigbee2mqtt/l {\"battery\":87}\n2s zigbee2mqtt/l \n1800s end", "d battery: fail, only retained"},
	{"kept, and cleared meanwhile", device, "retained: true", "1s R a x\n2s a \n5s asked\n5s end", "d retained: fail, not kept"},
	{"kept, cleared and kept again", device, "retained: true", "1s R a x\n2s a \n3s a y\n5s keeps a y\n5s asked\n5s end", "d retained: pass, kept"},

	{"one message is enough, also of before", device, "payload: {type: number, samples: 1}", "1s R a 1\n5s end", "d field: pass, held"},
	{"three retained topics are none", many, "qos: {min: 0}", "1s R a/1 x\n1s R a/2 x\n1s R a/3 x\n5s end", "d qos: pending, only retained"},
	{"three retained messages are none", device, "payload: {type: number}", "1s R a 1\n2s down\n3s up\n3s R a 2\n4s down\n5s up\n5s R a 3\n6s end", "d field: pending, only retained"},

	{"absent on every topic of a device", many, "fields: {v: {type: number, absent_means: 0}}", "1s a/t {\"w\":1}\n5s end", "d field v: pass, left out"},
	{"absent means what is not allowed", many, "fields: {v: {range: [1, 2], absent_means: 0}}", "1s a/t {\"w\":1}\n5s end", "d field v: fail, out of range"},
	{"optional, and watched", device, "fields: {v: {optional: true, stuck: 60s}}", "1s a {\"w\":1}\n90s end", "d stuck v: pass, left out\nd field v: pass, left out"},
	{"optional, and counted", device, "fields: {v: {optional: true, seq: true, skew: 5s}}", "1s a {\"w\":1}\n90s end", "d seq v: pass, left out\nd skew v: pass, left out\nd field v: pass, left out"},

	{"regular, and then dead", device, "interval: {expect: 10s, tolerance: 20%, samples: 3}", "1s a x\n11s a x\n21s a x\n31s a x\n1800s end", "d interval: fail, silent"},
	{"regular, and one is late", device, "interval: {expect: 10s, tolerance: 20%, samples: 3}", "1s a x\n11s a x\n21s a x\n31s a x\n60s end", "d interval: pass, regular"},

	{"what the broker kept is older than what was said", zigbee, "battery: \">=30\"", "1s R zigbee2mqtt/l {\"battery\":90}\n2s zigbee2mqtt/l {\"battery\":9}\n3s down\n4s up\n5s R zigbee2mqtt/l {\"battery\":90}\n6s end", "d battery: fail, fits not"},
	{"names of a device when messages were lost", many, "naming: \"^a/\"", "1s a/t x\n2s lost 1\n3s end", "d naming: warn, held but lost"},
	{"granted less, and then more", device, "qos: {min: 2}", "1s granted 0\n2s a x\n3s granted 2\n4s Q2 a x\n5s Q2 a x\n6s Q2 a x\n7s end", "d qos: not verifiable, low granted"},
	{"says online in what is no JSON", "version: 1\ndevices:\n  - {id: d, use: zigbee2mqtt, name: l, %s}", "online: true", "1s zigbee2mqtt/l/availability {nonsense \"state\":\"online\"\n1800s end", "d online: fail, says other"},
	{"a number beyond all is not whole", device, "payload: {type: integer}", "1s a 1e999", "d field: fail, wrong type"},
	{"bytes are no text", device, "payload: {type: string}", "1s a \xff\xfe", "d field: fail, wrong type"},
	{"our clock was set and set back", device, "fields: {t: {skew: 5s, samples: 1}}", "1s a {\"t\":\"NOW\"}\n-3600s tick\n-3599s tick\n-3598s a {\"t\":\"NOW\"}\n-3590s end", "d skew t: not verifiable, our clock\nd field t: pass, held"},
}

const many = "version: 1\ndevices:\n  - {id: d, topic: \"a/#\", %s}"

// alternating are two topics that never change, in turn.
var alternating = func() string {
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, "%ds a/t {\"v\":5}\n%ds a/h {\"v\":7}\n", 10*i, 10*i+5)
	}
	return b.String() + "300s end"
}()

// clocks2 are two topics in turn, of which one is 40 minutes behind.
var clocks2 = func() string {
	var b strings.Builder
	for i := range 8 {
		fmt.Fprintf(&b, "%ds a/x {\"t\":\"2026-11-26T11:22:03Z\"}\n%ds a/y {\"t\":\"NOW\"}\n", 10*i, 10*i+1)
	}
	return b.String()
}()

func TestFairness(t *testing.T) {
	for _, c := range fair {
		t.Run(c.name, func(t *testing.T) {
			file := strings.Replace(fmt.Sprintf(c.form, c.checks), "version: 1\n", "version: 1\ndeadline: 30m\n", 1)
			if got := said(play(t, file, c.script)); got != c.want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestMissingAndUnexpected are named both.
func TestMissingAndUnexpected(t *testing.T) {
	r := play(t, "version: 1\nrules:\n  - {topic: \"s/{m}/v\", members: [a, b]}", "1s s/c/v x\n2s s/a/v x\n5s end")
	why := r.Results()[0].Reason
	if why.Code != Unexpected || why.N != 1 || !slices.Equal(why.Names, []string{"c"}) || why.Of != 1 || !slices.Equal(why.Others, []string{"b"}) {
		t.Errorf("it says %+v", why)
	}
}

// TestNotVerifiableIsNotPassed as a whole.
func TestNotVerifiableIsNotPassed(t *testing.T) {
	if got := (Tally{Pass: 9, Warn: 1, NotVerifiable: 1}).State(); got != NotVerifiable {
		t.Errorf("it is %s", got)
	}
}

// TestSkewNamesAMessage that it rests on.
func TestSkewNamesAMessage(t *testing.T) {
	r := play(t, "version: 1\ndevices:\n  - {id: d, topic: a, fields: {t: {skew: 5s}}}", strings.Repeat("1s a {\"t\":\"NOW\"}\n", 5)+"2s end")
	if v := r.Results()[0]; v.State != Pass || len(v.Evidence) != 1 {
		t.Errorf("%+v", v)
	}
}

// TestDisjoint: no two filters match one topic where they stay below their first level, and
// together they match all that was wanted.
func TestDisjoint(t *testing.T) {
	for _, c := range []struct{ wanted, want string }{
		{"s/+/v s/a/#", "s/+/#"},
		{"s/+/v s/a/w", "s/+/v s/a/w"},
		{"s/+/v t/a/#", "s/+/v t/a/#"},
		{"a/+/c a/b/+ x", "x a/+/+"},
		{"+/b a/+", "+/b a/+"}, // all of a broker is too much
		{"a/b/+ a/+/c a/#", "a/#"},
		{"$SYS/+/a +/b/a", "$SYS/+/a +/b/a"},
		{"a/+/c a/b/# a/x/# a/y/d", "a/+/#"},
		{"a/+ a/b/c", "a/+ a/b/c"},
		{"a/+/# a", "a/+/# a"},
	} {
		got := disjoint(uncovered(strings.Fields(c.wanted)))
		if slices.Sort(got); strings.Join(got, " ") != sorted(c.want) {
			t.Errorf("of %s: %s", c.wanted, strings.Join(got, " "))
		}
		for _, w := range strings.Fields(c.wanted) {
			if !slices.ContainsFunc(got, func(f string) bool { return model.Covers(f, w) }) {
				t.Errorf("of %s: nothing matches %s", c.wanted, w)
			}
		}
	}
}

func sorted(words string) string {
	all := strings.Fields(words)
	slices.Sort(all)
	return strings.Join(all, " ")
}

// TestCopiesCountOnce where our subscriptions overlap; elsewhere a message that is as the one
// before is another one.
func TestCopiesCountOnce(t *testing.T) {
	for file, want := range map[string]int{
		"version: 1\nrules:\n  - {topic: \"+/b\", interval: {max: 1h}}\n  - {topic: \"a/+\", present: true}": 3,
		"version: 1\nrules:\n  - {topic: \"+/b\", interval: {max: 1h}}":                                      7,
	} {
		r := play(t, file, "")
		for i := range 4 {
			for range 2 {
				r.Message(r.began.Add(time.Duration(i)*time.Second), &model.Message{Topic: []byte("a/b"), Payload: []byte("x")})
			}
		}
		if got := r.Results()[0].Samples; got != want {
			t.Errorf("%d gaps, not %d", got, want)
		}
	}
}

// TestManyFiltersAreComparedInTime: filters that overlap with all others.
func TestManyFiltersAreComparedInTime(t *testing.T) {
	var wanted []string
	for i := range 20_000 {
		wanted = append(wanted, fmt.Sprintf("a/%d/+", i), fmt.Sprintf("+/x%d/y/#", i))
	}
	if got := disjoint(wanted); len(got) > len(wanted) {
		t.Errorf("%d filters", len(got))
	}
}

// TestFiltersAreTheSame however often they are asked for, and those that are counted.
func TestFiltersAreTheSame(t *testing.T) {
	for range 50 {
		r := play(t, "version: 1\nrules:\n  - {topic: \"+/b/c\", present: true}\n  - {topic: \"a/+/c\", present: true}\n  - {topic: \"a/b/+\", present: true}\n", "")
		asked := r.Filters()
		for _, f := range asked {
			if r.subscribed.count(f) == 0 {
				t.Fatalf("%s is not counted, of %q", f, asked)
			}
		}
		n := 0
		for _, f := range asked {
			if model.Match(f, "a/b/c") {
				n++
			}
		}
		if got := r.subscribed.count("a/b/c"); got != n {
			t.Fatalf("%d copies are counted, %d come by %q", got, n, asked)
		}
	}
}

// TestManyRefusals take no more for each than a few.
func TestManyRefusals(t *testing.T) {
	n := fewer(50_000)
	var file strings.Builder
	file.WriteString("version: 1\ndevices:\n")
	for i := range n {
		fmt.Fprintf(&file, "  - {id: d%d, topic: \"d/%d\", present: true}\n", i, i)
	}
	r := play(t, file.String(), "")
	for range 3 {
		for i := range n {
			r.Refused(fmt.Sprintf("d/%d", i))
		}
	}
	r.Finish(r.began.Add(time.Minute))
	if got := r.Tally(); got.NotVerifiable != n || len(r.Account().Refused) != n {
		t.Errorf("%+v, %d refused", got, len(r.Account().Refused))
	}
}

// TestTopicsWithoutRoomAreNotFollowed one by one.
func TestTopicsWithoutRoomAreNotFollowed(t *testing.T) {
	r := play(t, "version: 1\ndevices:\n  - {id: d, topic: \"a/#\", fields: {v: {stuck: 1m}}}", "")
	r.most.topics = 10
	for i := range 5_000 {
		r.Message(r.began.Add(time.Second), &model.Message{Topic: fmt.Appendf(nil, "a/%d", i), Payload: []byte(`{"v":1}`)})
	}
	if n := len(r.subjects[0].members[0].judges[0].still.more); n > 10 || r.lost == 0 {
		t.Errorf("%d topics are followed, %d lost", n, r.lost)
	}
}
