package explain_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"mangrove/broker/explain"
)

// pretended is a key that is not had: it signs with nothing.
type pretended struct{ rsa.PublicKey }

func (p *pretended) Public() crypto.PublicKey { return &p.PublicKey }

func (p *pretended) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return make([]byte, p.Size()), nil
}

// TestKeysOfSizesNobodyTakes has a certificate shown in a handshake, in the words that
// package tls has for it today.
func TestKeysOfSizesNobodyTakes(t *testing.T) {
	for _, c := range []struct {
		name string
		bits uint
		says []string
	}{
		{"too large", 8200, []string{"RSA key of more than 8192 bits", "must be reissued", "4096"}},
		{"far too large", 20_000, []string{"RSA key of more than 8192 bits", "must be reissued"}},
		{"too small", 1016, []string{"RSA key of less than 1024 bits", "must be reissued", "2048"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := explain.Error(shown(t, c.bits), asURL("mqtts"))
			for _, want := range c.says {
				if !strings.Contains(got, want) {
					t.Errorf("says\n%s\nwithout %q", got, want)
				}
			}
			checkSentences(t, got)
		})
	}
}

// shown is the end of a handshake with a broker whose certificate has an RSA key of so
// many bits.
func shown(t *testing.T, bits uint) error {
	t.Helper()
	n := new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), bits-1), big.NewInt(1))
	key := &pretended{rsa.PublicKey{N: n, E: 65537}}
	authority, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "x"}, DNSNames: []string{"broker.example"},
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	own, err := x509.CreateCertificate(rand.Reader, template, template, authority.Public(), authority)
	if err != nil {
		t.Fatal(err)
	}
	above, err := x509.ParseCertificate(own)
	if err != nil {
		t.Fatal(err)
	}
	of, err := x509.CreateCertificate(rand.Reader, template, above, key.Public(), authority)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{of}, PrivateKey: key}}})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { // ends with the connection
		defer close(ended)
		if there, err := listener.Accept(); err == nil {
			_ = there.(*tls.Conn).Handshake()
			_ = there.Close()
		}
	}()
	roots := x509.NewCertPool()
	roots.AddCert(above)
	here, err := tls.Dial("tcp", listener.Addr().String(), &tls.Config{RootCAs: roots, ServerName: "broker.example"})
	if err == nil {
		_ = here.Close()
	}
	<-ended
	_ = listener.Close()
	return err
}
