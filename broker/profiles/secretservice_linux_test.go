package profiles

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// These tests are about a real Secret Service, GNOME's, each on a session bus of
// its own and in a home of its own: the user's are never touched.

const (
	inOwnProcess = "MANGROVE_TEST_SECRET_SERVICE"
	short        = 200 * time.Millisecond // of patience, with what never answers
)

// TestSecretService runs itself in a process of its own: the other tests put a
// mock in the library's place, which cannot be undone.
func TestSecretService(t *testing.T) {
	if os.Getenv(inOwnProcess) == "" {
		t.Parallel()
		again(t)
		return
	}
	for name, test := range map[string]func(*testing.T){ // short: sockets are in folders named so
		"comes back":        secretsComeBack,
		"read only":         onlyRead,
		"outlasts":          secretsOutlast,
		"no bus":            noBus,
		"no bus is started": noBusIsStarted,
		"no key ring":       noService,
		"no collection":     noCollection,
		"locked":            lockedForGood,
		"locked and silent": lockedAndSilent,
		"locked in use":     lockedInUse,
		"hangs for a while": hangs,
		"ends in use":       endsInUse,
		"bus ends":          busEnds,
		"vault":             vaultInRing,
	} {
		t.Run(name, test)
	}
}

// again runs the same test in another process.
func again(t *testing.T) {
	t.Helper()
	for _, name := range []string{"dbus-daemon", "gnome-keyring-daemon"} {
		tool(t, name)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestSecretService$", "-test.v", "-test.timeout="+(9*patience).String())
	cmd.Env = append(os.Environ(), inOwnProcess+"=1", "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent")
	out, err := cmd.CombinedOutput()
	if err != nil || testing.Verbose() {
		t.Logf("%s", out)
	}
	if err != nil {
		t.Error(err)
	}
}

// opened opens a key ring that must open.
func opened(t *testing.T) KeyRing {
	t.Helper()
	secrets, kept, err := openSecrets(opening{reach, probe, patience})
	ring, ok := secrets.(KeyRing)
	if !ok || !kept || err != nil {
		t.Fatalf("it is not used: %T, %v", secrets, err)
	}
	return ring
}

// notOpened opens a key ring that must not open, which must not take long.
func notOpened(t *testing.T, patience time.Duration) error {
	t.Helper()
	began := time.Now()
	secrets, kept, err := openSecrets(opening{reach, probe, patience})
	if _, ok := secrets.(*Memory); !ok || kept {
		t.Fatalf("it is used: %T", secrets)
	}
	if took := time.Since(began); took >= max(patience, 30*time.Second) {
		t.Errorf("it took %v, and gave up only then", took)
	}
	must(t, secrets.Set("p", "n", "v"))
	return err
}

// tells checks that an error has a next step in it, and shows no secret.
func tells(t *testing.T, err error) {
	t.Helper()
	t.Log(err)
	if err == nil || !strings.Contains(told(err), "unlock it ") || strings.Contains(err.Error()+told(err), "s3cret") {
		t.Errorf("the user is told: %v", err)
	}
}

func gives(t *testing.T, secrets Secrets, want string) {
	t.Helper()
	if got, err := secrets.Get("p", "n"); err != nil || got != want {
		t.Errorf("%q, %v in place of %q", got, err, want)
	}
}

func secretsComeBack(t *testing.T) {
	newDesktop(t).startKeyRing(t)
	ring := opened(t)
	if n := items(t); n != 0 {
		t.Errorf("opening left %d entries", n)
	}
	testSecrets(t, ring)
	if n := items(t); n != 0 {
		t.Errorf("%d entries were left", n)
	}
	testBook(t, ring)
}

// onlyRead: who only reads makes no entry, not even for a moment.
func onlyRead(t *testing.T) {
	newDesktop(t).startKeyRing(t)
	conn := shared(t)
	must(t, conn.AddMatchSignal(dbus.WithMatchInterface(ringCollection), dbus.WithMatchMember("ItemCreated")))
	signals := make(chan *dbus.Signal, 100)
	conn.Signal(signals)
	defer conn.RemoveSignal(signals)
	v := StartSecretsToRead()
	defer v.Close()
	if kept, err := v.Opened(); !kept || err != nil {
		t.Fatal("the key ring is not used:", err)
	}
	must(t, KeyRing{&turns{patience: patience}}.Set("p", "n", "s3cret"))
	var found []dbus.ObjectPath
	must(t, conn.Object(ringName, collection).Call(ringCollection+".SearchItems", 0, map[string]string{"service": service}).Store(&found))
	if len(found) != 1 {
		t.Fatal("entries:", found)
	}
	for made := range signals {
		if made.Name != ringCollection+".ItemCreated" {
			continue
		}
		if made.Body[0] != found[0] {
			t.Errorf("%v was made", made.Body[0])
			continue
		}
		return // the first one that was made is ours
	}
}

// testBook puts a profile's secrets through a book, as the window does.
func testBook(t *testing.T, ring KeyRing) {
	t.Helper()
	dir := t.TempDir()
	p := create(t, open(t, dir, ring), "p", map[string]string{SecretPassword: "s3cret"})
	b := open(t, dir, ring)
	must(t, b.Delete(p.ID))
	if n := items(t); n != 0 {
		t.Errorf("%d entries of a deleted profile were left", n)
	}
	_, err := b.Undo()
	must(t, err)
	if got, err := ring.Get(p.ID, SecretPassword); err != nil || got != "s3cret" {
		t.Errorf("after the undo the password is %q, %v", got, err)
	}
}

func secretsOutlast(t *testing.T) {
	d := newDesktop(t)
	d.startKeyRing(t)
	value := strings.Repeat("s3cret 密码", 1000)
	must(t, opened(t).Set("p", "n", value))
	end(d.ring)
	d.startKeyRing(t)
	gives(t, opened(t), value)
}

func noBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "bus"))
	if err := notOpened(t, patience); err != nil {
		t.Error("it is nobody's fault:", err)
	}
}

