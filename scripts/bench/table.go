package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// line is one line of the table: its number, what, bar, measured, met.
type line [5]string

// answer is what the benchmarks say to one measure.
type answer struct {
	value     float64 // the median of the runs, the worst of the benchmarks
	low, high float64 // of its runs
	runs      int     // 0: it was not measured
	failed    bool
}

// find looks for the benchmarks that answer to a measure.
func (r *results) find(m measure) (a answer) {
	pattern := regexp.MustCompile(`^(?:` + m.pattern + `)$`)
	for _, name := range r.failed {
		a.failed = a.failed || pattern.MatchString(name)
	}
	for name, units := range r.values {
		v := slices.Sorted(slices.Values(units[m.unit]))
		if len(v) == 0 || !pattern.MatchString(name) {
			continue
		}
		if mid := median(v); a.runs == 0 || m.bar.worse(mid, a.value) {
			a.value, a.low, a.high, a.runs = mid, v[0], v[len(v)-1], len(v)
		}
	}
	return a
}

// median is the middle of sorted numbers.
func median(v []float64) float64 { return (v[len(v)/2] + v[(len(v)-1)/2]) / 2 }

// cells are the measured and the met column.
func (a answer) cells(m measure) (measured, met string) {
	switch {
	case a.failed:
		measured, met = "failed", "NO"
	case a.runs == 0:
		measured, met = "not run", "?"
	case m.bar.met(a.value):
		measured, met = a.text(m.shown), "yes"
	default:
		measured, met = a.text(m.shown), "NO"
	}
	if m.bar == none {
		met = "-"
	}
	return measured, met
}

func (a answer) text(s shown) string {
	if a.low == a.high {
		return s.text(a.value)
	}
	number := shown{factor: s.factor}
	return fmt.Sprintf("%s (%s to %s)", s.text(a.value), number.text(a.low), number.text(a.high))
}

// tally counts bars by what became of them.
type tally struct{ met, missed, open int }

// lines lays out the requirements, one line for each and one for each measure.
func (r *results) lines(list []requirement) (all []line, t tally) {
	all = []line{{"", "what", "bar", "measured", "met"}}
	for i, q := range list {
		all = append(all, line{fmt.Sprint(i + 1), q.what})
		for _, m := range q.measures {
			measured, met := r.find(m).cells(m)
			all = append(all, line{"", "  " + m.what, m.bar.text(m.shown), measured, met})
			switch {
			case m.bar == none:
			case met == "yes":
				t.met++
			case met == "NO":
				t.missed++
			default:
				t.open++
			}
		}
	}
	return all, t
}

// write prints the table, with the machine above and what to know below.
func (r *results) write(to io.Writer, list []requirement) error {
	w := bufio.NewWriter(to)
	fmt.Fprintln(w, cmp.Or(strings.Join(r.machine, "; "), "a machine unknown"))
	all, t := r.lines(list)
	var widths [len(line{})]int
	for _, l := range all {
		for i, cell := range l {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for n, l := range all {
		if l[0] != "" || n == 0 {
			fmt.Fprintln(w)
		}
		var text strings.Builder
		for i, cell := range l {
			text.WriteString(cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
		fmt.Fprintln(w, strings.TrimRight(text.String(), " "))
	}
	fmt.Fprintf(w, "\n%d bars met, %d not, %d not run.\n", t.met, t.missed, t.open)
	fmt.Fprintln(w, "Of several runs the median counts; their range stands in brackets. The machine is shared by both sides.")
	for i, q := range list {
		if q.note != "" {
			fmt.Fprintf(w, "%d: %s.\n", i+1, q.note)
		}
	}
	if len(r.failed) > 0 {
		fmt.Fprintln(w, "Failed or left out:", strings.Join(r.failed, ", "))
	}
	return w.Flush()
}
