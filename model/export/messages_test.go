package export

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"mangrove/model"
)

func history(t *testing.T) (*model.Store, model.Listing) {
	t.Helper()
	s := store()
	at := time.Date(2026, 1, 2, 3, 5, 0, 0, time.UTC)
	s.Interrupted(at.Add(-time.Second), at)
	s.Apply(model.Batch{At: at, Messages: []model.Message{{Topic: []byte("b\xff"), Payload: []byte("=1+1"), Dup: true, QoS: 1, Properties: []byte{3, 0, 1, 'x'}}}})
	st := s.NewStream(model.Root, true, nil)
	for more := true; more; {
		_, more = st.Catch()
	}
	return s, st.List()
}

func TestMessagesJSON(t *testing.T) {
	s, l := history(t)
	var b bytes.Buffer
	n, err := MessagesJSON(&b, s, l)
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if err != nil || n != 5 || len(lines) != 5 {
		t.Fatalf("%d messages in %d lines, %v", n, len(lines), err)
	}
	var first, last Message
	if json.Unmarshal([]byte(lines[0]), &first) != nil || json.Unmarshal([]byte(lines[4]), &last) != nil {
		t.Fatalf("%s\n%s", lines[0], lines[4])
	}
	if got := fmt.Sprintf("%s %s %s %v %d", first.Topic, first.Payload, *first.Text, first.Interrupted, first.Time.Nanosecond()); got != "b old old 0 678" {
		t.Errorf("the first is %s", got)
	}
	if got := fmt.Sprintf("%q %v %d %v %q", last.Name, last.Dup, last.QoS, last.Interrupted, last.Properties); got != `"b\xff" true 1 1 "\x03\x00\x01x"` {
		t.Errorf("the last is %s", got)
	}
}

func TestMessagesCSV(t *testing.T) {
	s, l := history(t)
	var b bytes.Buffer
	n, changed, err := MessagesCSV(&b, s, l)
	if err != nil || n != 5 || changed != 2 { // the formula, and the topic that is not UTF-8
		t.Fatalf("%d messages, %d cells changed, %v", n, changed, err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	last := map[string]string{}
	for i, name := range rows[0] {
		last[name] = rows[5][i]
	}
	exact, _ := base64.StdEncoding.DecodeString(last["topic_base64"])
	if last["text"] != "'=1+1" || string(exact) != "b\xff" || last["interrupted"] != "1" || last["dup"] != "true" || last["properties"] != "AwABeA==" {
		t.Errorf("the last is %v", last)
	}
}
