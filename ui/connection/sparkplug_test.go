package connection

import (
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/decode/sparkplug"
)

// TestFeedFollowsSparkplug: a node is followed with what came before the feed began, also
// while nobody looks, and doubted where the connection was gone.
func TestFeedFollowsSparkplug(t *testing.T) {
	now := time.Now()
	store := model.NewStore(model.Options{})
	apply := func(topic, payload string) {
		store.Apply(model.Batch{At: now, Messages: []model.Message{{Topic: []byte(topic), Payload: []byte(payload)}}})
	}
	apply("spBv1.0/G/NBIRTH/N", "\x12\x07\x0a\x01a\x10\x05\x20\x01\x18\x00")
	f := &Feed{Store: store, Sparkplug: sparkplug.NewNetwork()}
	f.Hidden.Store(true)
	f.At = now
	f.Prepare(now)
	node := func() (sparkplug.Unit, sparkplug.Basis) {
		u, _ := f.Sparkplug.Unit("spBv1.0/G/NDATA/N", now)
		_, basis := f.Sparkplug.Known("spBv1.0/G/NDATA/N", sparkplug.Place{Position: 1 << 60, At: now})
		return u, basis
	}
	if u, basis := node(); u.Status != sparkplug.Online || u.Metrics != 1 || basis != sparkplug.AsItWas {
		t.Errorf("%+v %s", u, basis)
	}
	store.Interrupted(now, now.Add(time.Second))
	apply("spBv1.0/G/NDATA/N", "\x18\x09")
	f.Prepare(now)
	if u, basis := node(); !u.Doubted || basis != sparkplug.BeforeGap {
		t.Errorf("%+v %s", u, basis)
	}
	apply("spBv1.0/G/NDATA/N", "\x18\x0b")
	f.Prepare(now)
	f.Prepare(now.Add(time.Minute))
	_, list := f.Sparkplug.Node("G", "N", now)
	gap := list[len(list)-1]
	if gap.Code != sparkplug.SeqGap || gap.Cases[0].Want != 10 {
		t.Errorf("%+v", list)
	}
	id, _ := store.Find("spBv1.0/G/NDATA/N")
	if e, _ := store.Latest(id, 0); gap.Cases[0].Position != uint64(e.Position) {
		t.Errorf("the gap is at %d, the message at %d", gap.Cases[0].Position, e.Position)
	}
}
