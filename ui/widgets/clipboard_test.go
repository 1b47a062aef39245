package widgets

import (
	"encoding/hex"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// copies catches what windows are told of copies.
func copies(w fyne.Window) *[]*Note {
	list := &[]*Note{}
	w.Canvas().AddShortcut(&Note{}, func(s fyne.Shortcut) { *list = append(*list, s.(*Note)) })
	return list
}

func TestCopy(t *testing.T) {
	cases := []struct {
		name, text string
		want       string // on the clipboard
		words      string // of what is told
		bad        bool
	}{
		{"one byte", "1", "1", "Payload copied: 1 byte.", false},
		{"text", "21.5 °C", "21.5 °C", "Payload copied: 8 bytes.", false},
		{"a zero byte", "abc\x00def", "61626300646566", "as hex, because byte 3 is zero", false},
		{"no UTF-8", "a\xff", "61ff", "as hex, because it is not UTF-8 text", false},
		{"nothing", "", "before", "Nothing was copied", true},
		{"as large as can be", strings.Repeat("x", LargestCopy), strings.Repeat("x", LargestCopy), "copied: 15 MB", false},
		{"larger", strings.Repeat("x", LargestCopy+1), "before", "up to 15 MB", true},
		{"bytes that double", strings.Repeat("\xff", LargestCopy/2+1), "before", "up to 15 MB", true},
		{"50 MB of bytes", strings.Repeat("\x00", 50_000_000), "before", "up to 15 MB, and this is 100 MB as hex, because byte 0 is zero", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			test.NewTempApp(t)
			told := copies(test.NewTempWindow(t, NewEntry("")))
			clipboard := fyne.CurrentApp().Clipboard()
			clipboard.SetContent("before")
			saved := false
			Copy(Copying{What: "Payload", Text: c.text, Save: func() { saved = true }})
			if got := clipboard.Content(); got != c.want {
				t.Errorf("the clipboard has %d bytes, %.30q; want %d, %.30q", len(got), got, len(c.want), c.want)
			}
			if len(*told) != 1 || !strings.Contains((*told)[0].Words, c.words) || (*told)[0].Bad != c.bad {
				t.Fatalf("told %+v", *told)
			}
			if save := (*told)[0].Save; len(c.text) > LargestCopy && save == nil {
				t.Error("it is not offered to save it")
			} else if save != nil {
				if save(); !saved {
					t.Error("it is not saved")
				}
			}
		})
	}
}

// TestCopyOfWhatIsNotMade: what is known to be too large need not be made.
func TestCopyOfWhatIsNotMade(t *testing.T) {
	for _, c := range []struct {
		size  int
		words string
	}{
		{40_000_000, "and this is 40 MB. Save the payload to a file instead."},
		{-1, "and this is larger. Save the payload to a file instead."},
	} {
		test.NewTempApp(t)
		told := copies(test.NewTempWindow(t, NewEntry("")))
		clipboard := fyne.CurrentApp().Clipboard()
		clipboard.SetContent("before")
		Copy(Copying{What: "Value", Text: "its beginning", Size: c.size, Save: func() {}})
		if clipboard.Content() != "before" || len(*told) != 1 || !strings.HasSuffix((*told)[0].Words, c.words) || !(*told)[0].Bad {
			t.Errorf("%d: the clipboard has %q, told %+v", c.size, clipboard.Content(), *told)
		}
	}
}

// TestEverythingCopiesThroughTheDoor has what fields and views copy bounded,
// whole and told of.
func TestEverythingCopiesThroughTheDoor(t *testing.T) {
	test.NewTempApp(t)
	entry, secret, several, view := NewEntry(""), NewEntry(""), NewEntry(""), NewTextView(18, 13)
	secret.Password, several.MultiLine = true, true
	w := test.NewTempWindow(t, view)
	told := copies(w)
	clipboard := fyne.CurrentApp().Clipboard()
	long, large := strings.Repeat("a/", 1000), strings.Repeat("a", LargestCopy+1)
	entry.Most = len(large)
	for _, c := range []struct {
		name   string
		object fyne.Shortcutable
		text   string
		cut    bool
		want   string
		left   string
	}{
		{"a field", entry, "abc", false, "abc", "abc"},
		{"a field, cut", entry, "abc", true, "abc", ""},
		{"a zero byte in a field", entry, "abc\x00def", false, hex.EncodeToString([]byte("abc\x00def")), "abc\x00def"},
		{"several lines", several, "a\nb", false, "a\nb", "a\nb"},
		{"a held text", entry, long, false, long, long},
		{"a held text, cut", entry, long, true, long, ""},
		{"too much, cut", entry, large, true, "before", large},
		{"a secret", secret, "secret", false, "before", "secret"},
		{"a held secret", secret, long, false, "before", long},
		{"nothing selected", entry, "", false, "before", ""},
		{"a view", view, "line\r\nnext\n", false, "line\r\nnext\n", ""},
		{"a view of nothing", view, "", false, "before", ""},
		{"a view of bytes", view, "a\x00\xff", false, "6100ff", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			*told = nil
			clipboard.SetContent("before")
			switch o := c.object.(type) {
			case *TextView:
				o.SetLines(NewTextLines([]byte(c.text), 40, nil), true)
			case *Entry:
				o.SetText(c.text)
				o.TypedShortcut(&fyne.ShortcutSelectAll{})
			}
			var s fyne.Shortcut = &fyne.ShortcutCopy{Clipboard: clipboard}
			if c.cut {
				s = &fyne.ShortcutCut{Clipboard: clipboard}
			}
			c.object.TypedShortcut(s)
			if got := clipboard.Content(); got != c.want {
				t.Errorf("the clipboard has %.60q, want %.60q", got, c.want)
			}
			if e, ok := c.object.(*Entry); ok && e.Value() != c.left {
				t.Errorf("the field has %.60q, want %.60q", e.Value(), c.left)
			}
			if c.want != "before" && len(*told) != 1 {
				t.Errorf("told %d times", len(*told))
			}
		})
	}
}
