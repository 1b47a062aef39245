package discovery

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/mdns"
	"github.com/miekg/dns"

	"mangrove/broker"
)

// Announcement is a broker of ours that others may find.
type Announcement struct {
	Name   string // what it is called; empty: Mangrove and the computer's name
	Port   int
	Secure bool // it is spoken to over TLS
	// Info are TXT records, key=value.
	Info []string
}

// Announce answers whoever looks for brokers, until it is closed. Ask the user
// before: everybody on the network can see it. A broker on a loopback address
// is not to be announced, see [Reachable].
func Announce(a Announcement) (io.Closer, error) {
	some, err := networks()
	if err != nil || len(some) == 0 {
		return nil, errors.Join(ErrNoNetwork, err)
	}
	return announce(a, some)
}

// Reachable reports whether a broker that listens on an address, host:port, can
// be reached from other computers.
func Reachable(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil || host == "" || host == "localhost" { // without a host the box listens on this machine only
		return false
	}
	ip := net.ParseIP(host)
	return ip == nil || !ip.IsLoopback()
}

func announce(a Announcement, on []net.Interface) (io.Closer, error) {
	host, err := os.Hostname()
	if err != nil {
		return nil, &broker.DiscoveryFault{Code: broker.NoName, Err: err}
	}
	host, _, _ = strings.Cut(host, ".")
	if a.Name == "" {
		a.Name = "Mangrove on " + host
	}
	service := plainService
	if a.Secure {
		service = secureService
	}
	info := a.Info
	if len(info) == 0 {
		info = []string{""} // there must be a TXT record (RFC 6763, 6)
	}
	var all announced
	for i := range on {
		ips := addresses(on[i])
		if len(ips) == 0 {
			continue
		}
		zone, err := mdns.NewMDNSService(escape(a.Name), service, "local.", host+".local.", a.Port, ips, info)
		if err != nil {
			return nil, errors.Join(&broker.DiscoveryFault{Code: broker.NotAnnounced, Err: err}, all.Close())
		}
		server, err := mdns.NewServer(&mdns.Config{Zone: &patientZone{zone: zone}, Iface: &on[i], Logger: silent})
		if err != nil {
			continue // another network may do
		}
		all = append(all, server)
	}
	if len(all) == 0 {
		return nil, ErrNoNetwork
	}
	return all, nil
}

// mostAnswers is how many questions a second are answered on a network. A few
// computers that look for brokers put two every few seconds each; who puts more
// would have us answer somebody else, who never asked.
const mostAnswers = 50

// patientZone answers for a zone as often as that. The goroutines of the library
// use it.
type patientZone struct {
	zone mdns.Zone

	mu     sync.Mutex // guards what follows
	second int64
	asked  int // in that second
}

// Records gives the answer to a question, none when there are too many.
func (z *patientZone) Records(q dns.Question) []dns.RR {
	records := z.zone.Records(q)
	if len(records) == 0 {
		return nil
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	if now := time.Now().Unix(); now != z.second {
		z.second, z.asked = now, 0
	}
	if z.asked++; z.asked > mostAnswers {
		return nil
	}
	return records
}

// addresses are those of one interface.
func addresses(i net.Interface) (ips []net.IP) {
	all, err := i.Addrs()
	if err != nil {
		return nil
	}
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLinkLocalUnicast() {
			ips = append(ips, n.IP)
		}
	}
	return ips
}

// announced are the announcements on every network.
type announced []*mdns.Server

// Close takes the announcements back, all of them also where one fails.
func (a announced) Close() error {
	var failed []error
	for _, server := range a {
		failed = append(failed, server.Shutdown())
	}
	return errors.Join(failed...)
}
