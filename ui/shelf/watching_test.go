package shelf

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/uitest"
)

// TestAStormIsReadAtAPace: however often the file of connections is replaced, and whatever
// else happens in its folder, it is read at the pace of typing.
func TestAStormIsReadAtAPace(t *testing.T) {
	folder := t.TempDir()
	book, err := profiles.Open(folder, new(profiles.Memory))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := book.Create(profiles.Profile{Name: "one", Address: broker.Address{Scheme: "mqtt", Host: "a.example", Port: 1883}}, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "profiles.json")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	k := newKeeper()
	var told, read atomic.Int64
	end, err := book.Watch(func() {
		told.Add(1)
		k.change("follow", func() { read.Add(1) })
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		end()
		k.stop(time.Now().Add(uitest.Patience))
	}()
	for i := range 10_000 {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprint("other", i)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	others := told.Load()
	began := time.Now()
	for range 2_000 {
		if err := errors.Join(os.WriteFile(path+".storm", content, 0o600), os.Rename(path+".storm", path)); err != nil {
			t.Fatal(err)
		}
	}
	most := int64(time.Since(began)/keepEvery) + 2
	t.Logf("told %d times, %d of 10,000 other files, and read %d times in %v", told.Load(), others, read.Load(), time.Since(began))
	if n := read.Load(); n > most {
		t.Errorf("it was read %d times, %d are the most", n, most)
	}
	if others > 10 { // the system may have lost some, and says so
		t.Errorf("other files were told of %d times", others)
	}
	uitest.Until(t, "the last one is read", func() {}, func() bool { return read.Load() > 0 })
}
