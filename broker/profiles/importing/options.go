package importing

import (
	"math"
	"strings"

	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

// The options are those of Mosquitto 2.0 and 2.1. Those in flags and valued
// have to do with the connection, and the ignored ones with what the command
// prints or sends.

// longNames are the long forms of short options.
var longNames = map[string]string{
	"--host": "-h", "--port": "-p", "--topic": "-t", "--username": "-u", "--pw": "-P", "--id": "-i", "--id-prefix": "-I",
	"--qos": "-q", "--protocol-version": "-V", "--keepalive": "-k", "--disable-clean-session": "-c", "--property": "-D", "--url": "-L",
	"--session-expiry-interval": "-x", "--message": "-m", "--file": "-f", "--retain": "-r", "--debug": "-d", "--verbose": "-v",
	"--filter-out": "-T", "--unsubscribe": "-U", "--null-message": "-n", "--stdin-file": "-s", "--stdin-line": "-l", "--watch": "-w",
}

// flags are the options without a value that matter.
var flags = map[string]func(*command){
	"-c":                    func(c *command) { c.Profile.Resume = true },
	"--insecure":            func(c *command) { c.Profile.TLS.SkipVerify, c.secure = true, true },
	"--tls-use-os-certs":    func(c *command) { c.secure = true },
	"--no-tls":              func(c *command) { c.plain = true },
	"--ws":                  func(c *command) { c.websocket = true },
	"--will-retain":         func(c *command) { c.will.Retain = true },
	"--retain-as-published": func(c *command) { c.rap = true },
	"-S":                    func(c *command) { c.noteOf(finding.HostByDNS, "") },
	"--quic":                func(c *command) { c.noteOf(finding.QUICLeft, "") },
}

// valued are the options with a value that matter.
var valued = map[string]func(*command, string) error{
	"-h": (*command).setHost,
	"-p": func(c *command, v string) error { return number(65_535, func(n int64) { c.port = int(n) })(v) },
	"-t": text(func(c *command, v string) { c.topics = append(c.topics, v) }),
	"-e": text(func(c *command, v string) { c.answers = append(c.answers, v) }),
	"-u": text(func(c *command, v string) { c.Profile.Username = v }),
	"-P": text(func(c *command, v string) { c.givenPassword(v) }),
	"-i": text(func(c *command, v string) { c.Profile.ClientID = v }),
	"-I": text(func(c *command, v string) { c.noteOf(finding.ClientIDPrefix, v) }),
	"-q": func(c *command, v string) error { return number(2, func(n int64) { c.qos = profiles.QoS(n) })(v) },
	"-V": (*command).setVersion,
	"-L": (*command).setURL,
	"-k": func(c *command, v string) error {
		return number(65_535, func(n int64) { c.keepAlive(n) })(v)
	},
	"-x": func(c *command, v string) error { return c.setExpiry(v) },
	"--retain-handling": func(c *command, v string) error {
		n, ok := map[string]byte{"always": 0, "new": 1, "never": 2}[v]
		if !ok {
			return &finding.Fault{Code: finding.NoHandlingValue}
		}
		c.handling = n
		return nil
	},

	"--cafile":      text(func(c *command, v string) { c.Profile.TLS.CA, c.secure = v, true }),
	"--cert":        text(func(c *command, v string) { c.Profile.TLS.Certificate, c.secure = v, true }),
	"--key":         text(func(c *command, v string) { c.Profile.TLS.Key, c.secure = v, true }),
	"--tls-alpn":    text(func(c *command, v string) { c.Profile.TLS.ALPN, c.secure = append(c.Profile.TLS.ALPN, v), true }),
	"--tls-version": (*command).setTLSVersion,
	"--capath": text(func(c *command, v string) {
		c.secure = true
		c.noteOf(finding.AuthorityFolderLeft, v)
	}),
	"--ciphers":    noted(finding.CiphersLeft),
	"--tls-keylog": noted(finding.KeyLogLeft),
	"--keyform":    noted(finding.KeyFormLeft),
	"--tls-engine": noted(finding.EngineLeft),
	"-A":           noted(finding.LocalAddressLeft),
	"-o":           noted(finding.OptionsFileLeft),
	"--psk":        noted(finding.SharedKeyLeft),
	"--unix":       (*command).setSocket,
	"--proxy":      (*command).setProxy,
	"--will-topic": text(func(c *command, v string) { c.will.Topic = v }),
	"--will-qos":   func(c *command, v string) error { return number(2, func(n int64) { c.will.QoS = byte(n) })(v) },
	"--will-payload": text(func(c *command, v string) {
		c.will.Payload = []byte(v)
	}),
	"--psk-identity": func(c *command, _ string) error {
		c.secure = true
		c.noteOf(finding.SharedKeyNameLeft, "")
		return nil
	},
	"--tls-engine-kpass-sha1": noted(finding.EnginePasswordLeft),
}

var (
	ignoredFlags = map[string]bool{
		"-d": true, "-v": true, "-N": true, "-R": true, "-r": true, "-n": true, "-s": true, "-l": true, "-1": true, "-E": true, "-w": true,
		"--quiet": true, "--pretty": true, "--nodelay": true, "--retained-only": true, "--remove-retained": true, "--message-rate": true,
		"--help": true, "--version": true,
	}
	ignoredValues = map[string]bool{
		"-m": true, "-f": true, "-C": true, "-F": true, "-W": true, "-M": true, "-T": true, "-U": true,
		"--repeat": true, "--repeat-delay": true, "--random-filter": true,
	}
	// ofMessage are those of them that say what is published.
	ofMessage = map[string]bool{
		"-m": true, "-f": true, "-n": true, "-s": true, "-l": true, "-r": true, "--repeat": true, "--repeat-delay": true,
	}
)

func text(set func(*command, string)) func(*command, string) error {
	return func(c *command, value string) error {
		set(c, value)
		return nil
	}
}

// noted is for an option of which the value, which may be a secret, is not used.
func noted(code finding.Code) func(*command, string) error {
	return func(c *command, _ string) error {
		c.noteOf(code, "")
		return nil
	}
}

func (c *command) setHost(value string) error {
	p := c.place(value)
	c.Profile.Address.Host, c.hosted = p.host, true
	c.secure = c.secure || p.scheme == "mqtts" || p.scheme == "wss"
	c.websocket = c.websocket || p.scheme == "ws" || p.scheme == "wss"
	if p.port != 0 && c.port == 0 {
		c.port = p.port
	}
	c.takeLogin(p)
	return nil
}

func (c *command) setSocket(string) error {
	c.Profile.Address.Host, c.hosted = "", true
	c.noteOf(finding.HostAtSocket, "")
	return nil
}

func (c *command) setExpiry(value string) error {
	c.expiring = true
	if value == "∞" || value == "-1" {
		c.Profile.SessionExpiry = profiles.Forever
		return nil
	}
	return number(math.MaxUint32, func(n int64) { c.Profile.SessionExpiry = expiry(n) })(value)
}

// expiry is how long a session is kept, as a profile says it.
func expiry(seconds int64) int64 {
	if seconds == math.MaxUint32 {
		return profiles.Forever
	}
	return seconds
}

// setTLSVersion takes the oldest version that is spoken.
func (c *command) setTLSVersion(value string) error {
	version, ok := map[string]string{
		"tlsv1": "1.0", "tlsv1.0": "1.0", "tlsv1.1": "1.1", "tlsv1.2": "1.2", "tlsv1.3": "1.3",
	}[strings.ToLower(value)]
	if !ok {
		return &finding.Fault{Code: finding.NoTLSValue, Value: value}
	}
	c.Profile.TLS.MinVersion, c.secure = version, true
	return nil
}

// property reads -D command name value [value].
func (c *command) property(args []string) (int, error) {
	if len(args) < 4 {
		return 0, &finding.Fault{Code: finding.PropertyShort}
	}
	packet, name, value := strings.ToLower(args[1]), args[2], args[3]
	n, second := 4, ""
	if name == "user-property" {
		if len(args) < 5 {
			return 0, &finding.Fault{Code: finding.UserPropertyShort}
		}
		n, second = 5, args[4]
	}
	if names := unknownIn(strings.Join(args[1:n], " ")); names != nil {
		c.note(finding.Note{Code: finding.PropertyUnsaid, Parts: names})
		return n, nil
	}
	var err error
	switch packet {
	case "connect":
		err = c.connectProperty(name, value, second)
	case "will":
		err = c.willProperty(name, value, second)
	default:
		c.note(finding.Note{Code: finding.PropertyElsewhere, Name: name, Value: packet})
	}
	if err != nil {
		return 0, &finding.Fault{Code: finding.PropertyUnusable, Name: name, Err: err}
	}
	return n, nil
}
