package homeassistant

import (
	"slices"
	"testing"
)

func TestUnits(t *testing.T) {
	const sensor = "homeassistant/sensor/0x1/temperature/config"
	for _, c := range []struct {
		name, topic, payload string
		want                 []Unit
	}{
		{"short names", sensor, `{"~":"z/hall","stat_t":"~","val_tpl":"{{ value_json.temperature }}","unit_of_meas":"°C"}`, []Unit{{"z/hall", "temperature", "°C"}}},
		{"long names", sensor, `{"state_topic":"tele/p/SENSOR","value_template":"{{ value_json['ENERGY']['Power'] | float(0) }}","unit_of_measurement":"W"}`, []Unit{{"tele/p/SENSOR", "ENERGY.Power", "W"}}},
		{"a base at the front", sensor, `{"~":"a/b","stat_t":"~/state","unit_of_meas":"%"}`, []Unit{{"a/b/state", "", "%"}}},
		{"a base at the end", sensor, `{"~":"b","stat_t":"a/~","unit_of_meas":"%","val_tpl":"{{value}}"}`, []Unit{{"a/b", "", "%"}}},
		{"an element", sensor, `{"stat_t":"a","unit_of_meas":"%","val_tpl":"{{ value_json.list[2].v }}"}`, []Unit{{"a", "list.2.v", "%"}}},
		{"a name with blanks", sensor, `{"stat_t":"a","unit_of_meas":"%","val_tpl":"{{ value_json[\"my value\"]|round(1) }}"}`, []Unit{{"a", `"my value"`, "%"}}},
		{"a device", "homeassistant/device/pump/config", `{"dev":{"ids":"p"},"o":{"name":"x"},"state_topic":"pump/state","cmps":{"b":{"p":"sensor","unit_of_measurement":"L/min","value_template":"{{ value_json.flow }}"},"a":{"p":"sensor","stat_t":"pump/t","unit_of_meas":"°C"},"s":{"p":"switch"}}}`, []Unit{{"pump/t", "", "°C"}, {"pump/state", "flow", "L/min"}}},
		{"a template that calculates", sensor, `{"stat_t":"a","unit_of_meas":"%","val_tpl":"{{ value_json.a + value_json.b }}"}`, nil},
		{"a template with conditions", sensor, `{"stat_t":"a","unit_of_meas":"%","val_tpl":"{% if value_json.a %}1{% endif %}"}`, nil},
		{"no unit", sensor, `{"stat_t":"a"}`, nil},
		{"no topic", sensor, `{"unit_of_meas":"W"}`, nil},
		{"a unit that is none", sensor, `{"stat_t":"a","unit_of_meas":{"a":1}}`, nil},
		{"a unit that is too long", sensor, `{"stat_t":"a","unit_of_meas":"parts of something or other"}`, nil},
		{"deleted", sensor, ``, nil},
		{"no JSON", sensor, `online`, nil},
		{"another topic", "homeassistant/status", `{"stat_t":"a","unit_of_meas":"%"}`, nil},
		{"another prefix", "ha/sensor/x/config", `{"stat_t":"a","unit_of_meas":"%"}`, nil},
	} {
		if got := Units(c.topic, []byte(c.payload)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
