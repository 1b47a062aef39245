package publish

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/model"
	"mangrove/ui/runs"
)

// TestResultSaysThatTheMessageIsRetained: whoever has forgotten the tick sees it there.
func TestResultSaysThatTheMessageIsRetained(t *testing.T) {
	for qos, want := range map[int]string{0: "Sent 2 B, retained, to a/b at QoS 0,", 1: "Published 2 B, retained, to a/b, acknowledged at QoS 1"} {
		for _, retain := range []bool{false, true} {
			b := newBench(t)
			p := b.connect()
			p.topic.SetText("a/b")
			p.payload.SetText("ON")
			p.qos.Choose(qos)
			p.retain.SetChecked(retain)
			p.publish()
			want := want
			if !retain {
				want = strings.Replace(want, ", retained,", "", 1)
			}
			b.until(want, func() bool { return strings.Contains(p.words, want) })
		}
	}
}

// TestKeyGoesToAPayloadThatIsNoText goes to the topic where there is no payload to type.
func TestKeyGoesToAPayloadThatIsNoText(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.payload.holdBytes([]byte{0, 1}, "image.png")
	p.Enter()
	b.step()
	b.has("a file is to be published", p.topic)
}

// TestFoldingLeavesTheKeyboardInThePanel: what is typed next goes neither into
// the search of the tree nor into the topic.
func TestFoldingLeavesTheKeyboardInThePanel(t *testing.T) {
	for _, c := range []struct {
		name, payload string
		from, to      func(p *Panel) fyne.Focusable
	}{
		{"the payload, one line", "ON", func(p *Panel) fyne.Focusable { return p.payload }, func(p *Panel) fyne.Focusable { return p.short }},
		{"the payload, two lines", "a\nb", func(p *Panel) fyne.Focusable { return p.payload }, func(p *Panel) fyne.Focusable { return p.fold }},
		{"Retain", "ON", func(p *Panel) fyne.Focusable { return p.retain }, func(p *Panel) fyne.Focusable { return p.fold }},
		{"QoS", "ON", func(p *Panel) fyne.Focusable { return p.qos }, func(p *Panel) fyne.Focusable { return p.fold }},
		{"the topic", "ON", func(p *Panel) fyne.Focusable { return p.topic }, func(p *Panel) fyne.Focusable { return p.topic }},
	} {
		b := newBench(t)
		p := b.connect()
		p.SetFolded(false)
		p.payload.SetText(c.payload)
		b.window.Canvas().Focus(c.from(p))
		p.fold.OnTapped()
		b.step()
		b.has("folded, from "+c.name, c.to(p))
	}
	b := newBench(t)
	p := b.connect()
	p.SetFolded(true)
	p.payload.SetText("ON")
	b.step()
	b.window.Canvas().Focus(p.short)
	p.fold.OnTapped()
	b.step()
	b.has("opened, from the line", p.payload)
}

// TestCursorIsBehindWhatWasPasted, also where the lines of it open the panel.
func TestCursorIsBehindWhatWasPasted(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(true)
	b.step()
	b.window.Canvas().Focus(p.short)
	fyne.CurrentApp().Clipboard().SetContent("a\nb")
	p.short.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	b.step()
	b.has("lines are pasted", p.payload)
	p.payload.TypedRune('c')
	if got := string(p.payload.bytes()); got != "a\nbc" {
		t.Errorf("the payload is %q", got)
	}
}

// TestPublishFailureSaysWhen keeps the time of a failure, and makes no more of
// it once there is a connection again.
func TestPublishFailureSaysWhen(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		fade bool
	}{
		"not connected": {broker.ErrNotConnected, true},
		"disconnected":  {broker.ErrClosed, true},
		"refused":       {&broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: 0x87, Subject: "a"}, false},
	} {
		b := newBench(t)
		p := b.connect()
		b.conn.Status.Phase = broker.Waiting
		b.session.refuse = c.err
		p.topic.SetText("a")
		p.publish()
		b.until("it has failed", func() bool { return p.bad })
		if !regexp.MustCompile(`^\d\d:\d\d:\d\d  Not published\. `).MatchString(p.words) {
			t.Errorf("%s: %q", name, p.words)
		}
		b.conn.Status.Phase = broker.Connected
		b.step()
		if p.bad == c.fade {
			t.Errorf("%s: still an error with a connection: %v", name, p.bad)
		}
	}
}

