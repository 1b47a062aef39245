package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/retained"
	"mangrove/broker/server"
)

func TestRetained(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	run := func(input string, args ...string) (string, error) {
		return command(t.Context(), input, append([]string{args[0], b.Address()}, args[1:]...)...)
	}
	must := func(want, input string, args ...string) {
		t.Helper()
		out, err := run(input, args...)
		if err != nil || !strings.Contains(out, want) {
			t.Fatalf("%q: %q, %v; want %q", args, out, err, want)
		}
	}
	file := filepath.Join(t.TempDir(), "kept")
	must("", "", "publish", "--topic", "a/1", "--payload", "one", "--retain")
	must("", "", "publish", "--topic", "a/2", "--hex", "00ff", "--retain", "--qos", "2")
	must("", "", "publish", "--topic", "b", "--payload", "other", "--retain")
	must("a/1  one\na/2  \\x00\\xff\n", "", "retained", "--topic", "a/#")
	must(`{"topic":"a/2","qos":2,"bytes":2,"payload_base64":"AP8="}`, "", "retained", "--topic", "a/2", "--format", "json")

	out, err := run("yes\n", "retained", "--topic", "a/#", "--clear", "--keep", file)
	if err == nil || !strings.Contains(out, "will forget 2 retained messages. Type clear 2:") {
		t.Errorf("not asked: %q, %v", out, err)
	}
	must("a/1  one", "", "retained", "--topic", "a/#")
	must("Cleared 2 of 2.", "clear 2\n", "retained", "--topic", "a/#", "--clear", "--keep", file)
	must("b  other", "", "retained", "--topic", "#")
	if out, _ := run("", "retained", "--topic", "a/#"); strings.Contains(out, "a/1") {
		t.Errorf("still there: %q", out)
	}
	must("", "", "publish", "--topic", "a/1", "--payload", "newer", "--retain")
	must("1 topic was left alone, because the broker keeps something newer for it", "", "retained", "--restore", file)
	must("a/1  newer\na/2  \\x00\\xff\n", "", "retained", "--topic", "a/#")
	must("Restored 2 of 2.", "", "retained", "--restore", file, "--replace")
	must("a/1  one\na/2  \\x00\\xff\n", "", "retained", "--topic", "a/#")

	for _, c := range []struct{ name, says, args string }{
		{"file that is there", "already exists. Give another file with --keep", "--topic # --clear --yes --keep " + file},
		{"no topics", "Give the topics with --topic", ""},
		{"filter that is none", "must stand alone", "--topic a#"},
		{"shared filter", "Leave $share and the group out", "--topic $share/g/#"},
		{"both", "do opposite things", "--topic a --clear --restore x"},
		{"file that is none", "it is not a file of retained messages", "--restore " + os.Args[0]},
	} {
		_, err := run("", append([]string{"retained"}, strings.Fields(c.args)...)...)
		if said := explain.Error(err, addressOf(err)); err == nil || !strings.Contains(said, c.says) {
			t.Errorf("%s: it says %q, want %q", c.name, said, c.says)
		}
	}
}

// later answers a question after something else has happened.
type later struct {
	io.Reader
	once   sync.Once
	before func()
}

func (l *later) Read(p []byte) (int, error) {
	l.once.Do(l.before)
	return l.Reader.Read(p)
}

// TestClearWhatIsNewer: what a device publishes while the question stands there can be brought
// back as well, and what came besides is left.
func TestClearWhatIsNewer(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	run := func(args ...string) string {
		t.Helper()
		out, err := command(t.Context(), "", append([]string{args[0], b.Address()}, args[1:]...)...)
		if err != nil {
			t.Fatalf("%q: %q, %v", args, out, err)
		}
		return out
	}
	keep := func(topic, payload string) { run("publish", "--topic", topic, "--payload", payload, "--retain") }
	ask := func(answer, file string, before func()) string {
		t.Helper()
		var out bytes.Buffer
		cmd := newRoot()
		cmd.SetOut(&out)
		cmd.SetErr(&out)
		cmd.SetIn(&later{Reader: strings.NewReader(answer + "\n"), before: before})
		cmd.SetArgs([]string{"retained", b.Address(), "--topic", "a/#", "--clear", "--keep", file})
		if err := cmd.ExecuteContext(t.Context()); err != nil {
			t.Fatalf("%q, %v", out.String(), err)
		}
		return out.String()
	}
	for _, topic := range []string{"a/1", "a/2", "a/3"} {
		keep(topic, "first")
	}
	file := filepath.Join(t.TempDir(), "kept")
	out := ask("clear 3", file, func() {
		keep("a/1", "newer")
		keep("a/2", "")
		keep("a/4", "not seen")
	})
	for _, want := range []string{"The broker no longer keeps 1 of them.", "1 message is newer than listed", "Cleared 2 of 2."} {
		if !strings.Contains(out, want) {
			t.Errorf("%q, want %q", out, want)
		}
	}
	if out := run("retained", "--topic", "a/#"); out != "a/4  not seen\n" {
		t.Errorf("left: %q", out)
	}
	run("retained", "--restore", file)
	if out := run("retained", "--topic", "a/#"); out != "a/1  newer\na/3  first\na/4  not seen\n" {
		t.Errorf("brought back: %q", out)
	}
	gone := ask("clear 3", file+"2", func() {
		for _, topic := range []string{"a/1", "a/3", "a/4"} {
			keep(topic, "")
		}
	})
	if !strings.Contains(gone, "Nothing was cleared: the broker no longer keeps any of them.") {
		t.Errorf("%q", gone)
	}
}

