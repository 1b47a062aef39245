package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/environments"
	"mangrove/model/decode"
	"mangrove/ui/widgets"
)

// key is the value of a secret variable in these tests.
const key = "s3cretKey"

// withSecret has the panel answer templates with an environment that has a secret, key, and
// gives the folder that all is kept in.
func (b *bench) withSecret(p *Panel) (dir string) {
	b.t.Helper()
	dir = b.keep(p)
	if _, err := p.messages().Environments.Put(environments.Environment{Name: "North", Variables: []environments.Variable{
		{Name: "site", Value: "n1"}, {Name: "key", Value: key, Secret: true}}}); err != nil {
		b.t.Fatal(err)
	}
	p.SetFolded(false)
	p.how.template.SetChecked(true)
	b.until("the environments are offered", func() bool { return len(p.environment.choice.Options) == 3 })
	p.environment.choice.SetSelectedIndex(1)
	b.until("its values are known", func() bool { return p.environment.values != nil })
	return dir
}

// TestSecretsAreNotSeenBeforeTheyAreSent: the preview has dots for them, or says that they
// are there, and the number of bytes is that of what will be sent.
func TestSecretsAreNotSeenBeforeTheyAreSent(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.withSecret(p)
	for name, c := range map[string]struct {
		draft draft.Draft
		want  string
	}{
		"none":               {draft.Draft{Text: "{{.site}}"}, "Will send 2 bytes: n1"},
		"in the payload":     {draft.Draft{Text: "a {{.key}} b"}, "Will send 13 bytes: a •••••• b"},
		"in the topic":       {draft.Draft{Topic: "{{.site}}/{{.key}}", Text: "x"}, "Will send 1 byte to {{.site}}/{{.key}}: x"},
		"in no text":         {draft.Draft{As: decode.Base64, Text: `{{.key}}AAA`}, "It has the value of a secret variable in it"},
		"a part of it":       {draft.Draft{Text: `{{slice .key 0 4}}`}, "Will send 4 bytes"},
		"in all of them":     {draft.Draft{Text: `{{range $name, $value := .}}{{$value}} {{end}}`}, "Will send 13 bytes: •••••• n1"},
		"in an error":        {draft.Draft{Text: "{{random .key 3}}"}, "andom .key 3 cannot be evaluated"},
		"in JSON that is no": {draft.Draft{As: decode.JSON, Text: `{"a": {{.key}}}`}, "cannot be made with the value of a secret variable"},
	} {
		c.draft.Template = true
		p.TakeDraft(c.draft)
		b.step()
		b.until(name, func() bool { return !p.preview.busy && p.preview.of.text == c.draft.Text })
		got := p.preview.strip.Text()
		if !strings.Contains(got, c.want) || strings.Contains(got, key) || strings.Contains(got, key[:4]) {
			t.Errorf("%s: it says %q, want %q", name, got, c.want)
		}
	}
}

// TestSecretsAreSentAndNotTold: the bytes are exact, and neither what is said nor what is
// kept has them, whatever the broker says of the topic.
func TestSecretsAreSentAndNotTold(t *testing.T) {
	for name, refuse := range map[string]error{
		"taken":   nil,
		"refused": &broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: 0x87, Subject: "n1/" + key, Reason: "not for " + key},
		"silent":  &broker.Unanswered{Packet: "PUBLISH", Subjects: []string{"n1/" + key}},
	} {
		b := newBench(t)
		p := b.ends(b.connect())
		dir := b.withSecret(p)
		b.session.answer, b.session.refuse = broker.Acknowledgement{Came: true, Reason: "kept for " + key}, refuse
		p.topic.SetText("{{.site}}/{{.key}}")
		p.payload.SetText(`{"k":"{{.key}}"}`)
		p.qos.Choose(1)
		b.publishAndKeep(p)
		b.until(name, func() bool { return !strings.Contains(p.words, "Publishing") })
		if m := b.sent()[0]; m.Topic != "n1/"+key || string(m.Payload) != `{"k":"`+key+`"}` {
			t.Errorf("%s: sent %+v", name, m)
		}
		p.work.askRepeat()
		asked[*widgets.Entry](b, "times").SetText("1")
		b.confirm()
		b.until("the job is kept", func() bool { return len(b.history(p)) == 2 })
		b.step()
		for _, words := range []string{p.words, p.work.line.words, fmt.Sprintf("%+v", b.history(p)), p.entryWords(&b.history(p)[1])} {
			if strings.Contains(words, key) {
				t.Errorf("%s: it says %q", name, words)
			}
		}
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(files) < 2 {
			t.Fatal(files, err)
		}
		for _, file := range files {
			if content, err := os.ReadFile(file); err != nil || strings.Contains(string(content), key) {
				t.Errorf("%s: %s has the secret, %v", name, file, err)
			}
		}
	}
}

// TestJobsHaveTheEnvironment of the panel, as a message that is published once has.
func TestJobsHaveTheEnvironment(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.withSecret(p)
	p.topic.SetText("{{.site}}/set")
	p.payload.SetText("{{.key}} {{counter}}")
	p.work.askRepeat()
	asked[*widgets.Entry](b, "every").SetText("1ms")
	asked[*widgets.Entry](b, "times").SetText("2")
	b.confirm()
	b.until("it is over", func() bool { return strings.Contains(p.work.line.words, "done") })
	if all := b.sent(); len(all) != 2 || all[1].Topic != "n1/set" || string(all[1].Payload) != key+" 2" {
		t.Errorf("sent %+v", all)
	}
}
