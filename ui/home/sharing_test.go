package home

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/broker/profiles"
	"mangrove/ui/shelf"
)

// another opens the connections as another program does.
func (s *bench) another() *profiles.Book {
	s.t.Helper()
	book, err := profiles.Open(s.folder, new(profiles.Memory))
	if err != nil {
		s.t.Fatal(err)
	}
	return book
}

func (s *bench) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// TestAnotherWindowsChangesShow without a restart, also on the form, and are not
// undone by what is typed here.
func TestAnotherWindowsChangesShow(t *testing.T) {
	s := newBench(t, at("one", "a.example"), at("two", "b.example"))
	other, id := s.another(), s.idOf("one")
	s.Choose(id)
	_, err := other.Create(at("theirs", "c.example"), nil)
	s.must(err)
	s.until("it is in the list", func() bool { return len(s.shelf.All()) == 3 })
	p, err := other.Get(id)
	s.must(err)
	was := p
	p.Address.Host, p.Username = "theirs.example", "joe"
	s.must(other.Edit(profiles.Edit{Was: was, Now: p}))
	s.until("it is on the form", func() bool { return s.field("Host").Text == "theirs.example" })
	s.until("what there is to say of it is said", func() bool { return len(s.shelf.Finding(id).Warnings) == 1 })
	s.must(other.Delete(id))
	s.until("the form has gone", func() bool { return s.Chosen() == "" && len(s.shelf.All()) == 2 })
	if words := s.notice.Words.Text; !strings.Contains(words, "one was deleted in another window") {
		t.Errorf("it says %q", words)
	}
}

// TestWhatIsTypedBesideAnotherWindow: each field has what was typed last, and what
// that replaces is said.
func TestWhatIsTypedBesideAnotherWindow(t *testing.T) {
	s := newBench(t, at("one", "a.example"))
	other, id := s.another(), s.idOf("one")
	s.Choose(id)
	hold, held := make(chan bool), make(chan bool)
	s.shelf.WithoutSecrets(func(shelf.Stored) (string, error) { close(held); <-hold; return "", nil }, func(string, error) {})
	<-held // what is typed now waits
	s.retype("Host", "mine.example")
	s.retype("Port", "1885")
	p, err := other.Get(id)
	s.must(err)
	was := p
	p.Address.Host, p.ClientID = "theirs.example", "me"
	s.must(other.Edit(profiles.Edit{Was: was, Now: p}))
	close(hold)
	s.until("all of it is stored", func() bool {
		now, err := s.another().Get(id)
		return err == nil && now.Address.HostPort() == "mine.example:1885" && now.ClientID == "me"
	})
	s.until("it is said", func() bool {
		return strings.Contains(s.notice.Words.Text, "changed the host of one to theirs.example")
	})
	s.until("the form shows it", func() bool { return s.field("Client id").Text == "me" && s.field("Host").Text == "mine.example" })
}

// TestTypingIntoWhatAnotherWindowDeletes: it stays deleted, and that is said.
func TestTypingIntoWhatAnotherWindowDeletes(t *testing.T) {
	s := newBench(t, at("one", "a.example"), at("two", "b.example"))
	other, id := s.another(), s.idOf("one")
	s.Choose(id)
	hold, held := make(chan bool), make(chan bool)
	s.shelf.WithoutSecrets(func(shelf.Stored) (string, error) { close(held); <-hold; return "", nil }, func(string, error) {})
	<-held // what is typed now waits
	s.retype("Host", "mine.example")
	p, err := other.Get(s.idOf("two"))
	s.must(err)
	was := p
	p.Name = "renamed"
	s.must(errors.Join(other.Delete(id), other.Edit(profiles.Edit{Was: was, Now: p})))
	close(hold)
	s.until("the form has gone, and all that the other did shows", func() bool {
		return s.Chosen() == "" && slices.Equal(s.names(), []string{"renamed"})
	})
	s.until("it is said", func() bool {
		return strings.Contains(s.notice.Words.Text, "Another window deleted this connection, so the changes")
	})
}

