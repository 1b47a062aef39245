package blueprint

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"mangrove/model/columns"
)

// TestListsOfSpreadsheets are read however these write them.
func TestListsOfSpreadsheets(t *testing.T) {
	for name, table := range map[string]string{
		"Unicode text":               "\xff\xfei\x00d\x00\t\x00t\x00o\x00p\x00i\x00c\x00\r\x00\n\x00f\x00a\x00n\x00\t\x00a\x00/\x00b\x00\r\x00\n\x00",
		"lines of a Macintosh":       "id,topic\rfan,a/b\r",
		"a separator that says":      "sep=;\r\nid;topic;a,b,c\r\nfan;a/b\r\n",
		"a mark and quotation marks": "\ufeff\"id\";\"topic\"\n\"fan\";a/b\n",
		"rows with nothing in them":  "id;topic\n;\nfan;a/b\n ;\t\n",
		"rows that end early":        "id,topic,room,floor\nfan,a/b\n",
	} {
		d, err := Read([]byte(table), Asked{Name: "a.csv"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		alike(t, name, said(t, d), []string{"id=fan topic=a/b present"})
		alike(t, name+", ignored", ignored(d), nil)
	}
	d, err := Read([]byte("id,topic,price\nfan,a/b,5 \x80\n"), Asked{Name: "a.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Subjects[0].Notes[0].Value; got != "5 €" || d.Ignored[0].Code != Latin1 {
		t.Errorf("of Windows: %q, %v", got, d.Ignored)
	}
}

// TestListsThatCannotBeRead are told with their line, or that there is too much of them.
func TestListsThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		table string
		line  int
		err   error
	}{
		"a quotation mark within":        {"id,topic\nfan,a\"b\n", 2, csv.ErrBareQuote},
		"a quotation mark without end":   {"id,topic\nfan,\"a\n", 2, csv.ErrQuote},
		"nothing":                        {"", 0, NoColumns},
		"only empty lines":               {"\n\n", 0, NoColumns},
		"only what stands between cells": {"sep=;\n", 0, NoColumns},
		"too many columns":               {strings.Repeat("a,", columns.MostColumns) + "b\n", 0, TooMany},
		"too many rows":                  {"id\n" + strings.Repeat("x\n", mostDevices+1), 0, TooMany},
		"too many cells":                 {"id\n" + strings.Repeat(strings.Repeat(",", columns.MostCells/100)+"\n", 101), 0, TooMany},
		"no device":                      {"id,topic\n,\n", 0, NothingThere},
	} {
		_, err := Read([]byte(c.table), Asked{Name: "a.csv"})
		var at *TableError
		if !errors.Is(err, c.err) || errors.As(err, &at) && at.Line != c.line {
			t.Errorf("%s: %v", name, err)
		}
	}
}
