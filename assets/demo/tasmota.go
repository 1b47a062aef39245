package demo

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// telePeriod is how often a plug reports; 10 s is the shortest Tasmota takes.
const telePeriod = 10 * time.Second

// tasmotaTime is Tasmota's time: local, without a zone.
const tasmotaTime = "2006-01-02T15:04:05"

// tasmotaVersion is the firmware all plugs run.
const tasmotaVersion = "13.4.0"

// tasmotaPlug is a metering plug with Tasmota, topics in the default order
// (prefix/topic/). LWT and discovery are retained, the rest is live.
type tasmotaPlug struct {
	*Device
	plugName
	reset   string // the restart reason it gives
	on      bool
	load    curve // W while on
	volts   curve
	signal  curve // dBm
	meter   curve // kWh
	energy  tasmotaEnergy
	started time.Time
	boots   int
}

// plugName is how a plug is known.
type plugName struct {
	topic   string
	label   string // the friendly name
	mac     string // twelve hexadecimal digits
	address string
}

// tasmotaEnergy keeps the daily counters, which roll over at midnight.
type tasmotaEnergy struct {
	day        string
	midnight   float64 // the meter when the day began, kWh
	yesterday  float64
	reported   float64 // the meter at the last report
	known      bool
	totalStart time.Time
}

// tasmotaPlugs are the four plugs of the house. The boiler's has a failing
// supply: it vanishes for a while every minute and its will fires.
func tasmotaPlugs(seed uint64) []*Device {
	boiler := newTasmotaPlug(seed, plugName{"boiler_plug", "Boiler", "A8032A5F31C4", "192.168.20.31"})
	tank := &thermostat{running: 82, resting: 24, low: 56, high: 61, settle: 25 * time.Minute, temperature: 58, on: true}
	boiler.load = boiler.noisy(func(now time.Time) float64 {
		if tank.step(now) {
			return 1985
		}
		return 0.8
	}, 0.4, 20*time.Second)
	boiler.reset = "Power On"
	boiler.Life = Life{Up: 40 * time.Second, Down: 20 * time.Second}
	boiler.Description += "; it loses its connection every minute, so that its will fires"

	washer := newTasmotaPlug(seed, plugName{"washer_plug", "Washing machine", "A8032A5F4E07", "192.168.20.32"})
	washer.load = washer.noisy(washingMachine, 3, 4*time.Second)

	dryer := newTasmotaPlug(seed, plugName{"dehumidifier_plug", "Dehumidifier", "C4D8D51A6B92", "192.168.20.33"})
	air := &thermostat{running: 38, resting: 66, low: 48, high: 55, settle: 20 * time.Minute, temperature: 52, on: true} // % humidity
	dryer.load = dryer.noisy(func(now time.Time) float64 {
		if air.step(now) {
			return 212
		}
		return 1.6
	}, 1.2, 15*time.Second)

	bench := newTasmotaPlug(seed, plugName{"workbench_plug", "Workbench", "C4D8D51A7F13", "192.168.20.34"})
	bench.load = bench.noisy(constant(47), 9, 25*time.Second)
	return []*Device{boiler.Device, washer.Device, dryer.Device, bench.Device}
}

func newTasmotaPlug(seed uint64, name plugName) *tasmotaPlug {
	d := newDevice(seed, name.topic, "DVES_"+name.mac[6:], name.label+": smart plug with Tasmota "+tasmotaVersion)
	p := &tasmotaPlug{
		Device: d, plugName: name, on: true, boots: 17, reset: "Software/System restart",
		volts:  d.noisy(constant(230.5), 1.1, time.Minute),
		signal: clamped(d.noisy(constant(-63), 3, time.Minute), -92, -40),
	}
	p.meter = total(120+480*d.rng.Float64(), func(now time.Time) float64 { return p.watts(now) / 3.6e6 })
	d.Filters = []string{"cmnd/" + name.topic + "/+"}
	d.connect = func(now time.Time) { p.started, p.boots = now, p.boots+1 }
	d.will = func(time.Time) Message { return p.retained("LWT", "Offline") }
	d.birth = p.announce
	d.receive = p.command
	d.every(telePeriod, p.report)
	return p
}

func (p *tasmotaPlug) watts(now time.Time) float64 {
	w := max(0, p.load(now))
	if !p.on {
		return 0
	}
	return w
}

func (p *tasmotaPlug) tele(name string, payload any) Message {
	return Message{Topic: "tele/" + p.topic + "/" + name, Payload: encode(payload)}
}

func (p *tasmotaPlug) retained(name, word string) Message {
	return Message{"tele/" + p.topic + "/" + name, []byte(word), 1, true}
}

// announce is what a plug says after a start, in its order. The empty command
// clears one somebody may have left retained.
func (p *tasmotaPlug) announce(now time.Time) []Message {
	return []Message{
		p.retained("LWT", "Online"),
		{Topic: "cmnd/" + p.topic + "/POWER"},
		p.tele("INFO1", map[string]any{"Info1": tasmotaInfo1{
			"Athom Plug V2", tasmotaVersion + "(release-tasmota)", "cmnd/DVES_" + p.mac[6:] + "_fb/", "cmnd/tasmotas/",
		}}),
		p.tele("INFO2", map[string]any{"Info2": tasmotaInfo2{"Admin", p.hostname(), p.address}}),
		p.tele("INFO3", map[string]any{"Info3": tasmotaInfo3{p.reset, p.boots}}),
		{"tasmota/discovery/" + p.mac + "/config", p.discovery(), 0, true},
		{"tasmota/discovery/" + p.mac + "/sensors", encode(map[string]any{"sn": p.sensor(now), "ver": 1}), 0, true},
	}
}

