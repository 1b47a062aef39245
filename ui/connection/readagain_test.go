package connection

import (
	"testing"
	"time"

	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/series"
	"mangrove/model/value"
)

// readerOf reads every payload as one tree.
type readerOf struct{ tree *value.Tree }

func (readerOf) Ready() bool                     { return true }
func (r readerOf) Tree(*model.Entry) *value.Tree { return r.tree }

// TestNumbersAreReadAgain when what they are read with is another, from the history on,
// and only these.
func TestNumbersAreReadAgain(t *testing.T) {
	n, send, collect := numbersOf(t)
	tree, version := `{"v":1}`, 1
	n.Reader = func(topic string) PayloadReader {
		if topic != "raw" {
			return jsonOnly{}
		}
		made, err := value.ReadJSON([]byte(tree))
		if err != nil {
			t.Error(err)
		}
		return readerOf{made}
	}
	n.Version = func(topic string) any {
		if topic != "raw" {
			return nil
		}
		return version
	}
	raw, other := n.Want(NumberOf{"raw", "v"}), n.Want(NumberOf{"other", ""})
	send("raw", "\x01")
	send("raw", "\x02")
	send("other", "5")
	collect()
	added := other.Added()
	tree, version = `{"v":7}`, 2
	n.ReadAgain()
	collect()
	if valuesOf(raw) != "[7 7]" || valuesOf(other) != "[5]" || other.Added() != added {
		t.Errorf("%s, and of the other %s", valuesOf(raw), valuesOf(other))
	}
	before := raw.Added()
	n.ReadAgain()
	if collect(); raw.Added() != before {
		t.Error("nothing is another, and it was read again")
	}
	tree, version = `{"w":7}`, 3
	n.ReadAgain()
	send("raw", "\x03")
	if collect(); raw.Len() != 0 || raw.Added() == before {
		t.Errorf("there is no such value, and it has %s", valuesOf(raw))
	}
}

// TestLooksAreBeside: what is looked for in a payload is told by who collects.
func TestLooksAreBeside(t *testing.T) {
	n, send, collect := numbersOf(t)
	send("a", `{"t":1,"u":2}`)
	told := map[string][]series.Found{}
	for _, topic := range []string{"a", "none"} {
		n.LookInto(Look{Topic: topic, Most: 9, Largest: 100, Then: func(_ *model.Entry, list []series.Found) { told[topic] = list }})
	}
	n.LookInto(Look{Topic: "a", Most: 9, Largest: 3, Then: func(_ *model.Entry, list []series.Found) { told["too large"] = list }})
	if len(told) > 0 {
		t.Error("it is told by who asks")
	}
	collect()
	if len(told) != 3 || len(told["a"]) != 2 || len(told["none"])+len(told["too large"]) != 0 {
		t.Errorf("%v", told)
	}
}

// TestWhatPayloadsAreReadWith changes with a format that is asked for, and with a birth
// that names what had come before, and with nothing else.
func TestWhatPayloadsAreReadWith(t *testing.T) {
	const data = "spBv1.0/G/NDATA/N"
	c := &Connection{Sparkplug: sparkplug.NewNetwork()}
	c.FollowStored(profiles.Profile{})
	at := time.Unix(1_700_000_000, 0)
	position := uint64(0)
	take := func(topic, payload string) {
		position++
		c.Sparkplug.Take(&sparkplug.Message{Topic: []byte(topic), Payload: []byte(payload), At: at, Position: position})
	}
	all, raw, of := c.Readings(), c.ReadWith("raw"), c.ReadWith(data)
	step := func(when string, rawToo, dataToo bool) {
		t.Helper()
		nowAll, nowRaw, nowOf := c.Readings(), c.ReadWith("raw"), c.ReadWith(data)
		if (nowRaw != raw) != rawToo || (nowOf != of) != dataToo || (nowAll != all) != (rawToo || dataToo) {
			t.Errorf("%s: %v, %v, %v", when, nowAll, nowRaw, nowOf)
		}
		all, raw, of = nowAll, nowRaw, nowOf
	}
	rule := c.FormatOf("raw")
	if rule != nil {
		t.Errorf("%+v", rule)
	}
	c.FollowStored(profiles.Profile{Formats: []profiles.PayloadFormat{{Filter: "raw", As: []string{"int16le"}}}})
	step("a format", true, false)
	if rule = c.FormatOf("raw"); rule == nil || rule.As[0] != decode.Format("int16le") {
		t.Errorf("%+v", rule)
	}
	c.FollowStored(profiles.Profile{Name: "x", Formats: []profiles.PayloadFormat{{Filter: "raw", As: []string{"int16le"}}}})
	step("another name of the connection", false, false)
	take(data, "\x18\x01\x12\x04\x10\x0a\x50\x05")
	step("data", false, false)
	take("spBv1.0/G/NBIRTH/N", "\x18\x00\x12\x09\x0a\x01a\x10\x0a\x20\x03\x50\x05")
	step("a birth after them", false, true)
	take("spBv1.0/G/NBIRTH/N", "\x18\x00\x12\x09\x0a\x01a\x10\x0a\x20\x03\x50\x05")
	step("the same birth", false, false)
}
