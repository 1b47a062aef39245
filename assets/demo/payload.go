package demo

import (
	"bytes"
	"embed"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"
)

//go:embed data/*.json
var files embed.FS

// encode writes JSON as devices do: on one line, without HTML escapes. Maps
// come out with their keys sorted. Only a value that JSON has no words for,
// such as NaN, can fail: the payload is then the error, as a JSON string.
func encode(v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return strconv.AppendQuote(nil, err.Error())
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// fixed is a number with exactly so many decimals, as firmware prints it.
func fixed(v float64, decimals int) json.Number {
	return json.Number(strconv.FormatFloat(v, 'f', decimals, 64))
}

// text is a bare number as a payload.
func text(v float64, decimals int) []byte {
	return strconv.AppendFloat(nil, round(v, decimals), 'f', decimals, 64)
}

// utc writes a time as most JSON payloads do: RFC 3339 with milliseconds.
func utc(now time.Time) string { return now.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// file is one embedded JSON file on one line, empty when there is none of that
// name or it is not JSON. A test reads them all.
func file(name string) []byte {
	raw, err := files.ReadFile("data/" + name)
	if err != nil {
		return nil
	}
	var buf bytes.Buffer
	if err := json.Compact(&buf, raw); err != nil {
		return nil
	}
	return buf.Bytes()
}

// retainedFile reads a file that maps topics to JSON payloads: one retained
// message each, sorted by topic.
func retainedFile(name string, qos byte) []Message {
	var payloads map[string]json.RawMessage
	if err := json.Unmarshal(file(name), &payloads); err != nil {
		return nil
	}
	var messages []Message
	for _, topic := range slices.Sorted(maps.Keys(payloads)) {
		messages = append(messages, Message{topic, payloads[topic], qos, true})
	}
	return messages
}

// one is the usual case of a task: a single live message.
func one(topic string, payload []byte) []Message {
	return []Message{{Topic: topic, Payload: payload}}
}
