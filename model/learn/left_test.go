package learn

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"mangrove/model"
)

// TestWhatIsOddIsSaid: what no check is made of, for being broken, of several types or not
// readable, is counted by its reason, and its topics are named.
func TestWhatIsOddIsSaid(t *testing.T) {
	for _, c := range []struct {
		name     string
		payloads []string
		want     map[LeftCode]int
	}{
		{"in order", []string{`{"v":1}`, `{"v":2}`}, nil},
		{"a value of two types", []string{"1", "true"}, map[LeftCode]int{TwoTypes: 1}},
		{"objects and values", []string{`{"v":1}`, "off"}, map[LeftCode]int{TwoTypes: 1}},
		{"a field of two types", []string{`{"v":1,"w":1}`, `{"v":"x","w":2}`}, map[LeftCode]int{MixedFields: 1}},
		{"a field that is null at times", []string{`{"v":1,"w":1}`, `{"v":null,"w":2}`}, map[LeftCode]int{MixedFields: 1}},
		{"broken JSON", []string{`{"v":1}`, `{"v":`}, map[LeftCode]int{BrokenJSON: 1}},
		{"numbers that JSON has not", []string{`{"v":NaN}`}, map[LeftCode]int{BrokenJSON: 1}},
		{"a value that is not finite", []string{"1.5", "NaN"}, map[LeftCode]int{NotFinite: 1}},
		{"a field that is not a number at times", []string{`{"v":5,"w":1}`, `{"v":"Infinity","w":2}`}, map[LeftCode]int{NotFinite: 1}},
		{"a field beyond all floats", []string{`{"v":5}`, `{"v":1e999}`}, map[LeftCode]int{NotFinite: 1}},
		{"bytes", []string{"\xff\xfe", "\xfd"}, map[LeftCode]int{Unreadable: 1}},
		{"plain text", strings.Split("no words of any list that somebody could have", " "), map[LeftCode]int{FreeText: 1}},
		{"null and nothing else", []string{`{"v":null}`}, map[LeftCode]int{MixedFields: 1, NoValues: 1}},
		{"an empty list of fields", []string{`{}`}, map[LeftCode]int{NoValues: 1}},
		{"a text now and then", []string{`{"v":1,"t":"any words"}`, `{"v":2}`}, map[LeftCode]int{RareFields: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := New()
			p := l.Propose(hear(l, []string{"a/b"}, c.payloads...))
			got := map[LeftCode]int{}
			for _, one := range p.Left {
				got[one.Code] = one.N
				if !slices.Equal(one.Names, []string{"a/b"}) {
					t.Errorf("%s names %q", one.Code, one.Names)
				}
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// TestOnlyOnce: what came once is told apart from what came now and then, and the first few
// topics in their order are named.
func TestOnlyOnce(t *testing.T) {
	l := New()
	end := hear(l, []string{"a/b"}, "1")
	say := func(topic string) { l.Message(end, &model.Message{Topic: []byte(topic), Payload: []byte("1")}) }
	for _, topic := range []string{"o/7", "p/x", "o/1", "q/y", "r/z", "s/z", "t/z"} {
		say(topic)
	}
	say("r/z")
	p := l.Propose(end)
	if leftOf(p, Once) != 6 || leftOf(p, Rare) != 1 {
		t.Errorf("%+v", p.Left)
	}
	for _, one := range p.Left {
		if one.Code == Once && !slices.Equal(one.Names, []string{"o/1", "o/7", "p/x"}) {
			t.Errorf("named are %q", one.Names)
		}
	}
}
