package brokertest

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Certificates are an authority made for one test and what it signed.
type Certificates struct {
	Pool   *x509.CertPool  // the authority
	Client tls.Certificate // signed by it

	CAFile, ServerFile, ServerKeyFile string // PEM files of the server's side
}

// Names are what a server certificate is made out to; the zero value is
// 127.0.0.1 and localhost, valid for a day.
type Names struct {
	DNS        []string  // instead of localhost and 127.0.0.1
	Begin      time.Time // when it is valid from
	Expire     time.Time // when it is valid to
	Common     string    // instead of broker
	SelfSigned bool      // the server's certificate is signed by itself, not by the authority
	// Negative serial numbers, as some devices make them.
	NegativeServer, NegativeAuthority bool
}

// NewCertificates makes an authority, a server certificate and a client
// certificate.
func NewCertificates(tb testing.TB, n Names) *Certificates {
	tb.Helper()
	dir := tb.TempDir()
	ca, caKey := sign(tb, template("test authority"), nil, nil)
	if n.NegativeAuthority {
		ca = negate(tb, ca, caKey)
	}
	server := template(cmp.Or(n.Common, "broker"))
	server.DNSNames, server.IPAddresses = n.DNS, nil
	if n.DNS == nil {
		server.DNSNames, server.IPAddresses = []string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	if !n.Expire.IsZero() {
		server.NotBefore, server.NotAfter = n.Expire.Add(-time.Hour), n.Expire
	}
	if !n.Begin.IsZero() {
		server.NotBefore, server.NotAfter = n.Begin, n.Begin.Add(24*time.Hour)
	}
	signer, signerKey := ca, caKey
	if n.SelfSigned {
		signer, signerKey = nil, nil
	}
	serverCert, serverKey := sign(tb, server, signer, signerKey)
	if signerKey == nil {
		signerKey = serverKey
	}
	if n.NegativeServer {
		serverCert = negate(tb, serverCert, signerKey)
	}
	clientCert, clientKey := sign(tb, template("client"), ca, caKey)
	c := &Certificates{
		Pool:          x509.NewCertPool(),
		Client:        tls.Certificate{Certificate: [][]byte{clientCert.Raw}, PrivateKey: clientKey},
		CAFile:        filepath.Join(dir, "ca.pem"),
		ServerFile:    filepath.Join(dir, "server.pem"),
		ServerKeyFile: filepath.Join(dir, "server.key"),
	}
	c.Pool.AddCert(ca)
	writePEM(tb, c.CAFile, "CERTIFICATE", ca.Raw)
	writePEM(tb, c.ServerFile, "CERTIFICATE", serverCert.Raw)
	key, err := x509.MarshalPKCS8PrivateKey(serverKey)
	if err != nil {
		tb.Fatal(err)
	}
	writePEM(tb, c.ServerKeyFile, "PRIVATE KEY", key)
	return c
}

// Server is the server's side as package tls takes it.
func (c *Certificates) Server(tb testing.TB) *tls.Config {
	tb.Helper()
	pair, err := tls.LoadX509KeyPair(c.ServerFile, c.ServerKeyFile)
	if err != nil {
		tb.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: c.Pool, MinVersion: tls.VersionTLS12}
}

func template(name string) *x509.Certificate {
	return &x509.Certificate{
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
	}
}

// serialNumber is a number of eight bytes, the first of which is 0x40 to 0x5f. So none of
// them is there for the sign alone, with the sign set neither, as negate sets it: an INTEGER
// that begins with nine equal bits is malformed (X.690, 8.3.2).
func serialNumber(random io.Reader) (*big.Int, error) {
	n, err := rand.Int(random, big.NewInt(1<<61))
	if err != nil {
		return nil, err
	}
	return n.SetBit(n, 62, 1), nil
}

// sign makes a certificate; without a parent it is an authority of its own.
func sign(tb testing.TB, t, parent *x509.Certificate, parentKey *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	if t.SerialNumber, err = serialNumber(rand.Reader); err != nil {
		tb.Fatal(err)
	}
	if parent == nil {
		t.IsCA, t.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageDigitalSignature
		parent, parentKey = t, key
	}
	der, err := x509.CreateCertificate(rand.Reader, t, parent, &key.PublicKey, parentKey)
	if err != nil {
		tb.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		tb.Fatal(err)
	}
	return cert, key
}

func writePEM(tb testing.TB, path, kind string, der []byte) {
	tb.Helper()
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// HandOut writes the files as a cloud hands them out, under names that say
// little, into a folder: the authority, the client's certificate and private
// key, its public key, and something to read.
func (c *Certificates) HandOut(tb testing.TB) (folder string) {
	tb.Helper()
	folder = tb.TempDir()
	write := func(name, kind string, der []byte, err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		writePEM(tb, filepath.Join(folder, name), kind, der)
	}
	ca, err := os.ReadFile(c.CAFile)
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "RootCA1.pem"), ca, 0o600)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "README.txt"), []byte("Keep these files.\n"), 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
	key := c.Client.PrivateKey.(*ecdsa.PrivateKey)
	write("4f1b-certificate.pem.crt", "CERTIFICATE", c.Client.Certificate[0], nil)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	write("4f1b-private.pem.key", "PRIVATE KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(&key.PublicKey)
	write("4f1b-public.pem.key", "PUBLIC KEY", der, err)
	return folder
}
