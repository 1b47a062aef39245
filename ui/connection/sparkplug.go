package connection

import (
	"time"

	"mangrove/model"
	"mangrove/model/decode/sparkplug"
)

// sparkplugTime is how long messages of Sparkplug are taken in at a time.
const sparkplugTime = 10 * time.Millisecond

// followSparkplug takes in what has come of Sparkplug since the last time, also while
// nobody looks: what a birth says is needed later.
func (f *Feed) followSparkplug(now time.Time) (changed bool) {
	if f.Sparkplug == nil {
		return false
	}
	if f.follower == nil {
		f.follower = f.Store.Follow(sparkplug.Namespace+"/", sparkplug.LegacyState+"/")
	}
	take := func(m *model.Followed) {
		changed = true
		if m.Missed {
			f.Sparkplug.Missed()
			return
		}
		f.Sparkplug.Take(&sparkplug.Message{
			Topic: m.Topic, Payload: m.Payload, At: m.At, Position: uint64(m.Position), QoS: m.QoS, Retained: m.Retained, LetGo: m.Lost > 0,
		})
	}
	more := true
	for start := time.Now(); more && time.Since(start) < sparkplugTime; {
		more = f.follower.Take(take)
	}
	if f.Numbers != nil {
		f.Numbers.behind = more
	}
	if now.Sub(f.passed) >= time.Second {
		f.passed = now
		f.Sparkplug.Pass(now)
	}
	return changed
}
