package doctor_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/doctor"
	"mangrove/broker/explain"
)

// TestDoctorShowsNothingToWhomItDistrusts: a server whose certificate is refused
// never sees the client certificate, and the doctor tells whose it was.
func TestDoctorShowsNothingToWhomItDistrusts(t *testing.T) {
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		t.Run(tls.VersionName(version), func(t *testing.T) {
			var asked, seen atomic.Int32
			config := certificates.Server(t)
			config.MaxVersion, config.ClientAuth = version, tls.RequestClientCert
			config.VerifyPeerCertificate = func(raw [][]byte, _ [][]*x509.Certificate) error {
				seen.Add(int32(len(raw)))
				return nil
			}
			address := brokertest.Listen(t, func(c net.Conn) {
				asked.Add(1)
				_, _ = tls.Server(c, config).Read(make([]byte, 1))
			})
			steps, _ := examine(t, setup{url: "mqtts://" + address, profile: func(p *broker.Profile) {
				p.TLS = &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificates.Client}}
			}})
			if step := steps[2]; step.State != doctor.Failed || !strings.Contains(strings.Join(explain.Details(step), "; "), "CN=broker, signed by CN=test authority") {
				t.Errorf("%+v", step)
			}
			if asked.Load() == 0 || seen.Load() > 0 {
				t.Errorf("of %d connections the server has seen %d client certificates", asked.Load(), seen.Load())
			}
		})
	}
}
