package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
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
	must("Brought back 2 of 2.", "", "retained", "--restore", file, "--replace")
	must("a/1  one\na/2  \\x00\\xff\n", "", "retained", "--topic", "a/#")

	for _, c := range []struct{ name, says, args string }{
		{"file that is there", "is there already; give another file with --keep", "--topic # --clear --yes --keep " + file},
		{"no topics", "Give the topics with --topic", ""},
		{"filter that is none", "must stand alone", "--topic a#"},
		{"both", "do opposite things", "--topic a --clear --restore x"},
		{"file that is none", "it is no file of retained messages", "--restore " + os.Args[0]},
	} {
		_, err := run("", append([]string{"retained"}, strings.Fields(c.args)...)...)
		if said := explain.Error(err, addressOf(err)); err == nil || !strings.Contains(said, c.says) {
			t.Errorf("%s: it says %q, want %q", c.name, said, c.says)
		}
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
