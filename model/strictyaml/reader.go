package strictyaml

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// mostFaults are told of a file.
const mostFaults = 100

// Form is what a kind of files is known by.
type Form struct {
	Key     string // of its version, in the outermost map
	Version int    // the highest that is read
	Most    int64  // bytes
}

// Reader reads the nodes of a file, and collects what is wrong with them.
type Reader struct {
	faults Faults
}

// Document is the outermost map of a file, nil when the file is not one of this form.
func (r *Reader) Document(content []byte, form Form) *yaml.Node {
	root := r.Tree(content, form.Most)
	if root == nil {
		return nil
	}
	return r.versioned(root, form)
}

// Tree is the outermost value of a file of any form, of at most so many bytes; nil when it
// is no YAML, or more than can be read.
func (r *Reader) Tree(content []byte, most int64) *yaml.Node {
	if int64(len(content)) > most {
		r.Wrong(nil, Fault{Code: TooLarge, Most: most})
		return nil
	}
	if separators(content) > mostSeparators {
		r.Wrong(nil, Fault{Code: TooMany, Found: string(Separators), Most: mostSeparators})
		return nil
	}
	var doc, second yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(content))
	if err := d.Decode(&doc); errors.Is(err, io.EOF) {
		r.Wrong(nil, Fault{Code: Empty})
		return nil
	} else if err != nil {
		r.unreadable(content, err)
		return nil
	}
	switch err := d.Decode(&second); {
	case err == nil:
		r.Wrong(&second, Fault{Code: Documents})
		return nil
	case !errors.Is(err, io.EOF):
		r.unreadable(content, err)
		return nil
	}
	return doc.Content[0]
}

// mostSeparators are what may stand between values: each value takes a hundred times the
// memory that it takes in the file, before anything can be said of it.
const mostSeparators = 2_000_000

func separators(content []byte) (n int) {
	for _, c := range content {
		switch c {
		case '\n', ',', '[', '{':
			n++
		}
	}
	return n
}

var yamlLine = regexp.MustCompile(`(?s)^yaml: (?:line (\d+): )?(.*)$`)

func (r *Reader) unreadable(content []byte, err error) {
	if at := firstUnquoted(content); at >= 0 {
		before := content[:at]
		column := at - bytes.LastIndexByte(before, '\n')
		r.Wrong(nil, Fault{Code: Unquoted, Line: 1 + bytes.Count(before, []byte("\n")), Column: column})
		return
	}
	f := Fault{Code: Unreadable, Found: err.Error()}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		f.Line, _ = strconv.Atoi(m[1])
		f.Found = m[2]
	}
	r.Wrong(nil, f)
}

// versioned looks for the version before anything else: what a newer one means is not
// known.
func (r *Reader) versioned(root *yaml.Node, form Form) *yaml.Node {
	if !r.is(root, yaml.MappingNode, NoMap) {
		return nil
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value != form.Key {
			continue
		}
		value := root.Content[i+1]
		n, err := strconv.Atoi(value.Value)
		switch {
		case err != nil || n < 1:
			r.Wrong(value, Fault{Code: NoNumber, Found: value.Value})
			return nil
		case n > form.Version:
			r.Wrong(value, Fault{Code: Newer, Found: value.Value, Most: int64(form.Version)})
			return nil
		}
		return root
	}
	r.Wrong(root, Fault{Code: NoVersion, Found: form.Key})
	return nil
}

// Wrong notes a fault, with the place of a node; nil: it keeps the place that it has.
func (r *Reader) Wrong(at *yaml.Node, f Fault) {
	if r.full() {
		return
	}
	if at != nil {
		f.Line, f.Column = at.Line, at.Column
	}
	r.faults = append(r.faults, &f)
}

func (r *Reader) full() bool { return len(r.faults) >= mostFaults }

// Faults are those noted, in the order of the file.
func (r *Reader) Faults() Faults {
	slices.SortStableFunc(r.faults, func(a, b *Fault) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return r.faults
}
