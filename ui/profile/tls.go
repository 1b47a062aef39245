package profile

import (
	"cmp"
	"slices"
	"strings"

	"mangrove/broker/profiles"
	"mangrove/ui/format"
)

var (
	tlsVersions     = []string{usualTLS, "1.3", "1.1", "1.0"}
	tlsVersionNames = []string{"1.2", "1.3", "1.1 (insecure)", "1.0 (insecure)"}
)

// usualTLS is the oldest version unless another is stored.
const usualTLS = "1.2"

// tlsGroup is how mqtts and wss are spoken.
func (f *Form) tlsGroup() {
	f.addWords(newWords(func(p *profiles.Profile) string {
		if p.Address.Secure() {
			return ""
		}
		return format.Fill("The protocol {scheme} does not use TLS. These settings apply once mqtts or wss is chosen under {name} > Protocol.",
			"scheme", p.Address.Scheme, "name", GeneralGroup.Title())
	}))
	f.bundle()
	f.addWords(heading("The broker's certificate"))
	f.source("Authority", "path or PEM text; empty: the system's", "",
		func(p *profiles.Profile) *string { return &p.TLS.CA })
	f.text(hostField("Server name", "empty: the host", func(p *profiles.Profile) *string { return &p.TLS.ServerName }))
	f.checked("", "do not verify the broker's certificate", func(p *profiles.Profile) *bool { return &p.TLS.SkipVerify }).
		warn = "Anyone between you and the broker can read and change everything, including the password."
	f.checked("", "allow outdated servers", func(p *profiles.Profile) *bool { return &p.TLS.Outdated }).
		warn = "TLS 1.0 and 1.1, RSA key exchange and 3DES can be broken: anyone in between may be able to read everything, including the password."
	f.addWords(heading("The certificate of this client"))
	f.source("Certificate", "path or PEM text", "", func(p *profiles.Profile) *string { return &p.TLS.Certificate })
	f.source("Private key", "path or PEM text", profiles.SecretKey, func(p *profiles.Profile) *string { return &p.TLS.Key })
	f.source("PKCS#12", "or the path of a .p12 or .pfx file with both", profiles.SecretPKCS12, func(p *profiles.Profile) *string { return &p.TLS.PKCS12 })
	f.secret("Pass phrase", profiles.SecretPassPhrase, nil)
	f.addWords(heading("More"))
	f.choice("Oldest version", tlsVersionNames,
		func(p *profiles.Profile) int { return slices.Index(tlsVersions, cmp.Or(p.TLS.MinVersion, usualTLS)) },
		func(p *profiles.Profile, i int) {
			if p.TLS.MinVersion = tlsVersions[i]; p.TLS.MinVersion == usualTLS {
				p.TLS.MinVersion = ""
			}
		})
	f.text(textField{
		code: "ALPN", hint: "protocols, separated by commas",
		get: func(p *profiles.Profile) string { return strings.Join(p.TLS.ALPN, ", ") },
		set: func(p *profiles.Profile, s string) error {
			p.TLS.ALPN = strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
			if len(p.TLS.ALPN) == 0 {
				p.TLS.ALPN = nil
			}
			return nil
		},
	})
}
