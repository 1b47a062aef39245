package publish

import (
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/model/decode"
)

// TestPreviewSaysWhatWillBeSent as bytes, before it is sent, and where that is wrong.
func TestPreviewSaysWhatWillBeSent(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(false)
	b.receive(msg("meter", `{"kW":7.50}`))
	for name, c := range map[string]struct {
		draft draft.Draft
		want  string
		at    int
	}{
		"nothing":              {draft.Draft{}, "Will send an empty payload", -1},
		"text":                 {draft.Draft{Text: "é"}, "Will send 2 bytes", -1},
		"hex":                  {draft.Draft{As: decode.Hex, Text: "00 ff"}, "Will send 2 bytes: 00 ff", -1},
		"hex of text":          {draft.Draft{As: decode.Hex, Text: "4f4e"}, "Will send 2 bytes: ON", -1},
		"half a byte":          {draft.Draft{As: decode.Hex, Text: "00 f"}, "", 0},
		"base64":               {draft.Draft{As: decode.Base64, Text: "AAE="}, "Will send 2 bytes: 00 01", -1},
		"JSON that is a word":  {draft.Draft{As: decode.JSON, Text: "on"}, "(line 1, column 1)", 0},
		"template":             {draft.Draft{Template: true, Text: "{\"n\": {{counter}},\n \"kW\": {{topic \"meter\" \"kW\"}}}"}, `Will send 21 bytes: {"n": 1, "kW": 7.50}`, -1},
		"template of a topic":  {draft.Draft{Template: true, Topic: "d/{{counter}}", Text: "x"}, "Will send 1 byte to d/1: x", -1},
		"no function":          {draft.Draft{Template: true, Text: "a\n{{foo}}"}, "line 2, column 3: there is no function foo", 4},
		"no such topic":        {draft.Draft{Template: true, Text: "{{topic \"none\"}}"}, "line 1, column 3", 2},
		"template without end": {draft.Draft{Template: true, Text: "{{range seq}}"}, "line 1", -1},
		"much":                 {draft.Draft{Template: true, Text: `{{range $i := $.a}}{{end}}{{printf "%99999999d" 1}}`}, "The template of the payload", 0},
		"as it is":             {draft.Draft{Text: "{{value}}"}, "Will send 9 bytes. {{ }} is sent as typed.", -1},
	} {
		p.TakeDraft(c.draft)
		b.step()
		b.until(name, func() bool { return !p.preview.busy && p.preview.of.text == c.draft.Text })
		if got := p.preview.strip.Text(); !strings.Contains(got, c.want) || !p.preview.strip.Visible() {
			t.Errorf("%s: it says %q, want %q", name, got, c.want)
		}
		if bad := c.at >= 0 || strings.Contains(c.want, "line"); p.preview.bad != bad {
			t.Errorf("%s: bad is %v", name, p.preview.bad)
		}
	}
}

// TestTemplatesAreSwitchedOn by the user alone, and what chance gives is what was seen.
func TestTemplatesAreSwitchedOn(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(false)
	const text = `{{counter}} {{random 1 1000000000}} {{pick "a" "b" "c"}}`
	p.TakeDraft(draft.Draft{Topic: "a", Text: text})
	b.step()
	p.publish()
	b.until("as it is", func() bool { return len(b.sent()) == 1 })
	if got := string(b.sent()[0].Payload); got != text {
		t.Errorf("sent %q", got)
	}
	b.step()
	if p.preview.hints || !p.preview.hinted {
		t.Error("it is said again that templates are off")
	}
	p.how.template.SetChecked(true)
	for n := 2; n < 4; n++ {
		b.step()
		b.until("seen", func() bool { return !p.preview.busy && p.preview.mark == p.sent+1 })
		seen := p.preview.sample
		p.publish()
		b.until("sent", func() bool { return len(b.sent()) == n })
		if got := string(b.sent()[n-1].Payload); got != seen || !strings.HasPrefix(got, string(rune('0'+n-1))) {
			t.Errorf("sent %q, and saw %q", got, seen)
		}
		b.step()
	}
}

