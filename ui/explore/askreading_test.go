package explore

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// TestAnAnswerThatWasChangedIsDropped: what is found out about what stood in the fields is
// neither said of what stands there now, nor kept in its place.
func TestAnAnswerThatWasChangedIsDropped(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{})
	window := test.NewTempWindow(t, nil)
	window.Resize(fyne.NewSize(900, 700))
	come := make(chan func())
	e := &Page{desk: desk.New(window, func(do func()) { come <- do }, error.Error)}
	keep := func() { test.Tap(uitest.DialogButton(window.Canvas(), "Keep")) }
	words := func() string { return uitest.DialogWords(window.Canvas()) }

	e.askReading(readingQuestion{filter: "a/b", as: []string{"protobuf"}})
	files := uitest.Find[*widgets.FormEntry](window.Canvas().Overlays().Top())[0]
	files.SetText("/nowhere/old.proto")
	keep()
	files.SetText("/nowhere/new.proto")
	if (<-come)(); strings.Contains(words(), "old.proto:") {
		t.Errorf("what is wrong with the old file is said beside the new one: %q", words())
	}
	keep()
	if (<-come)(); !strings.Contains(words(), "new.proto:") {
		t.Errorf("what is wrong is not said: %q", words())
	}
	test.Tap(uitest.DialogButton(window.Canvas(), "Cancel"))

	e.askReading(readingQuestion{filter: "a/b", as: []string{"json"}})
	keep()
	uitest.Find[*widgets.Entry](window.Canvas().Overlays().Top())[0].SetText("a/#")
	if (<-come)(); window.Canvas().Overlays().Top() == nil {
		t.Error("the dialog has ended with what stood there before")
	}
	test.Tap(uitest.DialogButton(window.Canvas(), "Cancel"))
}
