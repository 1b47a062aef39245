package explain

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"

	"mangrove/broker"
	"mangrove/broker/audit"
	"mangrove/model/wording"
)

// AuditFinding says what was found of a broker, why it matters and what to do, in sentences.
func AuditFinding(f audit.Finding, a broker.Address) string {
	switch f.Code {
	case audit.Unencrypted:
		return "The connection is not encrypted: whoever is on the way reads passwords and messages. Give the broker a certificate, and connect with mqtts."
	case audit.PlainBeside:
		return wording.Fill("Port {port} takes connections without encryption, beside the one with it. Close it to the network.", "port", f.Port)
	case audit.Anonymous:
		return wording.Fill("Anybody may log in{port} without a name and password. Require them (Mosquitto: allow_anonymous false).", "port", atPort(f.Port))
	case audit.AnonymousReads:
		return wording.Fill("Anybody may subscribe to all topics{port}, without a name and password. Require them.", "port", atPort(f.Port))
	case audit.Everything:
		return "This login may subscribe to all topics. Give each program only the topics that it needs."
	case audit.SystemTopics:
		return "This login may read what the broker says of itself, below $SYS. Keep that for those who look after the broker."
	case audit.OutdatedTLS:
		return "The broker takes TLS 1.0 or 1.1, which are broken. Have it take 1.2 and later only."
	case audit.Expired:
		return wording.Fill("{above} expired on {time}. Renew it: clients that look refuse to connect.",
			"above", certificateOf(f.Above), "time", f.At.Format("2006-01-02"))
	case audit.Expires:
		return wording.Fill("{above} expires on {time}. Renew it before.", "above", certificateOf(f.Above), "time", f.At.Format("2006-01-02"))
	case audit.RetainedCommand:
		return wording.Fill("The broker keeps {number}, which devices obey again whenever they connect. Clear them.", "number", numberOf(f.N, "retained command"))
	case audit.NotTried:
		return notTried(&f, a)
	}
	return string(f.Code)
}

// atPort names a port without encryption beside the one of the connection.
func atPort(port int) string {
	if port == 0 {
		return ""
	}
	return wording.Fill(" at port {port}", "port", port)
}

func certificateOf(above bool) string {
	if above {
		return "A certificate above that of the broker, which has signed it,"
	}
	return "The certificate"
}

// notTried says what was not tried, and why.
func notTried(f *audit.Finding, a broker.Address) string {
	what := wording.Fill("Not tried: {audit name}{port}. ", "audit name", auditNames[f.What], "port", atPort(f.Port))
	var reason audit.Reason
	if errors.As(f.Err, &reason) {
		return what + auditReasons[reason]
	}
	if f.What == audit.OutdatedTLS && remoteAlert(f.Err) == tls.AlertError(internalError).Error() {
		return what + wording.Fill("{address} ended the handshake with an internal error, as brokers on OpenSSL 3 do whose settings take TLS 1.1 and whose library "+
			"does not. Set 1.2 as the lowest version (Mosquitto: tls_version tlsv1.2), and try again.",
			"address", a.HostPort())
	}
	if f.Port != 0 {
		a = broker.Address{Scheme: "mqtt", Host: a.Host, Port: f.Port}
	}
	return strings.TrimSpace(what + Error(f.Err, a))
}

const internalError = 80 // RFC 8446, 6.2

// remoteAlert are the words for the TLS alert of the broker's in an error, if any.
func remoteAlert(err error) string {
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "remote error" {
		return ""
	}
	return op.Err.Error()
}

// auditNames are what is tried.
var auditNames = map[audit.Code]string{
	audit.Anonymous: "a login without a name", audit.AnonymousReads: "whether a login without a name may subscribe to all topics",
	audit.Everything: "whether this login may subscribe to all topics", audit.SystemTopics: "whether this login may read $SYS",
	audit.OutdatedTLS: "old versions of TLS", audit.Expires: "when the certificate expires",
	audit.PlainBeside: "whether there are connections without encryption", audit.RetainedCommand: "whether the broker keeps commands",
}

// auditReasons are why something could not be tried, where no connection has failed.
var auditReasons = map[audit.Reason]string{
	audit.BehindProxy: "The connection goes through a proxy: audit from a computer that reaches the broker without it.",
	audit.Silent:      "It may subscribe there, but nothing came: the broker is silent, or does not deliver it.",
}
