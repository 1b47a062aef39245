package verify

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// put makes a file of a name.
func put(t *testing.T, name, words string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// asks waits for a question with some words.
func (b *bench) asks(words string) {
	b.t.Helper()
	b.until("it asks: "+words, func() bool { return strings.Contains(uitest.DialogWords(b.window.Canvas()), words) })
}

// saves has the checklist that is offered saved, and waits until it is on view.
func (b *bench) saves(want string) {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), "made.yaml")
	b.do.Desk.Save = func(name string, write func(io.Writer) error, saved func(string)) {
		f, err := os.Create(path)
		if err == nil {
			err = write(f)
		}
		if err != nil || name != want {
			b.t.Errorf("%v, %s", err, name)
		}
		_ = f.Close()
		saved(path)
	}
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Save…"))
	b.until("it is on view", func() bool { return b.list != nil && b.list.path == path })
	if b.list.err != nil {
		b.t.Error(b.list.err)
	}
}

// TestOpenedDocument: of a document that is opened a checklist is made, and what is not used is
// told.
func TestOpenedDocument(t *testing.T) {
	b := newBench(t)
	b.Read(put(t, "plant.json", `{"asyncapi": "3.0.0", "info": {"title": "Plant", "version": "1"}, "servers": {"a": {"host": "x", "protocol": "mqtt"}},
		"channels": {"state": {"address": "site/{meter}/state", "messages": {"one": {"payload": {"type": "object"}}}}}}`))
	b.asks("0 devices and 1 rule, made of an AsyncAPI document of version 3.0.0")
	b.asks("/servers: a checklist is run against the broker that you name")
	b.saves("plant-checklist.yaml")
	if b.list.list.Site.Name != "Plant" || len(b.list.list.Subjects) != 1 {
		t.Errorf("it has %d subjects", len(b.list.list.Subjects))
	}
}

// TestOpenedDocumentWithoutTopics asks for them, and again where they cannot be used.
func TestOpenedDocumentWithoutTopics(t *testing.T) {
	for _, c := range []struct{ name, file, words, asked, wrong, again, right string }{
		{"state.json", `{"type": "object"}`, "0 devices and 1 rule", "whose payloads it describes", "a#", "is no filter", "site/+/state"},
		{"devices.csv", "id\nfan\n", "1 device and 0 rules", "has a topic or a convention", "site/{room}/#", "that the list does not have", "site/{id}/#"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.Read(put(t, c.name, c.file))
			field := func() *widgets.Entry { return uitest.Find[*widgets.Entry](b.window.Canvas().Overlays().Top())[0] }
			b.asks(c.asked)
			field().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // of nothing nothing is made
			field().SetText(c.wrong)
			test.Tap(uitest.DialogButton(b.window.Canvas(), "Make"))
			b.asks(c.again)
			field().SetText(c.right)
			field().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			b.asks(c.words)
			b.saves(strings.TrimSuffix(c.name, filepath.Ext(c.name)) + "-checklist.yaml")
		})
	}
}

// TestOpenedDocumentOfNoUse says why, and leaves what is on view.
func TestOpenedDocumentOfNoUse(t *testing.T) {
	b := newBench(t)
	path := b.write(plant)
	b.openFile(path)
	b.Read(put(t, "old.yaml", "asyncapi: 1.2.0\n"))
	b.until("it says why", func() bool {
		return strings.Contains(b.said, "No checklist could be made of old.yaml. This version of AsyncAPI is not read.")
	})
	if b.list.path != path {
		t.Error("the checklist is gone")
	}
}

// TestOpenedReport is no checklist, and it is said where one is.
func TestOpenedReport(t *testing.T) {
	b := newBench(t)
	b.Read(put(t, "report.zip", "PK\x03\x04 and the rest"))
	b.until("it is told", func() bool { return strings.Contains(b.table.Said(), "not a checklist. The report of a run") })
}
