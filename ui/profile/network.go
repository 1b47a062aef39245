package profile

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/format"
)

var (
	proxyKinds = []string{"", "http", "socks5"}
	proxyNames = []string{"none", "HTTP (CONNECT)", "SOCKS5"}
)

// networkGroup is how the network is crossed.
func (f *Form) networkGroup() {
	proxied := func(p *profiles.Profile) bool { return p.Proxy.Kind != "" }
	when := func(t textField) textField { t.when = proxied; return t }
	f.choice("Proxy", proxyNames,
		func(p *profiles.Profile) int { return slices.Index(proxyKinds, p.Proxy.Kind) },
		func(p *profiles.Profile, i int) { p.Proxy.Kind = proxyKinds[i] })
	f.text(when(hostField("Proxy host", "name or IP address", func(p *profiles.Profile) *string { return &p.Proxy.Host })))
	f.text(when(smallField("Proxy port", "3128 for HTTP, 1080 for SOCKS5", 65_535, func(p *profiles.Profile) *int { return &p.Proxy.Port })))
	f.text(when(stringField("Proxy user", "if the proxy needs one", func(p *profiles.Profile) *string { return &p.Proxy.Username })))
	f.secret("Proxy password", profiles.SecretProxyPassword, proxied)
	f.headers()
	f.text(keepAliveField())
	f.text(smallField("Time-out", "seconds to connect; empty: 10", 3_600, func(p *profiles.Profile) *int { return &p.ConnectTimeout }))
	f.text(smallField("Largest packet", format.Fill("bytes; empty: {largest packet}", "largest packet", strconv.Itoa(broker.LargestPacket)), math.MaxInt32, func(p *profiles.Profile) *int { return &p.MaxPacket }))
}

// keepAliveField is a field for the keep alive: 0 switches it off, and is not
// the same as nothing.
func keepAliveField() textField {
	field := smallField("Keep alive", "seconds; empty: 30; 0: off", 65_535, func(p *profiles.Profile) *int { return &p.KeepAlive })
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
func smallField(code fieldCode, hint string, most int64, at func(p *profiles.Profile) *int) textField {
	return textField{
		code: code, hint: hint, width: 300,
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
