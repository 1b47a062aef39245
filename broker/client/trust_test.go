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
)

// TestCertificates: what cannot be trusted ends the session, with a sentence
// that says what to do.
func TestCertificates(t *testing.T) {
	yesterday, tomorrow := time.Now().Add(-24*time.Hour), time.Now().Add(24*time.Hour)
	good := brokertest.NewCertificates(t, brokertest.Names{})
	stranger := brokertest.NewCertificates(t, brokertest.Names{})
	elsewhere := brokertest.NewCertificates(t, brokertest.Names{DNS: []string{"elsewhere.example"}})
	old := brokertest.NewCertificates(t, brokertest.Names{Expire: yesterday})
	early := brokertest.NewCertificates(t, brokertest.Names{Begin: tomorrow})
	alone := brokertest.NewCertificates(t, brokertest.Names{SelfSigned: true})
	demanding := good.Server(t)
	demanding.ClientAuth = tls.RequireAndVerifyClientCert
	older := demanding.Clone()
	older.MaxVersion = tls.VersionTLS12
	trusting := func(c *brokertest.Certificates) *tls.Config { return &tls.Config{RootCAs: c.Pool} }
	itself := func(c *brokertest.Certificates) *tls.Config {
		pool := x509.NewCertPool()
		pool.AddCert(c.Server(t).Certificates[0].Leaf)
		return &tls.Config{RootCAs: pool}
	}
	is := func(target any) func(error) bool { return func(err error) bool { return errors.As(err, target) } }
	alert := func(err error) bool {
		var op *net.OpError
		return errors.As(err, &op) && op.Op == "remote error"
	}
	fine := func(err error) bool { return err == nil }
	const unknown = "signed by an authority unknown to this computer. Add that authority's certificate"
	for _, c := range []struct {
		name   string
		server *tls.Config
		client *tls.Config
		want   func(error) bool
		says   string
	}{
		{"trusted", good.Server(t), trusting(good), fine, ""},
		{"not verified on request", stranger.Server(t), &tls.Config{InsecureSkipVerify: true}, fine, ""},
		{"system roots do not know it", good.Server(t), nil, is(new(x509.UnknownAuthorityError)), unknown},
		{"unknown authority", good.Server(t), trusting(stranger), is(new(x509.UnknownAuthorityError)), unknown},
		{"self-signed", alone.Server(t), trusting(good), is(new(x509.UnknownAuthorityError)), "is signed by itself, so nobody vouches for it"},
		{"self-signed, added as it says", alone.Server(t), itself(alone), fine, ""},
		{"another name", elsewhere.Server(t), trusting(elsewhere), is(new(x509.HostnameError)), "is for another name (elsewhere.example)"},
		{"another name set", elsewhere.Server(t), &tls.Config{RootCAs: elsewhere.Pool, ServerName: "elsewhere.example"}, fine, ""},
		{"expired", old.Server(t), trusting(old), is(new(x509.CertificateInvalidError)), "expired on " + yesterday.UTC().Format(time.DateOnly)},
		{
			"not valid yet by our clock", early.Server(t), trusting(early), is(new(x509.CertificateInvalidError)),
			"is valid only from " + tomorrow.Format("2006-01-02 15:04"),
		},
		{"client certificate missing", demanding, trusting(good), alert, "wants a client certificate"},
		{"client certificate missing, TLS 1.2", older, trusting(good), alert, "Check the TLS version and the certificates"},
		{"client certificate", demanding, &tls.Config{RootCAs: good.Pool, Certificates: []tls.Certificate{good.Client}}, fine, ""},
	} {
		for _, version := range []broker.Version{broker.V5, broker.V311} {
			t.Run(c.name+"/"+version.String(), func(t *testing.T) {
				f := startFake(t, c.server, func(p *peer) {
					p.welcome()
					p.serve(nil)
				})
				profile := f.profile("mqtts", version)
				profile.TLS, profile.Once = c.client, false
				s := open(profile, &keeper{}, nil, func(int) time.Duration { return time.Hour })
				defer s.Close()
				phase := broker.Stopped // trying again mends no certificate
				if c.want(nil) {
					phase = broker.Connected
				}
				status := reaches(t, s, phase)
				if !c.want(status.Problem) {
					t.Errorf("problem %v", status.Problem)
				}
				if said := broker.Explain(status.Problem, profile.Address); !strings.Contains(said, c.says) {
					t.Errorf("it says %q, without %q", said, c.says)
				}
			})
		}
	}
}
