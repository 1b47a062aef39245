package verify

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"mangrove/broker/verification"
)

// TestAFileThatIsWrittenWithoutAPause: however often a program writes the file, one content of it waits
// to be looked at, and it is read once at a time; what it has in the end is shown.
func TestAFileThatIsWrittenWithoutAPause(t *testing.T) {
	b := newBench(t)
	path := b.write(plant)
	b.openFile(path)
	b.until("it is watched", func() bool { return b.isWatched(path) })
	b.step()
	b.mu.Lock()
	changed := b.changed[path]
	b.mu.Unlock()
	named := func(name string) {
		if err := os.WriteFile(path, []byte(strings.Replace(plant, "Hall", name, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		changed()
	}
	for i := range 50 {
		named(fmt.Sprint("Yard ", i))
	}
	if n := b.posted.Waiting(); n > 5 { // the table may have something to say, too
		t.Errorf("%d contents wait to be looked at", n)
	}
	goOn := make(chan struct{})
	b.do.History = func(path string) *verification.History {
		<-goOn
		return verification.NewHistory(b.kept, path)
	}
	before := b.reads
	for i := range 50 {
		named(fmt.Sprint("Barn ", i))
		b.posted.Run()
	}
	if n := b.reads - before; n != 1 {
		t.Errorf("it is read %d times at once", n)
	}
	close(goOn)
	b.until("the last is shown", func() bool { return b.list.list.Site.Name == "Barn 49" })
}
