package importing

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/profiles/finding"
	"mangrove/model/decode"
)

// TestMessagesOfCommands are taken with all that the text says, and with nothing that it
// does not.
func TestMessagesOfCommands(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []Message
		notes      []finding.Code
	}{
		{"plain", `mosquitto_pub -h broker -t a/b -m '{"on": true}' -q 1 -r`,
			[]Message{{Draft: draft.Draft{Topic: "a/b", Text: `{"on": true}`, QoS: 1, Retain: true}}}, nil},
		{"two topics", `mosquitto_pub -t a -t b -m x`, []Message{{Draft: draft.Draft{Topic: "a", Text: "x"}}, {Draft: draft.Draft{Topic: "b", Text: "x"}}}, nil},
		{"two commands, one of them twice", "mosquitto_pub -t a -m x\nmosquitto_pub -t a -m x\nmosquitto_pub -t b -m y",
			[]Message{{Draft: draft.Draft{Topic: "a", Text: "x"}}, {Draft: draft.Draft{Topic: "b", Text: "y"}}}, nil},
		{"topic of a URL", `mosquitto_pub -L mqtt://u:secret@h/a/b -m x`, []Message{{Draft: draft.Draft{Topic: "a/b", Text: "x"}}}, nil},
		{"null message", `mosquitto_pub -t a -n -r`, []Message{{Draft: draft.Draft{Topic: "a", Retain: true}}}, nil},
		{"file", `mosquitto_pub -t a -f /tmp/x.bin`, []Message{{File: "/tmp/x.bin", Draft: draft.Draft{Topic: "a"}}}, nil},
		{"long names", `mosquitto_pub --topic a --message x --qos 2 --retain`, []Message{{Draft: draft.Draft{Topic: "a", Text: "x", QoS: 2, Retain: true}}}, nil},
		{"properties", `mosquitto_pub -V 5 -t a -m x -D publish content-type text/plain -D publish user-property k v -D publish message-expiry-interval 60 -D PUBLISH correlation-data id -D publish response-topic r -D publish payload-format-indicator 1 -D connect session-expiry-interval 9`,
			[]Message{{Draft: draft.Draft{Topic: "a", Text: "x", Properties: &draft.Properties{Text: true, Expiry: 60, ContentType: "text/plain", ResponseTopic: "r",
				CorrelationData: []byte("id"), User: []broker.UserProperty{{Name: "k", Value: "v"}}}}}}, nil},
		{"variable in the payload", `mosquitto_pub -t site/$SITE/set -m "{\"t\": $TEMP}"`,
			[]Message{{Draft: draft.Draft{Topic: "site/{{.SITE}}/set", Text: `{"t": {{.TEMP}}}`, Template: true}}}, []finding.Code{finding.VariablesTaken}},
		{"variable that the text sets", "T=5\nmosquitto_pub -t a -m $T", []Message{{Draft: draft.Draft{Topic: "a", Text: "5"}}}, nil},
		{"variable beside braces", `mosquitto_pub -t a -m "{{ value }} $X"`,
			[]Message{{Draft: draft.Draft{Topic: "a", Text: `{{"{{"}} value }} {{.X}}`, Template: true}}}, []finding.Code{finding.VariablesTaken}},
		{"braces alone", `mosquitto_pub -t a -m '{{ value }}'`, []Message{{Draft: draft.Draft{Topic: "a", Text: `{{ value }}`}}}, nil},
		{"placeholder", `mosquitto_pub -t devices/<device id>/set -m on`,
			[]Message{{Draft: draft.Draft{Topic: "devices/{{.device_id}}/set", Text: "on", Template: true}}}, []finding.Code{finding.VariablesTaken}},
		{"placeholders alike", `mosquitto_pub -t <a b>/<a-b>/<c> -m <a b>`,
			[]Message{{Draft: draft.Draft{Topic: "{{.a_b}}/{{.a_b_2}}/{{.c}}", Text: "{{.a_b}}", Template: true}}}, []finding.Code{finding.VariablesTaken}},
		{"output of a command", `mosquitto_pub -t a -m "$(date)"`, nil, []finding.Code{finding.PayloadUnsaid}},
		{"variable as a file", `mosquitto_pub -t a -f $FILE`, nil, []finding.Code{finding.PayloadUnsaid}},
		{"from input", `echo x | mosquitto_pub -t a -l`, nil, []finding.Code{finding.PayloadByInput}},
		{"no payload", `mosquitto_pub -t a`, nil, []finding.Code{finding.PayloadByInput}},
		{"wildcard", `mosquitto_pub -t 'a/#' -m x`, nil, []finding.Code{finding.TopicUnusable}},
		{"no topic", `mosquitto_pub -m x`, nil, []finding.Code{finding.CommandLeft}},
		{"QoS that is none", `mosquitto_pub -t a -m x -q 7`, nil, []finding.Code{finding.CommandLeft}},
		{"Windows", `"C:\Program Files\mosquitto\mosquitto_pub.exe" -t a -m "{\"on\":true}"`, []Message{{Draft: draft.Draft{Topic: "a", Text: `{"on":true}`}}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, notes, err := Messages([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			var codes []finding.Code
			for _, n := range notes {
				codes = append(codes, n.Code)
			}
			if !reflect.DeepEqual(got, c.want) || !reflect.DeepEqual(codes, c.notes) {
				t.Errorf("got %+v, %v; want %+v, %v", got, codes, c.want, c.notes)
			}
		})
	}
}

// Messages as MQTTX exports them.
const (
	sent = `{"id":"1","createAt":"2024-05-01 10:00:00:000","out":true,"payload":"{\"on\":true}","qos":1,"retain":true,"topic":"a/b",
		"properties":{"contentType":"application/json","messageExpiryInterval":60,"userProperties":{"k":["1","2"]},"correlationData":{"type":"Buffer","data":[0,255]}}}`
	received = `{"id":"2","out":false,"payload":"x","qos":0,"retain":false,"topic":"c"}`
)

// TestMessagesOfMQTTX are those that were published, in folders of their connections.
func TestMessagesOfMQTTX(t *testing.T) {
	connection := `{"name":"Plant","host":"h","port":1883,"messages":[` + sent + `,` + received + `,` + sent + `]}`
	want := Message{Folder: "Plant", Draft: draft.Draft{Topic: "a/b", Text: `{"on":true}`, QoS: 1, Retain: true, Properties: &draft.Properties{
		ContentType: "application/json", Expiry: 60, CorrelationData: []byte{0, 255}, User: []broker.UserProperty{{Name: "k", Value: "1"}, {Name: "k", Value: "2"}}}}}
	inFolder := want
	inFolder.Folder = "North/Plant"
	for _, c := range []struct {
		name, text string
		want       []Message
	}{
		{"a list", `[` + connection + `]`, []Message{want}},
		{"one", connection, []Message{want}},
		{"wrapped", `{"connections":[` + connection + `]}`, []Message{want}},
		{"in a folder", `[{"isCollection":true,"name":"North","children":[` + connection + `]}]`, []Message{inFolder}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, notes, err := Messages([]byte(c.text))
			if err != nil || len(notes) > 0 || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, %v, %v", got, notes, err)
			}
		})
	}
}