// command answers cmnd/TOPIC/POWER; without a payload it is a question.
func (p *tasmotaPlug) command(_ time.Time, topic string, payload []byte) []Message {
	name := topic[strings.LastIndexByte(topic, '/')+1:]
	if !strings.EqualFold(name, "POWER") && !strings.EqualFold(name, "POWER1") {
		return []Message{{Topic: "stat/" + p.topic + "/RESULT", Payload: encode(map[string]string{"Command": "Unknown"})}}
	}
	switch strings.ToUpper(string(payload)) {
	case "1", "ON", "TRUE":
		p.on = true
	case "0", "OFF", "FALSE":
		p.on = false
	case "2", "TOGGLE":
		p.on = !p.on
	}
	return []Message{
		{Topic: "stat/" + p.topic + "/RESULT", Payload: encode(map[string]string{"POWER": onOff(p.on)})},
		{Topic: "stat/" + p.topic + "/POWER", Payload: []byte(onOff(p.on))},
	}
}

// report is the pair of telemetry messages.
func (p *tasmotaPlug) report(now time.Time) []Message {
	return []Message{p.tele("STATE", p.state(now)), p.tele("SENSOR", p.sensor(now))}
}

func (p *tasmotaPlug) state(now time.Time) tasmotaState {
	up := now.Sub(p.started)
	dbm := int(p.signal(now))
	return tasmotaState{
		Time: now.Format(tasmotaTime), Uptime: tasmotaUptime(up), UptimeSec: int(up.Seconds()),
		Heap: 25, SleepMode: "Dynamic", Sleep: 50, LoadAvg: 19 + p.rng.IntN(3), MqttCount: 1, Power: onOff(p.on),
		Wifi: tasmotaWifi{
			AP: 1, SSID: "huis-iot", BSSID: "E0:63:DA:4B:12:9C", Channel: 6, Mode: "11n",
			RSSI: max(0, min(100, 2*(dbm+100))), Signal: dbm, LinkCount: 1, Downtime: "0T00:00:03",
		},
	}
}

func (p *tasmotaPlug) sensor(now time.Time) tasmotaSensor {
	w, v, kwh := p.watts(now), p.volts(now), p.meter(now)
	e := &p.energy
	if !e.known {
		e.known, e.reported, e.totalStart = true, kwh, now.AddDate(0, -7, -12)
		e.day, e.midnight, e.yesterday = now.Format(time.DateOnly), kwh-0.1*p.rng.Float64()*hour(now), 0.4+1.6*p.rng.Float64()
	}
	if day := now.Format(time.DateOnly); day != e.day {
		e.yesterday, e.midnight, e.day = kwh-e.midnight, kwh, day
	}
	period := kwh - e.reported
	e.reported = kwh
	factor := 0.97
	if w < 5 {
		factor = 0.43 // a power supply with nothing to do
	}
	apparent := w / factor
	return tasmotaSensor{now.Format(tasmotaTime), tasmotaMeter{
		Start: e.totalStart.Format(tasmotaTime), Total: fixed(kwh, 3), Yesterday: fixed(e.yesterday, 3), Today: fixed(kwh-e.midnight, 3),
		Period: fixed(1000*period, 0), Power: fixed(w, 0), Apparent: fixed(apparent, 0), Reactive: fixed(apparent*reactive(factor), 0),
		Factor: fixed(factor, 2), Voltage: fixed(v, 0), Current: fixed(apparent/v, 3),
	}}
}

// hostname is the topic and the last thirteen bits of the MAC, in decimals.
func (p *tasmotaPlug) hostname() string {
	var tail uint64
	if n, err := strconv.ParseUint(p.mac[8:], 16, 64); err == nil {
		tail = n & 0x1fff
	}
	return fmt.Sprintf("%s-%04d", strings.ReplaceAll(p.topic, "_", "-"), tail)
}

func (p *tasmotaPlug) discovery() json.RawMessage {
	return encode(tasmotaDiscovery{
		IP: p.address, Name: p.label, Friendly: padded[any](8, nil, p.label), Host: p.hostname(), MAC: p.mac, Module: "Athom Plug V2",
		Offline: "Offline", Online: "Online", State: []string{"OFF", "ON", "TOGGLE", "HOLD"}, Software: tasmotaVersion,
		Topic: p.topic, FullTopic: "%prefix%/%topic%/", Prefixes: []string{"cmnd", "stat", "tele"},
		Relays: padded(32, 0, 1), Switches: padded(28, -1), SwitchNames: padded[any](28, nil), Buttons: padded(32, 0),
		Options:  map[string]int{"4": 0, "11": 0, "13": 0, "17": 0, "20": 0, "30": 0, "68": 0, "73": 0, "82": 0, "114": 0, "117": 0},
		Shutters: []int{}, Tilt: []int{}, Version: 1,
	})
}
