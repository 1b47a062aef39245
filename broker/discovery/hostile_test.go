package discovery

import (
	"context"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/mdns"
	"github.com/miekg/dns"

	"mangrove/broker/brokertest"
)

// TestOddAnnouncements: what no broker sends finds none that cannot be, and costs
// neither a panic nor more room than it takes itself.
func TestOddAnnouncements(t *testing.T) {
	want := map[string]string{ // name and computer of what is found all the same
		"255 bytes":                   strings.Repeat("y", 30) + " " + strings.Repeat(strings.Repeat("x", 63)+".", 3) + "local",
		"a public host":               "bank ",
		"control, bidi and C1":        "a\x00\x1b[2J\r\nb\u009bc\u202ed odd.local",
		"not UTF-8":                   "\uFFFD odd.local",
		"a name of spaces":            "    odd.local",
		"twice":                       "odd odd.local",
		"65,535 records that are not": "odd odd.local",
	}
	for name, packet := range brokertest.OddAnnouncements() {
		h := newHearing()
		complete, _ := h.packet(packet, "zone")
		got := ""
		for _, e := range complete {
			if f, ok := parse(e); ok {
				got += f.Name + " " + f.HostName
			}
		}
		if cut := strings.HasPrefix(name, "cut after"); got != want[name] && !cut {
			t.Errorf("%s: found %q, want %q", name, got, want[name])
		}
		if len(h.brokers) > mostRecords || len(h.hosts) > mostRecords {
			t.Errorf("%s: %d brokers and %d computers of one packet", name, len(h.brokers), len(h.hosts))
		}
	}
}

// TestHearingIsBounded has more announced than a network has.
func TestHearingIsBounded(t *testing.T) {
	h := newHearing()
	asked := 0
	for i := range 10 * mostNames {
		name := fmt.Sprintf("b%d", i)
		packet := brokertest.Announcement(name, name+".local.", 1883)
		if i%2 == 0 { // without an address
			packet = packet[:len(packet)-1]
			packet[7] = 2
		}
		_, questions := h.packet(packet, "")
		asked += len(questions)
	}
	if len(h.brokers) > mostNames || len(h.hosts) > mostNames || len(h.untold) > mostNames || asked > mostQuestions {
		t.Errorf("%d brokers, %d computers, %d incomplete, %d questions", len(h.brokers), len(h.hosts), len(h.untold), asked)
	}
}

// TestSaidInParts: a broker whose records come one by one is found, and asked for
// what is missing.
func TestSaidInParts(t *testing.T) {
	whole := brokertest.Announcement("plant", "pi.local.", 1883)
	h := newHearing()
	only := func(count byte) []byte {
		return append(append([]byte(nil), whole[:7]...), append([]byte{count}, whole[8:]...)...)
	}
	if complete, ask := h.packet(only(1), ""); len(complete) != 0 || len(ask) != 1 || ask[0].Name != "plant._mqtt._tcp.local." {
		t.Errorf("its name alone: %v, %v", complete, ask)
	}
	if complete, ask := h.packet(only(2), ""); len(complete) != 0 || len(ask) != 1 || ask[0].Name != "pi.local." {
		t.Errorf("with its port: %v, %v", complete, ask)
	}
	if complete, ask := h.packet(whole, ""); len(complete) != 1 || complete[0].Port != 1883 || len(ask) != 0 {
		t.Errorf("with its address: %v, %v", complete, ask)
	}
	if complete, _ := h.packet(whole, ""); len(complete) != 0 {
		t.Errorf("told again: %v", complete)
	}
}

// TestFlood has 8,000 announcements a second on a network of the test's own. Where
// the system makes none, TestFloodOverLoopback reads the same packets.
func TestFlood(t *testing.T) {
	if on, _ := brokertest.InOwnNetwork(t); on != nil {
		browseFlood(t, on)
	}
}

func browseFlood(t *testing.T, on *net.Interface) {
	ctx, stop := context.WithCancel(t.Context())
	var flooding sync.WaitGroup
	flooding.Go(func() { // ends with ctx
		if sent, err := brokertest.Flood(ctx, on, 8_000); err != nil {
			t.Error(err)
		} else {
			t.Logf("%d announcements", sent)
		}
	})
	asked := brokertest.CountQuestions(t, on)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	found, ended := 0, make(chan error, 1)
	looking, leave := context.WithCancel(ctx)
	go func() { // ends with looking
		ended <- browse(looking, []net.Interface{*on}, func(f Found) {
			found++
			if strings.Contains(f.HostName, "attacker") {
				t.Errorf("found %+v", f)
			}
		})
	}()
	round, end := context.WithTimeout(ctx, answerTime+turn)
	defer end()
	<-round.Done()
	leave()
	left := time.Now()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if took := time.Since(left); took > 10*time.Second {
		t.Errorf("it took %v to end", took)
	}
	stop()
	flooding.Wait()
	runtime.ReadMemStats(&after)
	// Two questions over each of two protocols, and those after what was said in part.
	if n := asked(); n > 4+mostQuestions {
		t.Errorf("%d questions were put", n)
	} else {
		t.Logf("%d found, %d questions, %d bytes allocated in all", found, n, after.TotalAlloc-before.TotalAlloc)
	}
	if found == 0 || found > Most {
		t.Errorf("%d found", found)
	}
	if grown := int64(after.HeapInuse) - int64(before.HeapInuse); grown > 32<<20 {
		t.Errorf("%d bytes are held", grown)
	}
}

