//go:build e2e

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mangrove/ui/report"
)

// screen is a virtual display with the window on it, driven as by a person:
// with a mouse and a keyboard.
type screen struct {
	t       testing.TB
	display string
	dir     string // settings, the report and whatever else is written
	home    string // the folder of who uses it; empty: of who runs the tests
	log     bytes.Buffer
	window  *exec.Cmd
	server  *exec.Cmd // of the display
}

// patience is how long anything on the screen may take.
const patience = 3 * time.Minute

// newScreen starts a display, which ends with the test. There is no window
// manager on it: the window stands in its upper left corner.
func newScreen(t testing.TB) *screen {
	t.Helper()
	s := &screen{t: t, dir: t.TempDir()}
	read, write, err := os.Pipe()
	s.must(err)
	defer read.Close()
	// A server starts anew when its last client leaves, and refuses who comes meanwhile.
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{write}
	s.server = x
	s.start(x)
	write.Close()
	var number int
	_, err = fmt.Fscan(read, &number)
	s.must(err)
	s.display = fmt.Sprintf(":%d", number)
	return s
}

func (s *screen) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// command makes a command that runs on the display.
func (s *screen) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display, "XDG_CONFIG_HOME="+s.dir, "LANG=C.UTF-8")
	if s.home != "" {
		cmd.Env = append(cmd.Env, "HOME="+s.home)
	}
	return cmd
}

// start starts a command that is killed when the test ends.
func (s *screen) start(cmd *exec.Cmd) {
	s.t.Helper()
	if err := cmd.Start(); err != nil {
		s.t.Fatalf("%s: %v; run scripts/deps.sh test", cmd.Path, err)
	}
	s.t.Cleanup(func() {
		cmd.Process.Kill() //nolint:errcheck // it may have ended by itself
		cmd.Wait()         //nolint:errcheck // likewise
	})
}

// open starts the window and waits until it shows itself.
func (s *screen) open(args ...string) {
	s.t.Helper()
	s.window = s.command(binary(s.t), append([]string{"--report", s.reportPath(), "--size", "1200x720", "--verbose"}, args...)...)
	s.window.Stderr = &s.log
	s.t.Cleanup(func() { // when the window has ended
		if s.t.Failed() {
			s.t.Logf("the window's log ends: %s", tail(s.log.String()))
		}
	})
	s.start(s.window)
	s.t.Cleanup(func() {
		if s.t.Failed() {
			s.photograph()
		}
	})
	s.until("the window is open", func(report.Report) bool { return true })
	eventually(s.t, "the window is on the display", func() bool { // before, keys get lost
		return s.command("xdotool", "search", "--onlyvisible", "--name", "Mangrove").Run() == nil
	})
}

