package main

import (
	"context"
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

// obeying is a device: it replies to what is published to its topic.
type obeying struct{ commands chan string }

// Apply implements [model.Sink].
func (o *obeying) Apply(b model.Batch) {
	for i := range b.Messages {
		o.commands <- string(b.Messages[i].Payload)
	}
}

// Lost implements [model.Sink].
func (o *obeying) Lost(int) {}

// Interrupted implements [model.Sink].
func (o *obeying) Interrupted(time.Time, time.Time) {}

// stepSite is a broker with a device that obeys, and says whether it is online.
func stepSite(t *testing.T) (*server.Broker, func(topic, payload string)) {
	t.Helper()
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		t.Fatal(err)
	}
	p.Subscriptions = []broker.Subscription{{Filter: "door/set"}}
	o := &obeying{make(chan string, 8)}
	s := client.Open(p, o, client.Options{})
	t.Cleanup(func() { _ = s.Close() })
	if _, err := receive(t.Context(), s, 0, func() {}); err != nil {
		t.Fatal(err)
	}
	say := func(topic, payload string) {
		if _, err := s.Publish(context.WithoutCancel(t.Context()), broker.Publication{Topic: topic, Payload: []byte(payload), QoS: 1}); err != nil {
			t.Error(err)
		}
	}
	ended := make(chan struct{})
	ctx, end := context.WithCancel(t.Context())
	t.Cleanup(func() { end(); <-ended })
	go func() { // ends with ctx
		defer close(ended)
		for {
			select {
			case <-ctx.Done():
				return
			case c := <-o.commands:
				say("door/state", c)
			}
		}
	}()
	return b, say
}

const stepList = `version: 1
deadline: 10h
devices:
  - {id: door, availability: {topic: door/status}, lwt_test: {operator: Pull its battery, within: 1h},
     command: {publish: door/set, payload: OPEN, reply: door/state, expect: OPEN, within: 1h}}
  - {id: gate, availability: {topic: gate/status}, lwt_test: {operator: Pull the fuse of the gate, within: 1h}}
`

func awaitPrinted(t *testing.T, out *screenful, words string) {
	t.Helper()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.After(3 * time.Minute); !strings.Contains(out.String(), words); {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("in vain was waited for %q: %s", words, out.String())
		}
	}
}

// TestStepsAreAskedFor on a terminal, one after the other, once the commands are over.
func TestStepsAreAskedFor(t *testing.T) {
	b, say := stepSite(t)
	path := filepath.Join(t.TempDir(), "list.yaml")
	if err := os.WriteFile(path, []byte(stepList), 0o600); err != nil {
		t.Fatal(err)
	}
	screen := openTerminal(t)
	ctx, end := context.WithCancel(t.Context())
	defer end()
	var out screenful
	cmd := newRoot()
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetIn(screen.theirs)
	cmd.SetArgs([]string{"verify", path, b.Address(), "--allow-publish"})
	ended := make(chan error, 1)
	go func() { ended <- cmd.ExecuteContext(ctx) }() // ends with ctx
	typed := func(line string) {
		if _, err := screen.ours.WriteString(line + "\n"); err != nil {
			t.Error(err)
		}
	}
	awaitPrinted(t, &out, "has to be online before this step")
	typed("")
	awaitPrinted(t, &out, "This step cannot be done now.")
	say("door/status", "online")
	awaitPrinted(t, &out, "door: Pull its battery. Enter when it is done")
	typed("what")
	awaitPrinted(t, &out, "Enter means that the step is done")
	typed("")
	awaitPrinted(t, &out, "door: waiting for it to go offline")
	say("door/status", "offline")
	awaitPrinted(t, &out, "door is offline. Put it back")
	say("door/status", "online")
	awaitPrinted(t, &out, "gate has to be online before this step")
	typed("s")
	awaitPrinted(t, &out, "Give a reason")
	typed("s it is not mounted yet")
	typed("")
	awaitPrinted(t, &out, "There is no step to be done now.")
	end()
	err := <-ended
	for _, want := range []string{"PASS            door  outage test  Offline after", "PASS            door  command door/set  Replied after", "MANUAL          gate  outage test  Skipped: it is not mounted yet."} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in %s", want, out.String())
		}
	}
	if exitCode(err) != notPassed || !strings.Contains(err.Error(), "1 step for a person was not done") {
		t.Errorf("it ends with %v", err)
	}
}
