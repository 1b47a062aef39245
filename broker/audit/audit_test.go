package audit

import (
	"context"
	"crypto/tls"
	"errors"
	"net/url"
	"slices"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/model"
)

var now = time.Now()

// examined are the codes of what is found with a URL.
func examined(t *testing.T, n network, url string, change func(*broker.Profile)) (codes []Code) {
	t.Helper()
	p, err := broker.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&p)
	}
	found, err := Examine(t.Context(), p, Options{Network: n, Patience: 3 * time.Minute, Now: now, Plain: n.plain})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		codes = append(codes, f.Code)
		if f.Code == NotTried {
			t.Logf("%s was not tried: %v", f.What, f.Err)
		}
	}
	return codes
}

// network is ours, with a handshake that may take old versions.
type network struct {
	client.Network
	old   bool
	plain int // where listeners without TLS are looked for
}

func (n network) Handshake(ctx context.Context, p broker.Profile) (tls.ConnectionState, error) {
	if n.old && p.TLS.MaxVersion == tls.VersionTLS11 {
		return tls.ConnectionState{Version: tls.VersionTLS11}, nil
	}
	return n.Network.Handshake(ctx, p)
}

func TestOpenBroker(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	if got, want := examined(t, network{}, b.URL(), nil), []Code{Everything, SystemTopics, Anonymous}; !slices.Equal(got, want) {
		t.Errorf("it finds %q, not %q", got, want)
	}
}

func TestPasswords(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{User: "ann", Password: "secret"})
	login := func(p *broker.Profile) { p.Username, p.Password, p.PasswordSet = "ann", "secret", true }
	if got, want := examined(t, network{}, b.URL(), login), []Code{Everything, SystemTopics}; !slices.Equal(got, want) {
		t.Errorf("it finds %q, not %q", got, want)
	}
	open := brokertest.Start(t, brokertest.Options{}) // takes any name
	if got, want := examined(t, network{}, open.URL(), login), []Code{Everything, SystemTopics, Anonymous, AnonymousReads}; !slices.Equal(got, want) {
		t.Errorf("of an open one it finds %q, not %q", got, want)
	}
	p, err := broker.ParseURL(b.URL())
	if err != nil {
		t.Fatal(err)
	}
	if found, err := Examine(t.Context(), p, Options{Network: network{}, Patience: 3 * time.Minute, Now: now}); err == nil || len(found) > 0 {
		t.Errorf("without the password: %v, %v", found, err)
	}
}

func TestTLS(t *testing.T) {
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	newer := []string{"tls_version tlsv1.2"} // without it the library of the broker stumbles over 1.1, and does not say no
	b, plain := brokertest.Start(t, brokertest.Options{TLS: certificates, Listener: newer}), brokertest.Start(t, brokertest.Options{User: "ann", Password: "secret"})
	trust := func(p *broker.Profile) { p.TLS = &tls.Config{RootCAs: certificates.Pool, MinVersion: tls.VersionTLS12} }
	want := []Code{Everything, SystemTopics, Anonymous, Expires, PlainBeside} // it is valid for a day
	if got := examined(t, network{plain: plain.Port()}, b.URL(), trust); !slices.Equal(got, want) {
		t.Errorf("it finds %q, not %q", got, want)
	}
	want = []Code{Everything, SystemTopics, Anonymous, Expires, OutdatedTLS}
	if got := examined(t, network{old: true, plain: b.Port()}, b.URL(), trust); !slices.Equal(got, want) { // what listens there speaks TLS
		t.Errorf("with old versions it finds %q, not %q", got, want)
	}
}

// direct is ours, which gets to the broker whatever the profile says of a proxy.
type direct struct{ network }

func (d direct) Open(p broker.Profile, sink model.Sink) broker.Session {
	p.Way.Proxy = nil
	return d.network.Open(p, sink)
}

func (d direct) Handshake(ctx context.Context, p broker.Profile) (tls.ConnectionState, error) {
	p.Way.Proxy = nil
	return d.network.Handshake(ctx, p)
}

// TestBehindAProxy a listener without TLS cannot be looked for, which is told.
func TestBehindAProxy(t *testing.T) {
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	b := brokertest.Start(t, brokertest.Options{TLS: certificates})
	p, err := broker.ParseURL(b.URL())
	if err != nil {
		t.Fatal(err)
	}
	p.TLS = &tls.Config{RootCAs: certificates.Pool, MinVersion: tls.VersionTLS12}
	p.Way.Proxy = &url.URL{Scheme: "http", Host: "proxy.example:3128"}
	found, err := Examine(t.Context(), p, Options{Network: direct{}, Patience: 3 * time.Minute, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if last := found[len(found)-1]; last.Code != NotTried || last.What != PlainBeside || !errors.Is(last.Err, BehindProxy) {
		t.Errorf("it finds %+v", found)
	}
}

// TestRetainedCommands are counted.
func TestRetainedCommands(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	p, err := broker.ParseURL(b.URL())
	if err != nil {
		t.Fatal(err)
	}
	s := client.Open(p, nowhere{}, client.Options{})
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	for err = broker.ErrNotConnected; errors.Is(err, broker.ErrNotConnected); {
		_, err = s.Publish(ctx, broker.Publication{Topic: "home/lamp/set", Payload: []byte("ON"), QoS: 1, Retain: true})
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := examined(t, network{}, b.URL(), nil); !slices.Contains(got, RetainedCommand) {
		t.Errorf("it finds %q", got)
	}
}
