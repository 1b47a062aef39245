package explain

import (
	"crypto/x509"
	"time"

	"mangrove/broker"
	"mangrove/broker/doctor"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// Details says, a line for each, what more there is to know of a step of the doctor.
func Details(s doctor.Step) []string {
	lines := make([]string, len(s.Details))
	for i, d := range s.Details {
		lines[i] = broker.Shorten(printable.Line(s.Redactor.Words(detailWords(d))))
	}
	return lines
}

func detailWords(d doctor.Detail) string {
	if words, ok := constantDetails[d.Code]; ok {
		return words
	}
	if words := details[d.Code]; words != nil {
		return words(d)
	}
	return string(d.Code)
}

var constantDetails = map[doctor.DetailCode]string{
	doctor.OtherClientID: "connected with a different client id, so that the stored session is left alone",
	doctor.NoRetain:      "it keeps no retained messages",
	doctor.NoWildcards:   "it allows no wildcards in subscriptions",
	doctor.NoShared:      "it does not support shared subscriptions",
	doctor.NoIdentifiers: "it does not support subscription identifiers; none are used",
	doctor.KeepAliveOff:  "keep alive off: a dead connection may go unnoticed",
	doctor.KeptForever:   "it keeps the session forever",
}

// details are those with something in them that differs.
var details = map[doctor.DetailCode]func(doctor.Detail) string{
	doctor.Chain:           chainLine,
	doctor.ClientID:        func(d doctor.Detail) string { return wording.Fill("client id {text}", "text", d.Text) },
	doctor.TLSUsed:         func(d doctor.Detail) string { return d.Text },
	doctor.ALPN:            func(d doctor.Detail) string { return "ALPN " + d.Text },
	doctor.CertificateSeen: certificateLine,
	doctor.MaxQoS: func(d doctor.Detail) string {
		return wording.Fill("it accepts messages up to QoS {number}", "number", d.Number)
	},
	doctor.MaxPacket: func(d doctor.Detail) string {
		return wording.Fill("it accepts packets up to {number} bytes", "number", d.Number)
	},
	doctor.ReceiveMaximum: func(d doctor.Detail) string {
		return wording.Fill("it accepts {number} unacknowledged messages above QoS 0 at a time", "number", d.Number)
	},
	doctor.TopicAliases: func(d doctor.Detail) string {
		return wording.Fill("it allows {number} topic aliases; none is used by itself", "number", d.Number)
	},
	doctor.KeepAlive: func(d doctor.Detail) string { return wording.Fill("keep alive {time}", "time", d.After) },
	doctor.KeptFor:   func(d doctor.Detail) string { return wording.Fill("it keeps the session for {time}", "time", d.After) },
	doctor.Acknowledged: func(d doctor.Detail) string {
		return wording.Fill("acknowledged after {time}", "time", d.After.Round(10*time.Microsecond))
	},
}

// chainLine is an error with all that it wraps, as it stands in the log.
func chainLine(d doctor.Detail) string {
	if d.Err == nil {
		return ""
	}
	return d.Err.Error()
}

// certificateLine is one certificate of a chain, the broker's own with its names.
func certificateLine(d doctor.Detail) string {
	c := d.Certificate
	if c == nil {
		return ""
	}
	text := "certificate {number}: {subject}, signed by {issuer}, valid from {from} to {to}"
	if d.Number == 1 {
		text = "certificate {number}: {subject}, signed by {issuer}, valid from {from} to {to}, for {names}"
	}
	return wording.Fill(text, "number", d.Number, "subject", c.Subject, "issuer", c.Issuer,
		"from", c.NotBefore.Format(time.DateOnly), "to", c.NotAfter.Format(time.DateOnly), "names", namesOf(c))
}

// mostNames is how many names of a certificate are listed.
const mostNames = 20

// namesOf lists what a certificate is for, and says how much it leaves out.
func namesOf(c *x509.Certificate) string {
	all := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	if all == nil {
		return "no name"
	}
	return andMore(all[:min(len(all), mostNames)], len(all)-mostNames)
}
