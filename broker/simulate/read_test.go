package simulate

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// folder gives files of a folder, for tables.
func folder(path string) Files {
	return func(name string, _ int64) ([]byte, error) { return os.ReadFile(filepath.Join(path, name)) }
}

// TestExamples: those of the documentation can be read.
func TestExamples(t *testing.T) {
	for name, devices := range map[string]int{"house.yaml": 8, "line.yaml": 46} {
		const at = "../../docs/simulations"
		content, err := os.ReadFile(filepath.Join(at, name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := Read(content, folder(at))
		if err != nil || f.Devices() != devices {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

const tables = "\ufeffname;value\none;1\ntwo;2\n"

// head is the beginning of a file with one kind of devices.
const head = "simulator: 1\ndevices:\n- name: a\n"

// faulty are files, and what is wrong with them.
var faulty = []struct{ name, text, want string }{
	{"nothing", "", `0:0 empty ""`},
	{"no YAML", "simulator: 1\ndevices: [", `2:0 unreadable`},
	{"binary", "\x00\x01", `0:0 unreadable`},
	{"too large", strings.Repeat("#", LargestFile+1), `0:0 too large ""`},
	{"two documents", "simulator: 1\n---\nsimulator: 1\n", `2:1 documents ""`},
	{"a list", "- a", `1:1 no map ""`},
	{"no version", "devices: []", `1:1 no version "simulator"`},
	{"newer, with what is not known", "simulator: 2\nmagic: 1", `1:12 newer "2"`},
	{"no devices", "simulator: 1", `1:1 missing "devices"`},
	{"none of them", "simulator: 1\ndevices: []", `0:0 missing "devices"`},
	{"several", "simulator: 1\nmagic: 1\ndevices:\n- name: a\n  cuont: 3\n  count: x\n  count: 2", `2:1 unknown "magic", 5:3 unknown "cuont", 6:10 no number "x", 7:3 doubled "count"`},
	{"no name", "simulator: 1\ndevices:\n- count: 2", `3:3 missing "name"`},
	{"too many", head + "  count: 100001", `4:10 out of range "100001"`},
	{"too many own", head + "  count: 20001", `0:0 too many "own devices"`},
	{"too many commands", head + "  count: 6000\n  connection: shared\n  commands: [{topic: 'a/{{.n}}'}]", `0:0 too many "filters"`},
	{"too many streams", head + "  count: 100000\n  connection: shared\n  messages: [" + strings.Repeat("{topic: a, every: 1s},", 11) + "]", `0:0 too many "streams"`},
	{"alias", head + "  variables: &v {x: y}\n  values: *v", `5:11 alias "v"`},
	{"text for a list", head + "  messages: x", `4:13 no list "x"`},
	{"map for a text", "simulator: 1\ndevices: [{name: {}}]", `2:18 no text ""`},
	{"no topic", head + "  messages: [{every: 1s}]", `4:14 missing "topic"`},
	{"no time", head + "  messages: [{topic: a}]", `4:14 missing "every"`},
	{"time without a unit", head + "  messages: [{topic: a, every: 5}]", `4:32 no duration "5"`},
	{"time of nothing", head + "  messages: [{topic: a, every: 0s}]", `4:32 out of range "0s"`},
	{"QoS", head + "  will: {topic: a, qos: 3}", `4:25 out of range "3"`},
	{"flag", head + "  will: {topic: a, retain: yes}", `4:28 no flag "yes"`},
	{"wildcard", head + "  will: {topic: a/#}", `4:17 topic "a/#"`},
	{"topic and payload", head + "  will: {topic: a/#, payload: '{{.x}}'}", `4:17 topic "a/#", 4:31 template ""`},
	{"template", head + "  will: {topic: '{{.x'}", `4:17 template ""`},
	{"no variable", head + "  will: {topic: a, payload: '{{.x}}'}", `4:29 template ""`},
	{"no variable in a topic", head + "  messages: [{every: 1s, topic: 'a/{{.x}}'}]", `4:33 template ""`},
	{"answered without a command", head + "  messages: [{every: 1s, topic: a, payload: '{{.payload}}'}]", `4:45 template ""`},
	{"environment", head + "  will: {topic: a, payload: '{{env \"HOME\"}}'}", `4:29 template ""`},
	{"not hexadecimal", head + "  will: {topic: a, as: hex, payload: xyz}", `4:38 payload ""`},
	{"no encoding", head + "  will: {topic: a, as: excel}", `4:24 not one of "excel"`},
	{"no shape", head + "  values: {x: {shape: round}}", `4:23 not one of "round"`},
	{"what a shape needs", head + "  values: {x: {shape: sine, low: 1}}", `4:15 missing "high", 4:15 missing "period"`},
	{"what a shape has no use for", head + "  values: {x: {shape: constant, value: 1, low: 0}}", `4:43 needless "low"`},
	{"low above high", head + "  values: {x: {shape: sine, low: 2, high: 1, period: 1s}}", `4:15 low above high "2, 1"`},
	{"no number", head + "  values: {x: {shape: sine, low: .nan, high: 1, period: 1s}}", `4:34 no number ".nan"`},
	{"taken name", head + "  values: {id: {shape: constant, value: 1}}", `4:12 bad name "id"`},
	{"table elsewhere", head + "  values: {x: {shape: csv, file: ../t.csv, column: a}}", `4:15 elsewhere "../t.csv"`},
	{"no table", head + "  values: {x: {shape: csv, file: x.csv, column: a}}", `4:15 table "x.csv"`},
	{"odd table", head + "  values: {x: {shape: csv, file: odd.csv, column: a}}", `4:15 table "odd.csv"`},
	{"empty table", head + "  values: {x: {shape: csv, file: none.csv, column: a}}", `4:15 no rows "none.csv"`},
	{"no column", head + "  values: {x: {shape: csv, file: t.csv, column: a}}", `4:15 no column "a"`},
	{"a name of two columns", head + "  values: {x: {shape: csv, file: twice.csv, column: a}}", `4:15 same column "a"`},
	{"a table in Latin-1", head + "  values: {x: {shape: csv, file: latin.csv, column: a}}", `4:15 table "latin.csv"`},
	{"a template without quotation marks", head + "  will: {topic: a, payload: {{.x}}}", `4:29 unquoted ""`},
	{"JSON without quotation marks", head + "  will:\n    topic: a\n    payload: {\"t\": 21}", `6:14 unquoted ""`},
	{"a template before more text", head + "  will:\n    topic: {{.id}}/state\n    payload: x", `5:12 unquoted ""`},
	{"retained without a payload", head + "  messages: [{topic: a, every: 1s, retain: true}]", `4:14 missing "payload"`},
	{"a reply that is its own command", head + "  commands: [{topic: '{{.id}}/set', reply: {topic: '{{.id}}/set'}}]", `4:52 own answer "a-1/set"`},
	{"replies in a circle", head + "  commands: [{topic: a, reply: {topic: b}}, {topic: x}, {topic: b, reply: {topic: c}}, {topic: c, reply: {topic: b}}]", `4:83 own answer "c"`},
	{"same id", head + "  id: x\n  count: 2", `4:7 repeated id "x"`},
	{"id of two kinds", head + "- name: b\n  id: a-1", `5:7 repeated id "a-1"`},
	{"shared by one each", head + "  connections: 2", `4:3 needless "connections"`},
	{"duplicated on a shared connection", head + "  connection: shared\n  failures: [{kind: duplicated id, at: 1s}]", `5:3 own only "duplicated id"`},
	{"neither at nor chance", head + "  failures: [{kind: dies}]", `4:14 at or chance ""`},
	{"both", head + "  failures: [{kind: dies, at: 1s, chance: 0.1}]", `4:14 at or chance ""`},
	{"of another failure", head + "  failures: [{kind: dies, at: 1s, off: 1h}]", `4:35 needless "off"`},
}

// TestFaults: all of them are told, with their place.
func TestFaults(t *testing.T) {
	files := func(name string, _ int64) ([]byte, error) {
		content, err := fstest.MapFS{"t.csv": {Data: []byte(tables)}, "odd.csv": {Data: []byte("a,b\n\"")}, "none.csv": {Data: []byte("a\n")},
			"twice.csv": {Data: []byte("a, b, a\n1,2,3\n")}, "latin.csv": {Data: []byte("a\n\xfc\n")}}.ReadFile(name)
		return content, err
	}
	for _, c := range faulty {
		t.Run(c.name, func(t *testing.T) {
			f, err := Read([]byte(c.text), files)
			var faults Faults
			if f != nil || !errors.As(err, &faults) {
				t.Fatalf("got %v, %v", f, err)
			}
			var got []string
			for _, one := range faults {
				got = append(got, fmt.Sprintf("%d:%d %s %q", one.Line, one.Column, one.Code, one.Found))
			}
			if said := strings.Join(got, ", "); said != c.want && (!strings.HasSuffix(c.want, "unreadable") || !strings.HasPrefix(said, c.want)) {
				t.Errorf("got %s, want %s", said, c.want)
			}
		})
	}
	for _, fine := range []string{
		"  values: {x: {shape: csv, file: t.csv, column: value}}",
		"  commands: [{topic: a, reply: {topic: b}}, {topic: b, reply: {topic: c}}, {topic: c}]",
	} {
		if _, err := Read([]byte(head+fine), files); err != nil {
			t.Error(err)
		}
	}
}

// TestHostileFiles: none takes much time or memory.
func TestHostileFiles(t *testing.T) {
	long := strings.Repeat("x", 900_000)
	laughs := "simulator: 1\nvariables:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'z'; c++ {
		laughs += fmt.Sprintf("  %c: &%c [%s*%c]\n", c, c, strings.Repeat(fmt.Sprintf("*%c, ", c-1), 9), c-1)
	}
	for name, text := range map[string]string{
		"lists in lists":            head + "  x: " + strings.Repeat("[", 500_000),
		"maps in maps":              head + "  x: " + strings.Repeat("{a: ", 200_000),
		"levels below levels":       head + "  x:\n" + indented(1_300),
		"references to references":  laughs + "devices: []",
		"a reference to itself":     "simulator: 1\ndevices: &a [*a]",
		"a merge":                   "simulator: 1\n<<: &a {b: *a}\ndevices: []",
		"documents":                 strings.Repeat("---\n", 100_000),
		"no text":                   "simulator: 1\ndevices: \x00\xff",
		"a long key":                "simulator: 1\n" + long + ": 1",
		"long ids":                  "simulator: 1\nvariables: {v: " + long + "}\ndevices: [{name: a, count: 100000, id: '{{.v}}{{.n}}'}]",
		"long topics":               "simulator: 1\nvariables: {v: " + long[:65_000] + "}\ndevices: [{name: a, count: 10000, messages: [{topic: '{{.v}}', every: 1s}]}]",
		"long commands":             "simulator: 1\nvariables: {v: " + long[:65_000] + "}\ndevices: [{name: a, count: 10000, commands: [{topic: '{{.v}}/{{.n}}'}]}]",
		"long payloads that freeze": "simulator: 1\nvariables: {v: " + long + "}\ndevices: [{name: a, count: 10000, messages: [{topic: t, every: 1s, payload: '{{.v}}'}], failures: [{kind: freezes, at: 1s}]}]",
		"blocks in blocks":          head + "  will: {topic: a, payload: '" + strings.Repeat("{{if 1}}", 100_000) + "'}",
	} {
		f, err := Read([]byte(text), nil)
		var faults Faults
		if f != nil || !errors.As(err, &faults) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// indented are so many maps, each in the one before.
func indented(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", 3+i) + "a:\n")
	}
	return b.String()
}

// FuzzRead: whatever the file, it is read or its faults are told.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"house.yaml", "line.yaml"} {
		content, err := os.ReadFile("../../docs/simulations/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Add([]byte("simulator: 1\ndevices: &a [*a]"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := Read(content, nil)
		var faults Faults
		if (file == nil) != errors.As(err, &faults) {
			t.Errorf("%v, %v", file, err)
		}
	})
}

// TestRetainedTopics are all that the broker is to keep for devices, up to a bound.
func TestRetainedTopics(t *testing.T) {
	f, err := Read([]byte(`simulator: 1
devices:
- name: plug
  count: 3
  will: {topic: "{{.id}}/online", payload: "0", retain: true}
  messages:
  - {topic: "{{.id}}/power", payload: "{{counter}}", every: 10ms}
  - {topic: "all/state", payload: "1", every: 10ms, retain: true}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"plug-1/online", "all/state", "plug-2/online", "plug-3/online"}
	if got := f.Retained(1, 10); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := f.Retained(1, 2); !slices.Equal(got, want[:2]) {
		t.Errorf("of two: %q", got)
	}
}
