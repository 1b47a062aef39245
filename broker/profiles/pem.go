package profiles

import (
	"crypto/x509"
	"encoding/pem"
	"strings"
)

// IsPEM reports whether a text has the beginning of PEM in it.
func IsPEM(text string) bool { return strings.Contains(text, "-----BEGIN") }

// DescribePEM says in a few words what a text in PEM holds.
func DescribePEM(text string) string {
	var names []string
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		name := strings.ToLower(block.Type)
		if c, err := x509.ParseCertificate(block.Bytes); err == nil {
			name = c.Subject.CommonName + ", until " + c.NotAfter.Format("2006-01-02")
			if c.Subject.CommonName == "" {
				name = "certificate" + name
			}
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "pasted text"
	}
	return strings.Join(names, "; ")
}
