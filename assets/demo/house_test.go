package demo

import (
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func decodeJSON[T any](t *testing.T, payload []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(payload, &v); err != nil {
		t.Fatalf("%v in %.200q", err, payload)
	}
	return v
}

func TestEmbeddedFiles(t *testing.T) {
	names, err := fs.Glob(files, "data/*.json")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if len(file(strings.TrimPrefix(name, "data/"))) == 0 {
			t.Errorf("%s is not JSON", name)
		}
	}
	for _, name := range []string{"site.json", "home_discovery.json", "zigbee_discovery.json"} {
		if len(retainedFile(name, 0)) < 5 {
			t.Errorf("%s gives %d messages", name, len(retainedFile(name, 0)))
		}
	}
}

// zigbeeEntry is what bridge/devices says of one device.
type zigbeeEntry struct {
	Address    string `json:"ieee_address"`
	Name       string `json:"friendly_name"`
	Type       string
	Power      string `json:"power_source"`
	Definition *struct {
		Model, Vendor string
		Exposes       []zigbeeExpose
	}
}

type zigbeeExpose struct {
	Property string
	Type     string
	Min      *float64 `json:"value_min"`
	Max      *float64 `json:"value_max"`
	Values   []string
	Features []zigbeeExpose
}

func zigbeeEntries(t *testing.T) map[string]zigbeeEntry {
	t.Helper()
	entries := map[string]zigbeeEntry{}
	addresses := map[string]bool{}
	for _, e := range decodeJSON[[]zigbeeEntry](t, file("zigbee_devices.json")) {
		if addresses[e.Address] || len(e.Address) != 18 {
			t.Errorf("%s has the address %q", e.Name, e.Address)
		}
		addresses[e.Address] = true
		entries[e.Name] = e
	}
	return entries
}

func TestZigbeeStatesMatchWhatIsExposed(t *testing.T) {
	entries := zigbeeEntries(t)
	reported := map[string]bool{}
	for _, e := range hourLong().events {
		name, ours := strings.CutPrefix(e.Topic, zigbeeBase)
		if !ours || e.device.Name != "zigbee-house" || strings.HasPrefix(name, "bridge/") || strings.HasSuffix(name, "/availability") {
			continue
		}
		reported[name] = true
		entry, known := entries[name]
		if !known || entry.Definition == nil {
			t.Fatalf("%s is not in bridge/devices", name)
		}
		for property, value := range decodeJSON[map[string]any](t, e.Payload) {
			checkExposed(t, entry, property, value)
		}
	}
	for name, entry := range entries {
		if !reported[name] && entry.Type != "Coordinator" && name != "shed/repeater" {
			t.Errorf("%s never reports", name)
		}
	}
}

func checkExposed(t *testing.T, entry zigbeeEntry, property string, value any) {
	t.Helper()
	all := slices.Clone(entry.Definition.Exposes)
	for _, e := range entry.Definition.Exposes {
		all = append(all, e.Features...)
	}
	i := slices.IndexFunc(all, func(e zigbeeExpose) bool { return e.Property == property })
	if i < 0 {
		if property != "color_mode" && property != "update" { // the bridge's own
			t.Fatalf("%s reports %s, which is not exposed", entry.Name, property)
		}
		return
	}
	switch v := value.(type) {
	case float64:
		if e := all[i]; e.Min != nil && v < *e.Min || e.Max != nil && v > *e.Max {
			t.Fatalf("%s reports %s = %v, outside its range", entry.Name, property, v)
		}
	case string:
		if e := all[i]; e.Type == "enum" && !slices.Contains(e.Values, v) {
			t.Fatalf("%s reports %s = %q, one of %v expected", entry.Name, property, v, e.Values)
		}
	}
}

func TestZigbeeCommands(t *testing.T) {
	for _, test := range []struct {
		name, topic, payload string
		property             string
		want                 any // nil when nothing is answered
	}{
		{"off", "living_lamp/set", `{"state":"OFF"}`, "state", "OFF"},
		{"toggle", "living_lamp/set", `{"state":"TOGGLE"}`, "state", "OFF"},
		{"bright", "living_lamp/set", `{"brightness":254}`, "brightness", 254.0},
		{"too bright", "living_lamp/set", `{"brightness":9000}`, "brightness", 254.0},
		{"attribute", "living_lamp/set/brightness", `17`, "brightness", 17.0},
		{"bare word", "kitchen_plug/set/state", `OFF`, "state", "OFF"},
		{"question", "tv_plug/get", `{"state":""}`, "state", "ON"},
		{"setpoint", "bedroom_thermostat/set", `{"occupied_heating_setpoint":22.4}`, "occupied_heating_setpoint", 22.5},
		{"unknown word", "living_lamp/set", `{"state":"DIM"}`, "state", "ON"},
		{"not JSON", "living_lamp/set", `on please`, "", nil},
		{"not controllable", "hall_sensor/set", `{"state":"ON"}`, "", nil},
		{"no such device", "ceiling/set", `{"state":"ON"}`, "", nil},
		{"empty", "living_lamp/set", ``, "", nil},
	} {
		d := newZigbeeHouse(1)
		d.Connect(start)
		got := d.Receive(start, zigbeeBase+test.topic, []byte(test.payload))
		if test.want == nil {
			if len(got) != 0 {
				t.Errorf("%s: answered %s", test.name, got[0].Payload)
			}
			continue
		}
		if len(got) != 1 || got[0].Topic != zigbeeBase+test.topic[:strings.IndexByte(test.topic, '/')] {
			t.Errorf("%s: answered %v", test.name, got)
			continue
		}
		if state := decodeJSON[map[string]any](t, got[0].Payload); state[test.property] != test.want {
			t.Errorf("%s: %s is %v, want %v", test.name, test.property, state[test.property], test.want)
		}
	}
}

