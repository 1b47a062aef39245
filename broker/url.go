package broker

import (
	"errors"
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

// Why a URL is not taken. None repeats anything of it: what seems to be a port or
// a path may be the rest of a password.
var (
	errEmpty     = errors.New("the address is empty; write it as mqtt://host:1883")
	errLong      = fmt.Errorf("the address is longer than %d bytes; type a long user name or password into its own field", longestURL)
	errNoHost    = errors.New("the address names no host; write it as mqtt://host:1883")
	errUnescaped = errors.New("the address cannot be read as a URL; write it as mqtt://user:password@host:1883, with %25 for %, " +
		"%2F for /, %23 for #, %3F for ? and %40 for @ in the user name and the password, and in what follows the port")
	errBlank    = errors.New("there is a space or a line break in the address; write %20 for a space in a user name or a password")
	errPercent  = errors.New("a % in the address is not followed by two digits; write %25 for a % itself")
	errUsername = errors.New("the user name in the address is not UTF-8, or has a zero byte in it, so no broker can accept it; write %C3%A9 for é")
	errIPv6     = errors.New("an IPv6 address needs brackets; write it as mqtt://[::1]:1883")
	errPort     = errors.New("what follows the colon after the host is not a port from 1 to 65535; write the address as mqtt://user:password@host:1883")
	errFragment = errors.New("the address cannot contain #; write %23 for a # in a user name, a password or a path")
	errTail     = errors.New("an address with mqtt or mqtts ends with the port; leave out what follows it, or write ws:// or wss:// for MQTT over WebSocket")
	errLeftOut  = errors.New("the part of this address after ? is not kept, because it may be a secret; type it again")
)

// ParseURL reads a broker's URL, as in mqtts://user:secret@host:8883 or
// wss://host/path?query, as RFC 3986 says. The scheme may be left out (mqtt), and
// so may the port (1883, 8883, 80 or 443). In the user name and the password all
// stands for itself that does not end them. The error says what to write instead;
// it never repeats any of the URL but an unknown scheme.
func ParseURL(raw string) (Profile, error) {
	raw = strings.TrimSpace(raw)
	switch {
	case raw == "":
		return Profile{}, errEmpty
	case len(raw) > longestURL:
		return Profile{}, errLong
	case strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return Profile{}, errBlank
	case !beginsWithScheme.MatchString(raw):
		raw = "mqtt://" + raw
	}
	name, rest, _ := strings.Cut(raw, "://")
	s, ok := schemes[strings.ToLower(name)]
	if !ok {
		return Profile{}, fmt.Errorf("the scheme %q is not one of mqtt, mqtts, ws, wss, tcp, ssl and tls", strings.ToLower(name))
	}
	authority, tail := rest, ""
	if end := strings.IndexAny(rest, "/?#"); end >= 0 { // RFC 3986, 3.2
		authority, tail = rest[:end], rest[end:]
	}
	if strings.Contains(tail, "@") {
		return Profile{}, errUnescaped // it may end amid the password
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
		return "", errUnescaped
	}
	if !utf8.ValidString(p.Username) || strings.Contains(p.Username, "\x00") { // [MQTT-1.5.4-1, -2]
		return "", errUsername
	}
	if p.Password, err = url.PathUnescape(password); err != nil {
		return "", errUnescaped
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
		return errIPv6
	case found && strings.Contains(port, ":"):
		return errPort
	default:
		decoded, err := url.PathUnescape(host)
		if err != nil {
			return errPercent
		}
		host = decoded
		if host == "" {
			return errNoHost
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
		return errPort
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
		return "", "", errIPv6
	}
	port, ok := strings.CutPrefix(rest, ":")
	if !ok && rest != "" {
		return "", "", errIPv6
	}
	return host, port, nil
}

// setTail reads what follows the port: nothing for mqtt, a path and a query for a
// WebSocket (RFC 6455, 3). Without a path it is /mqtt, where brokers serve MQTT
// by default.
func (a *Address) setTail(tail string) error {
	switch {
	case strings.Contains(tail, "#"):
		return errFragment
	case !a.WebSocket() && tail != "" && tail != "/":
		return errTail
	case !a.WebSocket():
		return nil
	}
	path, query, _ := strings.Cut(tail, "?")
	if path == "" {
		path = "/mqtt"
	}
	u, err := url.ParseRequestURI(path)
	if err != nil {
		return errPercent
	}
	if query == withoutQuery || query == url.QueryEscape(withoutQuery) {
		return errLeftOut
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
