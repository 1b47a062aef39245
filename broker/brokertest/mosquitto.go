// Package brokertest starts real Mosquitto brokers for tests, each with a
// configuration, a directory and ports of its own on the loopback interface.
// It ends what it started and nothing else.
package brokertest

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Options say how a broker is set up. The zero value is Mosquitto's own
// defaults with one plain listener open to everybody.
type Options struct {
	User, Password string // demanded of every client when set
	WebSocket      bool   // MQTT over WebSocket instead of plain TCP
	TLS            *Certificates
	ClientCerts    bool     // with TLS: clients must show a certificate of the same authority
	Lines          []string // more lines for the configuration file
	Listener       []string // the same for its listener
}

// Broker is a Mosquitto that runs until the test ends.
type Broker struct {
	tb      testing.TB
	options Options
	dir     string
	port    int
	log     *logBuffer

	mu      sync.Mutex // guards process
	process *exec.Cmd
}

// Start runs a broker on a free port and waits until it takes connections.
func Start(tb testing.TB, o Options) *Broker {
	tb.Helper()
	if _, err := exec.LookPath(program()); err != nil {
		tb.Fatalf("Mosquitto is not installed: run scripts/deps.sh (%v)", err)
	}
	b := &Broker{tb: tb, options: o, dir: tb.TempDir(), port: freePort(tb), log: new(logBuffer)}
	b.configure()
	b.Launch()
	tb.Cleanup(b.Kill)
	return b
}

// program is where Debian puts Mosquitto, which is not in everybody's path.
func program() string {
	if path, err := exec.LookPath("mosquitto"); err == nil {
		return path
	}
	return "/usr/sbin/mosquitto"
}

// Port is where the broker listens.
func (b *Broker) Port() int { return b.port }

// HostPort is the address without a scheme.
func (b *Broker) HostPort() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(b.port)) }

// URL is the broker's address as a profile's; it has no credentials.
func (b *Broker) URL() string {
	scheme := "mqtt"
	switch {
	case b.options.WebSocket && b.options.TLS != nil:
		scheme = "wss"
	case b.options.WebSocket:
		scheme = "ws"
	case b.options.TLS != nil:
		scheme = "mqtts"
	}
	return scheme + "://" + b.HostPort()
}

// Log is what the broker has written.
func (b *Broker) Log() string { return b.log.String() }

// Kill ends the broker as a crash would, without goodbyes to its clients.
func (b *Broker) Kill() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.process != nil {
		_ = b.process.Process.Kill()
		_ = b.process.Wait()
		b.process = nil
	}
}

// Launch starts the broker again after Kill, on the same port.
func (b *Broker) Launch() {
	b.tb.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.process = exec.Command(program(), "-c", filepath.Join(b.dir, "mosquitto.conf"))
	b.process.Stdout, b.process.Stderr = b.log, b.log
	if err := b.process.Start(); err != nil {
		b.tb.Fatalf("starting Mosquitto: %v", err)
	}
	b.await()
}

// await polls until the port takes connections.
func (b *Broker) await() {
	b.tb.Helper()
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); <-poll.C {
		conn, err := net.DialTimeout("tcp", b.HostPort(), time.Second)
		if err == nil {
			_ = conn.Close()
			return
		}
	}
	b.tb.Fatalf("Mosquitto does not listen on %s; it wrote:\n%s", b.HostPort(), b.Log())
}

func (b *Broker) configure() {
	b.tb.Helper()
	var c bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&c, format+"\n", args...) }
	if os.Geteuid() == 0 {
		line("user root") // otherwise it changes to a user who may not read our files
	}
	line("persistence false")
	line("log_type warning\nlog_type error\nlog_type notice\nlog_type information")
	for _, more := range b.options.Lines {
		line("%s", more)
	}
	if b.options.WebSocket {
		line("listener %d 127.0.0.1", freePort(b.tb)) // Mosquitto 2.0.11 ends without a plain one
	}
	line("listener %d 127.0.0.1", b.port)
	for _, more := range b.options.Listener {
		line("%s", more)
	}
	if b.options.WebSocket {
		line("protocol websockets")
	}
	if b.options.User == "" {
		line("allow_anonymous true")
	} else {
		line("allow_anonymous false\npassword_file %s", b.passwords())
	}
	if t := b.options.TLS; t != nil {
		line("cafile %s\ncertfile %s\nkeyfile %s", t.CAFile, t.ServerFile, t.ServerKeyFile)
		line("require_certificate %t", b.options.ClientCerts)
	}
	b.write("mosquitto.conf", c.Bytes())
}

// passwords writes the password file and gives its path.
func (b *Broker) passwords() string {
	b.tb.Helper()
	path := b.write("passwords", nil)
	out, err := exec.Command("mosquitto_passwd", "-b", path, b.options.User, b.options.Password).CombinedOutput()
	if err != nil {
		b.tb.Fatalf("mosquitto_passwd: %v: %s; run scripts/deps.sh", err, out)
	}
	return path
}

func (b *Broker) write(name string, content []byte) string {
	b.tb.Helper()
	path := filepath.Join(b.dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		b.tb.Fatal(err)
	}
	return path
}

// freePort is a port nobody listens on now.
func freePort(tb testing.TB) int {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// logBuffer is a buffer that the broker's process writes and the test reads.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write is for the process.
func (l *logBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

// String is for the test.
func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
