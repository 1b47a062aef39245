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

// TestCommentBeforeTheValue: what is said of a value on the line of its key or its dash stays when
// another value takes its place.
func TestCommentBeforeTheValue(t *testing.T) {
	for name, c := range map[string]struct {
		text, value, want string
		at                Path
	}{
		"of a map, by lines":     {"a: # why\n  b: 1\nc: 2\n", "x: 1\ny: 2\n", "a: # why\n  x: 1\n  y: 2\nc: 2\n", Path{"a"}},
		"of a map, by brackets":  {"a: # why\n  b: 1\nc: 2\n", "{x: 1}", "a: {x: 1} # why\nc: 2\n", Path{"a"}},
		"of a map, by a word":    {"a: # why\n  b: 1\nc: 2\n", "x", "a: x # why\nc: 2\n", Path{"a"}},
		"of a word by a map":     {"a: 1 # why\nc: 2\n", "{x: 1}", "a: {x: 1} # why\nc: 2\n", Path{"a"}},
		"of a map in a list":     {"- a # why\n- b\n", "{x: 1}", "- {x: 1} # why\n- b\n", Path{"0"}},
		"of a word on its line":  {"a: # why\n  x\nc: 2\n", "y", "a: # why\n  y\nc: 2\n", Path{"a"}},
		"of an item, by its key": {"- # why\n  a: 1\n- b\n", "2", "- # why\n  a: 2\n- b\n", Path{"0", "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Parse(c.text)
			if err != nil {
				t.Fatal(err)
			}
			made, err := d.Set(c.at, value(t, c.value))
			if err != nil {
				t.Fatal(err)
			}
			if made.Text != c.want {
				t.Errorf("got\n%s\nwanted\n%s", made.Text, c.want)
			}
		})
	}
}

// TestDashOnALineOfItsOwn: an item that begins below its dash, behind a comment, changes places and
// goes as it is written.
func TestDashOnALineOfItsOwn(t *testing.T) {
	const text = "- # one\n  # and more\n  a: long\n    text\n\n- b: [x,y]\n- c\n"
	for name, c := range map[string]struct {
		do   func(d *Document) (*Document, error)
		want string
	}{
		"another order": {func(d *Document) (*Document, error) { return d.Swap(Path{"0"}) }, "- b: [x,y]\n\n- # one\n  # and more\n  a: long\n    text\n- c\n"},
		"one less":      {func(d *Document) (*Document, error) { return d.Remove(Path{"1"}) }, "- # one\n  # and more\n  a: long\n    text\n\n- c\n"},
		"a copy": {func(d *Document) (*Document, error) { return d.Duplicate(Path{"0"}, "") },
			"- # one\n  # and more\n  a: long\n    text\n- # one\n  # and more\n  a: long\n    text\n\n- b: [x,y]\n- c\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			made, err := c.do(d)
			if err != nil {
				t.Fatal(err)
			}
			if made.Text != c.want {
				t.Errorf("got\n%s\nwanted\n%s", made.Text, c.want)
			}
		})
	}
}
