package homeassistant

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestParse reads discovery messages as devices send them.
func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		topic, payload string
		want           Config
	}{
		"in full": {
			"homeassistant/sensor/hall/temperature/config",
			`{"name":"Temperature","state_topic":"z/hall","value_template":"{{ value_json.temperature }}","expire_after":600,
			"availability":[{"topic":"z/bridge/state"},{"topic":"z/hall/availability","payload_available":"up","payload_not_available":"down","value_template":"{{ value_json.state }}"}],
			"availability_mode":"all","device":{"identifiers":["0x1"],"name":"Hall","manufacturer":"Aqara","model":"W"}}`,
			Config{Device: Device{Name: "Hall", Maker: "Aqara", Model: "W", ID: "0x1"}, Entities: []Entity{{Component: "sensor", Name: "Temperature", States: []string{"z/hall"}, Mode: "all", Expires: 10 * time.Minute,
				Availability: []Availability{{Topic: "z/bridge/state", Online: "online", Offline: "offline"}, {Topic: "z/hall/availability", Online: "up", Offline: "down", HasTemplate: true}}}}},
		},
		"abbreviated, with a base topic": {
			"homeassistant/light/lamp/config",
			`{"~":"tele/lamp","stat_t":"~/STATE","cmd_t":"~/cmnd","bri_stat_t":"~/BRI","bri_cmd_t":"~/bri","avty_t":"~/LWT","pl_avail":"Online","pl_not_avail":"Offline","json_attr_t":"attr/~","unknown_thing":1,
			"dev":{"cns":[["mac","02:5b"]],"mf":"Sonoff"}}`,
			Config{Device: Device{Maker: "Sonoff", ID: "02:5b"}, Entities: []Entity{{Component: "light", Name: "lamp", States: []string{"tele/lamp/BRI", "attr/tele/lamp", "tele/lamp/STATE"}, Commands: 2,
				Availability: []Availability{{Topic: "tele/lamp/LWT", Online: "Online", Offline: "Offline"}}}}},
		},
		"of a whole device": {
			"homeassistant/device/box/config",
			`{"dev":{"ids":"box","name":"Box"},"o":{"name":"own"},"state_topic":"box/state","avty":{"t":"box/online"},
			"cmps":{"b":{"p":"button","cmd_t":"box/press"},"gone":{"p":"sensor"},"a":{"platform":"sensor","name":"A","stat_t":"box/a"}}}`,
			Config{Device: Device{Name: "Box", ID: "box"}, Entities: []Entity{
				{Component: "sensor", Name: "A", States: []string{"box/a"}, Availability: []Availability{{Topic: "box/online", Online: "online", Offline: "offline"}}},
				{Component: "button", Name: "b", States: []string{"box/state"}, Commands: 1, Availability: []Availability{{Topic: "box/online", Online: "online", Offline: "offline"}}},
			}},
		},
		"a trigger":                    {"homeassistant/device_automation/x/config", `{"atype":"trigger","t":"x/press"}`, Config{Entities: []Entity{{Component: "device_automation", Name: "x", States: []string{"x/press"}}}}},
		"topics that are none":         {"homeassistant/sensor/x/config", `{"stat_t":"a/#","avty":[7,{"topic":""}],"exp_aft":"soon"}`, Config{Entities: []Entity{{Component: "sensor", Name: "x", Filters: []string{"a/#"}}}}},
		"a member that is not known":   {"homeassistant/sensor/x/config", `{"stat_t":"a","status_topic":"b","~":"c","curr_temp_t":"~/d","lock_topic":"e"}`, Config{Entities: []Entity{{Component: "sensor", Name: "x", States: []string{"c/d", "a"}}}}},
		"an object called as a device": {"homeassistant/sensor/device/y/config", `{"stat_t":"a"}`, Config{Entities: []Entity{{Component: "sensor", Name: "y", States: []string{"a"}}}}},
	} {
		got, err := Parse(DefaultPrefix, c.topic, []byte(c.payload))
		c.want.Topic = c.topic
		for i := range got.Entities {
			for j := range got.Entities[i].Availability {
				got.Entities[i].Availability[j].template = nil // which cannot be compared
			}
		}
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v\n%+v\n%+v", name, err, got, c.want)
		}
	}
	for _, c := range [][2]string{
		{"homeassistant/status", "online"}, {"homeassistant/sensor/x/config", "online"}, {"homeassistant/sensor/x/config", "[]"}, {"homeassistant/sensor/x/config", "null"}, {"homeassistant/sensor/x/config", ""},
		{"other/sensor/x/config", "{}"}, {"homeassistant/x/config", "{}"}, {"homeassistant/sensor/x/config", `{"a":` + strings.Repeat("[", 100_000)},
	} {
		if got, err := Parse(DefaultPrefix, c[0], []byte(c[1])); err == nil {
			t.Errorf("%.80s: %+v", c, got)
		}
	}
}

