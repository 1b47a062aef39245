package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/server"
	"mangrove/broker/verification"
	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// TestVerifyUnattended: without a terminal nobody is asked, and without --allow-publish nothing
// is published; both are said, and what is left out has not passed unless it is waived.
func TestVerifyUnattended(t *testing.T) {
	newHome(t)
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	path := filepath.Join(t.TempDir(), "list.yaml")
	const list = "version: 1\ndeadline: 1s\ndevices:\n  - {id: door, availability: {topic: s}, lwt_test: {operator: pull, within: 1s}, command: {publish: c, reply: s, expect: ON, within: 1s}%s}\n"
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		t.Fatal(err)
	}
	store(t, new(profiles.Memory), profiles.Profile{Name: "guarded", Address: p.Address, ReadOnly: true})
	for _, c := range []struct {
		name, more string
		args       []string
		code       int
		want       []string
	}{
		{"left out", "", []string{b.Address()}, notPassed, []string{"1 command, which would be published to c; give --allow-publish", "MANUAL ", "there was none to ask", "NOT VERIFIABLE", "1 step for a person was not done"}},
		{"waived", ", waive: [{check: lwt_test, reason: tested by hand, by: Jo}, {check: command, reason: no key, by: Jo}]", []string{b.Address()}, 0, []string{"MANUAL ", "Waived by Jo: tested by hand", "Accepted with waivers: 2 of 2 checks did not pass"}},
		{"read-only", "", []string{"--profile", "guarded", "--allow-publish"}, unusable, []string{"read-only"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := os.WriteFile(path, []byte(strings.Replace(list, "%s", c.more, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := command(t.Context(), "\n\n\n", append([]string{"verify", path}, c.args...)...)
			if err != nil {
				var said strings.Builder
				printProblem(&said, err)
				out += said.String()
			}
			if (err == nil) != (c.code == 0) || err != nil && exitCode(err) != c.code {
				t.Errorf("it ends with %v", err)
			}
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in %s", want, out)
				}
			}
			if c.code == unusable && !errors.Is(err, broker.ErrReadOnly) {
				t.Errorf("it ends with %v", err)
			}
		})
	}
}

// TestEnterIsForWhatWasTold: a second Enter does not take the next step for done, which nobody has
// been told of.
func TestEnterIsForWhatWasTold(t *testing.T) {
	const file = `version: 1
devices:
  - {id: d, availability: {topic: d}, lwt_test: {operator: pull d, within: 60s}}
  - {id: e, availability: {topic: e}, lwt_test: {operator: pull e, within: 60s}}
`
	list, err := checklist.Read([]byte(file), nil)
	if err != nil {
		t.Fatal(err)
	}
	live := verification.New(list)
	now := time.Now()
	arrives := func(after time.Duration, topic, says string) {
		live.Apply(model.Batch{At: now.Add(after), Messages: []model.Message{{Topic: []byte(topic), Payload: []byte(says)}}})
	}
	var said []string
	p := &prompter{live: live, say: func(words string) { said = append(said, words) }}
	expect := func(want string) {
		t.Helper()
		if got := strings.Join(said, "\n"); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("it says %q, want %q", got, want)
		}
		said = nil
	}
	arrives(-10*time.Second, "d", "online")
	arrives(-9*time.Second, "e", "online")
	p.typed("")
	expect("told in a moment")
	p.tell()
	expect("d: Pull d")
	arrives(-8*time.Second, "d", "offline")
	arrives(-7*time.Second, "d", "online")
	p.typed("")
	expect("")
	arrives(0, "x", "x")
	for _, line := range []string{"", "s no key"} {
		p.typed(line)
		expect("told in a moment")
	}
	if s, ok := live.Step(); !ok || s.Device != "e" || s.Phase != verify.Ready {
		t.Errorf("the step is %v %+v", ok, s)
	}
	p.tell()
	expect("e: Pull e")
	p.typed("")
	expect("")
	if s, ok := live.Step(); !ok || s.Device != "e" || s.Phase != verify.Pulled {
		t.Errorf("the step is %v %+v", ok, s)
	}
}
