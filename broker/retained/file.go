package retained

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/kept"
	"mangrove/model/safefile"
	"mangrove/model/template"
)

// version is that of the files.
const version = 1

// Kept says what a file is of.
type Kept struct {
	Version int       `json:"retained"`
	Broker  string    `json:"broker"` // its address, without user and password
	At      time.Time `json:"at"`
	Count   int       `json:"messages"`
	// Filters are where they were found; empty: they were received.
	Filters []string `json:"filters,omitempty"`
}

// Lasting are messages as the broker would send them now, had it kept them all the time: of
// those that expire, what is left of their time, without those that have expired.
func (k *Kept) Lasting(messages []broker.Publication, now time.Time) []broker.Publication {
	passed := max(0, now.Sub(k.At).Truncate(time.Second))
	left := make([]broker.Publication, 0, len(messages))
	for _, m := range messages {
		if p := m.Properties; p != nil && p.Expiry > 0 {
			if p.Expiry <= passed {
				continue
			}
			rest := *p
			rest.Expiry -= passed // [MQTT-3.3.2-6]
			m.Properties = &rest
		}
		left = append(left, m)
	}
	return left
}

// Why a file cannot be read.
const (
	ErrNotKept = kept.NotRetained
	ErrNewer   = kept.RetainedNewer
	ErrCut     = kept.RetainedCut
	ErrEmpty   = kept.RetainedEmpty
	ErrTwice   = kept.RetainedTwice
)

// Keep writes messages to a file, whole or not at all: a line of JSON that says what it is
// of, and one for each message.
func Keep(path string, k Kept, messages []broker.Publication) error {
	content, err := encode(k, messages)
	if err != nil {
		return err
	}
	return safefile.Keep(path, content)
}

func encode(k Kept, messages []broker.Publication) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	k.Version, k.Count = version, len(messages)
	if err := e.Encode(k); err != nil {
		return nil, err
	}
	for _, m := range messages {
		if err := e.Encode(draft.Of(m)); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// Read reads such a file. Of one that is damaged it gives what stands before the damage,
// with an error that says where it is.
func Read(content []byte) (k Kept, messages []broker.Publication, err error) {
	lines := bufio.NewReader(bytes.NewReader(content))
	first, err := lines.ReadBytes('\n')
	if err != nil || json.Unmarshal(first, &k) != nil || k.Version < 1 {
		return Kept{}, nil, ErrNotKept
	}
	if k.Version > version {
		return k, nil, ErrNewer
	}
	size, topics := 0, make(map[string]bool)
	for n := 2; ; n++ {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 && errors.Is(err, io.EOF) {
			break
		}
		m, err := messageOf(line)
		if err == nil && topics[m.Topic] {
			err = ErrTwice
		}
		if err != nil {
			return k, messages, &kept.LineError{Line: n, Err: err}
		}
		if size += SizeOf(m); len(messages) == MostMessages || size > MostBytes {
			return k, messages, ErrTooMuch
		}
		messages, topics[m.Topic] = append(messages, m), true
	}
	if len(messages) < k.Count {
		return k, messages, ErrCut
	}
	return k, messages, nil
}

// messageOf reads a message, as it is: nothing in it is replaced. A retained one is never
// empty, which would clear another (MQTT 5, 3.3.1.3).
func messageOf(line []byte) (broker.Publication, error) {
	var d draft.Draft
	if err := json.Unmarshal(line, &d); err != nil {
		return broker.Publication{}, err
	}
	d.Template, d.Retain = false, true
	m, err := draft.NewMaker(d, nil)
	if err != nil {
		return broker.Publication{}, err
	}
	p, err := m.Make(template.Values{})
	if err == nil && len(p.Payload) == 0 {
		err = ErrEmpty
	}
	return p, err
}
