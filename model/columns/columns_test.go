package columns

import "testing"

func TestSeparator(t *testing.T) {
	for _, c := range []struct {
		name, table string
		want        rune
	}{
		{"commas", "a,b\n1;2;3;4\n", ','},
		{"semicolons", "a;b\n1,2\n", ';'},
		{"tabs", "a\tb\n", '\t'},
		{"one column", "a\n", ','},
		{"nothing", "", ','},
		{"as many of both", "a,b;c\n", ','},
		{"commas in a quoted name", "id;\"Name, first, last\"\n", ';'},
		{"a quoted name of two lines", "id;\"a\nb,c,d\"\n1,2,3\n", ';'},
		{"a quotation mark in a quoted name", "\"a\"\";;\",b\n", ','},
		{"a quotation mark that does not end", "a;\"b,c,d", ';'},
	} {
		if got := Separator(c.table); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
