package learning

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func replace(from, to string) func(*message, int) {
	return func(m *message, _ int) { m.payload = strings.ReplaceAll(m.payload, from, to) }
}

func removed(m *message, _ int) { m.topic = "" }

func silenced(m *message, _ int) {
	if m.after > halfway {
		m.topic = ""
	}
}

func unretained(m *message, _ int) { m.retain = false }

func keepIt(m *message, _ int) { m.retain = true }

// duplicated is a second device with the topics of one.
const duplicated = "duplicated id"

func nothing(*message, int) {}

// stuck is a field that is always the same.
func stuck(field, at string) func(*message, int) {
	number := regexp.MustCompile(`"` + field + `":[0-9.]+`)
	return func(m *message, _ int) { m.payload = number.ReplaceAllString(m.payload, `"`+field+`":`+at) }
}

// late is a clock that is a minute behind.
func late(m *message, _ int) {
	const field = `"at":`
	from := strings.Index(m.payload, field) + len(field)
	to := from + strings.IndexByte(m.payload[from:], ',')
	at, err := strconv.ParseInt(m.payload[from:to], 10, 64)
	if err != nil {
		panic(err)
	}
	m.payload = m.payload[:from] + strconv.FormatInt(at-60, 10) + m.payload[to:]
}

func (s *site) add(t *thing) { s.things = append(s.things, t) }

func (s *site) zigbee(n int) {
	var listed []string
	for i := range n {
		name := fmt.Sprintf("room %d/sensor", i)
		listed = append(listed, fmt.Sprintf(`{"ieee_address":"0x%016x","friendly_name":%q,"software_build_id":"2.%d.0"}`, i+1, name, i))
		base := "zigbee2mqtt/" + name
		s.kept[base+"/availability"] = `{"state":"online"}`
		s.add(&thing{
			name: name, topics: []string{base}, every: 15 * time.Second,
			send: func(r *rand.Rand, n int) []message {
				seen := ""
				if n%5 == 4 {
					seen = `,"action":"single"`
				}
				return []message{{topic: base, payload: fmt.Sprintf(`{"temperature":%.2f,"humidity":%.1f,"battery":%d,"contact":%t%s}`, 18+5*r.Float64(), 40+20*r.Float64(), 60+r.IntN(40), n%3 == 0, seen)}}
			},
			faults: map[string]func(*message, int){
				"removed": removed, "silenced": silenced, "wrong type": replace(`"humidity":`, `"humidity":"x","h":`), "out of range": replace(`"temperature":`, `"temperature":9`),
				"field missing": replace(`"humidity"`, `"other"`), "wrong retain": keepIt, "battery empty": replace(`"battery":`, `"battery":3,"b":`),
				"stuck value": stuck("temperature", "20.5"), duplicated: nothing,
			},
			spoil: map[string]func(map[string]string){"firmware old": func(kept map[string]string) {
				const list = "zigbee2mqtt/bridge/devices"
				kept[list] = strings.Replace(kept[list], fmt.Sprintf(`"software_build_id":"2.%d.`, i), `"software_build_id":"1.9.`, 1)
			}},
		})
	}
	s.kept["zigbee2mqtt/bridge/devices"] = "[" + strings.Join(listed, ",") + "]"
	s.kept["zigbee2mqtt/bridge/state"] = `{"state":"online"}`
}

func (s *site) tasmota(n int) {
	for i := range n {
		name := fmt.Sprintf("plug_%d", i)
		s.kept["tele/"+name+"/LWT"] = "Online"
		s.kept[fmt.Sprintf("tasmota/discovery/AABBCC%06d/config", i)] = fmt.Sprintf(`{"t":%q,"ft":"%%prefix%%/%%topic%%/","tp":["cmnd","stat","tele"],"sw":"13.%d.0(tasmota)","dn":%q,"mac":"AABBCC%06d"}`, name, i, name, i)
		s.add(&thing{
			name: name, topics: []string{"tele/" + name + "/STATE", "tele/" + name + "/SENSOR"}, every: 15 * time.Second,
			send: func(r *rand.Rand, n int) []message {
				at := siteBegin.Add(time.Duration(n) * 15 * time.Second).Format("2006-01-02T15:04:05")
				return []message{
					{topic: "tele/" + name + "/STATE", payload: fmt.Sprintf(`{"Time":%q,"UptimeSec":%d,"POWER":"ON","Wifi":{"RSSI":%d,"Signal":-%d}}`, at, 1000+15*n, 60+r.IntN(20), 50+r.IntN(9))},
					{topic: "tele/" + name + "/SENSOR", payload: fmt.Sprintf(`{"Time":%q,"ENERGY":{"Power":%d,"Total":%.3f}}`, at, 100+r.IntN(300), 10+float64(n)/1000)},
				}
			},
			faults: map[string]func(*message, int){
				"removed": removed, "silenced": silenced, "wrong type": replace(`"Power":`, `"Power":"x","P":`), "out of range": replace(`"Power":`, `"Power":-77`),
			},
		})
	}
}

