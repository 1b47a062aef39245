package server

import (
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/explain"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start runs a broker on a free port for the length of a test.
func start(t testing.TB) *Broker {
	t.Helper()
	b, err := Start(Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return b
}

// eventually polls until it is so.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	deadline := time.After(patience)
	for !so() {
		select {
		case <-deadline:
			t.Fatalf("still not so: %s", what)
		case <-time.After(time.Millisecond):
		}
	}
}

// awaitEvent waits for an event whose text has all the parts.
func awaitEvent(t testing.TB, b *Broker, parts ...string) Event {
	t.Helper()
	var found Event
	deadline := time.Now().Add(patience)
	for {
		for _, e := range b.Events(0) {
			all := true
			for _, p := range parts {
				all = all && strings.Contains(explain.Event(e), p)
			}
			if all {
				found = e
				return found
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("no event with %q among:\n%s", parts, eventText(b))
		}
		<-time.After(time.Millisecond)
	}
}

// dropped are so many messages, dropped for a reason.
type dropped struct {
	count  int
	reason string
}

// awaitDrops waits until so many messages of a client are told of as dropped, with the
// reason. They are told of once a second, in however many events that is.
func awaitDrops(t testing.TB, b *Broker, client string, want dropped) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; <-time.After(time.Millisecond) {
		told := 0
		for _, e := range b.Events(0) {
			if e.Code == broker.BoxDropped && e.Client == client && strings.HasSuffix(explain.Event(e), ": "+want.reason) {
				told += e.Count
			}
		}
		if told == want.count {
			return
		}
		if told > want.count || time.Now().After(deadline) {
			t.Fatalf("%d messages of client %s are told of, want %d:\n%s", told, client, want.count, eventText(b))
		}
	}
}

func eventText(b *Broker) string {
	var all strings.Builder
	for _, e := range b.Events(0) {
		all.WriteString(e.Level.String() + " " + explain.Event(e) + "\n")
	}
	return all.String()
}

func TestAddress(t *testing.T) {
	b := start(t)
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Address.HostPort(), b.listener.Addr().String(); got != want || p.Address.Port == 0 {
		t.Errorf("address %s leads to %s, want %s", b.Address(), got, want)
	}
	everywhere, err := Start(Options{Listen: "0.0.0.0:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer everywhere.Close()
	if !strings.HasPrefix(everywhere.Address(), "mqtt://127.0.0.1:") {
		t.Errorf("address %s, want one that can be connected to", everywhere.Address())
	}
	if got := everywhere.Stats().Listening; !strings.HasPrefix(got, "0.0.0.0:") {
		t.Errorf("it listens on %s, which is more than was asked for", got)
	}
	if e := awaitEvent(t, everywhere, "anyone who can reach"); e.Level != slog.LevelWarn {
		t.Errorf("level %v, want a warning", e.Level)
	}
}

func TestWithoutAHostOnlyThisMachineIsServed(t *testing.T) {
	b, err := Start(Options{Listen: ":0"})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	bound, ok := b.listener.Addr().(*net.TCPAddr)
	if !ok || !bound.IP.IsLoopback() {
		t.Errorf("bound to %s, which other machines reach", b.listener.Addr())
	}
	if got := b.Stats().Listening; got != b.listener.Addr().String() {
		t.Errorf("it says that it listens on %s, and listens on %s", got, b.listener.Addr())
	}
}

func TestListenErrors(t *testing.T) {
	taken := start(t).listener.Addr().String()
	_, port, _ := net.SplitHostPort(taken)
	for _, c := range []struct {
		name, listen string
		fault        broker.ListenFault
		says         string
	}{
		{"port in use", taken, broker.PortInUse,
			"Port " + port + " on 127.0.0.1 is already in use by another program; choose another port, or connect to the broker that is running there"},
		{"no port", "127.0.0.1", broker.BadListenAddress, `"127.0.0.1" is not an address to listen on; write it as host:port`},
		{"port is a word", "127.0.0.1:mqtt", broker.BadListenAddress, "write it as host:port"},
		{"port too large", "127.0.0.1:65536", broker.BadListenAddress, "a port from 0 to 65535"},
		{"port negative", "127.0.0.1:-1", broker.BadListenAddress, "a port from 0 to 65535"},
		{"a URL", "mqtt://127.0.0.1:1883", broker.BadListenAddress, "write it as host:port"},
		{"another machine's address", "192.0.2.1:1883", broker.NotThisMachine, "192.0.2.1 is not an address of this machine"},
		{"a name without address", "nowhere.invalid:1883", broker.NotThisMachine, "nowhere.invalid is not an address of this machine"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := Start(Options{Listen: c.listen})
			if err == nil {
				b.Close()
				t.Fatal("started")
			}
			var failure *broker.ListenError
			said := explain.Error(err, broker.Address{})
			if !errors.As(err, &failure) || !errors.Is(err, c.fault) || !strings.Contains(said, c.says) {
				t.Errorf("got %T %q, want %v saying %q", err, said, c.fault, c.says)
			}
		})
	}
}

// startToReturn starts a broker on a port that it finds again after it has been
// closed.
func startToReturn(t *testing.T) (b *Broker) {
	t.Helper()
	brokertest.OnAnyPort(t, func(address string) (err error) {
		b, err = Start(Options{Listen: address})
		return err
	})
	return b
}

func TestCloseFreesThePort(t *testing.T) {
	b := startToReturn(t)
	address := b.listener.Addr().String()
	for round := range 3 {
		w := connect(t, b, hello{id: "visitor"})
		dial(t, b) // says nothing, and must not hold anything up
		if err := b.Close(); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if err := b.Close(); err != nil {
			t.Fatalf("second close in round %d: %v", round, err)
		}
		w.ended()
		awaitEvent(t, b, "visitor", "the broker is stopping")
		awaitEvent(t, b, "the broker has stopped")
		var err error
		if b, err = Start(Options{Listen: address}); err != nil {
			t.Fatalf("restart on the same port in round %d: %v", round, err)
		}
	}
	b.Close()
}

func TestCloseSaysGoodbyeToVersion5Only(t *testing.T) {
	b, err := Start(Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	five, four := connect(t, b, hello{id: "five", version: broker.V5}), connect(t, b, hello{id: "four"})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if f := five.next(14); f.body[0] != 0x8B {
		t.Errorf("DISCONNECT with 0x%02X, want 0x8B, server shutting down", f.body[0])
	}
	if f, err := four.read(); err == nil {
		t.Errorf("a 3.1.1 client got packet type %d, want none", f.kind())
	}
}

func TestVersions(t *testing.T) {
	b := start(t)
	for _, v := range []broker.Version{broker.V31, broker.V311, broker.V5} {
		w := connect(t, b, hello{id: "client-" + v.String(), version: v})
		if codes := w.subscribe(1, 0, "in/"+v.String()); codes[0] != 0 {
			t.Errorf("%s: SUBACK 0x%02X", v, codes[0])
		}
		w.publish(0, "in/"+v.String(), "hello")
		w.expect("in/"+v.String(), "hello")
	}
	got := b.Clients()
	if len(got) != 3 || got[0].Version != broker.V31 || got[1].Version != broker.V311 || got[2].Version != broker.V5 {
		t.Errorf("clients %+v, want one of each version in order", got)
	}
	old := dial(t, b)
	old.send(hello{id: "future", version: 6}.packet())
	old.ended()
	awaitEvent(t, b, "was refused", "protocol version")
}
