package value

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

func readTree(t *testing.T, source string) *Tree {
	t.Helper()
	tree, err := ReadJSON([]byte(source))
	if err != nil {
		t.Fatalf("%.60q: %v", source, err)
	}
	return tree
}

func TestReadJSON(t *testing.T) {
	tree := readTree(t, ` {"a": 1.10, "b": [true, null, {"c d": "x\ny", "": {}}], "a": -0e+5, "t": "plain"} `)
	var got strings.Builder
	for i := range tree.Len() {
		from, to := tree.Range(i)
		fmt.Fprintf(&got, "%d %v %q %q %q below %d up %d next %d flags %d\n", i, tree.Kind(i), tree.Path(i), tree.Text(i), tree.Source()[from:to], tree.Count(i), tree.Parent(i), tree.Next(i), tree.Flags(i))
	}
	want := `0 0 "" "" "{\"a\": 1.10, \"b\": [true, null, {\"c d\": \"x\\ny\", \"\": {}}], \"a\": -0e+5, \"t\": \"plain\"}" below 4 up -1 next 10 flags 0
1 4 "a" "1.10" "1.10" below 0 up 0 next 2 flags 0
2 1 "b" "" "[true, null, {\"c d\": \"x\\ny\", \"\": {}}]" below 3 up 0 next 8 flags 0
3 3 "b.0" "true" "true" below 0 up 2 next 4 flags 0
4 2 "b.1" "null" "null" below 0 up 2 next 5 flags 0
5 0 "b.2" "" "{\"c d\": \"x\\ny\", \"\": {}}" below 2 up 2 next 8 flags 0
6 5 "b.2.\"c d\"" "x\ny" "\"x\\ny\"" below 0 up 5 next 7 flags 0
7 0 "b.2.\"\"" "" "{}" below 0 up 5 next 8 flags 0
8 4 "a" "-0e+5" "-0e+5" below 0 up 0 next 9 flags 1
9 5 "t" "plain" "\"plain\"" below 0 up 0 next 10 flags 0
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	for path, want := range map[string]int{"": 0, "a": 1, "b.2": 5, `b.2."c d"`: 6, "t": 9, "b.3": -1, "z": -1} {
		if got := tree.Find(path); got != want {
			t.Errorf("%q is at %d, want %d", path, got, want)
		}
	}
	for offset, want := range map[int]int{0: -1, 1: 0, 7: 1, 19: 3, 31: 5, 39: 6, len(tree.Source()) - 2: 0} {
		if got := tree.At(offset); got != want {
			t.Errorf("byte %d is of %d, want %d", offset, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	tree := readTree(t, `[1.5, true, false, "21.5", "on", null, 12345678901234567890, "Inf", "nan", "0x1p4", "infinity"]`)
	got := ""
	for i := range tree.Below(0) {
		n, is := tree.Number(i)
		got += fmt.Sprint(n, is, " ")
	}
	if want := "1.5 true 1 true 0 true 21.5 true 0 false 0 false 1.2345678901234567e+19 true 0 false 0 false 0 false 0 false "; strings.ReplaceAll(got, "  ", " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
	if tree.Text(7) != "12345678901234567890" {
		t.Errorf("the number became %s", tree.Text(7))
	}
}

func TestFaultsOfJSON(t *testing.T) {
	for source, want := range map[string]string{
		``: "cut off at 0", `{`: "cut off at 1", `{"a": 1`: "cut off at 7", `["a`: "cut off at 3", `{"a": 1,}`: `unexpected: } at 8`, `{'a': 1}`: `unexpected: ' at 1`,
		`[1 2]`: "unexpected: 2 at 3", `{} {}`: "unexpected: { at 3", `[NaN]`: "unexpected: N at 1", `[-Infinity]`: "unexpected: - at 1", `[01]`: "unexpected: 1 at 2",
		"[\"a\tb\"]": "unexpected: \t at 3", `["\x"]`: "unexpected: x at 3", `["\u12g4"]`: "unexpected: g at 6", `[1.]`: "unexpected: 1 at 1", `{"ä" ü}`: "unexpected: ü at 6",
		`{"a": 12.`: "cut off at 9", `[tru`: "cut off at 4", `{"a":-`: "cut off at 6", `[1e+`: "cut off at 4", `[-.`: "unexpected: - at 1", `[1.,`: "unexpected: 1 at 1", `[trud`: "unexpected: t at 1",
		`]`: "unexpected: ] at 0", `[}`: "unexpected: } at 1", `{"a"]`: "unexpected: ] at 4",
	} {
		_, err := ReadJSON([]byte(source))
		var f *Fault
		if !errors.As(err, &f) {
			t.Errorf("%q: %v", source, err)
		} else if got := fmt.Sprintf("%v at %d", f, f.Offset); got != want {
			t.Errorf("%q: %s, want %s", source, got, want)
		}
	}
}

func TestDeepAndMany(t *testing.T) {
	tree := readTree(t, strings.Repeat("[", 10_000)+strings.Repeat("]", 10_000))
	if d := tree.Depth(tree.Len() - 1); tree.Len() != 10_000 || d != 9_999 {
		t.Errorf("%d nodes, %d deep", tree.Len(), d)
	}
	if _, err := ReadJSON(bytes.Repeat([]byte("["), 200_000)); !errors.Is(err, ErrTooDeep) {
		t.Errorf("200,000 levels: %v", err)
	}
	many := []byte("[" + strings.Repeat("1,", 11_000_000) + "1]")
	if _, err := ReadJSON(many); !errors.Is(err, ErrTooMuch) {
		t.Errorf("11,000,001 elements of 22 MB: %v", err)
	}
}

// TestAgainstOthers reads random bytes and JSON, and compares with two other readers.
func TestAgainstOthers(t *testing.T) {
	parts := []string{"{", "}", "[", "]", ",", ":", `"a"`, `"b\u00e9"`, `""`, "1", "-0.5e3", "true", "null", " ", "\n", "x", `"\"`, "0", "9"}
	for seed := range uint64(200_000) {
		r := rand.New(rand.NewPCG(seed, 1))
		var b []byte
		for range r.IntN(9) {
			b = append(b, parts[r.IntN(len(parts))]...)
		}
		tree, err := ReadJSON(b)
		if (err == nil) != gjson.ValidBytes(b) || (err == nil) != json.Valid(b) {
			t.Fatalf("%q: %v, valid: %v", b, err, json.Valid(b))
		}
		if err == nil {
			checkSame(t, b, tree)
		}
	}
}

// checkSame compares what is written of a tree with what was read, but for escapes.
func checkSame(t *testing.T, source []byte, tree *Tree) {
	t.Helper()
	written := tree.AppendJSON(nil, 0)
	if again, err := ReadJSON(written); err != nil || again.Len() != tree.Len() || !bytes.Equal(again.AppendJSON(nil, 0), written) {
		t.Fatalf("%q is written as %q: %v", source, written, err)
	}
	var was, is any
	if json.Unmarshal(source, &was) == nil && json.Unmarshal(written, &is) == nil && fmt.Sprint(was) != fmt.Sprint(is) {
		t.Fatalf("%q is written as %q", source, written)
	}
}

// FuzzReadJSON: what is read is what other readers take for JSON, and it is the same
// when it is written; every node is found by its bytes and its path.
func FuzzReadJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"x\n"],"a":{}}`, `[1e999,12345678901234567890]`, "\"\\ud800\"", "[", `{"a.b":{"":1}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		tree, err := ReadJSON(b)
		var fault *Fault
		if errors.As(err, &fault) && (fault.Offset < 0 || fault.Offset > len(b)) {
			t.Fatalf("%q: a fault at %d", b, fault.Offset)
		}
		if (err == nil) != json.Valid(b) && !errors.Is(err, ErrTooDeep) && !errors.Is(err, ErrTooMuch) && len(b) < 10_000 {
			t.Fatalf("%q: %v, valid: %v", b, err, json.Valid(b))
		}
		if err != nil {
			return
		}
		checkSame(t, b, tree)
		for i := range min(tree.Len(), 100) {
			from, to := tree.Range(i)
			if from >= to || tree.At(from) != i {
				t.Fatalf("%q: node %d has bytes %d to %d, of which the first is of %d", b, i, from, to, tree.At(from))
			}
		}
	})
}

