package device

import (
	"strings"
	"testing"
	"time"
)

// TestDescriptions of devices: the messages that say what they are, by their conventions.
func TestDescriptions(t *testing.T) {
	s := New()
	play(t, s, `
		0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"hall"}]
		0s R homeassistant/sensor/0x01/temp/config {"stat_t":"zigbee2mqtt/hall","dev":{"ids":["z1"],"name":"hall"}}
		0s R homeassistant/sensor/pump/config {"stat_t":"hp/flow","dev":{"ids":["p1"],"name":"Pump"}}
		0s R homeassistant/sensor/gone/config {"stat_t":"gone/flow","dev":{"ids":["g1"],"name":"Gone"}}
		0s R tasmota/discovery/AABB/config {"t":"plug","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"dn":"Plug"}
		1s tele/plug/INFO1 {"Info1":{"Module":"Sonoff","Version":"14"}}
		1s shellies/announce {"id":"shelly1-A4","model":"SHSW-1"}
		1s homie/5/therm/$state ready
		1s homie/5/therm/$description {"homie":"5.0"}
		1s homie/dim/$homie 4.0.0
		1s homie/dim/$nodes light
		2s homie/dim/$nodes
		2s esphome/discover/hall2 {"name":"hall2"}
		2s zigbee2mqtt/hall {"temperature":21}
		2s shellies/shelly1-A4/relay/0 on
		3s homeassistant/sensor/gone/config`)
	devices, _ := s.Devices(begin.Add(4 * time.Second))
	want := map[string]string{
		"zigbee2mqtt 0x01":               "homeassistant/sensor/0x01/temp/config zigbee2mqtt/bridge/devices",
		"homeassistant p1":               "homeassistant/sensor/pump/config",
		"tasmota plug":                   "tasmota/discovery/AABB/config tele/plug/INFO1",
		"shelly shelly1-A4":              "shellies/announce",
		"homie homie/5/therm":            "homie/5/therm/$description",
		"homie homie/dim":                "homie/dim/$homie",
		"esphome hall2":                  "esphome/discover/hall2",
		"homeassistant g1":               "",
		"zigbee2mqtt zigbee2mqtt/bridge": "",
	}
	for i := range devices {
		d := &devices[i]
		name := string(d.Convention) + " " + d.ID
		got := strings.Join(s.Descriptions(d.Key, 10), " ")
		if expected, known := want[name]; !known || got != expected {
			t.Errorf("%s: %q, want %q", name, got, expected)
		}
		if len(s.Descriptions(d.Key, 1)) > 1 {
			t.Errorf("%s: more than are asked for", name)
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("missing are %v", want)
	}
}
