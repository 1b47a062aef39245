package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
)

// trust is a broker's side of TLS and ours.
type trust struct {
	name   string
	server *tls.Config
	client *tls.Config
	want   func(error) bool
	says   string
}

// check connects, and asserts that what cannot be trusted ends the session,
// with a sentence that says what to do.
func (c trust) check(t *testing.T, version broker.Version) {
	t.Helper()
	f := startFake(t, c.server, func(p *peer) {
		p.welcome()
		p.serve(nil)
	})
	profile := f.profile("mqtts", version)
	profile.TLS, profile.Once = c.client, false
	s := open(profile, &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
	defer s.Close()
	phase := broker.Stopped // trying again mends no certificate
	if c.want(nil) {
		phase = broker.Connected
	}
	status := reaches(t, s, phase)
	if !c.want(status.Problem) {
		t.Errorf("problem %v", status.Problem)
	}
	says := strings.ReplaceAll(c.says, "ADDRESS", profile.Address.HostPort())
	if said := explain.Error(status.Problem, profile.Address); !strings.Contains(said, says) {
		t.Errorf("it says %q, without %q", said, says)
	}
}

// checkAll checks each with either kind of session.
func checkAll(t *testing.T, all []trust) {
	t.Helper()
	for _, c := range all {
		for _, version := range []broker.Version{broker.V5, broker.V311} {
			t.Run(c.name+"/"+version.String(), func(t *testing.T) { c.check(t, version) })
		}
	}
}

func trusting(c *brokertest.Certificates) *tls.Config { return &tls.Config{RootCAs: c.Pool} }

func fine(err error) bool { return err == nil }

// as reports errors of target's type.
func as(target any) func(error) bool {
	return func(err error) bool { return errors.As(err, target) }
}

func TestCertificates(t *testing.T) {
	yesterday, tomorrow := time.Now().Add(-24*time.Hour), time.Now().Add(24*time.Hour)
	good := brokertest.NewCertificates(t, brokertest.Names{})
	stranger := brokertest.NewCertificates(t, brokertest.Names{})
	elsewhere := brokertest.NewCertificates(t, brokertest.Names{DNS: []string{"elsewhere.example"}})
	old := brokertest.NewCertificates(t, brokertest.Names{Expire: yesterday})
	early := brokertest.NewCertificates(t, brokertest.Names{Begin: tomorrow})
	alone := brokertest.NewCertificates(t, brokertest.Names{SelfSigned: true})
	itself := &tls.Config{RootCAs: x509.NewCertPool()}
	itself.RootCAs.AddCert(alone.Server(t).Certificates[0].Leaf)
	unknown, name, invalid := as(new(x509.UnknownAuthorityError)), as(new(x509.HostnameError)), as(new(x509.CertificateInvalidError))
	checkAll(t, []trust{
		{"trusted", good.Server(t), trusting(good), fine, ""},
		{"not verified on request", stranger.Server(t), &tls.Config{InsecureSkipVerify: true}, fine, ""},
		{"system roots do not know it", good.Server(t), nil, unknown,
			"signed by an authority unknown to this computer. Add that authority's certificate"},
		{"unknown authority of the same name", good.Server(t), trusting(stranger), unknown, `names "test authority" as its authority, but is not signed with the key`},
		{"self-signed", alone.Server(t), trusting(good), unknown, "is self-signed, so nobody vouches for it"},
		{"self-signed, added as it says", alone.Server(t), itself, fine, ""},
		{"another name", elsewhere.Server(t), trusting(elsewhere), name, "is for another name (elsewhere.example)"},
		{"another name set", elsewhere.Server(t), &tls.Config{RootCAs: elsewhere.Pool, ServerName: "elsewhere.example"}, fine, ""},
		{"a wrong name set", good.Server(t), &tls.Config{RootCAs: good.Pool, ServerName: "nowhere.example"}, name,
			"than the server name of the connection, nowhere.example. Correct the server name"},
		{"expired", old.Server(t), trusting(old), invalid, "expired on " + yesterday.UTC().Format(time.DateOnly)},
		{"not valid yet by our clock", early.Server(t), trusting(early), invalid, "is valid only from " + tomorrow.Format("2006-01-02 15:04")},
	})
}

// A broker that serves several names has no certificate for others.
func TestUnknownNames(t *testing.T) {
	good := brokertest.NewCertificates(t, brokertest.Names{})
	unknowing := &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return nil, nil }} //nolint:nilnil // for: none
	named := trusting(good)
	named.ServerName = "nowhere.example"
	alert := func(err error) bool { return err != nil }
	checkAll(t, []trust{
		{"the server name", unknowing, named, alert, "does not know the server name nowhere.example"},
		{"an IP address", unknowing, trusting(good), alert, "none is sent for an IP address. Set the server name"},
	})
}

func TestClientCertificates(t *testing.T) {
	good := brokertest.NewCertificates(t, brokertest.Names{})
	demanding := good.Server(t)
	demanding.ClientAuth = tls.RequireAndVerifyClientCert
	older := demanding.Clone()
	older.MaxVersion = tls.VersionTLS12
	alert := func(err error) bool {
		var op *net.OpError
		return errors.As(err, &op) && op.Op == "remote error"
	}
	own, key := authority{inOrder("Root", true, nil), as256(t)}, as256(t)
	old := own.issue(t, inOrder("client", false, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-24 * time.Hour) }), key)
	exacting := demanding.Clone()
	exacting.ClientCAs = x509.NewCertPool()
	exacting.ClientCAs.AddCert(own.issue(t, own.Certificate, own.key))
	checkAll(t, []trust{
		{"missing", demanding, trusting(good), alert, "requires a client certificate"},
		{"missing, TLS 1.2", older, trusting(good), alert, "Check the TLS version and the certificates"},
		{"expired", exacting, &tls.Config{RootCAs: good.Pool, Certificates: []tls.Certificate{{Certificate: [][]byte{old.Raw}, PrivateKey: key}}}, alert,
			"does not accept the client certificate of the connection: it has expired"},
		{"shown", demanding, &tls.Config{RootCAs: good.Pool, Certificates: []tls.Certificate{good.Client}}, fine, ""},
	})
}
