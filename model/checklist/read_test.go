package checklist

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"mangrove/model/strictyaml"
)

const villa = `version: 1
site: {name: Villa A, installer: "", customer: ""}
settle: 30s
deadline: 30m
devices:
  - {id: hall, use: zigbee2mqtt, name: hall_sensor, present: 30m, battery: ">=30",
     fields: {temperature: {type: number, range: [5, 40]}}}
  - {id: boiler, use: tasmota, topic: boiler_plug, online: true, firmware: ">=13",
     interval: {max: 330s, samples: 3}, fields: {ENERGY.Power: {range: [0, 3500]}}}
rules:
  - {topic: "acme/plant2/+/+/+/temperature", count: {min: 6}, retained: true, qos: {min: 1},
     fields: {value: {type: number}, unit: {enum: [C]}, ts: {time: true, skew: 5s}}}
  - {topic: "acme/#", naming: "^acme/plant2/[a-z0-9-]+(/[a-z0-9_-]+){2,4}$", rate: {max: 50/s}, size: {max: 16KB}}
  - {topic: "site/{meter}/state", members: [m01, m02], interval: {max: 60s, samples: 3},
     fields: {value: {type: number, range: [0, 400], stuck: 10m}}}
`

// TestRead reads what the file says, by convention or by topic.
func TestRead(t *testing.T) {
	l, err := Read([]byte(villa), nil)
	if err != nil {
		t.Fatal(err)
	}
	if l.Site.Name != "Villa A" || l.Deadline.Minutes() != 30 || l.Settle.Seconds() != 30 || len(l.Doubts) != 0 {
		t.Errorf("the checklist is %+v", l)
	}
	var got []string
	for _, s := range l.Subjects {
		var kinds []string
		for _, c := range s.Checks {
			kinds = append(kinds, strings.TrimSpace(fmt.Sprint(c.Kind, " ", c.Path)))
		}
		got = append(got, fmt.Sprintf("%d %s %v %d: %s", s.Line, s.ID, s.Filters, s.Level, strings.Join(kinds, ", ")))
	}
	want := `6 hall [zigbee2mqtt/hall_sensor] -1: present, battery, field temperature
8 boiler [tele/boiler_plug/SENSOR tele/boiler_plug/STATE] -1: online, firmware, interval, field ENERGY.Power
11 acme/plant2/+/+/+/temperature [acme/plant2/+/+/+/temperature] -1: count, retained, qos, field value, field unit, skew ts, field ts
13 acme/# [acme/#] -1: naming, rate, size
14 site/{meter}/state [site/+/state] 1: members, interval, stuck value, field value`
	if all := strings.Join(got, "\n"); all != want {
		t.Errorf("there are\n%s\nwant\n%s", all, want)
	}
}

