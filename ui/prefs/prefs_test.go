package prefs

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t *testing.T, path string) *Prefs {
	t.Helper()
	return Open(path, func(err error) { t.Error(err) })
}

func TestPrefsLast(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mangrove", "preferences.json")
	p := open(t, path)
	if !p.Empty() {
		t.Error("there is something in nothing")
	}
	p.SetString("look", "dark")
	p.SetFloat("width", 1280.5)
	p.SetInt("columns", 3)
	p.SetBool("folded", true)
	p.SetStringList("recent", []string{"mqtt://a", "mqtt://b"})
	p.SetIntList("list", []int{1, 2})
	p.SetString("gone", "x")
	p.RemoveValue("gone")
	p.Stop()
	p.SetString("look", "after the end") // which nobody writes any more
	p = open(t, path)
	defer p.Stop()
	if p.String("look") != "dark" || p.Float("width") != 1280.5 || p.Int("columns") != 3 || !p.Bool("folded") ||
		!slices.Equal(p.StringList("recent"), []string{"mqtt://a", "mqtt://b"}) || !slices.Equal(p.IntList("list"), []int{1, 2}) {
		t.Errorf("%v", p.values)
	}
	if p.StringWithFallback("gone", "none") != "none" || p.FloatWithFallback("look", 7) != 7 {
		t.Error("there is a value that was not set, or is another type's")
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// TestPrefsAreWrittenForAReason: setting what is there already writes nothing.
func TestPrefsAreWrittenForAReason(t *testing.T) {
	path := filepath.Join(t.TempDir(), "preferences.json")
	p := open(t, path)
	told := 0
	p.AddChangeListener(func() { told++ })
	for range 3 {
		p.SetString("look", "dark")
		p.SetStringList("recent", []string{"a"})
		p.SetInt("columns", 0)
		p.RemoveValue("none")
	}
	p.Stop()
	if told != 3 || len(p.ChangeListeners()) != 1 {
		t.Errorf("told %d times", told)
	}
}

// TestTwoPrograms: neither takes back what the other has changed.
func TestTwoPrograms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "preferences.json")
	one, other := open(t, path), open(t, path)
	one.SetString("look", "dark")
	one.Stop()
	other.SetFloat("width", 800)
	other.Stop()
	p := open(t, path)
	defer p.Stop()
	if p.String("look") != "dark" || p.Float("width") != 800 {
		t.Errorf("%v", p.values)
	}
}

func TestDamagedPrefsAreNone(t *testing.T) {
	for name, content := range map[string]string{
		"empty": "", "half": `{"look":"da`, "null": "null", "a list": "[1]", "too large": strings.Repeat(" ", largestFile) + "{}",
	} {
		path := filepath.Join(t.TempDir(), "preferences.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		p := open(t, path)
		if !p.Empty() || p.values == nil {
			t.Errorf("%s: %v", name, p.values)
		}
		p.SetString("look", "dark")
		p.Stop()
		if got := read(path)["look"]; got != "dark" {
			t.Errorf("%s: not written over", name)
		}
	}
	p := open(t, t.TempDir()) // a folder
	if !p.Empty() {
		t.Error("a folder has preferences")
	}
	p.Stop()
}

func TestInstead(t *testing.T) {
	take := func(from, to fyne.Preferences) { to.SetString("look", from.String("look")) }
	path := filepath.Join(t.TempDir(), "preferences.json")
	for _, look := range []string{"dark", "light"} {
		app := test.NewTempApp(t)
		app.Preferences().SetString("look", look)
		toolkits := filepath.Join(t.TempDir(), "preferences.json")
		if err := os.WriteFile(toolkits, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		p := open(t, path)
		Replace(app, p, toolkits, take)
		if _, err := os.Stat(toolkits); err == nil || read(path)["look"] != "dark" {
			t.Error("the toolkit's file is still there, or ours is not")
		}
		if app.Preferences() != fyne.Preferences(p) || fyne.CurrentApp().Preferences().String("look") != "dark" {
			t.Errorf("the look is %q: what the toolkit has is taken once", app.Preferences().String("look"))
		}
		p.Stop()
	}
}