// TestWrongMessagesAreNotSent, and the sentence goes with the edit.
func TestWrongMessagesAreNotSent(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	for name, c := range map[string]struct {
		draft draft.Draft
		want  string
	}{
		"JSON":           {draft.Draft{Topic: "a", As: decode.JSON, Text: "{"}, "cannot be made"},
		"hex":            {draft.Draft{Topic: "a", As: decode.Hex, Text: "xyz"}, "cannot be made"},
		"template":       {draft.Draft{Topic: "a", Template: true, Text: "{{"}, "line 1, column 1"},
		"topic of one":   {draft.Draft{Topic: `{{print "#"}}`, Template: true}, "wildcards"},
		"unknown format": {draft.Draft{Topic: "a", As: "newer", Text: "x"}, "no schema or format"},
	} {
		p.showOutcome("", false)
		p.TakeDraft(c.draft)
		p.publish()
		b.until(name, func() bool { return p.bad })
		if !strings.Contains(p.words, c.want) {
			t.Errorf("%s: it says %q", name, p.words)
		}
		p.payload.SetText("y")
		p.topic.SetText("b")
		if p.words != "" {
			t.Errorf("%s, edited: it says %q", name, p.words)
		}
	}
	if len(b.sent()) > 0 {
		t.Errorf("sent %+v", b.sent())
	}
}

// TestTopicsOfTheBrokerAreAskedAbout before they are published to.
func TestTopicsOfTheBrokerAreAskedAbout(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.TakeDraft(draft.Draft{Topic: "$SYS/a", Text: "x"})
	p.publish()
	if !strings.Contains(b.dialogWords(), "$SYS are the broker's own") || len(b.sent()) > 0 {
		t.Fatalf("it asks %q", b.dialogWords())
	}
	b.dialogButton("Publish").OnTapped()
	b.until("published", func() bool { return len(b.sent()) == 1 })
}

// TestPropertiesNeedVersion5: they cannot be typed where the connection has an older one,
// but removed.
func TestPropertiesNeedVersion5(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(false)
	b.conn.Status.Version = broker.V311
	p.TakeDraft(drafts["properties"])
	p.more.setOpen(true)
	b.step()
	if !p.more.content.Disabled() || !p.more.rows[0].name.Disabled() || !strings.Contains(p.more.why.Text(), "MQTT 3.1.1. Remove them") {
		t.Errorf("it says %q", p.more.why.Text())
	}
	p.more.clear.OnTapped()
	b.step()
	if p.Draft().Properties != nil || strings.Contains(p.more.why.Text(), "Remove") {
		t.Errorf("after the removal it says %q", p.more.why.Text())
	}
	b.conn.Status.Version = broker.V5
	if b.step(); p.more.content.Disabled() || p.more.why.Visible() {
		t.Error("they cannot be typed with MQTT 5")
	}
}

// TestFormatLaysOutJSON and goes to what is wrong with it.
func TestFormatLaysOutJSON(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(false)
	p.payload.SetText(`{"b":1.50,"a":[1e400]}`)
	b.step()
	if !p.how.layout.Visible() {
		t.Fatal("it is not offered")
	}
	p.how.layout.OnTapped()
	if got := p.payload.Value(); !strings.Contains(got, "\n") || !strings.Contains(got, "1.50") || !strings.Contains(got, "1e400") {
		t.Errorf("it is %q", got)
	}
	p.payload.SetText(`{"b":x}`)
	p.how.layout.OnTapped()
	if got := p.payload.Value(); got != `{"b":x}` || p.caret() != 5 || !strings.Contains(p.words, "line 1, column 6") {
		t.Errorf("it is %q, the cursor at %d, and it says %q", got, p.caret(), p.words)
	}
	p.payload.SetText("plain")
	if b.step(); p.how.layout.Visible() {
		t.Error("it is offered for text")
	}
}
