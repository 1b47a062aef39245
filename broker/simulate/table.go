package simulate

import (
	"errors"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"mangrove/model/columns"
	"mangrove/model/strictyaml"
)

// table is a CSV file beside the file of devices, or why it cannot be read.
type table struct {
	*columns.Table

	err error
}

// shownColumns are named where one is asked for that is not there.
const shownColumns = 50

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
	switch {
	case errors.Is(t.err, strictyaml.ErrElsewhere):
		r.Wrong(at, Fault{Code: Elsewhere, Found: path})
		return nil
	case t.err != nil:
		r.Wrong(at, Fault{Code: Table, Found: path, Err: t.err})
		return nil
	}
	switch column, ok := t.Column(name); {
	case t.IsTwice(name):
		r.Wrong(at, Fault{Code: SameColumn, Found: name})
	case !ok:
		r.Wrong(at, Fault{Code: NoColumn, Found: name, Names: t.Names[:min(len(t.Names), shownColumns)]})
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
	read, err := columns.Read(text)
	return &table{read, err}
}
