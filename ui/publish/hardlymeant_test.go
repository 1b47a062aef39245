package publish

import (
	"strings"
	"testing"

	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// TestControlCharactersAreAskedAboutBeforeAnythingBegins: what publishes by itself asks as
// the button does, and sends nothing before.
func TestControlCharactersAreAskedAboutBeforeAnythingBegins(t *testing.T) {
	const question = "is the control character U+0085"
	for name, c := range map[string]struct {
		topic    string
		template bool
		ask      func(b *bench, p *Panel)
	}{
		"a job":              {"a/\u0085b", false, func(_ *bench, p *Panel) { p.work.askRepeat() }},
		"a job of templates": {`a/{{pick "\u0085"}}b`, true, func(_ *bench, p *Panel) { p.work.askRepeat() }},
		"a sequence":         {"a/\u0085b", false, func(_ *bench, p *Panel) { p.work.addStep(); p.work.showSequence() }},
		"a request": {"a/\u0085b", false, func(b *bench, p *Panel) {
			p.work.askRequest()
			asked[*widgets.Entry](b, "reply filter").SetText("x")
		}},
		"requests of devices": {"a/{{.1}}", false, func(b *bench, p *Panel) {
			b.receive(msg("dev/\u0085/state", "ON"))
			p.work.askRequest()
			asked[*widgets.Entry](b, "reply filter").SetText("x")
			asked[*widgets.Select](b, "devices by").SetSelectedIndex(byFilter)
			asked[*widgets.Entry](b, "devices filter").SetText("dev/+/state")
		}},
		"a simulation": {"", false, func(b *bench, p *Panel) {
			b.simulated(p, strings.Replace(plugs, "/power", `/\x85`, 1))
			b.until("it is asked how", func() bool { return strings.Contains(b.dialogWords(), "plugs.yaml") })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			p := b.ends(b.connect())
			b.answers()
			p.topic.SetText(c.topic)
			p.payload.SetText("ON")
			p.how.template.SetChecked(c.template)
			c.ask(b, p)
			b.confirm()
			b.until("it is asked about", func() bool { return strings.Contains(b.dialogWords(), question) })
			if got := b.sent(); len(got) > 0 {
				t.Errorf("%d were sent before", len(got))
			}
			var action *widgets.Button
			for _, button := range uitest.Find[*widgets.Button](b.window.Canvas().Overlays().Top()) {
				if button.Text == "Start" || button.Text == "Publish" {
					action = button
				}
			}
			action.OnTapped()
			b.until("it is sent", func() bool { return len(b.sent()) > 0 })
		})
	}
}
