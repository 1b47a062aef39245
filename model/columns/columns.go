// Package columns reads the outer form of a table that somebody has written as CSV: how its
// letters and lines are written, and what stands between its columns. It knows nothing of what is
// in them.
package columns

import "strings"

// separators are those that are known: of equally many the first counts.
const separators = ",;\t"

// Separator is what the first line of a table has the most of, outside of quotation marks: a
// comma, a semicolon or a tab.
func Separator(table string) rune {
	var counts [len(separators)]int
	quoted := false
	for _, c := range table {
		if c == '\n' && !quoted {
			break
		}
		if c == '"' {
			quoted = !quoted
		}
		if i := strings.IndexRune(separators, c); i >= 0 && !quoted {
			counts[i]++
		}
	}
	most := 0
	for i, n := range counts {
		if n > counts[most] {
			most = i
		}
	}
	return rune(separators[most])
}
