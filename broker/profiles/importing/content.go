package importing

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"mangrove/broker/profiles"
)

// Largest is the most in bytes that is read: exports have thousands of
// connections in it.
const Largest = 50_000_000

var errTooLarge = fmt.Errorf("this is larger than %d MB, too large for a list of connections; export the connections without their messages", Largest/1_000_000)

// ReadFile reads a file to import, if it is one that may hold connections.
func ReadFile(path string) ([]byte, error) {
	content, err := profiles.ReadFile(path, Largest)
	switch {
	case errors.Is(err, profiles.ErrNoFile):
		return nil, errors.New("this is not a file; choose an exported one")
	case errors.Is(err, profiles.ErrTooLarge):
		return nil, errTooLarge
	case err != nil:
		return nil, fmt.Errorf("the file cannot be read; choose another one: %w", err)
	}
	return content, nil
}

// decode makes text of a file's content: UTF-8, UTF-16 as Windows writes it, or
// what Windows wrote before that. Lines end as on Unix.
func decode(content []byte) (string, error) {
	if len(content) > Largest {
		return "", errTooLarge
	}
	if err := foreign(content); err != nil {
		return "", err
	}
	if e := encodingOf(content); e != nil {
		decoded, err := e.NewDecoder().Bytes(content)
		if err != nil {
			return "", fmt.Errorf("the encoding of the text is unknown; save it as UTF-8: %w", err)
		}
		content = decoded
	}
	text := strings.TrimPrefix(string(content), "\ufeff")
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")), nil
}

// encodingOf is nil for UTF-8.
func encodingOf(content []byte) encoding.Encoding {
	little := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	big := unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	switch {
	case bytes.HasPrefix(content, []byte{0xFF, 0xFE}):
		return little
	case bytes.HasPrefix(content, []byte{0xFE, 0xFF}):
		return big
	case len(content) >= 4 && content[0] != 0 && content[1] == 0 && content[2] != 0 && content[3] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case len(content) >= 4 && content[0] == 0 && content[1] != 0 && content[2] == 0 && content[3] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case !utf8.Valid(content):
		return charmap.Windows1252
	}
	return nil
}

// foreign says of a file that is no text what to do instead.
func foreign(content []byte) error {
	for begin, kind := range map[string]string{
		"PK\x03\x04":          "an Excel or a .zip file",
		"\xD0\xCF\x11\xE0":    "an Excel file",
		"SQLite format 3\x00": "a database",
		"\x1f\x8b":            "a compressed file",
		"%PDF-":               "a PDF file",
		"\x89PNG\r\n":         "a picture",
		"\x7fELF":             "a program",
		"MZ\x90\x00":          "a program",
	} {
		if bytes.HasPrefix(content, []byte(begin)) {
			return fmt.Errorf("this is %s; in MQTTX choose JSON as the format of the export, and import that", kind)
		}
	}
	if bytes.HasPrefix(content, []byte("-----BEGIN")) {
		return errors.New("this is a certificate or a key; choose it in a connection, under TLS")
	}
	return nil
}

// otherFormat recognises the formats of MQTTX that are not read. They begin with
// what no URL and no command begins with.
func otherFormat(text string) error {
	first, _, _ := strings.Cut(text, "\n")
	var kind string
	switch {
	case strings.HasPrefix(text, "<?xml"), strings.HasPrefix(text, "<root"), strings.HasPrefix(text, "<oneConnection"):
		kind = "XML"
	case strings.Contains(first, "clientId") && strings.Count(first, ",") > 3:
		kind = "CSV"
	case (strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "---\n")) && strings.Contains(text, "host: "):
		kind = "YAML"
	default:
		return nil
	}
	return fmt.Errorf("this is an export in %s, which cannot be imported; export the connections as JSON, and import that", kind)
}
