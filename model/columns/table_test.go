package columns

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, table string
		want        []string // of the column id
		lines       []int
	}{
		{"commas", "id,room\nm01,hall\nm02,shed\n", []string{"m01", "m02"}, []int{2, 3}},
		{"a spreadsheet's", "\ufeffid;room\r\nm01;hall\r\nm02;\"a;b\"\r\n", []string{"m01", "m02"}, []int{2, 3}},
		{"Latin-1", "room;id\nK\xfcche;m\xfc1\n", []string{"mü1"}, []int{2}},
		{"Windows", "id\n\x80uro\n", []string{"€uro"}, []int{2}},
		{"a cell of two lines", "room,id\n\"a\nb\",m01\nx,m02\n", []string{"m01", "m02"}, []int{2, 4}},
		{"blanks around names", " id ,x\nm01,1\n", []string{"m01"}, []int{2}},
		{"empty lines", "id,x\n\nm01,1\n", []string{"m01"}, []int{3}},
		{"what stands between columns is said", "\ufeffsep=;\r\nid;room, floor, wing\r\nm01;hall\r\n", []string{"m01"}, []int{3}},
		{"the same in quotation marks", "\"SEP=|\"\nid|room,x\nm01|hall\n", []string{"m01"}, []int{3}},
		{"a column that begins like that", "sep=id,id\n1,m01\n", []string{"m01"}, []int{2}},
		{"separators in quoted names", "id;\"Name, first, last\"\nm01;Ann\n", []string{"m01"}, []int{2}},
		{"no rows", "id,x\n", nil, nil},
		{"a name twice", "id,id\n1,2\n", []string{"2"}, []int{2}},
	} {
		text, _, err := AnyText([]byte(c.table))
		if err != nil {
			t.Fatal(err)
		}
		table, err := Read(text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got, ok := table.Column("id"); !ok || !slices.Equal(got, c.want) || !slices.Equal(table.Lines, c.lines) {
			t.Errorf("%s: %q, %v in the lines %v", c.name, got, ok, table.Lines)
		}
	}
	if _, err := Read(""); !errors.Is(err, io.EOF) {
		t.Errorf("nothing: %v", err)
	}
	if _, err := Read(strings.Repeat("a,", MostColumns) + "b\n"); !errors.Is(err, ErrColumns) {
		t.Errorf("too many columns: %v", err)
	}
	if _, err := Read("a,b\n" + strings.Repeat(",\n", MostCells/2+1)); !errors.Is(err, ErrCells) {
		t.Errorf("too many cells: %v", err)
	}
	if _, err := Read(strings.Repeat(strings.Repeat(",", MostColumns-1)+"\n", MostCells/MostColumns+1)); !errors.Is(err, ErrCells) {
		t.Errorf("too many cells: %v", err)
	}
	if _, err := Read("sep=;\n"); !errors.Is(err, io.EOF) {
		t.Errorf("only what stands between columns: %v", err)
	}
	var at *csv.ParseError
	if _, err := Read("a,b\n1,2\n3\n"); !errors.As(err, &at) || at.Line != 3 {
		t.Errorf("a row that is short: %v", err)
	}
}

func TestIsTwice(t *testing.T) {
	table, err := Read("a,b,a,c\n1,2,3,4\n")
	if err != nil || !table.IsTwice("a") || table.IsTwice("b") || table.IsTwice("x") {
		t.Errorf("%+v, %v", table, err)
	}
}

func TestIsBlank(t *testing.T) {
	table, err := Read("id;room\nm01;\n;\n ;\t\n")
	if err != nil || table.IsBlank(0) || !table.IsBlank(1) || !table.IsBlank(2) {
		t.Errorf("%+v, %v", table, err)
	}
}

// TestRowsOfAnyLength are taken where they may be, as they are; elsewhere they are refused.
func TestRowsOfAnyLength(t *testing.T) {
	const written = "a;b;c\n1;2\n3;4;5;6\n7;8;9\n"
	table, err := Form{Ragged: true}.Read(written)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]string{{"1", "2"}, {"3", "4", "5", "6"}, {"7", "8", "9"}} {
		if got := table.Row(i); !slices.Equal(got, want) {
			t.Errorf("row %d is %q", i, got)
		}
	}
	if got, _ := table.Column("c"); !slices.Equal(got, []string{"", "5", "9"}) {
		t.Errorf("a column is %q", got)
	}
	var at *csv.ParseError
	if _, err := Read(written); !errors.As(err, &at) || at.Line != 2 {
		t.Errorf("%v", err)
	}
}

// TestMostRows are as many as are asked for, and no row more.
func TestMostRows(t *testing.T) {
	if table, err := (Form{Rows: 2}).Read("a\n1\n2\n"); err != nil || len(table.Lines) != 2 {
		t.Errorf("%+v, %v", table, err)
	}
	if _, err := (Form{Rows: 2}).Read("a\n1\n2\n3\n"); !errors.Is(err, ErrRows) {
		t.Errorf("%v", err)
	}
}

// FuzzRead: whatever the bytes, a table has a line for each row, which stand in their order, and a
// table of the usual form is the same as a ragged one.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\ufeffsep=;\r\na;b\r\n\"x\ny\";2\r\n", "a\tb\r1\r", "\xff\xfea\x00\n\x00", "a\n\"\"\"\"\n", "gr\xfcn;b\n;\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		text, _, err := AnyText(content)
		if err != nil {
			return
		}
		ragged, err := Form{Ragged: true}.Read(text)
		if err != nil {
			if table, strict := Read(text); strict == nil {
				t.Fatalf("%v, and yet %+v", err, table)
			}
			return
		}
		for i, line := range ragged.Lines {
			if line < 1 || i > 0 && line <= ragged.Lines[i-1] || len(ragged.Row(i)) == 0 {
				t.Fatalf("row %d is in line %d: %q", i, line, ragged.Row(i))
			}
		}
		table, err := Read(text)
		if err != nil {
			return
		}
		for _, name := range table.Names {
			one, _ := table.Column(name)
			if other, _ := ragged.Column(name); !slices.Equal(one, other) || len(one) != len(table.Lines) {
				t.Fatalf("column %q is %q, ragged %q", name, one, other)
			}
		}
	})
}