// binary is the program under test: the one that was built before, or built
// now.
func binary(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("MANGROVE_BINARY"); path != "" {
		return path
	}
	path := filepath.Join(t.TempDir(), "mangrove")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

func (s *screen) reportPath() string { return filepath.Join(s.dir, "report.json") }

// report is what the window says of itself, false while it has said nothing.
func (s *screen) report() (r report.Report, ok bool) {
	b, err := os.ReadFile(s.reportPath())
	return r, err == nil && json.Unmarshal(b, &r) == nil
}

// until waits for the window to be in a state.
func (s *screen) until(what string, reached func(report.Report) bool) report.Report {
	s.t.Helper()
	poll := time.NewTicker(30 * time.Millisecond)
	defer poll.Stop()
	var r report.Report
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-poll.C {
		var ok bool
		if r, ok = s.report(); ok && reached(r) {
			return r
		}
	}
	r.Places = nil
	for i := range r.Rows {
		r.Rows[i].Topic, r.Rows[i].Text = fmt.Sprintf("%.80s", r.Rows[i].Topic), fmt.Sprintf("%.80s", r.Rows[i].Text)
	}
	b, _ := json.MarshalIndent(r, "", " ")
	s.t.Fatalf("not within %v: %s\nthe window says: %.4000s", patience, what, b)
	return r
}

func tail(s string) string {
	const n = 3000
	if len(s) > n {
		return s[len(s)-n:]
	}
	return s
}

func (s *screen) xdotool(args ...string) {
	s.t.Helper()
	if out, err := s.command("xdotool", args...).CombinedOutput(); err != nil {
		s.t.Fatalf("xdotool %q: %v\n%s", args, err, out)
	}
}

// clickAt clicks in the middle of a place, or so far from its left edge.
func (s *screen) clickAt(p report.Box, right float32) {
	s.t.Helper()
	if p == (report.Box{}) {
		s.t.Fatal("it is nowhere in the window")
	}
	if right == 0 {
		right = p.W / 2
	}
	s.xdotool("mousemove", fmt.Sprint(int(p.X+right)), fmt.Sprint(int(p.Y+p.H/2)), "click", "1")
}

// click clicks on what has a name in the report, and says where that is.
func (s *screen) click(name string) report.Box {
	s.t.Helper()
	place := s.find(name)
	s.clickAt(place, 0)
	return place
}

// clickPart clicks so far from the left edge of what has a name in the report, in
// parts of its width.
func (s *screen) clickPart(name string, part float32) {
	s.t.Helper()
	place := s.find(name)
	s.clickAt(place, part*place.W)
}

// find says where in the window something is that has a name in the report, once it
// stays there.
func (s *screen) find(name string) report.Box {
	s.t.Helper()
	now := time.Now()
	var before report.Report
	r := s.until("there is something to click named "+name, func(r report.Report) bool {
		place, ok := r.Places[name]
		stays := ok && place == before.Places[name] && !r.At.Equal(before.At)
		before = r
		return stays && settled(r, now)
	})
	return r.Places[name]
}

// settled reports whether a report shows what was done before a time: the
// window has had several frames to draw it.
func settled(r report.Report, done time.Time) bool { return r.At.Sub(done) > 100*time.Millisecond }

// clickRow clicks on the row of a topic, or on its arrow.
func (s *screen) clickRow(topic string, arrow bool) {
	s.t.Helper()
	var row report.Row
	now := time.Now()
	s.until("a row for "+topic, func(r report.Report) bool {
		if !settled(r, now) {
			return false
		}
		for _, row = range r.Rows {
			if row.Topic == topic {
				return true
			}
		}
		return false
	})
	if arrow {
		s.clickAt(row.Arrow, 0)
		return
	}
	s.clickAt(row.Place, 60)
}

// fill puts a text into a field in place of what is there. As a person would,
// it looks whether the cursor is there before it types: what the window learns
// meanwhile may have moved the field from under the mouse.
func (s *screen) fill(name, text string) {
	s.t.Helper()
	at := s.click(name)
	s.until("the keyboard in "+name, func(r report.Report) bool {
		if r.Keyboard != name && r.Places[name] != at { // a second click on the same place would mark a word
			at = s.click(name)
			return false
		}
		return r.Keyboard == name
	})
	s.xdotool("key", "ctrl+a", "key", "BackSpace")
	s.xdotool("type", "--delay", "2", "--", text)
}

func (s *screen) key(keys ...string) {
	s.t.Helper()
	s.xdotool(append([]string{"key"}, keys...)...)
}

// photograph keeps a picture of the display for whoever looks into a failure.
func (s *screen) photograph() {
	path := filepath.Join("..", "..", "build", strings.ReplaceAll(s.t.Name(), "/", "_")+".png")
	if err := s.command("import", "-window", "root", path).Run(); err == nil {
		s.t.Logf("the screen is in %s", path)
	}
}

// lines hands on what a program prints, line by line.
func lines(r io.Reader) <-chan string {
	list := make(chan string, 100)
	go func() { // ends with the program
		defer close(list)
		scanner := bufio.NewScanner(r)
		for scanner.Scan() {
			list <- scanner.Text()
		}
	}()
	return list
}
