package publish

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker/draft"
)

// TestWhatIsTypedIsPublishedTo, not what is selected meanwhile: a selection may be shown late,
// when something else is typed already, or has just been typed.
func TestWhatIsTypedIsPublishedTo(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(b *bench, p *Panel)
		want  string
		after string // when the keyboard has left the field
	}{
		"the topic that was selected, typed": {func(b *bench, p *Panel) {
			p.topic.SetText("")
			test.Type(p.topic, "lamp")
			b.window.Canvas().Unfocus()
			b.conn.Subject = "door"
		}, "lamp", "lamp"},
		"on the way to another": {func(b *bench, p *Panel) {
			p.topic.SetText("")
			test.Type(p.topic, "lamp")
			b.conn.Subject = "door"
			b.step()
			test.Type(p.topic, "/set")
		}, "lamp/set", "lamp/set"},
		"about to be edited": {func(b *bench, p *Panel) {
			b.conn.Subject = "door"
			b.step()
			p.topic.SetCaret(len(p.topic.Text))
			test.Type(p.topic, "/set")
		}, "lamp/set", "lamp/set"},
		"of a command, and of a message that was copied": {func(b *bench, p *Panel) {
			b.window.Canvas().Unfocus()
			p.TakeDraft(draft.Draft{Topic: "lamp", Text: "OFF"})
			b.conn.Subject = "door"
		}, "lamp", "lamp"},
		"not edited": {func(b *bench, _ *Panel) { b.conn.Subject = "door" }, "lamp", "door"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			p := b.connect()
			b.conn.Subject = "lamp"
			b.step()
			b.window.Canvas().Focus(p.topic)
			c.do(b, p)
			b.step()
			if got := p.topic.Value(); got != c.want {
				t.Errorf("the topic is %q, want %q", got, c.want)
			}
			b.window.Canvas().Unfocus()
			b.step()
			if got := p.topic.Value(); got != c.after {
				t.Errorf("afterwards it is %q, want %q", got, c.after)
			}
			b.conn.Subject = ""
			b.until("topics are looked for", func() bool { return !p.topic.busy })
		})
	}
}

// TestAChosenTopicIsOfWhatIsTyped: what was chosen for a shorter beginning is not taken when it
// has been typed on, and what is chosen stays so while others come.
func TestAChosenTopicIsOfWhatIsTyped(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.receive(msg("plant/a", "1"), msg("plant/b/1", "1"), msg("plant/b/2", "1"))
	b.window.Canvas().Focus(p.topic)
	press := func(k fyne.KeyName) { p.topic.TypedKey(&fyne.KeyEvent{Name: k}) }
	test.Type(p.topic, "plant")
	b.until("others are offered", func() bool { return !p.topic.busy && p.topic.offers() })
	press(fyne.KeyDown)
	test.Type(p.topic, "/b")
	press(fyne.KeyReturn) // before it was looked for topics again
	if got := p.topic.Value(); got != "plant/b" {
		t.Errorf("the topic is %q", got)
	}
	b.until("it was looked for topics", func() bool { return !p.topic.busy })
	p.topic.SetText("")
	b.window.Canvas().Focus(p.topic)
	test.Type(p.topic, "plant/")
	b.until("others are offered again", func() bool { return !p.topic.busy && p.topic.offers() })
	test.Type(p.topic, "b")
	press(fyne.KeyDown)
	press(fyne.KeyDown)
	b.until("it was looked for topics again", func() bool { return !p.topic.busy })
	press(fyne.KeyReturn)
	if got := p.topic.Value(); got != "plant/b/2" {
		t.Errorf("the topic is %q", got)
	}
}
