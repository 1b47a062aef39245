//go:build e2e

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/ui/report"
)

// watcher is a client that listens for last wills.
type watcher struct {
	*client.Session
	mu   sync.Mutex // guards seen
	seen []string   // topics
}

// Apply notes the topics.
func (w *watcher) Apply(b model.Batch) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range b.Messages {
		w.seen = append(w.seen, string(m.Topic))
	}
}

// Lost has nothing to do.
func (*watcher) Lost(int) {}

func (*watcher) Interrupted(time.Time, time.Time) {}

// topics are those seen so far.
func (w *watcher) topics() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.seen, " ")
}

// watch subscribes to the wills of a broker.
func watch(t *testing.T, b *brokertest.Broker) *watcher {
	t.Helper()
	p, err := broker.ParseURL(b.URL())
	if err != nil {
		t.Fatal(err)
	}
	w := new(watcher)
	p.Subscriptions = []broker.Subscription{{Filter: "will/#"}}
	w.Session = client.Open(p, w, client.Options{})
	t.Cleanup(func() { _ = w.Close() })
	eventually(t, "the watcher is subscribed", func() bool {
		status := w.Status()
		return status.Phase == broker.Connected && len(status.Subscriptions) == 1 && status.Subscriptions[0].Answered
	})
	return w
}

