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
		return "The connection is not encrypted: anyone in between can read passwords and messages. Give the broker a certificate, and connect with mqtts."
	case audit.PlainBeside:
		return wording.Fill("Port {port} accepts connections without encryption, besides the encrypted one. Close it to the network.", "port", f.Port)
	case audit.Anonymous:
		if f.Port != 0 {
			return wording.Fill("Anybody may log in at port {port} without a name and password. Require them (Mosquitto: allow_anonymous false).", "port", f.Port)
		}
		return "Anybody may log in without a name and password. Require them (Mosquitto: allow_anonymous false)."
	case audit.AnonymousReads:
		if f.Port != 0 {
			return wording.Fill("Anybody may subscribe to all topics at port {port}, without a name and password. Require them.", "port", f.Port)
		}
		return "Anybody may subscribe to all topics, without a name and password. Require them."
	case audit.Everything:
		return "This login may subscribe to all topics. Give each program only the topics that it needs."
	case audit.SystemTopics:
		return "This login may read the broker's statistics below $SYS. Leave those to its administrators."
	case audit.OutdatedTLS:
		return "The broker accepts TLS 1.0 or 1.1, which are broken. Allow only 1.2 and later."
	case audit.Expired, audit.Expires:
		return wording.Fill(auditedCertificates[audited{f.Code, f.Above}], "date", f.At.Format("2006-01-02"))
	case audit.RetainedCommand:
		return wording.Count(f.N, "The broker keeps {count} retained command, which devices obey again whenever they connect. Clear it.",
			"The broker keeps {count} retained commands, which devices obey again whenever they connect. Clear them.")
	case audit.NotTried:
		return notTried(&f, a)
	}
	return string(f.Code)
}

// audited is what was found of the broker's certificate, or of one above it.
type audited struct {
	code  audit.Code
	above bool
}

var auditedCertificates = map[audited]string{
	{audit.Expired, false}: "The certificate expired on {date}. Renew it: clients that check it refuse to connect.",
	{audit.Expired, true}: "The certificate of an authority above the broker's expired on {date}. " +
		"Renew it: clients that check it refuse to connect.",
	{audit.Expires, false}: "The certificate expires on {date}. Renew it before then.",
	{audit.Expires, true}:  "The certificate of an authority above the broker's expires on {date}. Renew it before then.",
}

// notTried says what was not tried, and why.
func notTried(f *audit.Finding, a broker.Address) string {
	what := auditNames[f.What] + " "
	if at, is := auditNamesAtPort[f.What]; is && f.Port != 0 {
		what = wording.Fill(at, "port", f.Port) + " "
	}
	var reason audit.Reason
	if errors.As(f.Err, &reason) {
		return what + auditReasons[reason]
	}
	if f.What == audit.OutdatedTLS && remoteAlert(f.Err) == tls.AlertError(internalError).Error() {
		return what + wording.Fill("{address} ended the handshake with an internal error. Brokers on OpenSSL 3 do that when their settings allow TLS 1.1 and the library "+
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

// auditNames are what is tried, for when it was not.
var auditNames = map[audit.Code]string{
	audit.Anonymous:       "Not tried: a login without a name.",
	audit.AnonymousReads:  "Not tried: whether a login without a name may subscribe to all topics.",
	audit.Everything:      "Not tried: whether this login may subscribe to all topics.",
	audit.SystemTopics:    "Not tried: whether this login may read $SYS.",
	audit.OutdatedTLS:     "Not tried: old versions of TLS.",
	audit.Expires:         "Not tried: when the certificate expires.",
	audit.PlainBeside:     "Not tried: whether there are connections without encryption.",
	audit.RetainedCommand: "Not tried: whether the broker keeps commands.",
}

// auditNamesAtPort are those that may be of a port beside the one of the connection.
var auditNamesAtPort = map[audit.Code]string{
	audit.Anonymous:      "Not tried: a login without a name at port {port}.",
	audit.AnonymousReads: "Not tried: whether a login without a name may subscribe to all topics at port {port}.",
	audit.PlainBeside:    "Not tried: whether there are connections without encryption at port {port}.",
}

// auditReasons are why something could not be tried, where no connection has failed.
var auditReasons = map[audit.Reason]string{
	audit.BehindProxy: "The connection goes through a proxy: audit from a computer that reaches the broker without it.",
	audit.Silent:      "It may subscribe there, but nothing came: the broker is silent, or does not deliver it.",
}
