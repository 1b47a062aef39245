package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/model/decode"
	"mangrove/ui/widgets"
)

// emptyMessages are ways to type a payload that is empty once it is made.
var emptyMessages = []struct {
	name, typed string
	as          decode.Format
	template    bool
}{
	{name: "nothing"},
	{name: "hex of blanks", typed: " \n", as: decode.Hex},
	{name: "Base64 of blanks", typed: " ", as: decode.Base64},
	{name: "Protobuf without a field", typed: "{}", as: decode.Protobuf},
	{name: "a template", typed: `{{if eq 1 2}}ON{{end}}`, template: true},
}

// ways are the ways to publish without looking at each message. They begin, and say what
// became of it.
var ways = map[string]func(b *bench, p *Panel){
	"again and again": func(b *bench, p *Panel) {
		p.work.askRepeat()
		b.confirmAsked()
	},
	"request": func(b *bench, p *Panel) {
		p.work.askRequest()
		if b.desk.Asked != nil {
			asked[*widgets.Entry](b, "reply filter").SetText("a/answer")
			asked[*widgets.Entry](b, "within").SetText("60s")
		}
		b.confirmAsked()
	},
	"sequence": func(b *bench, p *Panel) {
		p.work.addStep()
		p.work.showSequence()
		b.confirmAsked()
	},
}

func (b *bench) confirmAsked() {
	if b.desk.Asked != nil {
		b.confirm()
	}
}

// TestNothingIsClearedUnattended: an empty retained message deletes what the broker keeps of
// a topic. Whatever it is made of, no job, request or sequence publishes one.
func TestNothingIsClearedUnattended(t *testing.T) {
	proto := filepath.Join(t.TempDir(), "m.proto")
	if err := os.WriteFile(proto, []byte("syntax = \"proto3\";\nmessage M { int32 a = 1; }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for way, begin := range ways {
		for _, c := range emptyMessages {
			t.Run(way+", "+c.name, func(t *testing.T) {
				b := newBench(t)
				p := b.ends(b.connect())
				b.answers()
				p.topic.SetText("a/b")
				p.payload.SetText(c.typed)
				p.how.choose(c.as)
				p.schema.setPaths(schemaPaths{files: []string{proto}})
				p.how.template.SetChecked(c.template)
				p.retain.SetChecked(true)
				b.step()
				begin(b, p)
				said := func() string { return p.words + b.dialogWords() + p.work.line.words + p.work.asking.words }
				b.until("something is said", func() bool {
					return strings.Contains(said(), "Publish it by hand") || p.bad || p.work.line.bad || len(b.sent()) > 0
				})
				if words := said(); len(b.sent()) > 0 || !strings.Contains(words, "An empty retained message clears what the broker keeps. Publish it by hand.") {
					t.Errorf("sent %+v; it says %q", b.sent(), words)
				}
			})
		}
	}
}

// TestNoLineOfATableClears: an empty cell makes no message that clears the topic of a device.
func TestNoLineOfATableClears(t *testing.T) {
	table := filepath.Join(t.TempDir(), "devices.csv")
	if err := os.WriteFile(table, []byte("name,set\n1,ON\n2,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBench(t)
	p := b.ends(b.connect())
	b.answers()
	p.topic.SetText("dev/{{.name}}/set")
	p.payload.SetText("{{.set}}")
	p.retain.SetChecked(true)
	p.work.askRequest()
	asked[*widgets.Entry](b, "reply filter").SetText("dev/{{.name}}/state")
	asked[*widgets.Entry](b, "within").SetText("60s")
	asked[*widgets.Select](b, "devices by").SetSelectedIndex(byTable)
	asked[*widgets.Entry](b, "devices table").SetText(table)
	b.confirm()
	b.until("all are over", func() bool { return p.work.round != nil && !p.work.round.comes() })
	if all := b.sent(); len(all) != 1 || all[0].Topic != "dev/1/set" {
		t.Errorf("sent %+v", all)
	}
	for i := range p.work.round.results {
		got := &p.work.round.results[i]
		if words := p.work.round.answerWords(got, broker.Address{}); got.Index == 1 && !strings.Contains(words, "An empty retained message clears") {
			t.Errorf("of %q it says %q", got.Device.Name, words)
		}
	}
}

// TestEnvironmentsAnswerAllTemplates: those of one message, and of jobs, requests and
// sequences.
func TestEnvironmentsAnswerAllTemplates(t *testing.T) {
	ways := map[string]func(b *bench, p *Panel){
		"once":            func(_ *bench, p *Panel) { p.publish() },
		"again and again": ways["again and again"],
		"request":         ways["request"],
		"sequence":        ways["sequence"],
	}
	for way, begin := range ways {
		t.Run(way, func(t *testing.T) {
			b := newBench(t)
			p := b.ends(b.connect())
			b.answers()
			p.environment.values = map[string]string{"site": "north"}
			p.topic.SetText("{{.site}}/set")
			p.payload.SetText("at {{.site}}")
			p.how.template.SetChecked(true)
			b.step()
			begin(b, p)
			b.until("it is published", func() bool {
				return len(b.sent()) > 0 || p.bad || p.work.line.bad || strings.Contains(b.dialogWords(), "The template of the")
			})
			if all := b.sent(); len(all) == 0 || all[0].Topic != "north/set" || string(all[0].Payload) != "at north" {
				t.Errorf("sent %+v; it says %q, %q, %q", all, p.words, b.dialogWords(), p.work.line.words)
			}
		})
	}
}