func TestAutomationIsAnswered(t *testing.T) {
	states := map[string]bool{}
	for _, e := range hourLong().events {
		if e.source == fromAnswer && e.Topic == "zigbee2mqtt/reading_lamp" {
			state, _ := decodeJSON[map[string]any](t, e.Payload)["state"].(string)
			states[state] = true
		}
		if e.source == fromAnswer && e.Topic == "stat/workbench_plug/POWER" {
			states["plug "+string(e.Payload)] = true
		}
	}
	if len(states) != 4 {
		t.Errorf("seen %v, want lamp and plug on and off", slices.Sorted(maps.Keys(states)))
	}
}

// TestDiscoveryLeadsSomewhere follows every topic that Home Assistant's
// discovery names to something the fleet publishes or listens to.
func TestDiscoveryLeadsSomewhere(t *testing.T) {
	published := map[string]bool{}
	var configs []event
	for _, e := range hourLong().events {
		published[e.Topic] = true
		if strings.HasPrefix(e.Topic, "homeassistant/") && strings.HasSuffix(e.Topic, "/config") {
			configs = append(configs, e)
			if !e.Retain {
				t.Errorf("%s is not retained", e.Topic)
			}
		}
	}
	if len(configs) < 15 {
		t.Fatalf("only %d discovery topics", len(configs))
	}
	for _, e := range configs {
		for _, topic := range topicsIn("", decodeJSON[any](t, e.Payload)) {
			device, command := strings.CutSuffix(topic, "/set")
			if i := strings.Index(topic, "/set/"); i >= 0 {
				device, command = topic[:i], true
			}
			if !published[topic] && (!command || !published[device]) {
				t.Errorf("%s names %s, where nothing is published", e.Topic, topic)
			}
		}
	}
}

// topicsIn finds the topics in a discovery payload, with ~ put in.
func topicsIn(base string, v any) []string {
	var topics []string
	switch v := v.(type) {
	case []any:
		for _, each := range v {
			topics = append(topics, topicsIn(base, each)...)
		}
	case map[string]any:
		if b, ok := v["~"].(string); ok {
			base = b
		}
		for key, each := range v {
			name, isText := each.(string)
			if isText && (strings.HasSuffix(key, "topic") || strings.HasSuffix(key, "_t") || key == "t") {
				topics = append(topics, strings.Replace(name, "~", base, 1))
			} else {
				topics = append(topics, topicsIn(base, each)...)
			}
		}
	}
	return topics
}

func TestTasmotaDiscoveryNamesTheWill(t *testing.T) {
	for _, d := range tasmotaPlugs(1) {
		will, birth := d.Connect(start)
		var config map[string]any
		for _, m := range birth {
			if strings.HasPrefix(m.Topic, "tasmota/discovery/") && strings.HasSuffix(m.Topic, "/config") {
				config = decodeJSON[map[string]any](t, m.Payload)
			}
		}
		prefixes, _ := config["tp"].([]any)
		if len(prefixes) != 3 {
			t.Fatalf("%s: tp is %v", d.Name, config["tp"])
		}
		full, _ := config["ft"].(string)
		topic, _ := config["t"].(string)
		tele, _ := prefixes[2].(string)
		lwt := strings.NewReplacer("%prefix%", tele, "%topic%", topic).Replace(full) + "LWT"
		if lwt != will.Topic || config["ofln"] != string(will.Payload) {
			t.Errorf("%s: discovery leads to %s %v, the will is %s %s", d.Name, lwt, config["ofln"], will.Topic, will.Payload)
		}
	}
}

func TestTasmotaPower(t *testing.T) {
	d := newTasmotaPlug(1, plugName{"lab_plug", "Lab", "C4D8D51A0001", "192.168.20.40"})
	d.load = constant(50)
	d.Connect(start)
	for _, test := range []struct{ payload, want string }{
		{"OFF", "OFF"}, {"", "OFF"}, {"toggle", "ON"}, {"0", "OFF"}, {"1", "ON"}, {"nonsense", "ON"},
	} {
		got := d.Receive(start, "cmnd/lab_plug/POWER", []byte(test.payload))
		if len(got) != 2 || string(got[1].Payload) != test.want || string(got[0].Payload) != `{"POWER":"`+test.want+`"}` {
			t.Errorf("POWER %q: answered %v, want %s", test.payload, got, test.want)
		}
	}
}

func TestTasmotaEnergyAddsUp(t *testing.T) {
	d := newTasmotaPlug(1, plugName{"lab_plug", "Lab", "C4D8D51A0001", "192.168.20.40"})
	d.load = constant(1000)
	type sensor struct {
		ENERGY struct{ Total, Today, Yesterday, Period, Power float64 }
	}
	evening := time.Date(2026, 3, 4, 23, 0, 0, 0, time.UTC)
	before := decodeJSON[sensor](t, encode(d.sensor(evening))).ENERGY
	after := decodeJSON[sensor](t, encode(d.sensor(evening.Add(30*time.Minute)))).ENERGY
	if drawn := after.Total - before.Total; drawn < 0.499 || drawn > 0.501 || after.Period != 500 || after.Power != 1000 {
		t.Errorf("half an hour at 1 kW: from %+v to %+v", before, after)
	}
	next := decodeJSON[sensor](t, encode(d.sensor(evening.Add(90*time.Minute)))).ENERGY
	if next.Today != 0 || next.Yesterday < after.Today {
		t.Errorf("after midnight: %+v", next)
	}
}
