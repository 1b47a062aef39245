package main

import (
	"bytes"
	"testing"
	"time"

	"mangrove/assets/demo"
	"mangrove/broker/devices"
	"mangrove/broker/learning"
	"mangrove/model/blueprint"
	"mangrove/model/checklist"
)

// TestDevicesOfTheDemoMakeAChecklist: what the page of devices saves as CSV makes a checklist
// that can be used, with each device whose convention checklists know.
func TestDevicesOfTheDemoMakeAChecklist(t *testing.T) {
	found := demoDevices()
	var table, text bytes.Buffer
	if err := found.CSV(&table); err != nil {
		t.Fatal(err)
	}
	draft, err := blueprint.Read(table.Bytes(), blueprint.Asked{Name: "devices.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if err := (&learning.Sketch{Draft: draft, File: "devices.csv"}).YAML(&text); err != nil {
		t.Fatal(err)
	}
	list, err := checklist.Read(text.Bytes(), nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, text.Bytes())
	}
	want, total := map[string]int{}, 0
	for i := range found.Devices {
		d := &found.Devices[i]
		if _, known := checklist.Needs(string(d.Convention)); known && !d.Gateway {
			want[string(d.Convention)]++
			total++
		}
	}
	if len(list.Subjects) != total || total < 10 {
		t.Errorf("%d devices of %d", len(list.Subjects), total)
	}
	for _, s := range draft.Subjects {
		for _, k := range s.Keys {
			if k.Name == "use" {
				want[k.Value]--
			}
		}
	}
	for use, missing := range want {
		if missing != 0 {
			t.Errorf("%d of %s are missing", missing, use)
		}
	}
}

// demoDevices are the devices of the demo as they are recognised after it has run for a while.
func demoDevices() *devices.Found {
	start := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	live := devices.New()
	p := &played{kept: make(map[string]demo.Message), heard: live.Apply}
	var all []*playedDevice
	for _, d := range demo.Fleet(demoSeed) {
		all = append(all, &playedDevice{Device: d, next: start})
	}
	now := start
	for ; now.Before(start.Add(warm)); now = p.step(now, all) {
		continue
	}
	found := live.Found(now)
	return &found
}
