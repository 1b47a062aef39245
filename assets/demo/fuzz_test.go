package demo

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzCommands: whatever is sent to the devices, they answer with messages that can
// be published, and go on.
func FuzzCommands(f *testing.F) {
	f.Add("zigbee2mqtt/living_lamp/set", []byte(`{"state":"TOGGLE","brightness":1e300}`))
	f.Add("zigbee2mqtt/living_lamp/set/brightness", []byte("255"))
	f.Add("zigbee2mqtt/hall_thermostat/set", []byte(`{"occupied_heating_setpoint":null}`))
	f.Add("cmnd/lab_plug/POWER", []byte("TOGGLE"))
	f.Add("spBv1.0/Plant2/NCMD/Edge1", sparkplugPayload{at: start, metrics: []sparkplugMetric{{name: rebirthMetric, value: true}}}.encode())
	for _, d := range Fleet(1) {
		for _, filter := range d.Filters {
			f.Add(strings.NewReplacer("+", "x", "#", "y").Replace(filter), []byte(`{"state":"on"}`))
		}
	}
	all := Fleet(1) // making it takes longer than a command
	f.Fuzz(func(t *testing.T, topic string, payload []byte) {
		for _, d := range all {
			for _, m := range d.Receive(start, topic, payload) {
				if m.Topic == "" || strings.ContainsAny(m.Topic, "+#\x00") {
					t.Errorf("%s answers on %q", d.Name, m.Topic)
				}
				if len(m.Payload) > 0 && m.Payload[0] == '{' && !json.Valid(m.Payload) {
					t.Errorf("%s answers %q", d.Name, m.Payload)
				}
			}
			d.Step(start)
		}
	})
}
