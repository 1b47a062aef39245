package profiles

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
)

// withMarks is a connection with everything that can be marked as secret, and
// with properties beside that are not.
func withMarks() Profile {
	user := []broker.UserProperty{{Name: "token", Value: "s3cr3t"}, {Name: "site", Value: "north"}, {Name: "", Value: "odd"}}
	return Profile{
		Name: "a", Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}, Version: broker.V5,
		Connect: Connect{User: slices.Clone(user), Secret: []string{"token", "", "gone"}},
		Will:    &Will{Topic: "w", Payload: []byte("s3cr3t\x00\xff"), SecretPayload: true, User: slices.Clone(user), Secret: []string{"token"}},
	}
}

// TestMarkedAsSecret: what is marked is in no file and in nothing that is shared,
// and where it belongs when connecting.
func TestMarkedAsSecret(t *testing.T) {
	folder, secrets := t.TempDir(), new(Memory)
	b, err := Open(folder, secrets)
	must(t, err)
	before := withMarks()
	shared, err := Export([]Profile{before}) // before anything is stored
	must(t, err)
	if bytes.Contains(shared, []byte("s3cr3t")) || !reflect.DeepEqual(before, withMarks()) {
		t.Errorf("shared: %s", shared)
	}
	p, err := b.Create(before, nil)
	must(t, err)
	checkKeptOfMarked(t, p)
	p.Connect.User = append(p.Connect.User, broker.UserProperty{Name: "late", Value: "s3cr3t"})
	p.Connect.Secret = append(p.Connect.Secret, "late")
	must(t, update(b, p))
	content, err := os.ReadFile(filepath.Join(folder, fileName))
	must(t, err)
	shared, err = Export(b.All())
	must(t, err)
	for what, text := range map[string]string{"the file": string(content), "what is shared": string(shared)} {
		if strings.Contains(text, "s3cr3t") || strings.Contains(text, "czNjcjN0") || !strings.Contains(text, "north") || !strings.Contains(text, PropertySecret("late")) {
			t.Errorf("%s: %s", what, text)
		}
	}
	checkRuntimeOfMarked(t, folder, secrets)
}

// checkRuntimeOfMarked: what is marked is where it belongs after a restart.
func checkRuntimeOfMarked(t *testing.T, folder string, secrets Secrets) {
	t.Helper()
	b, err := Open(folder, secrets)
	must(t, err)
	r, err := b.All()[0].Runtime(secrets)
	must(t, err)
	if got := r.Connect.User; got[0].Value != "s3cr3t" || got[1].Value != "north" || got[2].Value != "odd" || got[3].Value != "s3cr3t" {
		t.Errorf("it connects with %v", got)
	}
	if w := r.Will; string(w.Payload) != "s3cr3t\x00\xff" || w.Properties.User[0].Value != "s3cr3t" || w.Properties.User[1].Value != "north" {
		t.Errorf("its last will is %+v", w)
	}
	if said := broker.RedactorOf(r).Words("the property s3cr3t, of north, and s3cr3t\x00\xff"); said != "the property …, of north, and …" {
		t.Errorf("what the broker says of it is kept as %q", said)
	}
	if got := b.All()[0]; got.Connect.User[0].Value != "" || got.Will.Payload != nil {
		t.Errorf("the book has the secrets in %+v", got)
	}
	if _, err := b.All()[0].Runtime(new(Memory)); err == nil || !strings.Contains(told(err), "user property token") {
		t.Errorf("without them: %v", err)
	}
	plain := withMarks()
	plain.Address.Scheme = "mqtt"
	if got, _ := plain.Review(secrets, time.Now()); len(got) != 1 || !strings.Contains(explain.Note(got[0]), "These are sent without TLS and can be read on the way: user properties marked as secret, payload of the last will.") {
		t.Errorf("it warns %v", got)
	}
}

// checkKeptOfMarked: each that is marked has a name of its own as a secret.
func checkKeptOfMarked(t *testing.T, p Profile) {
	t.Helper()
	names := []string{SecretWillPayload, WillPropertySecret("token"), PropertySecret("token")}
	if !slices.Equal(p.Kept, names) {
		t.Errorf("kept are %q, want %q", p.Kept, names)
	}
	for _, name := range names {
		if !KnownSecret(name) {
			t.Errorf("%q is not known", name)
		}
	}
}
