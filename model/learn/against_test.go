package learn

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// golden is a checklist of a site that works.
const golden = `version: 1
devices:
  - {id: hall, use: zigbee2mqtt, name: hall, present: true, fields: {temperature: {type: number, range: [5, 40]}, unit: {enum: [C]}}}
  - {id: plug, use: tasmota, topic: plug, present: true, online: true, availability: {topic: tele/plug/LWT}}
  - {id: step, topic: step, availability: {topic: step/st}, lwt_test: {operator: pull it, within: 60s}}
rules:
  - {topic: "site/{meter}/state", members: [m1, m2, m3], interval: {max: 30s, samples: 3}, fields: {value: {type: number}}}
  - {topic: "#", naming: "^[^G]+$", size: {max: 16KB}}
`

// site is what comes of it in every second of a minute, by the second.
func site(n int) []string {
	return []string{
		fmt.Sprintf(`zigbee2mqtt/hall {"temperature":%d.5,"unit":"C","battery":97}`, 20+n%3),
		fmt.Sprintf(`tele/plug/STATE {"POWER":"ON","n":%d}`, n%5), "tele/plug/LWT online", "step 1", "step/st online",
		fmt.Sprintf(`site/m1/state {"value":%d}`, n%7), fmt.Sprintf(`site/m2/state {"value":%d}`, n%7), fmt.Sprintf(`site/m3/state {"value":%d}`, n%7),
	}
}

// held holds a site against the checklist, as some change it: what is empty does not come.
func held(t *testing.T, seconds int, change func(topic, payload string) string, more ...string) *Comparison {
	t.Helper()
	list, err := checklist.Read([]byte(golden), nil)
	if err != nil {
		t.Fatal(err)
	}
	run, l := verify.New(list), New()
	run.Begin(noon)
	run.Unattended()
	at := noon
	for n := range seconds {
		at = noon.Add(time.Duration(n) * time.Second)
		for _, one := range append(site(n), more...) {
			topic, payload, _ := strings.Cut(one, " ")
			m := &model.Message{Topic: []byte(topic)}
			if payload = change(topic, payload); payload == "" {
				continue
			}
			if rest, is := strings.CutPrefix(payload, "KEPT "); is {
				payload, m.Retained = rest, true
			}
			m.Payload = []byte(payload)
			run.Message(at, m)
			l.Message(at, m)
		}
	}
	run.Finish(at)
	return Against(run, l.Propose(at))
}

// only changes the payload of one topic.
func only(of string, to func(payload string) string) func(topic, payload string) string {
	return func(topic, payload string) string {
		if topic == of {
			return to(payload)
		}
		return payload
	}
}

func never(string) string { return "" }

func replaced(from, to string) func(string) string {
	return func(payload string) string { return strings.ReplaceAll(payload, from, to) }
}

// TestAgainst: what is otherwise is told once, for what it is, and nothing else is.
func TestAgainst(t *testing.T) {
	n := 0
	slowly := func(payload string) string {
		if n++; n%40 == 1 {
			return payload
		}
		return ""
	}
	for _, c := range []struct {
		name   string
		change func(topic, payload string) string
		more   []string
		want   string
	}{
		{"as it is", only("", nil), nil, ""},
		{"a device is missing", only("zigbee2mqtt/hall", never), nil, "missing hall"},
		{"a device is only kept", only("zigbee2mqtt/hall", func(p string) string { return "KEPT " + p }), nil, "quiet hall present"},
		{"a member is missing", only("site/m2/state", never), nil, "missing site/{meter}/state [m2]"},
		{"a member too many", only("", nil), []string{`site/m4/state {"value":1}`}, "extra site/{meter}/state [m4]"},
		{"another member", only("site/m2/state", never), []string{`site/m4/state {"value":1}`}, "missing site/{meter}/state [m2]; extra site/{meter}/state [m4]"},
		{"an extra device", only("", nil), []string{`zigbee2mqtt/shed {"temperature":3}`, `zigbee2mqtt/bridge/devices KEPT [{"ieee_address":"0x1","friendly_name":"shed"}]`}, "extra shed [zigbee2mqtt/shed]"},
		{"an extra topic", only("", nil), []string{"garden/soil 21"}, "extra garden/soil [garden/soil]"},
		{"a command is none", only("", nil), []string{"garden/valve/set ON"}, ""},
		{"a field is missing", only("zigbee2mqtt/hall", replaced("temperature", "temp")), nil, "field missing hall field temperature [battery temp]"},
		{"of another type", only("zigbee2mqtt/hall", replaced(".5", `.5"`)), nil, "other type hall field temperature; other type hall field unit"},
		{"another unit", only("zigbee2mqtt/hall", replaced(`"C"`, `"F"`)), nil, "other unit hall field unit"},
		{"other values", only("zigbee2mqtt/hall", replaced("2", "7")), nil, "other values hall field temperature"},
		{"another rate", only("site/m2/state", slowly), nil, "other rate site/{meter}/state m2 interval"},
		{"offline", only("tele/plug/LWT", replaced("online", "offline")), nil, "other plug online"},
		{"another name", only("", nil), []string{"Garden KEPT 1"}, "extra Garden [Garden]; other # Garden naming"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n = 0
			got := held(t, 120, c.change, c.more...)
			var all []string
			for _, d := range got.Differences {
				all = append(all, differenceOf(&d))
			}
			if said := strings.Join(all, "; "); said != c.want {
				t.Errorf("it is\n%s\nwant\n%s", said, c.want)
			}
			if len(got.Open) > 0 && c.name != "another rate" && c.name != "a device is only kept" {
				t.Errorf("not compared: %+v", got.Open)
			}
		})
	}
}

func differenceOf(d *Difference) string {
	words := []string{string(d.Way), d.Subject}
	if d.Member != "" {
		words = append(words, d.Member)
	}
	if d.Check != nil {
		words = append(words, d.Check.Name())
	}
	if len(d.Names) > 0 {
		words = append(words, fmt.Sprint(d.Names))
	}
	return strings.Join(words, " ")
}

// TestAgainstTooShort: what had no time to come is neither the same nor otherwise.
func TestAgainstTooShort(t *testing.T) {
	got := held(t, 2, only("", nil))
	if len(got.Differences) > 0 || len(got.Open) == 0 || got.Open[0].Why.Code != verify.TooFew {
		t.Errorf("%+v", got)
	}
}
