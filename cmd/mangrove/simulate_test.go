package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mangrove/broker/simulate"
	"mangrove/cmd/mangrove/problem"
)

// simulationFile writes a file of devices.
func simulationFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "devices.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSimulate plays devices at the built-in broker until it is interrupted.
func TestSimulate(t *testing.T) {
	l := listen(t)
	path := simulationFile(t, `
simulator: 1
seed: 5
devices:
- name: lamp
  birth: [{topic: "t/{{.id}}", payload: online, qos: 1}]
  will: {topic: "t/{{.id}}", payload: lost, qos: 1}
  end: {topic: "t/{{.id}}", payload: offline, qos: 1}
  failures: [{kind: dies, at: 300ms, for: 200ms}]
`)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	type outcome struct {
		out string
		err error
	}
	done := make(chan outcome, 1)
	go func() { // ends with the command
		out, err := command(ctx, "", "simulate", path, l.url)
		done <- outcome{out, err}
	}()
	for _, want := range []string{"online", "lost", "online"} {
		if got := <-l.messages; got != `t/lamp-1 1 false "`+want+`"` {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	interrupt()
	if got := <-l.messages; got != `t/lamp-1 1 false "offline"` {
		t.Errorf("got %s", got)
	}
	got := <-done
	if got.err != nil || !strings.HasPrefix(got.out, "1 device on 1 connection, seed 5. An interrupt disconnects them cleanly.\n") || !strings.Contains(got.out, "3 published") {
		t.Errorf("%q, %v", got.out, got.err)
	}
}

// TestSimulateAsJSON ends by itself or by an interrupt, and its lines say how it stood.
func TestSimulateAsJSON(t *testing.T) {
	l := listen(t)
	path := simulationFile(t, "simulator: 1\ndevices:\n- {name: a, messages: [{topic: t/a, every: 20ms}]}")
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	type outcome struct {
		out string
		err error
	}
	play := func(args ...string) outcome {
		out, err := command(ctx, "", append([]string{"simulate", path, l.url, "--seed", "9", "--format", "json"}, args...)...)
		return outcome{out, err}
	}
	last := func(got outcome) (last stateLine) {
		lines := strings.Split(strings.TrimSpace(got.out), "\n")
		err := json.Unmarshal([]byte(lines[len(lines)-1]), &last)
		if got.err != nil || err != nil || last.Seed != 9 || last.Devices != 1 || last.Problem != "" {
			t.Errorf("%v: %d lines, the last %+v, %v", got.err, len(lines), last, err)
		}
		return last
	}
	last(play("--for", "1ms"))
	ended := make(chan outcome, 1)
	go func() { ended <- play("--every", "1ms") }() // ends with ctx
	for range 5 {                                   // of which the first may have come before
		<-l.messages
	}
	interrupt()
	if s := last(<-ended); s.Published < 2 {
		t.Errorf("%+v", s)
	}
}

func TestSimulateFails(t *testing.T) {
	l := listen(t)
	wrong := simulationFile(t, "simulator: 1\ndevices:\n- {name: a, cuont: 2, count: x}")
	right := simulationFile(t, "simulator: 1\ndevices:\n- {name: a}")
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no file":             {[]string{"nothing.yaml", l.url}, "nothing.yaml cannot be read"},
		"a folder":            {[]string{t.TempDir(), l.url}, "cannot be read"},
		"no address":          {[]string{right}, "Give the broker's address"},
		"faults of the file":  {[]string{wrong, l.url}, "Fix the 2 lines listed"},
		"they are found so":   {[]string{wrong, "--check"}, "devices.yaml cannot be simulated"},
		"nobody listens":      {[]string{right, "mqtt://127.0.0.1:1"}, "refused"},
		"format":              {[]string{right, l.url, "--format", "csv"}, "is not a format"},
		"time that is no one": {[]string{right, l.url, "--for", "-1s"}, "not be negative"},
	} {
		out, err := command(t.Context(), "", append([]string{"simulate"}, c.args...)...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, %v", name, out, err)
		}
	}
	const said = "mangrove: Line 3, column 13: There is no key cuont here. Was count meant? There are: count, "
	if out, err := command(t.Context(), "", "simulate", wrong, "--check"); err == nil || !strings.HasPrefix(out, said) || strings.Count(out, "\n") != 2 {
		t.Errorf("%q, %v", out, err)
	}
	if out, err := command(t.Context(), "", "simulate", right, "--check"); err != nil || out != "" {
		t.Errorf("check: %q, %v", out, err)
	}
}

// TestTablesStayInTheFolder: a link that leads out of it is not followed, one within it is.
func TestTablesStayInTheFolder(t *testing.T) {
	file := simulationFile(t, "simulator: 1\ndevices:\n- name: a\n  values: {v: {shape: csv, file: table.csv, column: x}}\n  messages: [{topic: t, every: 1s, payload: '{{.v}}'}]")
	folder, private := filepath.Dir(file), filepath.Join(t.TempDir(), "private.csv")
	for _, path := range []string{private, filepath.Join(folder, "here.csv")} {
		if err := os.WriteFile(path, []byte("x\n1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		to    string
		taken bool
	}{{private, false}, {"here.csv", true}} {
		link := filepath.Join(folder, "table.csv")
		if err := os.Symlink(c.to, link); err != nil {
			t.Fatal(err)
		}
		out, err := command(t.Context(), "", "simulate", file, "--check")
		if (err == nil) != c.taken || !c.taken && !strings.Contains(out, "folder") {
			t.Errorf("%s: %q, %v", c.to, out, err)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
	}
}

// TestStateOnAScreen: each line takes the place of the one before, a problem stays.
func TestStateOnAScreen(t *testing.T) {
	var out bytes.Buffer
	l := &stateLines{out: &out, screen: true, seed: 1}
	s := simulate.Status{Began: time.Now(), Devices: 2, Connections: 2, Connected: 1, Published: 3}
	l.begin(s)
	l.line(s)
	s.Problem, s.Missed = problem.ConnectStopped, 4
	l.line(s)
	l.end(s)
	lines := strings.Split(out.String(), "\n")
	if len(lines) != 4 || strings.Count(lines[1], "\x1b[K") != 2 || !strings.Contains(lines[2], "4 missed") || lines[3] != "" {
		t.Errorf("%q", lines)
	}
}
