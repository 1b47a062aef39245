package format

import (
	"cmp"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

// ConnectionName is what a stored connection is called.
func ConnectionName(p profiles.Profile) string {
	return cmp.Or(profiles.NameOf(p), AddressName(p.Address))
}

// AddressName is what a connection without a name is called, wherever it shows.
func AddressName(a broker.Address) string { return cmp.Or(profiles.AddressName(a), "New connection") }

// CopyName is what a copy of a stored connection is called at first.
func CopyName(p profiles.Profile) string { return Fill("{name} copy", "name", ConnectionName(p)) }

// ShortAddress is where a stored connection connects to, in short.
func ShortAddress(p profiles.Profile) string {
	if p.Address.Host == "" {
		return "no address yet"
	}
	return p.Address.String()
}

// PEM says in a few words what a text in PEM holds.
func PEM(text string) string {
	var names []string
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		name := strings.ToLower(block.Type)
		if c, err := x509.ParseCertificate(block.Bytes); err == nil {
			name = Fill("{common name}, until {not after}",
				"common name", cmp.Or(c.Subject.CommonName, "certificate"), "not after", c.NotAfter.Format(time.DateOnly))
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "pasted text"
	}
	return strings.Join(names, "; ")
}
