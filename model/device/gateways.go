package device

import (
	"cmp"
	"encoding/hex"

	"github.com/tidwall/gjson"
	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/decode/ruuvi"
)

// ofOpenMQTTGateway: BASE/GATEWAY/BTtoMQTT/ID is what a gateway heard of a device, which
// several may hear; BASE/GATEWAY/LWT is the gateway's will (OpenMQTTGateway, Theengs).
func (s *Set) ofOpenMQTTGateway(t path, m *Message) *route {
	n := len(t)
	switch {
	case n >= 4 && t[n-2] == "BTtoMQTT":
		id := gjson.GetBytes(m.Payload, "id").String()
		if id == "" {
			return s.undecided()
		}
		g, u := s.gatewayBy(t[:n-2].String()), s.unit(OpenMQTTGateway, id)
		if g == nil || u == nil {
			return nil
		}
		u.Base = t[:n-3].String()
		return &route{u: u, take: func(m *Message) {
			u.noteAlive(m)
			g.lives(m)
			about := gjson.ParseBytes(m.Payload)
			u.describe(about.Get("name").String(), about.Get("brand").String(), about.Get("model").String(), "")
			u.complete("", "", about.Get("model_id").String(), "")
			u.percent(about.Get("batt"), m)
			u.signal(about.Get("rssi"), "dBm", m)
		}}
	case n >= 3 && t[n-1] == "SYStoMQTT":
		g := s.gatewayBy(t[:n-1].String())
		if g == nil {
			return nil
		}
		return &route{u: g, take: func(m *Message) {
			g.noteAlive(m)
			about := gjson.ParseBytes(m.Payload)
			g.describe("", "", about.Get("env").String(), about.Get("version").String())
			g.signal(about.Get("rssi"), "dBm", m)
		}}
	case n < 3:
		return nil
	}
	g := s.gateways[t[:n-1].String()]
	if g == nil || t[n-1] != "LWT" {
		return nil
	}
	return &route{u: g, take: func(m *Message) { g.words(m, "online", "offline") }}
}

func (s *Set) gatewayBy(prefix string) *unit {
	g := s.gateways[prefix]
	if g == nil {
		if g = s.unit(OpenMQTTGateway, prefix); g == nil {
			return nil
		}
		g.Gateway = true
		s.gateways[prefix] = g
		s.learned()
	}
	return g
}

// ofTheThings: v3/APPLICATION@TENANT/devices/ID/up and join are of the device; what goes
// down to it is not. There is no will (The Things Stack 3, MQTT server).
func (s *Set) ofTheThings(t path, _ *Message) *route {
	if len(t) < 5 || t[0] != "v3" || t[2] != "devices" {
		return nil
	}
	u := s.unit(TheThings, t[1]+"/"+t[3])
	if u == nil {
		return nil
	}
	u.complete(t[3], "", "", "")
	if len(t) > 5 || t[4] != "up" && t[4] != "join" {
		return ignored(u)
	}
	return &route{u: u, take: func(m *Message) {
		if gjson.GetBytes(m.Payload, "simulated").Bool() { // by somebody in the console
			return
		}
		u.noteAlive(m)
		up := gjson.GetBytes(m.Payload, "uplink_message")
		kind := up.Get("version_ids")
		u.describe("", kind.Get("brand_id").String(), kind.Get("model_id").String(), kind.Get("firmware_version").String())
		u.percent(up.Get("last_battery_percentage.value"), m)
		u.signal(up.Get("rx_metadata.0.rssi"), "dBm", m)
	}}
}

