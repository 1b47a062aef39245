package client

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/explain"
)

// isError reports errors of a sentinel.
func isError(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

// rsaServer is a server's side with the key that old key exchanges need.
func rsaServer(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "old broker"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(c)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS10}, pool
}

// TestOutdatedServers are connected to when that is allowed, verified all the
// same; otherwise the sentence names what is outdated, and the option.
func TestOutdatedServers(t *testing.T) {
	rsaOnly, pool := rsaServer(t)
	rsaOnly.MaxVersion, rsaOnly.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_RSA_WITH_AES_256_GCM_SHA384}
	with := func(change func(*tls.Config)) *tls.Config {
		c := rsaOnly.Clone()
		change(c)
		return c
	}
	tripleDES := with(func(c *tls.Config) { c.CipherSuites = []uint16{tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA} })
	rc4 := with(func(c *tls.Config) { c.CipherSuites = []uint16{tls.TLS_RSA_WITH_RC4_128_SHA} })
	old := with(func(c *tls.Config) {
		c.MaxVersion, c.CipherSuites = tls.VersionTLS10, []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA}
	})
	newer := with(func(c *tls.Config) { c.MaxVersion, c.CipherSuites = tls.VersionTLS12, nil })
	demanding := with(func(c *tls.Config) {
		c.MaxVersion, c.CipherSuites, c.ClientAuth = tls.VersionTLS12, nil, tls.RequireAnyClientCert
	})
	strict := &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	allowing := strict.Clone()
	broker.AllowOutdated(allowing)
	distrusting := &tls.Config{RootCAs: x509.NewCertPool()}
	broker.AllowOutdated(distrusting)
	outdated := isError(broker.ErrOutdated)
	other := func(err error) bool { return err != nil && !errors.Is(err, broker.ErrOutdated) }
	checkAll(t, []trust{
		{"RSA key exchange", rsaOnly, strict, outdated, "(the RSA key exchange)"},
		{"RSA key exchange, lowest version 1.0", rsaOnly, &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS10}, outdated, "(the RSA key exchange)"},
		{"RSA key exchange, no settings", rsaOnly, nil, outdated, "Allow outdated servers"},
		{"RSA key exchange, allowed", rsaOnly, allowing, fine, ""},
		{"3DES", tripleDES, strict, outdated, "3DES"},
		{"3DES, allowed", tripleDES, allowing, fine, ""},
		{"TLS 1.0", old, strict, outdated, "(TLS 1.0)"},
		{"TLS 1.0, allowed", old, allowing, fine, ""},
		{"RC4 is never taken", rc4, allowing, other, "ended the TLS handshake"},
		{"allowed, but not trusted", rsaOnly, distrusting, as(new(x509.UnknownAuthorityError)), "self-signed"},
		{"nothing outdated", newer, strict, fine, ""},
		{"nothing outdated, but newer asked for", newer, &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS13}, other, "Check the TLS version"},
		{"nothing outdated, client certificate missing", demanding, strict, other, "Check the TLS version and the certificates"},
	})
}

// TestOutdatedOpenSSL is the same with another library's server.
func TestOutdatedOpenSSL(t *testing.T) {
	program, err := exec.LookPath("openssl")
	if err != nil {
		t.Fatal("openssl is needed; scripts/deps.sh installs it")
	}
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=old", "-days", "1",
		"-keyout", dir+"/key.pem", "-out", dir+"/cert.pem").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	server := exec.CommandContext(t.Context(), program, "s_server", "-accept", "127.0.0.1:0", "-tls1_2", "-cipher", "AES256-GCM-SHA384",
		"-cert", dir+"/cert.pem", "-key", dir+"/key.pem")
	address := acceptAddress(t, server)
	p, err := broker.ParseURL("mqtts://" + address)
	if err != nil {
		t.Fatal(err)
	}
	p.TLS = &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}
	if _, err := (Network{}).Handshake(t.Context(), p); !errors.Is(err, broker.ErrOutdated) ||
		!strings.Contains(explain.Error(err, p.Address), "RSA key exchange") {
		t.Errorf("%v: %s", err, explain.Error(err, p.Address))
	}
	broker.AllowOutdated(p.TLS)
	if state, err := (Network{}).Handshake(t.Context(), p); err != nil || state.CipherSuite != tls.TLS_RSA_WITH_AES_256_GCM_SHA384 {
		t.Errorf("allowed: %x, %v", state.CipherSuite, err)
	}
}

// acceptAddress starts openssl s_server and reads where it listens.
func acceptAddress(t *testing.T, server *exec.Cmd) string {
	t.Helper()
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.StdinPipe(); err != nil { // it ends with its input
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	var said strings.Builder
	buffer := make([]byte, 256)
	for {
		n, err := out.Read(buffer)
		said.Write(buffer[:n])
		if _, after, ok := strings.Cut(said.String(), "ACCEPT "); ok && strings.Contains(after, "\n") {
			address, _, _ := strings.Cut(after, "\n")
			return strings.TrimSpace(address)
		}
		if err != nil {
			t.Fatalf("openssl says %q: %v", said.String(), err)
		}
	}
}

// TestNegativeSerialNumbers connect where nothing is verified; otherwise the
// sentence names the certificate and its number.
func TestNegativeSerialNumbers(t *testing.T) {
	server := brokertest.NewCertificates(t, brokertest.Names{NegativeServer: true})
	alone := brokertest.NewCertificates(t, brokertest.Names{NegativeServer: true, SelfSigned: true})
	authority := brokertest.NewCertificates(t, brokertest.Names{NegativeAuthority: true})
	other := brokertest.NewCertificates(t, brokertest.Names{})
	anyone := &tls.Config{InsecureSkipVerify: true}
	serial := isError(broker.ErrSerial)
	checkAll(t, []trust{
		{"server, not verified", server.Server(t), anyone, fine, ""},
		{"self-signed, not verified", alone.Server(t), anyone, fine, ""},
		{"authority, not verified", authority.Server(t), anyone, fine, ""},
		{"server", server.Server(t), trusting(server), serial, `the one of "CN=broker" has the serial number -`},
		{"server, unknown authority", server.Server(t), trusting(other), serial, "must be reissued"},
		{"self-signed", alone.Server(t), trusting(other), serial, "must be reissued"},
		{"authority", authority.Server(t), trusting(authority), serial, `the one of "CN=test authority" has the serial number -`},
	})
}
