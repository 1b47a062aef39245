package learning

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/learn"
	"mangrove/model/verify"
)

// message is one that was recorded.
type message struct {
	after          time.Duration
	topic, payload string
	qos            byte
	retain         bool
}

// thing is a device or a topic of a site.
type thing struct {
	name   string
	topics []string
	every  time.Duration
	send   func(r *rand.Rand, n int) []message
	faults map[string]func(m *message, n int) // what each does to a message; the topic "" takes it away
	spoil  map[string]func(kept map[string]string)
}

// site is what was recorded of one.
type site struct {
	rand   *rand.Rand
	things []*thing
	kept   map[string]string
	gap    [2]time.Duration // without a connection of ours
}

const (
	siteTime = 15 * time.Minute
	halfway  = siteTime / 2
)

var siteBegin = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

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

// newSite makes a site with devices of conventions and others, of which each kind has a
// number of its own.
func newSite(seed uint64) *site {
	s := &site{rand: rand.New(rand.NewPCG(seed, 7)), kept: map[string]string{}}
	if seed%3 == 1 {
		from := time.Minute + time.Duration(s.rand.IntN(20))*time.Second
		s.gap = [2]time.Duration{from, from + time.Duration(5+s.rand.IntN(40))*time.Second}
	}
	s.zigbee(3 + s.rand.IntN(6))
	s.tasmota(1 + s.rand.IntN(4))
	for area := range 1 + s.rand.IntN(3) {
		s.meters(area, 3+s.rand.IntN(5))
	}
	s.rooms(3 + s.rand.IntN(4))
	s.tags(2 + s.rand.IntN(4))
	s.single()
	for _, add := range []func(string){s.homie, s.shelly, s.espHome, s.theThings} {
		for i := range s.rand.IntN(3) {
			add(strconv.Itoa(i + 1))
		}
	}
	return s
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

// record gives what comes of all things, with the times in their order.
func (s *site) record() (all []message) {
	for _, t := range s.things {
		n := 0
		for at := -time.Duration(s.rand.Int64N(int64(t.every))); at < siteTime; at += t.every + time.Duration(s.rand.Int64N(int64(t.every/10))) - t.every/20 {
			for i, m := range t.send(s.rand, n) {
				m.after = at + time.Duration(i)*50*time.Millisecond
				m.payload = strings.Replace(m.payload, "@now", strconv.FormatInt(siteBegin.Add(m.after).Unix(), 10), 1)
				all = append(all, m)
			}
			n++
		}
	}
	return inOrder(all)
}

func inOrder(all []message) []message {
	slices.SortStableFunc(all, func(a, b message) int { return cmp.Compare(a.after, b.after) })
	return all
}

// twice gives what comes where another device has the topics of a thing as well.
func twice(recorded []message, of *thing) []message {
	all := slices.Clone(recorded)
	for _, m := range recorded {
		if m.after += of.every * 2 / 5; m.after < siteTime && slices.Contains(of.topics, m.topic) {
			all = append(all, m)
		}
	}
	return inOrder(all)
}

// listener is what hears a recording.
type listener struct {
	message func(at time.Time, m *model.Message)
	gap     func(from, to time.Time)
	end     func(kept map[string]string)
}

// fault is something wrong with a thing; of nothing: all is well.
type fault struct {
	of   *thing
	name string
}

// play plays a recording, with a fault of a thing: first what the broker has kept by the time
// of the beginning, at the end what it keeps then.
func (s *site) play(recorded []message, f fault, to listener) {
	kept, began, back := maps.Clone(s.kept), false, s.gap[1] == 0
	sent := map[string]int{}
	if f.of != nil && f.of.spoil[f.name] != nil {
		f.of.spoil[f.name](kept)
		f = fault{}
	}
	connected := func(after time.Duration) {
		for _, topic := range slices.Sorted(maps.Keys(kept)) {
			to.message(siteBegin.Add(after), &model.Message{Topic: []byte(topic), Payload: []byte(kept[topic]), QoS: 2, Retained: true})
		}
	}
	for _, m := range recorded {
		if f.of != nil && slices.Contains(f.of.topics, m.topic) {
			n := sent[m.topic]
			sent[m.topic]++
			f.of.faults[f.name](&m, n)
		}
		if m.topic == "" {
			continue
		}
		if m.after >= 0 && !began {
			began = true
			connected(0)
		}
		if m.after >= s.gap[1] && !back {
			back = true
			to.gap(siteBegin.Add(s.gap[0]), siteBegin.Add(s.gap[1]))
			connected(s.gap[1])
		}
		if m.retain {
			if kept[m.topic] = m.payload; m.payload == "" {
				delete(kept, m.topic)
			}
		}
		if began && (m.after < s.gap[0] || m.after >= s.gap[1]) {
			to.message(siteBegin.Add(m.after), &model.Message{Topic: []byte(m.topic), Payload: []byte(m.payload), QoS: m.qos})
		}
	}
	to.end(kept)
}

var siteEnd = siteBegin.Add(siteTime)

// learnFrom gives the checklist of a recording as it is written.
func (s *site) learnFrom(t *testing.T, recorded []message) []byte {
	t.Helper()
	l := learn.New()
	l.Begin(siteBegin)
	var p *learn.Proposal
	s.play(recorded, fault{}, listener{l.Message, l.Interrupted, func(kept map[string]string) {
		for topic, payload := range kept {
			l.Keeps(topic, []byte(payload))
		}
		l.Asked()
		p = l.Propose(siteEnd)
	}})
	var b bytes.Buffer
	if left, err := (&Draft{p, "Site", "mqtt://127.0.0.1"}).YAML(&b); left > 0 || err != nil {
		t.Fatal(left, err)
	}
	return b.Bytes()
}

// judge gives what is not passed when a recording is played again.
func (s *site) judge(t *testing.T, text []byte, recorded []message, f fault) (odd []verify.Result) {
	t.Helper()
	list, err := checklist.Read(text, nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if len(list.Doubts) > 0 {
		t.Errorf("doubts: %v", list.Doubts)
	}
	run := verify.New(list)
	run.Begin(siteBegin)
	s.play(recorded, f, listener{run.Message, func(from, to time.Time) { run.Disconnected(from); run.Connected(to) }, func(kept map[string]string) {
		run.Tick(siteEnd)
		for _, topic := range slices.Sorted(maps.Keys(kept)) {
			run.Message(siteEnd, &model.Message{Topic: []byte(topic), Payload: []byte(kept[topic]), QoS: 2, Retained: true})
		}
		run.Asked()
		run.Finish(siteEnd)
	}})
	return slices.DeleteFunc(run.Results(), func(r verify.Result) bool { return r.State == verify.Pass })
}

// isOf reports whether a verdict is of a thing.
func isOf(r *verify.Result, of *thing) bool {
	for _, text := range append([]string{r.Subject.ID, r.Member, r.Topic}, r.Reason.Names...) {
		if text == of.name || strings.HasSuffix(text, "/"+of.name) || slices.Contains(of.topics, text) {
			return true
		}
	}
	return false
}

// TestLearnedSites: a checklist that was learned from a site passes when the same is played
// again; what is wrong with a device then is found, and nothing else is.
func TestLearnedSites(t *testing.T) {
	seeds := uint64(200)
	if testing.Short() {
		seeds = 8
	}
	const workers = 4
	for w := range uint64(workers) {
		t.Run(fmt.Sprint(w), func(t *testing.T) {
			t.Parallel()
			for seed := w; seed < seeds; seed += workers {
				learnOne(t, seed)
			}
		})
	}
}

func learnOne(t *testing.T, seed uint64) {
	t.Helper()
	s := newSite(seed)
	recorded := s.record()
	text := s.learnFrom(t, recorded)
	for _, r := range s.judge(t, text, recorded, fault{}) {
		t.Errorf("%d: %s %s %s %s: %s, %+v", seed, r.Subject.ID, r.Member, r.Check.Kind, r.Check.Path, r.State, r.Reason)
	}
	of := s.things[s.rand.IntN(len(s.things))]
	if len(of.faults) == 0 {
		return
	}
	names := slices.Sorted(maps.Keys(of.faults))
	names = append(names, slices.Sorted(maps.Keys(of.spoil))...)
	wrong := names[s.rand.IntN(len(names))]
	if wrong == duplicated {
		recorded = twice(recorded, of)
	}
	odd := s.judge(t, text, recorded, fault{of, wrong})
	if len(odd) == 0 {
		t.Errorf("%d: %s of %s is not found", seed, wrong, of.name)
	}
	for _, r := range odd {
		if !isOf(&r, of) {
			t.Errorf("%d: %s of %s, but %s %s %s %s: %s, %+v", seed, wrong, of.name, r.Subject.ID, r.Member, r.Check.Kind, r.Check.Path, r.State, r.Reason)
		}
	}
	if t.Failed() {
		t.Fatalf("the checklist is\n%s", text)
	}
}
