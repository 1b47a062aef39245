package verify

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

// seeds is how many sites TestSites makes: go test ./model/verify -run Sites -args -seeds 200.
var seeds = flag.Uint64("seeds", 4, "generated sites")

// faults are what is wrong with a device, and the checks that have to find it, all of them and
// no other.
var faults = map[string][]string{
	"removed":       {"battery", "field n", "field t", "field temperature", "firmware", "interval", "present", "qos", "rate", "retained", "seq n", "size", "skew t", "stuck temperature"},
	"silenced":      {"interval"},
	"wrong type":    {"field temperature"},
	"out of range":  {"field temperature"},
	"wrong retain":  {"retained"},
	"clock skew":    {"skew t"},
	"duplicated id": {"interval"},
	"stuck value":   {"stuck temperature"},
	"battery empty": {"battery"},
	"firmware old":  {"firmware"},
	"seq gap":       {"seq n"},
}

const (
	siteDevices = 500
	siteTime    = 30 * time.Minute
	sitePeriod  = time.Minute
)

// siteChecks are those of every device; those of a rule and of its members come in addition.
const siteChecks = `present: 10m, battery: ">=30", firmware: ">=2.3", retained: true, qos: {min: 1}, size: {max: 200B}, rate: {max: 5/min}, ` +
	`interval: {max: 150s, expect: 60s, tolerance: 20%, samples: 5}, ` +
	`fields: {temperature: {type: number, range: [5, 40], stuck: 10m}, t: {time: true, skew: 5s}, n: {type: integer, seq: 9}}`

// site is devices that send to a broker, which keeps what they want it to keep.
type site struct {
	rand   *rand.Rand
	faulty map[string]string // what is wrong with a device
	sent   map[string]int    // messages of a device
	kept   map[string][]byte
	run    *Run
	begin  time.Time
	gap    [2]time.Duration // without a connection of ours; from the beginning
}

// sending is a device that sends after a time.
type sending struct {
	after  time.Duration
	device string
}

func deviceName(i int) string { return fmt.Sprintf("d%03d", i) }

// newSite makes a site with each fault in one of its devices.
func newSite(t *testing.T, seed uint64) *site {
	s := &site{rand: rand.New(rand.NewPCG(seed, 12)), faulty: map[string]string{}, sent: map[string]int{}, kept: map[string][]byte{}, begin: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)}
	which := s.rand.Perm(siteDevices)
	var text strings.Builder
	text.WriteString("version: 1\ndevices:\n")
	for i := range siteDevices {
		fmt.Fprintf(&text, "  - {id: %s, use: zigbee2mqtt, name: %s, %s}\n", deviceName(i), deviceName(i), siteChecks)
	}
	for n, name := range slices.Sorted(maps.Keys(faults)) {
		s.faulty[deviceName(which[n])] = name
	}
	if seed%2 == 1 {
		from := 12*time.Minute + time.Duration(s.rand.IntN(60))*time.Second
		s.gap = [2]time.Duration{from, from + time.Duration(60+s.rand.IntN(120))*time.Second}
	}
	list, err := checklist.Read([]byte(text.String()), nil)
	if err != nil {
		t.Fatal(err)
	}
	s.run = New(list)
	return s
}

// sendings are when devices send, in order: each with a rhythm that is not quite even.
func (s *site) sendings() (all []sending) {
	for i := range siteDevices {
		name := deviceName(i)
		every, until := sitePeriod, siteTime
		switch s.faulty[name] {
		case "removed":
			continue
		case "silenced":
			until = siteTime * 2 / 3
		case "duplicated id":
			every /= 2
		}
		from := -time.Duration(s.rand.Int64N(int64(every)))
		for at := from; at < until; at += every + time.Duration(s.rand.Int64N(int64(every/10))) - every/20 {
			all = append(all, sending{at.Truncate(time.Second), name})
		}
	}
	slices.SortStableFunc(all, func(a, b sending) int { return cmp.Compare(a.after, b.after) })
	return all
}

