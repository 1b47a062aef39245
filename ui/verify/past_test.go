package verify

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/broker/verification"
	"mangrove/model/verify"
	"mangrove/ui/widgets"
)

// runOnce runs a checklist until it is kept.
func (b *bench) runOnce(path string, receive ...string) {
	b.t.Helper()
	b.mu.Lock()
	b.sessions = nil
	b.mu.Unlock()
	b.list = nil
	b.openFile(path)
	test.Tap(b.start)
	b.until("it runs", func() bool { return b.first() != nil && b.has("pump") })
	b.receive(receive...)
	b.judge()
	b.until("it is over", func() bool { return b.run.ended })
	b.until("it is kept", func() bool {
		return len(b.past.runs) > 0 && b.past.runs[0].Ended.Equal(b.run.standing.Load().Account.Ended)
	})
}

// TestEarlierRuns: a run says how it differs from the one before, and is held against each.
func TestEarlierRuns(t *testing.T) {
	b := newBench(t)
	b.connect()
	path := b.write(plant)
	if b.openFile(path); b.runs.Visible() {
		t.Error("the first run is compared")
	}
	b.runOnce(path, `hall/fan {"rpm":5}`, `hall/pump on`)
	if b.runs.Visible() || strings.Contains(b.state.Text(), "Since") {
		t.Errorf("the first run is compared: %q", b.state.Text())
	}
	b.runOnce(path, `hall/fan {"rpm":5000}`)
	if !strings.Contains(b.state.Text(), " worse.") || !b.runs.Visible() {
		t.Errorf("the second run: %q", b.state.Text())
	}
	b.showChanges(&b.past.runs[1], &b.past.runs[0])
	c := verification.Compare(b.past.runs[1].Earlier(), b.past.runs[0].Earlier())
	text := ""
	for _, spans := range changeLines(800, &c) {
		text += widgets.LineText(spans) + "\n"
	}
	if !strings.Contains(text, "Worse  pending → failed  fan  field rpm  ·  It is 5000, which is outside 0..1000.") {
		t.Errorf("it lists %s", text)
	}
	b.Read(b.write("version: 1\ndevices:\n  - {id: pump, topic: hall/pump, present: true}\n"))
	b.until("another checklist has no earlier runs", func() bool { return b.list.path != path && !b.runs.Visible() })
}

// TestTheLatestRunIsKeptAtTheEnd of the program, too.
func TestTheLatestRunIsKeptAtTheEnd(t *testing.T) {
	b := running(t)
	path := b.list.path
	b.receive("hall/pump on")
	b.Stop()
	runs, err := verification.NewHistory(b.kept, path).Runs()
	if err != nil || len(runs) != 1 || runs[0].Tally.Pass == 0 {
		t.Errorf("%+v, %v", runs, err)
	}
}

// TestMoreChangesThanAreListed are counted.
func TestMoreChangesThanAreListed(t *testing.T) {
	newBench(t) // which has the colours
	c := verification.Comparison{Worse: make([]verification.Change, mostChanges+3)}
	lines := changeLines(800, &c)
	if got := widgets.LineText(lines[len(lines)-1]); len(lines) != mostChanges+1 || got != "… and 3 more" {
		t.Errorf("%d lines, the last is %q", len(lines), got)
	}
}

// TestHostileHistory: a file that somebody else has written is read, or told of, and a run is kept all the same.
func TestHostileHistory(t *testing.T) {
	b := newBench(t)
	b.connect()
	path := b.write(plant)
	b.runOnce(path, `hall/pump on`)
	files, err := filepath.Glob(filepath.Join(b.kept, "*.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	for name, content := range map[string]string{
		"no JSON": "{", "another form": `{"version":1,"runs":7}`,
		"odd runs": `{"version":1,"checklist":"","runs":[{"checklist_sha256":"","broker":"","began":"0001-01-01T00:00:00Z","ended":"0001-01-01T00:00:00Z","tally":{"Pass":-1},"verdicts":[{"subject":"\u202e","check":"","state":"odd","why":""}]}]}`,
	} {
		if err := os.WriteFile(files[0], []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		b.said = ""
		b.runOnce(path, `hall/pump on`)
		if told := strings.Contains(b.said, "The earlier runs of this checklist cannot be read."); told == (name == "odd runs") {
			t.Errorf("%s: it says %q", name, b.said)
		}
		if b.past.runs[0].Tally.State() == verify.Pass {
			t.Errorf("%s: %+v", name, b.past.runs[0].Tally)
		}
	}
}
