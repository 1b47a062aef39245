package profiles

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/unicode"

	"mangrove/broker/profiles/finding"
)

// Why a certificate or key cannot be used, where callers branch on it.
var (
	ErrPassPhrase error = &finding.Fault{Code: finding.WrongPassPhrase}
	ErrMismatch   error = &finding.Fault{Code: finding.Mismatch}
)

// material is the content of a certificate or key.
type material struct {
	from finding.Part // where it stands
	data []byte
}

// fault is one of the material, with more that it is about.
func (m material) fault(code finding.Code, cause error, more ...finding.Code) error {
	f := &finding.Fault{Code: code, Parts: []finding.Part{m.from}, Err: cause}
	for _, code := range more {
		f.Parts = append(f.Parts, finding.Part{Code: code})
	}
	return f
}

// load reads a certificate or key, which is given as a path or as PEM text.
func load(source string) (material, error) {
	if IsPEM(source) {
		return material{finding.Part{Code: finding.PastedText}, []byte(source)}, nil
	}
	source = strings.TrimSpace(source)
	data, err := ReadMaterial(source)
	switch {
	case errors.Is(err, errNoPath):
		return material{}, err
	case err != nil:
		return material{}, unreadable(source, err)
	case len(bytes.TrimSpace(data)) == 0:
		return material{}, &finding.Fault{Code: finding.EmptyFile, Name: source}
	}
	return material{finding.Part{Code: finding.TheFile, Value: source}, data}, nil
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
func (m material) certificates(role finding.Code) ([]*x509.Certificate, error) {
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
			return nil, m.fault(finding.CertificateDamaged, err)
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
func (m material) wrong(role finding.Code) error {
	kind := m.kind()
	switch kind {
	case "":
		return m.fault(finding.NotExpected, nil, role)
	case finding.Collection:
		return m.fault(finding.UnsupportedKind, nil, kind)
	case finding.KeyArchive:
		return m.fault(finding.ArchiveThere, nil, kind)
	}
	return m.fault(finding.AnotherKind, nil, kind, role)
}

// kind is what the material is, empty when it is nothing known.
func (m material) kind() finding.Code {
	for _, block := range m.blocks() {
		switch {
		case strings.HasSuffix(block.Type, "CERTIFICATE"):
			return finding.Certificate
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			return finding.PrivateKey
		case strings.HasSuffix(block.Type, "PUBLIC KEY"):
			return finding.PublicKey
		case strings.HasSuffix(block.Type, "CERTIFICATE REQUEST"):
			return finding.CertificateRequest
		case block.Type == "PKCS7", block.Type == "CMS":
			return finding.Collection
		}
	}
	if _, err := x509.ParseCertificates(m.data); err == nil {
		return finding.Certificate
	}
	if _, err := parseKey(m.data); err == nil {
		return finding.PrivateKey
	}
	if _, err := x509.ParsePKIXPublicKey(m.data); err == nil {
		return finding.PublicKey
	}
	return m.archive()
}

// archive is what kind of archive the material is, if any: a .p7b as Windows exports it,
// or a .p12 or .pfx.
func (m material) archive() finding.Code {
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
		return finding.KeyArchive
	case outer.First.Tag == asn1.TagOID && bytes.HasPrefix(outer.First.Bytes, []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7}): // RFC 5652, 3
		return finding.Collection
	}
	return ""
}
