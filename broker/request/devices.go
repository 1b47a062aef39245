package request

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mangrove/model"
	"mangrove/model/columns"
)

// Device is one of those that a request is made to: what a template calls its own.
type Device struct {
	Name      string            // for the table of results
	Variables map[string]string // {{.name}}
}

// What there may be of a table of devices: lines, columns, values of all lines together, with
// those that every device has besides, and bytes of its file.
const (
	MostDevices  = 100_000
	MostColumns  = columns.MostColumns
	MostValues   = columns.MostCells
	largestTable = 64 << 20
)

// ErrManyDevices is that a filter matches more than [MostDevices].
var ErrManyDevices = errors.New("the filter matches too many devices")

// TableFault is what is wrong with a table.
type TableFault int

// The faults.
const (
	Unreadable     TableFault = iota // the file; or what stands in a line
	NoColumns                        // there is no first line, or a column has no name
	SameColumn                       // two columns have one name
	TooManyLines                     // more than [MostDevices]
	TooManyColumns                   // more than [MostColumns]
	TooManyValues                    // more than [MostValues]
	NoText                           // it is not in UTF-8
)

// TableError is why there are no devices in a file.
type TableError struct {
	Path  string
	Fault TableFault
	Line  int    // 0: all of it
	Found string // of a column
	Err   error
}

// Error names the file.
func (e *TableError) Error() string {
	return fmt.Sprintf("the table %q, line %d: fault %d: %v", e.Path, e.Line, e.Fault, e.Err)
}

// Unwrap is what reading failed with.
func (e *TableError) Unwrap() error { return e.Err }

// ReadTable reads a CSV file as [columns.Read] does. Every line is a device, but for one with
// nothing in it; besides are further variables of each. It fails with a [*TableError]; letters
// that have to be guessed would be published otherwise, so they are refused. The file is read with
// read, which is given the most bytes that it may have.
func ReadTable(path string, read func(path string, most int64) ([]byte, error), besides map[string]string) ([]Device, error) {
	content, err := read(path, largestTable)
	if err != nil {
		return nil, &TableError{Path: path, Err: err}
	}
	text, err := columns.Text(content)
	if err != nil {
		return nil, &TableError{Path: path, Fault: NoText, Err: err}
	}
	table, err := columns.Form{Rows: MostDevices}.Read(text)
	if err != nil {
		wrong := unreadable(err)
		wrong.Path = path
		return nil, wrong
	}
	for i, name := range table.Names {
		switch {
		case name == "":
			return nil, &TableError{Path: path, Fault: NoColumns, Line: 1}
		case slices.Contains(table.Names[:i], name):
			return nil, &TableError{Path: path, Fault: SameColumn, Line: 1, Found: name}
		}
	}
	values := len(table.Names) + len(besides)
	if len(table.Lines)*values > MostValues {
		return nil, &TableError{Path: path, Fault: TooManyValues}
	}
	var list []Device
	for row := range table.Lines {
		if table.IsBlank(row) {
			continue
		}
		cells := table.Row(row)
		d := Device{Name: cells[0], Variables: make(map[string]string, values)}
		maps.Copy(d.Variables, besides)
		for i, name := range table.Names {
			d.Variables[name] = cells[i]
		}
		list = append(list, d)
	}
	return list, nil
}

// unreadable is why a table cannot be read.
func unreadable(err error) *TableError {
	var at *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return &TableError{Fault: NoColumns}
	case errors.Is(err, columns.ErrColumns):
		return &TableError{Fault: TooManyColumns, Line: 1}
	case errors.Is(err, columns.ErrRows):
		return &TableError{Fault: TooManyLines}
	case errors.Is(err, columns.ErrCells):
		return &TableError{Fault: TooManyValues}
	case errors.As(err, &at):
		return &TableError{Line: at.Line, Err: err}
	}
	return &TableError{Err: err}
}

// Matching are the devices that a filter finds among topics: each level that it matches,
// once. Their variables are topic, and 1, 2 and so on for what each + stands for. It fails
// with [ErrManyDevices].
func Matching(filter string, topics []string) ([]Device, error) {
	levels := strings.Split(filter, "/")
	deep := levels[len(levels)-1] == "#"
	seen := make(map[string]bool)
	var list []Device
	for _, topic := range topics {
		name := strings.Split(topic, "/")
		if !deep {
			name = name[:min(len(name), len(levels))]
			topic = strings.Join(name, "/")
		}
		if seen[topic] || !model.Match(filter, topic) {
			continue
		}
		seen[topic] = true
		d := Device{Name: topic, Variables: map[string]string{"topic": topic}}
		n := 0
		for i, level := range levels {
			if level == "+" {
				n++
				d.Variables[strconv.Itoa(n)] = name[i]
			}
		}
		if len(list) == MostDevices {
			return nil, ErrManyDevices
		}
		list = append(list, d)
	}
	return list, nil
}