// TestFloodOverLoopback plays a flood to a round that hears it over loopback.
func TestFloodOverLoopback(t *testing.T) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	at := conn.LocalAddr().(*net.UDPAddr)
	e := ear{conn, at, ""}
	ctx, stop := context.WithCancel(t.Context())
	r := &round{ctx: ctx, atOnce: turnAll, entries: make(chan *mdns.ServiceEntry), said: newHearing()}
	context.AfterFunc(ctx, func() { _ = conn.Close() })
	var listening sync.WaitGroup
	listening.Go(func() { r.listen(e, e) })
	found := 0
	listening.Go(func() {
		for {
			select {
			case <-r.entries:
				if found++; found == Most {
					stop()
				}
			case <-ctx.Done():
				return
			}
		}
	})
	for i := 0; ctx.Err() == nil; i++ {
		_, _ = conn.WriteToUDP(brokertest.Announcement(fmt.Sprintf("b%d", i), fmt.Sprintf("h%d.local.", i), 1883), at)
		for _, b := range brokertest.OddAnnouncements() {
			if i%50 == 0 {
				_, _ = conn.WriteToUDP(b, at)
			}
		}
	}
	listening.Wait()
	if len(r.said.brokers) > mostNames {
		t.Errorf("%d brokers are held", len(r.said.brokers))
	}
}

// TestFewAnswers: a packet of thousands of questions is not answered thousands of
// times.
func TestFewAnswers(t *testing.T) {
	zone, err := mdns.NewMDNSService("a", plainService, "local.", "pi.local.", 1883, []net.IP{net.IPv4(192, 0, 2, 1)}, []string{""})
	if err != nil {
		t.Fatal(err)
	}
	z := &patientZone{zone: zone}
	from, answered := time.Now().Unix(), 0
	for range 10_000 {
		if len(z.Records(dns.Question{Name: plainService + ".local.", Qtype: dns.TypePTR, Qclass: dns.ClassINET})) > 0 {
			answered++
		}
	}
	if seconds := int(time.Now().Unix() - from + 1); answered == 0 || answered > seconds*mostAnswers {
		t.Errorf("%d answers in %d seconds", answered, seconds)
	}
	z.second = 0
	for range 10_000 {
		if len(z.Records(dns.Question{Name: "_ipp._tcp.local.", Qtype: dns.TypePTR, Qclass: dns.ClassINET})) > 0 {
			t.Fatal("a printer is announced")
		}
	}
	if len(z.Records(dns.Question{Name: plainService + ".local.", Qtype: dns.TypePTR, Qclass: dns.ClassINET})) == 0 {
		t.Error("questions after printers keep a broker from being announced")
	}
}

// TestAnnounceInFlood: who floods the network does not have us take a processor,
// and whoever looks for a broker meanwhile finds ours.
func TestAnnounceInFlood(t *testing.T) {
	on, _ := brokertest.InOwnNetwork(t)
	if on == nil {
		return
	}
	closer, err := announce(Announcement{Name: "ours", Port: 1883}, []net.Interface{*on})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var flooding sync.WaitGroup
	flooding.Go(func() { // ends with ctx
		sent, err := brokertest.Flood(ctx, on, 8_000)
		t.Logf("%d announcements, %v", sent, err)
	})
	before, start := brokertest.UsageOf(t, os.Getpid()).Processor, time.Now()
	second, end := context.WithTimeout(ctx, time.Second)
	<-second.Done()
	end()
	t.Logf("%v of processor time in %v, the flood's with it", brokertest.UsageOf(t, os.Getpid()).Processor-before, time.Since(start))
	if !answers(t, on) {
		t.Error("ours does not answer")
	}
	stop()
	flooding.Wait()
	if err := closer.Close(); err != nil {
		t.Error(err)
	}
}

// answers asks on a network until a broker called ours answers.
func answers(t *testing.T, on *net.Interface) bool {
	ears, err := listen(on, false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		for _, e := range ears {
			_ = e.conn.Close()
		}
	}()
	for range 300 {
		if err := ears[0].ask(dns.Question{Name: plainService + ".local.", Qtype: dns.TypePTR, Qclass: dns.ClassINET}); err != nil {
			t.Fatal(err)
		}
		_ = ears[0].conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		b := make([]byte, largestPacket)
		n, _, _ := ears[0].conn.ReadFromUDP(b)
		for _, e := range first(newHearing().packet(b[:n], "")) {
			if f, ok := parse(e); ok && f.Name == "ours" {
				return true
			}
		}
	}
	return false
}

func first(complete []*mdns.ServiceEntry, _ []dns.Question) []*mdns.ServiceEntry { return complete }
