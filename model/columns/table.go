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

// MostColumns is how many columns a table may have.
const MostColumns = 1_000

// What there is too much of in a table.
var (
	// ErrCells is more than [MostCells]: each takes far more memory than in the file.
	ErrCells = errors.New("the table has too many cells")
	// ErrColumns is more columns than anybody writes.
	ErrColumns = errors.New("the table has too many columns")
	// ErrRows is more rows than [Form] allows.
	ErrRows = errors.New("the table has too many rows")
)

// Table is one that was read. It is used by one goroutine at a time.
type Table struct {
	Names []string // of the columns, in their order, without blanks at their ends
	Lines []int    // that each row begins in, from 1
	rows  [][]string
	asked map[int][]string // columns that were asked for: a file may ask a thousand times
}

// Form is what a table may be like. The zero value is one whose rows have as many cells as there
// are columns.
type Form struct {
	Ragged bool // rows may have less cells, or more
	Rows   int  // at the most; 0: as many as have room
}

// Read reads a table of the usual form: see [Form.Read].
func Read(text string) (*Table, error) { return Form{}.Read(text) }

// Read reads a table, as [Text] or [AnyText] has it, whose first line names its columns. It
// fails with a [csv.ParseError], with [ErrColumns], [ErrRows] or [ErrCells], or with [io.EOF]
// where there is nothing.
func (f Form) Read(text string) (*Table, error) {
	r := csv.NewReader(strings.NewReader(text))
	if f.Ragged {
		r.FieldsPerRecord = -1
	}
	Separate(r, text)
	names, err := r.Read()
	switch {
	case err != nil:
		return nil, err
	case len(names) > MostColumns:
		return nil, ErrColumns
	}
	t := &Table{asked: map[int][]string{}}
	for _, name := range names {
		t.Names = append(t.Names, strings.TrimSpace(name))
	}
	left := MostCells - len(names)
	for {
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return t, nil
		case err != nil:
			return nil, err
		case f.Rows > 0 && len(t.rows) == f.Rows:
			return nil, ErrRows
		}
		if left -= len(row); left < 0 {
			return nil, ErrCells
		}
		line, _ := r.FieldPos(0)
		t.Lines, t.rows = append(t.Lines, line), append(t.rows, row)
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
	at := len(t.Names) - 1
	for at >= 0 && t.Names[at] != name {
		at--
	}
	if at < 0 {
		return nil, false
	}
	if cells, ok = t.asked[at]; ok {
		return cells, true
	}
	cells = make([]string, len(t.rows))
	for i, row := range t.rows {
		if at < len(row) {
			cells[i] = row[at]
		}
	}
	t.asked[at] = cells
	return cells, true
}

// Row has the cells of a row, from 0, in the order of the columns: of a ragged table less than
// there are columns, or more.
func (t *Table) Row(i int) []string { return t.rows[i] }

// IsTwice reports whether two columns have a name.
func (t *Table) IsTwice(name string) bool {
	first := slices.Index(t.Names, name)
	return first >= 0 && slices.Contains(t.Names[first+1:], name)
}

// IsBlank reports whether there is nothing in a row, from 0: spreadsheets write those below the
// last one, too.
func (t *Table) IsBlank(row int) bool {
	return !slices.ContainsFunc(t.rows[row], func(cell string) bool { return strings.TrimSpace(cell) != "" })
}