// TestFaults: all that is wrong is told at once, with its place.
func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", `0:0: empty ""`},
		{"no version", "rules: []", `1:1: no version "version"`},
		{"newer", "version: 2\nrules: []", `1:10: newer "2" (at most 1)`},
		{"nothing", "version: 1", `1:1: nothing asked ""`},
		{"key", "version: 1\nruels: []\nrules:\n  - {topic: a, present: true}", `2:1: unknown "ruels"`},
		{"several", `version: 1
devices:
  - {id: a, use: zigbee, present: true}
  - {id: b, topic: t, firmware: new, fields: {x: {range: [3, 1], type: numbr}}}
  - {id: b, topic: "a#", present: 5}
rules:
  - {topic: "s/+/x", count: {exactly: 1, min: 2}, rate: {max: many}, size: {max: 1TB}, naming: "("}
  - {topic: x}
`, `3:18: not one of "zigbee"
4:23: together "firmware"
4:33: no bound "new"
4:58: no range ""
4:72: not one of "numbr"
5:13: no filter "a#"
5:35: no duration "5"
5:5: same id "b"
7:29: either ""
7:63: no rate "many"
7:82: no size "1TB"
7:96: no pattern "("
8:5: nothing asked "x"`},
		{"members of one topic", "version: 1\nrules:\n  - {topic: a/b, members: [x]}", `3:18: no members "a/b"`},
		{"online without a sign", "version: 1\ndevices:\n  - {id: a, topic: t, online: true}", `3:23: together "online"`},
		{"schema that is here", "version: 1\nrules:\n  - {topic: a, schema: {type: nothing}}", `3:24: no schema "written here"`},
		{"schema that is here, with an alias", "version: 1\nrules:\n  - {topic: &a a, schema: {const: *a}}", `3:35: alias "a"`},
		{"schema", "version: 1\nrules:\n  - {topic: a, schema: s.json}", `3:24: no files "s.json"`},
		{"alias", "version: 1\nsite: &s {name: x}\nrules:\n  - *s", `4:5: alias "s"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			hasFaults(t, c.file, c.want)
		})
	}
}

// hasFaults sees that all that is wrong with a file is told, and nothing else.
func hasFaults(t *testing.T, file, want string) {
	t.Helper()
	_, err := Read([]byte(file), nil)
	var all Faults
	if !errors.As(err, &all) {
		t.Fatalf("the error is %v", err)
	}
	var got []string
	for _, f := range all {
		f.Err = nil
		got = append(got, f.Error())
	}
	wanted := strings.Split(want, "\n")
	for _, w := range wanted {
		if !strings.Contains(strings.Join(got, "\n")+"\n", w+"\n") {
			t.Errorf("%s is missing", w)
		}
	}
	if len(got) != len(wanted) || t.Failed() {
		t.Errorf("there are\n%s", strings.Join(got, "\n"))
	}
}

// TestLikeliest: what was meant comes first.
func TestLikeliest(t *testing.T) {
	_, err := Read([]byte("version: 1\nruels: []"), nil)
	var all Faults
	if !errors.As(err, &all) || all[0].Names[0] != "rules" {
		t.Errorf("the faults are %v", err)
	}
}

// TestDoubts are no reason to refuse a file.
func TestDoubts(t *testing.T) {
	l, err := Read([]byte(`version: 1
deadline: 5m
rules:
  - {topic: "a/+", interval: {expect: 15m, samples: 4}, naming: "^b/"}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range l.Doubts {
		got = append(got, d.Error())
	}
	if want := `4:0: too short ""|4:0: unmatched "^b/"`; strings.Join(got, "|") != want {
		t.Errorf("the doubts are %q", got)
	}
}

// TestSchemaStaysInside: a schema refers to nothing but itself.
func TestSchemaStaysInside(t *testing.T) {
	for _, c := range []struct {
		schema string
		ok     bool
	}{
		{`{"type": "object", "$defs": {"n": {"type": "number"}}, "properties": {"v": {"$ref": "#/$defs/n"}}}`, true},
		{`{"$ref": "file:///etc/passwd"}`, false},
		{`{"$ref": "http://127.0.0.1:1/x"}`, false},
		{`{"$ref": "other.json"}`, false},
		{`{"type": 5}`, false},
		{`{`, false},
	} {
		files := func(path string, _ int64) ([]byte, error) {
			if path != "s.json" {
				return nil, os.ErrNotExist
			}
			return []byte(c.schema), nil
		}
		_, err := Read([]byte("version: 1\nrules:\n  - {topic: a, schema: s.json}"), files)
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", c.schema, err)
		}
	}
}

// TestBounds compares versions and numbers.
func TestBounds(t *testing.T) {
	for _, c := range []struct {
		bound, found string
		holds, ok    bool
	}{
		{">=13", "13.1.0(tasmota)", true, true},
		{">=13", "12.9.1(tasmota)", false, true},
		{">=13.1", "v13.1", true, true},
		{">1.9", "1.10", true, true},
		{"<1.9", "1.10", false, true},
		{"1.2", "1.2.0", true, true},
		{"=1.2", "1.2.1", false, true},
		{"!=1.2", "1.3", true, true},
		{">=1", "unknown", false, false},
		{">=1", "", false, false},
		{"<=2.0", "2.0.1", false, true},
	} {
		b, ok := ParseBound(c.bound)
		if !ok {
			t.Fatalf("%s is no bound", c.bound)
		}
		if holds, ok := b.Holds(c.found); holds != c.holds || ok != c.ok {
			t.Errorf("%s %s: %v, %v", c.found, c.bound, holds, ok)
		}
	}
	for _, s := range []string{"", ">=", "new", ">= a", "1..2", "=>1"} {
		if _, ok := ParseBound(s); ok {
			t.Errorf("%q is a bound", s)
		}
	}
}

