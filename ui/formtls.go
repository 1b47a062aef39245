package ui

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

var (
	tlsVersions     = []string{usualTLS, "1.3", "1.1", "1.0"}
	tlsVersionNames = []string{"1.2", "1.3", "1.1 (insecure)", "1.0 (insecure)"}
	proxyKinds      = []string{"", "http", "socks5"}
	proxyNames      = []string{"none", "HTTP (CONNECT)", "SOCKS5"}
)

// usualTLS is the oldest version unless another is stored.
const usualTLS = "1.2"

// tlsGroup is how mqtts and wss are spoken.
func (f *form) tlsGroup() {
	f.say(newWords(func(p *profiles.Profile) string {
		if p.Address.Secure() {
			return ""
		}
		return "The protocol " + p.Address.Scheme + " is spoken without TLS. What is set here counts once mqtts or wss is chosen under " + generalTitle + " > Protocol."
	}))
	f.bundle()
	f.say(heading("The broker's certificate"))
	f.source("Authority", "empty: those of the system; path or PEM", "",
		func(p *profiles.Profile) *string { return &p.TLS.CA })
	f.text(hostField("Server name", "empty: the host", func(p *profiles.Profile) *string { return &p.TLS.ServerName }))
	f.checked("", "do not verify the broker's certificate", func(p *profiles.Profile) *bool { return &p.TLS.SkipVerify }).
		warn = "Anyone between here and the broker can read and change everything, including the password."
	f.checked("", "allow outdated servers", func(p *profiles.Profile) *bool { return &p.TLS.Outdated }).
		warn = "TLS 1.0 and 1.1, RSA key exchange and 3DES can be broken: anyone in between may be able to read everything, including the password."
	f.say(heading("The certificate of this client"))
	f.source("Certificate", "path, or text in PEM", "", func(p *profiles.Profile) *string { return &p.TLS.Certificate })
	f.source("Private key", "path, or text in PEM", profiles.SecretKey, func(p *profiles.Profile) *string { return &p.TLS.Key })
	f.source("PKCS#12", "or the path of a .p12 or .pfx with both", profiles.SecretPKCS12, func(p *profiles.Profile) *string { return &p.TLS.PKCS12 })
	f.secret("Pass phrase", profiles.SecretPassPhrase, nil)
	f.say(heading("More"))
	f.choice("Oldest version", tlsVersionNames,
		func(p *profiles.Profile) int { return slices.Index(tlsVersions, cmp.Or(p.TLS.MinVersion, usualTLS)) },
		func(p *profiles.Profile, i int) {
			if p.TLS.MinVersion = tlsVersions[i]; p.TLS.MinVersion == usualTLS {
				p.TLS.MinVersion = ""
			}
		})
	f.text(textField{
		label: "ALPN", hint: "protocols, with commas between",
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

// networkGroup is how the network is crossed.
func (f *form) networkGroup() {
	proxied := func(p *profiles.Profile) bool { return p.Proxy.Kind != "" }
	when := func(t textField) textField { t.when = proxied; return t }
	f.choice("Proxy", proxyNames,
		func(p *profiles.Profile) int { return slices.Index(proxyKinds, p.Proxy.Kind) },
		func(p *profiles.Profile, i int) { p.Proxy.Kind = proxyKinds[i] })
	f.text(when(hostField("Proxy host", "name or IP address", func(p *profiles.Profile) *string { return &p.Proxy.Host })))
	f.text(when(smallField("Proxy port", "3128 for HTTP, 1080 for SOCKS5", 65_535, func(p *profiles.Profile) *int { return &p.Proxy.Port })))
	f.text(when(stringField("Proxy user", "if the proxy asks for one", func(p *profiles.Profile) *string { return &p.Proxy.Username })))
	f.secret("Proxy password", profiles.SecretProxyPassword, proxied)
	f.headers()
	f.text(keepAliveField())
	f.text(smallField("Time-out", "10 seconds, to connect", 3_600, func(p *profiles.Profile) *int { return &p.ConnectTimeout }))
	f.text(smallField("Largest packet", "bytes; empty: "+strconv.Itoa(broker.LargestPacket), math.MaxInt32, func(p *profiles.Profile) *int { return &p.MaxPacket }))
}

// keepAliveField is a field for the keep alive: 0 switches it off, and is not
// the same as nothing.
func keepAliveField() textField {
	field := smallField("Keep alive", "30 seconds; 0: off", 65_535, func(p *profiles.Profile) *int { return &p.KeepAlive })
	get, set := field.get, field.set
	field.get = func(p *profiles.Profile) string {
		if p.KeepAlive == profiles.KeepAliveOff {
			return "0"
		}
		return get(p)
	}
	field.set = func(p *profiles.Profile, s string) error {
		err := set(p, s)
		if err == nil && p.KeepAlive == 0 && strings.TrimSpace(s) != "" {
			p.KeepAlive = profiles.KeepAliveOff
		}
		return err
	}
	return field
}

// smallField is a field for a whole number from 0 on; empty is 0.
func smallField(label, hint string, most int64, at func(p *profiles.Profile) *int) textField {
	return textField{
		label: label, hint: hint, width: 300,
		get: func(p *profiles.Profile) string { return number(int64(*at(p))) },
		set: func(p *profiles.Profile, s string) error {
			n, err := whole(s, 0, most)
			if err == nil {
				*at(p) = int(n)
			}
			return err
		},
	}
}
