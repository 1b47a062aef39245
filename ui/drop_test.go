package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mangrove/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets"
)

// file writes a file to drop.
func file(t *testing.T, name, content string) fyne.URI {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return storage.NewFileURI(path)
}

func TestDroppedFileIsThePayload(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.publishTopic().SetText("a")
	b.publishPayload().SetText("typed before")
	b.dropped(fyne.NewPos(500, 300), []fyne.URI{file(t, "image.bin", "\x00\xff")})
	says := func(words string) bool {
		return slices.ContainsFunc(uitest.Find[*widget.Label](e.Publish.Object), func(l *widget.Label) bool { return l.Text == words })
	}
	b.until("the file is held", func() bool { return says("image.bin, 2 B") })
	test.Tap(b.publishButton())
	b.until("it is published", func() bool { return len(b.sent()) == 1 && string(b.sent()[0].Payload) == "\x00\xff" })
	for _, button := range uitest.Find[*widgets.Button](e.Publish.Object) {
		if button.Text == "Remove" {
			test.Tap(button)
		}
	}
	if got := b.publishPayload().Value(); got != "typed before" || !b.publishPayload().Visible() {
		t.Errorf("what was typed has become %q", got)
	}
	b.dropped(fyne.NewPos(500, 300), []fyne.URI{storage.NewFileURI(t.TempDir())})
	b.until("a folder is refused", func() bool { return strings.Contains(b.result(), "was not used") })
	b.dropped(fyne.NewPos(500, 300), []fyne.URI{file(t, "a", "a"), file(t, "b", "b")})
	if e.Notice.Words.Text == "" || b.publishPayload().Value() != "typed before" {
		t.Errorf("two files: it says %q", e.Notice.Words.Text)
	}
}

func TestDroppedOnTheStartPage(t *testing.T) {
	s := newShelfBench(t)
	s.dropped(fyne.Position{}, []fyne.URI{file(t, "command.txt", "mosquitto_sub -h broker.example -t 'a/#'")})
	s.until("imported", func() bool { return len(s.shelf.All()) == 1 && len(s.desk.Asked) == 0 })
	s.home.Choose("")
	s.dropped(fyne.Position{}, []fyne.URI{file(t, "cloud.zip", "no archive")})
	s.until("the certificates are asked about", func() bool { return len(s.desk.Asked) > 0 })
	if len(s.shelf.All()) != 2 || !strings.HasSuffix(s.asked("bundle path").(*widgets.FormEntry).Text, "cloud.zip") {
		t.Errorf("%d connections, the question is about %q", len(s.shelf.All()), s.asked("bundle path").(*widgets.FormEntry).Text)
	}
	s.asked("confirm").(*widgets.Button).OnTapped()
	s.refused("not a readable .zip file")
	s.dropped(fyne.Position{}, []fyne.URI{file(t, "more.txt", "mqtt://c.example")})
	if len(s.desk.Asked) == 0 || len(s.shelf.All()) != 2 {
		t.Error("a file was taken while a question was open")
	}
}
