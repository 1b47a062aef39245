package lint

import "strings"

// Topics are those that a finding is about, some at the most: of a device its own.
func (l *Lint) Topics(f *Finding, most int) (topics []string) {
	if f.Topic != "" {
		return []string{f.Topic}
	}
	for key := range strings.SplitSeq(f.Key, "\n") {
		topics = append(topics, l.devices.Topics(key, most)...)
	}
	return topics[:min(len(topics), most)]
}

// OfDevices reports whether a kind of finding is about devices, and has no topic.
func (c Code) OfDevices() bool { return c == NoWill || c == TakingTurns || c == Reconnecting }

// NeedsAll reports whether a kind of finding can be told only where all topics of a broker are
// listened to.
func (c Code) NeedsAll() bool { return c.OfDevices() || c == Ghost }

// ByKeeping reports whether a kind of finding is about what the broker keeps.
func (c Code) ByKeeping() bool {
	return c == RetainedCommand || c == NeverRetained || c == OutOfDate || c == NotRetained
}
