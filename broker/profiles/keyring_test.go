package profiles

import (
	"errors"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

// The key ring is a mock, so these tests do not run in parallel.

func TestSecretsInTheKeyRing(t *testing.T) {
	keyring.MockInit()
	secrets, kept := OpenSecrets()
	if !kept {
		t.Fatal("the key ring is not used")
	}
	if got, err := keyring.Get(service, "probe"); err == nil {
		t.Errorf("the probe left %q", got)
	}
	testSecrets(t, secrets)
	for i := range 4 { // what long secrets were split into
		if got, err := keyring.Get(service, part("p", "n", i)); err == nil {
			t.Errorf("part %d was left: %d bytes", i, len(got))
		}
	}
}

func TestSecretsInMemory(t *testing.T) {
	keyring.MockInitWithError(errors.New("no key ring here"))
	secrets, kept := OpenSecrets()
	if kept {
		t.Fatal("a key ring that does not work is used")
	}
	testSecrets(t, secrets)
}

func testSecrets(t *testing.T, secrets Secrets) {
	t.Helper()
	for _, value := range []string{"short", strings.Repeat("long", 1500), "", inParts + "9", strings.Repeat("x", partSize)} {
		must(t, secrets.Set("p", "n", value))
		if got, err := secrets.Get("p", "n"); err != nil || got != value {
			t.Errorf("%d bytes came back as %d, %v", len(value), len(got), err)
		}
	}
	if got, err := secrets.Get("q", "n"); err != nil || got != "" {
		t.Errorf("another profile has %q, %v", got, err)
	}
	for range 2 { // the second finds nothing
		must(t, secrets.Delete("p", "n"))
	}
	if got, err := secrets.Get("p", "n"); err != nil || got != "" {
		t.Errorf("deleted, but there: %q, %v", got, err)
	}
}

func TestKeyRingThatStopsAnswering(t *testing.T) {
	keyring.MockInitWithError(errors.New("locked"))
	var k KeyRing
	_, get := k.Get("p", "n")
	for name, err := range map[string]error{"get": get, "set": k.Set("p", "n", "v"), "delete": k.Delete("p", "n")} {
		if err == nil || !strings.Contains(err.Error(), "unlock it") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