func TestPublish(t *testing.T) {
	cases := []struct {
		name, topic, payload string
		refuse               error
		want                 string
		sent                 bool
	}{
		{"sent", "a/b", "ON", nil, "Published 2 B, retained, to a/b, acknowledged at QoS 1 in", true},
		{"no topic", "", "x", nil, "at least one character", false},
		{"wildcard", "a/#", "x", nil, "wildcards", false},
		{"not connected", "a", "x", broker.ErrNotConnected, "Not published. ", true},
		{"no answer", "a", "x", errors.New("odd"), "Not published. Odd.", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			pane := b.connect()
			b.session.refuse = c.refuse
			pane.topic.SetText(c.topic)
			pane.payload.SetText(c.payload)
			pane.qos.Choose(1)
			pane.retain.SetChecked(true)
			test.Tap(pane.button)
			b.until(c.want, func() bool { return strings.Contains(pane.words, c.want) })
			if sent := len(b.session.published) == 1; sent != c.sent {
				t.Fatalf("published %v", b.session.published)
			}
			if c.sent {
				p := b.session.published[0]
				if p.Topic != c.topic || string(p.Payload) != c.payload || p.QoS != 1 || !p.Retain {
					t.Errorf("published %+v", p)
				}
			}
		})
	}
}

// TestTakeIntoThePublishPanel: all of a message goes into the fields, and
// nothing is published.
func TestTakeIntoThePublishPanel(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	full, empty := msg("a", "21"), msg("b", "")
	full.QoS, full.Retained = 2, true
	b.receive(full, empty)
	p.SetFolded(true)
	take := func(topic string) {
		id, _ := b.conn.Store.Find(topic)
		message, _ := b.conn.Store.Latest(id, 0)
		p.TakeMessage(topic, message)
	}
	take("a")
	if p.topic.Text != "a" || string(p.payload.bytes()) != "21" || p.qos.Chosen() != 2 || !p.retain.Checked || !p.body.Visible() {
		t.Errorf("%q, %q, QoS %d, retain %t", p.topic.Text, p.payload.bytes(), p.qos.Chosen(), p.retain.Checked)
	}
	take("b")
	if p.topic.Text != "b" || len(p.payload.bytes()) != 0 || p.qos.Chosen() != 1 || p.retain.Checked {
		t.Errorf("%q, %q, QoS %d, retain %t", p.topic.Text, p.payload.bytes(), p.qos.Chosen(), p.retain.Checked)
	}
	if len(b.session.published) > 0 {
		t.Errorf("%+v was published", b.session.published)
	}
}

// TestSeveralLinesOpenThePanel: what is pasted into the line and does not fit there
// goes into the editor as it is.
func TestSeveralLinesOpenThePanel(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.step()
	for name, c := range map[string]struct {
		pasted string
		open   bool
	}{"a line": {"ON", false}, "lines": {"{\n}", true}, "a line with its end": {"ON\n", true}, "a long line": {strings.Repeat("x", 2_000), true}, "very long": {strings.Repeat("x", 20_000), true}} {
		p.SetFolded(true)
		p.payload.set([]byte("ab"), "")
		b.step()
		p.short.CursorColumn = 1
		fyne.CurrentApp().Clipboard().SetContent(c.pasted)
		p.short.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
		b.step()
		if got := string(p.payload.bytes()); got != "a"+c.pasted+"b" || p.body.Visible() != c.open {
			t.Errorf("%s: %.20q, %d bytes, and the panel is open: %v", name, got, len(got), p.body.Visible())
		}
	}
}

// TestAFoldedPanelHidesNothing: what would be published is said, and what was; a file
// that is dropped on it is seen.
func TestAFoldedPanelHidesNothing(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.topic.SetText("a")
	p.SetFolded(true)
	b.step()
	if p.unseen.Visible() || p.told.Visible() {
		t.Errorf("with nothing to be published: %q, %q", p.unseen.Text(), p.result.Text())
	}
	low := p.Object.Size().Height
	p.payload.SetText("{\"state\":\"ON\"}")
	b.step()
	if p.short.Value() != "{\"state\":\"ON\"}" || p.unseen.Visible() {
		t.Errorf("the line has %q, and below it is %q", p.short.Value(), p.unseen.Text())
	}
	p.payload.SetText("{\n\"state\":\"ON\"}")
	p.qos.Choose(1)
	p.retain.SetChecked(true)
	p.more.content.SetText("x/y")
	p.more.isText.SetChecked(true)
	b.step()
	if got := p.unseen.Text(); p.short.Visible() || !p.unseen.Visible() || got != "To publish: { \"state\":\"ON\"}, 15 B  ·  QoS 1  ·  retained  ·  2 properties" || p.Object.Size().Height <= low {
		t.Errorf("it says %q, %v high instead of %v", got, p.Object.Size().Height, low)
	}
	p.qos.Choose(0)
	p.retain.SetChecked(false)
	p.more.setAll(runs.Properties{})
	p.short.OnChanged("{\"state\":\"ON\"}")
	b.step()
	if !p.short.Visible() {
		t.Error("a line is not edited as one")
	}
	test.Tap(p.button)
	b.until("published", func() bool { return strings.Contains(p.result.Text(), "14 B") && p.told.Visible() })
	path := filepath.Join(t.TempDir(), "firmware.bin")
	if err := os.WriteFile(path, make([]byte, 300), 0o600); err != nil {
		t.Fatal(err)
	}
	p.TakeFile(path)
	b.until("taken", func() bool { return p.payload.held != nil })
	b.step()
	if !p.body.Visible() || p.unseen.Visible() {
		t.Error("the file is not seen")
	}
	p.SetFolded(true)
	if got := p.unseen.Text(); got != "To publish: firmware.bin, 300 B" {
		t.Errorf("it says %q", got)
	}
}

