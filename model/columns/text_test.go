package columns

import (
	"errors"
	"testing"
)

// TestText: a table is the same however its lines end and its letters are written.
func TestText(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"plain", "a,b\n1,2\n", "a,b\n1,2\n"},
		{"byte order mark", "\ufeffa\n", "a\n"},
		{"carriage return and line feed", "a\r\nb\r\n", "a\nb\n"},
		{"carriage return only", "a\rb\r", "a\nb\n"},
		{"line feed and carriage return", "a\n\rb\n\r", "a\nb\n"},
		{"an empty line", "a\r\n\r\nb", "a\n\nb"},
		{"within quotation marks", "a\r\"x\ry\r\nz\"\rb", "a\n\"x\ry\r\nz\"\nb"},
		{"a doubled quotation mark", "\"a\"\"\rb\"\rc", "\"a\"\"\rb\"\nc"},
		{"UTF-16, little end first", "\xff\xfea\x00\t\x00\xe9\x00\n\x00", "a\té\n"},
		{"UTF-16, big end first", "\xfe\xff\x00a\x00\r\x00\n\x00b", "a\nb"},
		{"nothing", "", ""},
	} {
		if got, err := Text([]byte(c.content)); got != c.want || err != nil {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	if got, err := Text([]byte("gr\xf6\xdfe\n1\n")); !errors.Is(err, ErrEncoding) {
		t.Errorf("Latin-1: %q, %v", got, err)
	}
}
