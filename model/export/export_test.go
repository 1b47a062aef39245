package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"testing"
	"time"

	"mangrove/model"
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
		if err := JSON(&b, s, top, Head{"mqtt://x:1883", "5"}); err != nil {
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

func TestCSV(t *testing.T) {
	var b bytes.Buffer
	if err := CSV(&b, store(), model.Root); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%v, %d rows", err, len(rows))
	}
	if r := rows[3]; r[0] != "b" || r[1] != "a \"text\",\nwith all" || r[3] != "1" || r[4] != "true" || r[5] != "2" {
		t.Errorf("%q", r)
	}
	if r := rows[1]; r[0] != "a/binary" || r[1] != "" || r[2] != "AP8=" {
		t.Errorf("%q", r)
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
