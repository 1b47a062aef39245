package demo

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// zigbeeBase is the topic Zigbee2MQTT publishes under by default.
const zigbeeBase = "zigbee2mqtt/"

// zigbeeHouse is a Zigbee2MQTT bridge and the devices of a house behind it.
// Topics and payloads follow Zigbee2MQTT 2: state and availability as JSON,
// keys sorted, device states live and everything under bridge/ retained.
type zigbeeHouse struct {
	*Device
	devices  []*zigbeeDevice
	started  time.Time
	sent     int
	received int
}

// zigbeeDevice is one device of the house.
type zigbeeDevice struct {
	name    string // the friendly name, which may have levels of its own
	every   time.Duration
	offline bool
	state   func(now time.Time) map[string]any                      // nil when it has nothing new to say
	set     func(now time.Time, command map[string]json.RawMessage) // nil when it cannot be controlled
	quality curve
	count   int // messages since the bridge started, for bridge/health
}

func newZigbeeHouse(seed uint64) *Device {
	d := newDevice(seed, "zigbee-house", "mqttjs_5c1d9e07", "Zigbee2MQTT bridge with thirteen devices of a house")
	h := &zigbeeHouse{Device: d}
	h.devices = append(h.climateDevices(), h.securityDevices()...)
	h.devices = append(h.devices, h.mainsDevices()...)

	d.Filters = []string{zigbeeBase + "+/set", zigbeeBase + "+/set/+", zigbeeBase + "+/get"}
	d.connect = func(now time.Time) { h.started, h.sent, h.received = now, 0, 0 }
	d.will = func(time.Time) Message { return h.bridgeState("offline") }
	d.birth = h.announce
	d.receive = h.command
	for _, dev := range h.devices {
		if dev.state != nil {
			d.every(dev.every, func(now time.Time) []Message { return h.report(now, dev) })
		}
	}
	d.every(time.Minute, h.health)
	return d
}

func (h *zigbeeHouse) bridgeState(state string) Message {
	return Message{zigbeeBase + "bridge/state", encode(map[string]string{"state": state}), 1, true}
}

// announce is everything the bridge retains, in the order it starts up.
func (h *zigbeeHouse) announce(time.Time) []Message {
	discovery := retainedFile("zigbee_discovery.json", 0)
	messages := make([]Message, 0, 4+len(h.devices)+len(discovery))
	messages = append(messages,
		Message{zigbeeBase + "bridge/info", file("zigbee_info.json"), 0, true},
		Message{zigbeeBase + "bridge/devices", file("zigbee_devices.json"), 0, true},
		Message{zigbeeBase + "bridge/groups", file("zigbee_groups.json"), 0, true},
		h.bridgeState("online"),
	)
	for _, dev := range h.devices {
		state := "online"
		if dev.offline {
			state = "offline"
		}
		messages = append(messages, Message{
			Topic:   zigbeeBase + dev.name + "/availability",
			Payload: encode(map[string]string{"state": state}),
			QoS:     1,
			Retain:  true,
		})
	}
	messages = append(messages, discovery...)
	h.sent += len(messages)
	return messages
}

// report publishes a device's state.
func (h *zigbeeHouse) report(now time.Time, dev *zigbeeDevice) []Message {
	state := dev.state(now)
	if state == nil {
		return nil
	}
	state["linkquality"] = int(dev.quality(now))
	dev.count++
	h.sent++
	return one(zigbeeBase+dev.name, encode(state))
}

// command takes zigbee2mqtt/NAME/set, /set/ATTRIBUTE and /get.
func (h *zigbeeHouse) command(now time.Time, topic string, payload []byte) []Message {
	for _, dev := range h.devices {
		verb, ours := strings.CutPrefix(topic, zigbeeBase+dev.name+"/")
		if !ours || dev.set == nil {
			continue
		}
		attribute, single := strings.CutPrefix(verb, "set/")
		switch {
		case verb == "get":
		case verb == "set":
			var command map[string]json.RawMessage
			if err := json.Unmarshal(payload, &command); err != nil {
				return nil // the bridge, too, takes nothing but JSON here
			}
			dev.set(now, command)
		case single:
			value := json.RawMessage(payload)
			if !json.Valid(payload) {
				value = encode(string(payload)) // set/state takes a bare ON
			}
			dev.set(now, map[string]json.RawMessage{attribute: value})
		default:
			continue
		}
		h.received++
		return h.report(now, dev)
	}
	return nil
}

// health is bridge/health: process, host, MQTT and the devices' traffic.
func (h *zigbeeHouse) health(now time.Time) []Message {
	up := now.Sub(h.started).Seconds()
	devices := map[string]any{}
	for _, dev := range h.devices {
		if dev.count > 0 {
			devices[dev.name] = map[string]any{
				"messages":         dev.count,
				"messages_per_sec": round(float64(dev.count)/max(up, 1), 4),
				"leave_count":      0,
			}
		}
	}
	h.sent++
	return []Message{{zigbeeBase + "bridge/health", encode(map[string]any{
		"timestamp":     now.Format("2006-01-02 15:04:05"),
		"response_time": fmt.Sprintf("%#x", 0x3b1a_77c4_0000+now.Sub(h.started).Nanoseconds()), // the process's own clock
		"os": map[string]any{
			"load_average":   []float64{round(0.3+0.2*h.rng.Float64(), 2), 0.38, 0.35},
			"memory_used_mb": 812.4,
			"memory_percent": 21.2,
		},
		"process": map[string]any{
			"uptime_sec":     int(up),
			"memory_used_mb": round(118+4*h.rng.Float64(), 2),
			"memory_percent": 3.1,
		},
		"mqtt":    map[string]any{"connected": true, "queued": 0, "published": h.sent, "received": h.received},
		"devices": devices,
	}), 1, true}}
}
