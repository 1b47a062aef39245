package importing

import (
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
)

type profile = profiles.Profile

// everyOption has the options, with how to see that one is in the profile; nil:
// it is left out.
var everyOption = map[string]func(p profile) bool{
	// Without a value.
	"-c":                           func(p profile) bool { return p.Resume && p.SessionExpiry == profiles.Forever },
	"--disable-clean-session":      func(p profile) bool { return p.Resume },
	"--insecure":                   func(p profile) bool { return p.TLS.SkipVerify && p.Address.Secure() },
	"--tls-use-os-certs":           func(p profile) bool { return p.Address.Secure() },
	"--no-tls -p 8883":             func(p profile) bool { return p.Address.String() == "mqtt://after.example:8883" },
	"--ws":                         func(p profile) bool { return p.Address.String() == "ws://after.example:1883/mqtt" },
	"--ws --cafile x":              func(p profile) bool { return p.Address.String() == "wss://after.example:8883/mqtt" },
	"--will-retain --will-topic w": func(p profile) bool { return p.Will.Retain },
	"--retain-as-published":        func(p profile) bool { return p.Subscriptions[0].RetainAsPublished },
	"-d":                           nil, "--debug": nil, "-v": nil, "--verbose": nil, "-N": nil, "-R": nil, "-r": nil, "--retain": nil, "-n": nil,
	"--null-message": nil, "-s": nil, "--stdin-file": nil, "-l": nil, "--stdin-line": nil, "-1": nil, "-E": nil, "-S": nil, "-w": nil,
	"--watch": nil, "--quiet": nil, "--pretty": nil, "--nodelay": nil, "--retained-only": nil, "--remove-retained": nil, "--message-rate": nil,
	"--quic": nil,
	// With a value, which is -x to see that it is not taken for an option.
	"-A -x": nil, "-C -x": nil, "-f -x": nil, "--file -x": nil, "-F -x": nil, "-I -x": nil, "--id-prefix -x": nil, "-m -x": nil,
	"--message -x": nil, "-M -x": nil, "-o -x": nil, "-T -x": nil, "--filter-out -x": nil, "-U -x": nil, "--unsubscribe -x": nil, "-W -x": nil,
	"--random-filter -x": nil, "--repeat -x": nil, "--repeat-delay -x": nil, "--capath -x": nil, "--ciphers -x": nil, "--keyform -x": nil,
	"--psk -x": nil, "--psk-identity -x": nil, "--tls-engine -x": nil, "--tls-engine-kpass-sha1 -x": nil, "--tls-keylog -x": nil,
	"-D publish content-type -x": nil, "-D publish user-property -x -y": nil, "-D connect topic-alias-maximum -x": nil,
	"-i -x":                                func(p profile) bool { return p.ClientID == "-x" },
	"--id -x":                              func(p profile) bool { return p.ClientID == "-x" },
	"-u -x":                                func(p profile) bool { return p.Username == "-x" },
	"--username -x":                        func(p profile) bool { return p.Username == "-x" },
	"-P -x":                                func(profile) bool { return true },
	"--pw -x":                              func(profile) bool { return true },
	"-u a":                                 func(p profile) bool { return !p.EmptyPassword },
	"-u a -P ''":                           func(p profile) bool { return p.EmptyPassword },
	"-L mqtt://u:@before.example/t":        func(p profile) bool { return p.EmptyPassword },
	"-L mqtt://u@before.example/t":         func(p profile) bool { return !p.EmptyPassword },
	"-k 0":                                 func(p profile) bool { return p.KeepAlive == profiles.KeepAliveOff },
	"-k 7":                                 func(p profile) bool { return p.KeepAlive == 7 },
	"--keepalive 7":                        func(p profile) bool { return p.KeepAlive == 7 },
	"-p 7":                                 func(p profile) bool { return p.Address.Port == 7 },
	"--port 7":                             func(p profile) bool { return p.Address.Port == 7 },
	"-q 2":                                 func(p profile) bool { return p.Subscriptions[0].QoS == 2 },
	"--qos 2":                              func(p profile) bool { return p.Subscriptions[0].QoS == 2 },
	"-t a -t -x":                           func(p profile) bool { return len(p.Subscriptions) == 3 && p.Subscriptions[1].Filter == "-x" },
	"--topic a":                            func(p profile) bool { return p.Subscriptions[0].Filter == "a" },
	"-V 5":                                 func(p profile) bool { return p.Version == broker.V5 },
	"--protocol-version mqttv31":           func(p profile) bool { return p.Version == broker.V31 },
	"-x 7":                                 func(p profile) bool { return p.SessionExpiry == 7 },
	"--session-expiry-interval 4294967295": func(p profile) bool { return p.SessionExpiry == profiles.Forever },
	"-c -x 7":                              func(p profile) bool { return p.Resume && p.SessionExpiry == 7 },
	"-c -V 311":                            func(p profile) bool { return p.Resume && p.SessionExpiry == 0 },
	"--retain-handling never":              func(p profile) bool { return p.Subscriptions[0].RetainHandling == 2 },
	"--cafile -x":                          func(p profile) bool { return p.TLS.CA == "-x" && p.Address.Secure() },
	"--cert -x":                            func(p profile) bool { return p.TLS.Certificate == "-x" },
	"--key -x":                             func(p profile) bool { return p.TLS.Key == "-x" },
	"--tls-alpn -x":                        func(p profile) bool { return p.TLS.ALPN[0] == "-x" },
	"--tls-version tlsv1":                  func(p profile) bool { return p.TLS.MinVersion == "1.0" },
	"--tls-version tlsv1.0":                func(p profile) bool { return p.TLS.MinVersion == "1.0" },
	"--tls-version tlsv1.1":                func(p profile) bool { return p.TLS.MinVersion == "1.1" },
	"--tls-version tlsv1.2":                func(p profile) bool { return p.TLS.MinVersion == "1.2" },
	"--tls-version tlsv1.3":                func(p profile) bool { return p.TLS.MinVersion == "1.3" },
	"--proxy socks5h://p":                  func(p profile) bool { return p.Proxy.Host == "p" && p.Proxy.Port == 1080 },
	"--will-topic -x":                      func(p profile) bool { return p.Will.Topic == "-x" },
	"--will-topic w --will-payload -x":     func(p profile) bool { return string(p.Will.Payload) == "-x" },
	"--will-topic w --will-qos 1":          func(p profile) bool { return p.Will.QoS == 1 },
	"-D connect user-property -x -y":       func(p profile) bool { return p.Connect.User[0].Value == "-y" },
	"-D CONNECT receive-maximum 7":         func(p profile) bool { return p.Connect.ReceiveMaximum == 7 },
}

// TestEveryOption: each option of Mosquitto 2.0 and 2.1 takes as many arguments
// as it has, so that what follows is read right; and either it is in the profile,
// or a note names what was left out.
func TestEveryOption(t *testing.T) {
	for option, kept := range everyOption {
		t.Run(option, func(t *testing.T) {
			c := one(t, "mosquitto_sub "+option+" -h after.example -t end")
			if c.Profile.Address.Host != "after.example" || len(c.Profile.Subscriptions) == 0 ||
				c.Profile.Subscriptions[len(c.Profile.Subscriptions)-1].Filter != "end" {
				t.Fatalf("what follows was not read: %+v", c.Profile)
			}
			notes := strings.Join(explain.Notes(c.Notes), "\n")
			if strings.Contains(notes, "not understood") || strings.Contains(notes, "no option") {
				t.Errorf("notes %q", notes)
			}
			switch {
			case kept != nil && !kept(c.Profile):
				t.Errorf("it is not in the profile: %+v", c.Profile)
			case kept == nil && notes == "":
				t.Error("nothing is said of what was left out")
			}
		})
	}
}