// silent are secrets that do not answer until they are let go.
type silent struct {
	profiles.Memory
	asked, answer chan struct{}
	once          sync.Once
}

func (s *silent) wait() {
	s.once.Do(func() { close(s.asked) })
	<-s.answer
}

func (s *silent) Get(profile, name string) (string, error) {
	s.wait()
	return s.Memory.Get(profile, name)
}

func (s *silent) Set(profile, name, value string) error {
	s.wait()
	return s.Memory.Set(profile, name, value)
}

// TestEditsDoNotWaitForTheKeyRing: what is typed is in the file while the key ring
// asks, and at the program's end only the secrets are not kept, which is said.
func TestEditsDoNotWaitForTheKeyRing(t *testing.T) {
	secrets := &silent{asked: make(chan struct{}), answer: make(chan struct{})}
	p := at("one", "a.example")
	p.Username, p.Kept = "joe", []string{profiles.SecretPassword}
	folder := t.TempDir()
	book, err := profiles.Open(folder, secrets)
	if err != nil {
		t.Fatal(err)
	}
	made, err := book.Create(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := newBenchOf(t, book, func() (shelf.Stored, error) { return shelf.Stored{Book: book, Secrets: secrets}, nil })
	s.until("the book is open", func() bool { return s.shelf.IsReady() })
	s.Choose(made.ID)
	<-secrets.asked
	s.retype("Host", "typed.example")
	stored := func() string {
		content, _ := os.ReadFile(filepath.Join(folder, "profiles.json"))
		return string(content)
	}
	s.until("it is in the file", func() bool { return strings.Contains(stored(), "typed.example") })
	s.add()
	s.until("another one is in the file", func() bool { return len(s.shelf.All()) == 2 })
	s.shelf.SetSecret(made.ID, profiles.SecretAuthData, "s3cr3t")
	s.Choose(made.ID)
	s.retype("Port", "1999")
	s.shelf.Patience = 0
	s.Stop()
	if !strings.Contains(stored(), "1999") || strings.Contains(stored(), profiles.SecretAuthData) {
		t.Errorf("at the end the file is %s", stored())
	}
	s.tellLost() // as the next start does
	if words := s.notice.Words.Text; !strings.Contains(words, "not kept. Type it again for one.") {
		t.Errorf("the next start says %q", words)
	}
	if len(fyne.CurrentApp().Preferences().StringList(lostKey)) > 0 {
		t.Error("it is said again")
	}
	close(secrets.answer)
}

// TestConnectionsShowBeforeTheKeyRingOpens, and what has become of it is told.
func TestConnectionsShowBeforeTheKeyRingOpens(t *testing.T) {
	secrets, answer := new(profiles.Memory), make(chan error)
	book, err := profiles.Open(t.TempDir(), secrets)
	if err != nil {
		t.Fatal(err)
	}
	made, err := book.Create(at("one", "a.example"), nil)
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	s := newBenchOf(t, book, func() (shelf.Stored, error) {
		return shelf.Stored{Book: book, Secrets: secrets, Opened: func() (bool, error) { return false, <-answer }, Close: func() { closed = true }}, nil
	})
	s.until("they are listed", func() bool { return len(s.shelf.All()) == 1 })
	s.connectTo(made.ID)
	s.until("one without secrets is connected to", func() bool { return len(s.tabs) > 0 })
	if !s.shelf.AwaitsRing() {
		t.Error("nobody knows that the key ring is asked")
	}
	answer <- errors.New("it could not be opened")
	s.until("that is said", func() bool { return strings.Contains(s.notice.Words.Text, "could not be opened") })
	if s.shelf.AwaitsRing() || !strings.HasPrefix(s.shelf.WhereKept(shelf.SecretUnset), "no key ring is unlocked") {
		t.Error("the key ring is taken for open")
	}
	if s.Stop(); !closed {
		t.Error("what goes on beside is not ended")
	}
}
