package broker

import (
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Profile is everything needed to connect to one broker.
type Profile struct {
	Address        Address
	Version        Version
	ClientID       string // empty: mangrove- and something random
	Username       string
	Password       string
	KeepAlive      time.Duration // 0: 30 s
	ConnectTimeout time.Duration // 0: 10 s, for each attempt
	Will           *Will
	Subscriptions  []Subscription
	// TLS is used by mqtts and wss; nil means the system's roots and the
	// address's host name.
	TLS *tls.Config
	// MaxPacket is the largest packet accepted, in bytes; 0 means the
	// protocol's own limit of 268,435,455 bytes.
	MaxPacket int
	// Once makes the first failure final: no reconnecting. Commands use it.
	Once bool
	// Resume asks the broker for the session of before, with what it kept
	// meanwhile, instead of a clean start. It takes a ClientID that stays.
	Resume bool
	// SessionExpiry is how long the broker keeps the session after the
	// connection, in whole seconds: MQTT 5 only, 0 not at all, SessionForever
	// without end. Older versions keep a session that is to be resumed.
	SessionExpiry time.Duration
	Connect       ConnectProperties // MQTT 5
	Auth          *Auth             // MQTT 5; nil: user name and password only
	Way           Way
	// ReadOnly refuses to publish ([ErrReadOnly]) and sets no will.
	ReadOnly bool
}

// SessionForever is a session that never expires (MQTT 5, 3.1.2.11.2).
const SessionForever = math.MaxUint32 * time.Second

// Address is where a broker listens.
type Address struct {
	Scheme string `json:"scheme"` // mqtt, mqtts, ws or wss
	Host   string `json:"host"`   // name or IP address, without brackets
	Port   int    `json:"port"`
	Path   string `json:"path,omitempty"` // ws and wss: begins with a slash
}

// schemes maps what people write to the scheme and its registered port.
var schemes = map[string]struct {
	scheme string
	port   int
}{
	"mqtt": {"mqtt", 1883}, "tcp": {"mqtt", 1883},
	"mqtts": {"mqtts", 8883}, "ssl": {"mqtts", 8883}, "tls": {"mqtts", 8883},
	"ws": {"ws", 80}, "wss": {"wss", 443},
}

// ParseURL reads a broker's URL, as in mqtts://user:secret@host:8883/path. The
// scheme may be left out (mqtt), and so may the port (1883, 8883, 80 or 443).
// The error says what to write instead; it never repeats a password.
func ParseURL(raw string) (Profile, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return Profile{}, fmt.Errorf("the address is empty; write it as mqtt://host:1883")
	}
	if !strings.Contains(raw, "://") {
		raw = "mqtt://" + raw
	}
	u, err := splitURL(raw)
	if err != nil {
		return Profile{}, err
	}
	s, ok := schemes[strings.ToLower(u.Scheme)]
	if !ok {
		return Profile{}, fmt.Errorf("the scheme %q is not one of mqtt, mqtts, ws, wss, tcp and ssl", u.Scheme)
	}
	p := Profile{Address: Address{Scheme: s.scheme, Host: u.Hostname()}}
	if p.Address.Host == "" {
		return Profile{}, fmt.Errorf("the address names no host; write it as mqtt://host:1883")
	}
	if p.Address.Port, err = portOf(u, s.port); err != nil {
		return Profile{}, err
	}
	if p.Address.WebSocket() {
		p.Address.Path = "/mqtt" // what brokers serve MQTT on by default
		if u.Path != "" {
			p.Address.Path = u.EscapedPath()
		}
		if u.RawQuery != "" {
			p.Address.Path += "?" + u.RawQuery
		}
	}
	p.Username = u.User.Username()
	p.Password, _ = u.User.Password()
	return p, nil
}

// errUnescaped is for a URL that seems to end amid its password: the parts that
// were found are of the password, and must not be shown.
var errUnescaped = errors.New("the address cannot be read as a URL; write it as mqtt://user:password@host:1883, " +
	"with %25 for %, %2F for /, %23 for # and %3F for ? in the user name and the password")

// splitURL parses a URL whose host is one.
func splitURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil && strings.Contains(raw, "@"), err == nil && strings.Contains(u.Fragment, "@"):
		return nil, errUnescaped
	case err != nil:
		return nil, fmt.Errorf("the address cannot be read as a URL; write it as mqtt://host:1883: %w", withoutURL(err))
	case strings.Count(u.Host, ":") > 1 && !strings.HasPrefix(u.Host, "["):
		return nil, errors.New("an IPv6 address stands in brackets; write it as mqtt://[::1]:1883")
	}
	return u, nil
}

// portOf is the port a URL names, or the usual one.
func portOf(u *url.URL, usual int) (int, error) {
	text := u.Port()
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	switch {
	case err == nil && n >= 1 && n <= 65_535:
		return n, nil
	case u.User == nil && strings.Contains(u.Path+u.RawQuery, "@"):
		return 0, errUnescaped
	}
	return 0, fmt.Errorf("the port %s is not between 1 and 65535", text)
}

// withoutURL drops the text of the URL, which may hold a password, from an
// error of package url.
func withoutURL(err error) error {
	if e, ok := err.(*url.Error); ok { //nolint:errorlint // url.Parse returns it unwrapped
		return e.Err
	}
	return err
}

// HostPort is host:port as package net takes it.
func (a Address) HostPort() string { return net.JoinHostPort(a.Host, strconv.Itoa(a.Port)) }

// Secure reports whether the address is spoken to over TLS.
func (a Address) Secure() bool { return a.Scheme == "mqtts" || a.Scheme == "wss" }

// WebSocket reports whether MQTT travels inside a WebSocket.
func (a Address) WebSocket() bool { return a.Scheme == "ws" || a.Scheme == "wss" }

// String is the address as a URL, without credentials. The network of a
// link-local IPv6 address stands after %25 there (RFC 6874, 2).
func (a Address) String() string {
	return a.Scheme + "://" + strings.Replace(a.HostPort(), "%", "%25", 1) + a.Path
}
