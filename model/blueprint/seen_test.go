package blueprint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mangrove/model/blueprint"
)

// TestDevicesThatWereSeen use their convention where a line names them for it, are called by their
// names, and what was read of them is no condition.
func TestDevicesThatWereSeen(t *testing.T) {
	const table = "Convention,id,name,firmware,battery\n" +
		"zigbee2mqtt,0x1,lamp,1.2,97 %\nzigbee2mqtt,0x2,lamp,,\ntasmota,plug,plug,,\nruuvi,x,y,,\n"
	d, err := blueprint.Read([]byte(table), blueprint.Asked{Name: "devices.csv"})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]blueprint.Key{
		{{Name: "id", Value: "lamp"}, {Name: "use", Value: "zigbee2mqtt"}, {Name: "name", Value: "lamp"}},
		{{Name: "id", Value: "lamp 2"}, {Name: "use", Value: "zigbee2mqtt"}, {Name: "name", Value: "lamp"}},
	}
	if len(d.Subjects) != len(want) {
		t.Fatalf("%d devices: %+v", len(d.Subjects), d.Ignored)
	}
	for i, s := range d.Subjects {
		if !slices.Equal(s.Keys, want[i]) || !s.Present {
			t.Errorf("a device is %+v", s.Keys)
		}
	}
	notes := d.Subjects[0].Notes
	for _, k := range []blueprint.Key{{Name: "id", Value: "0x1"}, {Name: "firmware", Value: "1.2"}, {Name: "battery", Value: "97 %"}} {
		if !slices.Contains(notes, k) {
			t.Errorf("no %v among the notes %v", k, notes)
		}
	}
	if len(d.Ignored) != 2 {
		t.Errorf("what names nothing is told %d times: %+v", len(d.Ignored), d.Ignored)
	}
}

// TestDevicesOfOneName are numbered, which costs about as much as names of their own do, however
// many they are.
func TestDevicesOfOneName(t *testing.T) {
	const devices = 1000
	cost := func(nameOf func(i int) string) (d *blueprint.Draft, allocations float64) {
		var table strings.Builder
		table.WriteString("convention,name\n")
		for i := range devices {
			table.WriteString("zigbee2mqtt," + nameOf(i) + "\n")
		}
		allocations = testing.AllocsPerRun(1, func() {
			var err error
			if d, err = blueprint.Read([]byte(table.String()), blueprint.Asked{Name: "devices.csv"}); err != nil {
				t.Error(err)
			}
		})
		return d, allocations
	}
	_, own := cost(func(i int) string { return fmt.Sprint("lamp of ", i) })
	d, same := cost(func(i int) string { return []string{"lamp", "lamp 2"}[i%2] })
	if same > 2*own {
		t.Errorf("one name takes %v allocations, names of their own %v", same, own)
	}
	ids := map[string]bool{}
	for _, s := range d.Subjects {
		ids[s.Keys[0].Value] = true
	}
	if len(ids) != devices || !ids["lamp"] || !ids["lamp 2"] {
		t.Errorf("%d devices have %d names", len(d.Subjects), len(ids))
	}
}
