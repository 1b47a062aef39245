package checklist

import (
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model/columns"
	"mangrove/model/strictyaml"
)

// members reads the names of the members that a rule wants: a list of them, or a column of a
// table beside the file.
func (c *conditions) members(n *yaml.Node) {
	if n.Kind == yaml.MappingNode {
		c.membersOfTable(n)
	} else {
		c.membersOfList(n)
	}
	c.add(n, Check{Kind: Members})
}

func (c *conditions) membersOfList(n *yaml.Node) {
	seen := map[string]bool{}
	c.List("members", mostNames, func(n *yaml.Node) {
		name, ok := c.Scalar(n)
		switch {
		case !ok:
		case seen[name]:
			c.Wrong(n, Fault{Code: strictyaml.Doubled, Found: name})
		default:
			seen[name] = true
			c.subject.Members = append(c.subject.Members, name)
		}
	})(n)
}

// table is a CSV file beside a checklist, or what is wrong with it.
type table struct {
	*columns.Table

	wrong   *Fault
	guessed bool // what its letters are, which has not been told yet
}

func (c *conditions) membersOfTable(n *yaml.Node) {
	var file, column string
	before := len(c.Faults())
	there := c.Map(n, strictyaml.Keys{"csv": c.Text(&file), "column": c.Text(&column)}, "csv", "column")
	if len(c.Faults()) > before {
		return
	}
	t := c.tableOf(file)
	if t.wrong != nil {
		f := *t.wrong
		f.Found = file
		c.Wrong(there["csv"], f)
		return
	}
	if t.guessed {
		t.guessed = false
		at := there["csv"]
		c.list.Doubts = append(c.list.Doubts, &Fault{Code: Guessed, Line: at.Line, Column: at.Column, Found: file})
	}
	cells, ok := t.Column(column)
	switch {
	case !ok:
		c.Wrong(there["column"], Fault{Code: NoSuchColumn, Found: column, Names: t.Names[:min(len(t.Names), shownColumns)]})
	case t.IsTwice(column):
		c.Wrong(there["column"], Fault{Code: ColumnTwice, Found: column})
	default:
		c.membersOfColumn(there["csv"], t, cells, []string{file, "", column})
	}
}

// shownColumns are named where one is asked for that is not there.
const shownColumns = 50

// membersOfColumn takes the names of a column. Rows with nothing in any column say nothing.
func (c *conditions) membersOfColumn(at *yaml.Node, t *table, cells, place []string) {
	seen := make(map[string]bool, len(cells))
	for row, cell := range cells {
		name := strings.TrimSpace(cell)
		f := Fault{Found: name, Names: []string{place[0], strconv.Itoa(t.Lines[row]), place[2]}}
		switch {
		case name == "" && t.IsBlank(row):
			continue
		case name == "":
			f.Code = EmptyRow
		case strings.ContainsAny(name, "/+#\x00"):
			f.Code = LevelRow
		case seen[name]:
			f.Code = SameRow
		case len(seen) == mostNames:
			c.Wrong(at, Fault{Code: strictyaml.TooMany, Found: "members", Most: mostNames})
			return
		default:
			seen[name] = true
			c.subject.Members = append(c.subject.Members, name)
			continue
		}
		c.Wrong(at, f)
	}
	if len(seen) == 0 {
		c.Wrong(at, Fault{Code: NoRow, Found: place[0]})
	}
}

// tableOf reads a table once, however many rules name it, and in whatever way.
func (r *reader) tableOf(name string) *table {
	name = filepath.Clean(name)
	t := r.tables[name]
	if t == nil {
		t = r.readTable(name)
		r.tables[name] = t
	}
	return t
}

func (r *reader) readTable(name string) *table {
	switch {
	case r.files == nil:
		return &table{wrong: &Fault{Code: NoFolder}}
	case len(r.list.Tables) == mostTables:
		return &table{wrong: &Fault{Code: ManyTables, Most: mostTables}}
	}
	content, err := r.files(name, min(LargestTable, int64(allTables-r.tableBytes)))
	if errors.Is(err, strictyaml.ErrElsewhere) {
		return &table{wrong: &Fault{Code: TableOutside}}
	}
	if err != nil {
		return &table{wrong: &Fault{Code: NoTable, Err: err}}
	}
	r.list.Tables = append(r.list.Tables, File{name, content})
	r.tableBytes += len(content)
	text, guessed, err := columns.AnyText(content)
	if err != nil {
		return &table{wrong: &Fault{Code: NoTable, Err: err}}
	}
	read, err := columns.Read(text)
	if err != nil {
		return &table{wrong: &Fault{Code: NoTable, Err: err}}
	}
	return &table{Table: read, guessed: guessed}
}
