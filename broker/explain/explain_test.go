package explain_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
)

var here = broker.Address{Scheme: "mqtt", Host: "broker.example", Port: 1883}

// asURL is the same place under another scheme.
func asURL(scheme string) broker.Address {
	a := here
	a.Scheme = scheme
	if a.WebSocket() {
		a.Path = "/mqtt"
	}
	return a
}

func connack(version broker.Version, code byte) error {
	return fmt.Errorf("connecting to %s: %w", here, &broker.Refusal{Packet: "CONNACK", Version: version, Code: code})
}

func disconnect(code byte) error {
	return fmt.Errorf("%w: %w", broker.ErrLost, &broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: code})
}

func dialError(err error) error {
	return fmt.Errorf("connecting: %w", &net.OpError{Op: "dial", Net: "tcp", Err: err})
}

func wrapped(sentinel error) error {
	return fmt.Errorf("connecting to %s: %w: %w", here, sentinel, io.EOF)
}

func day(days int) time.Time { return time.Now().AddDate(0, 0, days) }

var (
	expired = x509.CertificateInvalidError{Reason: x509.Expired, Cert: &x509.Certificate{NotBefore: day(-9), NotAfter: day(-2)}}
	early   = x509.CertificateInvalidError{Reason: x509.Expired, Cert: &x509.Certificate{NotBefore: day(2), NotAfter: day(9)}}
)