// TestBombs: a few bytes of a checklist do not become more work or memory than there is.
func TestBombs(t *testing.T) {
	many := func(n int, line string) string { return strings.Repeat(line, n) }
	for _, c := range []struct{ name, file, want string }{
		{"members by fields", "rules:\n  - {topic: \"{a}/x\", members: [" + numbered(20_001, "m%d,") + "], fields: {" + numbered(50, "f%d: {},") + "}}", "3:5: too many \"checks\" (at most 1000000)"},
		{"levels", "rules:\n" + many(40, "  - {topic: \"a/"+many(60_000, "/")+"\", present: true}\n"), "too many \"levels\""},
		{"values", "x: [" + many(2_000_001, "a,") + "]", "too many \"separators\""},
		{"one large expression", "rules:\n  - {topic: a, naming: \"" + many(60, "x{1000}") + "\"}", "expression too large"},
		{"many expressions", "rules:\n" + many(60, "  - {topic: a, naming: \""+many(30, "x{1000}")+"\"}\n"), "expression too large"},
		{"an anchor that is repeated", "rules:\n  - {topic: a, naming: \"^*a\"}", ""},
		{"a size beyond all numbers", "rules:\n  - {topic: a, size: {max: 99999999999999999999MB}}", "no size"},
		{"a rhythm beyond all times", "deadline: 1h\nrules:\n  - {topic: a, interval: {max: 87600h, samples: 10000}}", ""},
		{"a path that makes values", "rules:\n  - {topic: a, fields: {\"" + many(40, "@tostr|") + "x\": {type: number}}}", "no path"},
		{"a path that doubles values", "rules:\n  - {topic: a, fields: {\"" + many(40, "[x,x]|") + "x\": {type: number}}}", "no path"},
		{"a long path", "rules:\n  - {topic: a, fields: {? \"" + many(500_000, "a.") + "x\" : {type: number}}}", "no path"},
		{"a path to what is online", "devices:\n  - {id: d, topic: a, online: true, availability: {topic: b, path: \"@tostr\"}}", "no path"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read([]byte("version: 1\n"+c.file), nil)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%.300v", err)
			}
		})
	}
}

// TestSchemaOfManyWays: schemas that each name the next one twice are as many as 2 to the power
// of them for one value.
func TestSchemaOfManyWays(t *testing.T) {
	for n, ok := range map[int]bool{3: true, 40: false} {
		schema := `{"properties": {"x": {"items": {"$ref": "#/$defs/a0"}}}, "$defs": {` + numbered(n, `"a%[1]d": {"allOf": [{"$ref": "#/$defs/next%[1]d"}, {"$ref": "#/$defs/next%[1]d"}]},`)
		for i := range n {
			schema = strings.ReplaceAll(schema, fmt.Sprintf(`next%d"`, i), fmt.Sprintf(`a%d"`, i+1))
		}
		schema += fmt.Sprintf(`"a%d": {}}}`, n)
		_, err := Read([]byte("version: 1\nrules:\n  - {topic: a, schema: s}"), func(string, int64) ([]byte, error) { return []byte(schema), nil })
		if (err == nil) != ok {
			t.Errorf("%d: %v", n, err)
		}
	}
}

