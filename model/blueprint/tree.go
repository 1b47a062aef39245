package blueprint

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// Parts are values within values, the Found of a fault when there are too many.
const Parts strictyaml.Countable = "values within each other"

// tree is the outermost value of a file, which is YAML or JSON. Some JSON is no YAML, as with
// tabs, and with characters in two escapes.
func tree(content []byte) (*yaml.Node, error) {
	if len(content) <= LargestFile && strings.HasPrefix(strings.TrimSpace(string(content[:min(len(content), 1000)])), "{") {
		if root, err := fromJSON(content); err == nil {
			return root, nil
		}
	}
	r := &strictyaml.Reader{}
	root := r.Tree(content, LargestFile)
	if root == nil {
		return nil, faults(r)
	}
	check(r, root, 0)
	return root, faults(r)
}

// check sees that a value has no references of YAML and no key twice, and is not too deep.
func check(r *strictyaml.Reader, n *yaml.Node, depth int) {
	switch {
	case n.Kind == yaml.AliasNode:
		r.Wrong(n, strictyaml.Fault{Code: strictyaml.Alias, Found: n.Value})
		return
	case depth > mostDepth:
		r.Wrong(n, strictyaml.Fault{Code: strictyaml.TooMany, Found: string(Parts), Most: mostDepth})
		return
	case n.Kind == yaml.MappingNode:
		seen := make(map[string]bool, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if seen[key.Value] {
				r.Wrong(key, strictyaml.Fault{Code: strictyaml.Doubled, Found: key.Value})
			}
			seen[key.Value] = true
		}
	}
	for _, one := range n.Content {
		check(r, one, depth+1)
	}
}

var errForm = errors.New("not JSON")

// fromJSON reads JSON, with the keys of its objects in their order.
func fromJSON(content []byte) (*yaml.Node, error) {
	d := json.NewDecoder(bytes.NewReader(content))
	d.UseNumber()
	left := 2_000_000 // values
	n, err := value(d, 0, &left)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errForm
	}
	return n, nil
}

func value(d *json.Decoder, depth int, left *int) (*yaml.Node, error) {
	if *left--; *left < 0 || depth > mostDepth {
		return nil, errForm
	}
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch v := t.(type) {
	case json.Delim:
		return within(d, v, depth, left)
	case string:
		return scalar("!!str", v), nil
	case json.Number:
		if strings.ContainsAny(string(v), ".eE") {
			return scalar("!!float", string(v)), nil
		}
		return scalar("!!int", string(v)), nil
	case bool:
		return scalar("!!bool", strconv.FormatBool(v)), nil
	default:
		return scalar("!!null", "null"), nil
	}
}

// within reads an object or an array up to its end.
func within(d *json.Decoder, begin json.Delim, depth int, left *int) (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	if begin == '{' {
		n.Kind, n.Tag = yaml.MappingNode, "!!map"
	}
	seen := map[string]bool{}
	for i := 0; d.More(); i++ {
		one, err := value(d, depth+1, left)
		if err != nil {
			return nil, err
		}
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if seen[one.Value] {
				return nil, errForm
			}
			seen[one.Value] = true
		}
		n.Content = append(n.Content, one)
	}
	_, err := d.Token()
	return n, err
}

func scalar(tag, text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: text}
}

// word is a text; one that would be something else without quotes gets them where it is written.
func word(text string) *yaml.Node { return scalar("!!str", text) }

// get is the value of a key, nil where there is none.
func get(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// text is the value of a key that is a text, empty where there is none.
func textOf(n *yaml.Node, key string) string {
	if v := get(n, key); v != nil && v.Kind == yaml.ScalarNode && v.ShortTag() != "!!null" {
		return v.Value
	}
	return ""
}

// each goes through a map.
func each(n *yaml.Node, do func(key string, value *yaml.Node)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		do(n.Content[i].Value, n.Content[i+1])
	}
}

func put(n *yaml.Node, key string, v *yaml.Node) { n.Content = append(n.Content, word(key), v) }

var (
	escapes   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapes = strings.NewReplacer("~1", "/", "~0", "~")
)

// join is the JSON Pointer to a part of what another one points to (RFC 6901, section 3). A long
// one ends early, with a mark: each part within would have all of it.
func join(path, key string) string {
	switch {
	case len(path) > longestPath && strings.HasSuffix(path, cutMark):
		return path
	case len(path)+len(key) <= longestPath:
		return path + "/" + escapes.Replace(key)
	}
	whole := path + "/" + key
	return strings.ToValidUTF8(whole[:longestPath], "") + cutMark
}

// cutMark ends a path that goes on.
const cutMark = " …"

func joinAt(path string, i int) string { return join(path, strconv.Itoa(i)) }

// followed goes after the references of a value. It gives nil, and notes why, where one leads
// nowhere.
func (r *reader) followed(n *yaml.Node, path string) (target *yaml.Node, at string) {
	seen := map[*yaml.Node]bool{}
	for hops := 0; ; hops++ {
		ref := get(n, "$ref")
		if ref == nil || ref.Kind != yaml.ScalarNode {
			return n, path
		}
		r.beside(n, path)
		if seen[n] || hops > mostHops {
			r.ignore(path, Circle, ref.Value)
			return nil, path
		}
		seen[n] = true
		next, code := r.resolve(ref.Value)
		if next == nil {
			r.ignore(path, code, ref.Value)
			return nil, path
		}
		r.reached[next] = true
		n, path = next, strings.TrimPrefix(ref.Value, "#")
	}
}

// beside notes what stands beside a reference, which counts alone.
func (r *reader) beside(n *yaml.Node, path string) {
	each(n, func(key string, _ *yaml.Node) {
		switch {
		case key == "$ref":
		case prose[key] || strings.HasPrefix(key, "x-"):
			r.ignore(join(path, key), Prose, "")
		default:
			r.ignore(join(path, key), BesideRef, "")
		}
	})
}

// resolve finds what a reference within the document points to; nil, and why not.
func (r *reader) resolve(ref string) (*yaml.Node, Code) {
	if len(ref) > longestRef {
		return nil, Broken
	}
	pointer, local := strings.CutPrefix(ref, "#")
	if !local {
		return nil, External
	}
	pointer, err := url.PathUnescape(pointer)
	if err != nil || pointer != "" && pointer[0] != '/' {
		return nil, Broken
	}
	n := r.root
	if pointer == "" {
		return n, ""
	}
	for level := range strings.SplitSeq(pointer[1:], "/") {
		if n = r.below(n, unescapes.Replace(level)); n == nil {
			return nil, Broken
		}
	}
	return n, ""
}

// smallMap is one that is looked through faster than indexed.
const smallMap = 16

// below is what a level of a JSON Pointer leads to, nil when there is nothing.
func (r *reader) below(n *yaml.Node, level string) *yaml.Node {
	switch {
	case n.Kind == yaml.SequenceNode:
		i, err := strconv.Atoi(level)
		if err != nil || i < 0 || i >= len(n.Content) {
			return nil
		}
		return n.Content[i]
	case len(n.Content) <= 2*smallMap:
		return get(n, level)
	}
	index := r.indexes[n]
	if index == nil {
		index = make(map[string]*yaml.Node, len(n.Content)/2)
		each(n, func(key string, v *yaml.Node) { index[key] = v })
		r.indexes[n] = index
	}
	return index[level]
}
