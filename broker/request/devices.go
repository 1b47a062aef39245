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
	MostColumns  = 1_000
	MostValues   = 5_000_000
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

// ReadTable reads a CSV file whose first line names the columns, with commas, semicolons or
// tabs between them. Every line is a device; besides are further variables of each. It
// fails with a [*TableError]. The file is read with read, which is given the most bytes
// that it may have.
func ReadTable(path string, read func(path string, most int64) ([]byte, error), besides map[string]string) ([]Device, error) {
	content, err := read(path, largestTable)
	if err != nil {
		return nil, &TableError{Path: path, Err: err}
	}
	text, err := columns.Text(content)
	if err != nil {
		return nil, &TableError{Path: path, Fault: NoText, Err: err}
	}
	r := csv.NewReader(strings.NewReader(text))
	columns.Separate(r, text)
	names, wrong := header(r)
	if wrong != nil {
		wrong.Path = path
		return nil, wrong
	}
	var list []Device
	for {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, &TableError{Path: path, Line: lineOf(err), Err: err}
		case len(list) == MostDevices:
			return nil, &TableError{Path: path, Fault: TooManyLines}
		case (len(list)+1)*(len(names)+len(besides)) > MostValues:
			return nil, &TableError{Path: path, Fault: TooManyValues}
		}
		d := Device{Name: cells[0], Variables: make(map[string]string, len(names)+len(besides))}
		maps.Copy(d.Variables, besides)
		for i, name := range names {
			d.Variables[name] = cells[i]
		}
		list = append(list, d)
	}
}

// header reads the first line.
func header(r *csv.Reader) ([]string, *TableError) {
	names, err := r.Read()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return nil, &TableError{Fault: NoColumns}
		}
		return nil, &TableError{Line: lineOf(err), Err: err}
	}
	if len(names) > MostColumns {
		return nil, &TableError{Fault: TooManyColumns, Line: 1}
	}
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
		switch {
		case names[i] == "":
			return nil, &TableError{Fault: NoColumns, Line: 1}
		case slices.Contains(names[:i], names[i]):
			return nil, &TableError{Fault: SameColumn, Line: 1, Found: names[i]}
		}
	}
	return names, nil
}

func lineOf(err error) int {
	var at *csv.ParseError
	if errors.As(err, &at) {
		return at.Line
	}
	return 0
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
