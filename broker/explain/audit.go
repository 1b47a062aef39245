package explain

import (
	"fmt"
	"strings"

	"mangrove/broker"
	"mangrove/broker/audit"
)

// AuditFinding says what was found of a broker, why it matters and what to do, in sentences.
func AuditFinding(f audit.Finding, a broker.Address) string {
	switch f.Code {
	case audit.Unencrypted:
		return "The connection is not encrypted: whoever is on the way reads passwords and messages. Give the broker a certificate, and connect with mqtts."
	case audit.PlainBeside:
		return fmt.Sprintf("Port %d takes connections without encryption, beside the one with it. Close it to the network.", f.Port)
	case audit.Anonymous:
		return "Anybody may log in without a name and password. Require them (Mosquitto: allow_anonymous false)."
	case audit.AnonymousReads:
		return "Anybody may read all topics, without a name and password. Require them."
	case audit.Everything:
		return "This login may subscribe to all topics. Give each program only the topics that it needs."
	case audit.SystemTopics:
		return "This login may read what the broker says of itself, below $SYS. Keep that for those who look after the broker."
	case audit.OutdatedTLS:
		return "The broker takes TLS 1.0 or 1.1, which are broken. Have it take 1.2 and later only."
	case audit.Expired:
		return "The certificate expired on " + f.At.Format("2006-01-02") + ". Renew it: clients that look refuse to connect."
	case audit.Expires:
		return "The certificate expires on " + f.At.Format("2006-01-02") + ". Renew it before."
	case audit.RetainedCommand:
		return fmt.Sprintf("The broker keeps %s, which devices obey again whenever they connect. Clear them.", numberOf(f.N, "retained command"))
	case audit.NotTried:
		return strings.TrimSpace("Not tried: " + auditNames[f.What] + ". " + Error(f.Err, a))
	}
	return string(f.Code)
}

// auditNames are what is tried.
var auditNames = map[audit.Code]string{
	audit.Anonymous: "a login without a name", audit.AnonymousReads: "whether a login without a name may read all topics",
	audit.Everything: "whether this login may subscribe to all topics", audit.SystemTopics: "whether this login may read $SYS",
	audit.OutdatedTLS: "old versions of TLS", audit.Expires: "when the certificate expires",
	audit.PlainBeside: "whether another port takes connections without encryption",
}
