package main

import (
	"bufio"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// results are what the benchmarks printed.
type results struct {
	machine []string                        // lines about the machine and the version, in their order
	values  map[string]map[string][]float64 // by benchmark and unit, one for each run
	failed  []string                        // benchmarks that failed, and skipped ones
}

// processors is how many of them a benchmark had, behind its name.
var processors = regexp.MustCompile(`-\d+$`)

// parse reads the output of go test -bench, of any number of packages one
// after the other, with comments between that begin with a #.
func parse(r io.Reader) (*results, error) {
	found := &results{values: map[string]map[string][]float64{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		found.line(lines.Text())
	}
	return found, lines.Err()
}

func (r *results) line(s string) {
	for _, mark := range []string{"--- FAIL: ", "--- SKIP: "} {
		if name, ok := strings.CutPrefix(strings.TrimSpace(s), mark); ok {
			r.failed = append(r.failed, bare(strings.Fields(name)[0]))
		}
	}
	if machine, ok := strings.CutPrefix(s, "# "); ok {
		r.machine = append(r.machine, machine)
	}
	if cpu, ok := strings.CutPrefix(s, "cpu: "); ok && !slices.Contains(r.machine, cpu) {
		r.machine = append(r.machine, cpu)
	}
	if f := strings.Fields(s); len(f) >= 4 && strings.HasPrefix(f[0], "Benchmark") {
		r.measured(bare(f[0]), f[2:])
	}
}

// bare is the name of a benchmark as the requirements have it.
func bare(name string) string {
	return processors.ReplaceAllString(strings.TrimPrefix(name, "Benchmark"), "")
}

// measured notes pairs of a number and its unit.
func (r *results) measured(name string, pairs []string) {
	if r.values[name] == nil {
		r.values[name] = map[string][]float64{}
	}
	for ; len(pairs) >= 2; pairs = pairs[2:] {
		if v, err := strconv.ParseFloat(pairs[0], 64); err == nil {
			r.values[name][pairs[1]] = append(r.values[name][pairs[1]], v)
		}
	}
}
