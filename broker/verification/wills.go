package verification

import (
	"time"

	"mangrove/broker"
	"mangrove/model/verify"
)

// WillsFrom has a broker of our own tell the topics of the wills of its clients, which nobody else
// knows. It is called before Watch; list may be called by any goroutine.
func (l *Live) WillsFrom(list func() []string) { l.wills = list }

// WillsOf gives the topics of the wills of all clients that are connected to a built-in broker.
func WillsOf(box broker.Box) func() []string {
	return func() (topics []string) {
		for _, c := range box.Clients() {
			if c.Will != "" {
				topics = append(topics, c.Will)
			}
		}
		return topics
	}
}

// listWills tells the run of wills now and then, while there is a connection to the broker, and
// at its end.
func (l *Live) listWills(connected, last bool) {
	now := time.Now()
	if l.wills == nil || !connected || !last && now.Sub(l.listed) < tellEvery {
		return
	}
	l.listed = now
	topics := l.wills()
	l.with(func(r *verify.Run) { r.Wills(now, topics) })
}
