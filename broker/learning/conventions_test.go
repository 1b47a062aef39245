package learning

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
)

// numeric are faults of a payload that is a number.
func numeric() map[string]func(*message, int) {
	return map[string]func(*message, int){
		"removed": removed, "silenced": silenced,
		"wrong type": func(m *message, _ int) {
			if _, err := strconv.ParseFloat(m.payload, 64); err == nil {
				m.payload = "none"
			}
		},
		"out of range": func(m *message, _ int) {
			if _, err := strconv.ParseFloat(m.payload, 64); err == nil {
				m.payload = "-4000"
			}
		},
	}
}

func (s *site) homie(number string) {
	own, name := "homie/probe-"+number, "probe-"+number
	for attribute, value := range map[string]string{"$homie": "4.0.0", "$name": name, "$state": "ready", "$nodes": "air", "air/$properties": "temperature,on", "air/temperature/$unit": "C"} {
		s.kept[own+"/"+attribute] = value
	}
	s.add(&thing{name: name, topics: []string{own + "/air/temperature", own + "/air/on"}, every: 15 * time.Second, faults: numeric(), send: func(r *rand.Rand, n int) []message {
		return []message{
			{topic: own + "/air/temperature", retain: true, qos: 1, payload: fmt.Sprintf("%.1f", 20+3*r.Float64())},
			{topic: own + "/air/on", retain: true, qos: 1, payload: strconv.FormatBool(n%2 == 0)},
		}
	}})
}

func (s *site) shelly(number string) {
	name := "shelly1pm-A" + number
	own := "shellies/" + name
	s.kept[own+"/online"] = "true"
	s.add(&thing{name: name, topics: []string{own + "/relay/0/power", own + "/relay/0", own + "/temperature"}, every: 20 * time.Second, faults: numeric(), send: func(r *rand.Rand, n int) []message {
		return []message{
			{topic: own + "/relay/0/power", payload: fmt.Sprintf("%.2f", 50+10*r.Float64())},
			{topic: own + "/relay/0", payload: []string{"on", "off"}[n%2], retain: true},
			{topic: own + "/temperature", payload: fmt.Sprintf("%.2f", 30+r.Float64())},
		}
	}})
}

func (s *site) espHome(number string) {
	name := "esp" + number
	s.kept[name+"/status"] = "online"
	s.kept["esphome/discover/"+name] = fmt.Sprintf(`{"ip":"10.0.0.%s","name":%q,"mac":"aabbccddeef%s","board":"esp32","version":"2026.1.%s"}`, number, name, number, number)
	s.add(&thing{name: name, topics: []string{name + "/sensor/level/state", name + "/binary_sensor/door/state"}, every: 15 * time.Second, faults: numeric(), send: func(r *rand.Rand, n int) []message {
		return []message{
			{topic: name + "/sensor/level/state", payload: fmt.Sprintf("%.2f", 100+r.Float64())},
			{topic: name + "/binary_sensor/door/state", payload: []string{"ON", "OFF"}[n%2]},
		}
	}})
}

func (s *site) theThings(number string) {
	name := "soil-" + number
	topic := "v3/farm@ttn/devices/" + name + "/up"
	s.add(&thing{
		name: name, topics: []string{topic}, every: 15 * time.Second,
		faults: map[string]func(*message, int){"removed": removed, "silenced": silenced, "wrong type": replace(`"moisture":`, `"moisture":"x","m":`), "out of range": replace(`"moisture":`, `"moisture":-77`)},
		send: func(r *rand.Rand, n int) []message {
			return []message{{topic: topic, payload: fmt.Sprintf(
				`{"end_device_ids":{"device_id":%q,"application_ids":{"application_id":"farm"}},"received_at":%q,"uplink_message":{"f_port":2,"f_cnt":%d,"decoded_payload":{"moisture":%.1f},"rx_metadata":[{"rssi":-90}]}}`,
				name, siteBegin.Add(time.Duration(n)*15*time.Second).Format(time.RFC3339Nano), n+1, 30+10*r.Float64())}}
		},
	})
}
