package sparkplug

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"mangrove/model/value"
)

// vector is a payload of another program, and what that reads from it, see
// testdata/vectors.py.
type vector struct {
	Name  string
	Hex   string
	Means json.RawMessage
}

func unmarshal(t *testing.T, b []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		t.Fatalf("%v: %.200s", err, b)
	}
}

// same compares what we say with what the other program says.
func same(ours, theirs any) bool {
	switch theirs := theirs.(type) {
	case map[string]any:
		if f, ok := theirs["float"].([]any); ok && len(theirs) == 1 {
			return sameFloat(ours, f)
		}
		o, ok := ours.(map[string]any)
		if !ok || len(o) != len(theirs) {
			return false
		}
		for name := range theirs {
			if one, ok := o[name]; !ok || !same(one, theirs[name]) {
				return false
			}
		}
		return true
	case []any:
		o, ok := ours.([]any)
		if !ok || len(o) != len(theirs) {
			return false
		}
		for i := range theirs {
			if !same(o[i], theirs[i]) {
				return false
			}
		}
		return true
	}
	return ours == theirs
}

func sameFloat(ours any, theirs []any) bool {
	bits := 64
	if theirs[1] == json.Number("32") {
		bits = 32
	}
	a, err := strconv.ParseFloat(fmt.Sprint(ours), bits)
	b, err2 := strconv.ParseFloat(fmt.Sprint(theirs[0]), 64)
	return err == nil && err2 == nil && a == b
}

func checkVectors(t *testing.T, list []vector) {
	t.Helper()
	for _, v := range list {
		payload, err := hex.DecodeString(v.Hex)
		if err != nil {
			t.Fatal(err)
		}
		tree, consumed, err := Decode(payload, Known{})
		if err != nil || consumed != len(payload) {
			t.Errorf("%s: %d of %d bytes, %v", v.Name, consumed, len(payload), err)
			continue
		}
		var ours, theirs any
		got := tree.AppendJSON(nil, 0)
		unmarshal(t, got, &ours)
		unmarshal(t, v.Means, &theirs)
		if !same(ours, theirs) {
			t.Errorf("%s: got\n%s\nwant\n%s", v.Name, got, v.Means)
		}
		checkRanges(t, v.Name, tree)
		for i := range tree.Len() {
			if tree.Flags(i)&value.Stray != 0 {
				t.Errorf("%s: %s is said to contradict its type", v.Name, tree.Path(i))
			}
		}
	}
}

// checkRanges checks that ranges begin in the order of the nodes, and lie in the node
// above or are empty.
func checkRanges(t *testing.T, name string, tree *value.Tree) {
	t.Helper()
	last := 0
	for i := range tree.Len() {
		from, to := tree.Range(i)
		if from < last || to < from || to > len(tree.Source()) {
			t.Errorf("%s: %s is at %d to %d, behind %d", name, tree.Path(i), from, to, last)
		}
		if up := tree.Parent(i); up >= 0 && from < to {
			if upFrom, upTo := tree.Range(up); from < upFrom || to > upTo {
				t.Errorf("%s: %s at %d to %d is not in %d to %d", name, tree.Path(i), from, to, upFrom, upTo)
			}
		}
		last = from
	}
}

// TestVectors holds what we read against what pysparkplug and Eclipse Tahu have written
// and read themselves.
func TestVectors(t *testing.T) {
	for _, library := range []string{"pysparkplug", "tahu"} {
		b, err := os.ReadFile("testdata/" + library + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var list []vector
		unmarshal(t, b, &list)
		if len(list) < 70 {
			t.Errorf("%d vectors of %s", len(list), library)
		}
		checkVectors(t, list)
	}
}

// TestAgainstOthers does the same with payloads made up now, where the other programs
// are installed.
func TestAgainstOthers(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no Python")
	}
	for _, library := range []string{"pysparkplug", "tahu"} {
		t.Run(library, func(t *testing.T) {
			seed := strconv.FormatInt(time.Now().UnixNano()%1_000_000, 10)
			made, err := exec.Command(python, "testdata/vectors.py", library, seed, "300").Output()
			if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 3 {
				t.Skip(library + " is not installed")
			}
			if err != nil {
				t.Fatal(err)
			}
			t.Log("seed", seed)
			var list []vector
			unmarshal(t, made, &list)
			checkVectors(t, list)
		})
	}
}