// explained is everything a session can fail with.
var explained = []struct {
	name string
	err  error
	at   broker.Address
	says []string // all of these
}{
	{"no such host", dialError(&net.DNSError{Err: "no such host", Name: "broker.example", IsNotFound: true}), here, []string{"no host named broker.example", "spelling"}},
	{"no name server", dialError(&net.DNSError{Err: "timeout", IsTimeout: true}), here, []string{"could not be looked up", "name server"}},
	{"refused", dialError(os.NewSyscallError("connect", syscall.ECONNREFUSED)), here, []string{"Nothing listens on broker.example:1883", "running"}},
	{"refused on Windows", dialError(syscall.Errno(10061)), here, []string{"Nothing listens"}},
	{"unreachable host", dialError(syscall.EHOSTUNREACH), here, []string{"broker.example:1883 cannot be reached"}},
	{"unreachable network", dialError(syscall.ENETUNREACH), here, []string{"VPN"}},
	{"no answer to SYN", dialError(syscall.ETIMEDOUT), here, []string{"did not answer", "firewall"}},
	{"dial deadline", dialError(os.ErrDeadlineExceeded), here, []string{"did not answer", "firewall"}},

	{"a proxy that refuses", &broker.Found{Kind: broker.ErrProxy, Code: broker.ProxyAnswered, Text: "407 Proxy Authentication Required"}, here, []string{"proxy of this connection", "407", "login", "1883"}},
	{"read-only", fmt.Errorf("publishing: %w", broker.ErrReadOnly), here, []string{"read-only", "untick Read only"}},
	{"a challenge", &broker.Found{Kind: broker.ErrAuth, Code: broker.NoAnswer}, here, []string{"authentication", "no answer", "MQTT 5"}},

	{"TLS on a plain port", wrapped(broker.ErrSpeaksTLS), here, []string{"expects TLS", "mqtts://broker.example:1883"}},
	{"TLS on a plain WebSocket port", wrapped(broker.ErrSpeaksTLS), asURL("ws"), []string{"wss://broker.example:1883/mqtt"}},
	{"no TLS", wrapped(broker.ErrNotTLS), asURL("mqtts"), []string{"does not speak TLS", "8883"}},
	{"no TLS under a WebSocket", wrapped(broker.ErrNotTLS), asURL("wss"), []string{"does not speak TLS", "443"}},
	{"closed when TLS began", wrapped(broker.ErrTLSClosed), asURL("mqtts"), []string{"This port may not use TLS", "8883", "SNI", "ALPN"}},
	{"outdated", fmt.Errorf("TLS: %w", &broker.Found{Kind: broker.ErrOutdated, Code: broker.OldTLS, Names: []string{"TLS 1.0"}}), asURL("mqtts"), []string{"only outdated TLS (TLS 1.0)", "Allow outdated servers"}},
	{"a negative serial number", fmt.Errorf("TLS: %w; %w", &broker.Found{Kind: broker.ErrSerial, Code: broker.NegativeSerial, Text: "CN=x", Serial: "-5"}, io.EOF),
		asURL("mqtts"), []string{`"CN=x" has the serial number -5. Serial`, "reissued"}},
	{"unknown name", &net.OpError{Op: "remote error", Err: errors.New("tls: unrecognized name")}, asURL("mqtts"), []string{"does not know the server name broker.example", "SNI"}},
	{"unknown server name", handshake("other.example", "unrecognized name"), asURL("mqtts"), []string{"does not know the server name other.example", "SNI"}},
	{"no server name for an IP address", handshake("10.0.0.1", "unrecognized name"), asURL("mqtts"), []string{"none is sent for an IP address. Set the server name"}},
	{"unknown protocol", &net.OpError{Op: "remote error", Err: errors.New("tls: no application protocol")}, asURL("mqtts"), []string{"ALPN", "often mqtt"}},
	{"unknown protocol of a WebSocket", &net.OpError{Op: "remote error", Err: errors.New("tls: no application protocol")}, asURL("wss"), []string{"ALPN", "empty, or write http/1.1"}},
	{"a web server under TLS", wrapped(broker.ErrSpeaksHTTP), asURL("mqtts"), []string{"web server", "8883", "wss://"}},
	{"another protocol under TLS", wrapped(broker.ErrNotMQTT), asURL("wss"), []string{"mqtts", "8883"}},
	{"silent under TLS", wrapped(broker.ErrNoAnswer), asURL("mqtts"), []string{"not use TLS"}},
	{"hung up under TLS", wrapped(broker.ErrHungUp), asURL("mqtts"), []string{"login"}},
	{"a web server", wrapped(broker.ErrSpeaksHTTP), here, []string{"web server", "ws://broker.example:1883/mqtt"}},
	{"another protocol", &broker.Found{Kind: broker.ErrNotMQTT, Code: broker.BeginsWith, Text: "SSH-2.0"}, here, []string{"not in MQTT", "SSH-2.0", "1883"}},
	{"not support WebSocket", &broker.Found{Kind: broker.ErrNotWebSocket, Code: broker.Because, Err: errors.New("HTTP 404 Not Found")}, asURL("ws"), []string{"path /mqtt", "404"}},
	{"a WebSocket that wants a login", &broker.WebSocketRefusal{Status: 401}, asURL("ws"), []string{"401", "login or a token", "header", "query"}},
	{"a WebSocket that is forbidden", &broker.WebSocketRefusal{Status: 403}, asURL("ws"), []string{"403", "login or a token"}},
	{"a gateway", &broker.WebSocketRefusal{Status: 502}, asURL("ws"), []string{"502", "behind it", "later"}},
	{"too many requests", &broker.WebSocketRefusal{Status: 429}, asURL("ws"), []string{"429", "later"}},
	{"a redirection", &broker.WebSocketRefusal{Status: 301, Elsewhere: "wss://other.example/m\x1b"}, asURL("ws"),
		[]string{"301 Moved Permanently", `redirects to wss://other.example/m\x1b`, "nothing was sent"}},
	{"a redirection to nowhere", &broker.WebSocketRefusal{Status: 302}, asURL("ws"), []string{"302", "Check the port and the path"}},
	{"a wrong upgrade", &broker.WebSocketRefusal{Status: 101}, asURL("ws"), []string{"not as RFC 6455 requires", "RFC 6455", "fault of the server"}},
	{"a WebSocket closed at once", fmt.Errorf("%w: %w", broker.ErrHungUp, &broker.WebSocketEnd{Code: 1008, Reason: "no\x1bentry.", Err: io.EOF}),
		asURL("ws"), []string{"accepted the WebSocket", `1008, policy violation, and says: no\x1bentry. It may`, "login"}},
	{"a WebSocket closed without a frame", fmt.Errorf("%w: %w", broker.ErrHungUp, &broker.WebSocketEnd{Code: 1006, Err: io.EOF}),
		asURL("ws"), []string{"accepted the WebSocket", "an MQTT answer. It may expect a login"}},
	{"a WebSocket that restarts", fmt.Errorf("%w: %w", broker.ErrLost, &broker.WebSocketEnd{Code: 1012, Err: io.EOF}),
		asURL("ws"), []string{"ended the connection. It closed the WebSocket with the code 1012, service restart."}},
	{"a WebSocket that is lost", fmt.Errorf("%w: %w", broker.ErrLost, &broker.WebSocketEnd{Code: 1006, Err: io.EOF}), asURL("ws"), []string{"was lost"}},
	{"silent port", wrapped(broker.ErrNoAnswer), here, []string{"accepted the connection but did not answer"}},
	{"hung up on a WebSocket", wrapped(broker.ErrHungUp), asURL("ws"), []string{"not support WebSocket", "mqtt://broker.example:1883"}},
	{"hung up", wrapped(broker.ErrHungUp), here, []string{"closed the connection without an answer"}},

	{"hung up over a will", fmt.Errorf("%w: %w", broker.ErrHungUp, broker.ErrWithWill), here, []string{"may not accept the last will", "QoS 0", "no Retain"}},

	{"unknown authority", fmt.Errorf("TLS: %w", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), asURL("mqtts"), []string{"authority unknown", "Add"}},
	{"self-signed", &tls.CertificateVerificationError{
		UnverifiedCertificates: []*x509.Certificate{{RawIssuer: []byte("it"), RawSubject: []byte("it")}}, Err: x509.UnknownAuthorityError{},
	}, asURL("mqtts"), []string{"self-signed", "as an authority"}},
	{"another name", x509.HostnameError{Certificate: &x509.Certificate{DNSNames: []string{"a", "b", "c", "d"}}, Host: "x"}, asURL("mqtts"), []string{"another name (a, b, c, ...)"}},
	{"a common name only", x509.HostnameError{Certificate: &x509.Certificate{Subject: pkix.Name{CommonName: "x"}}, Host: "x"}, asURL("mqtts"), []string{"has no subject alternative name", "subject alternative name", "reissued"}},
	{"expired", expired, asURL("mqtts"), []string{"expired on " + day(-2).Format(time.DateOnly), "renewed"}},
	{"not valid yet", early, asURL("mqtts"), []string{"valid only from", "clock"}},
	{"expired, no details", x509.CertificateInvalidError{Reason: x509.Expired}, asURL("mqtts"), []string{"not valid today"}},
	{"unfit certificate", x509.CertificateInvalidError{Reason: x509.IncompatibleUsage}, asURL("mqtts"), []string{"cannot be trusted"}},
	{"client certificate wanted", &net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")}, asURL("mqtts"), []string{"requires a client certificate", "certificate required"}},
	{"client certificate expired", handshake("x", "expired certificate"), asURL("mqtts"), []string{"client certificate of the connection: it has expired", "Set one that is valid", "clock"}},
	{"client certificate revoked", handshake("x", "revoked certificate"), asURL("mqtts"), []string{"has been revoked. Set another one"}},
	{"handshake refused", &net.OpError{Op: "remote error", Err: errors.New("tls: protocol version not supported")}, asURL("mqtts"), []string{"ended the TLS handshake: protocol version"}},

	{"5 unsupported version", connack(broker.V5, 0x84), here, []string{"does not support this version", "auto"}},
	{"3.1.1 unsupported version", connack(broker.V311, 1), here, []string{"does not support this version"}},
	{"5 client id", connack(broker.V5, 0x85), here, []string{"client id"}},
	{"3.1 client id", connack(broker.V31, 2), here, []string{"client id", "23"}},
	{"3.1.1 unavailable", connack(broker.V311, 3), here, []string{"not available now"}},
	{"5 busy", connack(broker.V5, 0x89), here, []string{"not available now"}},
	{"3.1.1 bad login", connack(broker.V311, 4), here, []string{"user name or the password"}},
	{"5 bad login", connack(broker.V5, 0x86), here, []string{"user name or the password"}},
	{"3.1.1 not authorized", connack(broker.V311, 5), here, []string{"not authorized"}},
	{"5 banned", connack(broker.V5, 0x8A), here, []string{"banned"}},
	{"5 authentication", connack(broker.V5, 0x8C), here, []string{"another kind of authentication"}},
	{"5 moved", connack(broker.V5, 0x9D), here, []string{"another server"}},
	{"5 quota", connack(broker.V5, 0x97), here, []string{"refused the connection: quota exceeded"}},
	{"5 unspecified", connack(broker.V5, 0x80), here, []string{"refused the connection."}},
	{"no version", fmt.Errorf("%w: %w", broker.ErrNoVersion, connack(broker.V31, 1)), here, []string{"none of the MQTT versions"}},

	{"subscription", &broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: 0x87, Subject: "a/#"}, here, []string{"denied the subscription to a/#: not authorized"}},
	{"subscription in 3.1.1", &broker.Refusal{Packet: "SUBACK", Version: broker.V311, Code: 0x80, Subject: "#"}, here, []string{"denied the subscription to #."}},
	{"unsubscription", &broker.Refusal{Packet: "UNSUBACK", Version: broker.V5, Code: 0x83, Subject: "a"}, here, []string{"kept the subscription to a"}},
	{"publication", &broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: 0x87, Subject: "t", Reason: "read only"}, here, []string{"did not accept the message on t: not authorized", "may not publish", "Read only."}},
	{"publication over quota", &broker.Refusal{Packet: "PUBREC", Version: broker.V5, Code: 0x97, Subject: "t"}, here, []string{"quota exceeded", "again"}},
	{"taken over", fmt.Errorf("%w: %w", broker.ErrLost, &broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0x8E}), here, []string{"same client id"}},
	{"shut down", &broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0x8B}, here, []string{"shutting down"}},
	{"thrown out", &broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0x87}, here, []string{"not authorized"}},
	{"sent away", &broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0x9C}, here, []string{"another server"}},
	{"too large", &broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0x95}, here, []string{"too large"}},
	{"keep alive", &broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0x8D}, here, []string{"ended the connection: keep alive timeout"}},

	{"malformed", &broker.Fault{Code: broker.ReservedQoS, Packet: "PUBLISH"}, here, []string{"malformed packet (PUBLISH with QoS 3)", "closed"}},
	{"a fault", fmt.Errorf("lost: %w", &broker.Fault{Code: broker.BadReasonCode, Packet: "SUBACK", Number: 0x55, Clause: "MQTT-3.9.3-2"}), here, []string{"malformed packet (SUBACK with the code 0x55, which it cannot have),"}},
	{"a fault a library found", &broker.Fault{Err: errors.New("invalid Prop type 57 for packet 14")}, here, []string{"malformed packet, so"}},
	{"too big", &broker.Found{Kind: broker.ErrPacketTooBig, Code: broker.PacketSize, Number: 70, Limit: 60}, here, []string{"larger than", "70 bytes, the limit is 60"}},
	{"silent", fmt.Errorf("%w: %w", broker.ErrLost, &broker.Found{Kind: broker.ErrSilent, Code: broker.SilentFor, After: 45 * time.Second}), here, []string{"stopped responding", "45s"}},
	{"lost", wrapped(broker.ErrLost), here, []string{"connection to broker.example:1883 was lost"}},
	{"lost over a subscription", &broker.SubscribeError{Filters: []string{"a/#"}, Err: broker.ErrLost}, here, []string{"when asked to subscribe to a/#.", "subscribe to fewer topics"}},
	{"thrown out over a subscription", &broker.SubscribeError{Filters: []string{"a", "b"}, Err: disconnect(0x87)}, here, []string{"when asked to subscribe to a and b: not authorized.", "this login"}},
	{"ended over a subscription", &broker.SubscribeError{Filters: []string{"a", "b", "c", "d", "e"}, Err: disconnect(0)}, here, []string{"subscribe to a, b, c and 2 more. "}},
	{"shut down amid subscribing", &broker.SubscribeError{Filters: []string{"a"}, Err: disconnect(0x8B)}, here, []string{"shutting down"}},
	{"malformed SUBACK", &broker.SubscribeError{Filters: []string{"a"}, Err: fmt.Errorf("%w: %w", broker.ErrLost, &broker.Fault{Code: broker.BadReasonCode, Packet: "SUBACK", Number: 0x55})}, here, []string{"malformed packet (SUBACK with the code 0x55, which it cannot have)"}},
	{"no SUBACK", &broker.Unanswered{Packet: "SUBSCRIBE", Subjects: []string{"a/#", "b"}, After: 10 * time.Second}, here, []string{"did not answer the request to subscribe to a/# and b within 10 seconds"}},
	{"no UNSUBACK", &broker.Unanswered{Packet: "UNSUBSCRIBE", Subjects: []string{"a"}, After: time.Second, Err: context.Canceled}, here, []string{"unsubscribe from a within a second"}},
	{"no PUBACK", &broker.Unanswered{Packet: "PUBLISH", Subjects: []string{"t"}, After: time.Minute}, here, []string{"did not confirm the message on t within 60 seconds", "may or may not"}},
	{"thrown out amid publishing", fmt.Errorf("%w: %w", broker.ErrUnconfirmed, disconnect(0x95)), here, []string{"too large", "may or may not have arrived"}},
	{"ended without a reason", disconnect(0), here, []string{"without giving a reason"}},
	{"old code in MQTT 5: version", connack(broker.V5, 1), here, []string{"does not support this version"}},
	{"old code in MQTT 5: client id", connack(broker.V5, 2), here, []string{"client id"}},
	{"old code in MQTT 5: login", connack(broker.V5, 4), here, []string{"user name or the password"}},
	{"a code of nothing", connack(broker.V5, 0x20), here, []string{"refused the connection: the code 0x20, which MQTT 5 does not define for CONNACK"}},
	{"will's QoS", connack(broker.V5, 0x9B), here, []string{"last will", "lower QoS"}},
	{"will's retain flag", connack(broker.V5, 0x9A), here, []string{"last will", "Retain"}},
	{"will's topic", connack(broker.V5, 0x90), here, []string{"last will", "topic"}},
	{"moved to", &broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 0x9D, Reference: "other.example:8883"}, here, []string{"another server: other.example:8883.", "nothing was sent there"}},
	{"sent to", &broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0x9C, Reference: "other.example"}, here, []string{"another server: other.example.", "If you trust it"}},
	{"words for a terminal", &broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 0x88, Reason: "a\x1b[2J\u202eb"}, here, []string{`The broker says: A\x1b[2J\u202eb.`}},
	{"no shared subscriptions", &broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: 0x9E, Subject: "$share/g/a"}, here, []string{"$share/g/a: shared subscriptions not supported", "without the $share"}},
	{"no wildcards", &broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: 0xA2, Subject: "a/#"}, here, []string{"wildcard subscriptions not supported", "without + and #"}},
	{"pending", wrapped(&broker.Pending{Err: fmt.Errorf("%w: %w", broker.ErrUnconfirmed, broker.ErrLost)}), here, []string{"sent again when the connection is back"}},
	{"unconfirmed", fmt.Errorf("%w: %w", broker.ErrUnconfirmed, broker.ErrLost), here, []string{"may or may not have arrived"}},
	{"not connected", broker.ErrNotConnected, here, []string{"Not connected"}},
	{"closed", broker.ErrClosed, here, []string{"closed"}},

	{"limit", &broker.Unfit{Err: broker.ErrBeyondLimits, Code: broker.AboveMaxQoS, Limit: 1}, here, []string{"Beyond what the broker accepts: it accepts messages up to QoS 1."}},
	{"invalid", fmt.Errorf("publishing: %w", &broker.Unfit{Err: broker.ErrInvalid, Code: broker.BadQoS, Number: 3}), here, []string{"the QoS is 0, 1 or 2"}},
	{"unsupported", broker.ErrUnsupported, here, []string{"protocol version in use"}},
	{"deadline", fmt.Errorf("publishing: %w", context.DeadlineExceeded), here, []string{"did not answer in time"}},
	{"cancelled", context.Canceled, here, []string{"cancelled"}},
	{"filter", fmt.Errorf("filter %q: %w", "a#", model.ErrHash), here, []string{"# must stand alone"}},
	{"topic", fmt.Errorf("topic %q: %w", "a/+", model.ErrWildcard), here, []string{"wildcards + and #"}},
	{"anything else", errors.New("flux capacitor missing"), here, []string{"Flux capacitor missing."}},
	{"a question", errors.New("Why?"), here, []string{"Why?"}},
}

