package ui

import (
	"io"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/inspect"
	"mangrove/ui/widgets"
)

// TestValueLetGo has a value come that is too large for the memory: wherever it
// would be seen, copied or saved, what became of it is said.
func TestValueLetGo(t *testing.T) {
	b := newBench(t, func(s *Services) {
		connect := s.Connect
		s.Connect = func(p broker.Profile, before broker.Opened) broker.Opened {
			o := connect(p, before)
			o.Store = model.NewStore(model.Options{Memory: model.LeastMemory})
			return o
		}
	})
	e := b.connect()
	b.receive(msg("film", strings.Repeat("x", 40_000_000)), msg("small", "1"))
	const said = "value discarded: too large for the memory limit, 40 MB"
	b.until("the tree says so", func() bool { return strings.Contains(strings.Join(b.rowTexts(), "\n"), said) })
	b.selectTopic("film")
	hint := placed[*widget.Label](b, "payload hint")
	b.until("the inspector says so", func() bool {
		return hint.Visible() && strings.Contains(hint.Text, "This value of 40 MB was discarded")
	})
	if facts := placed[*widgets.Strip](b, "facts").Text(); !strings.Contains(facts, "40 MB") || !strings.Contains(facts, "1 message") {
		t.Errorf("the facts: %q", facts)
	}
	if left := b.status.left.Text(); !strings.Contains(left, "1 large value discarded") {
		t.Errorf("the status bar: %q", left)
	}
	before := clipboard()
	saved := false
	b.desk.Save = func(string, func(io.Writer) error, func(string)) { saved = true }
	test.Tap(placed[*widgets.Button](b, "copy payload"))
	test.Tap(placed[*widgets.Button](b, "save payload"))
	e.Tree.OnCopy(e.Conn.Selected)
	if clipboard() != before || saved {
		t.Error("what is not there is copied or saved")
	}
	e.Inspector.ListMessages()
	b.until("the list says so", func() bool { return strings.Contains(strings.Join(b.streamTexts(), "\n"), said) })
	b.receive(msg("film", "back"))
	e.Inspector.SetMode(inspect.Latest)
	b.until("the next message is shown", func() bool { return !hint.Visible() && b.payloadSeen() == "back" })
}
