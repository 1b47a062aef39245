package decode

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"mangrove/model/payload"
	"mangrove/model/value"
)

// half reads the first half of what it is given, if that begins with a byte.
type half byte

func (h half) Decode(b []byte) (*value.Tree, int, error) {
	if len(b) == 0 || b[0] != byte(h) {
		return nil, 0, &value.Fault{Code: value.Mismatch}
	}
	tree, _, err := readBytes(b)
	return tree, len(b) / 2, err
}

// all reads everything.
type all struct{}

func (all) Decode(b []byte) (*value.Tree, int, error) { return readBytes(b) }

// TestNoMoreIsUnpackedThanIsAsked: whoever has little time says how much.
func TestNoMoreIsUnpackedThanIsAsked(t *testing.T) {
	for size, fits := range map[int]bool{1_000: true, 100_000: false} {
		packed := gzipped(t, "["+strings.Repeat(" ", size-3)+"1]")
		for _, b := range []string{packed, hex.EncodeToString([]byte(packed))} {
			r := Payload(Input{Payload: []byte(b), MostUnpacked: 50_000})
			if (r.Format() == JSON) != fits {
				t.Errorf("%d bytes are %v", size, r.As)
			}
		}
	}
}

// TestReaders: a schema that the user gives, and what is known of Sparkplug. What is asked
// for may leave something over; what is found by itself may not hide a text.
func TestReaders(t *testing.T) {
	const topic = "spBv1.0/plant/NDATA/press"
	asked := func(f Format, r Reader) *Rule { return &Rule{As: []Format{f}, Schema: r} }
	for _, c := range []struct {
		name    string
		in      Input
		as      Format
		rest    int
		problem Format
	}{
		{"a schema that fits", Input{Payload: []byte("abcd"), Rule: asked(Protobuf, half('a'))}, Protobuf, 2, ""},
		{"a schema of Avro", Input{Payload: []byte("abcd"), Rule: asked(Avro, all{})}, Avro, 0, ""},
		{"a schema that does not fit", Input{Payload: []byte("bcd"), Rule: asked(Avro, half('a'))}, Text, 0, Avro},
		{"a schema for another format", Input{Payload: []byte("21.5"), Rule: asked(JSON, half('a'))}, JSON, 0, ""},
		{"Sparkplug", Input{Payload: []byte("abcd"), Topic: topic, Sparkplug: all{}}, Sparkplug, 0, ""},
		{"Sparkplug that is a text", Input{Payload: []byte("abcd"), Topic: topic, Sparkplug: half('b')}, Text, 0, Sparkplug},
		{"Sparkplug with a text behind", Input{Payload: []byte("abcd"), Topic: topic, Sparkplug: half('a')}, Text, 0, Sparkplug},
		{"Sparkplug asked for", Input{Payload: []byte("abcd"), Sparkplug: half('a'), Rule: asked(Sparkplug, nil)}, Sparkplug, 2, ""},
		{"another topic", Input{Payload: []byte("abcd"), Topic: "spBv1.0/STATE/host", Sparkplug: all{}}, Text, 0, ""},
	} {
		r := Payload(c.in)
		var problem Format
		if r.Problem != nil {
			problem = r.Problem.As
		}
		if r.Format() != c.as || r.Rest != c.rest || r.Consumed != r.Size-c.rest || problem != c.problem {
			t.Errorf("%s: %v with %d left and a problem of %q, want %s with %d and %q", c.name, r.As, r.Rest, problem, c.as, c.rest, c.problem)
		}
	}
}

// TestWhatIsEncodedTellsItsOddities: of what base64 holds it is said what is odd and what
// is wrong, as it is without base64.
func TestWhatIsEncodedTellsItsOddities(t *testing.T) {
	encoded := func(b []byte) Result {
		return Payload(Input{Payload: []byte(base64.StdEncoding.EncodeToString(b))})
	}
	r := encoded([]byte("\xef\xbb\xbf" + `{"temperature": 21.5}`))
	if !slices.Equal(r.As, []Format{Base64, JSON}) || len(r.Odd) != 1 || r.Odd[0].Code != payload.ByteOrderMark {
		t.Errorf("%v with %v", r.As, r.Odd)
	}
	r = encoded(packedWith(t, []byte(`{"temperature": 21.5, "humidity": `)))
	var fault *value.Fault
	if !slices.Equal(r.As, []Format{Base64, Gzip, Text}) || r.Problem == nil || r.Problem.As != JSON || !errors.As(r.Problem.Err, &fault) || fault.Code != value.CutOff {
		t.Errorf("%v, problem %+v", r.As, r.Problem)
	}
}
