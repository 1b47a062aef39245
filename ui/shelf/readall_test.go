package shelf

import (
	"fmt"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/uitest"
)

// TestReadAll gives what was typed just before, in room of its own; and of what was
// typed nothing is left when it is in the file.
func TestReadAll(t *testing.T) {
	book, err := profiles.Open(t.TempDir(), new(profiles.Memory))
	if err != nil {
		t.Fatal(err)
	}
	made, err := book.Create(profiles.Profile{Name: "one", Address: broker.Address{Scheme: "mqtt", Host: "a.example", Port: 1883}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	drawing := make(chan func(), 100)
	s := New(func(f func()) { drawing <- f })
	defer s.Wait(time.Minute)
	defer s.Stop()
	draw := func(done func() bool) {
		t.Helper()
		for end := time.After(uitest.Patience); !done(); {
			select {
			case f := <-drawing:
				f()
			case <-end:
				t.Fatal("it has not come")
			}
		}
	}
	s.Open(func() (Stored, error) { return Stored{Book: book, Secrets: new(profiles.Memory)}, nil }, func() {})
	draw(s.IsReady)
	var list []profiles.Profile
	for i := range 20 {
		p, _ := s.Get(made.ID)
		p.Name = fmt.Sprint("typed ", i)
		p.Headers = []string{"a"}
		s.Edit(p)
	}
	s.ReadAll(func(all []profiles.Profile) { list = all })
	draw(func() bool { return list != nil })
	if len(list) != 1 || list[0].Name != "typed 19" {
		t.Fatalf("%+v", list)
	}
	list[0].Headers[0] = "changed"
	if now, _ := s.Get(made.ID); now.Headers[0] != "a" {
		t.Error("it is the shelf's own")
	}
	draw(func() bool { return len(s.unsaved) == 0 })
}
