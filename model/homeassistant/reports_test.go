package homeassistant

import (
	"strings"
	"testing"
	"time"
)

// TestWhatIsReported has discovery messages that others have read wrong, by their public
// reports, and what Home Assistant makes of them.
func TestWhatIsReported(t *testing.T) {
	kept := func(payload string) Sighting { return Sighting{Payload: []byte(payload), Kept: true} }
	shelly := `{"~":"shelly/","stat_t":"~status/sys","avty":[{"t":"~status/rpc","val_tpl":"{%if value_json.mqtt.connected%}online{%else%}offline{%endif%}"}]}`
	boiler := `{"stat_t":"ems/boiler","avty":[{"t":"ems/status","val_tpl":"{{'online' if value == 'online' else 'offline'}}"}]}`
	boilerPart := `{"stat_t":"x","avty":[{"t":"ems/boiler","val_tpl":"{{'online' if value_json.wwworkm is defined else 'offline'}}"}]}`
	faikin := `{"stat_t":"x","avty":[{"topic":"ac/state","value_template":"{{value_json.online}}","payload_available":true,"payload_not_available":false}]}`
	lgtv := `{"dev":{"ids":"tv"},"avty":[{"t":"tv/connected","pl_avail":2,"pl_not_avail":0}],"cmps":{"app":{"p":"sensor","stat_t":"tv/app"}}}`
	spaced := `{"stat_t":"z/hall","avty":[{"t":"z/hall/availability","val_tpl":"{{ value_json['state'] }}"}]}`
	overridden := `{"dev":{"ids":"1"},"avty_t":"box/status","pl_not_avail":"gone","cmps":{"a":{"p":"sensor","stat_t":"box/a","pl_not_avail":"away"}}}`
	for name, c := range map[string]struct {
		on, config string
		seen       map[string]Sighting
		want       Reason
	}{
		"ha-shellies-discovery-gen2 498: connected":                 {"sensor", shelly, map[string]Sighting{"shelly/status/rpc": kept(`{"mqtt":{"connected":true}}`)}, Online},
		"ha-shellies-discovery-gen2 498: not connected":             {"sensor", shelly, map[string]Sighting{"shelly/status/rpc": kept(`{"mqtt":{"connected":false}}`)}, Offline},
		"ha-shellies-discovery-gen2 498: says nothing of it":        {"sensor", shelly, map[string]Sighting{"shelly/status/rpc": kept(`{"sys":{}}`)}, Kept},
		"core 99566: a word":                                        {"sensor", boiler, map[string]Sighting{"ems/status": kept("online")}, Online},
		"core 99566: any other word":                                {"sensor", boiler, map[string]Sighting{"ems/status": kept("restarting")}, Offline},
		"core 99566: a member that is there":                        {"sensor", boilerPart, map[string]Sighting{"ems/boiler": kept(`{"wwworkm":0}`)}, Online},
		"core 99566: a member that is not there":                    {"sensor", boilerPart, map[string]Sighting{"ems/boiler": kept(`{"other":0}`)}, Offline},
		"Faikout 358: true, and it is meant so":                     {"climate", faikin, map[string]Sighting{"ac/state": kept(`{"online":true}`)}, Online},
		"Faikout 358: false":                                        {"climate", faikin, map[string]Sighting{"ac/state": kept(`{"online":false,"temp":21}`)}, Offline},
		"lgtv2mqtt 20: numbers as words, there":                     {"device", lgtv, map[string]Sighting{"tv/connected": kept("2")}, Online},
		"lgtv2mqtt 20: numbers as words, not there":                 {"device", lgtv, map[string]Sighting{"tv/connected": kept("0")}, Offline},
		"zmqtt2prom 25: JSON with spaces":                           {"sensor", spaced, map[string]Sighting{"z/hall/availability": kept(`{"state": "offline"}`)}, Offline},
		"zmqtt2prom 25: JSON with more members":                     {"sensor", spaced, map[string]Sighting{"z/hall/availability": kept(`{"since":1,"state":"online"}`)}, Online},
		"core 118757: a part has its own word for the shared topic": {"device", overridden, map[string]Sighting{"box/status": kept("away")}, Offline},
		"core 118757: not the shared word":                          {"device", overridden, map[string]Sighting{"box/status": kept("gone")}, Kept},
	} {
		config, err := Parse(DefaultPrefix, "homeassistant/"+c.on+"/x/config", []byte(c.config))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := Judge([]Config{config}, watch(c.seen))[0]; got.Reason != c.want {
			t.Errorf("%s: %s, should be %s", name, got.Reason, c.want)
		}
	}
}

