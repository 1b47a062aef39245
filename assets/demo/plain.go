package demo

import (
	"strconv"
	"time"
)

// newHomeGateway publishes bare values, one a topic: temperatures, power,
// doors and a few times. Home Assistant's discovery describes some of them.
func newHomeGateway(seed uint64) *Device {
	d := newDevice(seed, "home-gateway", "home-gateway", "House gateway with bare values and Home Assistant discovery")
	online := func(up bool) Message { return Message{"home/gateway/online", strconv.AppendBool(nil, up), 1, true} }
	d.will = func(time.Time) Message { return online(false) }
	d.birth = func(now time.Time) []Message {
		messages := append([]Message{online(true)}, retainedFile("home_discovery.json", 0)...)
		backup := now.Truncate(24 * time.Hour).Add(-21 * time.Hour)
		return append(messages,
			Message{"home/gateway/version", []byte("4.2.1"), 0, true},
			Message{"home/gateway/started", []byte(now.Format(time.RFC3339)), 0, true},
			Message{"home/gateway/last_backup", []byte(backup.Format(time.RFC3339)), 0, true},
		)
	}

	rooms := map[string]curve{
		"home/livingroom/temperature": d.noisy(daily(20.1, 22.0, 19), 0.12, 8*time.Minute),
		"home/bedroom/temperature":    d.noisy(daily(17.6, 19.2, 20), 0.12, 8*time.Minute),
		"home/kitchen/temperature":    d.noisy(daily(20.0, 22.8, 18), 0.2, 6*time.Minute),
		"home/outside/temperature":    d.noisy(daily(5.5, 17, 15), 0.2, 10*time.Minute),
	}
	for _, room := range []string{"livingroom", "bedroom", "kitchen", "outside"} {
		topic := "home/" + room + "/temperature"
		d.every(4*time.Second, func(now time.Time) []Message { return one(topic, text(rooms[topic](now), 1)) })
	}
	d.homePower()
	d.homeDoors()
	return d
}

// homePower is the meter: what the house draws, what the roof yields, and the
// difference, which comes from the grid or, below zero, goes to it.
func (d *Device) homePower() {
	sun := clamped(d.noisy(daily(-3800, 4200, 13), 90, 40*time.Second), 0, 5000)
	house := clamped(d.noisy(daily(280, 640, 19), 45, 20*time.Second), 120, 6000)
	grid := func(now time.Time) float64 { return house(now) - sun(now) }
	drawn := total(18_406.27, func(now time.Time) float64 { return max(0, grid(now)) / 3.6e6 })
	d.every(time.Second, func(now time.Time) []Message {
		return []Message{
			{Topic: "home/power/solar_w", Payload: text(sun(now), 0)},
			{Topic: "home/power/load_w", Payload: text(house(now), 0)},
			{Topic: "home/power/grid_w", Payload: text(grid(now), 0)},
		}
	})
	d.every(10*time.Second, func(now time.Time) []Message {
		return []Message{{"home/power/import_kwh", text(drawn(now), 3), 1, true}}
	})
}

// homeDoors are booleans and the time one of them last changed.
func (d *Device) homeDoors() {
	closed := true
	d.every(30*time.Second, func(now time.Time) []Message {
		closed = !closed || d.rng.Float64() < 0.6
		messages := []Message{{"home/garage/door_closed", strconv.AppendBool(nil, closed), 1, true}}
		if !closed {
			messages = append(messages, Message{"home/garage/last_opened", []byte(now.Format(time.RFC3339)), 1, true})
		}
		return messages
	})
	d.every(15*time.Second, func(now time.Time) []Message {
		dark := hour(now) < 7 || hour(now) > 19
		return one("home/porch/light", []byte(onOff(dark)))
	})
}

// newOffice publishes the meeting rooms of an office and the counters of its
// network, 64-bit integers beyond what a floating-point number holds exactly.
func newOffice(seed uint64) *Device {
	d := newDevice(seed, "office", "office-bms-01", "Office building: air of the meeting rooms, network counters")
	for i, room := range []string{"meeting1", "meeting2", "lab"} {
		d.officeRoom("office/"+room+"/", float64(i))
	}
	rate := clamped(d.noisy(daily(4e6, 58e6, 14), 9e6, 20*time.Second), 1e6, 1.2e8) // bytes a second
	in := uint64(9_214_663_905_117_871)
	out := uint64(9_007_199_254_740_993)
	last := time.Time{}
	d.every(time.Second, func(now time.Time) []Message {
		if !last.IsZero() {
			bytes := rate(now) * now.Sub(last).Seconds()
			in += uint64(bytes)
			out += uint64(bytes / 6)
		}
		last = now
		return []Message{
			{Topic: "office/network/uplink/in_octets", Payload: strconv.AppendUint(nil, in, 10)},
			{Topic: "office/network/uplink/out_octets", Payload: strconv.AppendUint(nil, out, 10)},
		}
	})
	d.every(10*time.Second, func(now time.Time) []Message {
		return []Message{
			{Topic: "office/clock/unix_ms", Payload: strconv.AppendInt(nil, now.UnixMilli(), 10)},
			{Topic: "office/clock/iso", Payload: []byte(now.Format(time.RFC3339))},
		}
	})
	return d
}

// officeRoom has people in it by the hour, and air that shows it.
func (d *Device) officeRoom(base string, shift float64) {
	people := daily(-9-shift, 9-shift, 13)
	occupied := func(now time.Time) bool { return people(now) > 0 }
	co2 := clamped(d.noisy(daily(430, 1080-80*shift, 14), 18, 2*time.Minute), 405, 2500)
	warmth := d.noisy(daily(19.8, 22.6, 15), 0.1, 6*time.Minute)
	damp := clamped(d.noisy(daily(38, 46, 14), 0.6, 8*time.Minute), 15, 90)
	d.every(3*time.Second, func(now time.Time) []Message { return one(base+"co2", text(co2(now), 0)) })
	d.every(6*time.Second, func(now time.Time) []Message {
		return []Message{
			{Topic: base + "temperature", Payload: text(warmth(now), 1)},
			{Topic: base + "humidity", Payload: text(damp(now), 0)},
		}
	})
	d.every(20*time.Second, func(now time.Time) []Message {
		return []Message{{base + "occupied", strconv.AppendBool(nil, occupied(now)), 0, true}}
	})
}
