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

// Outdated gives the names of what is outdated of a connection, none when nothing is: of
// its version, as in TLS 1.0, and of its cipher suite, as in TLS_RSA_WITH_AES_128_CBC_SHA.
func Outdated(state tls.ConnectionState) (names []string) {
	if state.Version < tls.VersionTLS12 {
		names = append(names, tls.VersionName(state.Version))
	}
	for _, s := range tls.InsecureCipherSuites() {
		if s.ID == state.CipherSuite {
			names = append(names, s.Name)
		}
	}
	return names
}
