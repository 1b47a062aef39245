package editing

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"mangrove/model/checkform"
	"mangrove/model/yamledit"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

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
    fields:
      temperature: {type: number, range: [5, 40]}
  - {id: boiler, use: tasmota, topic: boiler_plug, online: true}
rules:
  - topic: "site/{meter}/state"
    members: [m01, m02]
`

// bench is the room on a bench.
type bench struct {
	*Room
	t      *testing.T
	window fyne.Window
	posted uitest.Posted
	said   string
	saved  []string
	closed bool
}

func newBench(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	b := &bench{t: t, window: test.NewTempWindow(t, nil)}
	b.Room = New(Options{
		Desk:  desk.New(b.window, b.posted.Add, error.Error),
		Saved: func(path string) { b.saved = append(b.saved, path) }, Closed: func() { b.closed = true },
	})
	b.window.Canvas().AddShortcut(&widgets.Note{}, func(s fyne.Shortcut) { b.said = s.(*widgets.Note).Words })
	b.window.SetContent(container.NewStack(b.Object))
	b.window.Resize(fyne.NewSize(1200, 700))
	t.Cleanup(func() { b.until("nothing is read any more", func() bool { return !b.asked.busy }) })
	return b
}

func (b *bench) until(what string, done func() bool) {
	b.t.Helper()
	uitest.Until(b.t, what, b.posted.Run, done)
}

// checked waits until it is known what is wrong.
func (b *bench) checked() {
	b.t.Helper()
	b.until("it is checked", func() bool { return !b.asked.busy })
}

// file makes a file with a checklist, and edits it.
func (b *bench) file(words string) (path string) {
	b.t.Helper()
	path = filepath.Join(b.t.TempDir(), "site.yaml")
	b.write(path, words)
	if !b.Edit(path, []byte(words)) {
		b.t.Fatal(b.said)
	}
	b.checked()
	return path
}

func (b *bench) write(path, words string) {
	b.t.Helper()
	if err := os.WriteFile(path, []byte(words), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) has(path, want string) {
	b.t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		b.t.Errorf("the file has\n%s, %v\nwanted\n%s", got, err, want)
	}
}

// pick chooses the part with a path.
func (b *bench) pick(path string) {
	b.t.Helper()
	p := yamledit.Path(strings.Split(path, "/"))
	i := b.form.IndexOf(p)
	if i < 0 {
		b.t.Fatalf("there is no part %s", path)
	}
	b.list.rows.OnSelect(uint32(i)) //nolint:gosec // it is small
}

// field is a field of the form by what it is called.
func (b *bench) field(name string) *field {
	b.t.Helper()
	for _, d := range b.fields.rows {
		if d.row.Label() == name {
			return d
		}
	}
	b.t.Fatalf("there is no field %s", name)
	return nil
}

// replaced is the text that there is to be: the site with one line changed.
func (b *bench) replaced(old, by string) {
	b.t.Helper()
	want := strings.Replace(site, old, by, 1)
	if want == site || b.text != want || b.yaml.entry.Value() != want {
		b.t.Errorf("%q is not in the place of %q:\n%s\nthe YAML shows\n%s", by, old, b.text, b.yaml.entry.Value())
	}
}

// TestTheFormChangesItsLineOnly: what is filled in is in the YAML at once, and nothing else.
func TestTheFormChangesItsLineOnly(t *testing.T) {
	b := newBench(t)
	b.file(site)
	b.pick("devices/0/present")
	b.field("Within").entry.SetText("7m")
	b.replaced("present: 5m", "present: 7m")
	b.takeBack()
	b.pick("devices/0/fields/temperature")
	b.field("Range").high.SetText("45")
	b.replaced("[5, 40]", "[5, 45]")
	b.takeBack()
	b.field("Optional").check.SetChecked(true)
	b.replaced("range: [5, 40]}", "range: [5, 40], optional: true}")
	b.takeBack()
	b.fields.name.SetText("temp.outside")
	b.replaced("temperature: {", "temp.outside: {")
	b.takeBack()
	b.pick("devices/1")
	b.field("Convention").words.SetSelected("shelly2")
	b.replaced("use: tasmota", "use: shelly2")
	if b.takeBack(); b.text != site || b.Changed() {
		t.Error("not everything is taken back")
	}
}

// TestWhatIsTypedStays as it is typed, also where YAML would write it otherwise, and each field
// is taken back by itself.
func TestWhatIsTypedStays(t *testing.T) {
	b := newBench(t)
	b.file(site)
	b.pick("rules/0/members")
	e := b.field("Names").entry
	e.SetText("")
	test.Type(e, "m1,  m2, ")
	if e.Value() != "m1,  m2, " {
		t.Errorf("it has %q", e.Value())
	}
	b.replaced("[m01, m02]", "[m1, m2]")
	b.pick("devices/0/present")
	b.field("Within").entry.SetText("6m")
	b.pick("devices/1")
	b.field("Topic").entry.SetText("x")
	b.takeBack()
	b.takeBack()
	b.replaced("[m01, m02]", "[m1, m2]")
}

// TestTheYAMLRenewsTheForm, and keeps the part that is chosen.
func TestTheYAMLRenewsTheForm(t *testing.T) {
	b := newBench(t)
	b.file(site)
	b.pick("devices/0/present")
	b.yaml.entry.SetText(strings.Replace(site, "present: 5m", "present: 9m", 1))
	if got := b.field("Within").entry.Value(); got != "9m" {
		t.Errorf("the form has %q", got)
	}
	b.yaml.entry.SetText(strings.Replace(site, "    present: 5m\n", "", 1))
	if strings.Join(b.chosen, "/") != "devices/0" || b.field("ID").entry.Value() != "hall" {
		t.Errorf("chosen is %v", b.chosen)
	}
}

// TestWhatIsNoYAML is told with its line; nothing that was typed is lost, and the form follows
// once it is mended.
func TestWhatIsNoYAML(t *testing.T) {
	b := newBench(t)
	b.file(site)
	b.pick("devices/0/present")
	broken := strings.Replace(site, "present: 5m", "present: [5m", 1)
	b.yaml.entry.SetText(broken)
	b.checked()
	if b.text != broken || b.yaml.entry.Value() != broken || !b.field("Within").entry.Disabled() || !b.list.add.Disabled() {
		t.Errorf("what was typed is lost, or the form can be filled in")
	}
	if words := widgets.LineText(b.yaml.list.Lines[0].Spans); !strings.Contains(words, "Line 9: The file is not YAML") || !b.yaml.low.Visible() {
		t.Errorf("it says %q", words)
	}
	b.yaml.entry.SetText(strings.Replace(site, "present: 5m", "present: 8m", 1))
	b.checked()
	if got := b.field("Within").entry; got.Value() != "8m" || got.Disabled() || b.yaml.low.Visible() {
		t.Errorf("the form has %q", got.Value())
	}
}

// TestFaultsStandAtTheirFields, at the row of their part, and in the list below the YAML.
func TestFaultsStandAtTheirFields(t *testing.T) {
	b := newBench(t)
	b.file(site)
	b.pick("devices/0/present")
	b.field("Within").entry.SetText("5")
	b.checked()
	if got := b.field("Within").row.Said(); !strings.Contains(got, "not a time") {
		t.Errorf("at the field: %q", got)
	}
	if got := b.placed.Of(b.index()); len(got) != 1 {
		t.Errorf("of the part: %v", got)
	}
	if !b.list.copy.Disabled() || len(b.yaml.list.Lines) != 1 {
		t.Errorf("below the YAML: %d", len(b.yaml.list.Lines))
	}
	b.pick("devices/1")
	b.yaml.goTo(0)
	if strings.Join(b.chosen, "/") != "devices/0/present" || b.yaml.entry.CursorRow != 9 {
		t.Errorf("a click leads to %v, line %d", b.chosen, b.yaml.entry.CursorRow)
	}
	b.pick("devices/0")
	b.field("Name").entry.SetText("")
	b.checked()
	if got := b.field("Name").row.Said(); !strings.Contains(got, "missing") {
		t.Errorf("at a field that is missing: %q", got)
	}
}

// TestParts are added, copied, moved and taken out.
func TestParts(t *testing.T) {
	b := newBench(t)
	b.New()
	b.list.changePart(func(int) (*checkform.Form, yamledit.Path, error) { return b.form.AddDevice() })
	if b.field("ID").entry.Value() != "device-1" {
		t.Fatal(b.text)
	}
	test.Tap(b.list.copy)
	test.Tap(b.list.up)
	if b.field("ID").entry.Value() != "device-1-1" || strings.Join(b.chosen, "/") != "devices/0" {
		t.Errorf("chosen is %v of\n%s", b.chosen, b.text)
	}
	b.pick("devices/1")
	test.Tap(b.list.remove)
	b.checked()
	want := "version: 1\nsettle: 30s\ndeadline: 30m\ndevices:\n  - id: device-1-1\n    topic: site/device-1\n    present: true\n"
	if b.text != want || len(b.faults) > 0 {
		t.Errorf("it is %v\n%s", b.faults, b.text)
	}
}

// TestAnotherKindOfCheck takes the place of the one before.
func TestAnotherKindOfCheck(t *testing.T) {
	b := newBench(t)
	b.file(site)
	b.pick("devices/0/present")
	b.fields.kind.SetSelected("Interval")
	b.replaced("present: 5m", "interval: {max: 60s}")
	if got := b.field("Longest silence").entry.Value(); got != "60s" {
		t.Errorf("it has %q", got)
	}
}

// TestANameThatIsTaken is not given twice, and what is typed stays.
func TestANameThatIsTaken(t *testing.T) {
	b := newBench(t)
	b.file(strings.Replace(site, "[5, 40]}\n", "[5, 40]}\n      humidity: {type: number}\n", 1))
	b.pick("devices/0/fields/humidity")
	before := b.text
	b.fields.name.SetText("temperature")
	if b.text != before || b.fields.name.Value() != "temperature" || b.fields.nameRow.Said() == "" {
		t.Errorf("it says %q, and has\n%s", b.fields.nameRow.Said(), b.text)
	}
	if b.fields.name.SetText("temperature2"); !strings.Contains(b.text, "temperature2: {type: number}") || b.fields.nameRow.Said() != "" {
		t.Errorf("it says %q, and has\n%s", b.fields.nameRow.Said(), b.text)
	}
}

// TestLongTexts are there by their parts: what is typed comes into the whole.
func TestLongTexts(t *testing.T) {
	b := newBench(t)
	words := site + "  - {topic: a/b, present: true}\n"
	for i := range 400 {
		words = strings.Replace(words, "rules:", "  - {id: d"+strconv.Itoa(i)+", topic: a/b, present: true}\nrules:", 1)
	}
	b.file(words)
	if shown := b.yaml.entry.Value(); !strings.HasPrefix(shown, "# Villa A") || strings.Contains(shown, "id: hall") {
		t.Errorf("of the whole it shows\n%s", shown)
	}
	b.pick("devices/7/present")
	shown := b.yaml.entry.Value()
	if strings.TrimSpace(shown) != "- {id: d5, topic: a/b, present: true}" {
		t.Fatalf("it shows\n%s", shown)
	}
	b.yaml.entry.SetText(strings.Replace(shown, "a/b", "c/d", 1))
	want := strings.Replace(words, "{id: d5, topic: a/b", "{id: d5, topic: c/d", 1)
	if b.text != want {
		t.Error("something else was changed")
	}
	b.pick("rules/1")
	b.field("Topic or filter").entry.SetText("e/f")
	if want = strings.Replace(want, "{topic: a/b, present", "{topic: e/f, present", 1); b.text != want || strings.TrimSpace(b.yaml.entry.Value()) != "- {topic: e/f, present: true}" {
		t.Errorf("it shows\n%s", b.yaml.entry.Value())
	}
	if b.Edit("x", []byte(strings.Repeat("#", Largest+1))) || b.Edit("x", []byte("\xff")) {
		t.Error("more is edited than can be")
	}
}
