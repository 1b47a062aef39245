package columns

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// ErrEncoding is that a table is neither in UTF-8 nor in UTF-16 with a byte order mark: what
// its letters are cannot be known.
var ErrEncoding = errors.New("the table is not in UTF-8")

// Text is what stands in a table, without the byte order mark, with lines that end as on Unix.
// Spreadsheets write UTF-16, and lines that end with a carriage return only. It fails with
// [ErrEncoding].
func Text(content []byte) (string, error) {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		decoded, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content)
		if err != nil {
			return "", errors.Join(ErrEncoding, err)
		}
		content = decoded
	}
	if !utf8.Valid(content) {
		return "", ErrEncoding
	}
	return lines(strings.TrimPrefix(string(content), "\ufeff")), nil
}

// lines has all lines end with a line feed, but for what stands within quotation marks: some
// end with \r, \r\n or \n\r.
func lines(table string) string {
	if !strings.Contains(table, "\r") {
		return table
	}
	var b strings.Builder
	b.Grow(len(table))
	quoted := false
	for i := range len(table) {
		c := table[i]
		switch {
		case c == '"':
			quoted = !quoted
		case c != '\r' || quoted:
		case i+1 < len(table) && table[i+1] == '\n', i > 0 && table[i-1] == '\n':
			continue
		default:
			c = '\n'
		}
		b.WriteByte(c)
	}
	return b.String()
}
