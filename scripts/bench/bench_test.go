package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const sample = `# 2024-02-29, v1.2.3, go version go1.26.0 linux/amd64
# Linux 6.1.0 x86_64, 2 processors
goos: linux
pkg: mangrove/model
cpu: Some Processor
BenchmarkApply/topics=100000/in_order-2         	 8109123	       150.5 ns/op	       0 B/op	       0 allocs/op
BenchmarkApply/topics=100000/in_order-2         	 8109123	       190 ns/op	       0 B/op	       1 allocs/op
BenchmarkApply/topics=100000/in_order-2         	 8109123	       170 ns/op	       0 B/op	       0 allocs/op
BenchmarkToggle/plant01-2 	    1000	      900000 ns/op
BenchmarkToggle/flat-2 	    1000	     1100000 ns/op
--- FAIL: BenchmarkMemory
    bench_test.go:1: out of it
BenchmarkBroken-2	some words that are no numbers
cpu: Some Processor
    --- SKIP: BenchmarkSearch/value-2
BenchmarkWireReader/plain/3.1.1 	 4859809	  0.0000391 allocs/message	 4010565.4 messages/s
PASS
ok  	mangrove/model	1.0s
`

func parsed(t *testing.T, text string) *results {
	t.Helper()
	r, err := parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestParse(t *testing.T) {
	r := parsed(t, sample)
	if got, want := strings.Join(r.machine, "|"), "2024-02-29, v1.2.3, go version go1.26.0 linux/amd64|Linux 6.1.0 x86_64, 2 processors|Some Processor"; got != want {
		t.Errorf("machine %q, want %q", got, want)
	}
	if got := r.values["Apply/topics=100000/in_order"]["ns/op"]; !slices.Equal(got, []float64{150.5, 190, 170}) {
		t.Errorf("runs %v", got)
	}
	if got := r.values["WireReader/plain/3.1.1"]["messages/s"]; !slices.Equal(got, []float64{4010565.4}) {
		t.Errorf("a benchmark on one processor: %v", got)
	}
	if want := []string{"Memory", "Search/value"}; !slices.Equal(r.failed, want) {
		t.Errorf("failed %v, want %v", r.failed, want)
	}
}

func TestCells(t *testing.T) {
	r := parsed(t, sample)
	for _, c := range []struct {
		name          string
		m             measure
		measured, met string
	}{
		{"a median that is met", measure{"", `Apply/.*`, "ns/op", atMost(180), ns}, "170 ns (150 to 190)", "yes"},
		{"one that is not", measure{"", `Apply/.*`, "ns/op", below(170), ns}, "170 ns (150 to 190)", "NO"},
		{"the worst of two", measure{"", `Toggle/.*`, "ns/op", atMost(1e6), ns2us}, "1,100 µs", "NO"},
		{"the best of two", measure{"", `Toggle/plant01`, "ns/op", atMost(1e6), ns2us}, "900 µs", "yes"},
		{"the lower of two rates", measure{"", `Toggle/.*`, "ns/op", atLeast(1e6), ns}, "900,000 ns", "NO"},
		{"a rate", measure{"", `WireReader/.*`, "messages/s", atLeast(2e6), second}, "4,010,565 /s", "yes"},
		{"a small number", measure{"", `WireReader/.*`, "allocs/message", below(0.1), plain}, "0.00004", "yes"},
		{"no bar", measure{"", `WireReader/.*`, "messages/s", none, second}, "4,010,565 /s", "-"},
		{"failed", measure{"", `Memory`, "GC-ms", atMost(10), ms}, "failed", "NO"},
		{"not run", measure{"", `Jump`, "ns/op", atMost(10), ns}, "not run", "?"},
		{"a part of a name", measure{"", `Wire`, "messages/s", atLeast(1), ns}, "not run", "?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			measured, met := r.find(c.m).cells(c.m)
			if measured != c.measured || met != c.met {
				t.Errorf("%q %q, want %q %q", measured, met, c.measured, c.met)
			}
		})
	}
}

func TestNumbers(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 3: "3", 0.5: "0.50", 12.34: "12.3", 123.4: "123", 999.9: "1000", 1000: "1,000", 1234567.8: "1,234,568", -4321: "-4,321", 0.0012: "0.001", 0.0000391: "0.00004",
	} {
		if got := plain.text(v); got != want {
			t.Errorf("%v is written %q, want %q", v, got, want)
		}
	}
}

func TestTable(t *testing.T) {
	var b strings.Builder
	list := []requirement{
		{what: "One", measures: []measure{{"toggle", `Toggle/.*`, "ns/op", atMost(1e6), ns2us}, {"in order", `Apply/.*`, "ns/op", atMost(180), ns}}},
		{what: "Two", measures: []measure{{"jump", `Jump`, "ns/op", atMost(1), ns}, {"size", `Jump`, "B", none, bytes}}, note: "how to read it"},
	}
	if err := parsed(t, sample).write(&b, list); err != nil {
		t.Fatal(err)
	}
	want := `2024-02-29, v1.2.3, go version go1.26.0 linux/amd64; Linux 6.1.0 x86_64, 2 processors; Some Processor

   what        bar          measured             met

1  One
     toggle    <= 1,000 µs  1,100 µs             NO
     in order  <= 180 ns    170 ns (150 to 190)  yes

2  Two
     jump      <= 1 ns      not run              ?
     size      -            not run              -
`
	want += "\n1 bars met, 1 not, 1 not run.\n"
	if got := b.String(); !strings.HasPrefix(got, want) || !strings.Contains(got, "\n2: how to read it.\n") ||
		!strings.HasSuffix(got, "\nFailed or left out: Memory, Search/value\n") {
		t.Errorf("the table is\n%s\nwant\n%s", got, want)
	}
}

// TestEveryBenchmarkOfPayloadsIsAsked: what is measured of payloads and charts stands in
// the table with a bar.
func TestEveryBenchmarkOfPayloadsIsAsked(t *testing.T) {
	head := regexp.MustCompile(`(?m)^func Benchmark(\w+)\(`)
	found := 0
	for _, folder := range []string{"model/decode", "model/value", "model/diff", "model/series", "ui/payloads", "ui/charts", "ui/widgets/chart", "ui/connection"} {
		err := filepath.WalkDir(filepath.Join("..", "..", folder), func(path string, _ os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			content, err := os.ReadFile(path)
			for _, name := range head.FindAllStringSubmatch(string(content), -1) {
				found++
				if !slices.ContainsFunc(requirements, func(q requirement) bool {
					return slices.ContainsFunc(q.measures, func(m measure) bool {
						of, _, _ := strings.Cut(m.pattern, "/")
						return of == name[1] && m.bar != none
					})
				}) {
					t.Errorf("%s: nothing is asked of %s", path, name[1])
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 15 {
		t.Errorf("only %d benchmarks", found)
	}
}

// TestRequirements keeps the list's own form: so many things asked, with bars that
// benchmarks can answer to.
func TestRequirements(t *testing.T) {
	if len(requirements) != 22 {
		t.Errorf("%d requirements, want 22", len(requirements))
	}
	_, asked := (&results{}).lines(requirements)
	if asked.met+asked.missed > 0 || asked.open < 25 {
		t.Errorf("nothing was measured, yet %+v", asked)
	}
	for _, q := range requirements {
		if !slices.ContainsFunc(q.measures, func(m measure) bool { return m.bar != none }) {
			t.Errorf("%s has no bar", q.what)
		}
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("broken") }

func TestParseReportsABrokenInput(t *testing.T) {
	if _, err := parse(brokenReader{}); err == nil {
		t.Error("no error")
	}
}
