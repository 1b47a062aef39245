package profiles

import (
	"archive/zip"
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"mangrove/broker"
	"mangrove/broker/profiles/finding"
)

const (
	bundleFiles   = 200      // more are no bundle but somebody's home
	bundleEntries = 2000     // folders and other things beside them included
	bundleSize    = 1 << 20  // of one file; certificates are far smaller
	bundleArchive = 20 << 20 // of a .zip file, whose list of contents is read as a whole
	bundleTotal   = 8 << 20  // of all that are read
)

// Bundle is what was recognised in the files a cloud or an administrator hands
// out: which is the authority, which the certificate, which the key. The names
// of the files do not matter.
type Bundle struct {
	CA          string // certificates of authorities, as text
	Certificate string // the client's, with its chain, as text
	Key         string // its private key, as text; may be encrypted
	PKCS12      []byte // instead of certificate and key
	// Left are the files that were not used, such as a public key.
	Left []string
}

// OpenBundle looks through a folder or a .zip file.
func OpenBundle(path string) (*Bundle, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &finding.Fault{Code: finding.NotOpened, Name: path, Err: err}
	}
	files := os.DirFS(path)
	if !info.IsDir() {
		if !info.Mode().IsRegular() {
			return nil, &finding.Fault{Code: finding.Refused, Name: path, Err: ErrNoFile}
		}
		if info.Size() > bundleArchive {
			return nil, &finding.Fault{Code: finding.Refused, Name: path, Err: ErrTooLarge}
		}
		archive, err := zip.OpenReader(path)
		if err != nil {
			return nil, &finding.Fault{Code: finding.NotZIP, Name: path, Err: err}
		}
		defer archive.Close() //nolint:errcheck // it was only read
		files = archive
	}
	found, err := sift(files)
	if err != nil {
		return nil, err
	}
	return found.bundle(path)
}

// Fill puts the bundle into a profile, and gives the secrets to set with it.
func (b *Bundle) Fill(p *Profile) (secrets map[string]string) {
	secrets = make(map[string]string)
	p.TLS.CA = b.CA
	p.TLS.Certificate, p.TLS.Key, p.TLS.PKCS12 = b.Certificate, "", ""
	if b.Key != "" {
		secrets[SecretKey] = b.Key
	}
	if b.PKCS12 != nil {
		secrets[SecretPKCS12] = base64.StdEncoding.EncodeToString(b.PKCS12)
	}
	switch p.Address.Scheme {
	case "mqtt", "":
		p.Address.Scheme = "mqtts"
		if p.Address.Port == broker.UsualPort("mqtt") || p.Address.Port == 0 {
			p.Address.Port = broker.UsualPort("mqtts")
		}
	case "ws":
		p.Address.Scheme = "wss"
	}
	return secrets
}

// sifted is what the files of a bundle hold.
type sifted struct {
	certificates []*x509.Certificate
	keys         []material
	archives     [][]byte
	left         []string
}

func sift(files fs.FS) (*sifted, error) {
	s := &sifted{}
	count, entries, total := 0, 0, 0
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if entries++; entries > bundleEntries {
			return &finding.Fault{Code: finding.ManyEntries, Limit: bundleEntries}
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		if count++; count > bundleFiles {
			return &finding.Fault{Code: finding.ManyFiles, Limit: bundleFiles}
		}
		if info, err := entry.Info(); err == nil && info.Size() > bundleSize {
			s.left = append(s.left, path)
			return nil
		}
		data, err := readSmall(files, path)
		if total += len(data); total > bundleTotal {
			return &finding.Fault{Code: finding.LargeBundle, Limit: bundleTotal >> 20}
		}
		if err == nil {
			s.file(path, data)
		}
		return err
	})
	return s, err
}

func readSmall(files fs.FS, path string) ([]byte, error) {
	f, err := files.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	return io.ReadAll(io.LimitReader(f, bundleSize))
}

// file sorts one file by its content; a file may hold several things.
func (s *sifted) file(path string, data []byte) {
	from := finding.Part{Code: finding.TheFile, Value: path}
	m := material{from, data}
	used := false
	if found, err := m.certificates(""); err == nil {
		s.certificates = append(s.certificates, found...)
		used = true
	}
	for _, block := range m.blocks() {
		if isKey(block) {
			s.keys = append(s.keys, material{from, pem.EncodeToMemory(block)})
			used = true
		}
	}
	if key, err := parseKey(data); err == nil {
		if der, err := x509.MarshalPKCS8PrivateKey(key); err == nil {
			s.keys = append(s.keys, material{from, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})})
			used = true
		}
	}
	if isPKCS12(path, data) {
		s.archives = append(s.archives, data)
		used = true
	}
	if !used {
		s.left = append(s.left, path)
	}
}

// isPKCS12 goes by the name as well: without the pass phrase not much of the
// content can be seen.
func isPKCS12(path string, data []byte) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".p12", ".pfx":
		return true
	}
	if len(data) == 0 || len(data) > largestArchive || data[0] != 0x30 || costly(data, 16) { // no sequence, as all of them are
		return false
	}
	_, _, _, err := pkcs12.DecodeChain(data, "")
	return err == nil
}

func isKey(block *pem.Block) bool {
	return strings.HasSuffix(block.Type, "PRIVATE KEY") && block.Type != "OPENSSH PRIVATE KEY"
}

// bundle decides who is who. The client's certificate is the one the key
// belongs to; if the key is encrypted, the one that is no authority.
func (s *sifted) bundle(path string) (*Bundle, error) {
	b := &Bundle{Left: s.left}
	var own *x509.Certificate
	for _, key := range s.keys {
		b.Key = string(key.data)
		if own = s.ownerOf(key); own != nil {
			break
		}
	}
	if own == nil && len(s.archives) > 0 {
		b.PKCS12, b.Key = s.archives[0], ""
	}
	s.place(b, own)
	switch {
	case b.CA+b.Certificate+b.Key == "" && b.PKCS12 == nil:
		return nil, &finding.Fault{Code: finding.NoMaterial, Name: path}
	case b.Key != "" && own == nil:
		return nil, &finding.Fault{Code: finding.KeyAlone}
	}
	return b, nil
}

// place puts the certificates where they belong, given the client's own.
func (s *sifted) place(b *Bundle, own *x509.Certificate) {
	var ca, chain bytes.Buffer
	for _, c := range s.certificates {
		text := certificateText(c.Raw)
		switch {
		case own != nil && c.Equal(own):
		case selfSigned(c):
			ca.WriteString(text)
		case own != nil && bytes.Equal(c.RawSubject, own.RawIssuer):
			chain.WriteString(text)
			ca.WriteString(text) // it may have signed the broker's too
		case c.IsCA:
			ca.WriteString(text)
		}
	}
	b.CA = ca.String()
	if own != nil {
		b.Certificate = certificateText(own.Raw) + chain.String()
	}
}

// ownerOf finds the certificate of a key, nil when there is none.
func (s *sifted) ownerOf(key material) *x509.Certificate {
	signer, err := key.privateKey("")
	var leaves []*x509.Certificate
	for _, c := range s.certificates {
		if err == nil && belongs(signer, c) {
			return c
		}
		if !c.IsCA {
			leaves = append(leaves, c)
		}
	}
	if errors.Is(err, ErrPassPhrase) && len(leaves) == 1 {
		return leaves[0]
	}
	return nil
}

func selfSigned(c *x509.Certificate) bool { return bytes.Equal(c.RawSubject, c.RawIssuer) }

func certificateText(der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}
