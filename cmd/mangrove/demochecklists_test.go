package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mangrove/assets/demo"
	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// TestTheChecklistsOfTheDemo find what is wrong with the demo's house, plant and farm, and
// nothing else, whatever the hour is.
func TestTheChecklistsOfTheDemo(t *testing.T) {
	for name, want := range map[string][]string{
		"house":   {"freezer battery", "repeater in the shed online", "tele/{plug}/LWT boiler_plug field"},
		"factory": nil,
		"rooms":   nil,
		"farm": {
			"v3/farm@ttn/devices/{device}/up members",
			"v3/farm@ttn/devices/{device}/up pump-house field", "v3/farm@ttn/devices/{device}/up pump-house field",
			"v3/farm@ttn/devices/{device}/up pump-house field", "v3/farm@ttn/devices/{device}/up pump-house present",
		},
	} {
		for _, hour := range []int{0, 6, 13, 20} {
			run := playedDemo(t, name, time.Date(2026, 11, 27, hour, 0, 0, 0, time.UTC))
			var open []string
			for _, r := range run.Results() {
				if r.State == verify.Pass {
					continue
				}
				words := r.Subject.ID
				if r.Member != "" {
					words += " " + r.Member
				}
				open = append(open, words+" "+string(r.Check.Kind))
				if r.State != verify.Fail {
					t.Errorf("%s at %d: %s is %s: %+v", name, hour, words, r.State, r.Reason)
				}
			}
			if slices.Sort(open); !slices.Equal(open, want) {
				t.Errorf("%s at %d: %q is open", name, hour, open)
			}
		}
	}
}

// TestAnUnpluggedDevice: the verdict rests on the will that the broker published for it.
func TestAnUnpluggedDevice(t *testing.T) {
	run := playedDemo(t, "house", time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC))
	for _, r := range run.Results() {
		if r.Member != "boiler_plug" || r.Check.Kind != checklist.Field {
			continue
		}
		if len(r.Verdict.Evidence) == 0 {
			t.Fatalf("there is no evidence: %+v", r.Verdict)
		}
		if e := run.Evidence(r.Verdict.Evidence[0]); e.Topic != "tele/boiler_plug/LWT" || string(e.Payload) != "Offline" || e.Retained {
			t.Errorf("it rests on %+v", e)
		}
		return
	}
	t.Error("there is no such verdict")
}

// played is the demo as a run hears it, in a time that is made.
type played struct {
	run  *verify.Run             // nil: it has not begun
	kept map[string]demo.Message // what a broker keeps

	heard func(model.Batch) // is given all that comes; nil: nobody listens
}

// warm is how long the demo has been running when it is judged: its boiler plug has power.
const warm = 75 * time.Second

// playedDemo is a checklist of the documents judged by the demo.
func playedDemo(t *testing.T, name string, start time.Time) *verify.Run {
	t.Helper()
	path := filepath.Join("..", "..", "docs", "checklists", name+".yaml")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	list, err := checklist.Read(content, profiles.Beside(path))
	if err != nil || len(list.Doubts) > 0 {
		t.Fatal(err, list.Doubts)
	}
	p := &played{kept: make(map[string]demo.Message)}
	var devices []*playedDevice
	for _, d := range demo.Fleet(demoSeed) {
		devices = append(devices, &playedDevice{Device: d, next: start})
	}
	now := start
	for ; now.Before(start.Add(warm)); now = p.step(now, devices) {
		continue
	}
	p.run = verify.New(list)
	p.run.Begin(now)
	p.replay(now, p.run.Filters())
	for ; !p.run.Due(now); now = p.step(now, devices) {
		p.run.Tick(now)
	}
	p.replay(now, p.run.Unkept())
	p.run.Asked()
	p.run.Finish(now)
	return p.run
}

// playedDevice is a device of the demo with the time at which something happens to it.
type playedDevice struct {
	*demo.Device
	will *demo.Message
	on   bool
	next time.Time // it connects, or has something to say
	end  time.Time // it loses its power; zero: never
}

// step plays the next tenth of a second.
func (p *played) step(now time.Time, devices []*playedDevice) time.Time {
	for _, d := range devices {
		for !d.next.After(now) {
			p.act(d)
		}
	}
	return now.Add(100 * time.Millisecond)
}

// act plays what a device does next.
func (p *played) act(d *playedDevice) {
	at := d.next
	switch {
	case !d.on:
		will, birth := d.Connect(at)
		d.on, d.will = true, will
		if d.Life.Up > 0 {
			d.end = at.Add(d.Life.Up)
		}
		p.publish(at, birth)
	case !d.end.IsZero() && !at.Before(d.end):
		p.publish(at, []demo.Message{*d.will})
		d.on, d.next = false, at.Add(d.Life.Down)
	default:
		messages, pause := d.Step(at)
		p.publish(at, messages)
		if d.next = at.Add(pause); !d.end.IsZero() && d.next.After(d.end) {
			d.next = d.end
		}
	}
}

func (p *played) publish(at time.Time, messages []demo.Message) {
	for _, m := range messages {
		if m.Retain {
			if p.kept[m.Topic] = m; len(m.Payload) == 0 {
				delete(p.kept, m.Topic)
			}
		}
		if p.heard != nil {
			p.heard(model.Batch{At: at, Messages: []model.Message{{Topic: []byte(m.Topic), Payload: m.Payload, QoS: m.QoS}}})
		}
		if p.run != nil {
			p.run.Message(at, &model.Message{Topic: []byte(m.Topic), Payload: m.Payload, QoS: m.QoS})
		}
	}
}

// replay is what a new subscription brings.
func (p *played) replay(at time.Time, filters []string) {
	for topic, m := range p.kept {
		if slices.ContainsFunc(filters, func(f string) bool { return model.Match(f, topic) }) {
			p.run.Message(at, &model.Message{Topic: []byte(topic), Payload: m.Payload, QoS: m.QoS, Retained: true})
		}
	}
}
