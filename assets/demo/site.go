package demo

import "time"

// newSiteConfig publishes the plant's configuration, retained at QoS 1, and
// from time to time that it was checked.
func newSiteConfig(seed uint64) *Device {
	d := newDevice(seed, "site-config", "site-config-service", "Configuration of the plant, retained")
	d.birth = func(time.Time) []Message { return retainedFile("site.json", 1) }
	d.every(30*time.Second, func(now time.Time) []Message {
		return []Message{{"site/config/checked_at", encode(utc(now)), 1, true}}
	})
	return d
}
