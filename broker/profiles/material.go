package profiles

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// Why a certificate or key cannot be used, where callers branch on it.
var (
	ErrPassPhrase = errors.New("the pass phrase is wrong")
	ErrMismatch   = errors.New("the private key does not belong to the certificate")
)

// material is the content of a certificate or key with the name to call it by.
type material struct {
	name string // as in: the file x, or: the pasted text
	data []byte
}

// load reads a certificate or key, which is given as a path or as PEM text.
func load(source string) (material, error) {
	if IsPEM(source) {
		return material{"the pasted text", []byte(source)}, nil
	}
	source = strings.TrimSpace(source)
	data, err := ReadMaterial(source)
	switch {
	case errors.Is(err, errNoPath):
		return material{}, err
	case err != nil:
		return material{}, unreadable(source, err)
	case len(bytes.TrimSpace(data)) == 0:
		return material{}, fmt.Errorf("the file %s is empty; export it again and choose that", source)
	}
	return material{"the file " + source, data}, nil
}

// plainText is what is UTF-16 as UTF-8: so PowerShell writes what is sent to a
// file. DER begins otherwise.
func plainText(data []byte) []byte {
	if !bytes.HasPrefix(data, []byte("\xFF\xFE")) && !bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return data
	}
	text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
	if err != nil {
		return data
	}
	return text
}

// atHome is a path with ~ for the user's folder, as shells and people write it.
func atHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok || rest == "" || rest[0] != '/' && rest[0] != filepath.Separator {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return filepath.Join(home, rest)
}

// blocks are the PEM blocks of the material; none when it is not PEM.
func (m material) blocks() (all []*pem.Block) {
	for rest := tidy(m.data); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return all
		}
		all = append(all, block)
	}
}

// tidy puts what is PEM at the beginning of its lines, where alone it is found:
// editors of Windows write a byte order mark before it, in YAML it is indented, and
// in JSON, in variables and in fields of one line the line breaks are lost.
func tidy(data []byte) []byte {
	data = plainText(data)
	if !bytes.Contains(data, []byte("-----BEGIN")) {
		return data
	}
	data = bytes.ReplaceAll(bytes.TrimPrefix(data, []byte("\ufeff")), []byte(`\n`), []byte("\n"))
	data = endsLine.ReplaceAll(beginsLine.ReplaceAll(data, []byte("$1\n$2")), []byte("$1\n$2"))
	lines := bytes.Split(data, []byte("\n"))
	for i, line := range lines {
		lines[i] = bytes.TrimSpace(line)
	}
	return bytes.Join(lines, []byte("\n"))
}

// Where a line break is lost.
var (
	beginsLine = regexp.MustCompile(`(\S)[ \t]*(-----(?:BEGIN|END) )`)
	endsLine   = regexp.MustCompile(`(-----(?:BEGIN|END) [^-\r\n]+-----)[ \t]*(\S)`)
)

// certificates reads all certificates, in PEM or DER. role says what they are
// for.
func (m material) certificates(role string) ([]*x509.Certificate, error) {
	blocks := m.blocks()
	if blocks == nil {
		found, err := x509.ParseCertificates(m.data)
		if err != nil || len(found) == 0 {
			return nil, m.wrong(role)
		}
		return found, nil
	}
	var all []*x509.Certificate
	for _, block := range blocks {
		if block.Type != "CERTIFICATE" && block.Type != "TRUSTED CERTIFICATE" && block.Type != "X509 CERTIFICATE" {
			continue
		}
		certificate, err := parseTrusted(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("a certificate in %s is damaged; export it again: %w", m.name, err)
		}
		all = append(all, certificate)
	}
	if all == nil {
		return nil, m.wrong(role)
	}
	return all, nil
}

// parseTrusted reads a certificate that OpenSSL may have written something
// after.
func parseTrusted(der []byte) (*x509.Certificate, error) {
	certificate, err := x509.ParseCertificate(der)
	if err == nil {
		return certificate, nil
	}
	var first asn1.RawValue
	if rest, broken := asn1.Unmarshal(der, &first); broken != nil || len(rest) == 0 {
		return nil, err
	}
	return x509.ParseCertificate(first.FullBytes)
}

// wrong says what the material is instead of what its role asks for.
func (m material) wrong(role string) error {
	kind := m.kind()
	switch kind {
	case "":
		return fmt.Errorf("%s is not %s; choose one in PEM or DER", m.name, role)
	case pkcs7:
		return fmt.Errorf("%s is %s, which is not supported; export the certificate in PEM instead", m.name, kind)
	case pkcs12Archive:
		return fmt.Errorf("%s is %s; choose it under PKCS#12", m.name, kind)
	}
	return fmt.Errorf("%s holds %s where %s is expected; choose another file", m.name, kind, role)
}

// kind is what the material is, empty when it is nothing known.
func (m material) kind() string {
	for _, block := range m.blocks() {
		switch {
		case strings.HasSuffix(block.Type, "CERTIFICATE"):
			return "a certificate"
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			return "a private key"
		case strings.HasSuffix(block.Type, "PUBLIC KEY"):
			return "a public key"
		case strings.HasSuffix(block.Type, "CERTIFICATE REQUEST"):
			return "a certificate request"
		case block.Type == "PKCS7", block.Type == "CMS":
			return pkcs7
		}
	}
	if _, err := x509.ParseCertificates(m.data); err == nil {
		return "a certificate"
	}
	if _, err := parseKey(m.data); err == nil {
		return "a private key"
	}
	if _, err := x509.ParsePKIXPublicKey(m.data); err == nil {
		return "a public key"
	}
	return m.archive()
}

// The archives that are met with: a .p7b as Windows exports it, and a .p12 or .pfx.
const (
	pkcs7         = "a collection of certificates (PKCS#7)"
	pkcs12Archive = "an archive of a key and its certificate (PKCS#12)"
)

// archive is what kind of archive the material is, if any.
func (m material) archive() string {
	var outer struct {
		First asn1.RawValue
		Rest  asn1.RawValue `asn1:"optional"`
		More  asn1.RawValue `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(m.data, &outer); err != nil {
		return ""
	}
	switch {
	case bytes.Equal(outer.First.FullBytes, []byte{asn1.TagInteger, 1, 3}): // RFC 7292, 4
		return pkcs12Archive
	case outer.First.Tag == asn1.TagOID && bytes.HasPrefix(outer.First.Bytes, []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7}): // RFC 5652, 3
		return pkcs7
	}
	return ""
}