// TestSchemaFaults: why a schema cannot be used is a code with the file, not words.
func TestSchemaFaults(t *testing.T) {
	given := func(content string, err error) strictyaml.Files {
		return func(string, int64) ([]byte, error) { return []byte(content), err }
	}
	ways := numbered(40, `"a%[1]d": {"allOf": [{"$ref": "#/$defs/next%[1]d"}, {"$ref": "#/$defs/next%[1]d"}]},`)
	for i := range 40 {
		ways = strings.ReplaceAll(ways, fmt.Sprintf(`next%d"`, i), fmt.Sprintf(`a%d"`, i+1))
	}
	for _, c := range []struct {
		code  Code
		rules string
		files strictyaml.Files
		found string
		most  int64
	}{
		{NoFiles, "  - {topic: a, schema: s}", nil, "s", 0},
		{Elsewhere, "  - {topic: a, schema: ../s}", given("", strictyaml.ErrElsewhere), "../s", 0},
		{ManySchemas, numbered(mostSchemas+1, "  - {topic: a, schema: s%d}\n"), given("{}", nil), fmt.Sprintf("s%d", mostSchemas), mostSchemas},
		{ManyWays, "  - {topic: a, schema: s}", given(`{"$ref": "#/$defs/a0", "$defs": {`+ways+`"a40": {}}}`, nil), "s", mostWays},
		{NoSchema, "  - {topic: a, schema: s}", given("", os.ErrNotExist), "s", 0},
	} {
		_, err := Read([]byte("version: 1\nrules:\n"+c.rules), c.files)
		var all Faults
		if !errors.As(err, &all) || len(all) != 1 || all[0].Code != c.code || all[0].Found != c.found || all[0].Most != c.most || all[0].Line == 0 {
			t.Errorf("%s: %.300v", c.code, err)
		}
	}
}

// TestLongPattern: an error does not repeat all of it.
func TestLongPattern(t *testing.T) {
	_, err := Read([]byte("version: 1\nrules:\n  - {topic: a, naming: \""+strings.Repeat("(", 900)+"\"}"), nil)
	var all Faults
	if !errors.As(err, &all) || len(all[0].Err.Error()) > 300 {
		t.Errorf("%v", err)
	}
}

func numbered(n int, form string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, form, i)
	}
	return b.String()
}

// TestSchemaIsReadOnce, and what all of them together may have.
func TestSchemaIsReadOnce(t *testing.T) {
	read := 0
	content := []byte(`{"type": "object"}`)
	files := func(_ string, most int64) ([]byte, error) {
		if read++; int64(len(content)) > most {
			return nil, os.ErrInvalid
		}
		return content, nil
	}
	l, err := Read([]byte("version: 1\nrules:\n"+strings.Repeat("  - {topic: a, schema: s.json}\n", 1000)), files)
	if err != nil || read != 1 || l.Subjects[0].Checks[0].Schema != l.Subjects[999].Checks[0].Schema {
		t.Errorf("it was read %d times: %v", read, err)
	}
	content = append(content, make([]byte, LargestSchema-len(content))...)
	for i := len(`{"type": "object"}`); i < len(content); i++ {
		content[i] = ' '
	}
	if _, err := Read([]byte("version: 1\nrules:\n"+numbered(4, "  - {topic: a, schema: s%d}\n")), files); err != nil {
		t.Error(err)
	}
	if _, err := Read([]byte("version: 1\nrules:\n"+numbered(5, "  - {topic: a, schema: s%d}\n")), files); !errors.Is(err.(Faults)[0].Err, os.ErrInvalid) { //nolint:errorlint,forcetypeassert // they are returned as they are
		t.Error(err)
	}
	content = []byte(`{"pattern": "` + strings.Repeat("x{1000}", 60) + `"}`)
	if _, err := Read([]byte("version: 1\nrules:\n  - {topic: a, schema: s}\n"), files); err == nil {
		t.Error("an expression of a schema may be as large as it likes")
	}
}

// TestWillsOfThoseWithAConnection: what speaks through a gateway has none.
func TestWillsOfThoseWithAConnection(t *testing.T) {
	for device, want := range map[string]string{
		"use: zigbee2mqtt, name: l":                                     `3:40: not of use "will"`,
		"use: ttn, app: a, device: d":                                   `3:42: not of use "will"`,
		"use: chirpstack, device: d":                                    `3:41: not of use "will"`,
		"use: openmqttgateway, device: AABBCC":                          `3:51: not of use "will"`,
		"topic: a, availability: {topic: st, online: 1}, online: false": "",
	} {
		file := "version: 1\ndevices:\n  - {id: a, " + device + ", will: announced}"
		if want == "" {
			if _, err := Read([]byte(file), nil); err != nil {
				t.Errorf("%s: %v", device, err)
			}
			continue
		}
		hasFaults(t, file, want)
	}
	hasFaults(t, "version: 1\ndevices:\n  - {id: a, topic: a, will: true}", `3:29: not one of "true"`)
}
