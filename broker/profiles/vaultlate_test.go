package profiles

import (
	"os"
	"path/filepath"
	"testing"
)

// lateVault has been given what is to be sealed once its key ring answers.
func lateVault(t *testing.T, dir string, kept map[Secret]string, given map[Secret]string) (v *Vault, ring *fakeRing) {
	t.Helper()
	ring = ringWithKey()
	for secret := range kept {
		must(t, ring.Memory.Set(secret.Profile, secret.Name, "old"))
	}
	ring.answer = make(chan struct{})
	v = startVault(func() (Secrets, bool, error) { return ring, true, nil })
	t.Cleanup(func() { v.Close(); v.moving.Wait() })
	must(t, v.attach(dir, kept))
	must(t, v.SetAll(given))
	return v, ring
}

// TestSecretsThatCannotBeSealedYet wait for the next that are, and nothing is taken
// out of another file for them before.
func TestSecretsThatCannotBeSealedYet(t *testing.T) {
	dir := t.TempDir()
	v, ring := lateVault(t, dir, nil, map[Secret]string{{"p", "n"}: "s3cr3t"})
	inTheWay := filepath.Join(dir, secretsName)
	must(t, os.Mkdir(inTheWay, 0o700))
	close(ring.answer)
	if kept, err := v.Opened(); kept || err == nil {
		t.Fatal("it was sealed", kept, err)
	}
	if !v.forgets() {
		t.Error("it is said to be kept")
	}
	must(t, os.Remove(inTheWay))
	must(t, v.Set("p", "other", "x"))
	again := newVault(t, ring)
	must(t, again.attach(dir, nil))
	if got, err := again.Get("p", "n"); got != "s3cr3t" || err != nil || v.forgets() {
		t.Errorf("after a restart: %q, %v", got, err)
	}
}

// TestEntriesChangedBeforeTheRingOpens are not moved into the file, and are removed.
func TestEntriesChangedBeforeTheRingOpens(t *testing.T) {
	for name, value := range map[string]string{"deleted": "", "another value": "new"} {
		t.Run(name, func(t *testing.T) {
			secret := Secret{"p", SecretPassword}
			v, ring := lateVault(t, t.TempDir(), map[Secret]string{secret: "mqtt://a.example:1883"}, map[Secret]string{secret: value})
			close(ring.answer)
			if kept, err := v.Opened(); !kept || err != nil {
				t.Fatal(kept, err)
			}
			v.moving.Wait()
			if got, err := v.Get("p", SecretPassword); got != value || err != nil {
				t.Errorf("it is %q, %v", got, err)
			}
			if left, err := ring.Memory.Get("p", SecretPassword); left != "" || err != nil {
				t.Errorf("the entry is left: %q, %v", left, err)
			}
		})
	}
}

// TestUndoOnceQueriesAreSecrets: what a change is undone to has no place in the file.
func TestUndoOnceQueriesAreSecrets(t *testing.T) {
	b := open(t, t.TempDir(), new(Memory))
	p, err := b.Create(Profile{Name: "a"}, nil)
	must(t, err)
	if err := b.takeBack(p, p, "token=s3cr3t"); err != nil {
		t.Error(err)
	}
}
