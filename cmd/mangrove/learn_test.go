package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/server"
	"mangrove/model"
)

// sendUntilDone has somebody publish to a broker again and again, from before the function
// returns until the test ends.
func sendUntilDone(t *testing.T, url string, messages ...broker.Publication) {
	t.Helper()
	p, err := broker.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	s := client.Open(p, model.NewStore(model.Options{}), client.Options{})
	if _, err := receive(t.Context(), s, 0, func() {}); err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		if _, err := s.Publish(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	t.Cleanup(func() {
		stop()
		<-done
		_ = s.Close()
	})
	go func() { // ends with the test
		defer close(done)
		for wait(ctx, 10*time.Millisecond) {
			for _, m := range messages {
				if _, err := s.Publish(ctx, m); err != nil {
					return
				}
			}
		}
	}()
}

// TestLearn learns from a broker, and has it verified with what was learned.
func TestLearn(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	sendUntilDone(t, b.Address(),
		broker.Publication{Topic: "site/m1/state", Payload: []byte(`{"value":1}`), Retain: true},
		broker.Publication{Topic: "site/m2/state", Payload: []byte(`{"value":2}`), Retain: true},
		broker.Publication{Topic: "site/m3/state", Payload: []byte(`{"value":3}`), Retain: true},
		broker.Publication{Topic: "odd/one", Payload: []byte(`{"value":`), Retain: true},
	)
	path := filepath.Join(t.TempDir(), "site.yaml")
	out, err := command(t.Context(), "", "learn", b.Address(), "--for", "2s", "-o", path, "--site", "Villa: \"A\"")
	if err != nil || !strings.Contains(out, "learned 0 devices and 2 rules") || !strings.Contains(out, "left out: the payloads of 1 topic, some of which begin as JSON and are broken. On: odd/one.") {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`site: {name: "Villa: \"A\""}`, `- topic: "site/{name}/state" # 3 topics`, "members: [m1, m2, m3]", "retained: true", "value: {type:"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if out, err := command(t.Context(), "", "verify", "--check", path); err != nil {
		t.Fatal(err, out)
	}
	out, err = command(t.Context(), "", "learn", b.Address(), "--for", "1s", "-o", path)
	if exitCode(err) != unusable || !strings.Contains(fmt.Sprint(err), "--force") {
		t.Errorf("%v: %s", err, out)
	}
	if again, err := os.ReadFile(path); err != nil || string(again) != string(text) {
		t.Errorf("the file was changed: %v", err)
	}
	if out, err := command(t.Context(), "", "learn", b.Address(), "--for", "1s", "-o", path, "--force"); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// TestLearnInterrupted writes what was learned by then.
func TestLearnInterrupted(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	sendUntilDone(t, b.Address(), broker.Publication{Topic: "a/b", Payload: []byte("1"), Retain: true})
	path := filepath.Join(t.TempDir(), "site.yaml")
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	var said screenful
	cmd := newRoot()
	cmd.SetOut(&said)
	cmd.SetErr(&said)
	cmd.SetArgs([]string{"learn", b.Address(), "--for", "1h", "-o", path})
	ended := make(chan error, 1)
	go func() { ended <- cmd.ExecuteContext(ctx) }() // ends with the interrupt
	for !strings.Contains(said.String(), " 1 topic, ") {
		if !wait(t.Context(), 10*time.Millisecond) {
			t.Fatal(said.String())
		}
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil { // somebody makes it meanwhile
		t.Fatal(err)
	}
	interrupt()
	if err := <-ended; err != nil {
		t.Fatal(said.String(), err)
	}
	for name, want := range map[string]string{path: "mine", strings.Replace(path, ".yaml", "-2.yaml", 1): "topic: a/b"} {
		if text, err := os.ReadFile(name); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v: %s", name, err, text)
		}
	}
}

// TestLearnRefuses says what cannot be, with a code for each kind.
func TestLearnRefuses(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "site.yaml")
	empty, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = empty.Close() })
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no file", []string{empty.Address()}, unusable, "-o site.yaml"},
		{"no folder", []string{empty.Address(), "-o", filepath.Join(dir, "none", "x.yaml")}, unusable, "There is no folder"},
		{"no time", []string{empty.Address(), "-o", path, "--for", "0s"}, unusable, "--for"},
		{"no filter", []string{empty.Address(), "-o", path, "--topic", "a/#/b"}, unusable, "must stand alone"},
		{"nothing there", []string{empty.Address(), "-o", path, "--for", "10ms"}, 1, "isten for longer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := command(t.Context(), "", append([]string{"learn"}, c.args...)...)
			if err != nil {
				var said strings.Builder
				printProblem(&said, err)
				out += said.String()
			}
			if err == nil || exitCode(err) != c.code || !strings.Contains(out, c.want) {
				t.Errorf("%d, %s", exitCode(err), out)
			}
			if _, err := os.Stat(path); err == nil {
				t.Error("there is a file")
			}
		})
	}
}
