package learn

import (
	"slices"
	"testing"
	"time"

	"mangrove/model"
)

// TestReady: how many topics have been seen enough of, and how long the others take at their pace.
func TestReady(t *testing.T) {
	l := New()
	say := func(topic string, every time.Duration, n int) {
		for i := range n {
			l.Message(noon.Add(time.Duration(i)*every), &model.Message{Topic: []byte(topic), Payload: []byte("1")})
		}
	}
	say("a/fast", time.Second, 60)
	say("a/slow", 20*time.Second, 4)
	say("a/slower", 30*time.Second, 3)
	say("a/once", time.Second, 1)
	say("a/lamp/set", time.Second, 1)
	l.Message(noon, &model.Message{Topic: []byte("a/kept"), Payload: []byte("1"), Retained: true})
	got := l.Propose(noon.Add(60 * time.Second)).Ready
	if got.Enough != 1 || got.Few != 3 || got.AtRest != 1 || got.Wait != 210*time.Second || !slices.Equal(got.Names, []string{"a/slower", "a/slow", "a/once"}) {
		t.Errorf("%+v", got)
	}
}