// TestJudge: what has been heard is none, and what is not known is not suspected.
func TestJudge(t *testing.T) {
	at := time.Unix(1_700_000_000, 0)
	kept := func(payload string) Sighting { return Sighting{Payload: []byte(payload), Kept: true} }
	live := func(payload string) Sighting {
		return Sighting{Payload: []byte(payload), Live: true, LiveAt: at, At: at}
	}
	sensor := `{"stat_t":"s","val_tpl":"{{ value_json.t }}","avty_t":"a","dev":{"ids":"1"}}`
	listed := `{"stat_t":"s","avty":[{"t":"z/bridge/state"},{"t":"a"}],"avty_mode":"all","dev":{"ids":"1"}}`
	for name, c := range map[string]struct {
		config string
		on     string // component
		seen   map[string]Sighting
		want   Reason
		topic  string
		since  time.Time
	}{
		"a state with a template came":          {sensor, "", map[string]Sighting{"s": live(`{"t":1}`), "a": kept("offline")}, Heard, "s", at},
		"a state of before":                     {sensor, "", map[string]Sighting{"s": kept(`{"t":1}`)}, Kept, "s", time.Time{}},
		"a state of before, offline of before":  {sensor, "", map[string]Sighting{"s": kept("1"), "a": kept("offline")}, Offline, "a", time.Time{}},
		"went offline":                          {sensor, "", map[string]Sighting{"a": live("offline")}, Offline, "a", at},
		"online of before":                      {sensor, "", map[string]Sighting{"a": kept("online")}, Online, "a", time.Time{}},
		"nothing":                               {sensor, "", nil, Silent, "s", time.Time{}},
		"nothing, and it should have by now":    {`{"stat_t":"s","exp_aft":60}`, "", nil, Expired, "s", time.Time{}},
		"nothing, and it may take its time":     {`{"stat_t":"s","exp_aft":86400}`, "", nil, Silent, "s", time.Time{}},
		"nothing of a button":                   {`{"cmd_t":"c"}`, "button", nil, Mute, "", time.Time{}},
		"nothing of a trigger":                  {`{"t":"s"}`, "device_automation", nil, Rare, "s", time.Time{}},
		"nothing is subscribed":                 {`{"stat_t":"unwatched/s"}`, "", nil, Unwatched, "unwatched/s", time.Time{}},
		"the bridge is there, the device not":   {listed, "", map[string]Sighting{"z/bridge/state": kept("online"), "a": kept("offline")}, Offline, "a", time.Time{}},
		"the bridge is there, nothing else":     {listed, "", map[string]Sighting{"z/bridge/state": live("online")}, Silent, "s", time.Time{}},
		"the bridge is offline":                 {listed, "", map[string]Sighting{"z/bridge/state": kept("offline"), "a": kept("offline")}, BridgeOffline, "z/bridge/state", time.Time{}},
		"the birth of Home Assistant":           {`{"stat_t":"s","avty_t":"homeassistant/status"}`, "", map[string]Sighting{"homeassistant/status": live("online")}, Silent, "s", time.Time{}},
		"the state of the bridge itself":        {`{"stat_t":"z/bridge/state"}`, "binary_sensor", map[string]Sighting{"z/bridge/state": kept("online")}, Kept, "z/bridge/state", time.Time{}},
		"an availability with a template":       {`{"stat_t":"s","avty":{"t":"a","val_tpl":"{{ value_json.state }}"}}`, "", map[string]Sighting{"a": kept(`{"state":"offline"}`)}, Offline, "a", time.Time{}},
		"one that is not understood":            {`{"stat_t":"s","avty":{"t":"a","val_tpl":"{{ value_json.x.y }}"}}`, "", map[string]Sighting{"a": kept(`{"x":{"y":1}}`)}, Kept, "a", time.Time{}},
		"other words":                           {`{"stat_t":"s","avty_t":"a","pl_not_avail":"0","pl_avail":"1"}`, "", map[string]Sighting{"a": kept("0")}, Offline, "a", time.Time{}},
		"no discovery message":                  {`online`, "", nil, Unreadable, "", time.Time{}},
		"cleared meanwhile: an empty state":     {`{"stat_t":"s"}`, "", map[string]Sighting{"s": {}}, Silent, "s", time.Time{}},
		"of a whole device, one part was heard": {`{"dev":{"ids":"1"},"cmps":{"a":{"p":"sensor","stat_t":"a1"},"b":{"p":"sensor","stat_t":"b1"}}}`, "device", map[string]Sighting{"b1": live("1")}, Heard, "b1", at},
		"of a whole device, a button and quiet": {`{"dev":{"ids":"1"},"cmps":{"a":{"p":"button","cmd_t":"a1"},"b":{"p":"sensor","stat_t":"b1"}}}`, "device", nil, Silent, "b1", time.Time{}},
	} {
		on := c.on
		if on == "" {
			on = "sensor"
		}
		config, err := Parse(DefaultPrefix, "homeassistant/"+on+"/x/config", []byte(c.config))
		if err != nil && c.want != Unreadable {
			t.Fatalf("%s: %v", name, err)
		}
		got := Judge([]Config{config}, watch(c.seen))[0]
		if got.Reason != c.want || got.By != c.topic || !got.Since.Equal(c.since) {
			t.Errorf("%s: %s %q %v", name, got.Reason, got.By, got.Since)
		}
		if heard := c.want == Heard || c.want == Kept; heard && got.Reason.Suspected() {
			t.Errorf("%s: suspected", name)
		}
	}
}

