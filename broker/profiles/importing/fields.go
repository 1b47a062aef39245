package importing

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker/profiles/finding"
)

// Bounds of a file: what has more is no list of connections.
const (
	mostConnections = 20_000
	mostFields      = 2000 // of an object
)

var errTooMany error = &finding.Fault{Code: finding.ImportTooLong}

// object goes through the members of an object.
func object(raw []byte, most int, each func(name string, value json.RawMessage)) error {
	return members(raw, '{', most, each)
}

// array goes through the values of an array.
func array(raw []byte, most int, each func(value json.RawMessage)) error {
	return members(raw, '[', most, func(_ string, value json.RawMessage) { each(value) })
}

func members(raw []byte, begin json.Delim, most int, each func(name string, value json.RawMessage)) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != begin {
		return errors.Join(err, &finding.Fault{Code: finding.NotBegun, Value: begin.String()})
	}
	for n := 0; d.More(); n++ {
		if n == most {
			return errTooMany
		}
		name := ""
		if begin == '{' {
			t, err := d.Token()
			if err != nil {
				return err
			}
			name, _ = t.(string)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return err
		}
		each(name, value)
	}
	_, err := d.Token()
	return err
}

// fields are those of an object, by their names in small letters. Programs of
// different age write the same value as a number or as a text; both are taken.
type fields struct {
	values map[string]json.RawMessage
	names  map[string]string // as they are written
	used   map[string]bool
	what   finding.Code // for notes: what they are the fields of, if not of the connection
	c      *Connection
}

// fieldsOf reads an object; what is none has no fields.
func fieldsOf(raw json.RawMessage, what finding.Code, c *Connection) *fields {
	f := &fields{make(map[string]json.RawMessage), make(map[string]string), make(map[string]bool), what, c}
	_ = object(raw, mostFields, func(name string, value json.RawMessage) {
		f.values[strings.ToLower(name)] = value
		f.names[strings.ToLower(name)] = name
	})
	return f
}

// raw gives a field as it is; nil when it is missing or null.
func (f *fields) raw(name string) json.RawMessage {
	name = strings.ToLower(name)
	f.used[name] = true
	if value := f.values[name]; string(value) != "null" {
		return value
	}
	return nil
}

// hasAny reports whether one of the fields is there.
func (f *fields) hasAny(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return f.raw(name) != nil })
}

// odd notes a field whose value is of no use.
func (f *fields) odd(name string) {
	f.c.note(finding.Note{Code: finding.FieldUnread, Parts: []finding.Part{{Code: f.what, Value: cmp.Or(f.names[strings.ToLower(name)], name)}}})
}

// text gives a text, which may be a number or a truth.
func (f *fields) text(name string) string {
	raw := f.raw(name)
	if raw == nil {
		return ""
	}
	var s string
	switch {
	case json.Unmarshal(raw, &s) == nil:
		return s
	case raw[0] == '{', raw[0] == '[':
		if data := buffer(raw); data != nil {
			return string(data)
		}
		if !empty(raw) {
			f.odd(name)
		}
		return ""
	}
	return string(raw)
}

// buffer reads bytes as Node.js writes them, as in {"type":"Buffer","data":[97]},
// or as a list of numbers; nil when it is neither.
func buffer(raw json.RawMessage) []byte {
	var wrapped struct {
		Type string
		Data json.RawMessage
	}
	if json.Unmarshal(raw, &wrapped) == nil && wrapped.Type == "Buffer" {
		raw = wrapped.Data
	}
	var list []uint8Number
	if json.Unmarshal(raw, &list) != nil || len(list) == 0 {
		return nil
	}
	data := make([]byte, len(list))
	for i, n := range list {
		data[i] = byte(n)
	}
	return data
}

// uint8Number is a number of a list; of bytes Go would expect base64.
type uint8Number uint8

// number is a whole number, 0 when it is missing or not between 0 and most.
func (f *fields) number(name string, most int64) int64 {
	n, _ := f.whole(name, most)
	return n
}

// whole gives a whole number, which may be written as a text, and whether there is
// one between 0 and most.
func (f *fields) whole(name string, most int64) (n int64, ok bool) {
	raw := f.raw(name)
	text := strings.TrimSpace(strings.Trim(string(raw), `"`))
	if text == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		var float float64
		if float, err = strconv.ParseFloat(text, 64); err == nil && float >= 0 && float <= float64(most) && float == float64(int64(float)) {
			n = int64(float)
		} else {
			n = -1
		}
	}
	if n < 0 || n > most {
		f.odd(name)
		return 0, false
	}
	return n, true
}

// truth gives true or false, which may be written as a number or a text; missing
// is what a field is that is not there.
func (f *fields) truth(name string, missing bool) bool {
	switch strings.ToLower(strings.TrimSpace(strings.Trim(string(f.raw(name)), `"`))) {
	case "":
		return missing
	case "true", "1", "yes", "on":
		return true
	case "false", "0", "no", "off":
		return false
	}
	f.odd(name)
	return missing
}

// object gives the fields of a field, which may be written as a text of JSON.
func (f *fields) object(name string, what finding.Code) *fields {
	return fieldsOf(inner(f.raw(name)), what, f.c)
}

// list gives the values of a field.
func (f *fields) list(name string) (all []json.RawMessage) {
	raw := inner(f.raw(name))
	if raw == nil {
		return nil
	}
	if raw[0] == '{' { // a single one
		return []json.RawMessage{raw}
	}
	if err := array(raw, mostFields, func(value json.RawMessage) { all = append(all, value) }); err != nil {
		f.odd(name)
	}
	return all
}

// inner unwraps JSON that is written as a text in JSON.
func inner(raw json.RawMessage) json.RawMessage {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return raw
	}
	text = strings.TrimSpace(text)
	if text == "" || !json.Valid([]byte(text)) {
		return nil
	}
	return json.RawMessage(text)
}

// rest notes the fields that nobody asked for and that say something, but for
// those that are no part of a connection.
func (f *fields) rest(program string, others []string) {
	var left []string
	for name, value := range f.values {
		if !f.used[name] && !slices.Contains(others, name) && !empty(value) {
			left = append(left, f.names[name])
		}
	}
	if len(left) > 0 {
		slices.Sort(left)
		f.c.note(finding.Note{Code: finding.FieldsUnknown, Name: program, Parts: finding.Parts("", left[:min(len(left), 20)]...)})
	}
}

// empty reports whether a value says nothing.
func empty(raw json.RawMessage) bool {
	switch string(bytes.TrimSpace(raw)) {
	case "", "null", `""`, "[]", "{}", "false", "0":
		return true
	}
	return false
}