// TestPublishTopicIsSeenForWhatItIs: the field of the toolkit does not show it.
func TestPublishTopicIsSeenForWhatItIs(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	for topic, want := range map[string]string{
		"a/b c": "", "공장/온도": "", "👩\u200d💻": "", "": "",
		"emo/\U0001f321": "In full: emo/\U0001f321", "a /b": "In full: a␣/b", " a": "In full: ␣a", "a\u00a0b": "In full: a[U+00A0]b", "a\u200bb": "In full: a\u200bb",
	} {
		p.topic.SetText(topic)
		b.step()
		if got := p.note.strip.Text(); p.note.strip.Visible() != (want != "") || want != "" && got != want {
			t.Errorf("%q: %q, seen %v, want %q", topic, got, p.note.strip.Visible(), want)
		}
	}
}

// TestAnErrorGoesWithTheEdit: what is said about a field holds for what stood in it; what
// became of a publish stays.
func TestAnErrorGoesWithTheEdit(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	for name, c := range map[string]struct {
		fail, edit func()
		stays      bool
	}{
		"the topic, typed on":  {func() { p.topic.SetText("a/#"); p.publish() }, func() { p.topic.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete}); p.topic.TypedRune('b') }, false},
		"no topic, selected":   {func() { p.topic.SetText(""); p.publish() }, func() { p.TakeTopic("c") }, false},
		"the topic, not it":    {func() { p.topic.SetText("a/#"); p.publish() }, func() { p.payload.SetText("x") }, true},
		"a file, typed":        {func() { p.TakeFile(t.TempDir()) }, func() { p.payload.SetText("y") }, false},
		"a refusal, the topic": {func() { b.session.refuse = errors.New("odd"); p.topic.SetText("a"); p.publish() }, func() { p.topic.SetText("b") }, true},
	} {
		p.topic.SetText("before")
		p.payload.SetText("before")
		p.showOutcome("", false)
		c.fail()
		b.until(name+": it fails", func() bool { return p.bad })
		c.edit()
		if stays := p.words != ""; stays != c.stays || stays != (p.result.Text() != "") {
			t.Errorf("%s: it says %q", name, p.words)
		}
	}
}

// TestPropertiesAreCopied with a message, and those that cannot be are said.
func TestPropertiesAreCopied(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.TakeMessage("a", model.Entry{Payload: []byte("x"), Properties: []byte("\x03\x00\x04text\x09\x00\x02\x00\xff\x26\x00\x01n\x00\x011\x26\x00\x01n\x00\x012")})
	want := &draft.Properties{ContentType: "text", CorrelationData: []byte{0, 0xff}, User: []broker.UserProperty{{Name: "n", Value: "1"}, {Name: "n", Value: "2"}}}
	if got := p.Draft().Properties; !reflect.DeepEqual(got, want) || p.words != "" {
		t.Errorf("%+v, and it says %q", got, p.words)
	}
	p.TakeMessage("a", model.Entry{Payload: []byte("x"), Properties: []byte{0x70}})
	if p.words != notCopied || p.Draft().Properties != nil {
		t.Errorf("it says %q", p.words)
	}
	many := bytes.Repeat([]byte("\x26\x00\x01n\x00\x011"), 1_500)
	p.TakeMessage("a", model.Entry{Payload: []byte("x"), Properties: many})
	if got := len(p.Draft().Properties.User); p.words != notAllCopied || got != 1_000 || len(p.more.rows) != mostUserRows {
		t.Errorf("%d in %d rows, and it says %q", got, len(p.more.rows), p.words)
	}
	if p.TakeMessage("b", model.Entry{Payload: []byte("y")}); p.words != "" || p.Draft().Properties != nil {
		t.Errorf("of a message without it says %q", p.words)
	}
}

// TestAControlCharacterInATopicIsAskedAbout by its name and place.
func TestAControlCharacterInATopicIsAskedAbout(t *testing.T) {
	for topic, want := range map[string]string{
		"a/\u0085b": "Character 3 of the topic is the control character U+0085.", "a\t": "Character 2 of the topic is the control character U+0009 (tab).",
	} {
		ask := hardlyMeant(topic, topic)
		if ask.title != "Publish to a topic with a control character?" || !strings.Contains(ask.words, want) || strings.ContainsAny(ask.words, "\u0085\t") {
			t.Errorf("%q: it asks %q, %q", topic, ask.title, ask.words)
		}
	}
}
