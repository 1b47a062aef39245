// Package vectors holds a decoder against what independent encoders made, for tests: what
// was recorded, and where the interpreter and its library are at hand, what they make of
// values that were never seen before.
package vectors

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/model/value"
)

// Decoder is what is tested.
type Decoder func(b []byte) (*value.Tree, int, error)

// script writes vectors; where it stands from the packages below model/decode.
const script = "../testdata/vectors.py"

// Recorded reads what testdata/vectors.jsonl has, at least so many.
func Recorded(t *testing.T, least int, decode Decoder) {
	t.Helper()
	lines, err := os.ReadFile("testdata/vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if n := check(t, lines, decode); n < least {
		t.Errorf("only %d vectors", n)
	}
}

// Fresh reads what the script makes of random values, with a seed that it names when
// something is wrong. Without the interpreter and its library it says so and is content.
func Fresh(t *testing.T, format string, decode Decoder) {
	t.Helper()
	python := os.Getenv("PYTHON")
	if python == "" {
		python = "python3"
	}
	library := map[string]string{"cbor": "cbor2"}[format]
	if library == "" {
		library = format
	}
	if err := exec.CommandContext(t.Context(), python, "-c", "import "+library).Run(); err != nil {
		t.Skipf("%s with %s is not here: the recorded vectors must do", python, library)
	}
	seed := strconv.FormatInt(time.Now().UnixNano(), 10)
	lines, err := exec.CommandContext(t.Context(), python, script, format, seed, "300").Output()
	if err != nil {
		t.Fatal(err)
	}
	if n := check(t, lines, decode); n != 300 || t.Failed() {
		t.Errorf("%d vectors of seed %s", n, seed)
	}
}

// check reads a vector a line.
func check(t *testing.T, text []byte, decode Decoder) (n int) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 10<<20)
	for ; lines.Scan(); n++ {
		var v struct {
			Hex   string
			Value any
		}
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		b, err := hex.DecodeString(v.Hex)
		if err != nil {
			t.Fatal(err)
		}
		tree, consumed, err := decode(b)
		if err != nil || consumed != len(b) {
			t.Errorf("%s: %d of %d bytes, %v", v.Hex, consumed, len(b), err)
			continue
		}
		if got := Meaning(tree, 0); !reflect.DeepEqual(got, v.Value) {
			t.Errorf("%s\nis   %v\nwant %v", v.Hex, got, v.Value)
		}
	}
	return n
}

// Meaning is a node as the script writes it.
func Meaning(t *value.Tree, i int) any {
	text := t.Text(i)
	switch t.Kind(i) {
	case value.Null:
		return []any{"null"}
	case value.Bool:
		return []any{"bool", text}
	case value.Text:
		return []any{"text", text}
	case value.Bytes:
		return []any{"bytes", hex.EncodeToString([]byte(text))}
	case value.Number:
		return number(text, t.Type(i))
	}
	all := []any{}
	for at := range t.Below(i) {
		if t.Kind(i) == value.Object {
			all = append(all, []any{t.Name(at), Meaning(t, at)})
			continue
		}
		all = append(all, Meaning(t, at))
	}
	if t.Kind(i) == value.Object {
		return []any{"map", all}
	}
	return []any{"list", all}
}

// number is a number in decimal, a float by its bits: its text must name no other one.
func number(text, kind string) any {
	if !strings.HasPrefix(kind, "float") {
		return []any{"number", text}
	}
	bits := 64
	if kind != "float64" {
		bits = 32
	}
	f, err := strconv.ParseFloat(text, bits)
	switch {
	case err != nil:
		return []any{"float", err.Error()}
	case math.IsNaN(f):
		return []any{"float", "nan"}
	}
	return []any{"float", hexOf(f)}
}

func hexOf(f float64) string {
	s := strconv.FormatUint(math.Float64bits(f), 16)
	return strings.Repeat("0", 16-len(s)) + s
}