// noBusIsStarted is for a computer with dbus-launch and without a session.
func noBusIsStarted(t *testing.T) {
	runtime := fmt.Sprintf("/run/user/%d", os.Getuid())
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(filepath.Join(runtime, name)); err == nil {
			t.Skip("the user's own bus would be found, in", runtime)
		}
	}
	dir := t.TempDir()
	started := filepath.Join(dir, "started")
	script := fmt.Sprintf("#!/bin/sh\n: >'%s'\necho DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent\n", started)
	must(t, os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte(script), 0o700)) //nolint:gosec // a program
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	for _, address := range []string{"", "autolaunch:"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		if err := notOpened(t, patience); err != nil {
			t.Error("it is nobody's fault:", err)
		}
		if _, err := os.Stat(started); err == nil {
			t.Errorf("with the address %q a bus was started that nobody ends", address)
		}
	}
}

func noService(t *testing.T) {
	newDesktop(t)
	if err := notOpened(t, patience); err != nil {
		t.Error("it is nobody's fault:", err)
	}
}

func noCollection(t *testing.T) {
	newDesktop(t).startService(t)
	tells(t, notOpened(t, patience))
}

func lockedForGood(t *testing.T) {
	newDesktop(t).startKeyRing(t)
	lock(t)
	tells(t, notOpened(t, patience))
}

func lockedAndSilent(t *testing.T) {
	newDesktop(t).startKeyRing(t)
	p, _ := startPrompter(t)
	lock(t)
	tells(t, notOpened(t, short))
	awaitClosed(t, "the user is asked", p.asked)
}

func lockedInUse(t *testing.T) {
	newDesktop(t).startKeyRing(t)
	ring := opened(t)
	must(t, ring.Set("p", "n", "s3cret"))
	p, leave := startPrompter(t)
	lock(t)
	ring.turns.patience = short
	_, err := ring.Get("p", "n")
	tells(t, err)
	awaitClosed(t, "the user is asked", p.asked)
	ring.turns.patience = patience // what follows does not wait behind the question
	tells(t, ring.Set("p", "n", "s3cret too"))
	tells(t, ring.Delete("p", "n"))
	leave()
	awaitClosed(t, "the question is withdrawn", ring.turns.stuck)
	_, err = ring.Get("p", "n")
	tells(t, err)
	unlock(t)
	gives(t, ring, "s3cret")
}

func hangs(t *testing.T) {
	d := newDesktop(t)
	d.startKeyRing(t)
	ring := opened(t)
	must(t, ring.Set("p", "n", "s3cret"))
	must(t, d.ring.Process.Signal(syscall.SIGSTOP))
	ring.turns.patience = short
	_, err := ring.Get("p", "n")
	tells(t, err)
	if !errors.Is(err, errSilent) {
		t.Error(err)
	}
	must(t, d.ring.Process.Signal(syscall.SIGCONT))
	awaitClosed(t, "it answers late", ring.turns.stuck)
	ring.turns.patience = patience
	gives(t, ring, "s3cret")
}

func endsInUse(t *testing.T) {
	d := newDesktop(t)
	d.startKeyRing(t)
	ring := opened(t)
	must(t, ring.Set("p", "n", "s3cret"))
	end(d.ring)
	_, err := ring.Get("p", "n")
	tells(t, err)
	d.startKeyRing(t)
	gives(t, ring, "s3cret")
}

func busEnds(t *testing.T) {
	d := newDesktop(t)
	d.startKeyRing(t)
	ring := opened(t)
	p, _ := startPrompter(t)
	lock(t)
	ring.turns.patience = short
	_, err := ring.Get("p", "n")
	tells(t, err)
	awaitClosed(t, "the user is asked", p.asked)
	end(d.bus)
	awaitClosed(t, "the question is gone", ring.turns.stuck)
	_, err = ring.Get("p", "n")
	tells(t, err)
}

// vaultInRing moves what had entries of its own, imports thousands, and does not need
// the key ring for what follows.
func vaultInRing(t *testing.T) {
	d := newDesktop(t)
	d.startKeyRing(t)
	ring := opened(t)
	dir := t.TempDir()
	const few = 10
	began := time.Now()
	made, err := open(t, dir, ring).CreateAll(drafts(few))
	must(t, err)
	t.Logf("an entry each: %v a connection", time.Since(began)/few)
	v := newVault(t, ring)
	b := open(t, dir, v)
	v.moving.Wait()
	if n := items(t); n != 1 {
		t.Errorf("%d entries after they were moved", n)
	}
	began = time.Now()
	many, err := b.CreateAll(drafts(5000))
	must(t, err)
	t.Logf("5,000 connections into the vault: %v", time.Since(began))
	must(t, d.ring.Process.Signal(syscall.SIGSTOP)) // it hangs
	must(t, b.SetSecret(made[0].ID, SecretPassword, "typed"))
	for id, want := range map[string]string{made[0].ID: "typed", made[few-1].ID: fmt.Sprint("s3cr3t ", few-1), many[4999].ID: "s3cr3t 4999"} {
		if got, err := v.Get(id, SecretPassword); err != nil || got != want {
			t.Errorf("%q, %v in place of %q", got, err, want)
		}
	}
	must(t, b.Delete(made[1].ID))
	must(t, d.ring.Process.Signal(syscall.SIGCONT))
	if n := items(t); n != 1 {
		t.Errorf("%d entries at the end", n)
	}
}
