package client

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
)

// chain is a broker's certificate, signed by an authority in the middle if there is
// one, which the one that is trusted has signed. Each field is a change to what is
// in order.
type chain struct {
	name               string
	root, middle, leaf func(*x509.Certificate)
	key                crypto.Signer // the root's; nil: one of ECDSA
	impostor           bool          // another root of the same name has signed
	says               string
}

func as256(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// authority is a certificate with the key that signs in its name.
type authority struct {
	*x509.Certificate
	key crypto.Signer
}

// issue signs a certificate for a key.
func (a authority) issue(t *testing.T, c *x509.Certificate, key crypto.Signer) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, a.Certificate, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func inOrder(name string, authority bool, change func(*x509.Certificate)) *x509.Certificate {
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, BasicConstraintsValid: true, IsCA: authority,
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	if authority {
		c.KeyUsage = x509.KeyUsageCertSign
	} else {
		c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	if change != nil {
		change(c)
	}
	return c
}

// sides are the broker's side of TLS and ours.
func (c chain) sides(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	root, key := authority{inOrder("Root", true, c.root), c.key}, as256(t)
	if root.key == nil {
		root.key = as256(t)
	}
	trusted := root.issue(t, root.Certificate, root.key)
	if c.impostor {
		root.key = as256(t)
	}
	above, shown := root, [][]byte(nil)
	if c.middle != nil {
		above.key = as256(t)
		above.Certificate = root.issue(t, inOrder("Middle", true, c.middle), above.key)
		shown = [][]byte{above.Raw}
	}
	leaf := above.issue(t, inOrder("broker", false, c.leaf), key)
	pool := x509.NewCertPool()
	pool.AddCert(trusted)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: append([][]byte{leaf.Raw}, shown...), PrivateKey: key}}}, &tls.Config{RootCAs: pool}
}

// What is wrong with a chain of certificates is said of the one that it is wrong
// with, in words that say what to do.
func TestChains(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	keep := func(*x509.Certificate) {}
	past := func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-24 * time.Hour) }
	clients := func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }
	day := time.Now().Add(-24 * time.Hour).UTC().Format(time.DateOnly)
	for _, c := range []chain{
		{name: "in order", middle: keep},
		{name: "the trusted authority has expired", root: past,
			says: `of "Root", an authority that vouches for ADDRESS, expired on ` + day + ". Add its current one to the connection"},
		{name: "an authority between has expired", middle: past,
			says: `of "Middle", an authority that vouches for ADDRESS, expired on ` + day + ". It must be renewed on the broker"},
		{name: "the broker's has expired", middle: keep, leaf: past, says: "The certificate of ADDRESS expired on " + day + ". It must be renewed on the broker"},
		{name: "for clients", leaf: clients, says: "The certificate of ADDRESS cannot be trusted: it, or that of an authority above it, is not meant for servers"},
		{name: "an authority for clients", middle: clients, says: "or that of an authority above it, is not meant for servers"},
		{name: "SHA-1", key: rsaKey, leaf: func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA1WithRSA },
			says: "The certificate of ADDRESS is signed with an outdated algorithm (SHA1-RSA)"},
		{name: "SHA-1 above", key: rsaKey, middle: func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA1WithRSA },
			says: `The certificate of "Middle", an authority that vouches for ADDRESS, is signed with an outdated algorithm (SHA1-RSA)`},
		{name: "signed by what is no authority", middle: func(c *x509.Certificate) { c.IsCA, c.KeyUsage = false, 0 },
			says: `The certificate of ADDRESS is signed by "Middle", whose certificate is not allowed to sign others`},
		{name: "trusted, but no authority", root: func(c *x509.Certificate) { c.IsCA, c.KeyUsage = false, 0 },
			says: `is signed by "Root", whose certificate is not allowed to sign others`},
		{name: "an authority made anew", impostor: true, says: `names "Root" as its authority, but is not signed with the key of the trusted authority of that name`},
		{name: "an IP address as a name", leaf: func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"127.0.0.1"} },
			says: "The certificate of ADDRESS lists 127.0.0.1 as a host name, but it is an IP address"},
		{name: "names that are not allowed", root: func(c *x509.Certificate) {
			c.PermittedDNSDomains = []string{"example"}
			c.PermittedIPRanges = []*net.IPNet{{IP: net.IPv4(10, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)}}
		},
			says: "The certificate of ADDRESS cannot be trusted: a root or intermediate certificate is not authorized to sign for this name"},
		{name: "a critical extension", leaf: func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3, 4}, Critical: true, Value: []byte{5, 0}}}
		}, says: "The certificate of ADDRESS cannot be trusted: unhandled critical extension."},
	} {
		server, client := c.sides(t)
		want := fine
		if c.says != "" {
			want = func(err error) bool { return err != nil }
		}
		t.Run(c.name, func(t *testing.T) { trust{c.name, server, client, want, c.says}.check(t, broker.V5) })
	}
}

// TestCertificatesThatSayASecret: a broker that has got the password before may have a
// certificate made with it as a name. No sentence repeats it.
func TestCertificatesThatSayASecret(t *testing.T) {
	const secret = "s3cr3t"
	named := func(c *x509.Certificate) { c.Subject.CommonName = "the " + secret }
	for _, c := range []chain{
		{name: "hosts", leaf: func(c *x509.Certificate) {
			c.IPAddresses, c.DNSNames = nil, []string{secret, "a." + secret + ".example"}
		}},
		{name: "an authority of another key", root: named, impostor: true},
		{name: "an authority that has expired", middle: func(c *x509.Certificate) { named(c); c.NotAfter = time.Now().Add(-time.Hour) }},
		{name: "one that is no authority", middle: func(c *x509.Certificate) { named(c); c.IsCA, c.KeyUsage = false, 0 }},
		{name: "an organisation", root: func(c *x509.Certificate) { c.Subject = pkix.Name{Organization: []string{secret}} }, impostor: true},
	} {
		server, client := c.sides(t)
		f := startFake(t, server, func(p *peer) { p.welcome() })
		profile := f.profile("mqtts", broker.V5)
		profile.TLS, profile.Password, profile.PasswordSet = client, secret, true
		s := connectFake(t, profile, &wiretest.Keeper{})
		problem := reaches(t, s, broker.Stopped).Problem
		for _, said := range []string{problem.Error(), explain.Error(problem, profile.Address)} {
			if strings.Contains(said, secret) {
				t.Errorf("%s: it says %q", c.name, said)
			}
		}
	}
}
