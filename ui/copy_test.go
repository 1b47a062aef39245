package ui

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"mangrove/model/payload"
	"mangrove/ui/look"
	"mangrove/ui/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// clipboard is what is on it.
func clipboard() string { return fyne.CurrentApp().Clipboard().Content() }

// TestCopyTakesWhatIsAsked copies the message of the head while the one before
// it is still shown.
func TestCopyTakesWhatIsAsked(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a/x", "first"), msg("a/y", "second"))
	b.lookInto("a", 0)
	b.until("it is shown", func() bool { return b.payloadSeen() == "first" })
	rows, _, _ := placed[*widgets.Rows](b, "messages").Seen()
	placed[*widgets.Rows](b, "messages").OnSelect(rows[1].Key) // nothing is drawn since
	test.Tap(placed[*widgets.Button](b, "copy payload"))
	if clipboard() != "second" {
		t.Errorf("copied %q", clipboard())
	}
}

func TestCopyInTheTree(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("acme/t", "21.5"), msg("acme/zero", "abc\x00def"), msg("acme/empty", ""))
	for _, c := range []struct{ topic, want, says string }{
		{"acme", "acme", "Topic copied: 4 bytes."},
		{"acme/t", "21.5", "Payload copied: 4 bytes."},
		{"acme/zero", "61626300646566", "because byte 3 is zero"},
		{"acme/empty", "before", "The payload is empty."},
	} {
		b.selectTopic(c.topic)
		fyne.CurrentApp().Clipboard().SetContent("before")
		placed[*widgets.Rows](b, "tree").TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
		if clipboard() != c.want || !b.desk.Toast.Object.Visible() || !strings.Contains(b.desk.Toast.Words.Text, c.says) {
			t.Errorf("%s: %q is on the clipboard, and it says %q", c.topic, clipboard(), b.desk.Toast.Words.Text)
		}
	}
}

// TestCopyTooLarge offers to save what the clipboard cannot take, wherever it
// is copied.
func TestCopyTooLarge(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("big", strings.Repeat("x", 20_000_000)))
	ways := 0
	b.selectTopic("big")
	b.until("it is shown", func() bool { return b.payloadSeen() != "" && placed[*widgets.Button](b, "copy payload").Visible() })
	for name, do := range map[string]func(){
		"the button":  func() { test.Tap(placed[*widgets.Button](b, "copy payload")) },
		"the tree":    func() { placed[*widgets.Rows](b, "tree").TypedShortcut(&fyne.ShortcutCopy{}) },
		"the payload": func() { placed[*widgets.TextView](b, "payload view").TypedShortcut(&fyne.ShortcutCopy{}) },
		"the menu":    func() { b.payloadMenu("Copy payload in Base64") },
	} {
		if ways++; testing.Short() && ways > 1 {
			break // as much goes to each
		}
		fyne.CurrentApp().Clipboard().SetContent("before")
		do()
		if clipboard() != "before" || !strings.Contains(b.desk.Toast.Words.Text, "holds up to 15 MB") || !b.desk.Toast.Action.Visible() {
			t.Errorf("%s: %d bytes on the clipboard, and it says %q", name, len(clipboard()), b.desk.Toast.Words.Text)
		}
		b.desk.Toast.Object.Hide()
	}
}

// TestSaveOfferedSavesWhatWasCopied keeps the message that was too large, not
// the one looked at by then.
func TestSaveOfferedSavesWhatWasCopied(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("big", strings.Repeat("x", 16_000_000)), msg("small", "1"))
	ways := 0
	for name, do := range map[string]func(){
		"the button": func() { test.Tap(placed[*widgets.Button](b, "copy payload")) },
		"the view":   func() { placed[*widgets.TextView](b, "payload view").TypedShortcut(&fyne.ShortcutCopy{}) },
		"the menu":   func() { b.payloadMenu("Copy payload as received") },
		"the tree":   func() { placed[*widgets.Rows](b, "tree").TypedShortcut(&fyne.ShortcutCopy{}) },
	} {
		if ways++; testing.Short() && ways > 1 {
			break
		}
		b.selectTopic("big")
		b.until("it is shown", func() bool { return strings.HasPrefix(b.payloadSeen(), "xx") })
		do()
		b.selectTopic("small")
		b.until("the other is shown", func() bool { return b.payloadSeen() == "1" })
		var saved bytes.Buffer
		b.desk.Save = func(_ string, write func(io.Writer) error, _ func(string)) {
			if err := write(&saved); err != nil {
				t.Error(err)
			}
		}
		test.Tap(b.desk.Toast.Action)
		b.until(name+": it is saved", func() bool { return saved.Len() > 0 })
		if saved.Len() != 16_000_000 {
			t.Errorf("%s: %d bytes are saved", name, saved.Len())
		}
	}
}

func TestCopyPath(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a", `{"state": {"temperature": 21.5}, "list": [1, 2]}`))
	b.selectTopic("a")
	tree := placed[*widgets.Rows](b, "payload tree")
	b.until("its tree is shown", func() bool { return b.isPlaced("payload tree") })
	for row, want := range map[int]string{1: "state.temperature", 4: "list.1"} {
		tree.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(40, float32(row)*look.RowHeight+9)})
		b.choose("Copy path “" + want + "”")
		if clipboard() != want {
			t.Errorf("row %d: copied %q", row, clipboard())
		}
	}
	placed[*widget.Select](b, "payload format").SetSelectedIndex(int(payload.PrettyView))
	view := placed[*widgets.TextView](b, "payload view")
	b.until("it is shown", func() bool { return view.Visible() && len(view.Seen()) > 3 })
	for line, want := range map[int]string{2: "state.temperature", 4: "list"} {
		view.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(40, 4+float32(line)*18+9)})
		b.choose("Copy path “" + want + "”")
		if clipboard() != want {
			t.Errorf("line %d: copied %q", line, clipboard())
		}
	}
}
