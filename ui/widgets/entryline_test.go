package widgets

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// TestLongLineHasNoScrollBar: a line that is longer than its field has nothing over its
// letters, and follows the cursor.
func TestLongLineHasNoScrollBar(t *testing.T) {
	for name, create := range map[string]func() (field fyne.Widget, e *Entry){
		"a field":           func() (fyne.Widget, *Entry) { e := NewEntry("hint"); return e, e },
		"a field of a form": func() (fyne.Widget, *Entry) { e := NewFormEntry("hint", 0); return e, &e.Entry },
	} {
		test.NewTempApp(t)
		field, e := create()
		w := test.NewTempWindow(t, field)
		w.Resize(fyne.NewSize(200, 60))
		e.SetText("site/" + strings.Repeat("hall/", 20) + "temperature")
		scrolls := 0
		for _, o := range test.WidgetRenderer(field).Objects() {
			scroll, ok := o.(*container.Scroll)
			if !ok {
				continue
			}
			scrolls++
			for _, part := range test.WidgetRenderer(scroll).Objects() {
				if kind := fmt.Sprintf("%T", part); part.Visible() && part != scroll.Content && part.Size().Width > 0 {
					t.Errorf("%s: a %s of %v lies over the line", name, kind, part.Size())
				}
			}
			if e.SetCaret(0); scroll.Offset.X != 0 {
				t.Errorf("%s: the beginning is not seen: it is moved by %v", name, scroll.Offset)
			}
			if e.SetCaret(len(e.Text)); scroll.Offset.X <= 0 {
				t.Errorf("%s: the end is not seen", name)
			}
		}
		if scrolls != 1 {
			t.Errorf("%s: %d of its parts scroll", name, scrolls)
		}
	}
}
