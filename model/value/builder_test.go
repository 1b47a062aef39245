package value

import (
	"strings"
	"testing"
)

// TestRangesOutOfOrder: members of a list that stand apart in the source, with another
// node between them.
func TestRangesOutOfOrder(t *testing.T) {
	b := NewBuilder([]byte("a1bb2a3"))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(b.Open(Node{Kind: Object, To: 7}))
	must(b.Open(Node{Kind: List, Name: "a", From: 1, To: 7}))
	must(b.Add(Node{Kind: Number, Text: "1", From: 1, To: 2}))
	must(b.Add(Node{Kind: Number, Text: "3", From: 6, To: 7}))
	b.Close(7)
	must(b.Add(Node{Kind: Text, Name: "b", Text: "b2", From: 3, To: 5}))
	tree := b.Tree()
	for offset, want := range map[int]string{0: "", 1: "a.0", 3: "b", 4: "b", 6: "a.1"} {
		if got := tree.Path(tree.At(offset)); got != want {
			t.Errorf("byte %d is of %q, want %q", offset, got, want)
		}
	}
}

// TestTextsOfTheSource: what stands in the source is not kept a second time.
func TestTextsOfTheSource(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	b := NewBuilder([]byte(long))
	if err := b.Add(Node{Kind: Text, Text: long, To: len(long)}); err != nil {
		t.Fatal(err)
	}
	if tree := b.Tree(); tree.Text(0) != long || len(tree.texts) != 0 {
		t.Errorf("%d bytes are kept besides, for a text of %d", len(tree.texts), len(tree.Text(0)))
	}
}