// TestTLSClosedByAddress: whoever writes an IP address is told that no name goes
// with it.
func TestTLSClosedByAddress(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "::1", "fe80::1%eth0"} {
		said := explain.Error(wrapped(broker.ErrTLSClosed), broker.Address{Scheme: "wss", Host: host, Port: 443})
		if !strings.Contains(said, "none is sent") {
			t.Errorf("of %s it says %q", host, said)
		}
	}
}

// TestNoAdviceAgainstTLS: whoever asked for TLS is never told to do without it, or
// to trust anybody.
func TestNoAdviceAgainstTLS(t *testing.T) {
	const port = 60_000
	for _, c := range explained {
		for _, scheme := range []string{"mqtts", "wss"} {
			at := asURL(scheme)
			at.Port = port
			// Where a broker sends its clients is its own word, not our advice.
			said := strings.NewReplacer("mqtts://", "", "wss://", "", "other.example:1883", "").Replace(explain.Error(c.err, at))
			for _, bad := range []string{"mqtt://", "ws://", "1883", "expect TLS", "verif"} {
				if strings.Contains(said, bad) {
					t.Errorf("%s: of %s it says %q", c.name, scheme, said)
				}
			}
		}
	}
}

func TestExplain(t *testing.T) {
	for _, c := range explained {
		t.Run(c.name, func(t *testing.T) {
			got := explain.Error(c.err, c.at)
			for _, want := range c.says {
				if !strings.Contains(got, want) {
					t.Errorf("says\n%s\nwithout %q", got, want)
				}
			}
			checkSentences(t, got)
		})
	}
	if got := explain.Error(nil, here); got != "" {
		t.Errorf("of no error it says %q", got)
	}
}

