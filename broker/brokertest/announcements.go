package brokertest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/miekg/dns"
	"golang.org/x/net/ipv4"
)

// Announcement is what a broker says on the network that is at host, a name of
// .local, with an IPv4 address. The name is as DNS writes it in text.
func Announcement(name, host string, port uint16, info ...string) []byte {
	full := name + "._mqtt._tcp.local."
	header := func(name string, kind uint16) dns.RR_Header {
		return dns.RR_Header{Name: name, Rrtype: kind, Class: dns.ClassINET, Ttl: 120}
	}
	m := &dns.Msg{MsgHdr: dns.MsgHdr{Response: true, Authoritative: true}, Compress: true, Answer: []dns.RR{
		&dns.PTR{Hdr: header("_mqtt._tcp.local.", dns.TypePTR), Ptr: full},
		&dns.SRV{Hdr: header(full, dns.TypeSRV), Target: host, Port: port},
		&dns.A{Hdr: header(host, dns.TypeA), A: net.IPv4(192, 0, 2, 99)},
		&dns.TXT{Hdr: header(full, dns.TypeTXT), Txt: append([]string{""}, info...)},
	}}
	b, err := m.Pack()
	if err != nil {
		panic(err) //nolint:forbidigo // a test that names a broker as nobody can
	}
	return b
}

// OddAnnouncements are packets as no broker sends them, by what is odd in them.
func OddAnnouncements() map[string][]byte {
	plain := Announcement("odd", "odd.local.", 1883)
	head := func(questions, answers int) []byte {
		b := make([]byte, 12)
		b[2] = 0x84
		binary.BigEndian.PutUint16(b[4:], uint16(questions))
		binary.BigEndian.PutUint16(b[6:], uint16(answers))
		return b
	}
	changed := func(at int, to ...byte) []byte {
		b := append([]byte(nil), plain...)
		copy(b[at:], to)
		return b
	}
	long := strings.Repeat(strings.Repeat("x", 63)+".", 3)
	all := map[string][]byte{
		"nothing":                        {},
		"half a head":                    plain[:7],
		"a head alone":                   plain[:12],
		"a question":                     changed(2, 0),
		"another operation":              changed(2, 0xA8),
		"a refusal":                      changed(3, 3),
		"65,535 records that are not":    changed(6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
		"65,535 questions that are not":  changed(4, 0xFF, 0xFF),
		"a name that is itself":          append(head(0, 1), 0xC0, 12, 0, 12, 0, 1, 0, 0, 0, 9, 0, 2, 0xC0, 12),
		"two names that are each other":  append(head(0, 1), 0xC0, 14, 0xC0, 12, 0, 12, 0, 1, 0, 0, 0, 9, 0, 0),
		"a name behind the end":          append(head(0, 1), 0xFF, 0xFF, 0, 12, 0, 1, 0, 0, 0, 9, 0, 0),
		"a record longer than all":       append(head(0, 1), 0, 0, 12, 0, 1, 0, 0, 0, 9, 0xFF, 0xFF),
		"port 0":                         Announcement("zero", "odd.local.", 0),
		"255 bytes":                      Announcement(strings.Repeat("y", 30), long+"local.", 1883),
		"a public host":                  Announcement("bank", "www.attacker.example.", 8883),
		"control, bidi and C1":           Announcement(`a\000\027[2J\013\010b\194\155c\226\128\174d`, "odd.local.", 1883),
		"not UTF-8":                      Announcement(`\255\254\192\128`, "odd.local.", 1883),
		"a name of spaces":               Announcement(`\032\032\032`, "odd.local.", 1883),
		"a TXT of 64 kB":                 Announcement("text", "odd.local.", 1883, strings.Split(strings.Repeat(strings.Repeat("t", 250)+" ", 250), " ")...),
		"thousands of brokers":           manyPointers(head, 700),
		"thousands of brokers, 64 kB":    manyPointers(head, 5_000),
		"twice":                          append(append([]byte(nil), plain...), plain...),
		"zeros":                          make([]byte, 9_000),
		"a farewell":                     farewell(plain),
		"an IPv6 packet's worth of name": append(head(1, 0), []byte(strings.Repeat("\x3f"+strings.Repeat("z", 63), 100))...),
	}
	for i := range len(plain) {
		all[fmt.Sprintf("cut after %d bytes", i)] = plain[:i]
	}
	return all
}

// manyPointers is a packet that names so many brokers, each another.
func manyPointers(head func(questions, answers int) []byte, n int) []byte {
	b := append(head(0, n), "\x05_mqtt\x04_tcp\x05local\x00"...)
	b = append(b, 0, 12, 0, 1, 0, 0, 0, 9, 0, 2, 0xC0, 12)
	for i := range n - 1 {
		b = append(b, 0xC0, 12, 0, 12, 0, 1, 0, 0, 0, 9, 0, 7, 4)
		b = append(b, fmt.Sprintf("%04d", i%10_000)...)
		b = append(b, 0xC0, 12)
	}
	return b[:min(len(b), 65_000)]
}

func farewell(plain []byte) []byte {
	var m dns.Msg
	if err := m.Unpack(plain); err != nil {
		panic(err) //nolint:forbidigo // it was packed here
	}
	for _, rr := range m.Answer {
		rr.Header().Ttl = 0
	}
	b, _ := m.Pack()
	return b
}

// Group is where brokers are announced (RFC 6762, 3).
var Group = &net.UDPAddr{IP: net.IPv4(224, 0, 0, 251), Port: 5353}

// Flood announces brokers on a network of the test's own until ctx ends, so many a
// second: each another, with all odd announcements among them. It gives how many.
func Flood(ctx context.Context, on *net.Interface, rate int) (sent int, err error) {
	conn, err := net.ListenMulticastUDP("udp4", on, Group)
	if err != nil {
		return 0, err
	}
	defer conn.Close() //nolint:errcheck // nothing is lost
	options := ipv4.NewPacketConn(conn)
	if err := errors.Join(options.SetMulticastInterface(on), options.SetMulticastLoopback(true)); err != nil {
		return 0, err
	}
	var odd [][]byte
	for _, b := range OddAnnouncements() {
		odd = append(odd, b)
	}
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for start := time.Now(); ; {
		select {
		case <-ctx.Done():
			return sent, nil
		case <-ticker.C:
		}
		for due := int(time.Since(start).Seconds() * float64(rate)); sent < due; sent++ {
			b := Announcement(fmt.Sprintf(`flood\ %d\ \226\128\174%d`, sent, sent), fmt.Sprintf("h%d.local.", sent), 1883, "v=5")
			switch sent % 4 {
			case 2:
				b[7] = 1 // without a port and an address
			case 3:
				b = odd[sent/4%len(odd)]
			}
			_, _ = conn.WriteToUDP(b, Group) // what is too long is refused, as it should be
		}
	}
}
