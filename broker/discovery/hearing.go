package discovery

import (
	"encoding/binary"
	"net"
	"strings"

	"github.com/hashicorp/mdns"
	"github.com/miekg/dns"
)

// Limits of what is heard in one round of questions. Networks have tens of
// brokers; who announces more, or in ways that nobody does, costs no more than
// this.
const (
	largestPacket = 9_000    // bytes (RFC 6762, 17); a longer one is not looked at
	mostRecords   = 256      // of one packet
	mostQuestions = 32       // in one packet, and asked about what was announced in part
	largestInfo   = 1_300    // bytes of TXT records (RFC 6763, 6.2)
	mostNames     = 4 * Most // of brokers, and of computers
)

// hearing puts together what is said in one round: who is announced in one record
// may have its port in another and its address in a third. It belongs to whoever
// holds it.
type hearing struct {
	brokers map[string]*announcedBroker // by name, in small letters
	hosts   map[string]*mdns.ServiceEntry
	untold  []*announcedBroker // not complete yet, or not given
	asked   int
}

// announcedBroker is what is known of one so far.
type announcedBroker struct {
	entry mdns.ServiceEntry
	host  *mdns.ServiceEntry // has its addresses; nil: not known which
	asked bool               // for what is missing
}

func newHearing() *hearing {
	return &hearing{brokers: make(map[string]*announcedBroker), hosts: make(map[string]*mdns.ServiceEntry)}
}

// packet takes in what somebody sent, in the zone of link-local addresses it came
// through. It gives the brokers of which all is known now, and what is to be asked.
func (h *hearing) packet(b []byte, zone string) (complete []*mdns.ServiceEntry, ask []dns.Question) {
	if !h.records(b, zone) {
		return nil, nil
	}
	left := h.untold[:0]
	for _, a := range h.untold {
		if a.host != nil && (a.host.AddrV4 != nil || a.host.AddrV6IPAddr != nil) {
			entry := a.entry // what is said later does not change it
			entry.AddrV4, entry.AddrV6IPAddr = a.host.AddrV4, a.host.AddrV6IPAddr
			complete = append(complete, &entry)
			continue
		}
		left = append(left, a)
		if !a.asked && h.asked < mostQuestions {
			a.asked = true
			h.asked++
			ask = append(ask, a.missing())
		}
	}
	h.untold = left
	return complete, ask
}

// missing is the question after what is not known yet.
func (a *announcedBroker) missing() dns.Question {
	if a.host == nil {
		return dns.Question{Name: a.entry.Name, Qtype: dns.TypeSRV, Qclass: dns.ClassINET}
	}
	return dns.Question{Name: a.host.Name, Qtype: dns.TypeA, Qclass: dns.ClassINET}
}

// records reads a packet record by record, until its end or something that cannot
// be read, and reports whether any was of use.
func (h *hearing) records(b []byte, zone string) (used bool) {
	at, count := beginning(b)
	var err error
	for range min(count, mostRecords) {
		r := dns.RR_Header{}
		if r.Name, at, err = dns.UnpackDomainName(b, at); err != nil || at+10 > len(b) {
			return used
		}
		r.Rrtype, r.Class = binary.BigEndian.Uint16(b[at:]), binary.BigEndian.Uint16(b[at+2:])
		r.Ttl, r.Rdlength = binary.BigEndian.Uint32(b[at+4:]), binary.BigEndian.Uint16(b[at+8:])
		end := at + 10 + int(r.Rdlength)
		if end > len(b) {
			return used
		}
		// The first bit of the class says that others are void (RFC 6762, 10.2); without
		// a time to live it is a farewell (10.1).
		if r.Class&0x7FFF == dns.ClassINET && r.Ttl > 0 && h.wants(r) {
			if rr, _, err := dns.UnpackRRWithHeader(r, b[:end], at+10); err == nil {
				used = h.record(rr, zone) || used
			}
		}
		at = end
	}
	return used
}

// beginning is where the records of an answer begin, and how many it says that it
// has; none when it is no answer.
func beginning(b []byte) (at, count int) {
	const header = 12
	if len(b) < header || len(b) > largestPacket || b[2]&0xF8 != 0x80 || b[3]&0x0F != 0 {
		return 0, 0 // or one of another kind (RFC 6762, 18)
	}
	questions := int(binary.BigEndian.Uint16(b[4:]))
	if questions > mostQuestions {
		return 0, 0
	}
	at = header
	var err error
	for range questions {
		if _, at, err = dns.UnpackDomainName(b, at); err != nil {
			return 0, 0
		}
		at += 4
	}
	return at, int(binary.BigEndian.Uint16(b[6:])) + int(binary.BigEndian.Uint16(b[8:])) + int(binary.BigEndian.Uint16(b[10:]))
}

// wants reports whether a record may be about a broker, before it is read.
func (*hearing) wants(r dns.RR_Header) bool {
	switch r.Rrtype {
	case dns.TypePTR:
		name := strings.ToLower(r.Name)
		return name == plainService+".local." || name == secureService+".local."
	case dns.TypeSRV, dns.TypeTXT:
		return isInstance(r.Name) && (r.Rrtype == dns.TypeSRV || r.Rdlength <= largestInfo)
	}
	return r.Rrtype == dns.TypeA || r.Rrtype == dns.TypeAAAA
}

// isInstance reports whether a name is that of a broker.
func isInstance(name string) bool {
	name = strings.TrimSuffix(name, ".")
	_, plain := cutService(name, plainService)
	_, secure := cutService(name, secureService)
	return plain || secure
}

// record takes in one record, and reports whether it was of use.
func (h *hearing) record(rr dns.RR, zone string) bool {
	switch rr := rr.(type) {
	case *dns.PTR:
		return isInstance(rr.Ptr) && h.broker(rr.Ptr) != nil
	case *dns.SRV:
		a := h.broker(rr.Hdr.Name)
		if a == nil {
			return false
		}
		a.entry.Host, a.entry.Port = rr.Target, int(rr.Port)
		a.host, a.asked = h.host(rr.Target), false
	case *dns.TXT:
		a := h.broker(rr.Hdr.Name)
		if a == nil {
			return false
		}
		a.entry.InfoFields = rr.Txt
	case *dns.A:
		host := h.host(rr.Hdr.Name)
		if host == nil {
			return false
		}
		host.AddrV4 = rr.A
	case *dns.AAAA:
		host := h.host(rr.Hdr.Name)
		if host == nil {
			return false
		}
		host.AddrV6IPAddr = &net.IPAddr{IP: rr.AAAA}
		if rr.AAAA.IsLinkLocalUnicast() {
			host.AddrV6IPAddr.Zone = zone
		}
	}
	return true
}

// broker is the one of a name, nil when there are too many.
func (h *hearing) broker(name string) *announcedBroker {
	key := strings.ToLower(name)
	a := h.brokers[key]
	if a == nil && len(h.brokers) < mostNames {
		a = &announcedBroker{entry: mdns.ServiceEntry{Name: name}}
		h.brokers[key] = a
		h.untold = append(h.untold, a)
	}
	return a
}

// host is the computer of a name, nil when there are too many.
func (h *hearing) host(name string) *mdns.ServiceEntry {
	key := strings.ToLower(name)
	host := h.hosts[key]
	if host == nil && len(h.hosts) < mostNames {
		host = &mdns.ServiceEntry{Name: name}
		h.hosts[key] = host
	}
	return host
}