// ofChirpStack: application/ID/device/EUI/event/KIND (ChirpStack 3 and 4, MQTT integration).
func (s *Set) ofChirpStack(t path, _ *Message) *route {
	if n := len(t); n >= 4 && t[n-4] == "gateway" && isEUI(t[n-3]) {
		return s.ofChirpStackGateway(t[n-3], t[n-2:])
	}
	if len(t) != 6 || t[0] != "application" || t[2] != "device" {
		return nil
	}
	u := s.unit(ChirpStack, t[3])
	switch {
	case u == nil:
		return nil
	case t[4] != "event", t[5] == "txack": // of the gateway
		return ignored(u)
	}
	return &route{u: u, take: func(m *Message) {
		u.noteAlive(m)
		about := gjson.ParseBytes(m.Payload)
		u.describe(about.Get("deviceInfo.deviceName").String(), "", about.Get("deviceInfo.deviceProfileName").String(), "")
		u.complete(about.Get("deviceName").String(), "", about.Get("deviceProfileName").String(), "") // of version 3
		if !about.Get("batteryLevelUnavailable").Bool() && !about.Get("externalPowerSource").Bool() {
			u.percent(about.Get("batteryLevel"), m)
		}
		u.signal(about.Get("rxInfo.0.rssi"), "dBm", m)
	}}
}

// ofChirpStackGateway: REGION/gateway/EUI/state/conn is the will of a gateway, or of what speaks
// for it, event/KIND is of the gateway (ChirpStack 3 and 4, gateway bridge).
func (s *Set) ofChirpStackGateway(eui string, rest path) *route {
	what := rest.String()
	if what != "state/conn" && rest[0] != "event" && rest[0] != "command" {
		return nil
	}
	g := s.unit(ChirpStack, eui)
	if g == nil {
		return nil
	}
	g.Gateway = true
	switch {
	case what == "state/conn":
		return &route{u: g, take: func(m *Message) {
			if status := chirpStackState(m.Payload); status != "" {
				g.said(status, m)
			}
		}}
	case rest[0] == "event":
		return alive(g)
	}
	return ignored(g)
}

// isEUI reports whether a level is the address of a gateway or a device.
func isEUI(level string) bool {
	b, err := hex.DecodeString(level)
	return err == nil && len(b) == 8
}

// chirpStackState is the state of a connection, in JSON or protobuf: both leave out that it is
// offline. It is empty when there is none to be read.
func chirpStackState(payload []byte) Status {
	online := false
	switch {
	case len(payload) == 0 || len(payload) > largestSaid:
		return ""
	case payload[0] == '{':
		online = gjson.GetBytes(payload, "state").String() == "ONLINE"
	default:
		for len(payload) > 0 {
			number, kind, n := protowire.ConsumeTag(payload)
			if n < 0 {
				return ""
			}
			payload = payload[n:]
			v, _ := protowire.ConsumeVarint(payload)
			if n = protowire.ConsumeFieldValue(number, kind, payload); n < 0 {
				return ""
			}
			if number == 2 && kind == protowire.VarintType {
				online = v == 1
			}
			payload = payload[n:]
		}
	}
	if online {
		return Online
	}
	return Offline
}

// ofRuuvi: ruuvi/GATEWAY/TAG has what a gateway heard of a tag, which several may hear
// (Ruuvi Gateway).
func (s *Set) ofRuuvi(t path, _ *Message) *route {
	if len(t) != 3 || t[0] != "ruuvi" {
		return nil
	}
	if t[2] == "gw_status" {
		g := s.unit(Ruuvi, t[1])
		if g == nil {
			return nil
		}
		return &route{u: g, take: func(m *Message) { g.available(m, "state") }}
	}
	u := s.unit(Ruuvi, t[2])
	if u == nil {
		return nil
	}
	u.describe("", "Ruuvi", "", "")
	return &route{u: u, take: func(m *Message) {
		u.noteAlive(m)
		if g := s.units[string(Ruuvi)+"\x00"+t[1]]; g != nil {
			g.lives(m)
		}
		u.signal(gjson.GetBytes(m.Payload, "rssi"), "dBm", m)
		u.ruuviBattery(m)
	}}
}

// ruuviBattery takes the voltage out of what a tag has broadcast.
func (u *unit) ruuviBattery(m *Message) {
	tree, _, err := ruuvi.Decode(m.Payload)
	if err != nil {
		return
	}
	for i := range tree.Len() {
		if v, ok := tree.Number(i); ok && tree.Name(i) == "battery" {
			u.Battery = &Reading{v / 1000, "V", m.At}
			return
		}
	}
}

