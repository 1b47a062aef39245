package payloads

import (
	"encoding/hex"
	"math"
	"strings"
	"testing"

	"mangrove/model/value"
	"mangrove/ui/widgets"
)

// textOf is the whole of a node as it is copied.
func textOf(tree *value.Tree, node int) string {
	text, _ := nodeText(tree, node, math.MaxInt)
	return text
}

// TestLargeCopyIsNotMade: what no clipboard takes is not made in the window.
func TestLargeCopyIsNotMade(t *testing.T) {
	most := widgets.LargestCopy
	never := func([]byte) string { t.Error("it is made"); return "" }
	if c := written(widgets.Copying{}, make([]byte, most/2+1), hex.EncodedLen, never); c.Size != 2*(most/2+1) || c.Text != "" {
		t.Errorf("hexadecimal of %d bytes", c.Size)
	}
	if c := written(widgets.Copying{}, []byte{0xff}, hex.EncodedLen, hex.EncodeToString); c.Size != 0 || c.Text != "ff" {
		t.Errorf("a byte is %q", c.Text)
	}
}

// TestTextOfANodeIsNotLonger than what is asked for.
func TestTextOfANodeIsNotLonger(t *testing.T) {
	list := value.NewBuilder(nil) // as CBOR is laid out, whose bytes are no JSON
	if err := list.Open(value.Node{Kind: value.List}); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if err := list.Add(value.Node{Kind: value.Text, Text: strings.Repeat("é", 1000)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := list.Add(value.Node{Kind: value.Bytes, Text: "\x00\xff\x01"}); err != nil {
		t.Fatal(err)
	}
	tree := list.Tree()
	if text, whole := nodeText(tree, 0, 10_000); whole || len(text) > 12_000 || len(text) < 5_000 {
		t.Errorf("of a list %d bytes are made, whole %t", len(text), whole)
	}
	if text, whole := nodeText(tree, 1, 10); whole || len(text) != 10 {
		t.Errorf("of a text %d bytes, whole %t", len(text), whole)
	}
	if text, whole := nodeText(tree, 101, 4); whole || text != "00ff" {
		t.Errorf("of bytes %s, whole %t", text, whole)
	}
	if all := textOf(tree, 0); all != string(tree.AppendJSON(nil, 0)) {
		t.Error("the whole is another one")
	}
}

// TestTextOfJSONIsNotLonger than what is asked for.
func TestTextOfJSONIsNotLonger(t *testing.T) {
	source, err := value.ReadJSON([]byte(`[1, [2, 3]]`))
	if err != nil {
		t.Fatal(err)
	}
	if text, whole := nodeText(source, 2, 3); whole || text != "[2," {
		t.Errorf("of JSON %s, whole %t", text, whole)
	}
	if text, whole := nodeText(source, 2, 6); !whole || text != "[2, 3]" {
		t.Errorf("of JSON %s, whole %t", text, whole)
	}
}
