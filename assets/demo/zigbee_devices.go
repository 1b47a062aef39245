package demo

import (
	"encoding/json"
	"strings"
	"time"
)

// sensor is a device of the house that only reports. near is its usual link
// quality, 0 to 255.
func (h *zigbeeHouse) sensor(name string, every time.Duration, near float64, state func(now time.Time) map[string]any) *zigbeeDevice {
	quality := clamped(h.noisy(constant(near), 9, 3*time.Minute), 1, 255)
	return &zigbeeDevice{name: name, every: every, state: state, quality: quality}
}

// climateDevices measure rooms, soil and a freezer, and one heats.
func (h *zigbeeHouse) climateDevices() []*zigbeeDevice {
	outdoors := daily(6.5, 17.5, 15)
	hall := h.noisy(daily(19.6, 21.9, 18), 0.15, 10*time.Minute)
	humidity := clamped(h.noisy(daily(52, 44, 16), 1.2, 12*time.Minute), 20, 90)
	pressure := h.noisy(constant(1013.6), 2.5, 3*time.Hour)
	soilWarmth := h.noisy(plus(outdoors, constant(-1.5)), 0.3, 20*time.Minute)
	moisture := clamped(h.noisy(daily(38, 33, 17), 1.5, 40*time.Minute), 0, 100)
	freezer := h.noisy(constant(-18.4), 0.8, 8*time.Minute)
	freezerDamp := h.noisy(constant(61), 2, 15*time.Minute)
	return []*zigbeeDevice{
		h.sensor("hall_sensor", 20*time.Second, 142, func(now time.Time) map[string]any {
			return map[string]any{
				"temperature": round(hall(now), 2), "humidity": round(humidity(now), 2), "pressure": round(pressure(now), 1),
				"battery": 97, "voltage": 2995, "power_outage_count": 12,
			}
		}),
		h.sensor("garden/soil", 40*time.Second, 58, func(now time.Time) map[string]any {
			return map[string]any{
				"temperature": round(soilWarmth(now), 1), "soil_moisture": int(moisture(now)),
				"battery": 71, "battery_state": "high", "temperature_unit": "celsius",
			}
		}),
		h.sensor("cellar/freezer", 30*time.Second, 91, func(now time.Time) map[string]any {
			return map[string]any{
				"temperature": round(freezer(now), 2), "humidity": round(freezerDamp(now), 2), "pressure": round(pressure(now)+0.9, 1),
				"battery": 12, "voltage": 2868, "power_outage_count": 31, // the one whose battery wants changing
			}
		}),
		h.radiator(),
	}
}

// radiator is a thermostatic valve: it opens in proportion to how far the room
// is below its setpoint, and takes a new setpoint.
func (h *zigbeeHouse) radiator() *zigbeeDevice {
	setpoint := 20.5
	room := h.noisy(daily(19.3, 20.6, 19), 0.25, 15*time.Minute)
	dev := h.sensor("bedroom_thermostat", 25*time.Second, 118, func(now time.Time) map[string]any {
		local := round(room(now), 2)
		demand := int(max(0, min(100, 60*(setpoint-local)+10)))
		running := "idle"
		if demand > 0 {
			running = "heat"
		}
		return map[string]any{
			"local_temperature": local, "occupied_heating_setpoint": setpoint, "pi_heating_demand": demand,
			"running_state": running, "system_mode": "heat", "window_open_internal": "closed",
			"keypad_lockout": "unlock", "battery": 63,
		}
	})
	dev.set = func(_ time.Time, command map[string]json.RawMessage) {
		var wanted float64
		if err := json.Unmarshal(command["occupied_heating_setpoint"], &wanted); err == nil {
			setpoint = max(5, min(35, round(2*wanted, 0)/2)) // steps of half a degree
		}
	}
	return dev
}

