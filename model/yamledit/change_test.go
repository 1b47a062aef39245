package yamledit

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const site = `# Villa A
version: 1
site: {name: Villa A}   # the owner's word

devices:
  # ground floor
  - id: hall # by the door
    use: zigbee2mqtt
    # not the kitchen one
    name: hall_sensor
    battery: ">=20"
    fields:
      temperature: {type: number, range: [5, 40]}

  - {id: boiler, use: tasmota, topic: boiler_plug, # in the cellar
     online: true}
rules:
- topic: 'site/{meter}/state'
  retained: true
# the end
`

func value(t *testing.T, s string) *yaml.Node {
	t.Helper()
	n, err := Value(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// edits are changes with the lines that they make of those before, "" for a line that goes.
var edits = map[string]struct {
	do   func(t *testing.T, d *Document) (*Document, error)
	want []string // old line, new lines
}{
	"a value": {func(_ *testing.T, d *Document) (*Document, error) {
		return d.Set(Path{"devices", "0", "name"}, Text("kitchen"))
	}, []string{"    name: hall_sensor", "    name: kitchen"}},
	"a value in quotation marks": {func(_ *testing.T, d *Document) (*Document, error) {
		return d.Set(Path{"devices", "0", "battery"}, Text(">=30"))
	}, []string{`    battery: ">=20"`, `    battery: ">=30"`}},
	"a text that looks like a number": {func(_ *testing.T, d *Document) (*Document, error) {
		return d.Set(Path{"devices", "0", "name"}, Text("007"))
	}, []string{"    name: hall_sensor", `    name: "007"`}},
	"a value in single quotation marks": {func(_ *testing.T, d *Document) (*Document, error) {
		return d.Set(Path{"rules", "0", "topic"}, Text("it's/+"))
	}, []string{"- topic: 'site/{meter}/state'", "- topic: 'it''s/+'"}},
	"a value that needs quotation marks no more": {func(_ *testing.T, d *Document) (*Document, error) {
		made, err := d.Set(Path{"devices", "0", "name"}, Text("hall "))
		if err != nil {
			return nil, err
		}
		return made.Set(Path{"devices", "0", "name"}, Text("hall 1"))
	}, []string{"    name: hall_sensor", "    name: hall 1"}},
	"a value in brackets": {func(_ *testing.T, d *Document) (*Document, error) {
		return d.Set(Path{"site", "name"}, Text("A, and B"))
	}, []string{"site: {name: Villa A}   # the owner's word", "site: {name: 'A, and B'}   # the owner's word"}},
	"a part of a list": {func(t *testing.T, d *Document) (*Document, error) {
		return d.Set(Path{"devices", "0", "fields", "temperature", "range"}, value(t, "[0, 50]"))
	}, []string{"      temperature: {type: number, range: [5, 40]}", "      temperature: {type: number, range: [0, 50]}"}},
	"a key more": {func(_ *testing.T, d *Document) (*Document, error) {
		return d.Set(Path{"devices", "0", "present"}, Plain("30m"))
	}, []string{"      temperature: {type: number, range: [5, 40]}", "      temperature: {type: number, range: [5, 40]}\n    present: 30m"}},
	"a key more in brackets": {func(t *testing.T, d *Document) (*Document, error) {
		return d.Set(Path{"devices", "1", "interval"}, value(t, "{max: 5s}"))
	}, []string{"     online: true}", "     online: true, interval: {max: 5s}}"}},
	"a key more in a map that is not there": {func(_ *testing.T, d *Document) (*Document, error) {
		return d.Set(Path{"rules", "0", "fields", "value", "type"}, Plain("number"))
	}, []string{"  retained: true", "  retained: true\n  fields: {value: {type: number}}"}},
	"a key less": {func(_ *testing.T, d *Document) (*Document, error) { return d.Remove(Path{"devices", "0", "use"}) },
		[]string{"    use: zigbee2mqtt", ""}},
	"the first key less": {func(_ *testing.T, d *Document) (*Document, error) { return d.Remove(Path{"rules", "0", "topic"}) },
		[]string{"- topic: 'site/{meter}/state'", "- retained: true", "  retained: true", ""}},
	"the last key of a map less": {func(_ *testing.T, d *Document) (*Document, error) {
		return d.Remove(Path{"devices", "0", "fields", "temperature"})
	}, []string{"    fields:", "    fields: {}", "      temperature: {type: number, range: [5, 40]}", ""}},
	"a key less in brackets": {func(_ *testing.T, d *Document) (*Document, error) { return d.Remove(Path{"devices", "1", "use"}) },
		[]string{"  - {id: boiler, use: tasmota, topic: boiler_plug, # in the cellar", "  - {id: boiler, topic: boiler_plug, # in the cellar"}},
	"another name of a key": {func(_ *testing.T, d *Document) (*Document, error) {
		return d.Rename(Path{"devices", "0", "fields", "temperature"}, "temp.outside")
	}, []string{"      temperature: {type: number, range: [5, 40]}", "      temp.outside: {type: number, range: [5, 40]}"}},
	"one more in a list": {func(t *testing.T, d *Document) (*Document, error) {
		return d.Insert(Path{"devices"}, 2, value(t, "id: new\ntopic: a/b\n"))
	}, []string{"     online: true}", "     online: true}\n  - id: new\n    topic: a/b"}},
	"one more between two": {func(t *testing.T, d *Document) (*Document, error) {
		return d.Insert(Path{"devices"}, 1, value(t, "{id: new}"))
	}, []string{"  - {id: boiler, use: tasmota, topic: boiler_plug, # in the cellar", "  - {id: new}\n  - {id: boiler, use: tasmota, topic: boiler_plug, # in the cellar"}},
	"one less in a list": {func(_ *testing.T, d *Document) (*Document, error) { return d.Remove(Path{"devices", "1"}) },
		[]string{"  - {id: boiler, use: tasmota, topic: boiler_plug, # in the cellar", "", "     online: true}", ""}},
	"a copy": {func(_ *testing.T, d *Document) (*Document, error) { return d.Duplicate(Path{"devices", "1"}, "") },
		[]string{"     online: true}", "     online: true}\n  - {id: boiler, use: tasmota, topic: boiler_plug, # in the cellar\n     online: true}"}},
	"a copy of a key": {func(_ *testing.T, d *Document) (*Document, error) {
		return d.Duplicate(Path{"devices", "0", "use"}, "use2")
	}, []string{"    use: zigbee2mqtt", "    use: zigbee2mqtt\n    use2: zigbee2mqtt"}},
	"another order of keys": {func(_ *testing.T, d *Document) (*Document, error) { return d.Swap(Path{"devices", "0", "use"}) },
		[]string{"    use: zigbee2mqtt", "    # not the kitchen one\n    name: hall_sensor", "    # not the kitchen one", "    use: zigbee2mqtt", "    name: hall_sensor", ""}},
	"another order of the first two": {func(_ *testing.T, d *Document) (*Document, error) { return d.Swap(Path{"rules", "0", "topic"}) },
		[]string{"- topic: 'site/{meter}/state'", "- retained: true", "  retained: true", "  topic: 'site/{meter}/state'"}},
	"another order in brackets": {func(_ *testing.T, d *Document) (*Document, error) { return d.Swap(Path{"devices", "1", "id"}) },
		[]string{"  - {id: boiler, use: tasmota, topic: boiler_plug, # in the cellar", "  - {use: tasmota, id: boiler, topic: boiler_plug, # in the cellar"}},
}

// TestEdits: a change leaves all lines but those that it is about, in any form of line breaks.
func TestEdits(t *testing.T) {
	for name, c := range edits {
		for _, broken := range []string{"\n", "\r\n", "\r"} {
			t.Run(name, func(t *testing.T) {
				before := strings.ReplaceAll(site, "\n", broken)
				d, err := Parse(before)
				if err != nil {
					t.Fatal(err)
				}
				made, err := c.do(t, d)
				if err != nil {
					t.Fatal(err)
				}
				want := strings.ReplaceAll(replaceLines(t, c.want), "\n", broken)
				if made.Text != want {
					t.Errorf("got\n%s\nwanted\n%s", made.Text, want)
				}
				if d.Text != before {
					t.Error("the document before is another one")
				}
			})
		}
	}
}

// replaceLines gives the site with some of its lines changed.
func replaceLines(t *testing.T, changes []string) string {
	t.Helper()
	s := site
	for i := 0; i < len(changes); i += 2 {
		if strings.Count(s, changes[i]+"\n") != 1 && i == 0 {
			t.Fatalf("the line %q is there %d times", changes[i], strings.Count(s, changes[i]+"\n"))
		}
		by := changes[i+1]
		if by != "" {
			by += "\n"
		}
		at := strings.LastIndex(s, changes[i]+"\n")
		if i == 0 {
			at = strings.Index(s, changes[i]+"\n")
		}
		s = s[:at] + by + s[at+len(changes[i])+1:]
	}
	return s
}