func (s *site) meters(area, n int) {
	for i := range n {
		name := fmt.Sprintf("m%d%02d", area, i)
		topic := fmt.Sprintf("site/area%d/%s/state", area, name)
		wide := 60 + s.rand.Float64()*100
		s.add(&thing{
			name: name, topics: []string{topic}, every: 10 * time.Second,
			send: func(r *rand.Rand, n int) []message {
				return []message{{topic: topic, qos: 1, retain: true, payload: fmt.Sprintf(`{"value":%.3f,"unit":"kW","total":%d,"n":%d,"odd.key \"x\"":1}`, wide+50*r.Float64(), 1000+n*3, n)}}
			},
			faults: map[string]func(*message, int){
				"removed": removed, "silenced": silenced, "wrong type": replace(`"value":`, `"value":true,"v":`), "out of range": replace(`"value":`, `"value":-`),
				"wrong retain": unretained, "wrong word": replace("kW", "MW"), "low QoS": func(m *message, _ int) { m.qos = 0 },
				"seq gap": func(m *message, n int) {
					if n == 20 {
						m.topic = ""
					}
				},
				"odd field": replace(`odd.key`, `even.key`), "stuck value": stuck("value", fmt.Sprintf("%.3f", wide+25)), duplicated: nothing,
			},
		})
	}
}

func (s *site) rooms(n int) {
	for i, name := range []string{"kitchen", "bath", "attic", "cellar", "hall", "garage"}[:n] {
		s.add(&thing{
			name: name, topics: []string{"home/" + name + "/temperature", "home/" + name + "/window"}, every: 20 * time.Second,
			send: func(r *rand.Rand, n int) []message {
				all := []message{{topic: "home/" + name + "/temperature", retain: true, payload: fmt.Sprintf("%.1f", float64(i)+15+3*r.Float64())}}
				if n%4 == 0 {
					all = append(all, message{topic: "home/" + name + "/window", retain: true, payload: []string{"open", "closed"}[n/4%2]})
				}
				return all
			},
			faults: map[string]func(*message, int){
				"removed": removed, "silenced": silenced, "wrong type": func(m *message, _ int) { m.payload = `"` + m.payload + `"` },
				"out of range": func(m *message, _ int) { m.payload = strings.Replace(m.payload, ".", "9.", 1) },
				"wrong word":   replace("open", "ajar"),
			},
		})
	}
}

func (s *site) tags(n int) {
	for i := range n {
		name := fmt.Sprintf("A4C1380000%02X", i)
		topic := "gw/ble/" + name
		s.add(&thing{
			name: name, topics: []string{topic}, every: 25 * time.Second,
			send: func(r *rand.Rand, _ int) []message {
				return []message{{topic: topic, payload: fmt.Sprintf(`{"pressure":1%02d,"t":%.2f,"at":@now,"list":[1,{"a":2}],"none":null}`, 60+r.IntN(20), 20+r.Float64())}}
			},
			faults: map[string]func(*message, int){"removed": removed, "silenced": silenced, "wrong type": replace(`"list":[`, `"list":1,"x":[`), "out of range": replace(`"pressure":`, `"pressure":9`), "clock skew": late, duplicated: nothing},
		})
	}
}

// single are topics that are like no other: one that sends now and then, one that is kept
// only, one that is no JSON every time, and a count.
func (s *site) single() {
	s.kept["plant/line1/name"] = "Line 1"
	s.kept["plant/line1/config"] = `{"a":1,"b":{"c":[1,2]}}`
	s.add(&thing{name: "mixed", topics: []string{"plant/line1/mixed"}, every: 25 * time.Second, send: func(_ *rand.Rand, n int) []message {
		return []message{{topic: "plant/line1/mixed", payload: []string{`{"a":1}`, "none", `[1]`, "\xff\x00"}[n%4]}}
	}, faults: map[string]func(*message, int){"removed": removed, "silenced": silenced}})
	s.add(&thing{name: "speed", topics: []string{"plant/line1/speed"}, every: 8 * time.Second, send: func(r *rand.Rand, _ int) []message {
		return []message{{topic: "plant/line1/speed", payload: fmt.Sprint(200 + r.IntN(20)), qos: 2}}
	}, faults: map[string]func(*message, int){"removed": removed, "silenced": silenced, "out of range": func(m *message, _ int) { m.payload = "1e999" }, "wrong type": func(m *message, _ int) { m.payload = "NaN" }}})
	s.add(&thing{name: "button", topics: []string{"plant/line1/button"}, every: 170 * time.Second, send: func(*rand.Rand, int) []message {
		return []message{{topic: "plant/line1/button", payload: "pressed"}}
	}})
	s.add(&thing{name: "count", topics: []string{"plant/line1/count"}, every: 12 * time.Second, send: func(_ *rand.Rand, n int) []message {
		return []message{{topic: "plant/line1/count", retain: true, payload: fmt.Sprint(n * n)}}
	}, faults: map[string]func(*message, int){"removed": removed, "silenced": silenced, "wrong retain": unretained}})
}
