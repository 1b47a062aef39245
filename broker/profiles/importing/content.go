package importing

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

// Largest is the most in bytes that is read: exports have thousands of
// connections in it.
const Largest = 50_000_000

var errTooLarge error = &finding.Fault{Code: finding.ImportTooLarge, Limit: Largest / 1_000_000}

// ReadFile reads a file to import, if it is one that may hold connections.
func ReadFile(path string) ([]byte, error) {
	content, err := profiles.ReadFile(path, Largest)
	switch {
	case errors.Is(err, profiles.ErrNoFile):
		return nil, &finding.Fault{Code: finding.ImportNotFile}
	case errors.Is(err, profiles.ErrTooLarge):
		return nil, errTooLarge
	case err != nil:
		return nil, &finding.Fault{Code: finding.ImportNotRead, Err: err}
	}
	return content, nil
}

// textIn makes text of a file's content: UTF-8, UTF-16 as Windows writes it, or
// what Windows wrote before that. Lines end as on Unix.
func textIn(content []byte) (string, error) {
	if len(content) > Largest {
		return "", errTooLarge
	}
	if err := foreign(content); err != nil {
		return "", err
	}
	if e := encodingOf(content); e != nil {
		decoded, err := e.NewDecoder().Bytes(content)
		if err != nil {
			return "", &finding.Fault{Code: finding.EncodingUnknown, Err: err}
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
	for begin, kind := range map[string]finding.Code{
		"PK\x03\x04":          finding.AnExcelOrZIP,
		"\xD0\xCF\x11\xE0":    finding.AnExcelFile,
		"SQLite format 3\x00": finding.ADatabase,
		"\x1f\x8b":            finding.ACompressedFile,
		"%PDF-":               finding.APDF,
		"\x89PNG\r\n":         finding.APicture,
		"\x7fELF":             finding.AProgram,
		"MZ\x90\x00":          finding.AProgram,
	} {
		if bytes.HasPrefix(content, []byte(begin)) {
			return &finding.Fault{Code: finding.NotText, Parts: []finding.Part{{Code: kind}}}
		}
	}
	if bytes.HasPrefix(content, []byte("-----BEGIN")) {
		return &finding.Fault{Code: finding.IsMaterial}
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
	return &finding.Fault{Code: finding.OtherExport, Value: kind}
}
