package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/widgets"
)

// device is a connection of a simulated device.
type device struct{ *session }

// Close implements broker.Session.
func (device) Close() error { return nil }

const plugs = `simulator: 1
devices:
- name: plug
  count: 3
  messages:
  - {topic: "{{.id}}/power", payload: "{{counter}}", every: 10ms}
`

// simulated reads a file with devices.
func (b *bench) simulated(p *Panel, content string) {
	b.t.Helper()
	p.Open = func(broker.Profile, model.Sink) broker.Session { return device{b.session} }
	path := filepath.Join(b.t.TempDir(), "plugs.yaml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		b.t.Fatal(err)
	}
	p.work.readSimulation(path)
}

// TestDevicesArePlayed from a file, until they are stopped.
func TestDevicesArePlayed(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.simulated(p, plugs)
	b.until("it is asked", func() bool { return strings.Contains(b.dialogWords(), "plugs.yaml: 3 × plug") })
	asked[*widgets.Entry](b, "seed").SetText("x")
	b.confirm()
	if words := b.dialogWords(); !strings.Contains(words, "The seed is a whole number") || p.work.played != nil {
		t.Fatalf("it says %q", words)
	}
	asked[*widgets.Entry](b, "seed").SetText("7")
	b.confirm()
	b.until("they publish", func() bool { return strings.Contains(p.work.playing.words, "3 of 3 connected") && len(b.sent()) > 9 })
	if words := p.work.playing.words; !strings.HasPrefix(words, "plugs.yaml") || !strings.HasSuffix(words, "seed 7") {
		t.Errorf("it says %q", words)
	}
	if wrong := p.work.simulate("other", nil, 0, 1); !strings.Contains(wrong, "Stop them first") {
		t.Errorf("of others it says %q", wrong)
	}
	b.press(p.work.playing, "Stop the devices")
	b.until("they have ended", func() bool { return strings.Contains(p.work.playing.words, "ended") })
	b.press(p.work.playing, "Remove")
	if p.work.playing.object.Visible() {
		t.Errorf("it says %q", p.work.playing.words)
	}
}

// TestSimulatedDevicesEnd with the guard, and what is wrong with a file is listed.
func TestSimulatedDevicesEnd(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.simulated(p, plugs+"  colour: red\n  count: many\n")
	b.until("it is told", func() bool { return strings.Contains(b.dialogWords(), "plugs.yaml cannot be simulated") })
	if words := b.dialogWords(); !strings.Contains(words, "colour") || !strings.Contains(words, "Line 7") {
		t.Errorf("it says %q", words)
	}
	b.desk.Dismiss()
	b.simulated(p, plugs)
	b.until("it is asked", func() bool { return b.dialogButton("Start") != nil })
	b.confirm()
	b.until("they publish", func() bool { return len(b.sent()) > 3 })
	b.conn.Profile.ReadOnly = true
	b.until("they have ended", func() bool { return p.work.played.hasEnded() })
	if wrong := p.work.cannotStart(); !strings.Contains(wrong, "read-only") {
		t.Errorf("it says %q", wrong)
	}
}

// TestASavedMessageIsReplaced by what stands in the panel, which can be undone.
func TestASavedMessageIsReplaced(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	if _, err := p.messages().Saved.Add(savedAs("lamp", "on")); err != nil {
		t.Fatal(err)
	}
	p.topic.SetText("new")
	p.payload.SetText("off")
	l := b.openList(p, listSaved, 1)
	l.replaceSelected()
	text := func() string {
		all, err := p.messages().Saved.All()
		if err != nil || len(all) != 1 || all[0].Name != "lamp" {
			t.Fatal(all, err)
		}
		return all[0].Draft.Topic + " " + all[0].Draft.Text
	}
	b.until("it is another", func() bool { return text() == "new off" && len(l.changes) == 1 })
	l.undoLast()
	b.until("it is as before", func() bool { return text() == "lamp on" })
}
