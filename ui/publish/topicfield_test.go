package publish

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestTopicsAreOffered that begin with what is typed, and those that are chosen taken by keys
// that otherwise lead on.
func TestTopicsAreOffered(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.receive(msg("plant/a/temperature", "1"), msg("plant/a/pressure", "1"), msg("plant/b", "1"), msg("other", "1"))
	c := b.window.Canvas()
	press := func(keys ...fyne.KeyName) func() {
		return func() {
			for _, k := range keys {
				p.topic.TypedKey(&fyne.KeyEvent{Name: k})
			}
		}
	}
	tap := func() {
		c.Unfocus() // as the press does
		p.topic.strip.OnTapped(60)
	}
	for name, c := range map[string]struct {
		typed string
		do    func()
		want  string
	}{
		"an arrow, Tab":      {"plant/a", press(fyne.KeyDown, fyne.KeyTab), "plant/a/pressure"},
		"arrows and Tab":     {"plant/a", press(fyne.KeyDown, fyne.KeyDown, fyne.KeyTab), "plant/a/temperature"},
		"an arrow and Enter": {"plant/", press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn), "plant/b"},
		"there and back":     {"plant/a", press(fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn), "plant/a"},
		"a press":            {"p", tap, "plant/a/pressure"},
		"Enter alone":        {"plant/a", press(fyne.KeyReturn), "plant/a"},
		"Escape":             {"plant/a", press(fyne.KeyEscape), "plant/a"},
		"typed on":           {"plan", func() { test.Type(p.topic, "t/b") }, "plant/b"},
		"what is taken back": {"plant/axx", press(fyne.KeyBackspace, fyne.KeyBackspace), "plant/a"},
	} {
		p.topic.SetText("")
		b.window.Canvas().Focus(p.topic)
		test.Type(p.topic, c.typed)
		b.until(name+": looked for", func() bool { return !p.topic.busy })
		if want := name != "what is taken back"; p.topic.offers() != want || p.topic.strip.Visible() != want || p.topic.AcceptsTab() {
			t.Errorf("%s: offered: %q", name, p.topic.topics)
			continue
		}
		c.do()
		b.until(name+": done", func() bool { return !p.topic.busy })
		if got := p.topic.Value(); got != c.want {
			t.Errorf("%s: the topic is %q, want %q", name, got, c.want)
		}
		if want := name == "what is taken back"; p.topic.offers() != want {
			t.Errorf("%s: it still offers %q", name, p.topic.topics)
		}
	}
}

// TestTabLeadsOn from a topic that is typed as a whole, and leaves it as it is: it would be
// published to another one, which may hold what a device needs.
func TestTabLeadsOn(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.receive(msg("lamp", "1"), msg("lamp/availability", "online"), msg("lamp2", "1"))
	c := b.window.Canvas()
	c.Focus(p.topic)
	test.Type(p.topic, "lamp")
	b.until("others are offered", func() bool { return !p.topic.busy && p.topic.offers() })
	if p.topic.AcceptsTab() {
		p.topic.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	} else {
		test.FocusNext(c)
	}
	if got := p.topic.Value(); got != "lamp" || c.Focused() == p.topic {
		t.Errorf("the topic is %q, and %T has the keyboard", got, c.Focused())
	}
}

// TestTopicsAreNotOffered for what is put into the field, or begins no topic.
func TestTopicsAreNotOffered(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.receive(msg("plant/a", "1"))
	for name, do := range map[string]func(){
		"selected":   func() { p.TakeTopic("pl") },
		"no topic":   func() { test.Type(p.topic, "x") },
		"all of one": func() { test.Type(p.topic, "plant/a") },
		"a template": func() { test.Type(p.topic, "{{") },
	} {
		p.topic.SetText("")
		b.window.Canvas().Focus(p.topic)
		do()
		b.until(name, func() bool { return !p.topic.busy })
		if p.topic.offers() || p.topic.strip.Visible() || p.topic.AcceptsTab() {
			t.Errorf("%s: offered: %q", name, p.topic.topics)
		}
	}
}

// TestATopicThatIsCutIsSaid where there is one line, as it would be published to unseen: what
// is one of the last levels is what matters.
func TestATopicThatIsCutIsSaid(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	for _, c := range []struct{ topic, payload, says string }{
		{"lamp/set", "ON", ""},
		{strings.Repeat("hall/", 12) + "lamp/availability", "", "lamp/availability"},
		{strings.Repeat("hall/", 12) + "lamp/availability", "ON", "lamp/availability"},
		{strings.Repeat("hall/", 12_000) + "lamp/availability", "ON", "lamp/availability"},
	} {
		p.topic.SetText(c.topic)
		p.payload.SetText(c.payload)
		b.step()
		if got := p.unseen.Text(); p.unseen.Visible() != (c.says != "") || p.unseen.Visible() && !strings.HasSuffix(got, c.says) {
			t.Errorf("%.40q with %q: it says %q", c.topic, c.payload, got)
		}
	}
	p.SetFolded(false)
	if b.step(); p.unseen.Visible() {
		t.Errorf("opened, it says %q", p.unseen.Text())
	}
}