// TestReportedDescriptions: what Home Assistant takes as a text may be written as a number,
// and a device is the same whichever way its address is written.
func TestReportedDescriptions(t *testing.T) {
	parse := func(payload string) Config {
		t.Helper()
		c, err := Parse(DefaultPrefix, "homeassistant/sensor/x/config", []byte(payload))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := parse(`{"exp_aft":"600","stat_t":"~/a/~","~":"base"}`); c.Entities[0].Expires != 10*time.Minute || len(c.Entities[0].States) != 1 || c.Entities[0].States[0] != "base/a/base" {
		t.Errorf("%+v", c)
	}
	if c := parse(`{"name":7,"dev":{"ids":9007199254740993,"name":42,"mdl":1.5,"mf":"x"}}`); c.Entities[0].Name != "7" || c.Device.ID != "9007199254740993" || c.Device.Name != "42" || c.Device.Model != "1.5" {
		t.Errorf("%+v", c)
	}
	upper, lower := parse(`{"dev":{"cns":[["mac","A1:B2:C3:D4:E5:F6"]]}}`), parse(`{"dev":{"cns":[["mac","a1b2c3d4e5f6"]]}}`)
	if upper.Device.ID != lower.Device.ID {
		t.Errorf("%q and %q are two devices", upper.Device.ID, lower.Device.ID)
	}
	for _, payload := range []string{`{"migrate_discovery":true}`, `{"migr_discvry":true}`} {
		if c, err := Parse(DefaultPrefix, "homeassistant/sensor/x/config", []byte(payload)); err == nil {
			t.Errorf("%s describes %+v", payload, c)
		}
	}
}

// TestTemplates: what is understood of them says what Jinja says, and the rest says nothing.
func TestTemplates(t *testing.T) {
	const unknown = "\x00"
	for _, c := range [][3]string{
		{`{{ value }}`, "on", "on"},
		{`{{- value | upper -}}`, " on ", "ON"},
		{`{{ value_json.a.b[1]['c d'] }}`, `{"a":{"b":[0,{"c d":1.50}]}}`, "1.50"},
		{`{{ value_json.a }}`, `{"a":null}`, "None"},
		{`{{ value_json.a }}`, `{}`, ""},
		{`{{ value_json.a.b }}`, `{}`, unknown},
		{`{{ value_json.a }}`, `on`, unknown},
		{`{{ 'on' if value_json.n == 1 and not value_json.off else 'off' }}`, `{"n":1.0,"off":0}`, "on"},
		{`{{ 'on' if (value_json.n != 1) or value_json.off is not defined else 'off' }}`, `{"n":1}`, "on"},
		{`{{ 'on' if value_json.s == 'a' else ('off' if value_json.s == "b" else 'odd') }}`, `{"s":"c"}`, "odd"},
		{`{{ 'on' if value_json.n == true else 'off' }}`, `{"n":1}`, unknown}, // which Python takes for equal
		{`{% if value == 'x' -%} on {%- else -%} off {%- endif %}`, "x", "on"},
		{`{{ value_json.a|int > 3 }}`, `{"a":4}`, unknown},
		{`{{ states('a.b') }}`, "x", unknown},
		{`{{ value`, "x", unknown},
		{`{{ value }} {{ value }}`, "x", unknown},
		{`on`, "x", unknown},
		{`{{ value_json.a[ }}`, `{}`, unknown},
		{`{{ }}`, "x", unknown},
		{`{{ 'on' 'off' }}`, "x", unknown},
		{`{{ value value_json }}`, "x", unknown},
		{`{{ value ) }}`, "x", unknown},
		{"{{ " + strings.Repeat("(", 1_000) + "value" + strings.Repeat(")", 1_000) + " }}", "x", unknown},
		{"{{ " + strings.Repeat("not ", 900) + "value }}", "x", unknown},
	} {
		got := unknown
		if work := readTemplate(c[0]); work != nil {
			if text, ok := work([]byte(c[1])); ok {
				got = text
			}
		}
		if got != c[2] {
			t.Errorf("%.80s of %s: %q, should be %q", c[0], c[1], got, c[2])
		}
	}
}