func watch(seen map[string]Sighting) Watch {
	return Watch{
		See: func(topic string) (Sighting, bool) { s, ok := seen[topic]; return s, ok },
		For: func(topic string) (time.Duration, bool) { return time.Hour, !strings.HasPrefix(topic, "unwatched") },
	}
}

// TestJudgeTogether: what one message of a device tells holds for the others, and a topic that
// two devices have is that of their bridge.
func TestJudgeTogether(t *testing.T) {
	var list []Config
	for topic, payload := range map[string]string{
		"temperature": `{"stat_t":"t","dev":{"ids":"1"}}`, "battery": `{"stat_t":"once/a/day","dev":{"ids":"1"}}`,
		"other": `{"stat_t":"o","avty_t":"gateway","dev":{"ids":"2"}}`, "third": `{"stat_t":"p","avty_t":"gateway","dev":{"ids":"3"}}`, "nobody": `{"stat_t":"q"}`,
		"by its second name": `{"stat_t":"r","dev":{"ids":["new","1"]}}`, "by its MAC": `{"stat_t":"u","dev":{"ids":["9"],"cns":[["mac","02:5b"]]}}`,
		"heard by its MAC": `{"stat_t":"t","dev":{"cns":[["ip","h"],["mac","02:5b"]]}}`, "by a number": `{"stat_t":"v","dev":{"ids":[1]}}`, "by another name": `{"stat_t":"w","dev":{"ids":["11",""]}}`,
	} {
		c, err := Parse(DefaultPrefix, "homeassistant/sensor/"+topic+"/config", []byte(payload))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	want := map[string]Reason{"temperature": Heard, "battery": DeviceHeard, "other": BridgeOffline, "third": BridgeOffline, "nobody": Silent, "by its second name": DeviceHeard, "by its MAC": DeviceHeard,
		"heard by its MAC": Heard, "by a number": DeviceHeard, "by another name": Silent}
	for _, v := range Judge(list, watch(map[string]Sighting{"t": {Live: true, Payload: []byte("1")}, "gateway": {Payload: []byte("offline"), Kept: true}})) {
		if name := strings.Split(v.Config.Topic, "/")[2]; v.Reason != want[name] {
			t.Errorf("%s: %s", name, v.Reason)
		}
	}
}

// TestEntitiesThatAreLeftOut are counted, without those that are only to be removed.
func TestEntitiesThatAreLeftOut(t *testing.T) {
	var parts []string
	for i := range mostEntities + 7 {
		parts = append(parts, fmt.Sprintf(`"p%05d":{"p":"sensor","stat_t":"a"},"q%05d":{"p":"sensor"}`, i, i))
	}
	c, err := Parse("homeassistant", "homeassistant/device/d/config", []byte(`{"cmps":{`+strings.Join(parts, ",")+"}}"))
	if err != nil || len(c.Entities) != mostEntities || c.Left != 7 {
		t.Errorf("%d entities, %d left out, %v", len(c.Entities), c.Left, err)
	}
}
