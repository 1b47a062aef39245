package columns

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// mostColumns is how many a table may have.
const mostColumns = 1000

// ErrCells is a table of more than [MostCells]: each takes far more memory than in the file.
var ErrCells = errors.New("the table has too many cells")

// Table is one that was read.
type Table struct {
	Names []string // of the columns, in their order, without blanks at their ends
	Lines []int    // that each row begins in, from 1
	cells [][]string
}

// Read reads a table, as [Text] or [AnyText] has it, whose first line names its columns. It
// fails with a [csv.ParseError], with [csv.ErrFieldCount] for more columns than anybody writes, with
// [ErrCells], or with [io.EOF] where there is nothing.
func Read(text string) (*Table, error) {
	r := csv.NewReader(strings.NewReader(text))
	Separate(r, text)
	names, err := r.Read()
	switch {
	case err != nil:
		return nil, err
	case len(names) > mostColumns:
		return nil, csv.ErrFieldCount
	}
	t := &Table{cells: make([][]string, len(names))}
	for _, name := range names {
		t.Names = append(t.Names, strings.TrimSpace(name))
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return nil, err
		}
		if (len(t.Lines)+2)*len(names) > MostCells { // with the names
			return nil, ErrCells
		}
		line, _ := r.FieldPos(0)
		t.Lines = append(t.Lines, line)
		for i, cell := range row {
			t.cells[i] = append(t.cells[i], cell)
		}
	}
}

// AnyText is what [Text] gives. A table that is in neither UTF-8 nor UTF-16 is guessed to be what
// spreadsheets on Windows write.
func AnyText(content []byte) (text string, guessed bool, err error) {
	text, err = Text(content)
	if errors.Is(err, ErrEncoding) && !utf8.Valid(content) {
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(content)
		return lines(string(decoded)), true, err
	}
	return text, false, err
}

// Column is the column of a name, a cell for each row; of two with one name it is the last. Not
// ok: there is none.
func (t *Table) Column(name string) (cells []string, ok bool) {
	for i, one := range t.Names {
		if one == name {
			cells, ok = t.cells[i], true
		}
	}
	return cells, ok
}

// IsTwice reports whether two columns have a name.
func (t *Table) IsTwice(name string) bool {
	first := slices.Index(t.Names, name)
	return first >= 0 && slices.Contains(t.Names[first+1:], name)
}

// IsBlank reports whether there is nothing in a row, from 0: spreadsheets write those below the
// last one, too.
func (t *Table) IsBlank(row int) bool {
	for _, column := range t.cells {
		if strings.TrimSpace(column[row]) != "" {
			return false
		}
	}
	return true
}
