package explain_test

import (
	"crypto/tls"
	"net"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/audit"
	"mangrove/broker/explain"
	"mangrove/model/codestest"
)

// TestEveryAuditCodeHasWords, also one that is added.
func TestEveryAuditCodeHasWords(t *testing.T) {
	for _, code := range codestest.Of(t, "../audit", "Code") {
		said := explain.AuditFinding(audit.Finding{Code: audit.Code(code)}, broker.Address{})
		if said == code || code != string(audit.NotTried) && !strings.HasSuffix(said, ".") {
			t.Errorf("%s: %q", code, said)
		}
	}
	for _, code := range codestest.Of(t, "../audit", "Reason") {
		said := explain.AuditFinding(audit.Finding{Code: audit.NotTried, What: audit.SystemTopics, Err: audit.Reason(code)}, broker.Address{})
		if said == "Not tried: whether this login may read $SYS. " || strings.Contains(said, code) {
			t.Errorf("%s: %q", code, said)
		}
	}
}

// TestAuditOfAPortBeside names that port, and not the one of the connection.
func TestAuditOfAPortBeside(t *testing.T) {
	a := broker.Address{Scheme: "mqtts", Host: "plant", Port: 8883}
	for want, f := range map[string]audit.Finding{
		"Anybody may log in at port 1883 without":            {Code: audit.Anonymous, Port: 1883},
		"plant:1883 closed the connection":                   {Code: audit.NotTried, What: audit.PlainBeside, Port: 1883, Err: broker.ErrHungUp},
		"plant:8883 ended the TLS handshake":                 {Code: audit.NotTried, What: audit.OutdatedTLS, Err: &net.OpError{Op: "remote error", Err: tls.AlertError(40)}},
		"tls_version tlsv1.2":                                {Code: audit.NotTried, What: audit.OutdatedTLS, Err: &net.OpError{Op: "remote error", Err: tls.AlertError(80)}},
		"The certificate of an authority above the broker's": {Code: audit.Expires, Above: true},
	} {
		if got := explain.AuditFinding(f, a); !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
}
