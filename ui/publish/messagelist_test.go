package publish

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/collections"
	"mangrove/broker/draft"
	"mangrove/broker/environments"
	"mangrove/broker/profiles"
	"mangrove/broker/sent"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
)

// keep has the panel keep its messages in a folder, which it gives.
func (b *bench) keep(p *Panel) (dir string) {
	b.t.Helper()
	dir = b.t.TempDir()
	s := shelf.New(b.posted.Add)
	ring := new(profiles.Memory)
	s.Open(func() (shelf.Stored, error) {
		book, err := profiles.Open(dir, ring)
		return shelf.Stored{Book: book, Secrets: ring, Messages: shelf.MessagesIn(dir, ring)}, err
	}, func() {})
	p.Shelf = s
	b.until("the shelf is open", func() bool { return s.Messages().Sent != nil })
	b.t.Cleanup(func() { s.Stop() })
	return dir
}

// history is what was sent so far, the newest first.
func (b *bench) history(p *Panel) []sent.Entry {
	b.t.Helper()
	all, err := p.messages().Sent.All()
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

// publishAndKeep publishes what stands in the fields, and waits until it is kept.
func (b *bench) publishAndKeep(p *Panel) {
	b.t.Helper()
	n := len(b.history(p))
	p.publish()
	b.until("it is kept", func() bool { return len(b.history(p)) == n+1 })
}

// openList opens the list, with so many messages in it.
func (b *bench) openList(p *Panel, kind, n int) *messageList {
	b.t.Helper()
	p.past.OnTapped()
	p.list.kind.Choose(kind)
	p.list.turned()
	b.untilListed(p, n)
	return p.list
}

func (b *bench) untilListed(p *Panel, n int) {
	b.t.Helper()
	b.until("the list is read", func() bool { return p.list.asked > 0 && p.list.list.Len() == n })
}

// TestWhatIsPublishedIsListed with what became of it, and comes back as it was typed.
func TestWhatIsPublishedIsListed(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	b.session.answer = broker.Acknowledgement{Came: true, Code: 0x10}
	p.how.template.SetChecked(true)
	p.topic.SetText("site/{{counter}}")
	p.payload.SetText(`{"n":{{counter}}}`)
	p.qos.Choose(1)
	b.publishAndKeep(p)
	b.session.refuse = &broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: 0x87}
	p.topic.SetText("other")
	b.publishAndKeep(p)
	want := draft.Draft{Topic: "site/{{counter}}", Text: `{"n":{{counter}}}`, QoS: 1, Template: true}
	if e := b.history(p)[1]; !reflect.DeepEqual(e.Draft, want) || e.Address != "mqtt://plant:1883" || !e.Outcome.NoSubscribers() {
		t.Fatalf("got %+v", e)
	}
	p.payload.SetText("x")
	l := b.openList(p, listSent, 2)
	if words := widgets.LineText(l.line(0, 800)); !strings.Contains(words, "other") || !strings.Contains(words, "refused, 0x87") {
		t.Errorf("the first line is %q", words)
	}
	l.search.SetText("SITE counter")
	b.untilListed(p, 1)
	l.takeSelected()
	b.step()
	if got, wrong := p.read(); wrong != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the panel has %+v", got)
	}
	if b.offered.action != "Undo" {
		t.Error("what was typed is lost")
	}
	if b.window.Canvas().Overlays().Top() != nil {
		t.Error("the list is still open")
	}
}

// TestSendAgain leaves what is typed in the panel.
func TestSendAgain(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	p.topic.SetText("a/b")
	p.payload.SetText("ON")
	b.publishAndKeep(p)
	p.topic.SetText("c")
	p.payload.SetText("typed")
	b.openList(p, listSent, 1)
	if !SendAgainByKey([]*Panel{p}) {
		t.Error("the key does nothing")
	}
	b.until("it is kept", func() bool { return len(b.history(p)) == 2 })
	if all := b.sent(); len(all) != 2 || all[1].Topic != "a/b" || string(all[1].Payload) != "ON" {
		t.Errorf("sent %+v", all)
	}
	if p.topic.Value() != "c" || p.payload.Value() != "typed" {
		t.Errorf("the panel has %q, %q", p.topic.Value(), p.payload.Value())
	}
	if SendAgainByKey([]*Panel{p}) {
		t.Error("the key sends what is in a closed list")
	}
}

// TestWhatIsNotWholeIsNotSentAgain: a payload that was too large to be kept, or stands in
// a file.
func TestWhatIsNotWholeIsNotSentAgain(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	p.topic.SetText("a")
	p.payload.set([]byte(strings.Repeat("x", sent.LargestPayload+1)), "x")
	b.publishAndKeep(p)
	if _, err := p.messages().Saved.Add(collections.Message{Draft: draft.Draft{Topic: "f"}, File: "/x"}); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []int{listSent, listSaved} {
		l := b.openList(p, kind, 1)
		l.sendSelected()
		b.step()
		if !l.again.Disabled() || len(b.sent()) != 1 {
			t.Errorf("list %d: it can be sent, and was %d times", kind, len(b.sent()))
		}
		l.takeSelected()
		b.step()
		if !strings.Contains(p.words, "before you publish") {
			t.Errorf("list %d: it says %q", kind, p.words)
		}
	}
}

