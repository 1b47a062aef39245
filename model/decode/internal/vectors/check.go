package vectors

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"mangrove/model/value"
)

// Unhex reads bytes that are written down, with blanks between them or not.
func Unhex(t testing.TB, digits string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Lines reads a value a line; numbers keep their digits.
func Lines[V any](t testing.TB, content []byte) (all []V) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v V
		r := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		r.UseNumber()
		if err := r.Decode(&v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

// Kept are the lines of testdata/vectors.jsonl.
func Kept[V any](t testing.TB) []V {
	t.Helper()
	content, err := os.ReadFile("testdata/vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return Lines[V](t, content)
}

// ByPython is what testdata/vectors.py writes with the seeds that it is given. Without an
// interpreter that has its packages the test is content.
func ByPython(t *testing.T, packages string, seed ...string) []byte {
	t.Helper()
	python := cmp.Or(os.Getenv("PYTHON"), "python3")
	if err := exec.CommandContext(t.Context(), python, "-c", "import "+packages).Run(); err != nil {
		t.Skipf("there is no Python with %s", packages)
	}
	out, err := exec.CommandContext(t.Context(), python, append([]string{"testdata/vectors.py", "-"}, seed...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	if len(seed) > 0 {
		t.Log("the seed is", seed[0])
	}
	return out
}

// CheckRanges fails for what stands below a node and is not within its bytes.
func CheckRanges(t *testing.T, tree *value.Tree) {
	t.Helper()
	for i := 1; i < tree.Len(); i++ {
		from, to := tree.Range(i)
		if up, end := tree.Range(tree.Parent(i)); from > to || from < up || to > end {
			t.Errorf("%s has %d to %d, within %d to %d", tree.Path(i), from, to, up, end)
		}
	}
}

// Drawn is a tree in a few words: name=text, the type, the bytes, and what is flagged: ?
// for what is not resolved, ! for a stray.
func Drawn(tree *value.Tree, i int) string {
	var out strings.Builder
	if n := tree.Name(i); n != "" {
		out.WriteString(n + "=")
	}
	if tree.Flags(i)&value.Unresolved != 0 {
		out.WriteString("?")
	}
	if tree.Flags(i)&value.Stray != 0 {
		out.WriteString("!")
	}
	if !tree.Kind(i).HasBelow() {
		from, to := tree.Range(i)
		fmt.Fprintf(&out, "%s %s@%d-%d", strconv.Quote(tree.Text(i)), tree.Type(i), from, to)
		return out.String()
	}
	var below []string
	for at := range tree.Below(i) {
		below = append(below, Drawn(tree, at))
	}
	brackets := map[value.Kind]string{value.Object: "{}", value.List: "[]"}[tree.Kind(i)]
	return out.String() + brackets[:1] + strings.Join(below, ", ") + brackets[1:]
}

// FaultText is an error with its place, "" for none.
func FaultText(err error) string {
	if err == nil {
		return ""
	}
	if f := (*value.Fault)(nil); errors.As(err, &f) {
		return fmt.Sprintf("%v at %d", f, f.Offset)
	}
	return err.Error()
}
