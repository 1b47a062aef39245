package verify

import "testing"

// TestKnows: a checklist expects what its devices and rules are about, and nothing of what it only
// bounds.
func TestKnows(t *testing.T) {
	r := play(t, `version: 1
devices:
  - {id: hall, use: zigbee2mqtt, name: hall, online: true}
  - {id: press, use: sparkplug, group: G, node: N, device: D, seq: continuous}
  - {id: lamp, use: homeassistant, name: Lamp, present: true}
  - {id: plug, topic: plug, availability: {topic: plug/st}, command: {publish: plug/set, payload: x, reply: plug/reply, expect: x, within: 2s}}
rules:
  - {topic: "site/{meter}/state", members: [m1]}
  - {topic: "#", naming: "^.*$", size: {max: 1MB}, rate: {max: 5/s}, lint: all}
`, `1s R homeassistant/light/l/config {"device":{"name":"Lamp","identifiers":["x"]},"unique_id":"l","state_topic":"l/state"}`)
	for topic, want := range map[string]bool{
		"zigbee2mqtt/hall": true, "zigbee2mqtt/hall/availability": true, "zigbee2mqtt/bridge/state": true, "zigbee2mqtt/shed": false,
		"spBv1.0/G/DDATA/N/D": true, "spBv1.0/G/NDATA/N": true, "spBv1.0/G/NDATA/O": false, "l/state": true, "l/other": false,
		"plug": true, "plug/st": true, "plug/reply": true, "plug/x": false, "site/m1/state": true, "site/m9/state": true, "site/m1/x": false,
	} {
		if got := r.Knows(topic); got != want {
			t.Errorf("%s is known: %v", topic, got)
		}
	}
}
