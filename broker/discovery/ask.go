package discovery

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/hashicorp/mdns"
	"github.com/miekg/dns"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// Where questions go (RFC 6762, 3).
var (
	group4 = &net.UDPAddr{IP: net.IPv4(224, 0, 0, 251), Port: 5353}
	group6 = &net.UDPAddr{IP: net.ParseIP("ff02::fb"), Port: 5353}
)

// How fast is read: what comes faster is dropped by the system. All that listen in
// a round share it.
const (
	turn       = 50 * time.Millisecond
	turnAll    = 100 // packets a turn
	turnAtOnce = 10  // of them at the least for each
)

// ear is a socket that questions are put through or answers come in at.
type ear struct {
	conn  *net.UDPConn
	group *net.UDPAddr
	zone  string // of link-local addresses
}

// listen opens two ears on a network, one of which can ask.
func listen(on *net.Interface, v6 bool) (ears []ear, err error) {
	network, any4or6, group := "udp4", &net.UDPAddr{IP: net.IPv4zero}, *group4
	if v6 {
		network, any4or6, group = "udp6", &net.UDPAddr{IP: net.IPv6unspecified}, *group6
		group.Zone = on.Name
	}
	asking, err := net.ListenUDP(network, any4or6)
	if err != nil {
		return nil, err
	}
	if v6 {
		err = ipv6.NewPacketConn(asking).SetMulticastInterface(on)
	} else {
		err = ipv4.NewPacketConn(asking).SetMulticastInterface(on)
	}
	if err != nil {
		_ = asking.Close()
		return nil, err
	}
	ears = append(ears, ear{asking, &group, on.Name})
	// Answers come to the one that asked, too; what others are answered is more.
	if hearing, err := net.ListenMulticastUDP(network, on, &group); err == nil {
		ears = append(ears, ear{hearing, &group, on.Name})
	}
	return ears, nil
}

// ask puts a question.
func (e ear) ask(q dns.Question) error {
	packet, err := (&dns.Msg{Question: []dns.Question{q}}).Pack()
	if err == nil {
		_, err = e.conn.WriteToUDP(packet, e.group)
	}
	return err
}

// round is one round of questions.
type round struct {
	ctx     context.Context // ends with the round
	atOnce  int             // packets a turn, of each ear
	entries chan *mdns.ServiceEntry

	mu   sync.Mutex // guards what was heard
	said *hearing
}

// ask puts one round of questions: each service, on each network, over IPv4 and
// IPv6. It tells whether any could be put.
func ask(ctx context.Context, on []net.Interface, heard func(*mdns.ServiceEntry)) (asked bool) {
	ctx, stop := context.WithTimeout(ctx, answerTime)
	defer stop()
	r := &round{ctx: ctx, entries: make(chan *mdns.ServiceEntry), said: newHearing()}
	var open [][]ear
	count := 0
	for i := range on {
		for _, v6 := range []bool{false, true} {
			if ears, err := listen(&on[i], v6); err == nil {
				open = append(open, ears)
				count += len(ears)
			}
		}
	}
	r.atOnce = max(turnAtOnce, turnAll/max(1, count))
	var listening sync.WaitGroup
	for _, ears := range open {
		for _, e := range ears {
			context.AfterFunc(ctx, func() { _ = e.conn.Close() })
			listening.Go(func() { r.listen(e, ears[0]) }) // ends with the round
		}
		for _, service := range []string{plainService, secureService} {
			q := dns.Question{Name: service + ".local.", Qtype: dns.TypePTR, Qclass: dns.ClassINET}
			asked = ears[0].ask(q) == nil || asked
		}
	}
	if !asked {
		stop()
	}
	go func() { // ends with the round
		listening.Wait()
		close(r.entries)
	}()
	for e := range r.entries {
		heard(e)
	}
	return asked
}

// listen takes in what arrives at an ear until the round ends. Questions that
// arise are put through asking.
func (r *round) listen(e, asking ear) {
	packet := make([]byte, largestPacket+1)
	ticker := time.NewTicker(turn)
	defer ticker.Stop()
	for {
		for range r.atOnce {
			n, _, err := e.conn.ReadFromUDP(packet)
			if r.ctx.Err() != nil {
				return
			}
			if err == nil && n <= largestPacket { // Windows calls a longer one an error
				r.take(packet[:n], e.zone, asking)
			}
		}
		select {
		case <-ticker.C:
		case <-r.ctx.Done():
			return
		}
	}
}

// take hands on what a packet makes complete, and asks for what it leaves open.
func (r *round) take(packet []byte, zone string, asking ear) {
	r.mu.Lock()
	complete, questions := r.said.packet(packet, zone)
	r.mu.Unlock()
	for _, q := range questions {
		_ = asking.ask(q) // who announces it may say all of it the next time
	}
	for _, entry := range complete {
		select {
		case r.entries <- entry:
		case <-r.ctx.Done():
			return
		}
	}
}
