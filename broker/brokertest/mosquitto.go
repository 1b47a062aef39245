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
	"strings"
	"sync"
	"syscall"
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
	Persistent     bool     // sessions and messages outlast Stop
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

	mu      sync.Mutex // guards what follows
	process *exec.Cmd
	ended   <-chan struct{} // closed when the process has
}

// patience is how long a broker may take to start.
const patience = 3 * time.Minute

// Start runs a broker and waits until it takes connections.
func Start(tb testing.TB, o Options) *Broker {
	tb.Helper()
	b := newBroker(tb, o)
	OnAnyPort(tb, b.listenOn)
	return b
}

func newBroker(tb testing.TB, o Options) *Broker {
	tb.Helper()
	if _, err := exec.LookPath(program()); err != nil {
		tb.Fatalf("Mosquitto is not installed: run scripts/deps.sh (%v)", err)
	}
	b := &Broker{tb: tb, options: o, dir: tb.TempDir(), log: new(logBuffer)}
	tb.Cleanup(b.Kill)
	return b
}

// listenOn runs the broker on a port, which may be another program's.
func (b *Broker) listenOn(address string) error {
	b.tb.Helper()
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if b.port, err = strconv.Atoi(port); err != nil {
		return err
	}
	b.configure()
	return b.launch()
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
		_ = b.process.Process.Kill() // it may have ended by itself
		<-b.ended
		b.process = nil
	}
}

// Stop ends the broker in order.
func (b *Broker) Stop() {
	b.tb.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.process.Process.Signal(syscall.SIGTERM); err != nil {
		b.tb.Fatal(err)
	}
	<-b.ended
	b.process = nil
}

// Launch starts the broker again after Kill or Stop, on the same port.
func (b *Broker) Launch() {
	b.tb.Helper()
	if err := b.launch(); err != nil {
		b.tb.Fatal(err)
	}
}

// launch starts the program and waits until it says that it runs: whatever
// takes connections on its port before may be another.
func (b *Broker) launch() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.log.clear()
	process, ended := exec.Command(program(), "-c", filepath.Join(b.dir, "mosquitto.conf")), make(chan struct{})
	process.Stdout, process.Stderr = b.log, b.log
	if err := process.Start(); err != nil {
		return fmt.Errorf("starting Mosquitto: %w", err)
	}
	go func() { // ends with the process
		defer close(ended)
		_ = process.Wait()
	}()
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	late := time.After(patience)
	for !strings.Contains(b.log.String(), " running\n") {
		select {
		case <-poll.C:
			continue
		case <-ended:
			return fmt.Errorf("the Mosquitto ended on port %d; it wrote:\n%s", b.port, b.log)
		case <-late:
		}
		_ = process.Process.Kill()
		<-ended
		return fmt.Errorf("the Mosquitto does not run on port %d after %v; it wrote:\n%s", b.port, patience, b.log)
	}
	b.process, b.ended = process, ended
	return nil
}

func (b *Broker) configure() {
	b.tb.Helper()
	var c bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&c, format+"\n", args...) }
	if os.Geteuid() == 0 {
		line("user root") // otherwise it changes to a user who may not read our files
	}
	line("persistence %t\npersistence_location %s/", b.options.Persistent, b.dir)
	line("log_type warning\nlog_type error\nlog_type notice\nlog_type information")
	for _, more := range b.options.Lines {
		line("%s", more)
	}
	if b.options.WebSocket {
		line("listener 0 %s", b.socket()) // Mosquitto 2.0.11 ends without a plain one
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

// socket is the path for a listener that takes no port. Systems allow about a
// hundred bytes, so it is not in the folder that is named for the test.
func (b *Broker) socket() string {
	b.tb.Helper()
	dir, err := os.MkdirTemp("", "mosquitto-")
	if err != nil {
		b.tb.Fatal(err)
	}
	b.tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "plain")
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

// clear forgets what an earlier process wrote.
func (l *logBuffer) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.buf.Reset()
}