// payload is what a device sends then.
func (s *site) payload(name string, at time.Time) []byte {
	temperature, battery := fmt.Sprintf("%.4f", 10+20*s.rand.Float64()), 40+s.rand.IntN(60)
	switch s.faulty[name] {
	case "wrong type":
		temperature = `"` + temperature + `"`
	case "out of range":
		temperature = fmt.Sprintf("%.4f", 80+s.rand.Float64())
	case "stuck value":
		temperature = "21.5"
	case "battery empty":
		battery = 3
	case "clock skew":
		at = at.Add(-40 * time.Second)
	}
	n := s.sent[name]
	s.sent[name]++
	if s.faulty[name] == "seq gap" && n == 7 {
		s.sent[name]++
	}
	return fmt.Appendf(nil, `{"temperature":%s,"battery":%d,"n":%d,"t":%q}`, temperature, battery, n%10, at.Format(time.RFC3339Nano))
}

// connected replays what the broker keeps.
func (s *site) connected(after time.Duration) {
	for _, topic := range slices.Sorted(maps.Keys(s.kept)) {
		s.run.Message(s.begin.Add(after), &model.Message{Topic: []byte(topic), Payload: s.kept[topic], QoS: 1, Retained: true})
	}
}

// play lets the time of the site pass.
func (s *site) play() {
	var described []string
	for i := range siteDevices {
		build := "2.4"
		switch s.faulty[deviceName(i)] {
		case "removed":
			continue
		case "firmware old":
			build = "2.1"
		}
		described = append(described, fmt.Sprintf(`{"friendly_name":%q,"software_build_id":%q}`, deviceName(i), build))
	}
	s.kept["zigbee2mqtt/bridge/devices"] = []byte("[" + strings.Join(described, ",") + "]")
	began, gone := false, false
	for _, one := range s.sendings() {
		if !began && one.after >= 0 {
			began = true
			s.run.Begin(s.begin)
			s.connected(0)
		}
		inGap := one.after >= s.gap[0] && one.after < s.gap[1]
		if inGap != gone {
			if gone = inGap; gone {
				s.run.Disconnected(s.begin.Add(s.gap[0]))
			} else {
				s.run.Connected(s.begin.Add(s.gap[1]))
				s.connected(s.gap[1])
			}
		}
		at, topic := s.begin.Add(one.after), "zigbee2mqtt/"+one.device
		payload := s.payload(one.device, at)
		if s.faulty[one.device] != "wrong retain" {
			s.kept[topic] = payload
		}
		if began && !gone {
			s.run.Message(at, &model.Message{Topic: []byte(topic), Payload: payload, QoS: 1})
		}
	}
	s.run.Tick(s.begin.Add(siteTime))
	s.connected(siteTime) // as a new subscription does
	s.run.Asked()
	s.run.Finish(s.begin.Add(siteTime))
}

// TestSites: whatever is wrong with a device is found, by the checks that are for it, and
// nothing else is said of it or of any other device.
func TestSites(t *testing.T) {
	for seed := range *seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := newSite(t, seed)
			s.play()
			found := map[string][]string{}
			for _, one := range s.run.Results() {
				if one.State != Pass {
					what := strings.TrimSpace(string(one.Check.Kind) + " " + one.Check.Path)
					found[one.Subject.ID] = append(found[one.Subject.ID], what)
					if one.State != Fail {
						t.Errorf("%s (%s): %s: %s, %s", one.Subject.ID, s.faulty[one.Subject.ID], what, one.State, one.Reason.Code)
					}
				}
			}
			for i := range siteDevices {
				name := deviceName(i)
				if got, want := slices.Sorted(slices.Values(found[name])), faults[s.faulty[name]]; !slices.Equal(got, want) {
					t.Errorf("%s is %q: found %q, want %q", name, s.faulty[name], got, want)
				}
			}
		})
	}
}
