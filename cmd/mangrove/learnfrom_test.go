package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLearnFromFile makes a checklist of each kind of file, which can be used, and tells what is
// not used.
func TestLearnFromFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const document = "asyncapi: 2.6.0\ninfo: {title: Plant, version: 1.0.0}\nservers: {a: {url: x, protocol: mqtt}}\n" +
		"channels: {\"site/{meter}/state\": {subscribe: {message: {payload: {type: object, required: [v]}}}}}\n"
	for _, c := range []struct {
		name string
		args []string
		said []string
		has  string
	}{
		{"AsyncAPI", []string{write("plant.yaml", document)}, []string{"made 0 devices and 1 rule of plant.yaml, an AsyncAPI document of version 2.6.0.", "/servers: a checklist is run against"}, `- topic: "site/{meter}/state"`},
		{"a schema", []string{write("state.json", `{"type": "object"}`), "--topic", "site/+/state", "--site", "Hall"}, []string{"1 rule of state.json, a JSON Schema."}, "name: Hall"},
		{"a list", []string{write("devices.csv", "id;room\nfan;hall\n"), "--topic", "{room}/{id}/#"}, []string{"made 1 device and 0 rules of devices.csv, a list of devices."}, `topic: "hall/fan/#"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "site.yaml")
			out, err := command(t.Context(), "", append([]string{"learn", "-o", path, "--from"}, c.args...)...)
			if err != nil {
				t.Fatal(err, out)
			}
			for _, want := range c.said {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
			if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), c.has) {
				t.Errorf("no %s in\n%s", c.has, text)
			}
			if out, err := command(t.Context(), "", "verify", "--check", path); err != nil {
				t.Error(err, out)
			}
		})
	}
}

// TestLearnFromFileRefuses says what cannot be, and writes nothing.
func TestLearnFromFileRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"state.json": `{"type": "object"}`, "list.yaml": "version: 1\nrules: []\n",
		"plant.yaml": "asyncapi: 2.6.0\ninfo: {title: Plant, version: 1.0.0}\nchannels: {site/state: {subscribe: {message: {}}}}\n", "devices.csv": "id\nfan\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"a schema without a topic", []string{"--from", filepath.Join(dir, "state.json")}, "--topic"},
		{"devices without a topic", []string{"--from", filepath.Join(dir, "devices.csv")}, "site/{id}/#"},
		{"a broker besides", []string{"--from", filepath.Join(dir, "state.json"), "mqtt://127.0.0.1:1"}, "eave out the address"},
		{"a topic of a document that names its own", []string{"--from", filepath.Join(dir, "plant.yaml"), "--topic", "a/#"}, "Leave out --topic"},
		{"two topics", []string{"--from", filepath.Join(dir, "state.json"), "--topic", "a", "--topic", "b"}, "one --topic"},
		{"no file", []string{"--from", filepath.Join(dir, "none")}, "none"},
		{"a checklist", []string{"--from", filepath.Join(dir, "list.yaml")}, "neither an AsyncAPI document"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "site.yaml")
			_, err := command(t.Context(), "", append([]string{"learn", "-o", path}, c.args...)...)
			var said strings.Builder
			if err != nil {
				printProblem(&said, err)
			}
			if exitCode(err) != unusable || !strings.Contains(said.String(), c.want) {
				t.Errorf("%d: %s", exitCode(err), said.String())
			}
			if _, err := os.Stat(path); err == nil {
				t.Error("there is a file")
			}
		})
	}
}