// wills publishes a marker and gives what came before it.
func (w *watcher) wills(t *testing.T, marker string) string {
	t.Helper()
	if _, err := w.Publish(t.Context(), broker.Publication{Topic: "will/marker/" + marker}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the marker comes back", func() bool { return strings.HasSuffix(w.topics(), "will/marker/"+marker) })
	return w.topics()
}

func eventually(t testing.TB, what string, reached func() bool) {
	t.Helper()
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(patience); !reached(); <-poll.C {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

// said reports how the broker has seen a client go: in order, or not.
func said(log, clientID string) (ended, inOrder bool) {
	for line := range strings.Lines(log) {
		if strings.Contains(line, "Client "+clientID+" ") && !strings.Contains(line, "connected from") {
			return true, strings.Contains(line, clientID+" disconnected.")
		}
	}
	return false, false
}

// storeWithWill has the window connect at its start, with a last will.
func (s *screen) storeWithWill(b *brokertest.Broker, clientID string) {
	s.t.Helper()
	p, err := broker.ParseURL(b.URL())
	s.must(err)
	book, err := profiles.Open(filepath.Join(s.dir, "mangrove"), new(profiles.Memory))
	s.must(err)
	_, err = book.Create(profiles.Profile{
		Name: "with a will", Address: p.Address, ClientID: clientID, AutoConnect: true,
		Will: &profiles.Will{Topic: "will/" + clientID, Payload: []byte("gone"), QoS: 1},
	}, nil)
	s.must(err)
}

// closeWindow does what a person does with the button of the window's frame.
func (s *screen) closeWindow() {
	s.t.Helper()
	s.start(s.command("openbox"))
	eventually(s.t, "the window manager has taken the window over", func() bool {
		_ = s.command("xdotool", "search", "--name", "Mangrove", "windowactivate").Run()
		return s.command("xdotool", "getactivewindow").Run() == nil
	})
	eventually(s.t, "the window has gone", func() bool { // a key pressed while the window manager begins gets lost
		s.key("alt+F4")
		return s.command("xdotool", "search", "--onlyvisible", "--name", "Mangrove").Run() != nil
	})
}

// windowEnds are the ends of the window.
var windowEnds = []struct {
	name  string
	end   func(*screen)
	rough bool // the last will is due
}{
	{name: "SIGTERM", end: func(s *screen) { s.must(s.window.Process.Signal(syscall.SIGTERM)) }},
	{name: "SIGINT", end: func(s *screen) { s.must(s.window.Process.Signal(os.Interrupt)) }},
	{name: "SIGHUP", end: func(s *screen) { s.must(s.window.Process.Signal(syscall.SIGHUP)) }},
	{name: "Ctrl+Q", end: func(s *screen) { s.key("ctrl+q") }},
	{name: "its window closed", end: (*screen).closeWindow},
	{name: "the tab closed, and at once the window", end: func(s *screen) { s.key("ctrl+w", "ctrl+q") }},
	{name: "the display gone", end: func(s *screen) { s.must(s.server.Process.Kill()) }},
	{name: "SIGKILL", end: func(s *screen) { s.must(s.window.Process.Kill()) }, rough: true},
}

// TestE2EWindowTakesLeave: however the window is ended in order, its connection
// ends with DISCONNECT within two seconds, and no last will is published.
func TestE2EWindowTakesLeave(t *testing.T) {
	hangUps(t)
	b := brokertest.Start(t, brokertest.Options{})
	w := watch(t, b)
	for i, c := range windowEnds {
		t.Run(c.name, func(t *testing.T) {
			s, id := newScreen(t), fmt.Sprintf("window-%d", i)
			s.storeWithWill(b, id)
			s.open()
			s.until("connected", func(r report.Report) bool { return r.State == "connected" })
			began := time.Now()
			c.end(s)
			var inOrder bool
			eventually(t, "the broker sees it go", func() (ended bool) { ended, inOrder = said(b.Log(), id); return ended })
			t.Logf("gone after %v", time.Since(began).Round(time.Millisecond))
			_ = s.window.Wait()
			published := strings.Contains(w.wills(t, id), "will/"+id)
			if inOrder == c.rough || published != c.rough {
				t.Errorf("DISCONNECT: %t, last will published: %t", inOrder, published)
			}
		})
	}
}

// commandEnds are the ends of the commands that connect. A nil signal: they end by
// themselves.
var commandEnds = []struct {
	name   string
	signal os.Signal
	args   []string
}{
	{"a snapshot that is done", nil, []string{"snapshot", "--for", "100ms"}},
	{"a snapshot with SIGINT", os.Interrupt, []string{"snapshot", "--for", "1h"}},
	{"a snapshot with SIGTERM", syscall.SIGTERM, []string{"snapshot", "--for", "1h"}},
	{"a snapshot with SIGHUP", syscall.SIGHUP, []string{"snapshot", "--for", "1h"}},
	{"a doctor that is done", nil, []string{"doctor"}},
	{"a doctor whose reader is gone", syscall.SIGPIPE, []string{"doctor"}},
}

// TestE2ECommandsTakeLeave does the same with the commands, which have no will.
func TestE2ECommandsTakeLeave(t *testing.T) {
	hangUps(t)
	b := brokertest.Start(t, brokertest.Options{})
	program := binary(t)
	for _, c := range commandEnds {
		t.Run(c.name, func(t *testing.T) {
			before := len(b.Log())
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // for what does not end
			defer cancel()
			cmd := exec.CommandContext(ctx, program, append(c.args, b.URL())...)
			leave := func() error { return nil }
			switch c.signal {
			case nil:
			case syscall.SIGPIPE:
				reader, writer, err := os.Pipe()
				if err != nil {
					t.Fatal(err)
				}
				defer writer.Close()
				cmd.Stdout = writer
				go io.Copy(io.Discard, reader) //nolint:errcheck // ends when the reader is closed
				leave = func() error { return reader.Close() }
			default:
				leave = func() error { return cmd.Process.Signal(c.signal) }
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			id := ""
			eventually(t, "it is connected", func() bool {
				_, rest, found := strings.Cut(b.Log()[before:], " as mangrove")
				if found {
					rest, _, found = strings.Cut(rest, " ")
					id = "mangrove" + rest
				}
				return found
			})
			if err := leave(); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			var inOrder bool
			eventually(t, "the broker sees it go", func() (ended bool) { ended, inOrder = said(b.Log()[before:], id); return ended })
			if !inOrder {
				t.Errorf("no DISCONNECT: %s", b.Log()[before:])
			}
		})
	}
}

// hangUps has what a test starts begin with the usual meaning of SIGHUP. It would
// ignore it where the suite goes on behind nohup, and rightly so.
func hangUps(t *testing.T) {
	t.Helper()
	seen := make(chan os.Signal, 1)
	signal.Notify(seen, syscall.SIGHUP)
	t.Cleanup(func() { signal.Stop(seen) })
}
