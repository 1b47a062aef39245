// Command bench reads what go test -bench printed and makes one table of it:
// what was asked of Mangrove's speed, the bar for it, what was measured, and
// whether the bar is met.
//
// It owns the list of what is asked ([requirements]) and knows the benchmarks
// by their names only. It measures nothing itself, and a bar that is not met
// is no error: how fast a machine is, is not for a test to judge.
package main

import (
	"fmt"
	"os"
)

func main() {
	results, err := parse(os.Stdin)
	if err == nil {
		err = results.write(os.Stdout, requirements)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
