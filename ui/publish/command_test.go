package publish

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

// TestACommandIsNoTopic: what is typed or pasted as a whole is taken apart, and published only
// when it has been seen.
func TestACommandIsNoTopic(t *testing.T) {
	for command, want := range map[string]string{
		`mosquitto_pub -h 10.0.0.5 -t plant/lamp/set -m '{"state": "ON"}' -q 1 -r`: `plant/lamp/set {"state": "ON"} 1 true`,
		`$ mosquitto_pub -t 'a b/c' -n`:                                            "a b/c  0 false",
		`/usr/bin/mosquitto_pub -t lamp -m ON`:                                     "lamp ON 0 false",
		`sudo mosquitto_pub -h localhost -t lamp -m "ON OFF"`:                      "lamp ON OFF 0 false",
	} {
		b := newBench(t)
		p := b.connect()
		p.SetFolded(false)
		p.payload.SetText("typed before")
		paste(p.topic, command)
		test.Tap(p.button)
		d := p.Draft()
		if got := strings.Join([]string{d.Topic, d.Text, string('0' + rune(d.QoS)), map[bool]string{true: "true", false: "false"}[d.Retain]}, " "); got != want {
			t.Errorf("%s: in the panel stands %q, want %q", command, got, want)
		}
		if len(b.sent()) > 0 || b.dialogWords() != "" || !strings.Contains(p.words, "Nothing was published yet") || !strings.Contains(p.words, "mqtt://plant:1883") {
			t.Errorf("%s: sent %+v, asked %q, said %q", command, b.sent(), b.dialogWords(), p.words)
		}
		b.offered.do()
		if p.topic.Value() != command || p.payload.Value() != "typed before" {
			t.Errorf("%s: Undo brings back %q, %q", command, p.topic.Value(), p.payload.Value())
		}
		b.until("topics are looked for", func() bool { return !p.topic.busy })
	}
}

// TestThePayloadOfACommandIsInAFile, which is to be chosen: nothing empty is published in its place
// without a question.
func TestThePayloadOfACommandIsInAFile(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(false)
	paste(p.topic, "mosquitto_pub -t plant/cfg/set -f cfg.json")
	test.Tap(p.button)
	test.Tap(p.button)
	if len(b.sent()) > 0 || !strings.Contains(b.dialogWords(), "cfg.json") {
		t.Errorf("sent %+v, asked %q", b.sent(), b.dialogWords())
	}
}

// TestACommandThatIsNoMessage is said, and nothing is published; one of another program is
// asked about.
func TestACommandThatIsNoMessage(t *testing.T) {
	for command, want := range map[string]string{
		"mosquitto_pub -m ON":                                "The topic is a command that publishes nothing.",
		"mosquitto_pub -t a -m 1 && mosquitto_pub -t b -m 2": "publishes 2 messages",
		"mqttx pub -t lamp -m ON":                            "All of mqttx pub -t lamp -m ON would be the topic.",
		"mqtt pub --topic=lamp -m ON":                        "would be the topic.",
	} {
		b := newBench(t)
		p := b.connect()
		p.topic.SetText(command)
		p.payload.SetText("x")
		test.Tap(p.button)
		if said := p.words + b.dialogWords(); !strings.Contains(said, want) || len(b.sent()) > 0 {
			t.Errorf("%s: it says %q, sent %+v", command, said, b.sent())
		}
	}
	for _, topic := range []string{"plant/mosquitto_pub", "mosquitto_pub", "room -t/x", "living room/lamp"} {
		b := newBench(t)
		p := b.connect()
		p.topic.SetText(topic)
		p.payload.SetText("x")
		test.Tap(p.button)
		b.until(topic+" is published", func() bool { return len(b.sent()) == 1 })
	}
}
