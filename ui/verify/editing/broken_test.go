package editing

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// TestNoFieldReplacesWhatIsNoYAML: while the text cannot be read the form has parts of an earlier one,
// and none of its controls puts that in the place of what is typed.
func TestNoFieldReplacesWhatIsNoYAML(t *testing.T) {
	for name, act := range map[string]func(b *bench){
		"the path":  func(b *bench) { b.fields.name.SetText("other") },
		"the kind":  func(b *bench) { b.fields.kind.SetSelected("Present") },
		"a field":   func(b *bench) { b.field("Samples").entry.SetText("5") },
		"a box":     func(b *bench) { b.field("Optional").check.SetChecked(true) },
		"a choice":  func(b *bench) { b.field("Type").words.SetSelected("text") },
		"a removal": func(b *bench) { b.list.rows.OnKey(0, &fyne.KeyEvent{Name: fyne.KeyDelete}) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.file(site)
			b.pick("devices/0/fields/temperature")
			broken := strings.Replace(site, "present: 5m", "present: [5m", 1)
			b.yaml.entry.SetText(broken)
			b.checked()
			if !b.fields.name.Disabled() || !b.fields.kind.Disabled() {
				t.Error("the path or the kind can be filled in")
			}
			if act(b); b.text != broken {
				t.Errorf("what was typed became\n%s", b.text)
			}
			mended := strings.Replace(site, "present: 5m", "present: 8m", 1)
			if b.yaml.entry.SetText(mended); b.text != mended || b.fields.name.Value() != "temperature" || b.fields.name.Disabled() || b.fields.kind.Disabled() {
				t.Errorf("once it is mended the path is %q of\n%s", b.fields.name.Value(), b.text)
			}
			b.checked()
		})
	}
}

// TestAFileThatChangesUnderTheMenu: what is added then is added to what is there, or not at all.
func TestAFileThatChangesUnderTheMenu(t *testing.T) {
	b := newBench(t)
	path := b.file(site)
	b.pick("rules/0")
	items := b.list.additions()
	b.FileChanged(path, []byte("version: 1\n"))
	items[len(items)-1].Action()
	if b.text != "version: 1\n" {
		t.Errorf("it has\n%s", b.text)
	}
	if items[0].Action(); !strings.HasPrefix(b.text, "version: 1\ndevices:\n") {
		t.Errorf("it has\n%s", b.text)
	}
}