// TestWhatIsOfNoConnection is not told as of a broker: a key ring, a network drive or a
// file can fail as one does, and has no address.
func TestWhatIsOfNoConnection(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "unix", Err: err} }
	for name, c := range map[string]struct {
		err  error
		want string // empty: its own words
	}{
		"refused":            {fmt.Errorf("the key ring cannot be reached: %w", dial(os.NewSyscallError("connect", syscall.ECONNREFUSED))), "The key ring cannot be reached: nothing listens there."},
		"no way":             {fmt.Errorf("the key ring cannot be reached: %w", dial(os.NewSyscallError("connect", syscall.EHOSTUNREACH))), "The key ring cannot be reached: it cannot be reached from this computer."},
		"a network drive":    {fmt.Errorf("the file cannot be read: %w", &fs.PathError{Op: "read", Path: "/mnt/ca.pem", Err: syscall.ETIMEDOUT}), "The file cannot be read: the drive that /mnt/ca.pem is on did not answer in time."},
		"a name":             {fmt.Errorf("the broker cannot be announced: %w", &net.DNSError{Err: "no such host", Name: "plant", IsNotFound: true}), ""},
		"a certificate":      {fmt.Errorf("the file cannot be used: %w", x509.UnknownAuthorityError{}), ""},
		"an alert":           {fmt.Errorf("the key ring cannot be reached: %w", handshake("plant", "bad certificate")), ""},
		"a port of its own":  {fmt.Errorf("the key ring cannot be reached: %w", broker.ErrSpeaksTLS), ""},
		"that cannot answer": {fmt.Errorf("the key ring cannot be reached: %w", broker.ErrNoAnswer), ""},
	} {
		if c.want == "" {
			c.want = strings.ToUpper(c.err.Error()[:1]) + c.err.Error()[1:] + "."
		}
		if got := explain.Error(c.err, broker.Address{}); got != c.want {
			t.Errorf("%s: says\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// checkSentences: capital first, full stop last, nothing left out.
func checkSentences(t *testing.T, s string) {
	t.Helper()
	first := []rune(s)[0]
	// A host name may begin a sentence.
	if !unicode.IsUpper(first) && !strings.HasPrefix(s, here.Host) {
		t.Errorf("%q does not begin like a sentence", s)
	}
	if !strings.ContainsAny(s[len(s)-1:], ".?!") {
		t.Errorf("%q does not end like a sentence", s)
	}
	for _, bad := range []string{"  ", "()", "..", ": .", "%!"} {
		if strings.Contains(strings.ReplaceAll(s, "...", ""), bad) {
			t.Errorf("%q has %q in it", s, bad)
		}
	}
}

func TestRefusedLogins(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"bad password, MQTT 5":      {&broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: broker.BadLogin}, true},
		"not authorized, MQTT 5":    {&broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: broker.NotAuthorized}, true},
		"bad password, MQTT 3.1.1":  {&broker.Refusal{Packet: "CONNACK", Version: broker.V311, Code: broker.OldBadLogin}, true},
		"not authorized, MQTT 3.1":  {&broker.Refusal{Packet: "CONNACK", Version: broker.V31, Code: broker.OldNotAuthorized}, true},
		"wrapped":                   {fmt.Errorf("connecting: %w", &broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: broker.BadLogin}), true},
		"a code of MQTT 3 in 5":     {&broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: broker.OldBadLogin}, true},
		"the client id":             {&broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: broker.InvalidClientID}, false},
		"a subscription":            {&broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: broker.NotAuthorized}, false},
		"ended after the beginning": {&broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: broker.NotAuthorized}, false},
		"nothing":                   {nil, false},
	} {
		if got := broker.IsLoginRefused(c.err); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// handshake is one that the broker ended with an alert when it was asked for a name.
func handshake(name, alert string) error {
	return &broker.HandshakeError{Name: name, Err: &net.OpError{Op: "remote error", Err: errors.New("tls: " + alert)}}
}

// TestNoSentenceIsLong: whatever others put into an error, the sentence on it can
// be read, and printed.
func TestNoSentenceIsLong(t *testing.T) {
	long := strings.Repeat("x\x1b[31m", 20_000)
	cert := &x509.Certificate{DNSNames: []string{long}}
	for name, err := range map[string]error{
		"an error":      errors.New(long),
		"a certificate": x509.HostnameError{Certificate: cert, Host: "h"},
		"a refusal":     &broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: broker.ServerMoved, Reason: long, Reference: long},
		"a proxy":       errors.Join(broker.ErrProxy, errors.New(long)),
	} {
		if s := explain.Error(err, broker.Address{Scheme: "mqtts", Host: "h", Port: 1}); len(s) > broker.LongestText+40 || strings.ContainsRune(s, 0x1b) {
			t.Errorf("%s: %d bytes: %q", name, len(s), s[:40])
		}
	}
}
