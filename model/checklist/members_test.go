package checklist

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"mangrove/model/strictyaml"
)

// folder has the tables of the cases.
func folder(name string, most int64) ([]byte, error) {
	if strings.HasPrefix(name, "..") {
		return nil, strictyaml.ErrElsewhere
	}
	content, err := fstest.MapFS{
		"m.csv":     {Data: []byte("id,room\nm01,hall\nm02,\"a, b\"\n")},
		"sheet.csv": {Data: []byte("\ufeffRoom;Id\r\nhall; m01 \r\n;\r\nshed;m02\r\n;\r\n")},
		"latin.csv": {Data: []byte("Raum;Id\nK\xfcche;k\xfc1\n")},
		"odd.csv":   {Data: []byte("id,room\nm01,hall\nm01,x\n,hall\na/b,y\nm+,z\n")},
		"twice.csv": {Data: []byte("id,id\n1,2\n")},
		"short.csv": {Data: []byte("id,room\nm01\n")},
		"head.csv":  {Data: []byte("id,room\n")},
		"none.csv":  {},
	}.ReadFile(name)
	if int64(len(content)) > most {
		return nil, errors.New("too large")
	}
	return content, err
}

func ruleOf(members string) []byte {
	return []byte("version: 1\nrules:\n  - {topic: \"s/{m}/v\", members: " + members + "}")
}

// TestMembersOfTables come from a column, as a spreadsheet writes it.
func TestMembersOfTables(t *testing.T) {
	for members, want := range map[string][]string{
		"{csv: m.csv, column: id}":         {"m01", "m02"},
		"{csv: ./m.csv, column: id}":       {"m01", "m02"},
		"{csv: m.csv, column: room}":       {"hall", "a, b"},
		"{csv: sheet.csv, column: Id}":     {"m01", "m02"},
		"{csv: latin.csv, column: Id}":     {"kü1"},
		"[m01, m02]":                       {"m01", "m02"},
		"{column: \"Id\", csv: latin.csv}": {"kü1"},
	} {
		l, err := Read(ruleOf(members), folder)
		if err != nil {
			t.Errorf("%s: %v", members, err)
			continue
		}
		if got := l.Subjects[0].Members; !slices.Equal(got, want) || !l.Subjects[0].asks(Members) {
			t.Errorf("%s: %q", members, got)
		}
		if guessed := strings.Contains(members, "latin"); guessed != (len(l.Doubts) == 1 && l.Doubts[0].Code == Guessed && l.Doubts[0].Line == 3) {
			t.Errorf("%s: the doubts are %v", members, l.Doubts)
		}
		if tables := strings.Count(members, "csv:"); len(l.Tables) != tables || tables > 0 && len(l.Tables[0].Content) == 0 {
			t.Errorf("%s: the tables are %v", members, l.Tables)
		}
	}
}

func (s *Subject) asks(kind Kind) bool {
	return slices.ContainsFunc(s.Checks, func(c *Check) bool { return c.Kind == kind })
}

// TestFaultsOfTables: all of them at once, with the place in the file and in the table.
func TestFaultsOfTables(t *testing.T) {
	for members, want := range map[string]string{
		"{csv: odd.csv, column: id}":     "3:34 same row m01 odd.csv 3 id\n3:34 empty row  odd.csv 4 id\n3:34 level row a/b odd.csv 5 id\n3:34 level row m+ odd.csv 6 id",
		"{csv: twice.csv, column: id}":   "3:50 column twice id",
		"{csv: m.csv, column: Id}":       "3:46 no such column Id id room",
		"{csv: short.csv, column: id}":   "3:34 no table short.csv",
		"{csv: none.csv, column: id}":    "3:34 no table none.csv",
		"{csv: missing.csv, column: id}": "3:34 no table missing.csv",
		"{csv: head.csv, column: id}":    "3:34 no row head.csv",
		"{csv: ../m.csv, column: id}":    "3:34 table outside ../m.csv",
		"{csv: m.csv}":                   "3:33 missing column",
		"{csv: m.csv, column: [id]}":     "3:54 unquoted",
	} {
		_, err := Read(ruleOf(members), folder)
		var all Faults
		if !errors.As(err, &all) {
			t.Errorf("%s: %v", members, err)
			continue
		}
		var got []string
		for _, f := range all {
			line := strings.TrimRight(strings.Join(append([]string{place(f), string(f.Code), f.Found}, f.Names...), " "), " ")
			got = append(got, line)
		}
		if all := strings.Join(got, "\n"); all != strings.TrimRight(want, " ") {
			t.Errorf("%s:\n%s\nwant\n%s", members, all, want)
		}
	}
	var all Faults
	if _, err := Read(ruleOf("{csv: m.csv, column: id}"), nil); !errors.As(err, &all) || all[0].Code != NoFolder {
		t.Errorf("without files: %v", err)
	}
	if _, err := Read(ruleOf("{csv: missing.csv, column: id}"), folder); !errors.Is(err, fs.ErrNotExist) && !errors.As(err, &all) {
		t.Errorf("the reason is lost: %v", err)
	}
}

func place(f *Fault) string {
	s := f.Error()
	return s[:strings.IndexByte(s, ' ')-1]
}

// TestTablesAreReadOnce, however many rules name them.
func TestTablesAreReadOnce(t *testing.T) {
	reads := 0
	count := func(name string, most int64) ([]byte, error) {
		reads++
		return folder(name, most)
	}
	file := string(ruleOf("{csv: m.csv, column: id}")) + "\n  - {topic: \"x/{m}\", members: {csv: ./m.csv, column: room}}"
	l, err := Read([]byte(file), count)
	if err != nil || reads != 1 || len(l.Tables) != 1 || len(l.Subjects[1].Members) != 2 {
		t.Errorf("%d reads, %v", reads, err)
	}
}
