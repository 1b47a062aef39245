package main

import (
	"bufio"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/payload"
)

// taken is a snapshot to print.
type taken struct {
	store   *model.Store
	address broker.Address
	version broker.Version
}

// printers by the name of their format.
var printers = map[string]func(io.Writer, *taken) error{
	"tree": printTree,
	"json": printJSON,
	"csv":  printCSV,
}

// topicLine is one topic of a printed snapshot.
type topicLine struct {
	Topic    string    `json:"topic"`
	Payload  []byte    `json:"payload"`        // base64 of the exact bytes
	Text     *string   `json:"text,omitempty"` // when it is UTF-8
	QoS      byte      `json:"qos"`
	Retained bool      `json:"retained"`
	Count    uint64    `json:"count"`
	Time     time.Time `json:"time"`
}

func (t *taken) line(id model.ID) topicLine {
	e, _ := t.store.Latest(id, 0)
	l := topicLine{
		Topic: t.store.Topic(id), Payload: e.Payload, QoS: e.QoS, Retained: e.Retained,
		Count: t.store.Stats(id, e.At).Messages, Time: e.At,
	}
	if utf8.Valid(e.Payload) {
		text := string(e.Payload)
		l.Text = &text
	}
	return l
}

// printJSON writes one object, topic by topic.
func printJSON(w io.Writer, t *taken) error {
	out := bufio.NewWriter(w)
	head, err := json.MarshalIndent(struct {
		Broker   string       `json:"broker"`
		Protocol string       `json:"protocol"`
		Topics   int          `json:"topics"`
		Messages uint64       `json:"messages"`
		Intake   model.Intake `json:"intake"`
	}{t.address.String(), t.version.String(), t.store.Topics(), t.store.Intake().Applied, t.store.Intake()}, "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s,\n  \"tree\": [", strings.TrimSuffix(string(head), "\n}"))
	for i, id := range t.store.Tree().Sorted() {
		b, err := json.Marshal(t.line(id))
		if err != nil {
			return err
		}
		separator := ",\n    "
		if i == 0 {
			separator = "\n    "
		}
		fmt.Fprintf(out, "%s%s", separator, b)
	}
	fmt.Fprint(out, "\n  ]\n}\n")
	return out.Flush()
}

// printCSV writes a row a topic.
func printCSV(w io.Writer, t *taken) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"topic", "text", "payload", "qos", "retained", "count", "time"}}
	for _, id := range t.store.Tree().Sorted() {
		l := t.line(id)
		text := ""
		if l.Text != nil {
			text = *l.Text
		}
		rows = append(rows, []string{
			l.Topic, text, base64.StdEncoding.EncodeToString(l.Payload), strconv.Itoa(int(l.QoS)),
			strconv.FormatBool(l.Retained), strconv.FormatUint(l.Count, 10), l.Time.Format(time.RFC3339Nano),
		})
	}
	return out.WriteAll(rows)
}

// printTree writes the topics as a person reads them.
func printTree(w io.Writer, t *taken) error {
	out := bufio.NewWriter(w)
	tree := t.store.Tree()
	tree.SetOpenBelow(model.Root, true)
	rows := make([]model.Row, 256)
	for from := 0; ; from += len(rows) {
		page := tree.Rows(from, rows)
		for i := range page {
			printRow(out, t, &page[i])
		}
		if len(page) < len(rows) {
			break
		}
	}
	in := t.store.Intake()
	fmt.Fprintf(out, "\n%d topics, %d messages, %d dropped, from %s with MQTT %s\n", t.store.Topics(), in.Applied, in.Dropped, t.address, t.version)
	return out.Flush()
}

func printRow(out io.Writer, t *taken, r *model.Row) {
	fmt.Fprint(out, strings.Repeat("  ", r.Depth), printable(r.Name))
	if r.HasValue {
		e, _ := t.store.Latest(r.ID, 0)
		fmt.Fprintf(out, " = %s  [%s]", payload.Preview(e.Payload, len(e.Payload)), rowFacts(t, r))
	}
	if r.Children > 0 {
		fmt.Fprintf(out, "  (%d topics, %d messages)", r.Topics, r.Messages)
	}
	fmt.Fprintln(out)
}

func rowFacts(t *taken, r *model.Row) string {
	facts := fmt.Sprintf("QoS %d, ", r.QoS)
	if r.Retained {
		facts += "retained, "
	}
	n := t.store.Stats(r.ID, r.At).Messages
	if n == 1 {
		return facts + "1 message"
	}
	return facts + strconv.FormatUint(n, 10) + " messages"
}

// printable quotes a level that would not show as it is.
func printable(level string) string {
	if level == "" || strconv.Quote(level) != `"`+level+`"` {
		return strconv.Quote(level)
	}
	return level
}
