package value

import (
	"errors"
	"math"
	"testing"
)

// TestEveryByteMayBeAValue: encoders pack small numbers in a byte each, and a list of them
// is laid out whatever its length is, up to the memory that no tree goes beyond.
func TestEveryByteMayBeAValue(t *testing.T) {
	for _, c := range []struct {
		name string
		size int
		err  error
	}{
		{"1,000 bytes", 1_000, nil},
		{"2 MB", 2 << 20, nil},
		{"beyond what any tree takes", 64 << 20, ErrTooMuch},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := NewBuilder(make([]byte, c.size))
			err := b.Open(Node{Kind: List})
			b.Expect(c.size)
			for i := 0; i < c.size && err == nil; i++ {
				err = b.Add(Node{Kind: Number, Text: "-32", From: i, To: i + 1})
			}
			if !errors.Is(err, c.err) {
				t.Fatalf("%d values: %v, want %v", b.Tree().Len(), err, c.err)
			}
			if n := b.Tree().Len(); err == nil && n != c.size+1 {
				t.Errorf("%d nodes of %d values", n, c.size)
			}
		})
	}
}

// TestTheRoomIsBounded: it does not shrink where 32 bits count no further.
func TestTheRoomIsBounded(t *testing.T) {
	before := 0
	for _, size := range []int{0, 1 << 20, 8 << 20, 50 << 20, 100 << 20} {
		b := NewBuilder(make([]byte, size))
		if b.most < before || b.most < leastRoom || b.most > mostRoom {
			t.Errorf("%d bytes of room for %d, after %d", b.most, size, before)
		}
		before = b.most
	}
}

// TestAPromiseIsNoRoom: what a format says of how much comes takes no more than may come.
func TestAPromiseIsNoRoom(t *testing.T) {
	source := make([]byte, 64)
	if took := testing.AllocsPerRun(1, func() {
		b := NewBuilder(source)
		b.Expect(math.MaxInt)
		if room := cap(b.tree.nodes); room > leastRoom/40 {
			t.Errorf("room for %d nodes", room)
		}
	}); took > 20 {
		t.Errorf("%v allocations", took)
	}
}

// TestNamesAreKeptOnce: the members of records have the names of their schema, each time.
func TestNamesAreKeptOnce(t *testing.T) {
	const records, long = 50_000, "a name of a field as schemas have them"
	b := NewBuilder(make([]byte, 3*records))
	err := b.Open(Node{Kind: List})
	for i := 0; i < records && err == nil; i++ {
		if err = b.Open(Node{Kind: Object}); err != nil {
			break
		}
		for _, name := range []string{long, "b", long} {
			if err == nil {
				err = b.Add(Node{Kind: Null, Name: name})
			}
		}
		b.Close(0)
	}
	if err != nil {
		t.Fatal(err)
	}
	tree := b.Tree()
	if took := len(tree.texts); took > 2*len(long) {
		t.Errorf("%d bytes for two names", took)
	}
	for _, i := range []int{2, 3, 4, tree.Len() - 2} {
		if want := map[int]string{2: long, 3: "b", 4: long, tree.Len() - 2: "b"}[i]; tree.Name(i) != want {
			t.Errorf("node %d is %q, want %q", i, tree.Name(i), want)
		}
	}
	if tree.Flags(4)&Doubled == 0 || tree.Flags(3)&Doubled != 0 {
		t.Error("the second of a name is doubled, and no other")
	}
}

// TestRoomOfWhatWasUnpacked: values that came out of a compression in the source take as
// much as they would in a source of their own.
func TestRoomOfWhatWasUnpacked(t *testing.T) {
	b := NewBuilder(make([]byte, 100))
	before := b.Room()
	b.Unpacked(2 << 20)
	if want := NewBuilder(make([]byte, 100+2<<20)).Room(); b.Room() != want || before >= want {
		t.Errorf("room for %d nodes, before for %d, want %d", b.Room(), before, want)
	}
}
