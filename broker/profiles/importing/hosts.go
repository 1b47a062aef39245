package importing

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles/finding"
)

// place is what somebody wrote where a host was asked for.
type place struct {
	scheme, host, path string
	port               int
	username, password string
	secret             bool // a password was written, be it empty
}

var (
	hostPort = regexp.MustCompile(`^([^:\s]+|\[[^\]]+\]):(\d{1,5})$`)
	afterURL = regexp.MustCompile(`^(?:[A-Za-z]+://)?[^/?]*:\d+(?:[/?]|$)`)
)

// isHost reports whether a text can be a name or an address of a computer.
func isHost(text string) bool { return broker.CheckHost(text) == nil }

// place reads a host, which may have blanks, a scheme, a port or a slash about it.
func (c *Connection) place(raw string) place {
	text := strings.TrimSpace(straighten(raw))
	if text == "" {
		return place{}
	}
	var p place
	if strings.Contains(text, "://") || strings.Contains(text, "@") {
		p = placeOfURL(text)
	} else {
		p = placeOf(text)
	}
	switch {
	case !isHost(p.host):
		c.noteOf(finding.HostUnread, "")
		return place{}
	case strings.Contains(text, "@"):
		c.noteOf(finding.LoginFromHost, "")
	case strings.Contains(text, "?"):
		c.noteOf(finding.QueryDropped, "")
	case strings.Trim(text, "[]") != p.host:
		c.note(finding.Note{Code: finding.HostReadAs, Name: text, Parts: p.parts()})
	}
	return p
}

// parts are those that were found.
func (p place) parts() []finding.Part {
	all := finding.Parts("", p.host)
	if p.port != 0 {
		all = append(all, finding.Part{Code: finding.ItsPort, Value: strconv.Itoa(p.port)})
	}
	if p.scheme != "" {
		all = append(all, finding.Part{Code: finding.ItsProtocol, Value: p.scheme})
	}
	if p.path != "" {
		all = append(all, finding.Part{Code: finding.ItsPath, Value: p.path})
	}
	return all
}

func placeOfURL(text string) place {
	read, err := broker.ParseURL(text)
	if err != nil {
		return place{}
	}
	p := place{host: read.Address.Host, username: read.Username, password: read.Password, secret: read.PasswordSet}
	if strings.Contains(text, "://") {
		p.scheme = read.Address.Scheme
	}
	if afterURL.MatchString(text[strings.LastIndex(text, "@")+1:]) {
		p.port = read.Address.Port
	}
	if read.Address.WebSocket() && strings.HasSuffix(text, read.Address.RequestURI()) {
		p.path = read.Address.RequestURI()
	}
	return p
}

func placeOf(text string) (p place) {
	p.host = text
	if host, path, ok := strings.Cut(text, "/"); ok {
		p.host = host
		if path = strings.TrimRight(path, "/"); path != "" {
			p.path = "/" + path
		}
	}
	if found := hostPort.FindStringSubmatch(p.host); found != nil {
		p.host = found[1]
		p.port, _ = strconv.Atoi(found[2])
	}
	inside := strings.TrimSuffix(strings.TrimPrefix(p.host, "["), "]")
	if _, err := netip.ParseAddr(inside); err == nil { // an IPv6 address as in a URL
		p.host = inside
	}
	return p
}

// located is what a file of another program says of an address.
type located struct {
	protocol, host, path string
	secure               bool
	port                 int64
}

// locate puts an address together from what other programs keep apart, and what
// people wrote into the field of the host. A user name is to be set before: one in
// the host, with its password, is taken only where there is no other.
func (c *Connection) locate(l located) {
	p := c.place(l.host)
	scheme := strings.ToLower(p.scheme)
	if scheme == "" || scheme == "mqtt" {
		scheme = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(l.protocol)), "://")
	}
	secure := l.secure || p.scheme == "mqtts" || p.scheme == "wss"
	a := broker.Address{Scheme: c.schemeOf(scheme, secure), Host: p.host}
	a.Port = c.portOf(a.Scheme, p.port, l.port)
	if a.WebSocket() {
		path := l.path
		if p.path != "" {
			path = p.path
		}
		a.SetPath("/" + strings.TrimPrefix(strings.TrimSpace(path), "/"))
	}
	if c.Profile.Username == "" {
		c.takeLogin(p)
	}
	c.Profile.Address = a
}

// takeLogin takes what was written before a host.
func (c *Connection) takeLogin(p place) {
	if p.username == "" {
		return
	}
	c.Profile.Username = p.username
	if p.secret {
		c.givenPassword(p.password)
	}
}

// schemeOf is the scheme for what another program calls its protocol.
func (c *Connection) schemeOf(protocol string, secure bool) string {
	switch protocol {
	case "ws":
		if secure {
			return "wss"
		}
		return "ws"
	case "wss":
		return "wss"
	case "mqtts", "ssl", "tls":
		return "mqtts"
	case "", "mqtt", "tcp":
	default:
		c.noteOf(finding.ProtocolUnknown, short(protocol))
	}
	if secure {
		return "mqtts"
	}
	return "mqtt"
}

// portOf is the port to use: that in the host goes before that beside it.
func (c *Connection) portOf(scheme string, inHost int, beside int64) int {
	usual := broker.UsualPort(scheme)
	switch {
	case inHost > 65_535 || beside < 0 || beside > 65_535:
		c.note(finding.Note{Code: finding.PortOutside, Count: int64(usual)})
		return usual
	case inHost != 0 && beside != 0 && int64(inHost) != beside:
		c.note(finding.Note{Code: finding.PortFromHost, Count: int64(inHost), Limit: beside})
	}
	switch {
	case inHost != 0:
		return inHost
	case beside != 0:
		return int(beside)
	}
	return usual
}
