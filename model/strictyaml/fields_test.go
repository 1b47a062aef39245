package strictyaml

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// keysOf reads a map whose keys are known, and gives its faults.
func keysOf(text string, known ...string) Faults {
	r := &Reader{}
	keys := Keys{"version": func(*yaml.Node) {}}
	for _, name := range known {
		keys[name] = func(*yaml.Node) {}
	}
	r.Map(r.Document([]byte("version: 1\n"+text), Form{Key: "version", Version: 1, Most: 1 << 20}), keys)
	return r.Faults()
}

// TestMeant: what is written like a name is asked after, what is like none is not.
func TestMeant(t *testing.T) {
	for found, want := range map[string]string{
		"cuont":                   "count",
		"Count":                   "count",
		"connect":                 "connection",
		"connnection":             "connection",
		"magic":                   "",
		"x":                       "",
		strings.Repeat("d", 9000): "",
	} {
		f := keysOf("? "+found+"\n: 1", "connection", "count", "id", "will")
		if len(f) != 1 || f[0].Meant != want || len(f[0].Names) != 5 || want != "" && f[0].Names[0] != want {
			t.Errorf("%.20q: %v, wanted %q", found, f, want)
		}
	}
}

// TestUnquoted: a template without quotation marks is told where it begins, and only where it is why
// the file is no YAML.
func TestUnquoted(t *testing.T) {
	for text, want := range map[string]struct {
		code      Code
		line, col int
	}{
		"a:\n  topic: {{x}}/y\n  b: 1\n":                             {Unquoted, 3, 10},
		"a:\n  - {{.x}}/y\n  - b\n":                                  {Unquoted, 3, 5},
		"a: {topic: {{.x}}/y, b: 1}\n":                               {Unquoted, 2, 12},
		"a:\n  payload: {{ now }\nb: 1\n":                            {Unquoted, 3, 12},
		"a:\n  b: {{json .value}}\n  c: {{ .x }}1{{ .y }}\n":         {Unquoted, 4, 6},
		"# topic: {{x}}/y\na: [\n":                                   {Unreadable, 3, 0},
		"a: |\n  topic: {{x}}/y\nb: \"\nc: 1\n":                      {Unreadable, 4, 0},
		"a:\n  topic: {{x}}/y\nb: [\n":                               {Unreadable, 0, 0},
		"# topic: {{x}}/y\na:\n  payload: {{x}}/z\n  b: 1\nc: {{x}}": {Unquoted, 4, 12},
	} {
		r := &Reader{}
		r.Tree([]byte("version: 1\n"+text), 1<<20)
		f := r.Faults()
		if len(f) != 1 || f[0].Code != want.code || want.code == Unquoted && (f[0].Line != want.line || f[0].Column != want.col) {
			t.Errorf("%q: %+v", text, f)
		}
	}
}

// TestNamesAreInOrder: where nothing was meant they go by the alphabet.
func TestNamesAreInOrder(t *testing.T) {
	f := keysOf("? "+strings.Repeat("x", 9000)+"\n: 1", "b", "c", "a")
	if want := []string{"a", "b", "c", "version"}; !slices.Equal(f[0].Names, want) {
		t.Errorf("got %q", f[0].Names)
	}
}

// TestMostFaults: more are not noted.
func TestMostFaults(t *testing.T) {
	var b strings.Builder
	for i := range 3 * mostFaults {
		fmt.Fprintf(&b, "k%d: 1\n", i)
	}
	if f := keysOf(b.String()); len(f) != mostFaults || f[mostFaults-1].Line != mostFaults+1 {
		t.Errorf("there are %d", len(f))
	}
}
