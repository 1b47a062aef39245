package export

import (
	"bufio"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"mangrove/model"
	"mangrove/model/printable"
)

// Message is one message of a history.
type Message struct {
	Time       time.Time `json:"time"` // arrival, RFC 3339 with nanoseconds
	Topic      string    `json:"topic"`
	Name       []byte    `json:"topicBytes,omitempty"` // base64 of a topic that is not UTF-8
	Payload    []byte    `json:"payload"`              // base64 of the exact bytes
	Text       *string   `json:"text,omitempty"`       // when it is UTF-8
	LetGo      int       `json:"letGo,omitempty"`      // bytes that were too large for the memory and are not here
	QoS        byte      `json:"qos"`
	Retained   bool      `json:"retained"`
	Dup        bool      `json:"dup,omitempty"`
	Properties []byte    `json:"properties,omitempty"` // base64 of the property block of MQTT 5
	// Interrupted is for how many seconds there was no connection before it.
	Interrupted float64 `json:"interrupted,omitempty"`
}

// messages goes through those of a list that the history still has, the oldest first.
func messages(s *model.Store, l model.Listing, do func(Message) error) (n int, err error) {
	rows := make([]model.StreamRow, 64)
	for from := 0; from < l.Len(); from += len(rows) {
		for _, r := range l.Rows(from, rows) {
			e, held := s.At(r.Position)
			if !held {
				continue
			}
			m := Message{
				Time: e.At, Topic: r.Topic, Payload: e.Payload, LetGo: e.Lost, QoS: e.QoS, Retained: e.Retained, Dup: e.Dup,
				Properties: e.Properties, Interrupted: r.Interrupted.Seconds(),
			}
			if !utf8.ValidString(r.Topic) {
				m.Name = []byte(r.Topic)
			}
			if utf8.Valid(e.Payload) && e.Lost == 0 {
				text := string(e.Payload)
				m.Text = &text
			}
			if err := do(m); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// MessagesJSON writes the messages of a list as JSON Lines, an object for each, and says
// how many. Control characters are escapes, as in [JSON].
func MessagesJSON(w io.Writer, s *model.Store, l model.Listing) (n int, err error) {
	out := bufio.NewWriter(w)
	n, err = messages(s, l, func(m Message) error {
		b, err := json.Marshal(m)
		if err != nil {
			return err
		}
		_, err = out.Write(append(printable.JSON(b), '\n'))
		return err
	})
	if err != nil {
		return n, err
	}
	return n, out.Flush()
}

// messageColumns are those of the CSV. A column that is added goes to the end.
var messageColumns = []string{"time", "topic", "text", "payload", "qos", "retained", "dup", "interrupted", "topic_base64", "let_go", "properties"}

// MessagesCSV writes a heading and a row for each message of a list, and says how many
// messages that were and how many cells were changed as in [CSV].
func MessagesCSV(w io.Writer, s *model.Store, l model.Listing) (n, changed int, err error) {
	out := csv.NewWriter(w)
	if err := out.Write(messageColumns); err != nil {
		return 0, 0, err
	}
	cell := func(text string) string {
		harmless := HarmlessCell(text)
		if harmless != text {
			changed++
		}
		return harmless
	}
	base64Of := base64.StdEncoding.EncodeToString
	n, err = messages(s, l, func(m Message) error {
		name, exactName, text, letGo, interrupted := cell(m.Topic), "", "", "", ""
		if name != m.Topic || m.Name != nil {
			exactName = base64Of([]byte(m.Topic))
		}
		if m.Text != nil {
			text = cell(*m.Text)
		}
		if m.LetGo > 0 {
			letGo = strconv.Itoa(m.LetGo)
		}
		if m.Interrupted > 0 {
			interrupted = strconv.FormatFloat(m.Interrupted, 'f', -1, 64)
		}
		return out.Write([]string{
			m.Time.Format(time.RFC3339Nano), name, text, base64Of(m.Payload), strconv.Itoa(int(m.QoS)), strconv.FormatBool(m.Retained),
			strconv.FormatBool(m.Dup), interrupted, exactName, letGo, base64Of(m.Properties),
		})
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return n, changed, err
}
