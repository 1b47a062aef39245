package charts

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// taking is a file that others work beside, with each piece that is written to it.
type taking struct {
	strings.Builder

	beside func()
}

func (w *taking) Write(b []byte) (int, error) {
	w.beside()
	return w.Builder.Write(b)
}

// TestNumbersAreCopiedWhileTheyAreWritten: others add and read numbers meanwhile, and the
// end of the tab is the end of it.
func TestNumbersAreCopiedWhileTheyAreWritten(t *testing.T) {
	const many = 20_000
	b := newBench(t)
	b.send("a", "0")
	b.choose("a")
	r := b.Topic.lines[0].reading
	at := b.at.Add(-30 * time.Second)
	for i := 1; i < many; i++ {
		r.Add(at.Add(time.Duration(i)*time.Millisecond), float64(i))
	}
	do(t, b.Topic.items(), "Save as CSV…")
	write := b.saved["a.csv"]
	if write == nil {
		t.Fatal("nothing is saved")
	}
	added := 0
	file := &taking{beside: func() { // would stand still while the numbers are held
		added++
		r.Add(time.Now().Add(time.Hour), 1)
		r.Last()
	}}
	if err := write(file); err != nil {
		t.Fatal(err)
	}
	lines := strings.Count(file.String(), "\n") - 1
	if added < 10 || lines < many-1 || lines > many || !strings.Contains(file.String(), fmt.Sprintf(",a,,%d,\n", many-1)) {
		t.Errorf("%d lines of %d numbers, in %d pieces", lines, many, added)
	}
	file = &taking{beside: b.Stop}
	if err := write(file); !errors.Is(err, errTabClosed) {
		t.Errorf("the tab is closed, and the file ends with %v after %d bytes", err, file.Len())
	}
}
