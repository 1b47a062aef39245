package contract_test

import (
	"crypto/tls"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/contract"
)

// TestMain fails the package when a session leaves a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// large is the size of the large message: what is asked of the product, less
// when time is short.
func large() int {
	if testing.Short() {
		return 5 << 20
	}
	return 50 << 20
}

// locked starts a broker that wants a login, and gives its URL with that.
func locked(t *testing.T, o brokertest.Options) string {
	o.User, o.Password = "user", "s3cr3t"
	scheme, rest, _ := strings.Cut(brokertest.Start(t, o).URL(), "://")
	return fmt.Sprintf("%s://user:s3cr3t@%s", scheme, rest)
}

func restart(b *brokertest.Broker) func(testing.TB) {
	return func(testing.TB) {
		b.Kill()
		b.Launch()
	}
}

func TestMosquitto(t *testing.T) {
	t.Parallel() // most of it is waiting for the broker
	b := brokertest.Start(t, brokertest.Options{})
	contract.Run(t, contract.Target{
		URL: b.URL(), LockedURL: locked(t, brokertest.Options{}), Restart: restart(b), Large: large(),
	})
}

func TestMosquittoOverTLS(t *testing.T) {
	t.Parallel() // most of it is waiting for the broker
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	o := brokertest.Options{TLS: certificates, ClientCerts: true}
	b := brokertest.Start(t, o)
	contract.Run(t, contract.Target{
		URL: b.URL(), LockedURL: locked(t, o), Restart: restart(b), Large: 5 << 20,
		Configure: func(p *broker.Profile) {
			p.TLS = &tls.Config{RootCAs: certificates.Pool, Certificates: []tls.Certificate{certificates.Client}, MinVersion: tls.VersionTLS12}
		},
	})
}

// overWebSocket is small: the WebSocket of Mosquitto 2.0.11 stops half-way
// through larger messages, with any client. TestMosquittoBehindAProxy
// has the large ones.
const overWebSocket = 20_000

// TestMosquittoOverWebSocket has a broker for each version, since that of
// Mosquitto 2.0.11 takes its time for everything.
func TestMosquittoOverWebSocket(t *testing.T) {
	for _, version := range []broker.Version{broker.V5, broker.V311, broker.V31} {
		t.Run("broker for "+version.String(), func(t *testing.T) {
			t.Parallel() // most of it is waiting for the broker
			b := brokertest.Start(t, brokertest.Options{WebSocket: true})
			contract.Run(t, contract.Target{
				URL: b.URL(), LockedURL: locked(t, brokertest.Options{WebSocket: true}), Restart: restart(b), Large: overWebSocket,
				Versions: []broker.Version{version},
			})
		})
	}
}

func TestMosquittoOverWebSocketAndTLS(t *testing.T) {
	t.Parallel() // most of it is waiting for the broker
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	b := brokertest.Start(t, brokertest.Options{WebSocket: true, TLS: certificates})
	contract.Run(t, contract.Target{
		URL: b.URL(), Restart: restart(b), Large: overWebSocket,
		Versions: []broker.Version{broker.V5}, // the transport is what is new
		Configure: func(p *broker.Profile) {
			p.TLS = &tls.Config{RootCAs: certificates.Pool, MinVersion: tls.VersionTLS12}
		},
	})
}

func TestMosquittoBehindAProxy(t *testing.T) {
	t.Parallel() // most of it is waiting for the broker
	b := brokertest.Start(t, brokertest.Options{})
	contract.Run(t, contract.Target{
		URL: startProxy(t, b.HostPort()), Restart: restart(b), Large: large(),
		Versions: []broker.Version{broker.V5, broker.V311},
	})
}
