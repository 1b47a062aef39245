//go:build e2e && linux

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mangrove/ui/report"
)

// TestE2ENoDisplay: without a display there is a sentence, and no crash that the
// next start tells of.
func TestE2ENoDisplay(t *testing.T) {
	program := binary(t)
	for name, c := range map[string]struct{ display, want string }{
		"none":           {"", "DISPLAY is not set"},
		"nobody's":       {"127.0.0.1:65000", `"127.0.0.1:65000" cannot be opened`},
		"no name of one": {"x\x1b[31m", "cannot be opened"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // for what does not end
			defer cancel()
			dir := t.TempDir()
			cmd := exec.CommandContext(ctx, program, "--demo")
			cmd.Env = append(os.Environ(), "DISPLAY="+c.display, "WAYLAND_DISPLAY=", "XDG_CONFIG_HOME="+dir)
			out, err := cmd.CombinedOutput()
			said := string(out)
			if err == nil || !strings.Contains(said, c.want) || !strings.Contains(said, "snapshot") || strings.Count(said, "\n") != 1 || strings.Contains(said, "\x1b") {
				t.Errorf("%v, it says %q", err, said)
			}
			if runs, _ := filepath.Glob(filepath.Join(dir, "mangrove", "runs", "*")); len(runs) > 0 {
				t.Errorf("it left %q", runs)
			}
		})
	}
}

// TestE2EWindowFitsTheDisplay also at a scale at which its usual size does not.
func TestE2EWindowFitsTheDisplay(t *testing.T) {
	s := newScreen(t)
	t.Setenv("FYNE_SCALE", "2")
	window := s.command(binary(t), "--report", s.reportPath())
	window.Stderr = &s.log
	s.start(window)
	s.until("the window is no larger than the display", func(report.Report) bool {
		out, err := s.command("xdotool", "search", "--name", "Mangrove", "getwindowgeometry").Output()
		return err == nil && strings.Contains(string(out), "Geometry: 1280x800")
	})
}

// TestE2EWindowFitsBesideFrameAndPanel: where a window manager puts a title over the
// window, and keeps a place free for a panel, all of the window is seen. Each begins as
// large as it can be.
func TestE2EWindowFitsBesideFrameAndPanel(t *testing.T) {
	for _, scale := range []string{"1", "1.5"} {
		s := newScreen(t)
		t.Setenv("FYNE_SCALE", scale)
		margins := filepath.Join(s.dir, "openbox.xml") // which openbox tells of as a panel would
		s.must(os.WriteFile(margins, []byte(`<openbox_config xmlns="http://openbox.org/3.4/rc"><margins><top>0</top><bottom>30</bottom></margins></openbox_config>`), 0o600))
		s.start(s.command("openbox", "--config-file", margins))
		eventually(t, "a window manager runs", func() bool {
			return s.command("xdotool", "get_num_desktops").Run() == nil
		})
		window := s.command(binary(t), "--report", s.reportPath())
		window.Stderr = &s.log
		s.start(window)
		s.until("the window is no higher than what is left of the display", func(report.Report) bool {
			var width, height int
			out, err := s.command("xdotool", "search", "--name", "Mangrove", "getwindowgeometry").Output()
			if err == nil {
				_, size, _ := strings.Cut(string(out), "Geometry: ")
				_, err = fmt.Sscanf(size, "%dx%d", &width, &height)
			}
			return err == nil && width > 1200 && width <= 1280 && height > 700 && height < 770 // less the title
		})
	}
}
