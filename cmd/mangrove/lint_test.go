package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/server"
	"mangrove/model"
	"mangrove/model/lint"
)

// TestLint finds what the broker keeps and should not, prints no secret, and asks only what it
// has to.
func TestLint(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	publish := func(topic, payload string) {
		t.Helper()
		if out, err := command(t.Context(), "", "publish", b.Address(), "--topic", topic, "--payload", payload, "--retain", "--qos", "1"); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	lint := func(args ...string) (string, int) {
		t.Helper()
		out, err := command(t.Context(), "", append([]string{"lint", b.Address(), "--for", "200ms"}, args...)...)
		if err == nil {
			return out, 0
		}
		return out, exitCode(err)
	}
	publish("home/lamp/brightness", "3")
	if out, code := lint(); code != 0 || strings.Contains(out, "home/lamp") {
		t.Errorf("nothing unwise: %d, %s", code, out)
	}
	publish("home/lamp/set", `{"state":"ON","mqtt_password":"hunter2"}`)
	out, code := lint()
	if code != notPassed || !strings.Contains(out, "Retained commands: 1") || !strings.Contains(out, "home/lamp/set: mqtt_password") {
		t.Errorf("%d, %s", code, out)
	}
	asJSON, code := lint("--format", "json")
	if code != notPassed || !strings.Contains(asJSON, `"code":"retained command","topic":"home/lamp/set"`) {
		t.Errorf("%d, %s", code, asJSON)
	}
	if strings.Contains(out+asJSON, "hunter2") {
		t.Error("the secret is printed")
	}
	if out, code := lint("--format", "xml"); code != unusable {
		t.Errorf("an unknown format: %d, %s", code, out)
	}
	if out, err := command(t.Context(), "", "lint", "ftp://localhost"); err == nil || exitCode(err) != unusable {
		t.Errorf("no URL of a broker: %v, %s", err, out)
	}
}

// TestLintInterrupted asks what is kept before it ends.
func TestLintInterrupted(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	cmd := newRoot()
	cmd.SetContext(ctx)
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		t.Fatal(err)
	}
	live := lint.NewLive()
	live.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("x/state"), Payload: []byte("ON")}}})
	if err := new(lintOptions).askWhatIsKept(cmd, p, live); err != nil {
		t.Fatal(err)
	}
	if found := live.Found(time.Now()); found.Unsure != 0 || len(found.Findings) != 1 {
		t.Errorf("it finds %+v", found)
	}
}
