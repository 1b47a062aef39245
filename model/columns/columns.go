// Package columns reads the outer form of a table that somebody has written as CSV: how its
// letters and lines are written, and what stands between its columns. It knows nothing of what is
// in them.
package columns

import (
	"encoding/csv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MostCells is how many cells a table may have: each takes more memory than it has bytes.
const MostCells = 5_000_000

// Separate has a reader, which has read nothing yet, know what stands between the columns of its
// table. A first line that says it, as sep=; for spreadsheets, is no row, and is skipped.
func Separate(r *csv.Reader, table string) {
	comma, said := saidSeparator(table)
	if !said {
		r.Comma = Separator(table)
		return
	}
	fields := r.FieldsPerRecord
	r.Comma, r.FieldsPerRecord = comma, -1
	_, _ = r.Read() // which can be read: it is what was found
	r.FieldsPerRecord = fields
}

// saidSeparator is what the first line says, which may stand in quotation marks.
func saidSeparator(table string) (comma rune, said bool) {
	line, _, _ := strings.Cut(table, "\n")
	line = strings.TrimRight(line, "\r")
	if len(line) > 1 && line[0] == '"' && line[len(line)-1] == '"' {
		line = line[1 : len(line)-1]
	}
	if len(line) < len("sep=") || !strings.EqualFold(line[:len("sep=")], "sep=") {
		return 0, false
	}
	rest := line[len("sep="):]
	comma, size := utf8.DecodeRuneInString(rest)
	return comma, size == len(rest) && (comma == '\t' || comma != '"' && (unicode.IsPunct(comma) || unicode.IsSymbol(comma)))
}

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
