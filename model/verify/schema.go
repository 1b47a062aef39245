package verify

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// What of a payload is compared with a schema. To compare takes a hundred times the memory,
// and numbers are made of all their digits: 1e999999 has a million of them.
const (
	largestCompared = 4 << 20 // bytes
	longestNumber   = 1_000   // bytes
	largestExponent = 400     // of ten; those of floating point end below it
)

func (j *judge) schema(h *hearing) {
	payload := h.message.Payload
	if len(payload) > largestCompared {
		j.sample(h, Reason{Code: TooMuch, N: len(payload), Of: largestCompared}, false)
		return
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(payload))
	if err != nil {
		j.sample(h, Reason{Code: NoJSON, Found: excerpt(string(payload))}, false)
		return
	}
	if number := unwieldy(doc); number != "" {
		j.sample(h, Reason{Code: LongNumber, Found: excerpt(number)}, false)
		return
	}
	where, want := against(j.check.Schema.Validate(doc))
	j.sample(h, Reason{Code: NoSchema, Found: excerpt(where), Want: want}, want == "")
}

// unwieldy is a number with more digits than are compared; empty: there is none.
func unwieldy(doc any) string {
	switch v := doc.(type) {
	case json.Number:
		s := string(v)
		if len(s) > longestNumber {
			return s
		}
		if at := strings.IndexAny(s, "eE"); at >= 0 {
			if e, err := strconv.Atoi(s[at+1:]); err != nil || e > largestExponent || e < -largestExponent {
				return s
			}
		}
	case []any:
		for _, one := range v {
			if s := unwieldy(one); s != "" {
				return s
			}
		}
	case map[string]any:
		for _, one := range v {
			if s := unwieldy(one); s != "" {
				return s
			}
		}
	}
	return ""
}

// against is where a payload is against a schema, and what the schema asks for there; want
// is empty when it is not.
func against(err error) (where, want string) {
	v, ok := err.(*jsonschema.ValidationError) //nolint:errorlint // it is returned as it is
	if !ok {
		return "", ""
	}
	for len(v.Causes) > 0 {
		v = v.Causes[0]
	}
	if want = strings.Join(v.ErrorKind.KeywordPath(), "/"); want == "" {
		want = "false"
	}
	return "/" + strings.Join(v.InstanceLocation, "/"), want
}
