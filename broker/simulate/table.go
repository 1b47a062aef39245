package simulate

import (
	"encoding/csv"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model/columns"
	"mangrove/model/strictyaml"
)

// table is a CSV file beside the file of devices: its columns by their names.
type table struct {
	names   []string        // the first of them
	again   map[string]bool // names of several columns
	columns map[string][]string
	err     error
}

// column gives a column of a table.
func (r *reader) column(at *yaml.Node, path, name string) []string {
	if !filepath.IsLocal(path) {
		r.Wrong(at, Fault{Code: Elsewhere, Found: path})
		return nil
	}
	t := r.tables[path]
	if t == nil {
		t = r.readTable(path)
		r.tables[path] = t
	}
	switch column, ok := t.columns[name]; {
	case errors.Is(t.err, strictyaml.ErrElsewhere):
		r.Wrong(at, Fault{Code: Elsewhere, Found: path})
	case t.err != nil:
		r.Wrong(at, Fault{Code: Table, Found: path, Err: t.err})
	case t.again[name]:
		r.Wrong(at, Fault{Code: SameColumn, Found: name})
	case !ok:
		r.Wrong(at, Fault{Code: NoColumn, Found: name, Names: t.names})
	case len(column) == 0:
		r.Wrong(at, Fault{Code: NoRows, Found: path})
	default:
		return column
	}
	return nil
}

func (r *reader) readTable(path string) *table {
	if r.files == nil {
		return &table{err: errors.ErrUnsupported}
	}
	content, err := r.files(path, min(LargestTable, int64(mostTables-r.bytes)))
	if err != nil {
		return &table{err: err}
	}
	r.bytes += len(content)
	text, err := columns.Text(content)
	if err != nil {
		return &table{err: err}
	}
	return columnsOf(text)
}

// columnsOf reads a table.
func columnsOf(text string) *table {
	lines := csv.NewReader(strings.NewReader(text))
	columns.Separate(lines, text)
	names, err := lines.Read()
	if err != nil {
		return &table{err: err}
	}
	if len(names) > 1000 {
		return &table{err: csv.ErrFieldCount}
	}
	t := &table{columns: map[string][]string{}, again: map[string]bool{}}
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
		t.again[names[i]] = slices.Contains(names[:i], names[i])
	}
	t.names = slices.Clone(names[:min(len(names), 50)])
	rows := make([][]string, len(names))
	for read := 0; ; {
		cells, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return &table{err: err}
		}
		if read++; (read+1)*len(names) > columns.MostCells {
			return &table{err: columns.ErrCells}
		}
		for i, cell := range cells {
			rows[i] = append(rows[i], cell)
		}
	}
	for i, name := range names {
		t.columns[name] = rows[i]
	}
	return t
}
