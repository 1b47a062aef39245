package request

import (
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"unicode/utf8"

	"mangrove/model/export"
	"mangrove/model/printable"
)

// Line is a result as a line of JSON.
type Line struct {
	Device      string  `json:"device,omitempty"`
	Topic       string  `json:"topic"`
	AnswerTopic string  `json:"answer_topic,omitempty"`
	Answer      *string `json:"answer,omitempty"`
	Bytes       []byte  `json:"answer_base64,omitempty"`
	Latency     float64 `json:"latency_ms,omitempty"`
	Error       string  `json:"error,omitempty"`
}

// Line makes a line of a result. words are why there is no answer.
func (r *Result) Line(words string) Line {
	l := Line{Device: r.Device.Name, Topic: r.Topic, AnswerTopic: r.Answer.Topic, Error: words,
		Latency: float64(r.Answer.Latency.Microseconds()) / 1000}
	switch {
	case r.Err != nil:
	case utf8.Valid(r.Answer.Payload):
		text := string(r.Answer.Payload)
		l.Answer = &text
	default:
		l.Bytes = r.Answer.Payload
	}
	return l
}

// WriteLines writes results as JSON Lines. explain makes words of why there is no answer.
func WriteLines(w io.Writer, list []Result, explain func(error) string) error {
	for i := range list {
		b, err := json.Marshal(list[i].Line(explain(list[i].Err)))
		if err != nil {
			return err
		}
		if _, err := w.Write(append(printable.JSON(b), '\n')); err != nil {
			return err
		}
	}
	return nil
}

// WriteCSV writes results as CSV. What a spreadsheet would take for a formula is made
// harmless; answers are exact as base64.
func WriteCSV(w io.Writer, list []Result, explain func(error) string) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"device", "topic", "answer_topic", "answer", "answer_base64", "latency_ms", "error"}); err != nil {
		return err
	}
	for i := range list {
		l := list[i].Line(explain(list[i].Err))
		text, latency := "", ""
		if l.Answer != nil {
			text = export.HarmlessCell(*l.Answer)
		}
		if list[i].Err == nil {
			latency = strconv.FormatFloat(l.Latency, 'f', -1, 64)
		}
		if err := out.Write([]string{export.HarmlessCell(l.Device), export.HarmlessCell(l.Topic), export.HarmlessCell(l.AnswerTopic), text,
			base64.StdEncoding.EncodeToString(list[i].Answer.Payload), latency, export.HarmlessCell(l.Error)}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
