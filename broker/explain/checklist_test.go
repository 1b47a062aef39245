package explain

import (
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/codestest"
	"mangrove/model/columns"
	"mangrove/model/strictyaml"
	"mangrove/model/verify"
)

func TestChecklists(t *testing.T) {
	_, err := checklist.Read([]byte("version: 1\nrules:\n  - {topc: a, present: 5}"), nil)
	want := "Line 3, column 5: The key topic is missing.\n" +
		"Line 3, column 6: There is no key topc here. Was topic meant? There are: topic, "
	if got := Error(err, broker.Address{}); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, `Line 3, column 24: "5" is not a time. Write it with its unit, such as 500ms, 5s or 1h.`) {
		t.Errorf("got %s", got)
	}
}

// TestSchemasOfChecklists: the name of the file, why, and what to do.
func TestSchemasOfChecklists(t *testing.T) {
	for want, f := range map[string]checklist.Fault{
		"Line 3: The schema s.json cannot be used. There is no such file or folder.":                                           {Code: checklist.NoSchema, Err: &fs.PathError{Op: "open", Err: syscall.ENOENT}},
		"Line 3: The schema s.json is not in the folder of the checklist. Put it there.":                                       {Code: checklist.Elsewhere},
		"Line 3: The schema s.json is one too many: a checklist can name 7. Combine some.":                                     {Code: checklist.ManySchemas, Most: 7},
		"Line 3: The schema s.json applies more than 9 schemas to one value. Name each fewer times in allOf, anyOf and oneOf.": {Code: checklist.ManyWays, Most: 9},
		"Line 3: The filter \"s.json\" cannot be subscribed to. The wildcard + must stand alone in its level, as in a/+/b.":    {Code: checklist.NoFilter, Err: model.ErrPlus},
		"Line 3: The schema s.json cannot be read, because this checklist is not read from a folder.":                          {Code: checklist.NoFiles},
	} {
		if f.Line, f.Found = 3, "s.json"; Error(&f, broker.Address{}) != want {
			t.Errorf("got %q, want %q", Error(&f, broker.Address{}), want)
		}
	}
}

// TestTablesOfMembers: which table, where in it, and what to do.
func TestTablesOfMembers(t *testing.T) {
	row := []string{"m.csv", "7", "id"}
	for want, f := range map[string]checklist.Fault{
		"Line 3: The table m.csv cannot be read. There is no such file or folder.":                             {Code: checklist.NoTable, Found: "m.csv", Err: &fs.PathError{Op: "open", Err: syscall.ENOENT}},
		"Line 3: The table m.csv, line 7, column 2, does not have as many columns as the first line.":          {Code: checklist.NoTable, Found: "m.csv", Err: &csv.ParseError{Line: 7, Column: 2, Err: csv.ErrFieldCount}},
		"Line 3: The table m.csv has more than 5000000 cells. Leave out the columns that are not needed.":      {Code: checklist.NoTable, Found: "m.csv", Err: columns.ErrCells},
		"Line 3: The table m.csv is empty. Its first line names the columns.":                                  {Code: checklist.NoTable, Found: "m.csv", Err: io.EOF},
		"Line 3: \"m01\" is there twice in m.csv, line 7, column id. Take one out.":                            {Code: checklist.SameRow, Found: "m01", Names: row},
		"Line 3: The cell in m.csv, line 7, column id is empty. Fill it in, or take the row out.":              {Code: checklist.EmptyRow, Names: row},
		"Line 3: \"a/b\" is not one level of a topic, in m.csv, line 7, column id: it must have no /, + or #.": {Code: checklist.LevelRow, Found: "a/b", Names: row},
		"Line 3: The table has no column id. It has name, room.":                                               {Code: checklist.NoSuchColumn, Found: "id", Names: []string{"name", "room"}},
	} {
		if f.Line = 3; Error(&f, broker.Address{}) != want {
			t.Errorf("got %q, want %q", Error(&f, broker.Address{}), want)
		}
	}
}

// TestEveryChecklistCodeHasASentence, also one that is added.
func TestEveryChecklistCodeHasASentence(t *testing.T) {
	for _, folder := range []string{"../../model/strictyaml", "../../model/checklist"} {
		for _, code := range codestest.Of(t, folder, "Code") {
			f := &checklist.Fault{Code: checklist.Code(code), Found: "found", Names: []string{"name"}, Most: 1, Err: errors.New("why")}
			if got := Error(f, broker.Address{}); got == "" || strings.Contains(got, f.Error()) || strings.Contains(got, "%!") {
				t.Errorf("%s: %q", code, got)
			}
		}
	}
}

// TestEveryCountableOfChecklistsHasWords, also one that is added.
func TestEveryCountableOfChecklistsHasWords(t *testing.T) {
	for _, code := range append(codestest.Of(t, "../../model/checklist", "Countable"), string(strictyaml.Separators)) {
		words := manyInFile[checklist.Countable(code)]
		f := &checklist.Fault{Code: strictyaml.TooMany, Found: code, Most: 7}
		if got := Error(f, broker.Address{}); words == "" || got != sentence(strings.ReplaceAll(words, "{limit}", "7")) {
			t.Errorf("%s: %q", code, got)
		}
	}
}

// TestNoCodeOfFilesIsInTwoPackages: their sentences are looked up by the code alone.
func TestNoCodeOfFilesIsInTwoPackages(t *testing.T) {
	in := map[string]string{}
	for _, folder := range []string{"../../model/strictyaml", "../../model/checklist", "../simulate"} {
		for _, code := range codestest.Of(t, folder, "Code") {
			if in[code] != "" {
				t.Errorf("%q is a code in %s and %s", code, in[code], folder)
			}
			in[code] = folder
		}
	}
}

// TestEveryVerdictHasASentence, also one that is added.
func TestEveryVerdictHasASentence(t *testing.T) {
	for _, code := range codestest.Of(t, "../../model/verify", "Code") {
		r := verify.Reason{Code: verify.Code(code), Found: "21", Want: "1..2", N: 3, Of: 4, Span: time.Minute, Limit: time.Second, At: time.Unix(0, 0).UTC(), Names: []string{"a"}}
		if got := Verdict(r); got == code || !strings.HasSuffix(got, ".") {
			t.Errorf("%s: %q", code, got)
		}
	}
	for _, kind := range codestest.Of(t, "../../model/checklist", "Kind") {
		if checkNames[checklist.Kind(kind)] == "" {
			t.Errorf("%s has no name", kind)
		}
	}
}
