package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/eclipse/paho.mqtt.golang/packets"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/profiles"
	"mangrove/model/printable"
)

// asCommand makes the program of the tests the one that is tested.
const asCommand = "MANGROVE_TEST_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// doorkeeper is a broker of MQTT 3.1.1 that lets everybody in and keeps who came, as
// user:password.
type doorkeeper struct {
	address string // host:port
	mu      sync.Mutex
	came    []string
}

func startDoorkeeper(t *testing.T) *doorkeeper {
	t.Helper()
	d := new(doorkeeper)
	d.address = brokertest.Listen(t, func(c net.Conn) {
		for {
			p, err := packets.ReadPacket(c)
			if err != nil {
				return
			}
			switch p := p.(type) {
			case *packets.ConnectPacket:
				d.mu.Lock()
				d.came = append(d.came, fmt.Sprintf("%s:%s", p.Username, p.Password))
				d.mu.Unlock()
				_, err = c.Write([]byte("\x20\x02\x00\x00"))
			case *packets.SubscribePacket:
				_, err = c.Write([]byte{0x90, 3, byte(p.MessageID >> 8), byte(p.MessageID), 0})
			}
			if err != nil {
				return
			}
		}
	})
	return d
}

// last is who came last, empty when nobody did.
func (d *doorkeeper) last() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.came) == 0 {
		return ""
	}
	return d.came[len(d.came)-1]
}

