package lint

import (
	"slices"
	"time"

	"mangrove/model/device"
)

const (
	// handover is how long after the will of a device the birth of the one comes that has thrown
	// it out, or before.
	handover = time.Second
	// leastTurns is how often two have to throw each other out, one after the other and nothing
	// between: fewer are chance where many devices come and go.
	leastTurns = 16
	// mostTurning is how many devices that come and go are compared with each other.
	mostTurning = 200
)

// connects are the conventions whose devices have a connection of their own, and a will. What
// speaks through a gateway has no client id.
var connects = []device.Convention{device.Tasmota, device.Shelly, device.ShellyRPC, device.ESPHome, device.Homie, device.OpenMQTTGateway}

// takingTurns finds pairs of devices of which one comes whenever the other goes: a broker ends
// the connection of a client when another one comes with its client id. It gives the keys of
// the devices.
func takingTurns(all []device.Device, add func(Finding)) (found map[string]bool) {
	found = map[string]bool{}
	var some []*device.Device
	for i := range all {
		if d := &all[i]; d.Drops >= leastTurns/2 && slices.Contains(connects, d.Convention) && len(some) < mostTurning {
			some = append(some, d)
		}
	}
	for i, a := range some {
		for _, b := range some[i+1:] {
			if n := turnsOf(a.Changes, b.Changes); n >= leastTurns {
				add(Finding{Code: TakingTurns, N: n, Found: a.Name, Other: b.Name})
				found[a.Key], found[b.Key] = true, true
			}
		}
	}
	return found
}

// reconnecting finds the other devices that are born over and over: what throws one out may be
// none that is seen.
func reconnecting(all []device.Device, explained map[string]bool, add func(Finding)) {
	for i := range all {
		d := &all[i]
		if explained[d.Key] || !slices.Contains(connects, d.Convention) {
			continue
		}
		for _, p := range d.Problems {
			if p.Code == device.BirthStorm {
				add(Finding{Code: Reconnecting, N: p.N, Found: d.Name, Other: string(d.Convention)})
			}
		}
	}
}

// turn is a change of one of two devices.
type turn struct {
	device.Change

	second bool
}

// turnsOf is how often two devices have thrown each other out until now, as far as their changes
// are kept.
func turnsOf(a, b []device.Change) (n int) {
	all := make([]turn, 0, len(a)+len(b))
	for _, c := range a {
		all = append(all, turn{c, false})
	}
	for _, c := range b {
		all = append(all, turn{c, true})
	}
	slices.SortStableFunc(all, func(a, b turn) int { return a.At.Compare(b.At) })
	if last := len(all) - 1; last > 0 && !isTurn(all[last-1], all[last]) {
		all = all[:last] // one has gone, and the other is about to come
	}
	var came turn
	for ; len(all) > 1; all = all[:len(all)-2] {
		one, other := all[len(all)-2], all[len(all)-1]
		if !isTurn(one, other) {
			break
		}
		if one.Status != device.Online {
			one = other
		}
		if n > 0 && one.second == came.second {
			break
		}
		n, came = n+1, one
	}
	return n
}

// isTurn reports whether of two changes one is that a device has gone, as its will says, and the
// other that the other one has come.
func isTurn(a, b turn) bool {
	gone, come := a, b
	if a.Status == device.Online {
		gone, come = b, a
	}
	return gone.Status == device.Offline && gone.Basis == device.Said && come.Status == device.Online && come.Basis != device.SaidBefore &&
		gone.second != come.second && b.At.Sub(a.At) <= handover
}
