package profiles

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	ss "github.com/zalando/go-keyring/secret_service"
)

// collection is where the Secret Service keeps what is unlocked at the login.
const collection = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")

// desktop is a session bus of the test's own, with nothing on it that the test
// does not put there, and a home folder.
type desktop struct {
	folder string
	bus    *exec.Cmd
	ring   *exec.Cmd // nil: none is started
}

// tool is the path of a program that scripts/deps.sh installs.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is not installed; run scripts/deps.sh test", name)
	}
	return path
}

// newDesktop starts a bus and makes it this process's.
func newDesktop(t *testing.T) *desktop {
	t.Helper()
	d := &desktop{folder: t.TempDir()}
	config := filepath.Join(d.folder, "bus.conf")
	must(t, os.WriteFile(config, fmt.Appendf(nil, `<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>`, dbus.EscapeBusAddressValue(filepath.Join(d.folder, "bus"))), 0o600))
	d.bus = exec.Command(tool(t, "dbus-daemon"), "--config-file="+config, "--nofork", "--print-address=1")
	out, err := d.bus.StdoutPipe()
	must(t, err)
	d.start(t, d.bus)
	address, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	t.Cleanup(func() { // the next desktop has another
		if conn, err := dbus.SessionBus(); err == nil {
			_ = conn.Close()
		}
	})
	return d
}

// start starts a program that ends with the test, and with its process.
func (d *desktop) start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	cmd.Env = []string{
		"HOME=" + d.folder, "XDG_RUNTIME_DIR=" + d.folder, "PATH=" + os.Getenv("PATH"),
		"DBUS_SESSION_BUS_ADDRESS=" + os.Getenv("DBUS_SESSION_BUS_ADDRESS"),
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	must(t, cmd.Start())
	t.Cleanup(func() { end(cmd) })
}

// end ends a program and may be called again.
func end(cmd *exec.Cmd) {
	_ = cmd.Process.Kill() // it may have ended by itself
	_ = cmd.Wait()
}

// startKeyRing starts the key ring with what its home has of it, unlocked.
func (d *desktop) startKeyRing(t *testing.T) {
	t.Helper()
	d.startService(t, "--unlock")
	await(t, "the key ring is unlocked", func() bool {
		locked, err := shared(t).Object(ringName, collection).GetProperty(ringCollection + ".Locked")
		return err == nil && locked.String() == "false"
	})
}

// The Secret Service's names.
const (
	ringName       = "org.freedesktop.secrets"
	ringPath       = dbus.ObjectPath("/org/freedesktop/secrets")
	ringService    = "org.freedesktop.Secret.Service"
	ringCollection = "org.freedesktop.Secret.Collection"
	ringPassword   = "the login's pass word"
)

// program is a copy of the key ring's program. Some systems give that one the
// right to lock memory, and where nobody may have the right, as in a container,
// it does not even start. A copy does without.
func (d *desktop) program(t *testing.T) string {
	t.Helper()
	path := filepath.Join(d.folder, "key-ring")
	if _, err := os.Stat(path); err == nil {
		return path // from before it was started anew
	}
	content, err := os.ReadFile(tool(t, "gnome-keyring-daemon"))
	must(t, err)
	must(t, os.WriteFile(path, content, 0o700))
	return path
}

// startService starts the key ring with an option and waits until it is there.
func (d *desktop) startService(t *testing.T, options ...string) {
	t.Helper()
	d.ring = exec.Command(d.program(t), append(options, "--foreground", "--components=secrets")...)
	d.ring.Stdin = strings.NewReader(ringPassword)
	d.start(t, d.ring)
	await(t, "the key ring is on the bus", func() bool {
		_, err := shared(t).Object(ringName, ringPath).GetProperty(ringService + ".Collections")
		return err == nil
	})
}

// lock locks the key ring, as a screen lock does.
func lock(t *testing.T) {
	t.Helper()
	must(t, shared(t).Object(ringName, ringPath).Call(ringService+".Lock", 0, []dbus.ObjectPath{collection}).Err)
}

// unlock unlocks it behind our back, as a user does in another program.
func unlock(t *testing.T) {
	t.Helper()
	service, err := ss.NewSecretService()
	must(t, err)
	session, err := service.OpenSession()
	must(t, err)
	const call = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface.UnlockWithMasterPassword"
	must(t, service.Object(ringName, ringPath).Call(call, 0, collection, ss.NewSecret(session.Path(), ringPassword)).Err)
	must(t, service.Close(session))
}

// items counts the entries of this program.
func items(t *testing.T) int {
	t.Helper()
	var found []dbus.ObjectPath
	search := map[string]string{"service": service}
	must(t, shared(t).Object(ringName, collection).Call(ringCollection+".SearchItems", 0, search).Store(&found))
	return len(found)
}

// shared is the connection to the bus that the key ring's library uses.
func shared(t *testing.T) *dbus.Conn {
	t.Helper()
	conn, err := dbus.SessionBus()
	must(t, err)
	return conn
}

// prompter is what puts the key ring's questions on the screen: this one says
// that it does and never has an answer.
type prompter struct {
	asked chan struct{} // closed with the first question
	once  sync.Once
}

// BeginPrompting is called by the key ring.
func (p *prompter) BeginPrompting(dbus.ObjectPath) *dbus.Error {
	p.once.Do(func() { close(p.asked) })
	return nil
}

// startPrompter puts a prompter on the bus; leave takes it away.
func startPrompter(t *testing.T) (p *prompter, leave func()) {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	must(t, err)
	leave = func() { _ = conn.Close() } // the bus may be gone
	t.Cleanup(leave)
	p = &prompter{asked: make(chan struct{})}
	must(t, conn.Export(p, "/org/gnome/keyring/Prompter", "org.gnome.keyring.internal.Prompter"))
	_, err = conn.RequestName("org.gnome.keyring.SystemPrompter", dbus.NameFlagDoNotQueue)
	must(t, err)
	return p, leave
}

// await polls until something is so.
func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.After(patience); !so(); {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatal("in vain was waited for this:", what)
		}
	}
}

// awaitClosed waits for the end of what a channel stands for.
func awaitClosed(t *testing.T, what string, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		t.Fatal("in vain was waited for this:", what)
	}
}
