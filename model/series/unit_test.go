package series

import (
	"testing"

	"mangrove/model/value"
)

// TestUnitsOfNames: names tell the unit of a number where they end with one, and a short
// one only of what is measured in it.
func TestUnitsOfNames(t *testing.T) {
	for name, want := range map[string]string{
		"temperature_c": "°C", "temperatureC": "°C", "temperature_f": "°F", "temp_celsius": "°C", "tempc": "°C", "tempf": "°F", "outdoorTemp-C": "°C", "Temperature C": "°C",
		"humidity_pct": "%", "humidityPercent": "%", "pressure_hpa": "hPa", "pressure_hPa": "hPa", "pressure_pa": "Pa", "energy_kWh": "kWh", "power_w": "W", "power_kW": "kW",
		"voltage_v": "V", "battery_mv": "mV", "current_a": "A", "rssi_dbm": "dBm", "co2_ppm": "ppm", "fan_rpm": "rpm", "illuminance_lux": "lx", "uptime_s": "s", "uptime_seconds": "s",
		"temperature": "", "vitamin_c": "", "c": "", "class_a": "", "phase_a": "", "sw_v": "", "": "", "status_s": "", "kwh": "", "pm2_5": "", "battery": "", "state_f": "", "ms": "",
	} {
		if got := unitOfName(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := Unit([]byte(`{"in":{"temperature_c":21.5}}`), "in.temperature_c"); got != "°C" {
		t.Errorf("in JSON: %q", got)
	}
}

// TestUnitsOfTrees asks what the format says first, then the text, its neighbours and the
// name.
func TestUnitsOfTrees(t *testing.T) {
	b := value.NewBuilder(nil)
	add := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	add(b.Open(value.Node{Kind: value.Object}))
	add(b.Add(value.Node{Kind: value.Number, Name: "a", Text: "1", Unit: "bar"}))
	add(b.Add(value.Node{Kind: value.Text, Name: "b", Text: "21 °C"}))
	add(b.Add(value.Node{Kind: value.Number, Name: "temperature_f", Text: "70"}))
	add(b.Open(value.Node{Kind: value.Object, Name: "c"}))
	add(b.Add(value.Node{Kind: value.Number, Name: "value", Text: "3"}))
	add(b.Add(value.Node{Kind: value.Text, Name: "unit", Text: "m³/h"}))
	b.Close(0)
	add(b.Open(value.Node{Kind: value.List, Name: "d"}))
	add(b.Add(value.Node{Kind: value.Number, Text: "3"}))
	b.Close(0)
	b.Close(0)
	tree := b.Tree()
	for path, want := range map[string]string{"a": "bar", "b": "°C", "temperature_f": "°F", "c.value": "m³/h", "d.0": "", "": "", "not there": ""} {
		if got := UnitOf(tree, tree.Find(path)); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
