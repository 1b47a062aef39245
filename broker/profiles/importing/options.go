package importing

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"mangrove/broker/profiles"
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
	"-S": func(c *command) {
		c.note("-S looks up the broker by its DNS service, which is not supported; type the host it finds.")
	},
	"--quic": func(c *command) { c.note("QUIC is not supported and was left out.") },
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
	"-I": text(func(c *command, v string) {
		c.note("The prefix %s of the client id was left out; a random one is used.", v)
	}),
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
			return errors.New("it is not one of always, new and never")
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
		c.note("The folder of authorities %s was left out; choose one file in the connection if the system does not know the authority.", v)
	}),
	"--ciphers":    noted("The list of ciphers was left out; Go's choice is used."),
	"--tls-keylog": noted("The TLS key log file was left out."),
	"--keyform":    noted("The format of the private key was left out; keys are read from PEM or DER files."),
	"--tls-engine": noted("The TLS engine was left out: keys in hardware devices are not supported."),
	"-A":           noted("The local address to connect from was left out."),
	"-o":           noted("The file of options was left out: paste its lines after the command, unchanged."),
	"--psk":        noted("The shared key (--psk) was left out: TLS with a shared key is not supported."),
	"--unix":       (*command).setSocket,
	"--proxy":      (*command).setProxy,
	"--will-topic": text(func(c *command, v string) { c.will.Topic = v }),
	"--will-qos":   func(c *command, v string) error { return number(2, func(n int64) { c.will.QoS = byte(n) })(v) },
	"--will-payload": text(func(c *command, v string) {
		c.will.Payload = []byte(v)
	}),
	"--psk-identity": func(c *command, _ string) error {
		c.secure = true
		c.note("The name of the shared key (--psk-identity) was left out.")
		return nil
	},
	"--tls-engine-kpass-sha1": noted("The password of the TLS engine was left out."),
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
func noted(sentence string) func(*command, string) error {
	return func(c *command, _ string) error {
		c.note("%s", sentence)
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
	c.note("The host is left empty: the command connects to a local socket (--unix), which is not supported.")
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
		return fmt.Errorf("%q is not a TLS version; use one of tlsv1.0, tlsv1.1, tlsv1.2 and tlsv1.3", value)
	}
	c.Profile.TLS.MinVersion, c.secure = version, true
	return nil
}

// property reads -D command name value [value].
func (c *command) property(args []string) (int, error) {
	if len(args) < 4 {
		return 0, fmt.Errorf("the option -D needs a packet, a property and a value; paste the whole command")
	}
	packet, name, value := strings.ToLower(args[1]), args[2], args[3]
	n, second := 4, ""
	if name == "user-property" {
		if len(args) < 5 {
			return 0, fmt.Errorf("a user property needs a name and a value; paste the whole command")
		}
		n, second = 5, args[4]
	}
	if names := unknownIn(strings.Join(args[1:n], " ")); names != nil {
		c.note("A property (-D) was left out, because the text does not give all of it: %s.", strings.Join(names, ", "))
		return n, nil
	}
	var err error
	switch packet {
	case "connect":
		err = c.connectProperty(name, value, second)
	case "will":
		err = c.willProperty(name, value, second)
	default:
		c.note("The property %s of %s is not part of a connection and was left out.", name, packet)
	}
	if err != nil {
		return 0, fmt.Errorf("the property %s cannot be used: %w", name, err)
	}
	return n, nil
}
