package draft_test

import (
	"bufio"
	"context"
	"encoding/hex"
	"io"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/broker/draft"
	"mangrove/broker/server"
	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/decode/schemas"
	"mangrove/model/template"
)

// arriving are drafts with how mosquitto_sub writes the messages: QoS, retain, payload as
// hex, content type, correlation data, what is left until it expires, format indicator,
// response topic and user properties.
var arriving = map[string]struct {
	draft draft.Draft
	want  string
}{
	"text":            {draft.Draft{Text: "ON\n\té"}, "0|0|" + hexOf("ON\n\té") + "||||||"},
	"nothing":         {draft.Draft{QoS: 1}, "1|0|||||||"},
	"QoS 2, retained": {draft.Draft{Text: "x", QoS: 2, Retain: true}, "2|1|78||||||"},
	"JSON":            {draft.Draft{As: decode.JSON, Text: "{\"a\": 1.0 }\n", QoS: 1}, "1|0|" + hexOf("{\"a\": 1.0 }\n") + "||||||"},
	"hex":             {draft.Draft{As: decode.Hex, Text: "00 ff\n7F", QoS: 1}, "1|0|00ff7f||||||"},
	"base64":          {draft.Draft{As: decode.Base64, Text: "AP+A", QoS: 1}, "1|0|00ff80||||||"},
	"a file":          {draft.Draft{As: decode.Hex, Bytes: []byte("\x00\xff{{"), QoS: 1, Template: true}, "1|0|00ff7b7b||||||"},
	"as it is":        {draft.Draft{Text: "{{now}}", QoS: 1}, "1|0|" + hexOf("{{now}}") + "||||||"},
	"a template":      {draft.Draft{Text: "{{counter}} {{.site}}", QoS: 1, Template: true}, "1|0|" + hexOf("5 plant") + "||||||"},
	"content type":    {draft.Draft{Properties: &draft.Properties{ContentType: "x/y"}}, "0|0||x/y|||||"},
	"correlation":     {draft.Draft{Properties: &draft.Properties{CorrelationData: []byte("\x01\xfe")}}, "0|0|||\x01\xfe||||"},
	"expiry":          {draft.Draft{Properties: &draft.Properties{Expiry: 2_000_000_000}}, "0|0||||2000000000|||"},
	"text indicator":  {draft.Draft{Properties: &draft.Properties{Text: true}, Text: "x"}, "0|0|78||||1||"},
	"response topic":  {draft.Draft{Properties: &draft.Properties{ResponseTopic: "r/1"}}, "0|0||||||r/1|"},
	"user properties": {draft.Draft{Properties: &draft.Properties{User: []broker.UserProperty{{Name: "b", Value: "2 3"}, {Name: "a", Value: ""}, {Name: "b", Value: "1"}}}}, "0|0|||||||b:2 3 a: b:1"},
	"all of them": {draft.Draft{Text: "x", QoS: 2, Template: true, Properties: &draft.Properties{Text: true, Expiry: 600_000, ContentType: "{{.site}}", ResponseTopic: "r/{{counter}}",
		CorrelationData: []byte("id"), User: []broker.UserProperty{{Name: "n", Value: "{{counter}}"}}}}, "2|0|78|plant|id|600000|1|r/5|n:5"},
}

func hexOf(s string) string { return hex.EncodeToString([]byte(s)) }

// TestDraftsArrive at another client, by the built-in broker and by Mosquitto, byte for
// byte and with every flag and property.
func TestDraftsArrive(t *testing.T) {
	own, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	for name, address := range map[string]string{"built-in": own.Address(), "Mosquitto": brokertest.Start(t, brokertest.Options{}).URL()} {
		t.Run(name, func(t *testing.T) { arrive(t, address) })
	}
}

func arrive(t *testing.T, address string) {
	p, err := broker.ParseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	p.Version = broker.V5
	s := client.Open(p, model.NewStore(model.Options{}), client.Options{})
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	publish := func(d draft.Draft) {
		t.Helper()
		m, err := draft.NewMaker(d, &schemas.Shelf{})
		if err != nil {
			t.Fatal(err)
		}
		message, err := m.Make(template.Values{Index: 4, Variables: map[string]string{"site": "plant"}})
		if err == nil {
			_, err = s.Publish(ctx, message)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	poll := time.NewTicker(time.Millisecond)
	defer poll.Stop()
	for s.Status().Phase != broker.Connected && ctx.Err() == nil {
		<-poll.C
	}
	publish(draft.Draft{Topic: "t/ready", Text: "x", QoS: 1, Retain: true})
	lines := subscribed(t, ctx, address)
	if line := <-lines; !strings.HasPrefix(line, "t/ready|") {
		t.Fatalf("first came %q", line)
	}
	for name, c := range arriving {
		c.draft.Topic = "t/" + name
		publish(c.draft)
		select {
		case line := <-lines:
			if want := c.draft.Topic + "|" + c.want; line != want {
				t.Errorf("%s: came %q, want %q", name, line, want)
			}
		case <-ctx.Done():
			t.Fatalf("%s: nothing came", name)
		}
	}
}

// subscribed runs mosquitto_sub, and gives what it prints of each message.
func subscribed(t *testing.T, ctx context.Context, address string) <-chan string {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	const end = "~~" // a payload has line breaks, which it writes as hex
	cmd := exec.CommandContext(ctx, "mosquitto_sub", "-h", at.Hostname(), "-p", at.Port(), "-V", "5", "-q", "2", "--retain-as-published",
		"-t", "t/#", "-F", "%t|%q|%r|%x|%C|%D|%E|%F|%R|%P"+end)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("mosquitto_sub is not installed: run scripts/deps.sh (%v)", err)
	}
	lines, ended := make(chan string, len(arriving)+1), make(chan struct{})
	go func() { // ends with the program
		defer close(ended)
		read(out, end, lines)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-ended
		_ = cmd.Wait() // it was killed
	})
	return lines
}

func read(from io.Reader, end string, lines chan<- string) {
	for scan := bufio.NewScanner(from); scan.Scan(); {
		lines <- strings.TrimSuffix(scan.Text(), end)
	}
}
