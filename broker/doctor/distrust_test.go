package doctor_test

import (
	"crypto/tls"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"mangrove/broker"
	"mangrove/broker/brokertest"
)

// TestDoctorShowsNobodyItDistrustsWhoItIs: to look at a certificate that is not
// trusted, the client's own is not needed.
func TestDoctorShowsNobodyItDistrustsWhoItIs(t *testing.T) {
	t.Parallel()
	theirs, ours := brokertest.NewCertificates(t, brokertest.Names{}), brokertest.NewCertificates(t, brokertest.Names{})
	pair, err := tls.LoadX509KeyPair(theirs.ServerFile, theirs.ServerKeyFile)
	if err != nil {
		t.Fatal(err)
	}
	var handshakes, shown atomic.Int64
	t.Cleanup(func() { // when the server has ended, which is later than the doctor
		if handshakes.Load() == 0 || shown.Load() != 0 {
			t.Errorf("in %d handshakes it showed %d certificates", handshakes.Load(), shown.Load())
		}
	})
	at := startFake(t, func(p *peer) {
		c := tls.Server(p.conn, &tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequestClientCert, MinVersion: tls.VersionTLS12})
		if c.Handshake() == nil {
			handshakes.Add(1)
			shown.Add(int64(len(c.ConnectionState().PeerCertificates)))
		}
	})
	steps, _ := examine(t, setup{url: "mqtts://" + at, profile: func(p *broker.Profile) {
		p.TLS = &tls.Config{RootCAs: ours.Pool, Certificates: []tls.Certificate{ours.Client}, MinVersion: tls.VersionTLS12}
	}})
	if said := fmt.Sprint(steps); !strings.Contains(said, "certificate 1: ") {
		t.Errorf("the certificate is not looked at: %s", said)
	}
}