// securityDevices notice people and water; the remote sends only actions.
func (h *zigbeeHouse) securityDevices() []*zigbeeDevice {
	closed, triggers := true, 1204
	light := clamped(h.noisy(daily(2, 420, 13), 25, 5*time.Minute), 0, 1000)
	hallway := h.noisy(daily(19.2, 21.4, 18), 0.2, 10*time.Minute)
	actions := []string{"on", "brightness_move_up", "brightness_stop", "off", "arrow_left_click", "arrow_right_click"}
	presses := 0
	repeater := h.sensor("shed/repeater", 0, 0, nil)
	repeater.offline = true
	return []*zigbeeDevice{
		h.sensor("front_door", 22*time.Second, 167, func(time.Time) map[string]any {
			if !closed || h.rng.Float64() < 0.3 { // once open it is closed at the next report
				closed = !closed
				triggers++
			}
			return map[string]any{
				"contact": closed, "battery": 100, "voltage": 3025, "device_temperature": 24,
				"power_outage_count": 4, "trigger_count": triggers,
			}
		}),
		h.sensor("hallway_motion", 15*time.Second, 129, func(now time.Time) map[string]any {
			return map[string]any{
				"occupancy": h.rng.Float64() < 0.35, "illuminance": int(light(now)), "temperature": round(hallway(now), 2),
				"motion_sensitivity": "medium", "occupancy_timeout": 15, "led_indication": false, "battery": 84,
			}
		}),
		h.sensor("bathroom_leak", time.Minute, 104, func(time.Time) map[string]any {
			return map[string]any{
				"water_leak": false, "battery": 100, "voltage": 3015, "device_temperature": 22,
				"power_outage_count": 2, "trigger_count": 0,
			}
		}),
		h.sensor("desk_remote", 35*time.Second, 150, func(time.Time) map[string]any {
			action := actions[presses%len(actions)]
			presses++
			return map[string]any{"action": action, "battery": 74}
		}),
		repeater,
	}
}

// mainsDevices are lamps and plugs: they answer to set.
func (h *zigbeeHouse) mainsDevices() []*zigbeeDevice {
	fridge := &thermostat{running: -8, resting: 20, low: 3.2, high: 6.4, settle: 40 * time.Minute, temperature: 5, on: true}
	cooling := func(now time.Time) float64 {
		if fridge.step(now) {
			return 86
		}
		return 1.1
	}
	return []*zigbeeDevice{
		h.lamp("living_lamp", 180, 325, 188),
		h.lamp("reading_lamp", 96, 370, 171),
		h.plug("kitchen_plug", 132.41, 204, h.noisy(cooling, 1.4, time.Minute)),
		h.plug("tv_plug", 418.07, 176, clamped(h.noisy(constant(94), 11, 40*time.Second), 60, 150)),
	}
}

// lamp has a white light whose brightness (0 to 254) and warmth (in mired) can
// be set.
func (h *zigbeeHouse) lamp(name string, brightness, mired int, near float64) *zigbeeDevice {
	on := true
	dev := h.sensor(name, 30*time.Second, near, func(time.Time) map[string]any {
		return map[string]any{
			"state": onOff(on), "brightness": brightness, "color_mode": "color_temp", "color_temp": mired,
			"power_on_behavior": "previous", "update": map[string]any{"state": "idle", "installed_version": 587753009, "latest_version": 587753009},
		}
	})
	dev.set = func(_ time.Time, command map[string]json.RawMessage) {
		on = switched(on, command["state"])
		brightness = setInt(brightness, command["brightness"], 0, 254)
		mired = setInt(mired, command["color_temp"], 250, 454)
	}
	return dev
}

// plug meters what its load draws while it is on.
func (h *zigbeeHouse) plug(name string, energy, near float64, load curve) *zigbeeDevice {
	on := true
	power := func(now time.Time) float64 {
		watts := max(0, load(now))
		if !on {
			return 0
		}
		return watts
	}
	volts := h.noisy(constant(231), 1.2, 2*time.Minute)
	meter := total(energy, func(now time.Time) float64 { return power(now) / 3.6e6 }) // kWh
	dev := h.sensor(name, 5*time.Second, near, func(now time.Time) map[string]any {
		w, v := power(now), volts(now)
		return map[string]any{
			"state": onOff(on), "power": round(w, 0), "voltage": round(v, 0), "current": round(w/v/0.93, 2),
			"energy": round(meter(now), 2), "power_on_behavior": "previous",
		}
	})
	dev.set = func(_ time.Time, command map[string]json.RawMessage) { on = switched(on, command["state"]) }
	return dev
}

func onOff(on bool) string {
	if on {
		return "ON"
	}
	return "OFF"
}

// switched is the state after "ON", "OFF" or "TOGGLE"; anything else leaves it.
func switched(on bool, value json.RawMessage) bool {
	var word string
	if err := json.Unmarshal(value, &word); err != nil {
		return on
	}
	switch strings.ToUpper(word) {
	case "ON":
		return true
	case "OFF":
		return false
	case "TOGGLE":
		return !on
	}
	return on
}

// setInt is a number from a command within its limits, or what it was.
func setInt(was int, value json.RawMessage, low, high int) int {
	var wanted float64
	if err := json.Unmarshal(value, &wanted); err != nil {
		return was
	}
	return max(low, min(high, int(wanted)))
}
