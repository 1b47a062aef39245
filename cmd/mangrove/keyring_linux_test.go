package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

// startKeyRing starts a bus of the test's own with a key ring on it that is
// unlocked, and makes both this process's.
func startKeyRing(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	begin := func(cmd *exec.Cmd) {
		cmd.Env = []string{"HOME=" + folder, "XDG_RUNTIME_DIR=" + folder, "PATH=" + os.Getenv("PATH"), "DBUS_SESSION_BUS_ADDRESS=" + os.Getenv("DBUS_SESSION_BUS_ADDRESS")}
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		if err := cmd.Start(); err != nil {
			t.Fatalf("%v; run scripts/deps.sh test", err)
		}
		t.Cleanup(func() {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		})
	}
	write := func(name, content string, mode os.FileMode) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	config := write("bus.conf", fmt.Sprintf(`<busconfig><type>session</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`,
		dbus.EscapeBusAddressValue(filepath.Join(folder, "bus"))), 0o600)
	bus := exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--print-address=1")
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begin(bus)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	// A copy of the program does without the right to lock memory, which nobody has
	// in a container.
	path, err := exec.LookPath("gnome-keyring-daemon")
	if err != nil {
		t.Fatalf("%v; run scripts/deps.sh test", err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ring := exec.Command(write("key-ring", string(content), 0o700), "--unlock", "--foreground", "--components=secrets")
	ring.Stdin = strings.NewReader("the login's pass word")
	begin(ring)
	awaitUnlocked(t)
}

func awaitUnlocked(t *testing.T) {
	t.Helper()
	conn, err := dbus.SessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.After(3 * time.Minute); ; {
		locked, err := conn.Object("org.freedesktop.secrets", "/org/freedesktop/secrets/collection/login").GetProperty("org.freedesktop.Secret.Collection.Locked")
		if err == nil && locked.String() == "false" {
			return
		}
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatal("the key ring does not unlock:", err)
		}
	}
}

// TestPasswordsOfTheKeyRing: a stored connection comes with what the key ring has
// for it, unless another password is given.
func TestPasswordsOfTheKeyRing(t *testing.T) {
	newHome(t)
	startKeyRing(t)
	d := startDoorkeeper(t)
	p, err := broker.ParseURL(d.address)
	if err != nil {
		t.Fatal(err)
	}
	secrets := profiles.StartSecrets()
	kept, err := secrets.Opened()
	if err != nil || !kept {
		t.Fatal("there is no key ring", err)
	}
	store(t, secrets, profiles.Profile{
		Name: "press 4", Folder: "plant", Address: p.Address, Username: "joe", Version: broker.V311, Kept: []string{profiles.SecretPassword},
	})
	for _, c := range []struct{ came, environment string }{{"joe:" + mark, ""}, {"joe:another", "another"}, {"joe:" + mark, ""}} {
		t.Setenv(passwordVariable, c.environment)
		said, err := runCommand(t, "snapshot", "--for", "1ms", "--profile", "press 4")
		if err != nil || d.last() != c.came || said != "" {
			t.Errorf("%q came in place of %q: %v, it says %q", d.last(), c.came, err, said)
		}
	}
}
