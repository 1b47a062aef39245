package checklist

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// TestConventionFaults: what a convention does not know is told with its place.
func TestConventionFaults(t *testing.T) {
	for _, c := range []struct{ name, device, want string }{
		{"no device", "use: homie, present: true", `3:5: missing "device"`},
		{"neither group nor node", "use: sparkplug, present: true", `3:5: missing "group"|3:5: missing "node"`},
		{"key of another", "use: ttn, app: a, device: d, base: x, present: true", `3:42: not of use "base"`},
		{"key without one", "topic: a, group: x, present: true", `3:23: together "group"`},
		{"metrics without one", "topic: a, metrics: {T: {type: number}}", `3:23: together "metrics"`},
		{"metrics of another", "use: shelly, device: d, metrics: {T: {type: number}}", `3:37: not of use "metrics"`},
		{"two levels", "use: sparkplug, group: a/b, node: n, present: true", `3:29: no level "a/b"`},
		{"wildcard", "use: homie, device: +, present: true", `3:25: no level "+"|3:25: no topic "homie/+"`},
		{"no will", "use: chirpstack, device: d, online: true", `3:41: together "online"`},
		{"no firmware", "use: shelly2, topic: t, firmware: \"1\"", `3:37: not of use "firmware"`},
		{"no battery", "use: esphome, topic: t, battery: \"1\"", `3:37: not of use "battery"`},
		{"fields of Sparkplug", "use: sparkplug, group: g, node: n, fields: {a: {}}", `3:48: not of use "fields"`},
		{"quality of nothing", "use: sparkplug, group: g, node: n, quality: good", `3:48: together "quality"`},
		{"another quality", "use: sparkplug, group: g, node: n, quality: bad, metrics: {T: {}}", `3:57: not one of "bad"`},
		{"another seq", "use: sparkplug, group: g, node: n, seq: 255", `3:53: not one of "255"`},
		{"no datatype", "use: sparkplug, group: g, node: n, metrics: {T: {type: Flaot}}", `3:68: not one of "Flaot"`},
		{"a field that is no topic", "use: homie, device: d, fields: {\"a#\": {}}", `3:36: no filter "homie/d/a#"`},
		{"the payload of many topics", "use: homie, device: d, payload: {}", `3:36: not of use "payload"`},
		{"a change that leaves nothing out", "use: shelly2, topic: t, fields: {a.b: {absent_means: 0}}", `3:37: not of use "absent_means"`},
		{"neither name nor identifier", "use: homeassistant, present: true", `3:13: either ""`},
		{"name and identifier", "use: homeassistant, name: n, device: d, present: true", `3:13: either ""`},
		{"what discovery does not tell", "use: homeassistant, name: n, battery: \"1\", retained: true", `3:42: not of use "battery"|3:56: not of use "retained"`},
		{"several at once", "use: shely, present: 5, group: g", `3:18: not one of "shely"|3:34: no duration "5"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read([]byte("version: 1\ndevices:\n  - {id: d, "+c.device+"}"), nil)
			var all Faults
			if !errors.As(err, &all) {
				t.Fatalf("the error is %v", err)
			}
			var got []string
			for _, f := range all {
				f.Err = nil
				got = append(got, f.Error())
			}
			want := strings.Split(c.want, "|")
			slices.Sort(got)
			if slices.Sort(want); !slices.Equal(got, want) {
				t.Errorf("there are %q, want %q", got, want)
			}
		})
	}
}

// TestConventionsNeedNothingElse: a device of each convention is read as it is said.
func TestConventionsNeedNothingElse(t *testing.T) {
	devices := map[string]string{
		"chirpstack": "device: d", "esphome": "topic: t", "homeassistant": "name: n", "homie": "device: d", "openmqttgateway": "device: d", "shelly": "device: d", "shelly2": "topic: t",
		"sparkplug": "group: g, node: n", "tasmota": "topic: t", "ttn": "app: a, device: d", "zigbee2mqtt": "name: n",
	}
	for _, use := range conventions() {
		l, err := Read([]byte("version: 1\ndevices:\n  - {id: d, present: true, use: "+use+", "+devices[use]+"}"), nil)
		if err != nil || len(l.Subjects[0].Filters) == 0 && l.Subjects[0].Described == nil {
			t.Errorf("%s: %v", use, err)
		}
	}
}
