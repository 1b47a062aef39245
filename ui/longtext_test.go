package ui

import (
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/explore"
	"mangrove/ui/format"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// paste puts a text into a field as the keyboard does.
func paste(into fyne.Shortcutable, s string) {
	c := fyne.CurrentApp().Clipboard()
	c.SetContent(s)
	into.TypedShortcut(&fyne.ShortcutPaste{Clipboard: c})
}

// TestLongestTopicIsPublishedWithoutBeingDrawn selects it, and pastes it.
func TestLongestTopicIsPublishedWithoutBeingDrawn(t *testing.T) {
	topic := strings.Repeat("t", 65_535)
	for name, fill := range map[string]func(b *bench, e *explore.Page){
		"selected": func(b *bench, _ *explore.Page) {
			b.receive(msg(topic, "1"))
			b.selectTopic(topic)
		},
		"pasted":        func(b *bench, _ *explore.Page) { paste(b.publishTopic(), topic) },
		"from the menu": func(_ *bench, e *explore.Page) { e.Publish.TakeTopic(topic) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			fill(b, e)
			shown, drawn := b.publishTopic(), ""
			for _, line := range uitest.Find[*canvas.Text](shown) {
				drawn += line.Text
			}
			if len(drawn) > 100 || !strings.Contains(drawn, "[65,535 bytes]") {
				t.Errorf("%d bytes drawn, %.200q", len(drawn), drawn)
			}
			b.publishPayload().SetText("ON")
			test.Tap(b.publishButton())
			b.until("published", func() bool {
				b.session.mu.Lock()
				defer b.session.mu.Unlock()
				return len(b.session.published) == 1
			})
			if got := b.session.published[0].Topic; got != topic {
				t.Errorf("published to a topic of %d bytes", len(got))
			}
			b.receive(msg("b", "2"))
			b.selectTopic("b")
			if want := map[bool]string{true: "b", false: topic}[name == "selected"]; shown.Value() != want {
				t.Errorf("after another selection the field has %d bytes, want %d", len(shown.Value()), len(want))
			}
		})
	}
}

func TestLongestTopicIsFound(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	topic := strings.Repeat("t", 65_535)
	b.receive(msg(topic, "1"), msg("b", "2"))
	paste(e.Tree.SearchField().(fyne.Shortcutable), topic)
	b.until("found", func() bool { return e.Conn.Store.Tree().Finding().Matches == 1 })
	test.Tap(placed[*widgets.Button](b, "clear search"))
	if e.Tree.SearchText() != "" || e.Conn.Store.Tree().Finding().Query != nil {
		t.Error("the button does not end the search")
	}
}

func TestLongTextReachesTheProfile(t *testing.T) {
	s := newShelfBench(t, at("a", "a.example"))
	id := s.idOf("a")
	s.home.Choose(id)
	long := strings.Repeat("token.", 1_000)
	for name, of := range map[string]func(p profiles.Profile) string{
		"User name": func(p profiles.Profile) string { return p.Username },
		"Client id": func(p profiles.Profile) string { return p.ClientID },
	} {
		f := s.field(name)
		paste(f, long)
		f.FocusLost()
		s.until(name+" is stored", func() bool {
			p, err := s.book.Get(id)
			return err == nil && of(p) == long
		})
		if f.Value() != long || f.Text != "" {
			t.Errorf("%s has %d bytes, draws %d", name, len(f.Value()), len(f.Text))
		}
	}
	paste(s.field("Password"), long)
	s.until("the password is kept", func() bool {
		p, err := s.book.Get(id)
		return err == nil && slices.Contains(p.Kept, profiles.SecretPassword)
	})
	s.connectOnForm()
	s.until("connected", func() bool { return len(s.tabs.list) == 1 })
	if got := s.tabs.active.Conn.Profile.Password; got != long {
		t.Errorf("connected with a password of %d bytes", len(got))
	}
}

// TestChainOfCertificatesIsPasted takes more than can be edited.
func TestChainOfCertificatesIsPasted(t *testing.T) {
	s := newShelfBench(t, at("a", "a.example"))
	id := s.idOf("a")
	s.home.Choose(id)
	block := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: make([]byte, 3_000)}))
	chain := strings.Repeat(block, 10)
	paste(s.field("Authority"), chain)
	s.until("it is stored", func() bool {
		p, err := s.book.Get(id)
		return err == nil && p.TLS.CA == chain
	})
	if f := s.field("Authority"); f.Value() != "" || strings.HasPrefix(f.PlaceHolder, "[") {
		t.Errorf("%d bytes are still there, the hint is %q", len(f.Value()), f.PlaceHolder)
	}
}

func TestLongImport(t *testing.T) {
	s := newShelfBench(t)
	s.askImport()
	text, confirm := s.asked("import text").(*widgets.FormEntry), s.asked("confirm").(*widgets.Button)
	var list []string
	for i := range 200 {
		list = append(list, fmt.Sprintf(`{"id":"c%d","name":"n%d","host":"h%d.example","port":1883,"protocol":"mqtt","padding":"%0200d"}`, i, i, i, 0))
	}
	paste(text, "["+strings.Join(list, ",")+"]")
	if text.Text != "" || len(text.Value()) < 50_000 {
		t.Errorf("%d bytes, %d drawn", len(text.Value()), len(text.Text))
	}
	test.Tap(confirm)
	s.until("imported", func() bool { return len(s.shelf.All()) == 200 })
}

// TestLabelsBreakShortSentences has something that is quoted be long.
func TestLabelsBreakShortSentences(t *testing.T) {
	newBench(t)
	label, row := widget.NewLabel(""), widgets.NewFormRow("Host", widget.NewLabel(""))
	long := "The scheme " + strings.Repeat("é", 30_000) + " is not known."
	widgets.ShowProblem(label, long)
	row.Say(long, widget.DangerImportance)
	for name, got := range map[string]string{"a dialog": label.Text, "the form": row.Said()} {
		if len(got) > format.LargestSentence+10 || !strings.HasPrefix(got, "The scheme é") || !strings.HasSuffix(got, "é is not known.") {
			t.Errorf("%s says %d bytes: %.40q", name, len(got), got)
		}
	}
	if got := format.Excerpt("The scheme é is not known."); got != "The scheme é is not known." {
		t.Errorf("%q", got)
	}
}
