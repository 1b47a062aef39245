package profiles

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

// The key ring is a mock, so these tests do not run in parallel.

func TestSecretsInTheKeyRing(t *testing.T) {
	keyring.MockInit()
	secrets, kept, err := openSecrets(opening{anywhere, probe, patience})
	if !kept || err != nil {
		t.Fatal("the key ring is not used:", err)
	}
	must(t, probeAs("probe x"))
	if got, err := keyring.Get(service, "probe x"); err == nil {
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
	secrets, kept, err := openSecrets(opening{anywhere, probe, patience})
	if kept {
		t.Fatal("a key ring that does not work is used")
	}
	if err == nil || !strings.Contains(told(err), "unlock it") {
		t.Errorf("the user is told %v", err)
	}
	testSecrets(t, secrets)
}

func TestNoKeyRing(t *testing.T) {
	keyring.MockInit()
	nowhere := func() error { return errNoKeyRing }
	if secrets, kept, err := openSecrets(opening{nowhere, probe, patience}); kept || err != nil {
		t.Errorf("a computer without a key ring is said to have a broken one: %T, %v", secrets, err)
	}
}

// TestLookingWritesNothing: who only reads does not write to the key ring to try it out.
func TestLookingWritesNothing(t *testing.T) {
	keyring.MockInit()
	secrets, kept, err := openSecrets(opening{anywhere, probeReading, patience})
	if !kept || err != nil {
		t.Fatal("the key ring is not used:", err)
	}
	if got, err := secrets.Get("p", "n"); got != "" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	keyring.MockInitWithError(errors.New("locked"))
	if _, kept, err := openSecrets(opening{anywhere, probeReading, patience}); kept || err == nil || !strings.Contains(told(err), "unlock it") {
		t.Errorf("a key ring that does not open is used: %t, %v", kept, err)
	}
}

func anywhere() error { return nil }

// testSecrets is what all secrets must do.
func testSecrets(t *testing.T, secrets Secrets) {
	t.Helper()
	for _, test := range []struct{ name, value string }{
		{"short", "short"},
		{"long", strings.Repeat("0123456789", 1024)},
		{"empty", ""},
		{"like parts", inParts + "9"},
		{"non-ASCII", "Zürich пароль 密码 🔑 \n\t "},
		{"long non-ASCII", strings.Repeat("a密码🔑", 500)},
		{"a part", strings.Repeat("x", partSize)},
		{"bytes", "\x00\x01\xfe\xff"},
		{"key", strings.Repeat("-----BEGIN PRIVATE KEY-----\n", 200)},
	} {
		name, value := test.name, test.value
		for range 2 { // the second time it is overwritten with itself
			must(t, secrets.Set("p", "n", value))
			if got, err := secrets.Get("p", "n"); err != nil || got != value {
				t.Errorf("%s: %d bytes came back as %d, %v", name, len(value), len(got), err)
			}
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
	testManySecrets(t, secrets)
}

func testManySecrets(t *testing.T, secrets Secrets) {
	t.Helper()
	const profiles = 20
	names := []string{SecretPassword, HeaderSecret("X-Schlüssel")}
	value := func(i int, name string) string { return fmt.Sprint(name, " of ", i) }
	each := func(do func(profile, name, value string)) {
		for i := range profiles {
			for _, name := range names {
				do(fmt.Sprint("profile ", i), name, value(i, name))
			}
		}
	}
	each(func(profile, name, value string) { must(t, secrets.Set(profile, name, value)) })
	must(t, secrets.Delete("profile 7", SecretPassword))
	each(func(profile, name, value string) {
		if profile == "profile 7" && name == SecretPassword {
			value = ""
		}
		if got, err := secrets.Get(profile, name); err != nil || got != value {
			t.Errorf("%s, %s: %q, %v", profile, name, got, err)
		}
		must(t, secrets.Delete(profile, name))
	})
}

func TestKeyRingThatStopsAnswering(t *testing.T) {
	keyring.MockInitWithError(errors.New("locked"))
	k := KeyRing{&turns{patience: patience}}
	_, get := k.Get("p", "n")
	for name, err := range map[string]error{"get": get, "set": k.Set("p", "n", "v"), "delete": k.Delete("p", "n")} {
		if err == nil || !strings.Contains(told(err), "unlock it") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
