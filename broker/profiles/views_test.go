package profiles

import (
	"fmt"
	"testing"
)

// TestSetView: a view is kept with its filter, the latest first, and goes with it; one of
// a subscription stays there.
func TestSetView(t *testing.T) {
	p := Profile{Subscriptions: []Subscription{{Filter: "#"}, {Filter: "raw/#", Decoder: "hex"}}}
	before := p
	for _, c := range []struct{ filter, view, want string }{
		{"a/+", "hex", "[{a/+ hex}]  hex"}, {"b", "text", "[{b text} {a/+ hex}]  hex"}, {"a/+", "tree", "[{a/+ tree} {b text}]  hex"},
		{"b", "", "[{a/+ tree}]  hex"}, {"raw/#", "text", "[{a/+ tree}]  text"}, {"#", "pretty", "[{a/+ tree}] pretty text"}, {"raw/#", "", "[{a/+ tree}] pretty "},
	} {
		p.SetView(c.filter, c.view)
		if got := fmt.Sprint(p.Views, " ", p.Subscriptions[0].Decoder, " ", p.Subscriptions[1].Decoder); got != c.want {
			t.Errorf("%s as %q: %s, want %s", c.filter, c.view, got, c.want)
		}
	}
	if before.Subscriptions[1].Decoder != "hex" || before.Views != nil {
		t.Error("a copy of before has changed too")
	}
}
