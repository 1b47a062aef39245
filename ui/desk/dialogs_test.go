package desk

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets"
)

// TestClosedDialogsAreForgotten, as each of them has what it is about.
func TestClosedDialogsAreForgotten(t *testing.T) {
	test.NewTempApp(t)
	d := New(test.NewTempWindow(t, nil), func(do func()) { do() }, error.Error)
	for name, show := range map[string]func(){
		"a dialog":       func() { d.Show(d.NewDialog("Title", widget.NewLabel("words"))) },
		"a confirmation": func() { d.Confirm(&Confirmation{Title: "Title", Action: "Do it", Do: func() {}}) },
		"a question":     func() { d.Ask("Title", widget.NewLabel("words"), widgets.NewButton("Do it", nil, nil)) },
	} {
		show()
		if len(d.dialogs) != 1 {
			t.Fatalf("%s: %d are open", name, len(d.dialogs))
		}
		d.Dismiss()
		if len(d.dialogs) > 0 || len(d.Canvas().Overlays().List()) > 0 {
			t.Errorf("%s is closed, and %d are still known", name, len(d.dialogs))
		}
	}
}

// TestQuestionsWait asks one after the other.
func TestQuestionsWait(t *testing.T) {
	test.NewTempApp(t)
	d := New(test.NewTempWindow(t, nil), func(do func()) { do() }, error.Error)
	var asked []string
	ask := func(title string) func() {
		return func() {
			asked = append(asked, title)
			d.Ask(title, fyne.CanvasObject(widget.NewLabel("words")), widgets.NewButton("Do it", nil, nil))
		}
	}
	for _, title := range []string{"one", "two", "three"} {
		d.AskLater(ask(title))
	}
	for i, waiting := range []int{2, 1, 0} {
		if len(asked) != i+1 || d.Waiting() != waiting {
			t.Errorf("%q were asked, and %d wait", asked, d.Waiting())
		}
		d.Dismiss()
	}
	if d.Asked != nil {
		t.Error("a question is still asked")
	}
}

// TestReturnAnswersTheQuestion that can be seen, and nothing that cannot be undone.
func TestReturnAnswersTheQuestion(t *testing.T) {
	test.NewTempApp(t)
	d := New(test.NewTempWindow(t, nil), func(do func()) { do() }, error.Error)
	done := 0
	confirm := widgets.NewButton("Do it", nil, func() { done++ })
	if d.Answer(); done > 0 {
		t.Error("nothing is asked, and it is done")
	}
	d.Ask("Title", widget.NewLabel("words"), confirm)
	d.Show(d.NewDialog("Title", widget.NewLabel("over it")))
	if d.Answer(); done > 0 {
		t.Error("it is done with something over the question")
	}
	d.Dismiss()
	confirm.Disable()
	if d.Answer(); done > 0 {
		t.Error("it is done while it cannot be")
	}
	confirm.Enable()
	confirm.Importance = widget.DangerImportance
	if d.Answer(); done > 0 {
		t.Error("what cannot be undone is done")
	}
	confirm.Importance = widget.HighImportance
	if d.Answer(); done != 1 {
		t.Errorf("it is done %d times", done)
	}
}