// TestNotationsOfMQTTX: it exports what was typed, which need not be what was sent.
func TestNotationsOfMQTTX(t *testing.T) {
	for _, c := range []struct {
		payload, meta string
		want          decode.Format
		doubt         bool
	}{
		{"00ff", `"{\"msgType\":\"Hex\"}"`, decode.Hex, false},
		{"AP8=", `{"msgType":"Base64"}`, decode.Base64, false},
		{`{\"a\":1}`, `"{\"msgType\":\"CBOR\"}"`, decode.CBOR, false},
		{`{\"a\":1}`, `"{\"msgType\":\"MsgPack\"}"`, decode.MsgPack, false},
		{"a0b1c2d3", `"{\"msgType\":\"Plaintext\"}"`, "", false},
		{"a0b1c2d3", "null", "", true},
		{"00 05 00 07", `"{}"`, "", true},
		{"00050007", "null", "", false}, // a number, maybe
		{"dead", "null", "", false},     // a word, maybe
		{"21.5", "null", "", false},
	} {
		got, notes, err := Messages([]byte(`[{"name":"x","messages":[{"out":true,"topic":"a","payload":"` + c.payload + `","meta":` + c.meta + `}]}]`))
		if err != nil || len(got) != 1 || got[0].Draft.As != c.want {
			t.Errorf("%s, %s: %+v, %v", c.payload, c.meta, got, err)
		}
		if doubted := len(notes) == 1 && notes[0].Code == finding.PayloadMaybeHex && notes[0].Name == "a"; doubted != c.doubt || !c.doubt && len(notes) > 0 {
			t.Errorf("%s, %s: %+v", c.payload, c.meta, notes)
		}
	}
}

