package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal is a pseudo terminal: the side that programs have, and what is seen on it.
type terminal struct {
	theirs *os.File
	ours   *os.File // what is written to it was typed
	screenful
}

func openTerminal(t *testing.T) *terminal {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ours.Close() })
	fd := int(ours.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = theirs.Close() })
	s := &terminal{theirs: theirs, ours: ours}
	go func() { // ends with the terminal
		_, _ = io.Copy(s, ours)
	}()
	return s
}

// await waits until something is shown.
func (s *terminal) await(t *testing.T, words string) {
	t.Helper()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.After(3 * time.Minute); !strings.Contains(s.String(), words); {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("in vain was waited for %q: %q", words, s.String())
		}
	}
}

// echoes reports whether the terminal shows what is typed.
func (s *terminal) echoes(t *testing.T) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(s.theirs.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// TestPasswordsAreTyped at a terminal, which does not show them, and is as it was
// when the program ends, however it does.
func TestPasswordsAreTyped(t *testing.T) {
	for _, c := range []struct {
		name  string
		typed string
		kill  bool
		came  string
		says  string
	}{
		{"typed", mark + "\r", false, "joe:" + mark, ""},
		{"mended", "x\x7f" + mark + "\r", false, "joe:" + mark, ""},
		{"nothing", "\r", false, "", "No password was typed"},
		{"Ctrl+C", mark + "\x03", false, "", "No password was typed"},
		{"ended", "", true, "", "Interrupted before the password was typed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, s := startDoorkeeper(t), openTerminal(t)
			cmd := exec.CommandContext(t.Context(), os.Args[0], "snapshot", "--for", "1ms", "--protocol", "3.1.1", "--ask-password", "mqtt://joe@"+d.address)
			cmd.Env = append(os.Environ(), asCommand+"=1")
			cmd.Stdin, cmd.Stdout, cmd.Stderr = s.theirs, io.Discard, s.theirs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			s.await(t, "Password of joe at mqtt://"+d.address+": ")
			if s.echoes(t) {
				t.Error("what is typed is shown")
			}
			if _, err := s.ours.WriteString(c.typed); err != nil {
				t.Fatal(err)
			}
			if c.kill {
				if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
					t.Fatal(err)
				}
			}
			err := cmd.Wait()
			s.await(t, c.says)
			if d.last() != c.came || (err == nil) != (c.came != "") {
				t.Errorf("%q came, %v: %s", d.last(), err, s.String())
			}
			unmarked(t, "the terminal", s.String())
			if !s.echoes(t) {
				t.Error("the terminal is left mute")
			}
		})
	}
}

// TestPasswordsAreNotHandedOn: what the program starts does not have the one of its
// environment, nor do others see it among the arguments.
func TestPasswordsAreNotHandedOn(t *testing.T) {
	l := new(login)
	t.Setenv(passwordVariable, mark)
	if err := l.inherit(); err != nil || l.inherited != mark {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "env").Output()
	if err != nil {
		t.Fatal(err)
	}
	unmarked(t, "the environment of a child", string(out))
}
