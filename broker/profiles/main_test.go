package profiles

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/explain"
)

// TestMain fails the package when a goroutine is left behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// told is what the user is told of an error.
func told(err error) string { return explain.Error(err, broker.Address{}) }

// copyName is what copies are called.
func copyName(of Profile) string { return NameOf(of) + " copy" }

// papers are the files of one client, and what goes wrong with them.
type papers struct {
	dir                          string
	ca, certificate, key, keyDER string // text, but for the last, which is DER
}

func newPapers(t *testing.T) *papers {
	t.Helper()
	c := brokertest.NewCertificates(t, brokertest.Names{})
	ca, err := os.ReadFile(c.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(c.Client.PrivateKey.(*ecdsa.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	return &papers{
		dir: t.TempDir(), ca: string(ca), certificate: certificateText(c.Client.Certificate[0]),
		key: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), keyDER: string(der),
	}
}

// file writes a file and gives its path.
func (p *papers) file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func der(t *testing.T, text string) string {
	t.Helper()
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		t.Fatal("no PEM")
	}
	return string(block.Bytes)
}

// open opens a book that must be in order.
func open(t *testing.T, dir string, secrets Secrets) *Book {
	t.Helper()
	b, err := Open(dir, secrets)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func create(t *testing.T, b *Book, name string, secrets map[string]string) Profile {
	t.Helper()
	p, err := b.Create(Profile{Name: name, Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}}, secrets)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// names are those of the profiles, in their order.
func names(b *Book) string {
	var all []string
	for _, p := range b.All() {
		all = append(all, p.Name)
	}
	return strings.Join(all, ",")
}
