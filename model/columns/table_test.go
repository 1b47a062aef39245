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
	if _, err := Read(strings.Repeat("a,", mostColumns) + "b\n"); !errors.Is(err, csv.ErrFieldCount) {
		t.Errorf("too many columns: %v", err)
	}
	if _, err := Read("a,b\n" + strings.Repeat(",\n", MostCells/2+1)); !errors.Is(err, ErrCells) {
		t.Errorf("too many cells: %v", err)
	}
	if _, err := Read(strings.Repeat(strings.Repeat(",", mostColumns-1)+"\n", MostCells/mostColumns+1)); !errors.Is(err, ErrCells) {
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
