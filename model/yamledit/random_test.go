package yamledit

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// odd are texts as people write them, too.
var odd = []string{
	site,
	"version: 1",
	"version: 1\ndevices:\n  - id: a\n    command:\n      payload: |\n        {\"a\": 1}\n        # no comment\n\n      reply: b\n  -   id: b\n      topic: >-\n        a/b\n\n\n  # last\n  - id: c\n",
	"\uFEFFversion: 1\ndevices: [{id: a}, {id: b,\n  topic: \"x# y\" # why\n  , present: true}]\n",
	"---\nversion: 1\nrules:\n# one\n- # of them\n  topic: a/+\n  count: {min: 1}\n- topic: b\n  waive:\n  - check: count\n    reason: a long\n      reason\n    by: me\n...\n",
	"{version: 1, devices: [{id: 'it''s', fields: {a.b: {range: [null, 4]}}}], rules: []}",
	"version: 1\nsite:\ndevices:\n  - id: ü # größer\n    topic: ключ/ключ\n    fields: # all of them\n      \"a: b\": {enum: [\"#\", 'x', 1.0, true, ~]}\n      c:\n        type: number\n",
	"version: 1\ndevices:\n  - id: a\n    schema:\n      type: object\n      properties:\n        x: {type: number}\n      required:\n        - x\n        - y\n",
}

// texts are odd ones, and the checklists beside the documentation.
func texts(t testing.TB) (all []string) {
	t.Helper()
	files, err := filepath.Glob("../../docs/checklists/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatal(len(files), err)
	}
	all = slices.Clone(odd)
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(content))
	}
	return all
}

// paths are all that lead to a value below the outermost one.
func paths(n *yaml.Node, to Path) (all []Path) {
	for i := range Len(n) {
		p := to.At(i)
		if n.Kind == yaml.MappingNode {
			p = to.Of(n.Content[2*i].Value)
		}
		all = append(append(all, p), paths(valueAt(n, i), p)...)
	}
	return all
}

// values are what is put somewhere.
var values = []string{
	"x", "5", "true", "\"5\"", "30m", "\"a, b\"", "\"#\"", "'{x}/+'", "\"- \"", "\"two\\nlines\"", "{a: 1, b: [x, \"y: z\"]}", "{}", "[]", "a: 1\nb:\n  - c\n  - d: e\n", "- 1\n- {x: y}\n", "~", "\"\"", "\" \"", "\"é\\u2028\"",
}

// anyEdit makes a change that a number chooses.
func anyEdit(d *Document, r *rand.Rand) (made *Document, p Path, removes bool, err error) {
	all := paths(d.Root, nil)
	p = all[r.IntN(len(all))]
	v, err := Value(values[r.IntN(len(values))])
	if err != nil {
		panic(err)
	}
	switch r.IntN(8) {
	case 0:
		made, err = d.Set(p, v)
		return made, p, true, err
	case 1:
		made, err = d.Set(p[:len(p)-1].Of("new "+strconv.Itoa(r.IntN(9)), "deep"), v)
		return made, p, true, err // of what is no map
	case 2:
		made, err = d.Remove(p)
		return made, p, true, err
	case 3:
		made, err = d.Rename(p, "named "+strconv.Itoa(r.IntN(1000)))
	case 4:
		made, err = d.Insert(p, r.IntN(3), v)
	case 5:
		made, err = d.Swap(p)
	case 6:
		made, err = d.Duplicate(p, "copy "+strconv.Itoa(r.IntN(1000)))
	default:
		made, _, err = d.Append(p, v)
		return made, p, true, err // in the place of what is no list
	}
	return made, p, false, err
}

// marked are the comments of a text.
func marked(s string) (all []string) {
	for line := range strings.Lines(s) {
		if i := strings.Index(" "+line, " #"); i >= 0 {
			all = append(all, strings.TrimSpace(line[i:]))
		}
	}
	slices.Sort(all)
	return all
}

// seeds are how often each text is changed at random.
const seeds = 8

// TestAnyEdits: whatever is changed in whatever text, one change after the other, what was
// meant comes of it, and no comment is lost of what stays.
func TestAnyEdits(t *testing.T) {
	made := 0
	for i, s := range texts(t) {
		for seed := range uint64(seeds) {
			r := rand.New(rand.NewPCG(seed, uint64(i))) //nolint:gosec // not for secrets
			d, err := Parse(s)
			if err != nil {
				t.Fatal(i, err)
			}
			for range 12 {
				next, p, removes, err := anyEdit(d, r)
				switch {
				case errors.Is(err, ErrNoPath):
					continue
				case err != nil:
					t.Fatalf("text %d, seed %d, %q: %v\n%s", i, seed, p, err, d.Text)
				}
				made++
				if !removes && !containsAll(marked(next.Text), marked(d.Text)) {
					t.Fatalf("text %d, seed %d, %q: a comment is lost\n%s\nbecame\n%s", i, seed, p, d.Text, next.Text)
				}
				if d = next; Len(d.Root) == 0 {
					break
				}
			}
		}
	}
	if made < 500 {
		t.Errorf("only %d changes were made", made)
	}
}

// FuzzEdits: whatever the text is, a change makes what was meant, or says that it cannot.
func FuzzEdits(f *testing.F) {
	for i, s := range texts(f) {
		f.Add(s, uint64(i))
	}
	f.Fuzz(func(t *testing.T, s string, seed uint64) {
		d, err := Parse(s)
		if err != nil || Len(d.Root) == 0 {
			return
		}
		next, p, _, err := anyEdit(d, rand.New(rand.NewPCG(seed, 0))) //nolint:gosec // not for secrets
		switch {
		case errors.Is(err, ErrNoPath) || errors.Is(err, ErrUnwritten):
		case err != nil:
			t.Fatal(err)
		case d.Text != s:
			t.Errorf("%q: the document before is another one", p)
		default:
			if again, err := Parse(next.Text); err != nil || !Equal(again.Root, next.Root) {
				t.Errorf("%q: %v", p, err)
			}
		}
	})
}

// containsAll reports whether a list has all of another one, both in order.
func containsAll(list, of []string) bool {
	for _, one := range of {
		i := slices.Index(list, one)
		if i < 0 {
			return false
		}
		list = list[i+1:]
	}
	return true
}
