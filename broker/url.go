package broker

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// schemes maps what people write to the scheme and its registered port.
var schemes = map[string]struct {
	scheme string
	port   int
}{
	"mqtt": {"mqtt", 1883}, "tcp": {"mqtt", 1883},
	"mqtts": {"mqtts", 8883}, "ssl": {"mqtts", 8883}, "tls": {"mqtts", 8883},
	"ws": {"ws", 80}, "wss": {"wss", 443},
}

// Scheme is the scheme that is meant by what people write: mqtts for SSL.
func Scheme(name string) (scheme string, ok bool) {
	s, ok := schemes[strings.ToLower(strings.TrimSpace(name))]
	return s.scheme, ok
}

// beginsWithScheme tells scheme://host from host:port, and from a password with
// :// in it (RFC 3986, 3.1).
var beginsWithScheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)

// longestURL is the longest address in bytes that is read: tokens that stand for a
// password have some thousands.
const longestURL = 100_000

// ParseURL reads a broker's URL, as in mqtts://user:secret@host:8883 or
// wss://host/path?query, as RFC 3986 says. The scheme may be left out (mqtt), and
// so may the port (1883, 8883, 80 or 443). In the user name and the password all
// stands for itself that does not end them. The error is an [*AddressFault];
// it never repeats any of the URL but an unknown scheme.
func ParseURL(raw string) (Profile, error) {
	raw = strings.TrimSpace(raw)
	switch {
	case raw == "":
		return Profile{}, &AddressFault{Code: EmptyAddress}
	case len(raw) > longestURL:
		return Profile{}, &AddressFault{Code: LongAddress, Limit: longestURL}
	case strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return Profile{}, &AddressFault{Code: BlankInAddress}
	case !beginsWithScheme.MatchString(raw):
		raw = "mqtt://" + raw
	}
	name, rest, _ := strings.Cut(raw, "://")
	s, ok := schemes[strings.ToLower(name)]
	if !ok {
		return Profile{}, &AddressFault{Code: UnknownScheme, Found: strings.ToLower(name)}
	}
	authority, tail := rest, ""
	if end := strings.IndexAny(rest, "/?#"); end >= 0 { // RFC 3986, 3.2
		authority, tail = rest[:end], rest[end:]
	}
	if strings.Contains(tail, "@") {
		return Profile{}, &AddressFault{Code: NotURL} // it may end amid the password
	}
	p := Profile{Address: Address{Scheme: s.scheme}}
	hostPort, err := p.takeLogin(authority)
	if err == nil {
		err = p.Address.setHostPort(hostPort, s.port)
	}
	if err == nil {
		err = p.Address.setTail(tail)
	}
	if err != nil {
		return Profile{}, err
	}
	return p, nil
}

// takeLogin takes the user name and the password off an authority.
func (p *Profile) takeLogin(authority string) (hostPort string, err error) {
	at := strings.LastIndex(authority, "@")
	if at < 0 {
		return authority, nil
	}
	user, password, set := strings.Cut(authority[:at], ":")
	p.PasswordSet = set // an empty one too
	if p.Username, err = url.PathUnescape(user); err != nil {
		return "", &AddressFault{Code: NotURL}
	}
	if !utf8.ValidString(p.Username) || strings.Contains(p.Username, "\x00") { // [MQTT-1.5.4-1, -2]
		return "", &AddressFault{Code: BadUserName}
	}
	if p.Password, err = url.PathUnescape(password); err != nil {
		return "", &AddressFault{Code: NotURL}
	}
	return authority[at+1:], nil
}

// setHostPort reads host:port; without a port it is the usual one.
func (a *Address) setHostPort(s string, usual int) error {
	host, port, found := strings.Cut(s, ":")
	switch {
	case strings.HasPrefix(s, "["):
		var err error
		if host, port, err = splitIPv6(s); err != nil {
			return err
		}
	case found && strings.Contains(port, ":") && strings.Trim(strings.ToLower(s), "0123456789abcdef:.") == "":
		return &AddressFault{Code: NoBrackets}
	case found && strings.Contains(port, ":"):
		return &AddressFault{Code: BadPort}
	default:
		decoded, err := url.PathUnescape(host)
		if err != nil {
			return &AddressFault{Code: BadPercent}
		}
		host = decoded
		if host == "" {
			return &AddressFault{Code: NoHost}
		}
		if err := CheckHost(host); err != nil {
			return err
		}
	}
	a.Host, a.Port = host, usual
	if port == "" {
		return nil
	}
	n, err := strconv.ParseUint(port, 10, 16) // which takes no sign
	if err != nil || n == 0 {
		return &AddressFault{Code: BadPort}
	}
	a.Port = int(n)
	return nil
}

// splitIPv6 reads [address]:port. The network of a link-local address stands
// after %25 (RFC 6874, 2), and as many write it after %.
func splitIPv6(s string) (host, port string, err error) {
	host, rest, closed := strings.Cut(s[1:], "]")
	host = strings.Replace(host, "%25", "%", 1)
	ip, bad := netip.ParseAddr(host)
	if !closed || bad != nil || !ip.Is6() || oddZone(ip.Zone()) {
		return "", "", &AddressFault{Code: NoBrackets}
	}
	port, ok := strings.CutPrefix(rest, ":")
	if !ok && rest != "" {
		return "", "", &AddressFault{Code: NoBrackets}
	}
	return host, port, nil
}

// setTail reads what follows the port: nothing for mqtt, a path and a query for a
// WebSocket (RFC 6455, 3). Without a path it is /mqtt, where brokers serve MQTT
// by default.
func (a *Address) setTail(tail string) error {
	switch {
	case strings.Contains(tail, "#"):
		return &AddressFault{Code: Fragment}
	case !a.WebSocket() && tail != "" && tail != "/":
		return &AddressFault{Code: BehindPort}
	case !a.WebSocket():
		return nil
	}
	path, query, _ := strings.Cut(tail, "?")
	if path == "" {
		path = "/mqtt"
	}
	u, err := url.ParseRequestURI(path)
	if err != nil {
		return &AddressFault{Code: BadPercent}
	}
	if query == withoutQuery || query == url.QueryEscape(withoutQuery) {
		return &AddressFault{Code: QueryLeftOut}
	}
	// An @ that stands for itself behind the port is refused above: it may be of a
	// password with a slash in it.
	a.Path, a.Query = strings.ReplaceAll(u.EscapedPath(), "@", "%40"), escapeQuery(query)
	return nil
}

// escapeQuery writes letters of other languages as a request has them.
func escapeQuery(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c > unicode.MaxASCII {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
