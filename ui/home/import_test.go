package home

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
	"mangrove/broker/profiles/importing"
	"mangrove/ui/widgets"
)

// TestImportOfThousands: all connections of a large file come in, and what there
// is to say of each stands in a view that only draws what is seen.
func TestImportOfThousands(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `,{"name": "plant %d", "host": "h%d.example", "port": "8883", "ssl": true, "rejectUnauthorized": false, "password": "p"}`, i, i)
	}
	path := filepath.Join(t.TempDir(), "export.json")
	if err := os.WriteFile(path, []byte("["+b.String()[1:]+"]"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newBench(t)
	s.askImport(path)
	s.until("what weakens is asked about", func() bool { return s.asked("take") != nil })
	s.answer("confirm")
	s.until("imported", func() bool { return len(s.shelf.All()) == 5000 && len(s.desk.Asked) == 0 })
	if p := s.onForm(); p.Name != "plant 4999" {
		t.Errorf("the form shows %q", p.Name)
	}
	if n := len(s.book.All()); n != 5000 {
		t.Errorf("%d in the book", n)
	}
	if _, ok := longText(importNotes([]importing.Connection{{Notes: []finding.Note{{Code: finding.ProtocolUnknown, Name: strings.Repeat("x ", largestLabel)}}}})).(*widgets.TextView); !ok {
		t.Error("a long report is laid out as a whole")
	}
}

// TestCancelledImports bring nothing in, and ask nothing more.
func TestCancelledImports(t *testing.T) {
	for name, text := range map[string]string{"plain": "mqtt://h", "one that is weak": "mosquitto_sub -h h -t a --insecure --cafile /ca.pem"} {
		t.Run(name, func(t *testing.T) {
			s := newBench(t)
			q := s.desk.Ask("Import", widgets.NewSentences("", 0), widgets.NewButton("Import", nil, nil))
			s.bringIn([]byte(text), widgets.NewSentences("", 0), q)
			s.answer("cancel")
			s.until("it is read", func() bool { return !q.Busy })
			if n := len(s.book.All()); n != 0 || s.desk.Asked != nil {
				t.Errorf("%d came in, asked is %v", n, s.desk.Asked)
			}
		})
	}
}

// TestQuestionsComeOneByOne: one that ends twice takes no other along.
func TestQuestionsComeOneByOne(t *testing.T) {
	s := newBench(t, at("plant", "plant.example"))
	first := s.desk.Ask("First", widgets.NewSentences("", 0), widgets.NewButton("Do", nil, nil))
	p := s.shelf.All()[0]
	s.askFor(missingSecrets{profile: p, names: []string{profiles.SecretPassword}})
	s.askWeak([]importing.Connection{{Profile: p}}, "weak")
	if s.desk.Waiting() != 2 || s.asked("take") != nil {
		t.Fatalf("%d wait", s.desk.Waiting())
	}
	first.Close()
	first.Close()
	if s.asked("secret "+profiles.SecretPassword) == nil {
		t.Fatal("the second question is not asked")
	}
	s.answer("cancel")
	if s.asked("take") == nil || s.desk.Waiting() != 0 {
		t.Error("the third question is not asked")
	}
}

// TestWeakSettingsOfOneConnection are not said to be those of several.
func TestWeakSettingsOfOneConnection(t *testing.T) {
	for n, want := range map[int]string{1: "This connection comes with settings", 2: "These connections come with settings"} {
		s := newBench(t)
		s.askWeak(make([]importing.Connection, n), "weak")
		var told []string
		for _, o := range test.LaidOutObjects(s.window.Canvas().Overlays().Top()) {
			if l, ok := o.(*widget.Label); ok {
				told = append(told, l.Text)
			}
		}
		if words := strings.Join(told, "\n"); !strings.Contains(words, want) || n == 1 && strings.Contains(words, "the connections") {
			t.Errorf("of %d: %q", n, words)
		}
	}
}

// TestImportReport: what is told stands under the connection's name.
func TestImportReport(t *testing.T) {
	got := importNotes([]importing.Connection{
		{Profile: profiles.Profile{Name: "a"}, Notes: []finding.Note{{Code: finding.ProtocolUnknown, Name: "one"}, {Code: finding.FilterMissing}}},
		{Profile: profiles.Profile{Name: "quiet"}},
		{Profile: profiles.Profile{Name: "b"}, Notes: []finding.Note{{Code: finding.EntryNumbered, Count: 3}}},
	})
	if want := "a\n  The protocol one is unknown; mqtt is used.\n  A subscription has no filter and was left out.\n" +
		"b\n  Entry 3 of the file is not a connection and was left out.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBreakWords(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		columns int
		want    string
	}{
		"short":     {"name\n  note\n", 20, "name\n  note\n"},
		"long":      {"  one two three four\n", 14, "  one two\n    three\n    four\n"},
		"long word": {"  abcdefghijklmnop q\n", 10, "  abcdefghijklmnop\n    q\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(breakWords(c.text, c.columns)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestImportsAskBeforeTheyWeaken: without a tick nothing that weakens comes in,
// and nothing at all without an answer.
func TestImportsAskBeforeTheyWeaken(t *testing.T) {
	const text = "mosquitto_sub -h bank.example -p 8883 --cafile /etc/ca.pem --insecure --tls-version tlsv1 --proxy socks5h://evil.example:9 -t a"
	for _, c := range []struct {
		name, answer string
		take         bool
		weak         int // settings of the connection that comes in; -1: none comes
	}{{"no answer", "cancel", true, -1}, {"without a tick", "confirm", false, 0}, {"with a tick", "confirm", true, 4}} {
		t.Run(c.name, func(t *testing.T) {
			s := newBench(t)
			s.askImport("")
			s.asked("import text").(interface{ SetText(string) }).SetText(text)
			s.answer("confirm")
			s.until("what weakens is asked about", func() bool { return s.asked("take") != nil })
			if n := len(s.book.All()); n != 0 {
				t.Errorf("%d connections before the answer", n)
			}
			words := s.dialogWords()
			for _, says := range []string{"bank.example", "not verified", "TLS 1.0 is allowed", "proxy evil.example", "/etc/ca.pem"} {
				if !strings.Contains(words, says) {
					t.Errorf("it does not say %q", says)
				}
			}
			take := s.asked("take").(*widget.Check)
			if take.Checked {
				t.Error("it is ticked before anybody has")
			}
			take.SetChecked(c.take)
			s.answer(c.answer)
			if c.weak < 0 {
				s.step()
				if n := len(s.book.All()); n != 0 || s.window.Canvas().Overlays().Top() != nil {
					t.Errorf("%d connections after no", n)
				}
				return
			}
			s.until("imported", func() bool { return len(s.shelf.All()) == 1 && len(s.desk.Asked) == 0 })
			got := importing.Connection{Profile: s.book.All()[0]}
			if len(got.Weak()) != c.weak {
				t.Errorf("it came in with %v", got.Weak())
			}
		})
	}
}
