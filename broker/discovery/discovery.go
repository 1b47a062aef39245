// Package discovery finds the brokers that announce themselves on the local
// network by DNS-SD over mDNS (RFC 6763, RFC 6762), and announces ours.
//
// It sends and receives on the networks this computer is part of and connects
// to no broker.
package discovery

import (
	"log/slog"
	"net"
	"strings"

	"github.com/hashicorp/mdns"

	"mangrove/broker"
)

// The registered service types.
const (
	plainService  = "_mqtt._tcp"
	secureService = "_secure-mqtt._tcp"
)

// Found is a broker that announced itself.
type Found struct {
	Name string // what it calls itself
	// Address has an IP address for a host: names ending in .local are not
	// looked up everywhere. For mqtts a certificate will be for HostName.
	Address  broker.Address
	HostName string   // without the last dot; empty unless it is one of .local
	Info     []string // its TXT records, mostly key=value
}

// parse makes sense of an answer, false when it is not about an MQTT broker:
// the library hands on whatever is said on the network.
func parse(e *mdns.ServiceEntry) (Found, bool) {
	f := Found{HostName: localName(e.Host), Info: e.InfoFields}
	name := strings.TrimSuffix(e.Name, ".")
	if plain, ok := cutService(name, plainService); ok {
		f.Name, f.Address.Scheme = plain, "mqtt"
	} else if secure, ok := cutService(name, secureService); ok {
		f.Name, f.Address.Scheme = secure, "mqtts"
	} else {
		return f, false
	}
	switch {
	case e.AddrV4 != nil:
		f.Address.Host = e.AddrV4.String()
	case e.AddrV6IPAddr != nil:
		f.Address.Host = e.AddrV6IPAddr.String()
	}
	f.Address.Port = e.Port
	return f, f.Address.Host != "" && e.Port > 0 && e.Port <= 65_535
}

// localName is a name of the local network without its last dot, empty when it is
// another: anybody may announce anything, and has a certificate for a name of his
// own that every computer accepts. Nobody signs one for .local (RFC 6762, 22.1).
func localName(name string) string {
	name = strings.TrimSuffix(name, ".")
	if !strings.HasSuffix(strings.ToLower(name), ".local") || broker.CheckHost(name) != nil {
		return ""
	}
	return name
}

// cutService takes the service type and the domain off an instance's name.
func cutService(name, service string) (instance string, ok bool) {
	i := strings.LastIndex(name, "."+service+".")
	if i <= 0 {
		return "", false
	}
	return unescape(name[:i]), true
}

// unescape reads a label as DNS writes it in text: \. and \032 (RFC 1035, 5.1).
func unescape(label string) string {
	var b strings.Builder
	for i := 0; i < len(label); i++ {
		c := label[i]
		if c != '\\' || i+1 == len(label) {
			b.WriteByte(c)
			continue
		}
		if i+3 < len(label) && digits(label[i+1:i+4]) {
			n := int(label[i+1]-'0')*100 + int(label[i+2]-'0')*10 + int(label[i+3]-'0')
			if n <= 0xFF {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		i++
		b.WriteByte(label[i])
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD")
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// escape writes a name as one label of at most 63 bytes (RFC 6763, 4.1.1).
func escape(name string) string {
	for len(name) > 63 {
		name = strings.ToValidUTF8(name[:len(name)-1], "")
	}
	return strings.NewReplacer(`\`, `\\`, ".", `\.`).Replace(name)
}

// networks are the interfaces to ask and to announce on.
func networks() ([]net.Interface, error) {
	all, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	var some []net.Interface
	for _, i := range all {
		if i.Flags&net.FlagUp != 0 && i.Flags&net.FlagMulticast != 0 && i.Flags&net.FlagLoopback == 0 {
			some = append(some, i)
		}
	}
	return some, nil
}

// silent is where the library's log goes: it takes every foreign packet for an
// error.
var silent = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
