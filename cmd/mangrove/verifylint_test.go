package main

import (
	"archive/zip"
	"encoding/base64"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/server"
)

// TestVerifyWarnings asks a broker what it keeps, and no file of the report has the secret.
func TestVerifyWarnings(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	const secret = `{"mqtt_password":"hunter2"}`
	sendUntilDone(t, b.Address(),
		broker.Publication{Topic: "lamp/state", Payload: []byte("ON")},
		broker.Publication{Topic: "door/state", Payload: []byte("OPEN"), Retain: true},
		broker.Publication{Topic: "lamp/set", Payload: []byte("ON"), Retain: true},
		broker.Publication{Topic: "x/config", Payload: []byte(secret)},
	)
	dir := t.TempDir()
	list, bundle := filepath.Join(dir, "list.yaml"), filepath.Join(dir, "run.zip")
	const file = "version: 1\nrules:\n  - {topic: \"#\", lint: [secret, retained command, state not retained, leading slash]}\n"
	if err := os.WriteFile(list, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := command(t.Context(), "", "verify", list, b.Address(), "--deadline", "2s", "--bundle", bundle)
	if exitCode(err) != notPassed {
		t.Errorf("it ends with %v", err)
	}
	for _, want := range []string{
		"FAIL            #  warning secret  1 found: x/config: mqtt_password.",
		"FAIL            #  warning retained command  1 found: lamp/set.",
		"FAIL            #  warning state not retained  2 found: lamp/state; x/config.",
		"PASS            #  warning leading slash  Nothing of this kind in ",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	z, err := zip.OpenReader(bundle)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if text := string(content); strings.Contains(text, "hunter2") || strings.Contains(text, base64.StdEncoding.EncodeToString([]byte(secret))) {
			t.Errorf("%s has the secret", f.Name)
		}
	}
}