// TestSaveRenameDelete of messages, with Undo.
func TestSaveRenameDelete(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	p.topic.SetText("a")
	p.payload.SetText("ON")
	b.publishAndKeep(p)
	l := b.openList(p, listSent, 1)
	l.saveSelected()
	b.typeInDialog("Lights") // name and folder
	b.dialogButton("Save").OnTapped()
	saved := func() []collections.Message {
		all, err := p.messages().Saved.All()
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	b.until("it is saved", func() bool { return len(saved()) == 1 })
	if m := saved()[0]; m.Name != "Lights" || m.Folder != "Lights" || m.Draft.Text != "ON" {
		t.Errorf("saved %+v", m)
	}
	b.until("the question is closed", func() bool { return len(b.window.Canvas().Overlays().List()) == 1 })
	l.kind.Choose(listSaved)
	l.turned()
	b.until("the saved ones are listed", func() bool { _, m, _ := l.selected(); return m != nil })
	l.saveSelected()
	b.typeInDialog("Lamp")
	b.dialogButton("Save").OnTapped()
	b.until("it is renamed", func() bool { return len(saved()) == 1 && saved()[0].Name == "Lamp" })
	b.until("the question is closed", func() bool { return len(b.window.Canvas().Overlays().List()) == 1 })
	b.until("the list has the name", func() bool {
		return l.list.Len() == 1 && strings.Contains(widgets.LineText(l.line(0, 800)), "Lamp")
	})
	l.remove()
	b.until("it is deleted", func() bool { return len(saved()) == 0 && l.undo.Visible() })
	l.question.Close()
	if b.offered.action != "Undo" {
		t.Fatal("it cannot be undone once the list is closed")
	}
	b.offered.do()
	b.until("it is back", func() bool { return len(saved()) == 1 })
}

// TestUndoOfDelete brings back what was deleted.
func TestUndoOfDelete(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	for _, topic := range []string{"a", "b"} {
		p.topic.SetText(topic)
		b.publishAndKeep(p)
	}
	l := b.openList(p, listSent, 2)
	l.clearSent()
	b.untilListed(p, 0)
	b.until("it can be undone", func() bool { return l.undo.Visible() })
	l.undo.OnTapped()
	b.untilListed(p, 2)
	if got := []string{b.history(p)[0].Draft.Topic, b.history(p)[1].Draft.Topic}; !reflect.DeepEqual(got, []string{"b", "a"}) {
		t.Errorf("got %q", got)
	}
}

// TestImportOfCommands takes messages, and tells what was left out.
func TestImportOfCommands(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	dir := b.keep(p)
	l := b.openList(p, listSaved, 0)
	l.paste()
	b.typeInDialog("mosquitto_pub -h h -P secret -t a -m ON\nmosquitto_pub -t b -m \"$(date)\"")
	b.dialogButton("Import").OnTapped()
	b.untilListed(p, 1)
	b.until("what was left out is told", func() bool { return strings.Contains(b.dialogWords(), "The message to b was left out") })
	content, err := os.ReadFile(filepath.Join(dir, "messages.json"))
	if err != nil || strings.Contains(string(content), "secret") {
		t.Errorf("the file is %s, %v", content, err)
	}
}

// TestEnvironment answers templates, its secrets too, which are in no file.
func TestEnvironment(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	dir := b.keep(p)
	if _, err := p.messages().Environments.Put(environments.Environment{Name: "North", Variables: []environments.Variable{
		{Name: "site", Value: "n1"}, {Name: "token", Value: "s3cret", Secret: true}}}); err != nil {
		t.Fatal(err)
	}
	p.SetFolded(false)
	p.how.template.SetChecked(true)
	b.until("the environments are offered", func() bool { return len(p.environment.choice.Options) == 3 })
	p.environment.choice.SetSelectedIndex(1)
	b.until("its values are known", func() bool { return p.environment.values != nil })
	p.topic.SetText("{{.site}}/set")
	p.payload.SetText("{{.token}}")
	b.publishAndKeep(p)
	if all := b.sent(); len(all) != 1 || all[0].Topic != "n1/set" || string(all[0].Payload) != "s3cret" {
		t.Errorf("sent %+v", all)
	}
	if e := b.history(p)[0]; e.Draft.Text != "{{.token}}" || e.Environment != p.environment.chosen {
		t.Errorf("kept %+v", e)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if content, err := os.ReadFile(file); err != nil || strings.Contains(string(content), "s3cret") {
			t.Errorf("%s has the secret, %v", file, err)
		}
	}
}

// TestEditEnvironment makes one, and keeps a secret that is not typed again.
func TestEditEnvironment(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	p.how.template.SetChecked(true)
	b.step()
	p.environment.choice.SetSelectedIndex(1) // to edit them
	b.typeInDialog("x1")
	b.dialogButton("Save").OnTapped()
	b.until("it is chosen", func() bool { return reflect.DeepEqual(p.environment.values, map[string]string{"x1": "x1"}) })
	if got := p.environment.choice.SelectedIndex(); got != 1 {
		t.Errorf("the choice is %d", got)
	}
	p.environment.choice.SetSelectedIndex(2)
	b.typeInDialog("not-a-name")
	b.dialogButton("Save").OnTapped()
	b.until("it says why not", func() bool { return strings.Contains(b.dialogWords(), "cannot be the name of a variable") })
}

func TestWhenSent(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for at, want := range map[time.Time]string{now: "12:00:00", now.AddDate(0, 0, -1): "03 Mar 12:00", now.AddDate(-1, 0, 0): "2025-03-04"} {
		if got := whenSent(at, now); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
