package export

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"

	"mangrove/model"
)

// FuzzExport: whatever topic and payload, CSV and JSON have their exact bytes, and
// no cell is a formula or has what a terminal obeys.
func FuzzExport(f *testing.F) {
	for _, seed := range []string{"=1+1", "-5.2", "a;=b\r\n@c", "\x1b[0m\u009b\u202e", "\xff\x00", "\"quoted\"", "\ufeff=x", "＝1", ""} {
		f.Add([]byte("a/b"), []byte(seed))
		f.Add([]byte(seed), []byte(seed))
	}
	f.Fuzz(func(t *testing.T, topic, payload []byte) {
		if len(topic) == 0 || len(topic) > 65_535 || bytes.IndexByte(topic, 0) >= 0 {
			return // no PUBLISH can have it
		}
		s := model.NewStore(model.Options{})
		s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: topic, Payload: payload}}})
		s.Tree().Tick(time.Now())
		rows, changed := rowsOf(t, s, false)
		if len(rows) != 2 {
			t.Fatalf("%d rows", len(rows))
		}
		checkRow(t, rows[1], topic, payload)
		if text := rows[1][1]; changed == 0 && text != "" && text != strings.ReplaceAll(string(payload), "\r\n", "\n") {
			t.Errorf("%q is written %q without a word", payload, text)
		}
		checkJSON(t, s, topic, payload)
		var exact bytes.Buffer
		if _, err := CSV(&exact, s, model.Root, true); err != nil {
			t.Error(err)
		}
		if _, err := csv.NewReader(&exact).ReadAll(); err != nil {
			t.Errorf("the exact one cannot be read: %v", err)
		}
	})
}

// checkRow: the exact bytes are in it, and its cells do nothing.
func checkRow(t *testing.T, row []string, topic, payload []byte) {
	t.Helper()
	if got, err := base64.StdEncoding.DecodeString(row[2]); err != nil || !bytes.Equal(got, payload) {
		t.Errorf("the payload %q is written %q", payload, row[2])
	}
	name := []byte(row[0])
	if row[7] != "" {
		name, _ = base64.StdEncoding.DecodeString(row[7])
	}
	if !bytes.Equal(name, topic) {
		t.Errorf("the topic %q is written %q, %q", topic, row[0], row[7])
	}
	for _, cell := range row[:2] {
		checkHarmless(t, cell)
	}
}

// checkHarmless: neither a formula for a spreadsheet nor a sign for a terminal.
func checkHarmless(t *testing.T, cell string) {
	t.Helper()
	if strings.ContainsFunc(cell, func(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) }) {
		t.Errorf("a terminal obeys %q", cell)
	}
	if plainNumber.MatchString(cell) {
		return
	}
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' || r == '\t' || r == '\n' }) {
		if begin := strings.TrimLeft(part, " \""); begin != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(begin)[0]) {
			t.Errorf("a spreadsheet works out %q of %q", part, cell)
		}
	}
}

func checkJSON(t *testing.T, s *model.Store, topic, payload []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := JSON(&b, s, model.Root, Head{Broker: "mqtt://h:1883"}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Tree []struct {
			Topic      string
			TopicBytes []byte
			Payload    []byte
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || len(got.Tree) != 1 {
		t.Fatalf("%v: %s", err, b.Bytes())
	}
	if one := got.Tree[0]; !bytes.Equal(one.Payload, payload) && len(payload) > 0 || one.Topic != string(topic) && !bytes.Equal(one.TopicBytes, topic) {
		t.Errorf("%q = %q is written %s", topic, payload, b.Bytes())
	}
}
