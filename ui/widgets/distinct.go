package widgets

import "fmt"

// Distinct puts a number behind each name that is the same as one before: a [Select] tells
// its options apart by their words alone.
func Distinct(names []string) []string {
	all, taken := make([]string, 0, len(names)), make(map[string]bool, len(names))
	for _, name := range names {
		one := name
		for n := 2; taken[one]; n++ {
			one = fmt.Sprintf("%s (%d)", name, n)
		}
		taken[one] = true
		all = append(all, one)
	}
	return all
}
