package diff

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"mangrove/model/value"
)

func readTree(t testing.TB, source string) *value.Tree {
	t.Helper()
	if source == "" {
		return value.NewBuilder(nil).Tree()
	}
	tree, err := value.ReadJSON([]byte(source))
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	return tree
}

// words writes changes as a person would.
func words(before, after *value.Tree, changes []Change) string {
	text := func(t *value.Tree, i int) string { return t.Path(i) + "=" + string(t.AppendJSON(nil, i)) }
	var list []string
	for _, c := range changes {
		switch c.Kind {
		case Changed:
			list = append(list, text(before, c.Before)+"→"+string(after.AppendJSON(nil, c.After)))
		case Added:
			list = append(list, "+"+text(after, c.After))
		case Removed:
			list = append(list, "-"+text(before, c.Before))
		}
	}
	return strings.Join(list, " ")
}

func TestTrees(t *testing.T) {
	for _, c := range []struct{ name, before, after, want string }{
		{"the same", `{"a":1,"b":[1,{}]}`, `{"a":1,"b":[1,{}]}`, ""},
		{"another order of members", `{"a":1,"b":{"c":2,"d":3}}`, `{"b":{"d":3,"c":2},"a":1}`, ""},
		{"another order of elements", `[1,2]`, `[2,1]`, "+0=2 -1=2"},
		{"a value", `{"a":1,"b":2}`, `{"a":1,"b":3}`, "b=2→3"},
		{"a number written otherwise", `{"a":1}`, `{"a":1.0}`, "a=1→1.0"},
		{"a type", `{"a":1}`, `{"a":"1"}`, `a=1→"1"`},
		{"a scalar becomes an object", `{"a":1}`, `{"a":{"b":1}}`, `a=1→{"b":1}`},
		{"added and removed", `{"a":1,"b":2}`, `{"b":2,"c":{"d":[]}}`, `-a=1 +c={"d":[]}`},
		{"deep", `{"a":{"b":[{"c":1},{"c":2}]}}`, `{"a":{"b":[{"c":1},{"c":5}]}}`, "a.b.1.c=2→5"},
		{"an element between", `[{"id":1},{"id":2},{"id":3}]`, `[{"id":1},{"id":9},{"id":2},{"id":3}]`, `+1={"id":9}`},
		{"an element less", `[1,2,3,4]`, `[1,2,4]`, "-2=3"},
		{"doubled names", `{"a":1,"a":2}`, `{"a":1,"a":3,"a":4}`, "a=2→3 +a=4"},
		{"doubled names, the other way round", `{"a":1,"a":2}`, `{"a":2,"a":1}`, "a=1→2 a=2→1"},
		{"name moved to another value", `{"a":1,"b":2}`, `{"a":2,"b":1}`, "a=1→2 b=2→1"},
		{"nothing before", ``, `{"a":1}`, `+={"a":1}`},
		{"nothing after", `[1]`, ``, `-=[1]`},
		{"nothing at all", ``, ``, ``},
		{"the whole", `1`, `[1]`, "=1→[1]"},
		{"empty list and empty object", `{"a":[]}`, `{"a":{}}`, "a=[]→{}"},
	} {
		before, after := readTree(t, c.before), readTree(t, c.after)
		if got := words(before, after, Trees(before, after)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestNamesOfOtherKinds: the number 1 is another name than the text of it.
func TestNamesOfOtherKinds(t *testing.T) {
	tree := func(first, second value.Flags, a, b string) *value.Tree {
		builder := value.NewBuilder(nil)
		for _, err := range []error{
			builder.Open(value.Node{Kind: value.Object}),
			builder.Add(value.Node{Kind: value.Number, Name: "1", Flags: first, Text: a}),
			builder.Add(value.Node{Kind: value.Number, Name: "1", Flags: second, Text: b}),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		builder.Close(0)
		return builder.Tree()
	}
	before := tree(value.Notation, 0, "5", "6")
	for name, c := range map[string]struct {
		after *value.Tree
		want  string
	}{
		"another order":      {tree(0, value.Notation, "6", "5"), ""},
		"the values swapped": {tree(value.Notation, 0, "6", "5"), "(1)=5→6 1=6→5"},
		"one value":          {tree(0, value.Notation, "7", "5"), "1=6→7"},
	} {
		if got := words(before, c.after, Trees(before, c.after)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestDeepTrees(t *testing.T) {
	deep := func(core string) *value.Tree {
		return readTree(t, strings.Repeat(`{"a":[`, 40_000)+core+strings.Repeat(`]}`, 40_000))
	}
	before, after := deep("1"), deep("2")
	changes := Trees(before, after)
	if len(changes) != 1 || before.Depth(changes[0].Before) != 80_000 {
		t.Errorf("%d changes: %v", len(changes), changes)
	}
}

func TestLinesAndWords(t *testing.T) {
	write := func(compare func(_, _ []byte) []Part, before, after string) string {
		var list []string
		for _, p := range compare([]byte(before), []byte(after)) {
			if !p.Same {
				list = append(list, fmt.Sprintf("%q→%q", before[p.Before.From:p.Before.To], after[p.After.From:p.After.To]))
			}
		}
		return strings.Join(list, " ")
	}
	for _, c := range []struct{ name, before, after, lines, words string }{
		{"the same", "a b\nc", "a b\nc", "", ""},
		{"a word", "temperature 21.5 °C\nok\n", "temperature 22.5 °C\nok\n", `"temperature 21.5 °C\n"→"temperature 22.5 °C\n"`, `"21"→"22"`},
		{"a line between", "a\nc\n", "a\nb\nc\n", `""→"b\n"`, `""→"\nb"`},
		{"a line less", "a\nb\nc", "a\nc", `"b\n"→""`, `"\nb"→""`},
		{"no break at the end", "a", "a\n", `"a"→"a\n"`, `""→"\n"`},
		{"the last line goes", "a\nb\nc", "a\nb", `"c"→""`, `"\nc"→""`},
		{"the last line goes, of those with carriage returns", "a\r\nb\r\nc", "a\r\nb", `"c"→""`, `"\r\nc"→""`},
		{"a line comes behind the last, with carriage returns", "b", "b\r\nc", `""→"c"`, `""→"\r\nc"`},
		{"carriage returns go", "a\r\nb", "a\nb", `"a\r\n"→"a\n"`, `"\r\n"→"\n"`},
		{"a line behind the last", "a\nb", "a\nb\nc", `""→"c"`, `""→"\nc"`},
		{"the last line moves", "b\nc\na", "x\nb", `""→"x\n" "c\na"→""`, `""→"x\n" "\nc\na"→""`},
		{"a break comes at the end", "a\nb\nc", "a\nb\n", `"c"→""`, `"c"→""`},
		{"one line becomes two", "a three", "a 3\na four", `"a three"→"a 3\na four"`, `"three"→"3\na four"`},
		{"two lines become one", "a 3\na four", "a three", `"a 3\na four"→"a three"`, `"3\na four"→"three"`},
		{"a part of a word is none", "no-three", "nob no+four", `"no-three"→"nob no+four"`, `""→"nob " "-three"→"+four"`},
		{"all", "a", "b", `"a"→"b"`, `"a"→"b"`},
		{"empty", "", "x", `""→"x"`, `""→"x"`},
		{"marks stay with their letter", "e\u0301", "e", `"é"→"e"`, `"é"→"e"`},
		{"not UTF-8", "a\xff\nb", "a\xfe\nb", `"a\xff\n"→"a\xfe\n"`, `"\xff"→"\xfe"`},
	} {
		if got := write(Lines, c.before, c.after); got != c.lines {
			t.Errorf("%s, lines: %s, want %s", c.name, got, c.lines)
		}
		if got := write(Words, c.before, c.after); got != c.words {
			t.Errorf("%s, words: %s, want %s", c.name, got, c.words)
		}
	}
}

// TestLongTextsDifferByCharacters: of none is only a part marked.
func TestLongTextsDifferByCharacters(t *testing.T) {
	long := strings.Repeat("°C ", mostSearched/6)
	before, after := []byte(long+"é"+long+"µ"+long), []byte(long+"è"+long+"°µ"+long)
	list := Words(before, after)
	checkParts(t, before, after, list)
	for _, p := range list {
		if !utf8.Valid(before[p.Before.From:p.Before.To]) || !utf8.Valid(after[p.After.From:p.After.To]) {
			t.Errorf("%v has a part of a character", p)
		}
	}
	if len(list) != 3 {
		t.Errorf("%d parts", len(list))
	}
}

// checkParts: the parts cover both from end to end, and the same is the same, of the last
// line but for its break.
func checkParts(t *testing.T, before, after []byte, list []Part) {
	t.Helper()
	was, is := 0, 0
	for i, p := range list {
		if p.Before.From != was || p.After.From != is || p.Before.To < was || p.After.To < is || p.Before.Empty() && p.After.Empty() {
			t.Fatalf("%q, %q: part %d of %v", before, after, i, list)
		}
		was, is = p.Before.To, p.After.To
		a, b := before[p.Before.From:was], after[p.After.From:is]
		if was == len(before) || is == len(after) {
			a, b = bytes.TrimSuffix(a, lineBreak), bytes.TrimSuffix(b, lineBreak)
		}
		if p.Same && !bytes.Equal(a, b) {
			t.Fatalf("%q, %q: part %d of %v is not the same", before, after, i, list)
		}
	}
	if was != len(before) || is != len(after) {
		t.Fatalf("%q, %q: %v ends at %d, %d", before, after, list, was, is)
	}
}

func FuzzParts(f *testing.F) {
	f.Add([]byte("a\nb"), []byte("a\nc"))
	f.Add([]byte("\xff\x00"), []byte("21.5 °C"))
	f.Add([]byte("a\nb"), []byte("b\na"))
	f.Fuzz(func(t *testing.T, before, after []byte) {
		for _, compare := range []func(_, _ []byte) []Part{Bytes, Lines, Words} {
			list := compare(before, after)
			checkParts(t, before, after, list)
			if same := len(list) == 0 || len(list) == 1 && list[0].Same; same != bytes.Equal(before, after) {
				t.Fatalf("%q, %q: %v", before, after, list)
			}
		}
	})
}

func TestMuchIsComparedAtItsEnds(t *testing.T) {
	head, tail := bytes.Repeat([]byte("a b"), 100_000), bytes.Repeat([]byte("c\n"), 100_000)
	before, after := slices.Concat(head, []byte("1 2"), tail), slices.Concat(head, []byte("3"), tail)
	for _, compare := range []func(_, _ []byte) []Part{Bytes, Words} {
		list := compare(before, after)
		checkParts(t, before, after, list)
		if len(list) != 3 || string(before[list[1].Before.From:list[1].Before.To]) != "1 2" {
			t.Errorf("%d parts", len(list))
		}
		if same := compare(before, bytes.Clone(before)); len(same) != 1 || !same[0].Same {
			t.Errorf("of the same: %v", same)
		}
	}
}

// TestTreesAgainstApplying makes random trees, changes them at known places, and looks
// whether what is found leads from one to the other.
func TestTreesAgainstApplying(t *testing.T) {
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(seed, 5))
		before, after := readTree(t, randomJSON(r, 0)), readTree(t, randomJSON(r, 0))
		changes := Trees(before, after)
		if same := canonical(before, 0) == canonical(after, 0); same != (len(changes) == 0) {
			t.Fatalf("seed %d: %s and %s: %s", seed, before.AppendJSON(nil, 0), after.AppendJSON(nil, 0), words(before, after, changes))
		}
		for _, c := range changes {
			if (c.Kind != Added) != (c.Before >= 0) || (c.Kind != Removed) != (c.After >= 0) {
				t.Fatalf("seed %d: %+v", seed, c)
			}
			if c.Kind == Changed && canonical(before, c.Before) == canonical(after, c.After) {
				t.Fatalf("seed %d: %s is called changed", seed, before.AppendJSON(nil, c.Before))
			}
		}
	}
}

func randomJSON(r *rand.Rand, depth int) string {
	switch k := r.IntN(6); {
	case k == 0 && depth < 4, depth == 0 && k < 4:
		var parts []string
		for range r.IntN(4) {
			parts = append(parts, fmt.Sprintf("%q:%s", string(rune('a'+r.IntN(3))), randomJSON(r, depth+1)))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case k == 1 && depth < 4:
		var parts []string
		for range r.IntN(4) {
			parts = append(parts, randomJSON(r, depth+1))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	return []string{"1", "2", `"1"`, "true", "null"}[r.IntN(5)]
}

// canonical is a node with the members of objects in an order that says nothing but how
// often and in which turn a name comes.
func canonical(t *value.Tree, i int) string {
	var parts []string
	for at := range t.Below(i) {
		parts = append(parts, canonical(t, at))
	}
	switch t.Kind(i) {
	case value.Object:
		list := map[string]string{}
		for n, at := range below(t, i) {
			list[t.Name(at)] += parts[n] + ";"
		}
		return fmt.Sprint(list)
	case value.List:
		return "[" + strings.Join(parts, ",") + "]"
	}
	return fmt.Sprint(t.Kind(i), t.Text(i))
}

func BenchmarkTrees(b *testing.B) {
	var was, is strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&was, `{"id":%d,"temperature":%d,"on":true},`, i, i%40)
		fmt.Fprintf(&is, `{"id":%d,"temperature":%d,"on":true},`, i, (i+i/100%2)%40)
	}
	before, after := readTree(b, "["+was.String()+"{}]"), readTree(b, "["+is.String()+"{}]")
	for b.Loop() {
		if len(Trees(before, after)) == 0 {
			b.Fatal("nothing is found")
		}
	}
}

// BenchmarkLines compares texts that have nothing in common: the longest it can take.
func BenchmarkLines(b *testing.B) {
	before, after := strings.Builder{}, strings.Builder{}
	for i := range 100_000 {
		fmt.Fprintf(&before, "before %d\n", i)
		fmt.Fprintf(&after, "after %d\n", i)
	}
	was, is := []byte(before.String()), []byte(after.String())
	for b.Loop() {
		Lines(was, is)
	}
}

// TestVeryManyLines: lines without end are compared at their ends, in little room.
func TestVeryManyLines(t *testing.T) {
	many := strings.Repeat("a\n", mostLines+10)
	for name, c := range map[string]struct{ before, after, was, is string }{
		"one is another":      {"x\n" + many + "b1\nz\n", "x\n" + many + "b2\nz\n", "b1\n", "b2\n"},
		"one is longer":       {many + "yb\n" + many, many + "xyb\n" + many, "yb\n", "xyb\n"},
		"one is new":          {many, many + "b\n", "", "b\n"},
		"the break is new":    {many + "b", many + "b\n", "b", "b\n"},
		"another begins it":   {many, "b" + many, "a\n", "ba\n"},
		"one is there before": {"b\n" + many, many, "b\n", ""},
	} {
		var from, to runtime.MemStats
		runtime.ReadMemStats(&from)
		list := Lines([]byte(c.before), []byte(c.after))
		runtime.ReadMemStats(&to)
		if took := to.TotalAlloc - from.TotalAlloc; took > 8*uint64(len(c.before)+len(c.after)) {
			t.Errorf("%s: %d MB for %d", name, took>>20, (len(c.before)+len(c.after))>>20)
		}
		var was, is, all string
		for _, p := range list {
			all += c.after[p.After.From:p.After.To]
			if !p.Same {
				was, is = was+c.before[p.Before.From:p.Before.To], is+c.after[p.After.From:p.After.To]
			}
		}
		if was != c.was || is != c.is || all != c.after {
			t.Errorf("%s: %.40q becomes %.40q", name, was, is)
		}
	}
}
