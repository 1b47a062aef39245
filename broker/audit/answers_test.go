package audit

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"slices"
	"strconv"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
)

// running is an audit that has found nothing yet.
func running(t *testing.T, address string) *audit {
	t.Helper()
	p, err := broker.ParseURL("mqtts://" + address)
	if err != nil {
		t.Fatal(err)
	}
	p.Once, p.ConnectTimeout, p.Version = true, 3*time.Minute, broker.V5
	return &audit{Options: Options{Network: network{}, Patience: 3 * time.Minute, Now: now}, ctx: t.Context(), profile: p}
}

// codes are what it has found, each as its code and what was not tried.
func (a *audit) codes() (all []string) {
	for _, f := range a.found {
		all = append(all, string(f.Code)+" "+string(f.What))
	}
	return all
}

// serverWithRSA is a server's side with the key that old key exchanges need.
func serverWithRSA(t *testing.T) *tls.Config {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(7), NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS10}
}

// TestOutdated: a broker takes old versions when it says so with any cipher suite, and does not
// when it says that; all else is not known.
func TestOutdated(t *testing.T) {
	config := serverWithRSA(t)
	with := func(change func(*tls.Config)) func(net.Conn) {
		c := config.Clone()
		change(c)
		return func(conn net.Conn) { _ = tls.Server(conn, c).Handshake() } // nobody has to agree
	}
	for name, c := range map[string]struct {
		serve func(net.Conn)
		want  []string
	}{
		"any":                     {with(func(*tls.Config) {}), []string{"outdated TLS "}},
		"RSA key exchange":        {with(func(c *tls.Config) { c.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA} }), []string{"outdated TLS "}},
		"3DES":                    {with(func(c *tls.Config) { c.CipherSuites = []uint16{tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA} }), []string{"outdated TLS "}},
		"a certificate is wanted": {with(func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert }), []string{"outdated TLS "}},
		"newer only":              {with(func(c *tls.Config) { c.MinVersion = tls.VersionTLS12 }), nil},
		"no cipher in common":     {with(func(c *tls.Config) { c.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_256_GCM_SHA384} }), []string{"not tried outdated TLS"}},
		"hung up":                 {func(net.Conn) {}, []string{"not tried outdated TLS"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := running(t, brokertest.Listen(t, c.serve))
			a.outdated()
			if got := a.codes(); !slices.Equal(got, c.want) {
				t.Errorf("it finds %q, %v", got, a.found)
			}
		})
	}
}

// TestPlainBeside: a closed port has answered, one that ends the connection has not; what an open
// one lets strangers do is found with its port.
func TestPlainBeside(t *testing.T) {
	for name, c := range map[string]struct {
		address string
		want    []string
	}{
		"closed":        {brokertest.Nowhere(t), nil},
		"hangs up":      {brokertest.Listen(t, func(net.Conn) {}), []string{"not tried plain beside"}},
		"with a login":  {pretended{anonymous: broker.BadLogin}.serve(t), []string{"plain beside "}},
		"open":          {pretended{}.serve(t), []string{"plain beside ", "anonymous ", "anonymous reads "}},
		"open, strict":  {pretended{suback: broker.NotAuthorized}.serve(t), []string{"plain beside ", "anonymous "}},
		"open, hang-up": {pretended{ends: true}.serve(t), []string{"plain beside ", "anonymous ", "not tried anonymous reads"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := running(t, "127.0.0.1:1")
			_, port, err := net.SplitHostPort(c.address)
			if err != nil {
				t.Fatal(err)
			}
			if a.Plain, err = strconv.Atoi(port); err != nil {
				t.Fatal(err)
			}
			a.plainBeside()
			if got := a.codes(); !slices.Equal(got, c.want) {
				t.Errorf("it finds %q", got)
			}
			for _, f := range a.found {
				if f.Port != a.Plain {
					t.Errorf("%s is found at port %d", f.Code, f.Port)
				}
			}
		})
	}
}

// TestCertificateLeftOut: a broker that wants one has refused the login without.
func TestCertificateLeftOut(t *testing.T) {
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		config := certificates.Server(t)
		config.ClientAuth, config.MaxVersion = tls.RequireAndVerifyClientCert, version
		a := running(t, brokertest.Listen(t, func(conn net.Conn) { _ = pretended{}.greet(tls.Server(conn, config)) }))
		a.profile.TLS = &tls.Config{RootCAs: certificates.Pool, Certificates: []tls.Certificate{certificates.Client}, MinVersion: tls.VersionTLS12}
		if a.anonymous(); len(a.found) > 0 {
			t.Errorf("with TLS %x it finds %+v", version, a.found)
		}
	}
}

// chained is a network whose broker shows certificates.
type chained struct {
	client.Network
	chains [][]*x509.Certificate
}

func (c chained) Handshake(context.Context, broker.Profile) (tls.ConnectionState, error) {
	return tls.ConnectionState{PeerCertificates: c.chains[0], VerifiedChains: c.chains}, nil
}

// TestChainExpires: a chain holds as long as all its certificates, and one of several is enough.
func TestChainExpires(t *testing.T) {
	ends := func(after ...time.Duration) (chain []*x509.Certificate) {
		for _, d := range after {
			chain = append(chain, &x509.Certificate{NotAfter: now.Add(d)})
		}
		return chain
	}
	for name, c := range map[string]struct {
		chains [][]*x509.Certificate
		want   []Finding
	}{
		"all hold":         {[][]*x509.Certificate{ends(2*Soon, 3*Soon)}, nil},
		"its own":          {[][]*x509.Certificate{ends(time.Hour, 3*Soon)}, []Finding{{Code: Expires, At: now.Add(time.Hour)}}},
		"one above":        {[][]*x509.Certificate{ends(3*Soon, time.Hour, 2*Soon)}, []Finding{{Code: Expires, At: now.Add(time.Hour), Above: true}}},
		"above, gone":      {[][]*x509.Certificate{ends(3*Soon, -time.Hour)}, []Finding{{Code: Expired, At: now.Add(-time.Hour), Above: true}}},
		"another is there": {[][]*x509.Certificate{ends(3*Soon, time.Hour), ends(3*Soon, 2*Soon)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := running(t, "127.0.0.1:1")
			a.Network = chained{chains: c.chains}
			if a.certificate(); !slices.Equal(a.found, c.want) {
				t.Errorf("it finds %+v", a.found)
			}
		})
	}
}