// ofOwnTracks: owntracks/USER/DEVICE has where a device is, and its will (OwnTracks, JSON).
func (s *Set) ofOwnTracks(t path, _ *Message) *route {
	if len(t) < 3 || t[0] != "owntracks" {
		return nil
	}
	u := s.unit(OwnTracks, t[1]+"/"+t[2])
	switch {
	case u == nil:
		return nil
	case len(t) > 3 && (t[3] == "cmd" || t[3] == "info"):
		return ignored(u)
	}
	return &route{u: u, take: func(m *Message) {
		about := gjson.ParseBytes(m.Payload)
		switch about.Get("_type").String() {
		case "lwt":
			u.said(Offline, m)
		case "location", "transition", "status", "waypoint", "waypoints", "steps", "card", "beacon", "encrypted":
			u.noteAlive(m)
			if !m.Retained && u.Status == Offline {
				u.stand(Online, Heard, m.At)
			}
			u.percent(about.Get("batt"), m)
		}
	}}
}

// ofFrigate: frigate/available is the will, frigate/stats has the version and the cameras,
// frigate/CAMERA/... is of a camera (Frigate, MQTT).
func (s *Set) ofFrigate(t path, m *Message) *route {
	n := len(t)
	if n >= 2 && t[n-1] == "stats" && frigateBegins(m) {
		base := t[:n-1].String()
		server := s.unit(Frigate, base)
		if server == nil {
			return nil
		}
		if s.frigate[base] == nil {
			s.frigate[base] = server
			s.learned()
		}
		return &route{u: server, take: func(m *Message) { s.frigateStats(base, server, m) }}
	}
	for end := n - 1; end > 0; end-- {
		base := t[:end].String()
		server := s.frigate[base]
		switch {
		case server == nil:
			continue
		case end == n-1 && t[end] == "available":
			return &route{u: server, take: func(m *Message) {
				if server.words(m, "online", "offline"); string(m.Payload) == "stopped" { // by somebody, since 0.18
					server.said(Offline, m)
				}
			}}
		case t.last() == "set", t.last() == "ptz", t.last() == "restart" && end == n-1: // what is asked of it
			r := ignored(cmp.Or(s.units[string(Frigate)+"\x00"+base+"/"+t[end]], server))
			r.weak = true
			return r
		case s.units[string(Frigate)+"\x00"+base+"/"+t[end]] == nil: // events, or what the whole house has
			r := alive(server)
			r.weak = true
			return r
		}
		return alive(s.unit(Frigate, base+"/"+t[end]))
	}
	if t.last() == "stats" {
		return s.undecided()
	}
	return nil
}

// frigateBegins reports whether a message is one by which a server is known.
func frigateBegins(m *Message) bool {
	version := gjson.GetBytes(m.Payload, "service.version").Exists()
	return version && (gjson.GetBytes(m.Payload, "cameras").IsObject() || gjson.GetBytes(m.Payload, "detectors").IsObject())
}

// frigateCameras are those of the statistics, which had them among the rest up to version 0.12.
func frigateCameras(about gjson.Result, take func(name string) bool) {
	of := about.Get("cameras")
	all := of.IsObject()
	if !all {
		of = about
	}
	of.ForEach(func(name, one gjson.Result) bool {
		if !all && !one.Get("camera_fps").Exists() {
			return true
		}
		return take(name.String())
	})
}

func (s *Set) frigateStats(base string, server *unit, m *Message) {
	const mostCameras = 1_000
	server.noteAlive(m)
	about := gjson.ParseBytes(m.Payload)
	server.describe("", "", "Frigate", about.Get("service.version").String())
	left := mostCameras
	frigateCameras(about, func(name string) bool {
		before := len(s.units)
		if camera := s.unit(Frigate, base+"/"+name); camera != nil {
			camera.complete(name, "", "", "")
			camera.gateway = server
		}
		if len(s.units) != before {
			s.learned()
		}
		left--
		return left > 0
	})
}
