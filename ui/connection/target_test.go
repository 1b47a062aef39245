package connection

import (
	"testing"

	"mangrove/broker/profiles"
	"mangrove/model/payload"
)

// TestViewsOfNarrowerFilters: what is kept for a topic holds whatever a wider filter asks
// for, and before or after it.
func TestViewsOfNarrowerFilters(t *testing.T) {
	var target Target
	target.FollowStored(profiles.Profile{
		Formats:       []profiles.PayloadFormat{{Filter: "plant/#", View: "tree", As: []string{"cbor"}}, {Filter: "new", View: "from a newer program"}},
		Subscriptions: []profiles.Subscription{{Filter: "#", Decoder: "text"}},
	})
	target.Stored.Formats, target.Stored.Subscriptions = target.formats, []profiles.Subscription{{Filter: "#", Decoder: "text"}}
	target.KeepView("plant/a", payload.HexView)
	target.KeepView("plant/+", payload.PrettyView)
	target.KeepView("plant/b", payload.AutoView)
	for topic, want := range map[string]struct {
		view    payload.View
		because string
	}{
		"plant/a": {payload.HexView, "plant/a"}, "plant/b": {payload.AutoView, ""}, "plant/c": {payload.PrettyView, "plant/+"}, "plant/c/d": {payload.TreeView, "plant/#"},
		"new": {payload.TextView, "#"},
	} {
		if v, because := target.ViewOf(topic); v != want.view || because != want.because {
			t.Errorf("%s: %v because of %q, want %v", topic, v, because, want)
		}
	}
}