// TestOddMessagesOfMQTTX: what cannot be read is left out and told.
func TestOddMessagesOfMQTTX(t *testing.T) {
	unread := `[{"name":"x","messages":[{"out":true,"topic":"a","payload":{"odd":1},"qos":5},` + sent + `]}]`
	got, notes, err := Messages([]byte(unread))
	wanted := []finding.Note{{Code: finding.PayloadUnsaid, Name: "a", Parts: finding.Parts("", "payload", "qos")}}
	if err != nil || len(got) != 1 || got[0].Draft.Topic != "a/b" || !reflect.DeepEqual(notes, wanted) {
		t.Errorf("of a payload that cannot be read: got %+v, %+v, %v", got, notes, err)
	}
	broken := `[{"name":"x","messages":[` + strings.Replace(sent, `{\"on\":true}`, `a\ufffd\u0000`, 1) + `]}]`
	got, notes, err = Messages([]byte(broken))
	if err != nil || len(got) != 1 || got[0].Draft.Text != "a\ufffd\x00" || len(notes) != 1 || notes[0].Code != finding.PayloadBroken || notes[0].Name != "a/b" {
		t.Errorf("of bytes that were replaced: got %+v, %v, %v", got, notes, err)
	}
	many := `[{"name":"x","messages":[` + strings.Repeat(received+",", 5000) + sent + `]}]`
	if got, _, err := Messages([]byte(many)); err != nil || len(got) != 1 {
		t.Errorf("of many received ones: got %d, %v", len(got), err)
	}
}

// TestManyNotes: what was left out is counted where it is not told.
func TestManyNotes(t *testing.T) {
	m := &messages{all: make([]Message, mostMessages)}
	m.add(Message{Draft: draft.Draft{Topic: "a"}})
	for range 2 { // the same ones are told once
		for i := range mostNotes {
			m.add(Message{Draft: draft.Draft{Topic: fmt.Sprint("#", i)}})
		}
	}
	for i := range 7 {
		m.add(Message{Draft: draft.Draft{Topic: fmt.Sprint("+", i)}})
	}
	told := m.told()
	if len(m.all) != mostMessages || len(told) != mostNotes+2 {
		t.Fatalf("%d messages, %d notes", len(m.all), len(told))
	}
	if left, further := told[mostNotes], told[mostNotes+1]; left.Code != finding.NotesLeft || left.Count != 7 || further.Code != finding.MessagesLeft {
		t.Errorf("%+v, %+v", left, further)
	}
}

func TestNoMessages(t *testing.T) {
	for text, code := range map[string]finding.Code{
		"": finding.NoMessageText, "hello": finding.NoMessageText, "mosquitto_sub -t a": finding.NoMessages,
		`[{"name":"x","messages":[]}]`: finding.NoMessages, `[{"name":`: finding.ExportDamaged,
	} {
		_, _, err := Messages([]byte(text))
		var fault *finding.Fault
		if !errors.As(err, &fault) || fault.Code != code {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func FuzzMessages(f *testing.F) {
	f.Add([]byte(`mosquitto_pub -t a/$X -m "{{ $Y }}" -D publish user-property a b`))
	f.Add([]byte(`[{"name":"x","messages":[{"out":true,"topic":"a","payload":"b"}]}]`))
	f.Add([]byte(`[{"name":"x","messages":[{"out":true,"topic":"a","payload":"\ufdd0b\ufdd1"}]}]`))
	f.Fuzz(func(t *testing.T, content []byte) {
		all, _, err := Messages(content)
		if err != nil && len(all) > 0 {
			t.Errorf("%d messages with %v", len(all), err)
		}
		if text, err := textIn(content); err != nil || looksLikeJSON.MatchString(text) {
			return // where all that stands is kept
		}
		for _, m := range all {
			if strings.ContainsAny(m.Draft.Topic+m.Draft.Text, unknownBegin+unknownEnd+codeMark) {
				t.Errorf("a mark is left in %q, %q", m.Draft.Topic, m.Draft.Text)
			}
		}
	})
}
