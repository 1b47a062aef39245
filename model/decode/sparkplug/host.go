package sparkplug

import (
	"bytes"
	"encoding/json"
)

// host is a host application.
type host struct {
	unit
	online    bool
	legacy    bool
	timestamp int64
}

// mostState is how long the payload of a state may be, in bytes.
const mostState = 4 << 10

// readState reads the payload of a host's state: JSON with online and the time in
// milliseconds since 1970 [tck-id-host-topic-phid-birth-payload], and ONLINE or OFFLINE
// as it was before Sparkplug 3.
func readState(payload []byte, legacy bool) (online bool, timestamp int64, ok bool) {
	if legacy {
		switch string(bytes.TrimSpace(payload)) {
		case "ONLINE":
			return true, 0, true
		case "OFFLINE":
			return false, 0, true
		}
	}
	var state struct {
		Online    *bool  `json:"online"`
		Timestamp *int64 `json:"timestamp"`
	}
	if len(payload) > mostState || json.Unmarshal(payload, &state) != nil || state.Online == nil || state.Timestamp == nil {
		return false, 0, false
	}
	return *state.Online, *state.Timestamp, true
}

// state takes in the state of a host application.
func (w *Network) state(t Topic, m *Message) {
	if len(m.Payload) == 0 || m.LetGo { // a retained one was cleared
		return
	}
	online, timestamp, ok := readState(m.Payload, t.Legacy)
	if !ok && t.Legacy { // STATE is no name that only Sparkplug uses
		return
	}
	h, known := w.hosts[t.Node]
	if !known {
		if len(w.hosts) >= mostHosts {
			return
		}
		h = &host{}
		h.where = Topic{Verb: State, Node: t.Node}
		w.hosts[t.Node] = h
	}
	say := report{w, m, &h.unit}
	switch {
	case !ok:
		say.add(BadState, Case{Name: string(m.Payload[:min(len(m.Payload), mostState)])})
		return
	case known && timestamp < h.timestamp && !t.Legacy: // [tck-id-operational-behavior-host-application-death-payload]
		say.add(OldState, Case{Want: h.timestamp, Got: timestamp})
		return
	}
	h.online, h.timestamp, h.legacy = online, timestamp, t.Legacy
	if online {
		h.set(Online, m)
	} else {
		h.set(Offline, m)
	}
}
