package yamledit

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestWhatCannotBePlaced: what is written in a way that does not tell where it ends is refused or
// written anew, with all there is to keep.
func TestWhatCannotBePlaced(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		do   func(d *Document) (*Document, error)
	}{
		"another name behind a tag":     {"a: {!x b: 1, c: 2}", func(d *Document) (*Document, error) { return d.Rename(Path{"a", "b"}, "n") }},
		"all of brackets behind a tag":  {"a: !x {b: 1}", func(d *Document) (*Document, error) { return d.Remove(Path{"a", "b"}) }},
		"all of the text behind a tag":  {"!x a: 1", func(d *Document) (*Document, error) { return d.Remove(Path{"a"}) }},
		"all of a text in brackets":     {"!x {a: 1}", func(d *Document) (*Document, error) { return d.Remove(Path{"a"}) }},
		"one more behind a tag":         {"a: !x {b: 1}", func(d *Document) (*Document, error) { return d.Set(Path{"a", "c"}, Text("1")) }},
		"a copy behind a tag":           {"a: {!x b: 1, c: 2}", func(d *Document) (*Document, error) { return d.Duplicate(Path{"a", "b"}, "n") }},
		"a copy of what refers to more": {"a: &x 1\nb: *x\n", func(d *Document) (*Document, error) { return d.Duplicate(Path{"b"}, "n") }},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Parse(c.text)
			if err != nil {
				t.Fatal(err)
			}
			made, err := c.do(d)
			switch {
			case errors.Is(err, ErrUnwritten):
			case err != nil:
				t.Error(err)
			case made.Text == c.text:
				t.Error("nothing is changed")
			}
		})
	}
}

// TestCopyAmongMany: a copy of a key costs about as much as any change, however many are behind it.
func TestCopyAmongMany(t *testing.T) {
	var b strings.Builder
	for i := range 300 {
		fmt.Fprintf(&b, "key%d: {}\n", i)
	}
	d, err := Parse(b.String())
	if err != nil {
		t.Fatal(err)
	}
	cost := func(change func() (*Document, error)) float64 {
		return testing.AllocsPerRun(1, func() {
			if _, err := change(); err != nil {
				t.Error(err)
			}
		})
	}
	one := cost(func() (*Document, error) { return d.Set(Path{"new"}, &yaml.Node{Kind: yaml.MappingNode}) })
	if copied := cost(func() (*Document, error) { return d.Duplicate(Path{"key0"}, "new") }); copied > 4*one {
		t.Errorf("a copy takes %v allocations, another key %v", copied, one)
	}
}
