// Package cause is why something did not work, as it is kept in files: a code with its
// values, made of an error, and made into one again that package explain has the words for.
//
// It makes no sentences, and of an error that it does not know it keeps the words.
package cause

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Code is why something did not work.
type Code string

// The causes, with what of a [Cause] has a value.
const (
	Draft       Code = "draft"         // no message can be made of it. Part: the field; Inner: why
	Template    Code = "template"      // Kind: its own code; Line, Column, Text: what it is about; Said, Limit, Inner
	Value       Code = "value"         // a payload is not what a format says. Kind, Number: at which byte; Part, Text
	Topic       Code = "topic"         // Kind
	SecretValue Code = "secret value"  // Part: the field that cannot be made with it
	NoDevice    Code = "no device"     // none was connected before the time ran out
	NoReply     Code = "no reply"      // Text: the filter; After; Number: other messages; Reason: of the acknowledgement
	Unanswered  Code = "unanswered"    // Part: the packet; Names: the filters or the topic; After
	Refused     Code = "refused"       // Part: the packet; Version, Reason, Text: topic or filter; Said, Reference
	Unfit       Code = "unfit"         // Kind, Part: which text; Inner: of what kind; Will, Text, Number, Limit, Version
	Certificate Code = "certificate"   // Said: why it is not trusted
	Alert       Code = "alert of TLS"  // Said
	WithWill    Code = "hung up: will" // the connection was closed without an answer; it carried a last will
	Pending     Code = "pending"       // not confirmed yet
	Subscribing Code = "subscribing"   // Names: the filters over which the connection ended
	Timeout     Code = "timeout"       // the address did not answer
	NoHost      Code = "no host"       // of that name
	NoLookup    Code = "no lookup"     // of the name
	Other       Code = "other"         // Said: in the words of the error
)

// Cause is a code with its values. The values are not cleared of what a user keeps secret;
// see [Cause.With].
type Cause struct {
	Code      Code          `json:"code"`
	Kind      string        `json:"kind,omitempty"` // a code of the package that found it
	Part      string        `json:"part,omitempty"` // a code too
	Text      string        `json:"text,omitempty"`
	Names     []string      `json:"names,omitempty"`
	Number    int           `json:"number,omitempty"`
	Limit     int           `json:"limit,omitempty"`
	Line      int           `json:"line,omitempty"`
	Column    int           `json:"column,omitempty"`
	Version   byte          `json:"version,omitempty"` // of MQTT, as its packets have it
	Reason    byte          `json:"reason,omitempty"`  // the reason code
	After     time.Duration `json:"after,omitempty"`   // nanoseconds
	Will      bool          `json:"will,omitempty"`
	Said      string        `json:"said,omitempty"` // by the other side, or by a library
	Reference string        `json:"reference,omitempty"`
	Inner     *Cause        `json:"inner,omitempty"`
}

// Error is for the log.
func (c *Cause) Error() string {
	s := string(c.Code)
	for _, more := range []string{c.Kind, c.Part} {
		if more != "" {
			s += " " + more
		}
	}
	for _, more := range append([]string{c.Text, c.Said}, c.Names...) {
		if more != "" {
			s += " " + strconv.Quote(more)
		}
	}
	if c.Inner != nil {
		s += ": " + c.Inner.Error()
	}
	return s
}

// With is a copy with other texts, all but the codes. A nil one stays nil.
func (c *Cause) With(do func(string) string) *Cause {
	if c == nil {
		return nil
	}
	other := *c
	for _, text := range []*string{&other.Text, &other.Said, &other.Reference} {
		*text = do(*text)
	}
	other.Names = nil
	for _, name := range c.Names {
		other.Names = append(other.Names, do(name))
	}
	other.Inner = c.Inner.With(do)
	return &other
}

// Bound is a copy that is kept: its texts have at most so many bytes each, and the names
// so many together.
func (c *Cause) Bound(most int) *Cause {
	if c == nil {
		return nil
	}
	other := c.With(func(s string) string {
		s = strings.ToValidUTF8(s, "\ufffd")
		if len(s) > most {
			s = strings.ToValidUTF8(s[:most], "") + "…"
		}
		return s
	})
	room := most
	for i, name := range other.Names {
		if room -= len(name); room < 0 && i > 0 {
			other.Names = append(other.Names[:i:i], "…")
			break
		}
	}
	return other
}

// Packed is the cause as one text, for where there is room for a text only.
func (c *Cause) Packed() string {
	text, err := json.Marshal(c)
	if err != nil {
		return string(c.Code)
	}
	return string(text)
}

// Unpack reads what [Cause.Packed] gives; nil: it is something else.
func Unpack(text string) *Cause {
	if c := new(Cause); strings.HasPrefix(text, "{") && json.Unmarshal([]byte(text), c) == nil && c.Code != "" {
		return c
	}
	return nil
}
