package widgets

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/widgets/text"
)

// lamp is an item of a table.
type lamp struct {
	name  string
	watts int
}

// arrangedBench is a table of lamps on a bench: the test draws.
type arrangedBench struct {
	*Arranged[lamp, string]
	t     *testing.T
	posts chan func()
	shown int
}

func newArrangedBench(t *testing.T) *arrangedBench {
	t.Helper()
	test.NewTempApp(t)
	b := &arrangedBench{t: t, posts: make(chan func(), 100)}
	b.Arranged = NewArranged(Items[lamp, string]{
		Key:    func(l *lamp) string { return l.name },
		Words:  func(l *lamp) string { return fmt.Sprint(strings.ToLower(l.name), " ", l.watts) },
		Line:   func(l *lamp, _ float32) []text.Span { return []text.Span{{Text: l.name}} },
		Tip:    func(l *lamp) []string { return []string{l.name} },
		Titles: func(float32) []text.Span { return []text.Span{{Text: "Lamp"}} },
		Run:    func(do func()) { b.posts <- do },
		Shown:  func() { b.shown++ },
	})
	w := test.NewTempWindow(t, b.Object)
	w.Resize(fyne.NewSize(300, 200))
	return b
}

// settle draws until nothing is being arranged, and gives the names in their order.
func (b *arrangedBench) settle() string {
	b.t.Helper()
	for b.busy {
		select {
		case do := <-b.posts:
			do()
		case <-time.After(3 * time.Minute):
			b.t.Fatal("it is never arranged")
		}
	}
	var names []string
	rows, _, _ := b.Rows.Seen()
	for i := range rows {
		names = append(names, LineText(rows[i].Spans))
	}
	return strings.Join(names, " ")
}

// TestArranged filters, sorts, and keeps what is selected with its item.
func TestArranged(t *testing.T) {
	b := newArrangedBench(t)
	b.Show([]lamp{{"hall", 40}, {"Attic", 60}, {"cellar", 25}})
	if got := b.settle(); got != "hall Attic cellar" {
		t.Fatal(got)
	}
	rows, _, _ := b.Rows.Seen()
	attic := rows[1].Key
	b.Rows.Select(attic, false)
	b.Sort(func(x, y *lamp) int { return cmp.Compare(x.watts, y.watts) })
	if got := b.settle(); got != "cellar hall Attic" {
		t.Error(got)
	}
	b.Show([]lamp{{"new", 10}, {"Attic", 5}, {"hall", 40}})
	if got := b.settle(); got != "Attic new hall" {
		t.Error(got)
	}
	if item := b.Item(attic); item == nil || item.name != "Attic" || item.watts != 5 || b.Index(attic) != 0 {
		t.Errorf("what was selected is %+v", item)
	}
	b.Filter("ATT 5")
	if got := b.settle(); got != "Attic" {
		t.Error(got)
	}
	b.Filter("hall")
	if got := b.settle(); got != "hall" || b.Item(attic) != nil || b.Index(attic) >= 0 {
		t.Errorf("%s, and what is filtered out is %+v", got, b.Item(attic))
	}
	b.Filter("")
	b.Sort(nil)
	if got := b.settle(); got != "new Attic hall" {
		t.Error(got)
	}
}

// TestArrangedMeanwhile: what is asked for while others are arranged is arranged once, with
// all of it.
func TestArrangedMeanwhile(t *testing.T) {
	b := newArrangedBench(t)
	for i := range 100 {
		b.Show([]lamp{{"a", i}, {"b", i}})
		b.Filter(fmt.Sprint("b ", i))
	}
	if got := b.settle(); got != "b" || b.Item(1).watts != 99 {
		t.Errorf("%s, %+v", got, b.Item(1))
	}
	if b.shown != 2 {
		t.Errorf("they were arranged %d times", b.shown)
	}
}

// keysOf are the row keys of a table's items by their names.
func (b *arrangedBench) keysOf() map[string]uint32 {
	keys := map[string]uint32{}
	for row, i := range b.seen.shown {
		keys[b.seen.items[i].name] = b.seen.key[row]
	}
	return keys
}

// TestRowKeysStay: an item keeps its row key for as long as it is there, filtered out or not,
// however many there are and have been; of those that have gone none are kept.
func TestRowKeysStay(t *testing.T) {
	b := newArrangedBench(t)
	lamps := func(from, n int) (list []lamp) {
		for i := range n {
			list = append(list, lamp{name: fmt.Sprint(from + i)})
		}
		return list
	}
	n := 1<<20 + 1 // verdicts may be more
	if testing.Short() {
		n = 100_000
	}
	b.Show(lamps(0, n))
	b.settle()
	first := b.keysOf()
	b.Filter("77")
	b.settle()
	b.Sort(func(x, y *lamp) int { return cmp.Compare(y.name, x.name) })
	b.settle()
	b.Filter("")
	b.settle()
	for name, key := range b.keysOf() {
		if first[name] != key {
			t.Fatalf("%s has %d after %d", name, key, first[name])
		}
	}
	some := lamps(100, 10)
	for i := range 5 {
		b.Show(append(lamps(10_000_000*(i+1), 20_000), some...))
		b.settle()
		taken := map[uint32]bool{}
		for name, key := range b.keysOf() {
			if taken[key] {
				t.Fatalf("%s has the key of another one", name)
			}
			taken[key] = true
		}
		for _, one := range some {
			if b.keysOf()[one.name] != first[one.name] {
				t.Fatalf("%s has another key at %d", one.name, i)
			}
		}
	}
	if len(b.keys) > 50_000 {
		t.Errorf("%d keys are kept", len(b.keys))
	}
}

// TestRowKeyAfterAnotherName: an item that is named otherwise keeps its row key, and one that
// would have had the former name too gets its own.
func TestRowKeyAfterAnotherName(t *testing.T) {
	b := newArrangedBench(t)
	b.of.Before = func(l *lamp) (string, bool) {
		name, _, ok := strings.Cut(l.name, "@")
		return name, ok
	}
	b.Show([]lamp{{name: "hall"}, {name: "attic"}})
	b.settle()
	before := b.keysOf()
	b.Sort(func(x, y *lamp) int { return cmp.Compare(y.name, x.name) })
	b.Show([]lamp{{name: "hall@north"}, {name: "attic"}, {name: "hall@south"}})
	b.settle()
	after := b.keysOf()
	if after["hall@north"] != before["hall"] || after["attic"] != before["attic"] || after["hall@south"] == before["hall"] {
		t.Errorf("%v before and %v after", before, after)
	}
	b.settle()
	if again := b.keysOf(); fmt.Sprint(again) != fmt.Sprint(after) {
		t.Errorf("%v after %v", again, after)
	}
}

// BenchmarkArranged arranges 100,000 items as a filter and an order ask for, beside the
// goroutine that draws, which only takes them over.
func BenchmarkArranged(b *testing.B) {
	lamps := make([]lamp, 100_000)
	for i := range lamps {
		lamps[i] = lamp{fmt.Sprintf("lamp %06d", i), i * 7919 % 100_000}
	}
	t := &Arranged[lamp, string]{keys: map[string]uint32{}, of: Items[lamp, string]{
		Key: func(l *lamp) string { return l.name }, Words: func(l *lamp) string { return l.name },
	}}
	wanted := arrangement[lamp]{lamps, []string{"lamp"}, func(x, y *lamp) int { return cmp.Compare(x.watts, y.watts) }}
	b.ReportAllocs()
	for b.Loop() {
		t.arranged(wanted)
	}
}