func BenchmarkReadJSON(b *testing.B) {
	source := []byte("[" + strings.Repeat(`{"id":"sensor-1234","temperature":21.45,"battery":97,"on":true,"where":{"area":"hall","floor":2}},`, 500_000) + "{}]")
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		if _, err := ReadJSON(source); err != nil {
			b.Fatal(err)
		}
	}
}

func TestBuilder(t *testing.T) {
	b := NewBuilder([]byte{1, 2, 3, 4})
	for _, n := range []Node{{Kind: Object, Type: "frame", From: 0}, {Kind: List, Name: "list", From: 1}} {
		if err := b.Open(n); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range []Node{{Kind: Number, Type: "int8", Text: "-1", From: 1, To: 2}, {Kind: Bytes, Text: "\xff", From: 2, To: 3, Flags: Stale}} {
		if err := b.Add(n); err != nil {
			t.Fatal(err)
		}
	}
	b.Close(3)
	if err := b.Add(Node{Kind: Number, Name: "nan", Type: "float", Text: "NaN", From: 3, To: 4}); err != nil {
		t.Fatal(err)
	}
	tree := b.Tree()
	if got, want := string(tree.AppendJSON(nil, 0)), `{"list":[-1,"/w=="],"nan":"NaN"}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if from, to := tree.Range(0); from != 0 || to != 4 || tree.Type(0) != "frame" || tree.Type(2) != "int8" || tree.Flags(3) != Stale || tree.At(2) != 3 {
		t.Errorf("range %d to %d, types %q and %q, flags %d", from, to, tree.Type(0), tree.Type(2), tree.Flags(3))
	}
	deep := NewBuilder(nil)
	var err error
	for range MaxDepth + 1 {
		err = deep.Open(Node{Kind: List})
	}
	if !errors.Is(err, ErrTooDeep) {
		t.Errorf("too deep: %v", err)
	}
}

func TestFloatText(t *testing.T) {
	for _, c := range []struct {
		f    float64
		bits int
		want string
	}{
		{0, 64, "0"}, {math.Copysign(0, -1), 64, "-0"}, {21.4, 64, "21.4"}, {float64(float32(21.4)), 32, "21.4"}, {float64(float32(21.4)), 64, "21.399999618530273"},
		{1e21, 64, "1e+21"}, {123456789012, 64, "123456789012"}, {0.000001, 64, "0.000001"}, {-1e-7, 64, "-1e-07"}, {5e-324, 64, "5e-324"},
		{math.NaN(), 32, "NaN"}, {math.Inf(1), 64, "Infinity"}, {math.Inf(-1), 32, "-Infinity"},
	} {
		if got := FloatText(c.f, c.bits); got != c.want {
			t.Errorf("%v of %d bits is %s, want %s", c.f, c.bits, got, c.want)
		}
	}
}

// TestTextsOfTheSource: what stands in the source as it is, is not copied.
func TestTextsOfTheSource(t *testing.T) {
	b := NewBuilder([]byte("\x81\xa4name\xa4text"))
	if err := errors.Join(b.Open(Node{Kind: Object}), b.Add(Node{Kind: Text, NameIn: Part{2, 6}, TextIn: Part{7, 11}, From: 6, To: 11})); err != nil {
		t.Fatal(err)
	}
	b.Close(11)
	tree := b.Tree()
	if got := string(tree.AppendJSON(nil, 0)); got != `{"name":"text"}` || len(tree.texts) > 0 {
		t.Errorf("%s, with %q copied", got, tree.texts)
	}
}

// TestFindAmongMany: a path is followed down, not looked for: a chart of a large list does
// that for each message.
func TestFindAmongMany(t *testing.T) {
	const many = 400_000
	tree := readTree(t, "["+strings.Repeat("0,", many)+"1]")
	deep := readTree(t, strings.Repeat(`{"a":[0,`, MaxDepth/2-1)+`{"last":1}`+strings.Repeat("]}", MaxDepth/2-1))
	doubled := readTree(t, `{"a":{"b":1},"a":{"c":{"d":2}},"x":{},"x.y":3}`)
	done := make(chan string, 1)
	go func() {
		paths, last := tree.Paths(), deep.Len()-1
		got := fmt.Sprint(paths.Of(many), paths.Of(3), paths.Of(5), deep.Paths().Of(last) == deep.Path(last),
			tree.Find(strconv.Itoa(many)), tree.Find(strconv.Itoa(many+1)), tree.Path(many+1), deep.Find(deep.Path(last)) == last,
			doubled.Text(doubled.Find("a.c.d")), doubled.Text(doubled.Find("x.y")), doubled.Find("a.c.e"))
		if want := fmt.Sprint(strconv.Itoa(many-1), "2", "4", true, many+1, -1, strconv.Itoa(many), true, "2", "3", -1); got != want {
			done <- got + ", want " + want
			return
		}
		done <- ""
	}()
	select {
	case wrong := <-done:
		if wrong != "" {
			t.Error(wrong)
		}
	case <-time.After(10 * time.Minute):
		t.Fatal("it takes more than ten minutes")
	}
}

// TestMemoryOfNames: to find names that are there again, none is copied.
func TestMemoryOfNames(t *testing.T) {
	var source bytes.Buffer
	source.WriteByte('{')
	const count = 300_000
	for i := range count {
		fmt.Fprintf(&source, `"%06d":1,`, i)
	}
	source.WriteString(`"000007":2}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	tree := readTree(t, source.String())
	runtime.ReadMemStats(&after)
	if again := tree.Len() - 1; tree.Flags(again)&Doubled == 0 || tree.Flags(again-1)&Doubled != 0 {
		t.Error("the last name is there again, and no other")
	}
	const each = 40 + 20 + 14 // of a node, of the table, of the text that was copied
	if took := after.TotalAlloc - before.TotalAlloc; took > count*each*3/2 {
		t.Errorf("%d bytes for each of the names, want about %d", took/count, each)
	}
}

// TestAppendJSONUpTo ends soon after so many bytes, and says whether it was all.
func TestAppendJSONUpTo(t *testing.T) {
	for _, text := range []string{`[1,{"a":"b\n","c":[true,null]},"é"]`, `"` + strings.Repeat("x", 1000) + `"`, `[]`, "[" + strings.Repeat("[],", 999) + "[]]"} {
		tree, err := ReadJSON([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		all := string(tree.AppendJSON(nil, 0))
		if all != text {
			t.Errorf("%.40s is written as %.40s", text, all)
		}
		for most := range len(all) + 2 {
			got, whole := tree.AppendJSONUpTo(nil, 0, most)
			if whole != (len(all) <= most) || whole && string(got) != all || len(got) > most+10 {
				t.Errorf("%.40s up to %d: %d bytes, whole %t", text, most, len(got), whole)
			}
		}
	}
}
