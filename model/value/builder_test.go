package value

import "testing"

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

// TestAtGoesPastWhatHasNoPlace: behind a node stand others that have no bytes, and begin
// where it does.
func TestAtGoesPastWhatHasNoPlace(t *testing.T) {
	b := NewBuilder([]byte("abcdef"))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(b.Open(Node{Kind: Object, To: 6}))
	must(b.Open(Node{Kind: List, Name: "list", From: 1, To: 4}))
	must(b.Add(Node{Kind: Text, From: 2, To: 4}))
	b.Close(4)
	must(b.Open(Node{Kind: Object, Name: "none", From: 2, To: 2}))
	must(b.Add(Node{Kind: Null, Name: "null", From: 2, To: 2}))
	b.Close(2)
	tree := b.Tree()
	for offset, want := range map[int]string{0: "", 1: "list", 2: "list.0", 3: "list.0", 4: "", 5: ""} {
		if got := tree.Path(tree.At(offset)); got != want {
			t.Errorf("byte %d is of %q, want %q", offset, got, want)
		}
	}
}