// TestWhatIsKeptStillIsNotCleared: before MQTT 5 a broker acknowledges what it does not do.
func TestWhatIsKeptStillIsNotCleared(t *testing.T) {
	acl := filepath.Join(t.TempDir(), "acl")
	if err := os.WriteFile(acl, []byte("topic read #\ntopic write open/#\npattern write %c/#\n"), 0o644); err != nil { //nolint:gosec // Mosquitto may run as another user
		t.Fatal(err)
	}
	b := brokertest.Start(t, brokertest.Options{Lines: []string{"acl_file " + acl}})
	for _, topic := range []string{"site/a", "open/a"} {
		out, err := exec.CommandContext(t.Context(), "mosquitto_pub", "-h", "127.0.0.1", "-p", strconv.Itoa(b.Port()), "-i", "site", "-t", topic, "-m", "x", "-r", "-q", "1").CombinedOutput()
		if err != nil {
			t.Fatalf("%s, %v", out, err)
		}
	}
	out, err := command(t.Context(), "", "retained", b.URL(), "--protocol", "3.1.1", "--topic", "#", "--clear", "--yes", "--keep", filepath.Join(t.TempDir(), "kept"))
	said := explain.Error(err, addressOf(err))
	if !strings.Contains(said, "1 of 2 failed, the first on the topic site/a. The broker has acknowledged that and still keeps a message") || !strings.Contains(out, "Cleared 1 of 2.") {
		t.Errorf("%q, %q", out, said)
	}
}

// TestWhatDoesNotComeBackIsNamed: a broker that acknowledges and drops has restored nothing.
func TestWhatDoesNotComeBackIsNamed(t *testing.T) {
	acl := filepath.Join(t.TempDir(), "acl")
	if err := os.WriteFile(acl, []byte("topic read #\ntopic write open/#\n"), 0o644); err != nil { //nolint:gosec // Mosquitto may run as another user
		t.Fatal(err)
	}
	b := brokertest.Start(t, brokertest.Options{Lines: []string{"acl_file " + acl}})
	file := filepath.Join(t.TempDir(), "kept")
	message := func(topic string) broker.Publication {
		return broker.Publication{Topic: topic, Payload: []byte("x"), QoS: 1, Retain: true}
	}
	k := retained.Kept{Broker: b.URL(), At: time.Now(), Filters: []string{"#"}}
	if err := retained.Keep(file, k, []broker.Publication{message("open/a"), message("site/a"), message("site/b")}); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"--replace"}, nil} {
		out, err := command(t.Context(), "", append([]string{"retained", b.URL(), "--protocol", "3.1.1", "--restore", file}, args...)...)
		said := explain.Error(err, addressOf(err))
		if !strings.Contains(said, "failed, the first on the topic site/a. The broker has acknowledged that and sends nothing there to a new subscription") ||
			!strings.Contains(out, "mangrove: Failed on the topic site/b. The broker has acknowledged that") {
			t.Errorf("%q: %q, %q", args, out, said)
		}
	}
}

// TestRestoreWhatExpires: what would have expired is not brought back, and the rest has what
// is left of its time.
func TestRestoreWhatExpires(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	file := filepath.Join(t.TempDir(), "kept")
	kept := func(topic string, expiry time.Duration) broker.Publication {
		return broker.Publication{Topic: topic, Payload: []byte("x"), QoS: 1, Retain: true, Properties: &broker.Properties{Expiry: expiry}}
	}
	k := retained.Kept{Broker: b.Address(), At: time.Now().Add(-time.Hour), Filters: []string{"#"}}
	if err := retained.Keep(file, k, []broker.Publication{kept("a/gone", time.Minute), kept("a/left", 24*time.Hour)}); err != nil {
		t.Fatal(err)
	}
	out, err := command(t.Context(), "", "retained", b.Address(), "--restore", file)
	if err != nil || !strings.Contains(out, "1 message expired in the meantime") || !strings.Contains(out, "Restored 1 of 1.") {
		t.Errorf("%q, %v", out, err)
	}
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		t.Fatal(err)
	}
	found, err := retained.Find(t.Context(), p, retained.Search{Open: client.Network{}.Open, Filters: []string{"a/#"}})
	if err != nil || len(found.Messages) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	if left := found.Messages[0].Properties; left == nil || left.Expiry > 23*time.Hour || left.Expiry < 22*time.Hour {
		t.Errorf("%+v", left)
	}
}

// TestRetainedOfAReadOnlyConnection are listed; to have them cleared is not even asked about.
func TestRetainedOfAReadOnlyConnection(t *testing.T) {
	newHome(t)
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		t.Fatal(err)
	}
	store(t, new(profiles.Memory), profiles.Profile{Name: "guarded", Address: p.Address, ReadOnly: true})
	publishRetained(t, b.Address(), "a", "stays")
	file := filepath.Join(t.TempDir(), "kept")
	for _, args := range [][]string{{"--topic", "a", "--clear", "--keep", file}, {"--restore", file}} {
		out, err := command(t.Context(), "clear 1\n", append([]string{"retained", "--profile", "guarded"}, args...)...)
		if !errors.Is(err, broker.ErrReadOnly) || out != "" {
			t.Errorf("%q: %q, %v", args, out, err)
		}
	}
	if _, err := os.Lstat(file); err == nil {
		t.Error("a file is written")
	}
	if out, err := command(t.Context(), "", "retained", "--profile", "guarded", "--topic", "a"); err != nil || !strings.Contains(out, "a  stays") {
		t.Errorf("%q, %v", out, err)
	}
}
