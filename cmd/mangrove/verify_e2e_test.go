//go:build e2e

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mangrove/broker/brokertest"
	"mangrove/ui/report"
)

// lists reports whether a line has all of these words.
func lists(r report.Report, words ...string) bool {
	return slices.ContainsFunc(r.Listed, func(line string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) })
	})
}

// house is a checklist without a deadline: somebody presses Finish.
const house = `version: 1
site: {name: Test house}
devices:
  - {id: lamp, topic: house/lamp/state, present: true, retained: true}
  - {id: pump, topic: house/pump/state, present: true}
`

// TestE2EVerify opens a checklist, runs it, looks at what a verdict rests on, and saves a report
// that holds when it is checked.
func TestE2EVerify(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	publish := publisher(t, b.Port())
	s := newScreen(t)
	s.home = t.TempDir() // the toolkit's dialogs begin there
	s.must(os.WriteFile(filepath.Join(s.home, "house.yaml"), []byte(house), 0o600))
	publish("house/lamp/state", "-m", "ON", "-r")
	s.open(b.URL())
	s.until("connected", func(r report.Report) bool { return r.State == "connected" })
	s.click("rail verify")
	s.click("open checklist")
	s.key("Tab", "Tab", "Right", "space")    // past the places: the files, and the first behind the folder above
	s.key("shift+Tab", "shift+Tab", "space") // the button
	s.until("the checklist", func(r report.Report) bool {
		return strings.Contains(r.State, "house.yaml") && strings.Contains(r.State, "Test house")
	})

	s.click("start verification")
	s.until("the pump is waited for, the lamp was only heard of", func(r report.Report) bool {
		return strings.Contains(r.Shown, "Running") && lists(r, "pump") && lists(r, "pending", "lamp", "only as a retained message")
	})
	publish("house/lamp/state", "-m", "OFF", "-r")
	s.until("the lamp passes", func(r report.Report) bool {
		return strings.Contains(r.State, "2 passed") && lists(r, "passed", "lamp", "present")
	})
	s.click("start verification") // which says Finish
	s.until("it is judged", func(r report.Report) bool {
		return strings.Contains(r.Shown, "The installation is not verified") && strings.Contains(r.State, "1 failed") && len(r.Listed) > 0 && strings.Contains(r.Listed[0], "pump")
	})
	s.click("verdict filter")
	s.xdotool("type", "--delay", "20", "lamp present")
	s.until("one verdict", func(r report.Report) bool { return len(r.Listed) == 1 && lists(r, "lamp") })
	s.clickPart("verdicts", 1./4)
	s.key("Down")
	s.until("the message that it rests on", func(r report.Report) bool {
		return strings.Contains(r.Payload, "house/lamp/state") && strings.Contains(r.Payload, "OFF")
	})

	s.click("save report")
	s.key("Down", "Down", "Return") // everything, with the messages
	s.key("Return")                 // under the name that is proposed
	saved := filepath.Join(s.home, "house-report.zip")
	eventually(t, "the report is saved", func() bool {
		_, err := os.Stat(saved)
		return err == nil
	})
	program := binary(t)
	if out, err := exec.Command(program, "verify", "--check", saved).CombinedOutput(); err != nil || !strings.Contains(string(out), "unchanged") {
		t.Errorf("of the saved report it says %q, %v", out, err)
	}
	content, err := os.ReadFile(saved)
	s.must(err)
	content[bytes.Index(content, []byte("report.html"))+1000] ^= 1
	s.must(os.WriteFile(saved, content, 0o600))
	if out, err := exec.Command(program, "verify", "--check", saved).CombinedOutput(); err == nil || !strings.Contains(string(out), "changed: report.html") {
		t.Errorf("of one that was changed it says %q, %v", out, err)
	}
}

// TestE2EWarnings finds what is unwise, says what to do about it, and goes to the topic.
func TestE2EWarnings(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	publish := publisher(t, b.Port())
	publish("house/lamp/set", "-m", "ON", "-r")
	publish("house/router", "-m", `{"password": "correct horse"}`, "-r")
	publish("house/Lamp/power", "-m", "5", "-r")
	s := newScreen(t)
	s.open(b.URL())
	s.until("all topics", func(r report.Report) bool { return r.Topics == 3 })
	s.click("rail warnings")
	r := s.until("what is unwise", func(r report.Report) bool {
		return r.Page == "warnings" && lists(r, "Secrets", "house/router", "password") && lists(r, "Retained commands", "house/lamp/set") && lists(r, "upper and lower case", "house/Lamp")
	})
	if len(r.Listed) != 3 || strings.Contains(strings.Join(r.Listed, " "), "correct horse") {
		t.Errorf("it lists %q", r.Listed)
	}
	s.click("warning filter")
	s.xdotool("type", "--delay", "20", "retained")
	s.until("one of them", func(r report.Report) bool { return len(r.Listed) == 1 && lists(r, "house/lamp/set") })
	s.clickPart("warnings", 1./4) // below the row: the table has the keyboard
	s.key("Down")
	s.until("what to do", func(r report.Report) bool { return strings.Contains(r.Payload, "Clear it") })
	s.click("show topic")
	s.until("its topic", func(r report.Report) bool { return r.Page == "explore" && r.Selected == "house/lamp/set" })
}
