package export

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/printable"
)

func store() *model.Store {
	s := model.NewStore(model.Options{})
	at := time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)
	s.Apply(model.Batch{At: at, Messages: []model.Message{
		{Topic: []byte("b"), Payload: []byte("old")},
		{Topic: []byte("b"), Payload: []byte("a \"text\",\nwith all"), QoS: 1, Retained: true},
		{Topic: []byte("a/binary"), Payload: []byte{0, 0xff}, QoS: 2},
		{Topic: []byte("a/empty")},
	}})
	s.Tree().Tick(at)
	return s
}

func TestJSON(t *testing.T) {
	s := store()
	a, _ := s.Find("a")
	for top, want := range map[model.ID][]string{model.Root: {"a/binary", "a/empty", "b"}, a: {"a/binary", "a/empty"}} {
		var b bytes.Buffer
		if err := JSON(&b, s, top, Head{Broker: "mqtt://x:1883", Protocol: "5"}); err != nil {
			t.Fatal(err)
		}
		var got struct {
			Broker, Protocol string
			Topics           int
			Messages         uint64
			Intake           model.Intake
			Tree             []Topic
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatalf("%v in\n%s", err, b.String())
		}
		if got.Broker != "mqtt://x:1883" || got.Protocol != "5" || got.Topics != len(want) || len(got.Tree) != len(want) || got.Intake.Received != 4 {
			t.Errorf("%+v", got)
		}
		for i, topic := range got.Tree {
			if topic.Topic != want[i] {
				t.Errorf("topic %d is %q, want %q", i, topic.Topic, want[i])
			}
		}
	}
	var b bytes.Buffer
	if err := JSON(&b, model.NewStore(model.Options{}), model.Root, Head{}); err != nil || !json.Valid(b.Bytes()) {
		t.Errorf("an empty store: %v, %s", err, b.String())
	}
}

func TestTopicKeepsEveryByte(t *testing.T) {
	s := store()
	for name, want := range map[string]Topic{
		"b":        {Payload: []byte("a \"text\",\nwith all"), QoS: 1, Retained: true, Count: 2},
		"a/binary": {Payload: []byte{0, 0xff}, QoS: 2, Count: 1},
		"a/empty":  {Payload: []byte{}, Count: 1},
	} {
		id, _ := s.Find(name)
		got := topic(s, id)
		if got.Topic != name || !bytes.Equal(got.Payload, want.Payload) || got.QoS != want.QoS || got.Retained != want.Retained || got.Count != want.Count {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
		if text := got.Text; (text == nil) != (name == "a/binary") || text != nil && *text != string(want.Payload) {
			t.Errorf("%s: text %v", name, text)
		}
		if got.Time.Nanosecond() != 678 {
			t.Errorf("%s: time %v", name, got.Time)
		}
	}
}

func TestExportOfWhatIsHidden(t *testing.T) {
	s := store()
	s.Tree().HideCleared(true)
	for s.Tree().Tick(time.Now()) {
	}
	if n := len(s.Tree().SortedBelow(model.Root)); n != 3 {
		t.Errorf("%d topics are exported of 3", n)
	}
}

func TestExportOfTopicsThatAreNoText(t *testing.T) {
	s := model.NewStore(model.Options{})
	topics := []string{"a\xff", "a\xfe", "a\ufffd"}
	for _, topic := range topics {
		s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte(topic)}}})
	}
	s.Tree().Tick(time.Now())
	var b bytes.Buffer
	if err := JSON(&b, s, model.Root, Head{}); err != nil {
		t.Fatal(err)
	}
	var got struct{ Tree []Topic }
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, topic := range got.Tree {
		name := topic.Topic
		if topic.Name != nil {
			name = string(topic.Name)
		}
		seen[name] = true
	}
	for _, topic := range topics {
		if !seen[topic] {
			t.Errorf("%q is not in %s", topic, b.String())
		}
	}
}

// TestJSONOnATerminal has what a terminal would obey in topics, payloads and
// where the broker's name stands.
func TestJSONOnATerminal(t *testing.T) {
	s := model.NewStore(model.Options{})
	const odd = "a\u009b31m\x7f\u202eb\u200b\U000e0041"
	s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte(odd), Payload: []byte(odd)}}})
	s.Tree().Tick(time.Now())
	var b bytes.Buffer
	if err := JSON(&b, s, model.Root, Head{Broker: odd}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if !printable.Safe(strings.TrimSuffix(line, "\n")) {
			t.Errorf("%q", line)
		}
	}
	var got struct {
		Broker string
		Tree   []Topic
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || got.Broker != odd || got.Tree[0].Topic != odd || *got.Tree[0].Text != odd {
		t.Errorf("%v, %+v", err, got)
	}
}
