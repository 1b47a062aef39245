package importing

import (
	"fmt"
	"math"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

// longNames are the long forms of short options.
var longNames = map[string]string{
	"--host": "-h", "--port": "-p", "--topic": "-t", "--username": "-u", "--pw": "-P", "--id": "-i", "--id-prefix": "-I",
	"--qos": "-q", "--protocol-version": "-V", "--keepalive": "-k", "--disable-clean-session": "-c", "--property": "-D", "--url": "-L",
	"--session-expiry-interval": "-x", "--message": "-m", "--file": "-f", "--retain": "-r", "--debug": "-d", "--verbose": "-v",
}

// flags are the options without a value that matter.
var flags = map[string]func(*command){
	"-c":                    func(c *command) { c.Profile.Resume = true },
	"--insecure":            func(c *command) { c.Profile.TLS.SkipVerify, c.secure = true, true },
	"--tls-use-os-certs":    func(c *command) { c.secure = true },
	"--will-retain":         func(c *command) { c.will.Retain = true },
	"--retain-as-published": func(c *command) { c.rap = true },
}

// valued are the options with a value that matter.
var valued = map[string]func(*command, string) error{
	"-h": text(func(c *command, v string) { c.Profile.Address.Host = v }),
	"-p": func(c *command, v string) error { return number(65_535, func(n int) { c.port = n })(v) },
	"-t": text(func(c *command, v string) { c.topics = append(c.topics, v) }),
	"-e": text(func(c *command, v string) { c.answers = append(c.answers, v) }),
	"-u": text(func(c *command, v string) { c.Profile.Username = v }),
	"-P": text(func(c *command, v string) { c.secret(profiles.SecretPassword, v) }),
	"-i": text(func(c *command, v string) { c.Profile.ClientID = v }),
	"-I": text(func(c *command, v string) {
		c.note("The prefix %s of the client id was left out; a random one is used.", v)
	}),
	"-q": func(c *command, v string) error { return number(2, func(n int) { c.qos = profiles.QoS(n) })(v) },
	"-V": (*command).setVersion,
	"-L": (*command).setURL,
	"-k": func(c *command, v string) error {
		return number(65_535, func(n int) { c.Profile.KeepAlive = keepAlive(n) })(v)
	},
	"-x": func(c *command, v string) error { return c.setExpiry(v) },

	"--cafile":      text(func(c *command, v string) { c.Profile.TLS.CA, c.secure = v, true }),
	"--cert":        text(func(c *command, v string) { c.Profile.TLS.Certificate, c.secure = v, true }),
	"--key":         text(func(c *command, v string) { c.Profile.TLS.Key, c.secure = v, true }),
	"--tls-alpn":    text(func(c *command, v string) { c.Profile.TLS.ALPN, c.secure = append(c.Profile.TLS.ALPN, v), true }),
	"--tls-version": (*command).setTLSVersion,
	"--capath": text(func(c *command, v string) {
		c.secure = true
		c.note("The folder of authorities %s was left out; choose one file in the profile.", v)
	}),
	"--proxy":        (*command).setProxy,
	"--will-topic":   text(func(c *command, v string) { c.will.Topic = v }),
	"--will-payload": text(func(c *command, v string) { c.will.Payload = []byte(v) }),
	"--will-qos":     func(c *command, v string) error { return number(2, func(n int) { c.will.QoS = byte(n) })(v) },
}

// ignoredFlags and ignoredValues are about what the command prints or sends,
// not about its connection.
var (
	ignoredFlags = map[string]bool{
		"-d": true, "-v": true, "-N": true, "-R": true, "-r": true, "-n": true, "-s": true, "-l": true, "-1": true, "-E": true,
		"--quiet": true, "--pretty": true, "--nodelay": true, "--retained-only": true, "--remove-retained": true,
	}
	ignoredValues = map[string]bool{
		"-m": true, "-f": true, "-C": true, "-F": true, "-W": true, "-M": true, "-T": true, "-U": true,
		"--repeat": true, "--repeat-delay": true, "--random-filter": true, "--watch": true, "-w": true,
	}
)

func text(set func(*command, string)) func(*command, string) error {
	return func(c *command, value string) error {
		set(c, value)
		return nil
	}
}

func (c *command) setExpiry(value string) error {
	if value == "∞" || value == "-1" {
		c.Profile.SessionExpiry = profiles.Forever
		return nil
	}
	return number(math.MaxUint32, func(n int) {
		c.Profile.SessionExpiry = int64(n)
		if n == math.MaxUint32 {
			c.Profile.SessionExpiry = profiles.Forever
		}
	})(value)
}

func (c *command) setTLSVersion(value string) error {
	version, ok := strings.CutPrefix(value, "tlsv")
	if !ok {
		return fmt.Errorf("%q is not one of tlsv1.1, tlsv1.2 and tlsv1.3", value)
	}
	c.Profile.TLS.MinVersion, c.secure = version, true
	return nil
}

// setProxy reads socks5h://user:password@host:port.
func (c *command) setProxy(value string) error {
	rest, ok := strings.CutPrefix(value, "socks5h://")
	if !ok {
		return fmt.Errorf("%q does not begin with socks5h://", strings.SplitN(value, "://", 2)[0])
	}
	if !strings.Contains(rest[strings.LastIndex(rest, "@")+1:], ":") {
		rest += ":1080"
	}
	p, err := broker.ParseURL(rest)
	if err != nil {
		return err
	}
	c.Profile.Proxy = profiles.Proxy{Kind: "socks5", Host: p.Address.Host, Port: p.Address.Port, Username: p.Username}
	c.secret(profiles.SecretProxyPassword, p.Password)
	return nil
}

// property reads -D command name value [value].
func (c *command) property(args []string) (int, error) {
	if len(args) < 4 {
		return 0, fmt.Errorf("the option -D needs a packet, a property and a value; paste all of the command")
	}
	packet, name, value := args[1], args[2], args[3]
	n, second := 4, ""
	if name == "user-property" {
		if len(args) < 5 {
			return 0, fmt.Errorf("a user property needs a name and a value; paste all of the command")
		}
		n, second = 5, args[4]
	}
	var err error
	switch packet {
	case "connect", "CONNECT":
		err = c.connectProperty(name, value, second)
	case "will", "WILL":
		err = c.willProperty(name, value, second)
	default:
		c.note("The property %s of %s is no part of a connection and was left out.", name, packet)
	}
	if err != nil {
		return 0, fmt.Errorf("the property %s cannot be used: %w", name, err)
	}
	return n, nil
}

func (c *command) connectProperty(name, value, second string) error {
	p := &c.Profile
	switch name {
	case "session-expiry-interval":
		return c.setExpiry(value)
	case "receive-maximum":
		return number(65_535, func(n int) { p.Connect.ReceiveMaximum = uint16(n) })(value)
	case "maximum-packet-size":
		return number(math.MaxUint32, func(n int) { p.Connect.MaximumPacket = uint32(n) })(value)
	case "request-response-information":
		p.Connect.ResponseInformation = value == "1"
	case "authentication-method":
		p.AuthMethod = value
	case "authentication-data":
		c.secret(profiles.SecretAuthData, value)
	case "user-property":
		p.Connect.User = append(p.Connect.User, broker.UserProperty{Name: value, Value: second})
	default:
		c.note("The property %s of connect was left out.", name)
	}
	return nil
}

func (c *command) willProperty(name, value, second string) error {
	w := &c.will
	switch name {
	case "will-delay-interval":
		return number(math.MaxUint32, func(n int) { w.Delay = int64(n) })(value)
	case "message-expiry-interval":
		return number(math.MaxUint32, func(n int) { w.Expiry = int64(n) })(value)
	case "payload-format-indicator":
		w.Text = value == "1"
	case "content-type":
		w.ContentType = value
	case "response-topic":
		w.ResponseTopic = value
	case "correlation-data":
		w.CorrelationData = []byte(value)
	case "user-property":
		w.User = append(w.User, broker.UserProperty{Name: value, Value: second})
	default:
		c.note("The property %s of will was left out.", name)
	}
	return nil
}
