package broker

import (
	"crypto/tls"
	"strings"
)

// AllowOutdated has a configuration take TLS 1.0 and 1.1, the RSA key exchange,
// 3DES and what else is outdated, but never RC4 (RFC 7465). A configuration that
// asks for more than TLS 1.2 keeps to that.
func AllowOutdated(c *tls.Config) {
	if c.MinVersion <= tls.VersionTLS12 {
		c.MinVersion = tls.VersionTLS10
	}
	c.CipherSuites = nil
	for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		if !strings.Contains(s.Name, "RC4") {
			c.CipherSuites = append(c.CipherSuites, s.ID)
		}
	}
}

// Outdated says what of a connection is outdated, empty when nothing is.
func Outdated(state tls.ConnectionState) string {
	var all []string
	if state.Version < tls.VersionTLS12 {
		all = append(all, tls.VersionName(state.Version))
	}
	for _, s := range tls.InsecureCipherSuites() {
		if s.ID != state.CipherSuite {
			continue
		}
		words := "the cipher " + s.Name
		if strings.HasPrefix(s.Name, "TLS_RSA_") {
			words = "the RSA key exchange"
		}
		all = append(all, words)
		if strings.Contains(s.Name, "3DES") && words != "the cipher "+s.Name {
			all = append(all, "3DES")
		}
	}
	return strings.Join(all, ", ")
}
