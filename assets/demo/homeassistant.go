package demo

import "time"

// newHomeAutomation is the house's automation: it announces itself and now and
// then switches a lamp and a plug, which answer.
func newHomeAutomation(seed uint64) *Device {
	d := newDevice(seed, "home-automation", "homeassistant-7f21c4", "Home Assistant, which dims a lamp and switches a plug now and then")
	status := func(word string) Message { return Message{"homeassistant/status", []byte(word), 1, true} }
	d.will = func(time.Time) Message { return status("offline") }
	d.birth = func(time.Time) []Message { return []Message{status("online")} }

	scenes := []struct {
		Brightness int `json:"brightness"`
		Mired      int `json:"color_temp"`
	}{{180, 325}, {230, 280}, {120, 390}, {60, 430}}
	scene := 0
	d.every(20*time.Second, func(time.Time) []Message {
		scene++
		return one(zigbeeBase+"living_lamp/set", encode(scenes[scene%len(scenes)]))
	})
	lit := true
	d.every(35*time.Second, func(time.Time) []Message {
		lit = !lit
		return one(zigbeeBase+"reading_lamp/set", encode(map[string]string{"state": onOff(lit)}))
	})
	work := true
	d.every(90*time.Second, func(time.Time) []Message {
		work = !work
		return one("cmnd/workbench_plug/POWER", []byte(onOff(work)))
	})
	return d
}
