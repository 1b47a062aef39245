package checkform

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mangrove/model/checklist"
)

const site = `# Villa A
version: 1
site: {name: Villa A}   # the owner's word
deadline: 30m

devices:
  # ground floor
  - id: hall # by the door
    use: zigbee2mqtt
    name: hall_sensor
    present: 5m
    battery: ">=20" # as agreed
    fields:
      temperature: {type: number, range: [5, 40]}
      humidity: {range: [null, 90]}
    interval: {max: 60s}
  - {id: boiler, use: tasmota, topic: boiler_plug, online: true}
rules:
  - topic: "site/{meter}/state"
    members: [m01, m02]
    lint: all
    waive: [{check: members, reason: "it, too", by: me}]
`

func read(t *testing.T, text string) *Form {
	t.Helper()
	f, err := Read(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return f
}

// part is the place of a part by what it is called in tests.
func (f *Form) part(t *testing.T, path string) int {
	t.Helper()
	for i := range f.Parts {
		if strings.Join(f.Parts[i].Path, "/") == path {
			return i
		}
	}
	t.Fatalf("there is no part %s in\n%s", path, f.Text)
	return -1
}

// TestParts are what the text has, in its order.
func TestParts(t *testing.T) {
	f := read(t, site)
	var got []string
	for i, p := range f.Parts {
		got = append(got, strings.Join(p.Path, "/")+" = "+p.Name+" | "+f.Words(i))
	}
	want := ` = Villa A | 
devices/0 = hall | zigbee2mqtt hall_sensor
devices/0/present =  | 5m
devices/0/battery =  | ">=20"
devices/0/fields/temperature = temperature | {type: number, range: [5, 40]}
devices/0/fields/humidity = humidity | {range: [null, 90]}
devices/0/interval =  | {max: 60s}
devices/1 = boiler | tasmota boiler_plug
devices/1/online =  | true
rules/0 = site/{meter}/state | 
rules/0/members =  | [m01, m02]
rules/0/lint =  | all
rules/0/waive =  | [{check: members, reason: "it, too", by: me}]`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s", s)
	}
	if i := f.At(15); f.Parts[i].Name != "humidity" {
		t.Errorf("line 15 is of %v", f.Parts[i].Path)
	}
}

// TestFillingInWhatStandsThere changes nothing, in any checklist.
func TestFillingInWhatStandsThere(t *testing.T) {
	files, err := filepath.Glob("../../docs/checklists/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatal(len(files), err)
	}
	texts := []string{site, New}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(content))
	}
	inputs := 0
	for _, text := range texts {
		f := read(t, text)
		for i := range f.Parts {
			for _, in := range f.Parts[i].Inputs {
				words, plain := f.Filled(&f.Parts[i], &in)
				if words == "" && in.Path == nil {
					continue
				}
				if !plain {
					t.Errorf("%v %v of %s has %q, which is not of its form", f.Parts[i].Path, in.Path, f.Parts[i].Name, words)
					continue
				}
				if words != "" {
					inputs++
				}
				made, err := f.Fill(&f.Parts[i], &in, words)
				if err != nil || made.Text != f.Text {
					t.Fatalf("%v %v with %q: %v", f.Parts[i].Path, in.Path, words, err)
				}
			}
		}
	}
	if inputs < 80 {
		t.Errorf("only %d inputs were filled in", inputs)
	}
}

// samples are what somebody may write in an input of a form.
var samples = map[checklist.Form][]string{
	checklist.TextForm:  {"Villa B", "it's #1", "5", "ключ: ключ"},
	checklist.TopicForm: {"a/b", "a b/c"}, checklist.FilterForm: {"a/+/#", "site/{x}/y"}, checklist.FileForm: {"a.json"},
	checklist.FlagForm: {"true", "false"}, checklist.SpanForm: {"5s", "1h30m"}, checklist.SoonForm: {"true", "5m"},
	checklist.WholeForm: {"7"}, checklist.PercentForm: {"20%"}, checklist.BoundForm: {">=30", "13.1"}, checklist.SizeForm: {"16kB"}, checklist.RateForm: {"50/s"},
	checklist.RangeForm: {"1, 2", "null, 4.5"}, checklist.PatternForm: {"^a, [b]{2}$"},
	checklist.WordsForm: {"a, b", `C, "5"`}, checklist.ValueForm: {"5", `"5"`, "true", "null"}, checklist.SequenceForm: {"true", "255"},
	checklist.YAMLForm: {"5", "{a: {equals: 1}}"},
}

// TestFillingIn: what is written into any input stands there afterwards, and is gone again when
// it is taken out.
func TestFillingIn(t *testing.T) {
	for _, a := range checklist.Kinds() {
		for _, device := range []bool{true, false} {
			use := "tasmota"
			if a.Uses != nil {
				use = a.Uses[0]
			}
			if !a.IsFor(device, use) {
				continue
			}
			text := "version: 1\n# above\ndevices:\n  - id: a # first\n    use: " + use + "\n"
			if !device {
				text = "version: 1\n# above\nrules:\n  - topic: \"a/+\" # first\n"
			}
			f, at, err := read(t, text).AddCheck(1, &a)
			if err != nil {
				t.Fatal(a.Key, err)
			}
			fillAll(t, f, f.IndexOf(at))
		}
	}
}

func fillAll(t *testing.T, f *Form, i int) {
	t.Helper()
	for n := range f.Parts[i].Inputs {
		in := &f.Parts[i].Inputs[n]
		words := samples[in.Form]
		if in.Form == checklist.WordForm {
			words = in.Words
		}
		for _, s := range words {
			made, err := f.Fill(&f.Parts[i], in, s)
			if err != nil {
				t.Errorf("%v %v with %q: %v", f.Parts[i].Path, in.Path, s, err)
				continue
			}
			if got, plain := made.Filled(&made.Parts[i], in); got != s || !plain {
				t.Errorf("%v %v: wrote %q, there is %q\n%s", f.Parts[i].Path, in.Path, s, got, made.Text)
			}
			if !strings.Contains(made.Text, "# above\n") || !strings.Contains(made.Text, "# first\n") {
				t.Errorf("%v %v: a comment is lost\n%s", f.Parts[i].Path, in.Path, made.Text)
			}
			out, err := made.Fill(&made.Parts[i], in, "")
			if err != nil {
				t.Errorf("%v %v: %v", f.Parts[i].Path, in.Path, err)
			} else if got, _ := out.Filled(&out.Parts[i], in); got != "" && got != `""` {
				t.Errorf("%v %v: taken out, there is %q\n%s", f.Parts[i].Path, in.Path, got, out.Text)
			}
		}
	}
}

// BenchmarkTyped is a letter typed into the form of a checklist of 100 kB.
func BenchmarkTyped(b *testing.B) {
	var list strings.Builder
	list.WriteString("version: 1\ndevices:\n")
	for i := 0; list.Len() < 100_000; i++ {
		fmt.Fprintf(&list, "  - id: device-%d # of the hall\n    topic: site/hall/device-%d/state\n    present: true\n    interval: {max: 60s}\n"+
			"    fields:\n      temperature: {type: number, range: [5, 40]}\n      humidity: {type: number, range: [0, 100]}\n", i, i)
	}
	f, err := Read(list.String())
	if err != nil {
		b.Fatal(err)
	}
	p := &f.Parts[f.SubjectOf(len(f.Parts)/2)]
	for n := 0; b.Loop(); n++ {
		if _, err := f.Fill(p, &p.Inputs[0], "d"+strconv.Itoa(n)); err != nil {
			b.Fatal(err)
		}
	}
}
