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
	// turning is how long after the latest change of two they are taken to throw each other out yet.
	turning = 15 * time.Minute
)

// connects are the conventions whose devices have a connection of their own, and a will. What
// speaks through a gateway has no client id.
var connects = []device.Convention{device.Tasmota, device.Shelly, device.ShellyRPC, device.ESPHome, device.Homie, device.OpenMQTTGateway}

// takingTurns finds pairs of devices of which one comes whenever the other goes: a broker ends
// the connection of a client when another one comes with its client id. It gives the keys of
// the devices.
func takingTurns(all []device.Device, now time.Time, add func(Finding)) (found map[string]bool) {
	found = map[string]bool{}
	var some []*device.Device
	for i := range all {
		if d := &all[i]; d.Drops >= leastTurns/2 && slices.Contains(connects, d.Convention) && len(some) < mostTurning {
			some = append(some, d)
		}
	}
	for i, a := range some {
		for _, b := range some[i+1:] {
			if n, more := turnsOf(a, b); n >= leastTurns && now.Sub(latest(a, b)) <= turning {
				add(Finding{
					Code: TakingTurns, N: n, More: more, Found: a.Name, Other: b.Name, ID: a.ID, OtherID: b.ID,
					Key: a.Key + "\n" + b.Key,
				})
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
				f := findingOf(Reconnecting, d)
				f.N = p.N
				add(f)
			}
		}
	}
}

// turn is a change of one of two devices.
type turn struct {
	device.Change

	second bool
}

// latest is when one of two devices has come or gone last.
func latest(a, b *device.Device) time.Time {
	one, other := a.Changes[len(a.Changes)-1].At, b.Changes[len(b.Changes)-1].At
	if one.After(other) {
		return one
	}
	return other
}

// begins is from when on all changes of two devices are kept; zero where none was let go.
func begins(a, b *device.Device) (from time.Time) {
	for _, d := range []*device.Device{a, b} {
		if d.Earlier > 0 && d.Changes[0].At.After(from) {
			from = d.Changes[0].At
		}
	}
	return from
}

// turnsOf is how often two devices have thrown each other out until now, and whether it may have
// been more often: before the changes that are kept.
func turnsOf(a, b *device.Device) (n int, more bool) {
	all := make([]turn, 0, len(a.Changes)+len(b.Changes))
	for _, c := range a.Changes {
		all = append(all, turn{c, false})
	}
	for _, c := range b.Changes {
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
	from := begins(a, b)
	return n, !from.IsZero() && (len(all) < 2 || all[len(all)-2].At.Before(from))
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