// passwordFile writes a file with a mode and gives its path.
func passwordFile(t *testing.T, content string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pass word")
	if err := errors.Join(os.WriteFile(path, []byte(content), mode), os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPasswordsOfCommands: where the password of a command may be, which of them
// contradict each other, and that nothing of it is shown.
func TestPasswordsOfCommands(t *testing.T) {
	const mine = 0o600
	folder := t.TempDir()
	for _, c := range []struct {
		name        string
		login       string // before the @
		file        func(t *testing.T) string
		environment string
		more        []string
		came        string // empty: nobody
		says        []string
		silent      bool
	}{
		{"none", "joe@", nil, "", nil, "joe:", nil, true},
		{"in the address", "joe:" + mark + "@", nil, "", nil, "joe:" + mark, []string{"ps", "--password-file"}, false},
		{"of a file", "joe@", func(t *testing.T) string { return passwordFile(t, mark+" x\n", mine) }, "", nil, "joe:" + mark + " x", nil, true},
		{"of a file of Windows", "joe@", func(t *testing.T) string { return passwordFile(t, mark+"\r\n", mine) }, "", nil, "joe:" + mark, nil, true},
		{"one line break is dropped", "joe@", func(t *testing.T) string { return passwordFile(t, mark+"\n\n", mine) }, "", nil, "joe:" + mark + "\n", nil, true},
		{"of a file for all", "joe@", func(t *testing.T) string { return passwordFile(t, mark, 0o644) }, "", nil, "joe:" + mark, []string{"Others may", "chmod 600"}, runtime.GOOS == "windows"},
		{"of the environment", "joe@", nil, mark, nil, "joe:" + mark, nil, true},
		{"for nobody", "", nil, mark, nil, ":", []string{"MANGROVE_PASSWORD is not used", "names no user"}, false},
		{"of an empty file", "joe@", func(t *testing.T) string { return passwordFile(t, "\n", mine) }, "", nil, "", []string{"is empty"}, false},
		{"of a folder", "joe@", func(*testing.T) string { return folder }, "", nil, "", []string{"is not a file"}, false},
		{"of no file", "joe@", func(*testing.T) string { return filepath.Join(folder, "x") }, "", nil, "", []string{"cannot be read"}, false},
		{"of a device", "joe@", func(*testing.T) string { return os.DevNull }, "", nil, "", []string{"is not a file"}, false},
		{"of a large file", "joe@", func(t *testing.T) string { return passwordFile(t, strings.Repeat("x", 70_000), mine) }, "", nil, "", []string{"too large"}, false},
		{"too long by a byte", "joe@", func(t *testing.T) string { return passwordFile(t, strings.Repeat("x", 65_536), mine) }, "", nil, "", []string{"longer than 65535"}, false},
		{"with a mark", "joe@", func(t *testing.T) string { return passwordFile(t, "\xff\xfes\x003\x00", mine) }, "", nil, "", []string{"byte order mark"}, false},
		{"twice", "joe:" + mark + "@", func(t *testing.T) string { return passwordFile(t, mark, mine) }, "", nil, "", []string{"given twice", "in the address, with --password-file"}, false},
		{"twice, once in the environment", "joe:x@", nil, mark, nil, "", []string{"in the address, with the variable"}, false},
		{"from three", "joe@", func(t *testing.T) string { return passwordFile(t, mark, mine) }, mark, []string{"--ask-password"}, "", []string{"--password-file, with --ask-password, with the variable"}, false},
		{"asked for where nobody is", "joe@", nil, "", []string{"--ask-password"}, "", []string{"no terminal", "--password-file"}, false},
		{"and another connection", "joe@", nil, "", []string{"--profile", "x"}, "", []string{"An address and --profile"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := startDoorkeeper(t)
			t.Setenv(passwordVariable, c.environment)
			args := append([]string{"snapshot", "--for", "1ms", "--protocol", "3.1.1", "mqtt://" + c.login + d.address}, c.more...)
			if c.file != nil {
				args = append(args, "--password-file", c.file(t))
			}
			said, err := runCommand(t, args...)
			if d.last() != c.came || (err == nil) != (c.came != "") {
				t.Errorf("%q came in place of %q: %v", d.last(), c.came, err)
			}
			unmarked(t, "standard error", said)
			for _, word := range c.says {
				if !strings.Contains(said, word) {
					t.Errorf("it does not say %q: %s", word, said)
				}
			}
			if n := strings.Count(said, "\n"); n > 1 || (n == 0) != c.silent {
				t.Errorf("it says %q", said)
			}
			if c.environment != "" && os.Getenv(passwordVariable) != "" {
				t.Error("the password stays in the environment")
			}
		})
	}
}

// runCommand runs a command and gives what it says to standard error, with its error as
// main says it.
func runCommand(t *testing.T, args ...string) (said string, err error) {
	t.Helper()
	var b bytes.Buffer
	cmd := newRoot()
	cmd.SetOut(io.Discard)
	cmd.SetErr(&b)
	cmd.SetIn(strings.NewReader(""))
	cmd.SetArgs(args)
	if err = cmd.ExecuteContext(t.Context()); err != nil {
		printProblem(&b, err)
	}
	return b.String(), err
}

// newHome gives this process a home with nothing in it.
func newHome(t *testing.T) {
	t.Helper()
	for _, name := range []string{"XDG_CONFIG_HOME", "HOME", "AppData"} {
		t.Setenv(name, t.TempDir())
	}
}

// store writes connections into the file of profiles.
func store(t *testing.T, secrets profiles.Secrets, all ...profiles.Profile) {
	t.Helper()
	folder, err := profiles.Folder()
	if err != nil {
		t.Fatal(err)
	}
	book, err := profiles.Open(folder, secrets)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		given := map[string]string{}
		for _, name := range p.Kept {
			given[name] = mark
		}
		if _, err := book.Create(p, given); err != nil {
			t.Fatal(err)
		}
	}
}

// TestStoredConnectionsOfCommands has no key ring, so that what is kept in one is
// to be given.
func TestStoredConnectionsOfCommands(t *testing.T) {
	newHome(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	d := startDoorkeeper(t)
	p, err := broker.ParseURL(d.address)
	if err != nil {
		t.Fatal(err)
	}
	at := func(folder, name string) profiles.Profile {
		return profiles.Profile{
			Name: name, Folder: folder, Address: p.Address, Username: "joe", ClientID: "the window's", Resume: true, Version: broker.V311,
			Subscriptions: []profiles.Subscription{{Filter: "plant/#"}}, Will: &profiles.Will{Topic: "t"},
		}
	}
	kept, piped := at("", "kept"), at("", "piped")
	kept.Kept = []string{profiles.SecretPassword}
	piped.TLS.Key, piped.Kept = "", []string{profiles.SecretAuthData}
	store(t, new(profiles.Memory), at("hall", "press"), at("office", "press"), kept, piped)
	file := passwordFile(t, mark, 0o600)
	for _, c := range []struct {
		args []string
		came string
		says string
	}{
		{[]string{"--profile", "hall/press"}, "joe:", ""},
		{[]string{"--profile", "Hall/Press", "--password-file", file}, "joe:" + mark, ""},
		{[]string{"--profile", "press"}, "", "2 stored connections are called press: hall/press (mqtt://"},
		{[]string{"--profile", "away"}, "", "no stored connection is called away; there are: hall/press"},
		{[]string{"--profile", "kept"}, "", "The password of kept is not stored on this computer. Give it with --ask-password"},
		{[]string{"--profile", "kept", "--password-file", file}, "joe:" + mark, ""},
		{[]string{"--profile", "piped"}, "", "once in the window"},
		{nil, "", "Give the broker's address"},
	} {
		d.came = nil
		said, err := runCommand(t, append([]string{"snapshot", "--for", "1ms"}, c.args...)...)
		if d.last() != c.came || (err == nil) != (c.came != "") || !strings.Contains(strings.ToLower(said), strings.ToLower(c.says)) {
			t.Errorf("%q: %q came, it says %q", c.args, d.last(), said)
		}
		unmarked(t, "standard error", said)
	}
	for name, args := range map[string][]string{
		"its own certificates": {"doctor", "--profile", "kept", "--cafile", "ca.pem"},
		"the demo":             {"--demo", "--profile", "kept"}, "the demo and an address": {"--demo", "mqtt://joe:" + mark + "@h"},
		"two": {"mqtt://joe:" + mark + "@h", "--profile", "kept"}, "the window asks": {"--profile", "kept", "--ask-password"},
		"for nobody": {"--password-file", file},
	} {
		said, err := runCommand(t, args...)
		if err == nil || !strings.Contains(said, "Leave out") && !strings.Contains(said, "Leave one") && !strings.Contains(said, "Give its address") {
			t.Errorf("%s: it says %q", name, said)
		}
		unmarked(t, name, said)
	}
}

// TestTheWindowsConnectionIsLeftAlone: a command comes under a client id of its own
// and leaves no last will behind.
func TestTheWindowsConnectionIsLeftAlone(t *testing.T) {
	newHome(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	store(t, new(profiles.Memory), profiles.Profile{
		Name: "a", Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}, ClientID: "the window's", Resume: true, SessionExpiry: profiles.Forever,
		Will: &profiles.Will{Topic: "t"}, Version: broker.V311, Subscriptions: []profiles.Subscription{{Filter: "a", QoS: 1}}, KeepAlive: 7,
	})
	o := snapshotOptions{login: new(login), format: "tree", qos: "2", protocol: "auto", filters: []string{"#"}}
	cmd := newSnapshotCommand(o.login)
	o.stored = "A"
	p, err := o.profile(cmd, nil)
	if err != nil || p.ClientID != "" || p.Resume || p.SessionExpiry != 0 || p.Will != nil || p.Version != broker.V311 || !p.Once {
		t.Errorf("%+v, %v", p, err)
	}
	if len(p.Subscriptions) != 1 || p.Subscriptions[0] != (broker.Subscription{Filter: "a", QoS: 1}) {
		t.Errorf("subscribed to %+v", p.Subscriptions)
	}
	if err := cmd.ParseFlags([]string{"--qos", "0", "--protocol", "5"}); err != nil {
		t.Fatal(err)
	}
	o.qos, o.protocol = "0", "5"
	if p, err := o.profile(cmd, nil); err != nil || p.Version != broker.V5 || p.Subscriptions[0].QoS != 0 {
		t.Errorf("with flags: %+v, %v", p, err)
	}
}

// TestHelpSaysWhereAPasswordComesFrom of each command that connects.
func TestHelpSaysWhereAPasswordComesFrom(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"snapshot", "--help"}, {"doctor", "--help"},
		{"publish", "--help"}, {"request", "--help"}, {"retained", "--help"}, {"simulate", "--help"},
	} {
		var out bytes.Buffer
		cmd := newRoot()
		cmd.SetOut(&out)
		cmd.SetArgs(args)
		if err := cmd.ExecuteContext(t.Context()); err != nil {
			t.Error(err)
		}
		for _, word := range []string{passwordVariable, "--password-file", "--ask-password", "--profile", "ps"} {
			if !strings.Contains(out.String(), word) {
				t.Errorf("%q does not say %q", args, word)
			}
		}
		if !printable.Safe(strings.ReplaceAll(out.String(), "\n", "")) {
			t.Errorf("%q", out.String())
		}
	}
}
