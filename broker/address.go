package broker

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Address is where a broker listens.
type Address struct {
	Scheme string `json:"scheme"` // mqtt, mqtts, ws or wss
	Host   string `json:"host"`   // name or IP address, without brackets
	Port   int    `json:"port"`
	Path   string `json:"path,omitempty"` // ws and wss: begins with a slash
	// Query is what follows the question mark in the URL of ws and wss. It may
	// be a signature or a token, so it is a secret: it is never written to a
	// file, and [Address.String] only says that there is one.
	Query string `json:"-"`
}

// withoutQuery stands for a query that is not shown.
const withoutQuery = "…"

// HostPort is host:port as package net takes it.
func (a Address) HostPort() string { return net.JoinHostPort(a.Host, strconv.Itoa(a.Port)) }

// Secure reports whether the address is spoken to over TLS.
func (a Address) Secure() bool { return a.Scheme == "mqtts" || a.Scheme == "wss" }

// WebSocket reports whether MQTT travels inside a WebSocket.
func (a Address) WebSocket() bool { return a.Scheme == "ws" || a.Scheme == "wss" }

// String is the address as a URL, without credentials and without the query. The
// network of a link-local IPv6 address stands after %25 there (RFC 6874, 2).
func (a Address) String() string {
	path, more, _ := strings.Cut(a.Path, "?")
	if a.Query != "" || more != "" {
		path += "?" + withoutQuery
	}
	return a.Scheme + "://" + strings.Replace(a.HostPort(), "%", "%25", 1) + path
}

// CheckScheme says whether the scheme is one of the four. What is none would be
// spoken to without TLS.
func (a Address) CheckScheme() error {
	if s, ok := Scheme(a.Scheme); ok && s == a.Scheme {
		return nil
	}
	return &AddressFault{Code: NoScheme}
}

// SetPath sets the path, and the query if there is one behind it.
func (a *Address) SetPath(s string) { a.Path, a.Query, _ = strings.Cut(s, "?") }

// RequestURI is the path with the query, as the WebSocket's request has it.
func (a Address) RequestURI() string {
	path := a.Path
	if path == "" {
		path = "/"
	}
	if a.Query != "" {
		path += "?" + a.Query
	}
	return path
}

// UsualPort is the port that a URL with the scheme need not name.
func UsualPort(scheme string) int { return schemes[scheme].port }

// toASCII makes of a name what is asked of a name server. What is no letter of
// other languages passes as it is: names of devices have an underscore.
var toASCII = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(false))

// NetworkName is the host as name servers and certificates know it: in ASCII
// (RFC 5891). A name of the local network stays as it is (RFC 6762, 16).
func (a Address) NetworkName() string {
	if isASCII(a.Host) || strings.HasSuffix(strings.ToLower(strings.TrimSuffix(a.Host, ".")), ".local") {
		return a.Host
	}
	name, err := toASCII.ToASCII(a.Host)
	if err != nil {
		return a.Host
	}
	return name
}

// CertificateName is what a certificate of the host is made out to: the network
// of a link-local address is no part of that.
func (a Address) CertificateName() string {
	if ip, err := netip.ParseAddr(a.Host); err == nil {
		return ip.WithZone("").String()
	}
	return a.NetworkName()
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// oddZone reports that a network of this computer cannot be called so.
func oddZone(zone string) bool {
	return strings.ContainsFunc(zone, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) || unicode.IsSpace(r) })
}

// CheckHost says whether a text can be a host: a name, or an IP address without
// brackets. The error never repeats it: it may be a part of a password.
func CheckHost(host string) error {
	if ip, err := netip.ParseAddr(host); err == nil && !oddZone(ip.Zone()) {
		return nil
	}
	bad := strings.ContainsFunc(host, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-._·。", r)
	})
	// No name begins or ends with a hyphen (RFC 1123, 2.1); an option does.
	if bad || strings.Trim(host, ".") == "" || strings.HasPrefix(host, ".") || strings.HasPrefix(host, "-") || strings.HasSuffix(host, "-") {
		return &AddressFault{Code: BadHost}
	}
	if _, err := toASCII.ToASCII(host); err != nil && !isASCII(host) {
		return &AddressFault{Code: NotASCII}
	}
	return nil
}

// PublicURL is the address as a URL without what may be secret in it: no query, nor what
// looks like one in the path.
func (a Address) PublicURL() string {
	open := a
	open.Query = ""
	open.Path, _, _ = strings.Cut(a.Path, "?")
	return open.String()
}
